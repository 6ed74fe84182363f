"""What other parts found becomes an insight only where these parts would show it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from personae.actions.headroom import Headroom, SegmentHeadroom
from personae.actions.insight import Insight, insights
from personae.actions.leaving.at_risk import SegmentRisk
from personae.actions.leaving.risk_check import Returned, RiskCheck
from personae.actions.offers.affinity import Affinities, Affinity
from personae.actions.offers.gaps import Gap, Gaps
from personae.actions.offers.offers import Offers
from personae.actions.offers.on_promotion import OnPromotion, SegmentPromotion
from personae.actions.worth.worth import GroupWorth

GAP = "\u00a0"


def segment_named(number: int, *, size: int, share: float, revenue: float) -> Any:
    return SimpleNamespace(
        segment=number, size=size, share=share, revenue=revenue, revenue_share=revenue / 1000.0
    )


TWO: list[Any] = [
    segment_named(1, size=600, share=0.6, revenue=200.0),
    segment_named(3, size=400, share=0.4, revenue=800.0),
]


def codes(found: dict[int, tuple[Insight, ...]]) -> dict[int, list[str]]:
    return {number: [item.code for item in items] for number, items in found.items()}


def risk(check: RiskCheck | None, *, n: int = 60) -> Any:
    rows = (
        SegmentRisk(1, 600, 300, n, n / 600, 500.0, 0.3),
        SegmentRisk(3, 400, 300, 9, 9 / 400, 100.0, 0.1),
    )
    return SimpleNamespace(segments=rows, check=check, money_days=365)


def check(at_risk_high: float, others: float) -> RiskCheck:
    rows = (
        Returned(2, None, "at risk", 100, 30, 0.3, 0.2, at_risk_high),
        Returned(2, None, "neither", 100, 60, others, 0.5, 0.7),
    )
    return RiskCheck(dt.date(2024, 1, 1), 90, rows)


def test_nothing_found_is_no_insight() -> None:
    assert insights(TWO) == {1: (), 3: ()}


def test_who_is_overdue_is_told_with_their_money_and_list() -> None:
    found = insights(TWO, at_risk=risk(None), currency="£")
    assert found[1] == (
        Insight(
            "overdue",
            f"10{GAP}% of them are overdue by their own rhythm and brought £500 in the last "
            "365 days",
            {"overdue": "60"},
            60,
            500.0,
            "at_risk.csv",
        ),
    )
    assert found[3] == (), "nine are too few"


@pytest.mark.parametrize(("high", "others", "told"), [(0.4, 0.6, True), (0.62, 0.6, False)])
def test_a_log_whose_overdue_came_back_as_well_gives_no_reason_to_write_to_them(
    high: float, others: float, told: bool
) -> None:
    assert bool(insights(TWO, at_risk=risk(check(high, others)))[1]) is told


def worth(*, is_shown: bool = True, in_money: bool = True) -> Any:
    groups = (GroupWorth(1, 600, 0.9, 60.0, 50.0, 1, 2), GroupWorth(3, 400, 0.9, 60.0, 50.0, 1, 2))
    return SimpleNamespace(segments=groups, is_shown=is_shown, in_money=in_money, horizon=90)


def test_a_segment_whose_share_of_the_money_will_grow_is_rising_and_the_other_fading() -> None:
    found = insights(TWO, worth=worth())
    assert codes(found) == {1: ["rising"], 3: ["worth-ahead", "fading"]}
    assert found[1][0].words == {"money_share": f"20{GAP}%", "worth_share": f"50{GAP}%"}
    assert found[3][0].fact == (
        f"50{GAP}% of the money to expect in the next 90 days from 40{GAP}% of the customers"
    )


def test_a_worth_that_the_log_refutes_gives_no_insight() -> None:
    assert insights(TWO, worth=worth(is_shown=False)) == {1: (), 3: ()}
    assert insights(TWO, worth=worth(in_money=False)) == {1: (), 3: ()}


def test_picks_gaps_and_promotions_are_told_of_their_segment() -> None:
    day = dt.date(2024, 1, 1)
    pick = Affinity(
        3, "product", "P", "Tea", 40, 20.4, 0.1, 190.0, 170.0, 140.0, 205.0, 0.01, day, day
    )
    gap = Gap(
        1, 3, "product", "M", "Milk", 9, 0.015, 0.1, 0.085, 0.05, 0.12, 591,
        5.0, 4.0, 6.0, 255.0, 150.0, 360.0, 0.01,
    )  # fmt: skip
    empty = pa.table({"segment": [1]})
    promotion = OnPromotion(
        (
            SegmentPromotion(1, 50, 0.2, 0.1, 0.1, 0.05, 0.15, 0.01, "more"),
            SegmentPromotion(3, 5, None, None, None, None, None, None, "cannot tell"),
        ),
        "category",
        0.9,
    )
    offers = Offers(
        Affinities(empty, ((), (pick,)), ((), ()), 10, 1),
        Gaps((3, None), empty, ((gap,), ()), ((), ()), 10),
        promotion,
        (),
        (),
    )
    found = insights(TWO, offers=offers, currency="£")
    assert codes(found) == {1: ["gap", "promotion more"], 3: ["pick"]}
    assert found[3][0].fact == ("40 of them bought Tea, 20 would be expected of baskets as varied")
    assert found[1][0].fact == (
        f"at the rate of a better segment it would be 10{GAP}%, worth £255 at most"
    )


def test_a_gap_that_would_bring_next_to_nothing_is_no_reason_to_act() -> None:
    gap = Gap(
        1, 3, "product", "M", "Milk", 9, 0.015, 0.1, 0.085, 0.05, 0.12, 591,
        5.0, 4.0, 6.0, 0.99, 0.5, 1.2, 0.01,
    )  # fmt: skip
    empty = pa.table({"segment": [1]})
    for prize, told in ((0.99, ()), (1.0, ("gap",))):
        own = (dataclasses.replace(gap, prize=prize),)
        offers = Offers(None, Gaps((3, None), empty, (own, ()), ((), ()), 10), None, (), ())
        assert tuple(codes(insights(TWO, offers=offers))[1]) == told


def test_headroom_is_told_where_it_is_proved() -> None:
    own = (SegmentHeadroom(1, 600, 200, 900.0), SegmentHeadroom(3, 400, 0, 0.0))
    found = insights(TWO, headroom=Headroom("", 90, None, own), currency="£")
    assert found[1] == (
        Insight(
            "room",
            "they spend £900 less in 90 days than the median of their like",
            {"room": "200"},
            200,
            list="headroom.csv",
        ),
    )
    assert found[3] == ()
    assert insights(TWO, headroom=Headroom("not proved", 90, None, own))[1] == ()
