"""Many rows in, one iteration of K-means over all of them out, shared among threads.

Rows near a border are measured again and again, the others hardly ever. So blocks of rows are
sorted by cluster and by what is left of each row's bound whenever that pays, and tiles of rows that
cannot change are not even read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.native import BINS, BLOCK, TILE, kernel, on_threads, row_chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.cluster.grid import Grid

__all__ = ["SharedPass", "Start"]


@dataclass(frozen=True)
class Start:
    """What one start needs from one iteration to the next; a pass writes into all but the centres.

    Parameters
    ----------
    centers : ndarray, shape (n_clusters, n_features)
        In the precision of the table.
    labels : ndarray of int32, shape (n_rows,)
        The cluster of each row; -1 at first.
    expiry : ndarray of float32, shape (n_rows,)
        How far the centres may have drifted before a row must be looked at again.
    drift : ndarray of float32, shape (n_clusters + 1,)
        How far they have, for the rows of each; and the most for any.
    sums, mass : ndarray of int64, shape (n_clusters, n_features) and (n_clusters,)
        What the rows of each add up to, and their weights, on the grid.
    """

    centers: NDArray[np.floating]
    labels: NDArray[np.int32]
    expiry: NDArray[np.float32]
    drift: NDArray[np.float32]
    sums: NDArray[np.int64]
    mass: NDArray[np.int64]


@dataclass(frozen=True)
class _Share:
    """What one thread needs for its rows: their range, bounds of tiles, idle rows, and sums."""

    part: tuple[int, int]
    until: NDArray[np.float32]
    idle: NDArray[np.int64]
    sums: NDArray[np.int64]
    mass: NDArray[np.int64]
    work: NDArray[np.floating]
    index: NDArray[np.int32]


class SharedPass:
    """Passes over many rows, by threads that each have a share of them.

    Parameters
    ----------
    table : ndarray, shape (n_features, n_rows)
        The rows; blocks of them are sorted in place.
    n_clusters : int
        How many clusters.
    grid : Grid
        For the sums.
    """

    def __init__(self, table: NDArray[np.floating], n_clusters: int, grid: Grid) -> None:
        d, n = table.shape
        self.table, self.grid = table, grid
        self.rows = np.arange(n, dtype=np.int32)
        self.shares = [
            _Share(
                part=part,
                until=np.empty(
                    -(-(part[1] - part[0]) // BLOCK) * (BLOCK // TILE), dtype=np.float32
                ),
                idle=np.zeros(-(-(part[1] - part[0]) // BLOCK), dtype=np.int64),
                sums=np.zeros((n_clusters, d), dtype=np.int64),
                mass=np.zeros(n_clusters, dtype=np.int64),
                work=np.empty(BLOCK + d * TILE, dtype=table.dtype),
                index=np.empty(2 * BLOCK + n_clusters * BINS + 1, dtype=np.int32),
            )
            for part in row_chunks(n)
        ]

    def run(
        self,
        start: Start,
        status: int,
        unit: float,
    ) -> int:
        """Assign all rows, move their sums, and return how many changed.

        `status` below 0: the bounds say nothing yet. `unit`: the steps of the grid in 1.
        """
        k = len(start.centers)
        d, n = self.table.shape
        grid, one_pass = self.grid, kernel(f"lloyd_pass_{self.table.dtype.name}")

        def work(share: _Share) -> int:
            return one_pass(
                self.table, n, d, *share.part, start.centers, k, start.labels, start.expiry,
                start.drift, status,
                share.until, share.idle, self.rows, grid.weights, grid.weighted, grid.whole, unit,
                grid.weight_unit, share.sums, share.mass, share.work, share.index,
            )  # fmt: skip

        changed: int = sum(on_threads(work, self.shares))
        for share in self.shares:
            np.add(start.sums, share.sums, out=start.sums)
            np.add(start.mass, share.mass, out=start.mass)
            share.sums[:], share.mass[:] = 0, 0
        return changed

    def put_back(self, labels: NDArray[np.int32], *, rows_too: bool) -> NDArray[np.int32]:
        """Return labels in the order in which the rows came, and put those back too if asked."""
        found = np.empty_like(labels)
        found[self.rows] = labels
        if rows_too:
            for column in self.table:
                column[self.rows] = column.copy()
            self.rows = np.arange(len(labels), dtype=np.int32)
        return found
