"""What a campaign did: verdicts by hand, doubts, and false alarms."""

from __future__ import annotations

import numpy as np
import pytest

from personae.actions.lift.amount_difference import amount_difference
from personae.actions.lift.lift import LEAST_BUYERS, Lift, Terms, measure_lift
from personae.actions.lift.rate_difference import rate_difference


def arms(
    treated: int, bought: int, control: int, control_bought: int, *, spend: float = 10.0
) -> tuple[np.ndarray, np.ndarray]:
    """Return arms and money in which so many people of each arm spend the same."""
    arm = np.repeat([True, False], [treated, control])
    money = np.zeros(treated + control)
    money[:bought] = spend
    money[treated : treated + control_bought] = spend
    return arm, money


def found(*numbers: int, **terms: float) -> Lift:
    return measure_lift(*arms(*numbers), terms=Terms(**terms))


def test_everybody_assigned_counts() -> None:
    whole = found(4000, 600, 1000, 120).whole
    assert (whole.people, whole.buyers) == (4000, 600)
    assert (whole.control_people, whole.control_buyers) == (1000, 120)
    assert whole.spend == 1.5
    assert whole.control_spend == 1.2
    assert whole.buyers_effect is not None
    expected = rate_difference(600, 4000, control_buyers=120, control_people=1000)
    assert whole.buyers_effect.low == float(expected.low)
    assert whole.buyers_effect.times(4000)[0] == pytest.approx(120)


@pytest.mark.parametrize(
    ("numbers", "verdict"),
    [
        ((4000, 600, 1000, 100), "worked"),
        ((4000, 480, 1000, 120), "cannot tell yet"),
        ((4000, 400, 1000, 180), "did not work"),
        ((4000, 900, 1000, 99), "cannot tell yet"),  # one buyer short of the gate
    ],
)
def test_the_verdict_goes_by_the_interval(numbers: tuple[int, ...], verdict: str) -> None:
    assert found(*numbers).whole.verdict == verdict


def test_with_a_cost_the_verdict_asks_whether_it_paid() -> None:
    # 5 more buyers per 100 spend 10 each: 0.5 per person, interval about 0.27 to 0.73
    assert found(20_000, 3_000, 5_000, 500).whole.verdict == "worked"
    for cost, verdict in ((0.05, "worked"), (0.25, "cannot tell yet"), (0.45, "did not work")):
        lift = found(20_000, 3_000, 5_000, 500, cost=cost, margin=0.5)
        assert lift.measure == "money"
        assert lift.terms.break_even == 2 * cost
        assert lift.whole.verdict == verdict


def test_more_people_are_needed_for_the_gate_or_for_the_difference() -> None:
    few = found(900, 60, 100, 5).whole
    assert few.needed is not None
    assert few.needed >= 1000 * LEAST_BUYERS / 5 - 1000
    assert found(900, 30, 100, 5).whole.needed is None  # fewer bought: more people cannot help
    assert found(900, 30, 100, 0).whole.needed is None


def test_people_missing_from_one_arm_spoil_the_verdict() -> None:
    lift = found(4000, 600, 1000, 100, planned_control=0.3)
    assert lift.doubts == ("sample ratio",)
    assert lift.whole.verdict == "not to be trusted"
    assert found(4000, 600, 1000, 100, planned_control=0.2).doubts == ()


def test_arms_that_somebody_chose_are_not_adjusted_and_not_trusted() -> None:
    arm, money = arms(1000, 300, 1000, 100)
    before = np.where(arm, 50.0, 5.0) + np.arange(2000) % 7
    lift = measure_lift(arm, money, before=before)
    assert lift.doubts == ("not alike before",)
    assert lift.whole.money_effect is not None
    assert lift.whole.money_effect.estimate == pytest.approx(2.0)


def test_unknown_spend_before_is_counted_and_changes_nothing() -> None:
    rng = np.random.default_rng(0)
    arm = np.arange(2000) % 2 == 0
    before = rng.lognormal(size=2000)
    money = np.where(rng.random(2000) < 0.4, before * 2, 0.0)
    before[:200] = np.nan
    lift = measure_lift(arm, money, before=before)
    assert lift.unknown_before == 200
    filled = np.where(np.isnan(before), 0.0, np.minimum(before, lift.before_cap.most))
    filled[:200] = filled[200:].mean()
    capped = np.minimum(money, lift.cap.most)
    expected = amount_difference(
        capped[arm], capped[~arm], before=filled[arm], control_before=filled[~arm]
    )
    assert lift.whole.money_effect is not None
    assert lift.whole.money_effect.estimate == pytest.approx(float(expected.estimate))
    assert measure_lift(arm, money, before=np.full(2000, np.nan)).alike is None


def segments(*numbers: tuple[int, int, int, int]) -> Lift:
    parts = [arms(*row) for row in numbers]
    arm, money = (np.concatenate(side) for side in zip(*parts, strict=True))
    segment = np.repeat(np.arange(len(parts)), [len(part[0]) for part in parts])
    return measure_lift(arm, money, segment=segment, names=[f"s{n}" for n in range(len(parts))])


def test_segments_are_judged_together_and_only_with_enough_buyers() -> None:
    lift = segments((4000, 600, 1000, 105), (4000, 560, 1000, 120), (400, 40, 100, 10))
    levels = [part.buyers_effect.level for part in lift.segments if part.buyers_effect]
    assert levels == pytest.approx([0.975] * 3)  # two of them can be judged
    assert [part.verdict for part in lift.segments] == [
        "worked", "cannot tell yet", "cannot tell yet",
    ]  # fmt: skip
    alone = rate_difference(4000 * 0.14, 4000, control_buyers=120, control_people=1000)
    assert alone.p > 0.05
    first, second, third = (part.buyers_effect for part in lift.segments)
    assert first is not None
    assert second is not None
    assert third is not None
    assert first.p_holm == pytest.approx(2 * first.p)
    assert second.p_holm == pytest.approx(second.p)
    assert third.p_holm is None
    assert lift.differ is not None
    assert lift.differ.freedom == 1


def test_segments_that_were_held_back_unevenly_are_compared_one_by_one() -> None:
    lift = segments((4000, 800, 1000, 120), (1000, 100, 1000, 100))
    assert lift.doubts == ("uneven hold-out",)
    assert lift.whole.verdict == "not to be trusted"
    assert [part.verdict for part in lift.segments] == ["worked", "cannot tell yet"]


def test_one_segment_is_the_whole() -> None:
    assert segments((400, 40, 100, 10)).segments == ()


def test_a_segment_without_a_control_arm_is_shown_without_a_difference() -> None:
    lift = segments((4000, 600, 1000, 120), (10, 3, 0, 0))
    assert lift.segments[1].buyers_effect is None
    assert lift.segments[1].verdict == "cannot tell yet"


def test_one_huge_order_decides_nothing() -> None:
    arm, money = arms(4000, 480, 1000, 120)
    money[0] = 1e6
    lift = measure_lift(arm, money)
    assert (lift.cap.people, lift.cap.most) == (1, 10.0)
    assert lift.whole.money_effect is not None
    assert abs(lift.whole.money_effect.estimate) < 0.01
