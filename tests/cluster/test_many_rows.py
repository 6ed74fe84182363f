import numpy as np
import pytest

from personae.cluster.columns import placing
from personae.cluster.lloyd import iterate
from personae.cluster.many_rows import WORTH_SORTING, ManyRows


def overlapping(n, d, k, dtype):
    random = np.random.default_rng(n + d + k)
    middle = random.normal(0, 2, (k, d))
    return (middle[random.integers(0, k, n)] + random.normal(size=(n, d))).astype(dtype)


def at_rest(X, first, weights=None):
    middle, scale = placing(X, exact=True)
    start = ManyRows(X, first, middle=middle, scale=scale, weights=weights)
    start.advance(300, tol=0.0, stop=None)
    return start


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("shape", [(2, 5), (7, 9)])
def test_sorted_tiles_give_the_labels_of_rows_left_alone(monkeypatch, dtype, weighted, shape):
    monkeypatch.setattr("personae.cluster.many_rows.IDLE", 1)
    monkeypatch.setattr("personae.cluster.many_rows.CALM", 1.0)
    d, k = shape
    X = overlapping(4_003, d, k, dtype)
    weights = np.random.default_rng(1).uniform(0, 2, 4_003) if weighted else None
    shared = at_rest(X, X[:k].astype(np.float64), weights)
    columns = np.ascontiguousarray(X.T)[:, None] / X.dtype.type(shared.scale)
    alone = iterate(columns, X[None, :k].astype(np.float64) / shared.scale, weights=weights)
    assert shared.n_iter == alone.n_iter[0] > 10  # long enough for several sorts
    assert (np.diff(shared.rows) != 1).any()
    assert shared.labels.tobytes() == alone.labels[0].tobytes()
    assert shared.centers == pytest.approx(alone.centers[0] * shared.scale, rel=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(1, 2), (3, 5), (8, 12), (9, 4)])
def test_a_row_on_a_list_is_measured_to_the_same_bit_as_in_a_whole_tile(dtype, shape):
    d, k = shape
    X = overlapping(20 * 127, d, k, dtype)
    first = X[:k].astype(np.float64)

    def bounds(rows):
        start = ManyRows(rows, first, middle=np.zeros(d), scale=16.0)
        start.moving = 0  # bounds from the first pass on
        start.advance(1, tol=0.0, stop=None)
        return start.labels, start.expiry

    labels, expiry = bounds(X)  # all tiles but the last are whole
    for row in range(0, len(X), 127):  # less than a tile: all are listed
        some_labels, some_expiry = bounds(X[row : row + 127])
        assert some_labels.tobytes() == labels[row : row + 127].tobytes()
        assert some_expiry.tobytes() == expiry[row : row + 127].tobytes()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_bounds_spare_work_and_change_nothing(monkeypatch, dtype):
    X = overlapping(40_003, 5, 7, dtype)
    found = []
    for calm in (0.0, 0.02, 1.0):
        monkeypatch.setattr("personae.cluster.many_rows.CALM", calm)
        found.append(at_rest(X, X[:7].astype(np.float64)))
    never, late, always = found
    assert never.idle.sum() == 0 < always.idle.sum()
    assert never.n_iter == late.n_iter == always.n_iter > 10
    assert never.labels.tobytes() == late.labels.tobytes() == always.labels.tobytes()
    assert never.centers.tobytes() == late.centers.tobytes() == always.centers.tobytes()


def test_rows_are_not_sorted_when_few_iterations_are_left(monkeypatch):
    monkeypatch.setattr("personae.cluster.many_rows.IDLE", 0)
    monkeypatch.setattr("personae.cluster.many_rows.CALM", 0.02)
    X = overlapping(4_003, 3, 6, np.float32)
    middle, scale = placing(X, exact=True)
    start = ManyRows(X, X[:6].astype(np.float64), middle=middle, scale=scale)
    start.advance(WORTH_SORTING, tol=0.0, stop=None)
    assert (start.rows == np.arange(len(X))).all()
    start.advance(2 * WORTH_SORTING + 2, tol=0.0, stop=None)
    assert (start.rows != np.arange(len(X))).any()


@pytest.mark.parametrize("n_threads", [1, 2, 3, 8])
def test_threads_and_the_order_of_rows_change_no_bit(monkeypatch, n_threads):
    X = overlapping(40_001, 3, 6, np.float32)
    first, order = X[:6].astype(np.float64), np.random.default_rng(0).permutation(len(X))
    alone = at_rest(X, first)
    monkeypatch.setattr("personae.cluster.threads.N_THREADS", n_threads)
    shared = at_rest(X[order], first)
    assert shared.centers.tobytes() == alone.centers.tobytes()
    assert shared.labels.tobytes() == alone.labels[order].tobytes()
    assert shared.means.tobytes() == alone.means.tobytes()


def test_a_centre_that_no_row_is_near_goes_where_most_is_lost():
    X = np.array([[0.0], [1.0], [8.0], [9.5]])
    start = at_rest(X, np.array([[0.5], [0.5], [8.0]]))
    assert start.labels.tolist() == [0, 0, 2, 1]
    assert start.centers.tolist() == [[0.5], [9.5], [8.0]]
