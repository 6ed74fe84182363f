import numpy as np

from personae.cluster.seeding import seed_centers
from personae.stats.sample import row_keys

KEYS = row_keys([str(row) for row in range(60)], key="test")
X = (
    np.repeat(np.array([[0.0, 0.0], [50.0, 0.0], [0.0, 50.0]]), 20, axis=0)
    + np.arange(60)[:, None] / 60
)
COLUMNS = np.ascontiguousarray(X.T)[:, None, :]
STARTS = [(start,) for start in range(8)]


def test_first_centres_are_distinct_rows_one_in_each_far_group():
    for centers in seed_centers(COLUMNS, 3, keys=KEYS, starts=STARTS, seed=0):
        rows = [int(np.flatnonzero((center == X).all(axis=1))[0]) for center in centers]
        assert {row // 20 for row in rows} == {0, 1, 2}


def test_the_centres_for_k_are_the_first_of_those_for_more():
    few = seed_centers(COLUMNS, 3, keys=KEYS, starts=STARTS, seed=0)
    many = seed_centers(COLUMNS, 6, keys=KEYS, starts=STARTS, seed=0)
    assert (many[:, :3] == few).all()


def test_the_draw_hangs_on_the_row_and_not_on_its_place():
    order = np.random.RandomState(0).permutation(60)
    there = seed_centers(COLUMNS[:, :, order], 5, keys=KEYS[order], starts=STARTS, seed=0)
    assert (there == seed_centers(COLUMNS, 5, keys=KEYS, starts=STARTS, seed=0)).all()


def test_a_row_of_weight_zero_is_never_drawn():
    weights = (np.arange(60) % 2).astype(float)
    centers = seed_centers(COLUMNS, 6, keys=KEYS, starts=STARTS, seed=0, weights=weights)
    assert np.isin(centers[:, :, 0], X[1::2, 0]).all()


def test_the_second_centre_is_drawn_with_the_square_of_its_distance(monkeypatch):
    # k-means++ as published, without trying several: rows at 1, 2 and 3 from a first centre that
    # weight makes certain are drawn 1 : 4 : 9 times.
    monkeypatch.setattr("personae.cluster.seeding.CANDIDATES", 1)
    line = np.array([[[0.0, 1.0, 2.0, 3.0]]])
    starts = [(start,) for start in range(3000)]
    keys = row_keys(["a", "b", "c", "d"], key="test")
    # The weight of the first row does not count in the second draw, where its distance is 0.
    centers = seed_centers(
        line, 2, keys=keys, starts=starts, seed=0, weights=np.array([1e9, 1.0, 1.0, 1.0])
    )
    shares = [float((centers[:, 1, 0] == place).mean()) for place in (1.0, 2.0, 3.0)]
    assert np.allclose(shares, [1 / 14, 4 / 14, 9 / 14], atol=0.03)
