"""Rows in, first centres out: greedy k-means++ as a race that no row order can change.

k-means++ (Arthur and Vassilvitskii, SODA 2007) draws the next centre with probability D^2, the
squared distance to the nearest centre so far. Here every row runs -ln(u) / D^2 with its own u, and
the smallest wins: the same probabilities, but the draw hangs on the row and not on its place. The
first few rows of the race are tried, and the one that leaves the smallest sum of D^2 is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.lloyd import tables_of_starts, turns_of
from personae.cluster.native import TILE, kernel, sum_unit
from personae.cluster.threads import on_threads
from personae.stats.sample import mixed, splitmix64

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["seed_centers"]

# How many rows of each race are tried. It does not depend on k, so that the centres for k are the
# first k of those for k + 1, and one race serves a whole sweep over k.
CANDIDATES = 5


def seed_centers(
    columns: NDArray[np.floating],
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
    columns : ndarray, shape (n_features, n_tables, n_rows)
        The rows, feature by feature; see `lloyd.iterate`.
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
    d, n_tables, n = columns.shape
    n_starts = len(starts)
    table, mass = np.ascontiguousarray(columns), np.ones(1)
    if weights is not None:
        mass = np.ascontiguousarray(weights)
    # No squared distance is longer than the diagonal of the box around all rows.
    boxes = ((table.max(axis=2) - table.min(axis=2)) ** 2).sum(axis=0).tolist()
    units = np.array([sum_unit(n * box * float(mass.max())) for box in boxes])
    names = np.array([mixed(seed=seed, stage="k-means++", step=name) for name in starts])
    mixes = splitmix64(names[:, None] ^ np.arange(n_clusters, dtype=np.uint64))
    keys = np.ascontiguousarray(keys)
    rows = np.empty((n_starts, n_clusters), dtype=np.int64)
    draw = kernel("seed_rows")

    def work(turn: NDArray[np.int64]) -> None:
        scratch = np.empty(3 * n + 3 * TILE + CANDIDATES)
        draw(table, n, d, n_tables, n_starts, turn, keys, int(keys.ndim == 2), mixes, n_clusters,
             CANDIDATES, mass, int(weights is not None), units, rows, scratch,
             np.empty(CANDIDATES, dtype=np.int64))  # fmt: skip

    on_threads(work, turns_of(n_starts, n))
    of_start = np.array(tables_of_starts(n_starts, n_tables))
    return table[:, of_start[:, None], rows].transpose(1, 2, 0).copy()
