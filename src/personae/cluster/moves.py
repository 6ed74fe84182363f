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

from personae.cluster.lloyd import Rested, Table, iterate
from personae.cluster.native import TILE, kernel

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
    table = Table.of(columns, weights=weights)
    rested = iterate(table, centers[None], max_iter=max_iter, stop=stop)
    for _ in range(ROUNDS):
        movers, targets, gains = _paying(table, rested)
        if len(movers) == 0 or gains.max() <= LEAST_GAIN * rested.cost[0]:
            break
        best = slice(int(gains.argmax()), int(gains.argmax()) + 1)
        for which in (slice(None), best):
            means = _means_after(table, rested, movers[which], targets[which])
            if means is None:
                continue
            tried = iterate(table, means[None], max_iter=max_iter, known=rested, stop=stop)
            if tried.cost[0] < rested.cost[0] * (1 - LEAST_GAIN):
                rested = tried
                break
        else:
            break
    return rested


def _paying(
    table: Table, rested: Rested
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]]:
    """Return the rows whose move pays, where to, and how much each would gain alone."""
    d, _, n = table.columns.shape
    grid, mass = table.grid, rested.mass[0]
    # on the grid they are good to 2^-47 of the largest number
    means, counts = grid.means(rested.sums[0], mass, d), mass / grid.weight_unit
    rows, targets, gains = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int32), np.empty(n)
    found = kernel("paying_moves")(
        table.columns, n, d, rested.labels, means, counts, len(means), grid.weights, grid.weighted,
        rows, targets, gains, np.empty(5 * TILE),
    )  # fmt: skip
    return rows[:found], targets[:found], gains[:found]


def _means_after(
    table: Table, rested: Rested, movers: NDArray[np.int64], targets: NDArray[np.int32]
) -> NDArray[np.float64] | None:
    """Return the means after moves; None where a cluster would be left without rows."""
    d, _, n = table.columns.shape
    grid, sums, mass = table.grid, rested.sums[0].copy(), rested.mass[0].copy()
    emptied = kernel("moved_sums")(
        table.columns, n, d, movers, targets, rested.labels[0].take(movers),
        np.array([len(movers)]), len(mass), grid.weights, grid.weighted, grid.whole,
        float(grid.unit[0]), grid.weight_unit, sums, mass,
    )  # fmt: skip
    return None if emptied else grid.means(sums, mass, d)
