"""Centres at rest in, better ones out: rows near a border whose move pays.

Lloyd's iterations give a row to the nearest centre. But a row that changes sides also moves both
means, and with that counted some moves lower the cost that Lloyd does not see (Hartigan and Wong,
1979, Algorithm AS 136, J. R. Stat. Soc. C 28:100-108): row x pays to go from a to b where

    n_a / (n_a - 1) * d(x, a)^2  >  n_b / (n_b + 1) * d(x, b)^2

The moved row is then nearest to its new mean, so labels stay those of the nearest centre.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.assign import squared_distances, two_nearest
from personae.cluster.columns import ranges
from personae.cluster.lloyd import Rested, Table, iterate
from personae.cluster.sums import exact_means

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["move_rows"]

ROUNDS = 60
# A gain below this share of the cost is rounding.
LEAST_GAIN = 1e-12


def move_rows(
    columns: NDArray[np.floating],
    centers: NDArray[np.float64],
    *,
    weights: NDArray[np.float64] | None = None,
    max_iter: int = 300,
    stop: Callable[[], None] | None = None,
) -> Rested:
    """Improve centres at rest by moves of single rows.

    All moves that pay are tried together; where they get in each other's way, the best one alone.

    Parameters
    ----------
    columns : ndarray, shape (n_features, 1, n_rows)
        The rows, feature by feature.
    centers : ndarray, shape (n_clusters, n_features)
        Centres at rest.
    weights, max_iter, stop
        As in `kmeans`.

    Returns
    -------
    Rested
        Of one start; the same centres where no move pays.
    """
    rows = np.ascontiguousarray(columns[:, 0].T)
    extent = None
    table = Table.of(columns, weights=weights)
    rested = iterate(table, centers[None], max_iter=max_iter, stop=stop)
    for _ in range(ROUNDS):
        labels = rested.labels[0].astype(np.intp)
        if weights is None:
            # on the grid they are good to 2^-47 of the largest number, and every row counts one
            means = table.grid.means(rested.sums[0], rested.mass[0], len(columns))
            counts = rested.mass[0].astype(np.float64)
        else:
            means, counts = exact_means(rows, labels, len(centers), weights=weights)
        movers, targets, gains = _moves(
            columns, rows, labels, means=means, counts=counts, weights=weights
        )
        if len(movers) == 0 or gains.max() <= LEAST_GAIN * rested.cost[0]:
            break
        extent = extent or ranges(rows)[:2]
        best = slice(int(gains.argmax()), int(gains.argmax()) + 1)
        for which in (slice(None), best):
            moved = labels.copy()
            moved[movers[which]] = targets[which]
            first, counts = exact_means(rows, moved, len(centers), weights=weights, extent=extent)
            if (counts == 0).any():
                continue
            tried = iterate(table, first[None], max_iter=max_iter, known=rested, stop=stop)
            if tried.cost[0] < rested.cost[0] * (1 - LEAST_GAIN):
                rested = tried
                break
        else:
            break
    return rested


def _moves(
    columns: NDArray[np.floating],
    rows: NDArray[np.floating],
    labels: NDArray[np.integer],
    *,
    means: NDArray[np.float64],
    counts: NDArray[np.float64],
    weights: NDArray[np.float64] | None,
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return the rows whose move pays, where to, and how much each would gain alone."""
    k = len(means)
    found, first, _, second = two_nearest(rows, means)
    mass, held = 1.0 if weights is None else weights, counts.take(labels)
    # A row that is all of its cluster cannot leave it.
    left = held - mass
    leaving = np.divide(mass * held, left, out=np.zeros(len(labels)), where=left > 0)
    # No cluster can be joined for less than this, so most rows need no further look.
    least = (1 - LEAST_GAIN) * mass * counts.min() / (counts.min() + mass) * second
    near = np.flatnonzero((leaving * first > least) | (found != labels))
    squared, work = np.empty((k, len(near))), np.empty((1, len(near)))
    some = columns[:, :, near]
    for j in range(k):
        squared_distances(some, means[j : j + 1], out=squared[j : j + 1], work=work)
    here, own = np.arange(len(near)), labels[near]
    weight = 1.0 if weights is None else weights[near]
    apart = weight * counts[own] * squared[own, here]
    saved = np.divide(apart, left[near], out=np.zeros(len(near)), where=left[near] > 0)
    squared *= weight * counts[:, None] / (counts[:, None] + weight)
    squared[own, here] = np.inf
    target = squared.argmin(axis=0)
    gain = saved - squared[target, here]
    pays = gain > 0
    return near[pays], target[pays], gain[pays]
