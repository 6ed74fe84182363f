"""The tail of chi-square: scipy's, over all that tables of counts can give."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import chdtrc

from personae.stats.chi_square import chi_square_tail


@given(st.floats(0.0, 3000.0), st.integers(1, 600))
def test_it_is_the_tail_that_scipy_computes(statistic: float, freedom: int) -> None:
    theirs = float(chdtrc(freedom, statistic))
    assert chi_square_tail(statistic, freedom) == pytest.approx(theirs, rel=1e-10, abs=1e-300)


@given(st.floats(0.01, 500.0), st.integers(1, 80))
def test_it_falls_with_the_statistic_and_rises_with_the_freedom(statistic, freedom) -> None:
    tail = chi_square_tail(statistic, freedom)
    slip = 1e-14  # where the tail is nearly everything, terms are rounded
    assert 0.0 <= chi_square_tail(statistic * 1.5, freedom) <= tail + slip
    assert tail - slip <= chi_square_tail(statistic, freedom + 2) <= 1.0


def test_two_degrees_of_freedom_are_an_exponential() -> None:
    assert chi_square_tail(5.0, 2) == math.exp(-2.5)
    assert chi_square_tail(0.0, 2) == chi_square_tail(0.0, 1) == 1.0
    assert chi_square_tail(1e6, 3) == 0.0
