"""Many rows and first centres in, centres at rest out, with every pass shared among threads.

At first all rows are measured in every pass. When few move, those near a border are measured again
and again, the others hardly ever. So blocks of rows are then sorted by cluster and by what is left
of each row's bound whenever that pays, and tiles of rows that cannot change are not even read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.cluster import threads
from personae.cluster.assign import nearest
from personae.cluster.columns import slabs_of
from personae.cluster.grid import Grid
from personae.cluster.lloyd import AT_REST, CALM, EMPTIED, GOING, relocate_empty
from personae.cluster.native import BINS, ROOM, TILE, Held, kernel_for, sums_room
from personae.cluster.threads import on_threads, row_chunks
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["MANY_ROWS", "ManyRows"]

# From so many rows on, threads share a pass; below, each start has a thread (`lloyd`).
MANY_ROWS = 32_768
# At most so many rows are sorted together: their columns stay in the last-level cache.
BLOCK = 65_536
# A block is sorted when so many times its bounds were looked at in vain: what sorting costs.
IDLE = 8
# Fewer iterations to come at most than this would not make up for it.
WORTH_SORTING = 5
NEVER = 2**62


@dataclass(frozen=True)
class _Share:
    """What one thread needs: room for sums, and room to work in."""

    sums: NDArray[np.int64]
    mass: NDArray[np.int64]
    room: tuple[Held, ...]


class ManyRows:
    """One start on many rows.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        The rows.
    centers : ndarray, shape (n_clusters, n_features)
        First centres.
    middle, scale : ndarray, float
        How the rows are placed; see `columns.placing`.
    weights : ndarray, shape (n_rows,), optional
        What each row counts.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [5.0], [6.0]])
    >>> start = ManyRows(X, np.array([[0.0], [1.0]]), middle=np.array([3.0]), scale=4.0)
    >>> start.advance(300, tol=0.0, stop=None)
    >>> start.centers.tolist(), start.labels.tolist(), start.n_iter
    ([[0.5], [5.5]], [0, 0, 1, 1], 3)
    """

    def __init__(
        self,
        X: NDArray[np.floating],
        centers: NDArray[np.float64],
        *,
        middle: NDArray[np.float64],
        scale: float,
        weights: NDArray[np.float64] | None = None,
    ) -> None:
        n, d = X.shape
        k = len(centers)
        self.X, self.middle, self.scale = X, middle, scale
        self.block = _block(n)
        self.slabs = slabs_of(X, middle, scale, block=self.block)
        self.grid = grid = Grid.of(n, np.ones(1), weights)
        self.placed = np.ascontiguousarray((centers - middle) / scale)
        self.near = self.placed.astype(X.dtype)
        self._labels = np.full(n, -1, dtype=np.int32)
        self.expiry = np.empty(n, dtype=np.float32)
        self.rows = np.arange(n, dtype=np.int32)
        self.drift = np.zeros(k + 1, dtype=np.float32)
        self.sums, self.mass = sums_room(k, d), np.zeros(k, dtype=np.int64)
        self.n_iter, self.status, self.bounded = 0, GOING, False
        self.moving = n  # how many rows moved in the last pass
        n_slabs = -(-n // self.block)
        self.until = np.empty((n_slabs, self.block // TILE), dtype=np.float32)
        self.idle = np.zeros(n_slabs, dtype=np.int64)
        self.sorted = False
        self.shares = [self._share() for _ in range(min(n_slabs, threads.N_THREADS))]
        self.turn = np.zeros(1, dtype=np.int64)  # which slab is taken next
        self._turn = Held(self.turn)
        self._one_pass = kernel_for("lloyd_pass", self.near.dtype)
        self._slabs, self._near, self._weights = map(Held, (self.slabs, self.near, grid.weights))
        self._bounds = tuple(map(Held, (self._labels, self.expiry, self.drift)))
        self._tiles = tuple(map(Held, (self.until, self.idle)))
        self._rows = Held(self.rows)

    def _share(self) -> _Share:
        k, d = self.placed.shape
        sums, mass = sums_room(k, d), np.zeros(k, dtype=np.int64)
        work = np.empty(max(self.block, d * TILE) + 2 * TILE + k * d, dtype=self.near.dtype)
        index = np.empty(2 * self.block + k * BINS + 1 + ROOM, dtype=np.int32)
        return _Share(sums, mass, tuple(map(Held, (sums, mass, work, index))))

    @property
    def centers(self) -> NDArray[np.float64]:
        """The centres in the units of the rows."""
        return self.placed * self.scale + self.middle

    @property
    def means(self) -> NDArray[np.float64]:
        """The means of the rows by their labels, good to the grid; zero for a cluster without."""
        mass = self.mass[:, None] / self.grid.weight_unit
        sums = self.sums[:, : self.X.shape[1]] / self.grid.unit[0]
        means = np.zeros(sums.shape)
        np.divide(sums, mass, out=means, where=mass > 0)
        return means * self.scale + self.middle

    @property
    def labels(self) -> NDArray[np.int32]:
        """The cluster of each row, in the order in which they came."""
        if not self.sorted:
            return self._labels
        labels = np.empty_like(self._labels)

        def work(part: tuple[int, int]) -> None:
            labels[self.rows[slice(*part)]] = self._labels[slice(*part)]

        on_threads(work, row_chunks(len(labels)))
        return labels

    def advance(self, until: int, *, tol: float, stop: Callable[[], None] | None) -> None:
        """Iterate until rest or until so many iterations; `tol` is in the units of the rows."""
        k, d = self.placed.shape
        move = kernel_for("move", self.near.dtype)
        while self.status != AT_REST and self.n_iter < until:
            if stop is not None:
                stop()
            if self.status == EMPTIED:
                self._relocate()
            left = until - self.n_iter
            changed = self._pass(IDLE * self.block if left > WORTH_SORTING else NEVER)
            self.n_iter += 1
            self.status = AT_REST if changed == 0 else move(
                self.near, self.placed, k, d, float(self.grid.unit[0]), self.grid.weight_unit,
                self.sums, self.mass, self.drift, tol / self.scale**2,
            )  # fmt: skip
        if self.status == EMPTIED:
            self._relocate()

    def _pass(self, patience: int) -> int:
        """Assign all rows, move their sums, and return how many changed.

        A block whose bounds were looked at in vain more often than `patience` is sorted first.
        """
        n, d = self.X.shape
        k, grid, bounding = len(self.placed), self.grid, self.moving <= n * CALM
        self.sorted = self.sorted or bool((self.idle > patience).any())
        self.turn[0] = 0

        def work(share: _Share) -> int:
            return self._one_pass(
                self._slabs, n, d, self.block, self._turn, self._near, k, *self._bounds,
                int(self.bounded), int(bounding), *self._tiles, patience, self._rows, self._weights,
                grid.weighted, grid.whole, float(grid.unit[0]), grid.weight_unit, *share.room,
            )  # fmt: skip

        changes: list[int] = on_threads(work, self.shares)
        self.bounded = bounding
        self.moving = moved = sum(changes)
        for share, changed in zip(self.shares, changes, strict=True):
            if changed:
                self.sums += share.sums
                self.mass += share.mass
                share.sums[:], share.mass[:] = 0, 0
        return moved

    def _relocate(self) -> None:
        """Move the centres that have rows, and put each other one where most is lost."""
        _, squared = nearest(self.X, self.centers)
        centers = relocate_empty(
            self.X.T,
            self.means,
            self.mass.astype(np.float64),
            squared=squared,
            weights=self.grid.weights if self.grid.weighted else None,
        )
        self.placed = np.ascontiguousarray((centers - self.middle) / self.scale)
        self.near[:] = self.placed
        self.status, self.bounded = GOING, False


def _block(n_rows: int) -> int:
    """Return how many rows are sorted together: whole tiles, and some slabs for each thread.

    Examples
    --------
    >>> _block(10_000_000)
    65536
    """
    share = -(-n_rows // (4 * threads.N_THREADS))
    return min(BLOCK, -(-share // TILE) * TILE)
