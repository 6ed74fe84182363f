from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.cluster.sums import exact_means, group_sums, label_sums


@settings(deadline=None)
@given(st.permutations(range(30)))
def test_means_hang_on_no_order(order):
    random = np.random.RandomState(0)
    X, labels = random.normal(1e8, 1e-3, (30, 2)), np.arange(30) % 4
    order = np.array(order)
    one, other = exact_means(X, labels, 5), exact_means(X[order], labels[order], 5)
    assert one[0].tobytes() == other[0].tobytes()
    assert one[1].tolist() == [8.0, 8.0, 7.0, 7.0, 0.0]


def test_group_sums_are_rounded_once():
    values = np.array([0.1] * 10 + [1e17, 1.0, -1e17])
    labels = np.array([0] * 10 + [1] * 3)
    assert group_sums(values, labels, 2).tolist() == pytest.approx([1.0, 1.0], abs=1e-15)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.floats(-1e9, 1e9, allow_subnormal=False)),
        min_size=1,
        max_size=300,
    )
)
def test_label_sums_are_the_exact_sums_rounded_once(rows):
    labels = np.array([label for label, _ in rows])
    values = np.array([value for _, value in rows])
    exact = [
        sum((Fraction(value) for at, value in rows if at == label), Fraction(0))
        for label in range(3)
    ]
    found = label_sums(values[:, None], labels, 3)[:, 0].tolist()
    # What two grids leave of a number is less than 2^-90 of the largest, or 2^-760.
    largest = np.abs(values).max()
    for ours, true in zip(found, exact, strict=True):
        assert abs(Fraction(ours) - true) <= Fraction(np.spacing(abs(float(true)))) / 2 + Fraction(
            len(rows) * (largest * 2.0**-90 + 2.0**-760)
        )
