import numpy as np
import pytest

from personae.cluster import lloyd
from personae.cluster.grid import Grid
from personae.cluster.lloyd import iterate
from personae.cluster.shared_pass import SharedPass, Start


def overlapping(n, d, k, dtype):
    random = np.random.default_rng(n + d + k)
    middle = random.normal(0, 2, (k, d))
    rows = middle[random.integers(0, k, n)] + random.normal(size=(n, d))
    return np.ascontiguousarray((rows / 16).astype(dtype).T)[:, None, :]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("shape", [(2, 5), (7, 9)])
def test_sorted_blocks_give_the_bits_of_rows_left_alone(monkeypatch, dtype, weighted, shape):
    d, k = shape
    columns = overlapping(4_003, d, k, dtype)
    weights = np.random.default_rng(1).uniform(0, 2, 4_003) if weighted else None
    first = columns[:, 0, :k].T.astype(np.float64)[None]
    alone = iterate(columns.copy(), first, weights=weights)
    monkeypatch.setattr(lloyd, "SHARED_ROWS", 1)
    shared = iterate(columns, first, weights=weights)
    assert alone.n_iter[0] > 10  # long enough for several sorts
    assert shared.n_iter.tolist() == alone.n_iter.tolist()
    assert shared.labels.tobytes() == alone.labels.tobytes()
    assert shared.centers.tobytes() == alone.centers.tobytes()
    assert shared.cost.tolist() == alone.cost.tolist()


def test_rows_are_sorted_on_the_way_and_put_back_unless_they_may_be_spent(monkeypatch):
    monkeypatch.setattr(lloyd, "SHARED_ROWS", 1)
    columns = overlapping(4_003, 3, 6, np.float64)
    kept, first = columns.copy(), columns[:, 0, :6].T[None]
    iterate(columns, first)
    assert columns.tobytes() == kept.tobytes()
    iterate(columns, first, spend=True)
    assert columns.tobytes() != kept.tobytes()
    assert np.sort(columns, axis=2).tobytes() == np.sort(kept, axis=2).tobytes()


def test_one_pass_by_hand():
    table = np.array([[0.0, 1.0, 5.0, 6.0]])
    grid = Grid.of(table[:, None], None)
    labels, expiry = np.full(4, -1, dtype=np.int32), np.empty(4, dtype=np.float32)
    sums, mass = np.zeros((2, 1), dtype=np.int64), np.zeros(2, dtype=np.int64)
    centers, drift = np.array([[0.0], [4.0]]), np.zeros(3, dtype=np.float32)
    unit = float(grid.unit[0])
    shared = SharedPass(table, 2, grid)
    start = Start(centers, labels, expiry, drift, sums, mass)
    assert shared.run(start, -1, unit) == 4
    assert labels.tolist() == [0, 0, 1, 1]
    assert (sums[:, 0] / unit).tolist() == [1.0, 11.0]
    assert mass.tolist() == [2, 2]
    # How much nearer the own centre is than the other.
    assert expiry.tolist() == pytest.approx([4, 2, 4, 4], rel=1e-5)
    assert shared.run(start, 0, unit) == 0
