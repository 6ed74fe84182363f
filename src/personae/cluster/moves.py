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

from personae.cluster.assign import squared_distances
from personae.cluster.lloyd import iterate
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
) -> tuple[NDArray[np.float64], float]:
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
    centers : ndarray, shape (n_clusters, n_features)
        At rest; the same where no move pays.
    cost : float
        Their sum of squares.
    """
    rows = np.ascontiguousarray(columns[:, 0].T)
    rested = iterate(columns, centers[None], weights=weights, max_iter=max_iter, stop=stop)
    for _ in range(ROUNDS):
        labels = rested.labels[0].astype(np.intp)
        movers, targets, gains = _moves(columns, labels, len(centers), rows=rows, weights=weights)
        if len(movers) == 0 or gains.max() <= LEAST_GAIN * rested.cost[0]:
            break
        best = slice(int(gains.argmax()), int(gains.argmax()) + 1)
        for which in (slice(None), best):
            moved = labels.copy()
            moved[movers[which]] = targets[which]
            first, counts = exact_means(rows, moved, len(centers), weights=weights)
            if (counts == 0).any():
                continue
            tried = iterate(columns, first[None], weights=weights, max_iter=max_iter, stop=stop)
            if tried.cost[0] < rested.cost[0] * (1 - LEAST_GAIN):
                rested = tried
                break
        else:
            break
    return rested.centers[0], float(rested.cost[0])


def _moves(
    columns: NDArray[np.floating],
    labels: NDArray[np.integer],
    k: int,
    *,
    rows: NDArray[np.floating],
    weights: NDArray[np.float64] | None,
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return the rows whose move pays, where to, and how much each would gain alone."""
    n = len(labels)
    means, counts = exact_means(rows, labels, k, weights=weights)
    mass = np.ones(n) if weights is None else weights
    squared, work = np.empty((k, n)), np.empty((1, n))
    for j in range(k):
        squared_distances(columns, means[j : j + 1], out=squared[j : j + 1], work=work)
    here = np.arange(n)
    own, left = squared[labels, here], counts[labels] - mass
    # A row that is all of its cluster cannot leave it.
    saved = np.divide(mass * counts[labels] * own, left, out=np.zeros(n), where=left > 0)
    squared *= mass * counts[:, None] / (counts[:, None] + mass)
    squared[labels, here] = np.inf
    target = squared.argmin(axis=0)
    gain = saved - squared[target, here]
    movers = np.flatnonzero(gain > 0)
    return movers, target[movers], gain[movers]
