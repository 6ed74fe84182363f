"""Rows in, first centres out: greedy k-means++ as a race that no row order can change.

k-means++ (Arthur and Vassilvitskii, SODA 2007) draws the next centre with probability D^2, the
squared distance to the nearest centre so far. Here every row runs -ln(u) / D^2 with its own u, and
the smallest wins: the same probabilities, but the draw hangs on the row and not on its place. The
first few rows of the race are tried, and the one that leaves the smallest sum of D^2 is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.assign import squared_distances
from personae.stats.moments import grid_unit, on_grid
from personae.stats.sample import uniforms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["seed_centers"]

# How many rows of each race are tried. It does not depend on k, so that the centres for k are the
# first k of those for k + 1, and one race serves a whole sweep over k.
CANDIDATES = 5


def seed_centers(
    columns: NDArray[np.float64],
    n_clusters: int,
    *,
    keys: NDArray[np.uint64],
    starts: Sequence[tuple[int, ...]],
    seed: int,
    weights: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Draw first centres for many starts.

    Parameters
    ----------
    columns : ndarray, shape (n_features, 1 or n_starts, n_rows)
        The rows, feature by feature.
    n_clusters : int
        How many centres.
    keys : ndarray of uint64, shape (n_rows,) or (n_starts, n_rows)
        Hashes of the rows.
    starts : list of tuple of int
        A name for each start; another name, other draws.
    seed : int
        The user's seed.
    weights : ndarray, shape (n_rows,), optional
        What each row counts; 1.

    Returns
    -------
    ndarray, shape (n_starts, n_clusters, n_features)
        Rows of the data. With fewer distinct rows than `n_clusters`, some are drawn twice.
    """
    n_features, _, n = columns.shape
    keys = np.broadcast_to(keys, (len(starts), n))
    columns = np.broadcast_to(columns, (n_features, len(starts), n))
    mass = np.ones(n) if weights is None else weights
    centers = np.empty((len(starts), n_clusters, n_features))
    nearest = np.full((len(starts), n), 1.0)
    for step in range(n_clusters):
        candidates = _race(keys, nearest * mass, starts=starts, step=step, seed=seed)
        if step == 0:
            candidates = candidates[:, :1]
        chosen, nearest = _best_candidate(columns, candidates, None if step == 0 else nearest, mass)
        centers[:, step] = columns[:, np.arange(len(starts)), chosen].T
    return centers


def _race(
    keys: NDArray[np.uint64],
    rates: NDArray[np.float64],
    *,
    starts: Sequence[tuple[int, ...]],
    step: int,
    seed: int,
) -> NDArray[np.intp]:
    """Return the first rows of every start's race, the winner first."""
    times = np.full(rates.shape, np.inf)
    for number, start in enumerate(starts):
        draws = uniforms(keys[number], seed=seed, stage="k-means++", step=(*start, step))
        np.divide(-np.log(draws), rates[number], out=times[number], where=rates[number] > 0)
    n_candidates = min(CANDIDATES, keys.shape[1])
    first = np.argpartition(times, n_candidates - 1, axis=1)[:, :n_candidates]
    starting = np.arange(len(times))[:, None]
    order = times[starting, first].argsort(axis=1, kind="stable")
    winners: NDArray[np.intp] = first[starting, order]
    return winners


def _best_candidate(
    columns: NDArray[np.float64],
    candidates: NDArray[np.intp],
    nearest: NDArray[np.float64] | None,
    mass: NDArray[np.float64],
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the candidate of each start that leaves the least, and the distances with it."""
    n_starts, n = columns.shape[1:]
    rows = np.arange(n_starts)
    best = np.full(n_starts, np.inf)
    chosen = candidates[:, 0].copy()
    kept = np.empty((n_starts, n))
    distance, work = np.empty((2, n_starts, n))
    for tried in candidates.T:
        points = columns[:, rows, tried].T
        squared_distances(columns, points, out=distance, work=work)
        if nearest is not None:
            np.minimum(distance, nearest, out=distance)
        np.multiply(distance, mass, out=work)
        # On a grid the sum has no rounding, so that no row order decides between equals.
        left = on_grid(work, grid_unit(float(work.max()), n)).sum(axis=1)
        better = left < best
        best[better], chosen[better] = left[better], tried[better]
        kept[better] = distance[better]
    return chosen, kept
