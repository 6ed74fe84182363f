import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from personae.features.logarithm import amounts_of, logarithm, own_unit

AMOUNTS = st.lists(st.floats(0, 1e9), min_size=1, max_size=30)


def test_a_unit_of_one_is_the_plain_logarithm_to_the_last_bit():
    values = np.array([0.0, 1e-9, 0.3, 12.5, 1e300])
    assert (logarithm(values, 1.0) == np.log(1.0 + values)).all()


def test_the_own_unit_is_the_middle_of_the_values_above_zero():
    assert own_unit(np.array([0.0, 0.0, 0.0, 5.0, 1.0, 100.0])) == 5.0
    assert own_unit(np.array([-7.0, 4.0, 10.0])) == 7.0
    assert own_unit(np.array([0.0, -7.0])) == 1.0


def test_the_own_unit_is_free_of_row_order():
    values = np.random.RandomState(0).lognormal(3, 2, 999)
    assert own_unit(values) == own_unit(values[::-1]) == np.sort(values)[499]


@given(AMOUNTS, st.sampled_from([1e-6, 0.01, 7.3, 1e5]))
def test_what_amounts_are_counted_in_changes_no_logarithm_in_their_own_unit(values, factor):
    one = np.array(values)
    two = one * factor
    # so small that a float64 cannot be multiplied without loss
    assume(((two > 1e-300) == (one > 0)).all())
    assert logarithm(two, own_unit(two)) == pytest.approx(
        logarithm(one, own_unit(one)), rel=1e-9, abs=1e-12
    )


@given(AMOUNTS, st.sampled_from([0.01, 1.0, 250.0]))
def test_amounts_come_back(values, unit):
    amounts = np.array(values)
    back = amounts_of(logarithm(amounts, unit), unit)
    assert back == pytest.approx(amounts, rel=1e-12, abs=1e-12 * unit)
