import numpy as np

from personae.cluster.lloyd import iterate
from personae.cluster.swaps import swap_centers
from personae.stats.sample import content_keys


def test_a_swap_leaves_a_local_optimum_that_lloyd_cannot():
    # Three groups on a line; two centres share the first group, one holds the other two.
    X = np.concatenate([np.linspace(at, at + 1, 20) for at in (0.0, 10.0, 20.0)])[:, None]
    columns = np.ascontiguousarray(X.T)[:, None, :]
    stuck = iterate(columns, np.array([[[0.2], [0.8], [15.5]]]))
    assert stuck.cost[0] > 900
    centers = swap_centers(
        columns, stuck.centers[0], cost=float(stuck.cost[0]), keys=content_keys(X), seed=0
    )
    assert np.allclose(sorted(centers[:, 0]), [0.5, 10.5, 20.5])


def test_the_best_division_stays():
    X = np.repeat([[0.0], [10.0]], 5, axis=0)
    columns = np.ascontiguousarray(X.T)[:, None, :]
    best = np.array([[0.0], [10.0]])
    assert swap_centers(columns, best, cost=0.0, keys=content_keys(X), seed=0) is best


def test_one_centre_has_nothing_to_swap():
    only = np.array([[1.0]])
    assert (
        swap_centers(
            np.array([[[0.0, 2.0]]]), only, cost=2.0, keys=np.arange(2, dtype=np.uint64), seed=0
        )
        is only
    )
