"""The difference of two shares against published figures, laws, and intervals written otherwise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from personae.actions.lift.rate_difference import rate_difference

# Newcombe (1998), Statistics in Medicine 17:873-890, table II, Miettinen and Nurminen's method.
PUBLISHED = [
    (56, 70, 48, 80, 0.0528, 0.3382),
    (9, 10, 3, 10, 0.1700, 0.8406),
    (6, 7, 2, 7, 0.0342, 0.8534),
    (5, 56, 0, 29, -0.0326, 0.1933),
    (0, 10, 0, 20, -0.1658, 0.2844),
    (0, 10, 0, 10, -0.2879, 0.2879),
    (10, 10, 0, 20, 0.7156, 1.0000),
    (10, 10, 0, 10, 0.6636, 1.0000),
]


@pytest.mark.parametrize("row", PUBLISHED)
def test_intervals_are_the_published_ones(row: tuple[int, int, int, int, float, float]) -> None:
    x1, n1, x0, n0, low, high = row
    found = rate_difference(x1, n1, control_buyers=x0, control_people=n0)
    assert round(float(found.low), 4) == low
    assert round(float(found.high), 4) == high
    assert float(found.estimate) == x1 / n1 - x0 / n0


counts = st.integers(2, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts, st.floats(-0.9, 0.9))
def test_the_p_value_and_the_interval_never_disagree(
    one: tuple[int, int], other: tuple[int, int], against: float
) -> None:
    found = rate_difference(*one, control_buyers=other[0], control_people=other[1], against=against)
    if min(abs(found.low - against), abs(found.high - against)) > 1e-6:
        assert (found.low <= against <= found.high) == (found.p >= 0.05)
    assert -1 <= found.low <= found.estimate <= found.high <= 1


@given(counts, counts)
def test_swapping_the_arms_turns_the_interval_round(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    there = rate_difference(*one, control_buyers=other[0], control_people=other[1])
    back = rate_difference(*other, control_buyers=one[0], control_people=one[1])
    assert there.low == pytest.approx(-back.high, abs=1e-9)
    assert there.p == pytest.approx(back.p, abs=1e-9)


@given(counts, counts, st.floats(-0.95, 0.95))
def test_the_score_is_that_of_the_most_likely_shares(
    one: tuple[int, int], other: tuple[int, int], difference: float
) -> None:
    (x1, n1), (x0, n0) = one, other
    if min(x1, x0, n1 - x1, n0 - x0) == 0:
        return
    low, high = max(0.0, -difference), min(1.0, 1.0 - difference)

    def unlikely(share: float) -> float:
        here = np.clip([share + difference, share], 1e-12, 1 - 1e-12)
        return -(stats.binom.logpmf(x1, n1, here[0]) + stats.binom.logpmf(x0, n0, here[1]))

    best = optimize.minimize_scalar(
        unlikely, bounds=(low, high), method="bounded", options={"xatol": 1e-10}
    ).x
    p1 = best + difference
    spread = (p1 * (1 - p1) / n1 + best * (1 - best) / n0) * (n1 + n0) / (n1 + n0 - 1)
    score = (x1 / n1 - x0 / n0 - difference) / np.sqrt(spread)
    found = rate_difference(x1, n1, control_buyers=x0, control_people=n0, against=difference)
    assert found.p == pytest.approx(2 * stats.norm.sf(abs(score)), abs=2e-4)


def test_many_pairs_at_once_are_the_same_as_one_by_one() -> None:
    x1, n1, x0, n0 = np.array([row[:4] for row in PUBLISHED]).T
    together = rate_difference(x1, n1, control_buyers=x0, control_people=n0, level=0.99)
    for place, row in enumerate(PUBLISHED):
        alone = rate_difference(*row[:2], control_buyers=row[2], control_people=row[3], level=0.99)
        assert (together.low[place], together.p[place]) == (alone.low, alone.p)
