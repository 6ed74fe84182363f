from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.cluster.sums import exact_means, group_sums, label_sums, product_errors


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


@given(st.lists(st.tuples(st.floats(-1e30, 1e30), st.floats(0, 1e30)), min_size=1, max_size=20))
def test_a_product_and_its_error_are_the_product(pairs):
    a, b = np.array(pairs).T
    # below 1e-250 nothing is left for an error to be written in
    kept = (np.abs(a * b) > 1e-250) | (a * b == 0) & ((a == 0) | (b == 0))
    a, b = a[kept], b[kept]
    product = a * b
    errors = product_errors(a, b, product)
    for one, other, whole, error in zip(a, b, product, errors, strict=True):
        assert Fraction(one) * Fraction(other) == Fraction(whole) + Fraction(error)


def test_weighted_means_are_rounded_like_others():
    """Thousands of products, each rounded, would leave their mean several last digits off."""
    rng = np.random.default_rng(0)
    X, weights = rng.random((2000, 3)) + 5, rng.random(2000)
    means, counts = exact_means(X, np.zeros(2000, dtype=np.int32), 1, weights=weights)
    heavy = [Fraction(weight) for weight in weights]
    for column in range(3):
        values = [Fraction(value) for value in X[:, column]]
        exact = sum(w * v for w, v in zip(heavy, values, strict=True)) / sum(heavy)
        assert abs(Fraction(means[0, column]) - exact) <= Fraction(np.spacing(6.0))
    assert counts[0] == float(sum(heavy))


def test_weights_of_any_size_give_the_same_means():
    rng = np.random.default_rng(1)
    X, weights, labels = rng.normal(size=(50, 2)) * 1e120, rng.random(50), np.arange(50) % 3
    one, _ = exact_means(X, labels, 3, weights=weights)
    for size in (2.0**-600, 2.0**900):
        assert exact_means(X, labels, 3, weights=weights * size)[0].tobytes() == one.tobytes()
