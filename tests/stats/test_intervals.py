import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from personae.stats.intervals import Z95, wilson_interval


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_of_newcombe(count, n, low, high):
    assert wilson_interval(count, n) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500), st.floats(0, 1))
def test_an_interval_holds_its_rate_and_stays_between_zero_and_one(n, rate):
    count = round(rate * n)
    low, high = wilson_interval(count, n)
    assert 0.0 <= low <= count / n <= high <= 1.0


def test_the_quantile_is_that_of_the_normal_distribution():
    assert norm.ppf(0.975) == Z95
