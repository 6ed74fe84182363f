import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from personae.cluster.assign import assign, nearest

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


@settings(max_examples=50, deadline=None)
@given(
    arrays(np.float64, (20, 2), elements=coordinates),
    arrays(np.float64, (3, 5, 2), elements=coordinates),
)
def test_many_sets_at_once_are_the_sets_one_by_one(X, centers):
    labels, squared = nearest(np.ascontiguousarray(X.T)[:, None, :], centers)
    for number, one in enumerate(centers):
        assert labels[number].tolist() == assign(X, one).labels.tolist()
        assert squared[number].tolist() == brute_force(X, one).min(axis=1).tolist()


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
    labels, _ = nearest(X.T[:, None, :], X[None])
    assert labels[0].tolist() == list(range(700))
