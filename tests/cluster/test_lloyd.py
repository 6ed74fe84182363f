import numpy as np
import pytest

from personae.cluster.lloyd import iterate, relocate_empty


def columns_of(X):
    return np.ascontiguousarray(np.asarray(X, dtype=float).T)[:, None, :]


def test_three_points_by_hand():
    rested = iterate(columns_of([[0.0], [1.0], [5.0]]), np.array([[[0.0], [1.0]]]))
    assert rested.centers.tolist() == [[[0.5], [5.0]]]
    assert rested.labels.tolist() == [[0, 0, 1]]
    assert (rested.cost[0], rested.converged[0]) == (0.5, True)


def test_many_starts_at_once_are_the_starts_one_by_one():
    random = np.random.RandomState(0)
    X = random.normal(size=(200, 3))
    starts = X[random.randint(200, size=(6, 4))]
    together = iterate(columns_of(X), starts)
    for number, start in enumerate(starts):
        alone = iterate(columns_of(X), start[None])
        assert together.centers[number].tobytes() == alone.centers[0].tobytes()
        assert together.n_iter[number] == alone.n_iter[0]


def test_every_start_may_have_its_own_rows():
    random = np.random.RandomState(0)
    X = random.normal(size=(2, 50, 2))
    starts = X[:, :3]
    together = iterate(np.ascontiguousarray(np.moveaxis(X, 2, 0)), starts)
    for number in range(2):
        alone = iterate(columns_of(X[number]), starts[number : number + 1])
        assert (together.labels[number] == alone.labels[0]).all()


def test_the_cost_never_rises():
    random = np.random.RandomState(3)
    X, start = random.normal(size=(300, 2)), random.normal(size=(1, 6, 2))
    costs = [iterate(columns_of(X), start, max_iter=step).cost[0] for step in range(1, 12)]
    assert costs == sorted(costs, reverse=True)


def test_float32_rows_end_in_the_same_place_where_clusters_are_apart():
    X = np.concatenate([np.random.RandomState(0).normal(center, 1, (50, 2)) for center in (0, 20)])
    coarse, fine = (
        iterate(columns_of(X), X[None, [0, 60]], coarse=coarse) for coarse in (True, False)
    )
    assert (coarse.labels == fine.labels).all()
    assert coarse.centers == pytest.approx(fine.centers, rel=1e-6)


def test_empty_clusters_go_to_the_costliest_rows_one_after_the_other():
    columns = np.array([[0.0, 4.0, 9.0, 9.5]])
    moved = relocate_empty(
        columns,
        np.array([[0.0], [0.0], [0.0]]),
        np.array([4.0, 0.0, 0.0]),
        squared=columns[0] ** 2,
        weights=None,
    )
    # 9.5 first; 9 is near it by then, so 4 is the costliest that is left.
    assert moved.tolist() == [[0.0], [9.5], [4.0]]
