"""The difference of money per person against other people's arithmetic, and its laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from personae.actions.lift.amount_difference import amount_difference

RNG = np.random.default_rng(5)
TREATED, CONTROL = RNG.lognormal(size=200) * 3, RNG.lognormal(size=40)


def test_symmetric_money_gets_the_interval_of_welch() -> None:
    one, other = np.array([1.0, 2.0, 3.0, 4.0, 5.0]), np.array([0.0, 3.0, 6.0])
    found = amount_difference(one, other)
    theirs = stats.ttest_ind(one, other, equal_var=False)
    interval = theirs.confidence_interval()
    assert float(found.p) == pytest.approx(theirs.pvalue)
    assert (float(found.low), float(found.high)) == pytest.approx(tuple(interval))


def test_the_transformation_is_halls_with_the_skewness_of_the_difference() -> None:
    found = amount_difference(TREATED, CONTROL, against=0.5)
    n1, n0 = len(TREATED), len(CONTROL)
    v1, v0 = TREATED.var(ddof=1), CONTROL.var(ddof=1)
    error = np.sqrt(v1 / n1 + v0 / n0)
    shape = [stats.moment(part, 3) / part.var(ddof=1) ** 1.5 for part in (TREATED, CONTROL)]
    pooled = (n1 * shape[0] + n0 * shape[1]) / (n1 + n0)
    skew = pooled * (1 / n1**2 - 1 / n0**2) / (1 / n1 + 1 / n0) ** 1.5
    t = (TREATED.mean() - CONTROL.mean() - 0.5) / error
    bent = t + skew * t**2 / 3 + skew**2 * t**3 / 27 + skew / 6
    freedom = (v1 / n1 + v0 / n0) ** 2 / ((v1 / n1) ** 2 / (n1 - 1) + (v0 / n0) ** 2 / (n0 - 1))
    assert float(found.p) == pytest.approx(2 * stats.t.sf(abs(bent), freedom))
    assert float(found.error) == pytest.approx(error)


def test_skewed_spend_in_a_small_control_arm_moves_the_interval_down() -> None:
    # A small arm misses its whales more often than it has too many: control seems too poor.
    found = amount_difference(TREATED, CONTROL)
    assert found.estimate - found.low > found.high - found.estimate


def test_what_was_spent_before_takes_its_part_off() -> None:
    before, control_before = np.array([0.0, 10.0, 20.0]), np.array([10.0, 20.0, 30.0])
    spend = 2 + 0.5 * before + np.array([0.1, -0.2, 0.1])
    control = 0.5 * control_before + np.array([-0.1, 0.2, -0.1])
    plain = amount_difference(spend, control)
    found = amount_difference(spend, control, before=before, control_before=control_before)
    # The arms differ by 10 before, half of which comes again: 2 - 5 plainly, 2 adjusted.
    assert float(plain.estimate) == pytest.approx(-3.0)
    assert float(found.estimate) == pytest.approx(2.0)
    assert found.error < plain.error / 10


def test_spend_before_that_is_the_same_for_all_changes_nothing() -> None:
    same = amount_difference(
        TREATED, CONTROL, before=np.ones(len(TREATED)), control_before=np.ones(len(CONTROL))
    )
    assert same == amount_difference(TREATED, CONTROL)


@given(st.floats(-5, 5), st.sampled_from([0.9, 0.95, 0.99]))
def test_the_p_value_and_the_interval_never_disagree(against: float, level: float) -> None:
    found = amount_difference(TREATED, CONTROL, against=against, level=level)
    if min(abs(found.low - against), abs(found.high - against)) > 1e-6:
        assert (found.low <= against <= found.high) == (found.p >= 1 - level)


@given(st.floats(0.01, 1000))
def test_the_unit_of_the_money_does_not_matter(unit: float) -> None:
    found, other = (
        amount_difference(TREATED, CONTROL),
        amount_difference(unit * TREATED, unit * CONTROL),
    )
    assert float(other.low) == pytest.approx(unit * float(found.low), rel=1e-9)
    assert float(other.p) == pytest.approx(float(found.p), rel=1e-9)


def test_many_pairs_at_once_are_the_same_as_one_by_one() -> None:
    spend, control = RNG.lognormal(size=(3, 50)), RNG.lognormal(size=(3, 20))
    before, earlier = RNG.lognormal(size=(3, 50)), RNG.lognormal(size=(3, 20))
    together = amount_difference(spend, control, before=before, control_before=earlier)
    for row in range(3):
        alone = amount_difference(
            spend[row], control[row], before=before[row], control_before=earlier[row]
        )
        assert together.low[row] == pytest.approx(float(alone.low))


def test_nobody_bought_anything() -> None:
    found = amount_difference(np.zeros(5), np.zeros(4))
    assert (float(found.estimate), float(found.low), float(found.high)) == (0.0, 0.0, 0.0)
