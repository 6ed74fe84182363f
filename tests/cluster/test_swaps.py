import numpy as np
import pytest

from personae.cluster.lloyd import Rested, Table, iterate
from personae.cluster.swaps import CANDIDATES, _earliest, _Near, swap_centers
from personae.stats.sample import content_keys, mixed, uniforms


def at_rest(X: np.ndarray, centers: np.ndarray) -> tuple[np.ndarray, Table, Rested]:
    columns = np.ascontiguousarray(X.T)[:, None, :]
    table = Table.of(columns, coarse=True)
    return columns, table, iterate(table, np.asarray(centers, dtype=float)[None])


def test_a_swap_leaves_a_local_optimum_that_lloyd_cannot():
    # Three groups on a line; two centres share the first group, one holds the other two.
    X = np.concatenate([np.linspace(at, at + 1, 20) for at in (0.0, 10.0, 20.0)])[:, None]
    columns, table, stuck = at_rest(X, [[0.2], [0.8], [15.5]])
    assert stuck.cost[0] > 900
    better = swap_centers(columns, stuck, table=table, keys=content_keys(X), seed=0)
    assert np.allclose(sorted(better.centers[0, :, 0]), [0.5, 10.5, 20.5])


def test_the_best_division_stays():
    X = np.repeat([[0.0], [10.0]], 5, axis=0)
    columns, table, best = at_rest(X, [[0.0], [10.0]])
    assert swap_centers(columns, best, table=table, keys=content_keys(X), seed=0) is best


def test_one_centre_has_nothing_to_swap():
    X = np.array([[0.0], [2.0]])
    columns, table, only = at_rest(X, [[1.0]])
    assert swap_centers(columns, only, table=table, keys=content_keys(X), seed=0) is only


@pytest.mark.parametrize("weighted", [False, True])
def test_what_is_known_of_the_rows_changes_no_bit(weighted):
    random = np.random.default_rng(0)
    columns = random.normal(size=(3, 1, 700))
    weights = random.integers(1, 4, 700).astype(float) if weighted else None
    table = Table.of(columns, weights=weights, coarse=True)
    found = iterate(table, columns[:, 0, :4].T[None])
    variants = found.centers.repeat(3, axis=0)
    variants[[0, 1, 2], [0, 1, 2]] = columns[:, 0, [50, 60, 70]].T
    afresh, known = iterate(table, variants), iterate(table, variants, known=found)
    for name in ("centers", "labels", "cost", "n_iter", "converged", "sums", "mass"):
        assert getattr(known, name).tobytes() == getattr(afresh, name).tobytes()


@pytest.mark.parametrize("n", [5, 24, 128, 129, 3000])
@pytest.mark.parametrize("weighted", [False, True])
def test_candidates_are_the_first_of_a_race_by_what_rows_cost(n, weighted):
    random = np.random.default_rng(n)
    X = random.normal(size=(n, 2))
    X[: n // 5] = X[0]  # on their centre: these never arrive
    weights = random.integers(1, 4, n).astype(float) if weighted else None
    columns = np.ascontiguousarray(X.T)[:, None, :]
    near = _Near.of(columns, X, X[:2], keys=content_keys(X), weights=weights)
    draws = uniforms(near.keys, seed=3, stage="swaps", step=1)
    rates = near.first if weights is None else near.first * near.weights
    times = np.full(n, np.inf)
    np.divide(-np.log(draws), rates, out=times, where=rates > 0)
    first = np.argsort(times, kind="stable")[:CANDIDATES]
    picked = _earliest(near, mixed(seed=3, stage="swaps", step=1))
    assert picked.tolist() == first[np.isfinite(times[first])].tolist()
