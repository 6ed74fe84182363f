import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from personae.cluster.columns import centred, ranges

tables = arrays(
    np.float64,
    st.tuples(st.integers(1, 300), st.integers(1, 6)),
    elements=st.floats(-1e12, 1e12, allow_nan=False),
)


@settings(deadline=None, max_examples=50)
@given(tables)
def test_ranges_are_those_of_numpy(X):
    low, high, bad = ranges(X)
    assert (low.tolist(), high.tolist(), bad) == (X.min(axis=0).tolist(), X.max(axis=0).tolist(), 0)


@settings(deadline=None, max_examples=50)
@given(tables)
def test_columns_are_the_rows_moved_and_divided_and_none_is_above_one(X):
    columns, middle, scale = centred(X)
    assert columns[:, 0].T.tolist() == ((X - middle) / scale).tolist()
    assert np.abs(columns).max() <= 1
    assert np.log2(scale) == np.round(np.log2(scale))


def test_the_order_of_rows_changes_nothing():
    X = np.random.RandomState(0).normal(size=(500, 3))
    order = np.random.RandomState(1).permutation(500)
    (columns, middle, scale), other = centred(X), centred(X[order])
    assert (columns[:, :, order] == other[0]).all()
    assert (middle.tobytes(), scale) == (other[1].tobytes(), other[2])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_precision_stays(dtype):
    assert centred(np.ones((3, 2), dtype=dtype))[0].dtype == dtype
