import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.stats.moments import correlation, exact_sum, grid_unit, limbs, moments, on_grid

numbers = st.floats(-1e12, 1e12, allow_nan=False, allow_subnormal=False)
columns = st.lists(numbers, min_size=1, max_size=50).map(np.array)


@settings(max_examples=50, deadline=None)
@given(columns)
def test_a_sum_is_rounded_once_however_long_it_is(values):
    assert exact_sum(values) == math.fsum(values)
    long = np.resize(values, 5_000)
    assert exact_sum(long) == math.fsum(long)


@settings(max_examples=50, deadline=None)
@given(columns)
def test_limbs_add_up_and_sum_without_rounding(values):
    parts = limbs(values)
    for number, value in enumerate(values):
        assert sum(Fraction(float(part[number])) for part in parts) == Fraction(float(value))
    for part in parts:
        assert Fraction(float(part.sum())) == sum(map(Fraction, part.tolist()))


@settings(max_examples=50, deadline=None)
@given(columns)
def test_numbers_on_a_grid_are_near_and_sum_exactly(values):
    unit = grid_unit(float(np.abs(values).max()), len(values))
    rounded = on_grid(values, unit)
    assert np.abs(rounded - values).max() <= unit / 2
    assert Fraction(float(rounded.sum())) == sum(map(Fraction, rounded.tolist()))


@settings(max_examples=50, deadline=None)
@given(columns, st.randoms(use_true_random=False))
def test_moments_hang_on_no_order(values, random):
    order = list(range(len(values)))
    random.shuffle(order)
    assert moments(values[order]) == moments(values)


def test_moments_by_hand():
    found = moments(np.array([1.0, 2.0, 3.0, 10.0]))
    assert (found.n, found.mean, found.minimum, found.maximum) == (4, 4.0, 1.0, 10.0)
    assert found.std == math.sqrt(50 / 4)
    assert found.skewness == pytest.approx((-27 - 8 - 1 + 216) / 4 / 12.5**1.5)


# scikit-learn #17794: a constant 14.62 was scaled to -1; reliability.md N15, N16.
@pytest.mark.parametrize("value", [14.62, 0.1, 1e9 + 0.1, -3e-300, 0.0])
@pytest.mark.parametrize("n", [3, 1000, 10_000])
def test_a_constant_has_no_spread(value, n):
    assert moments(np.full(n, value)).std == 0.0


def test_a_small_spread_about_a_large_mean_is_kept():
    values = 1e9 + np.array([-1e-3, 1e-3] * 500)
    exact = [Fraction(float(value)) for value in values]
    mean = sum(exact) / 1000
    variance = sum((value - mean) ** 2 for value in exact) / 1000
    assert moments(values).std == pytest.approx(math.sqrt(variance), rel=1e-9)


@settings(max_examples=50, deadline=None)
@given(columns, columns)
def test_correlation_is_numpys(x, y):
    n = min(len(x), len(y))
    x, y = x[:n], y[:n]
    found = correlation(x, y)
    if moments(x).std == 0 or moments(y).std == 0:
        assert math.isnan(found)
    elif min(moments(x).std / np.abs(x).max(), moments(y).std / np.abs(y).max()) > 1e-6:
        assert found == pytest.approx(np.corrcoef(x, y)[0, 1], abs=1e-6)
