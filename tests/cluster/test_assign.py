import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from personae.cluster.assign import assign, nearest, nearest_labels, two_nearest

coordinates = st.floats(-1e6, 1e6, allow_nan=False)


def brute_force(X, centers):
    """The contract in a loop: differences, squared, summed in feature order."""
    squared = np.zeros((len(X), len(centers)))
    for feature in range(X.shape[1]):
        squared += (X[:, feature, None] - centers[None, :, feature]) ** 2
    return squared


@settings(max_examples=50, deadline=None)
@given(
    arrays(np.float64, (12, 3), elements=coordinates),
    arrays(np.float64, (4, 3), elements=coordinates),
)
def test_it_is_the_exact_nearest_centre(X, centers):
    squared, found = brute_force(X, centers), assign(X, centers)
    assert found.labels.tolist() == squared.argmin(axis=1).tolist()
    assert found.distance.tolist() == np.sqrt(squared.min(axis=1)).tolist()
    without = squared.copy()
    without[np.arange(12), found.labels] = np.inf
    assert (without[np.arange(12), found.runner_up] == without.min(axis=1)).all()
    assert ((found.margin >= 0) & (found.margin <= 1)).all()


@pytest.mark.parametrize("d", [1, 2, 3, 4, 5, 8, 9])
@pytest.mark.parametrize("k", [1, 2, 4, 5, 11])
def test_it_is_the_numpy_twin_to_the_bit(d, k):
    random = np.random.RandomState(d * 100 + k)
    X, centers = random.normal(size=(300, d)), random.normal(size=(k, d))
    squared = brute_force(X, centers)
    labels, first, runner_up, second = two_nearest(X, centers)
    assert nearest_labels(X, centers).tolist() == labels.tolist()
    assert nearest(X, centers)[1].tolist() == first.tolist()
    assert labels.tolist() == squared.argmin(axis=1).tolist()
    assert first.tolist() == squared.min(axis=1).tolist()
    if k > 1:
        assert second.tolist() == np.partition(squared, 1, axis=1)[:, 1].tolist()
        assert (squared[np.arange(300), runner_up] == second).all()


def test_ties_go_to_the_lowest_number():
    corners = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [2.0, 2.0]])
    found = assign(np.array([[1.0, 1.0]]), corners)
    assert (found.labels[0], found.runner_up[0], found.margin[0]) == (0, 1, 0.0)


def test_two_equal_centres_leave_no_margin_even_on_them():
    found = assign(np.array([[1.0], [3.0]]), np.array([[1.0], [1.0]]))
    assert found.labels.tolist() == [0, 0]
    assert found.margin.tolist() == [0.0, 0.0]


def test_with_one_centre_there_is_no_runner_up():
    found = assign(np.array([[1.0], [4.0]]), np.array([[1.0]]))
    assert found.runner_up.tolist() == [-1, -1]
    assert found.margin.tolist() == [1.0, 1.0]
    assert found.distance.tolist() == [0.0, 3.0]


# scikit-learn's predict uses |x|^2 - 2xc + |c|^2 and is wrong for over half of these rows at 1.7e9
# (reference/reliability.md, finding 1).
@pytest.mark.parametrize("offset", [0.0, 1e4, 1e8, 1.7e9, 1e12])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_large_offset_costs_no_label(offset, dtype):
    random = np.random.RandomState(0)
    centers = np.array([[0.0, 0.0], [8.0, 0.0], [0.0, 8.0], [8.0, 8.0]])
    X = (random.normal(0, 1, (2000, 2)) + centers[random.randint(4, size=2000)] + offset).astype(
        dtype
    )
    points = (centers + offset).astype(dtype)
    exact = (
        ((X[:, None].astype(np.longdouble) - points.astype(np.longdouble)) ** 2)
        .sum(axis=2)
        .argmin(axis=1)
    )
    assert (assign(X, points).labels == exact).all()


def test_more_than_256_clusters_keep_their_numbers():
    X = np.arange(700, dtype=float)[:, None]
    assert nearest(X, X)[0].tolist() == list(range(700))


def test_float32_rows_are_measured_in_float64():
    X = np.array([[1.0], [1.0 + 2.0**-23]], dtype=np.float32)
    points = np.array([[1.0 + 2.0**-25], [1.0 + 3 * 2.0**-25]])
    assert nearest(X, points)[0].tolist() == [0, 1]


@pytest.mark.parametrize("offset", [0.0, 1.0, 1e3, 1e6])
@pytest.mark.parametrize("shape", [(2, 3), (8, 8), (51, 21)])
def test_float32_decides_only_what_it_can(offset, shape):
    d, k = shape
    random = np.random.default_rng(d)
    centers = random.normal(size=(k, d)) + offset
    X = (random.normal(size=(1_003, d)) + offset).astype(np.float32)
    # Half of the rows as near to the border between two centres as float32 can say.
    pairs = random.integers(0, k, (500, 2))
    X[:500] = centers[pairs].mean(axis=1)
    exact = ((X.astype(np.float64)[:, None] - centers) ** 2).cumsum(axis=2)[:, :, -1]
    assert nearest_labels(X, centers).tolist() == exact.argmin(axis=1).tolist()


def test_squares_beyond_float32_are_measured_in_float64():
    X = np.array([[3e30, 1.0], [-3e30, 1.0], [0.0, 1.0]], dtype=np.float32)
    centers = np.array([[-2e30, 0.0], [1e30, 0.0], [0.0, 1e300]])
    assert nearest_labels(X, centers).tolist() == [1, 0, 1]
