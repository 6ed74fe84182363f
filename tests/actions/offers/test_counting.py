"""Tail chances against exact sums, q-values against a loop, and the spread of ratios."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import special, stats

from personae.actions.offers.counting import benjamini_hochberg, spread_of, two_sided


def exact(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """The distribution of the number of yeses, one answer after the other."""
    whole = np.ones(1)
    for chance in chances:
        whole = np.convolve(whole, [1 - chance, chance])
    return whole


def test_a_binomial_has_its_own_tails() -> None:
    counts = np.arange(0, 41)
    upper, lower = stats.binom.sf(counts - 1, 40, 0.3), stats.binom.cdf(counts, 40, 0.3)
    expected = np.minimum(2 * np.minimum(upper, lower), 1.0)
    assert two_sided(counts, 12.0, 8.4) == pytest.approx(expected, rel=1e-9)


def test_only_the_smaller_tail_is_reckoned_and_it_is_the_smaller_one() -> None:
    """Of counts on both sides of the mean and far from it, of which some cannot be."""
    random = np.random.default_rng(6)
    mean = random.uniform(0.01, 60.0, 20_000)
    variance = mean * random.uniform(0.01, 0.99, len(mean))
    count = np.maximum(np.rint(mean + random.normal(0, 3, len(mean)) * np.sqrt(variance)), 0)
    chance = 1 - variance / mean
    n = mean / chance
    inside = (count > 0) & (count < n)
    k, n, chance = count[inside], n[inside], chance[inside]
    tails = special.betainc(k, n - k + 1, chance), special.betainc(n - k, k + 1, 1 - chance)
    expected = np.minimum(2 * np.minimum(*tails), 1.0)
    assert np.array_equal(two_sided(count, mean, variance)[inside], expected)


def test_answers_of_different_chances_are_near_the_exact_sum() -> None:
    """The share of chance below every limit that is used, few and many, rare and usual ones."""
    random = np.random.default_rng(4)
    for n, most in ((40, 0.9), (300, 0.2), (1000, 0.02)):
        chances = random.uniform(0, most, n)
        whole = exact(chances)
        counts = np.arange(n + 1)
        p = two_sided(counts, chances.sum(), (chances * (1 - chances)).sum())
        for level in (0.05, 0.01, 0.001):
            assert whole[p <= level].sum() <= 1.03 * level


def test_given_the_total_a_group_of_equals_is_hypergeometric() -> None:
    """400 customers of whom 100 belong, each with chance 0.2, and 80 holders in all."""
    spread = np.array([100, 300]) * 0.2 * 0.8
    variance = spread[0] * spread[1] / spread.sum()
    referee = stats.hypergeom(400, 80, 100)
    for count in (10, 12, 14, 26, 28, 30):
        tails = referee.cdf(count), referee.sf(count - 1)
        assert float(two_sided(count, 20.0, variance)) == pytest.approx(
            min(2 * min(tails), 1.0), rel=0.2
        )


def test_q_values_are_those_of_a_loop() -> None:
    p = np.random.default_rng(0).uniform(size=40) ** 3
    ordered = sorted(p)
    loop = [
        min(1.0, *(ordered[j] * 40 / (j + 1) for j in range(40) if ordered[j] >= one)) for one in p
    ]
    assert benjamini_hochberg(p) == pytest.approx(loop)
    assert benjamini_hochberg([]).tolist() == []


def test_ratios_that_differ_by_chance_only_have_no_spread() -> None:
    random = np.random.default_rng(1)
    expected = random.uniform(5, 200, 4000)
    same = random.poisson(expected) / expected
    other = random.poisson(expected * random.gamma(20, 1 / 20, 4000)) / expected
    assert spread_of(same, expected) < 0.002
    assert spread_of(other, expected) == pytest.approx(1 / 20, rel=0.1)
    assert spread_of([], []) == 0.0
