"""First centres in, centres at rest out: Lloyd's iterations for many starts at once.

Lloyd, S. P. (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28(2).
Sums are integers on a grid, so that no row order and no number of threads changes a bit. While
many rows move all are measured in every pass; then a row is measured again when its bound (Hamerly,
2010, Making k-means even faster, SDM) has been used up by the movement of the centres.
"""

from __future__ import annotations

import itertools
import time
from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from personae.cluster import threads
from personae.cluster.grid import Grid, sums_of_squares
from personae.cluster.native import ROOM, TILE, kernel_for, sums_room
from personae.cluster.threads import on_threads
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = [
    "CALM",
    "Rested",
    "Shortlist",
    "Starts",
    "Table",
    "iterate",
    "relocate_empty",
    "tables_of_starts",
    "turns_of",
]

# Fewer rows than this for a thread, and waking it costs more than it saves.
LEAST_ROWS = 16_384

# While a larger share of the rows moves in a pass, bounds would be used up in the next one.
CALM = 0.004
# What the kernels make of a start, and what its threads know of a stage: see `start_kernels`.
UNBOUNDED, GOING, AT_REST, EMPTIED = -1, 0, 1, 2
JUDGED, HALTED, PER_STAGE, WAITING = 3, 4, 5, 1
# Calls in which a thread waits for others before it lies down in between: about a millisecond.
PATIENT = 30


@dataclass(frozen=True)
class Shortlist:
    """After so many iterations go on with the cheapest `keep` starts."""

    after: int
    keep: int


@dataclass(frozen=True)
class Rested:
    """Where each start ended.

    `cost` is its sum of squares, good to 9 digits of the spread of all rows; infinite if the start
    was given up. `sums` and `mass` are those of the labels, on the grid of the table.
    """

    centers: NDArray[np.float64]
    labels: NDArray[np.int32]
    cost: NDArray[np.float64]
    n_iter: NDArray[np.intp]
    converged: NDArray[np.bool_]
    sums: NDArray[np.int64]
    mass: NDArray[np.int64]

    def of(self, start: int) -> Rested:
        """Return where one start ended, as if it had been the only one."""
        return Rested(*(getattr(self, item.name)[start : start + 1] for item in fields(self)))


@dataclass(frozen=True)
class Table:
    """Rows made ready for iterations, where these are done more than once.

    Parameters
    ----------
    columns : ndarray, shape (n_features, n_tables, n_rows)
        The rows, feature by feature.
    weights : ndarray, shape (n_rows,), or None
        What each row counts.
    grid : Grid
        For their sums.
    squares : ndarray, shape (n_tables,)
        The sums of all squares.
    """

    columns: NDArray[np.floating]
    weights: NDArray[np.float64] | None
    grid: Grid
    squares: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        columns: NDArray[np.floating],
        *,
        weights: NDArray[np.float64] | None = None,
        coarse: bool = False,
    ) -> Table:
        """Make columns ready; `weights` and `coarse` as in `iterate`."""
        table = np.ascontiguousarray(columns, dtype=np.float32 if coarse else columns.dtype)
        low, high = table.min(axis=2).min(axis=0), table.max(axis=2).max(axis=0)
        largest = np.maximum(-low, high).astype(np.float64)
        grid = Grid.of(table.shape[2], largest, weights)
        return cls(table, weights, grid, sums_of_squares(table, largest, weights))


def iterate(
    columns: NDArray[np.floating] | Table,
    centers: NDArray[np.float64],
    *,
    weights: NDArray[np.float64] | None = None,
    max_iter: int = 300,
    tol: float = 0.0,
    shortlists: Sequence[Shortlist] = (),
    coarse: bool = False,
    known: Rested | None = None,
    stop: Callable[[], None] | None = None,
) -> Rested:
    """Run Lloyd's iterations from every set of centres until it rests.

    Parameters
    ----------
    columns : ndarray, shape (n_features, n_tables, n_rows), or Table
        The rows, feature by feature: one table for all starts, or more, each for as many starts
        that lie side by side.
    centers : ndarray, shape (n_starts, n_clusters, n_features)
        First centres.
    weights : ndarray, shape (n_rows,), optional
        What each row counts; a Table has them already.
    max_iter : int
        Most iterations.
    tol : float
        A start also rests when the squared shifts of its centres add up to no more.
    shortlists : sequence of Shortlist
        When to give up starts of high cost.
    coarse : bool
        Measure distances in float32: half the time, where nothing hangs on a row near a border. A
        Table measures in the precision of its columns.
    known : Rested, optional
        One start on the same table whose clusters are nearly those of all these: only rows that
        change are added up.
    stop : callable, optional
        Called before a thread begins and while it waits for others; may raise.

    Returns
    -------
    Rested
        Centres, labels and cost of every start.
    """
    table = columns
    if not isinstance(table, Table):
        table = Table.of(table, weights=weights, coarse=coarse)
    runs = Starts(table, centers, known)
    runs.race(shortlists, max_iter=max_iter, tol=tol, stop=stop)
    converged = runs.status == AT_REST
    return Rested(
        runs.centers, runs.labels, runs.cost, runs.n_iter, converged, runs.sums, runs.mass
    )


def tables_of_starts(n_starts: int, n_tables: int) -> list[int]:
    """Return which table each start runs on.

    Examples
    --------
    >>> tables_of_starts(6, 3)
    [0, 0, 1, 1, 2, 2]
    """
    return [start * n_tables // n_starts for start in range(n_starts)]


class Starts:
    """Starts on their way: everything that they need from one iteration to the next.

    Parameters
    ----------
    table : Table
        The rows.
    centers : ndarray, shape (n_starts, n_clusters, n_features)
        First centres.
    known : Rested, optional
        As in `iterate`.
    """

    def __init__(
        self, table: Table, centers: NDArray[np.float64], known: Rested | None = None
    ) -> None:
        n_starts, k, d = centers.shape
        _, n_tables, n = table.columns.shape
        self.table, self.grid, self.squares = table.columns, table.grid, table.squares
        self.of_table = tables_of_starts(n_starts, n_tables)
        self.centers = np.array(centers, dtype=np.float64, order="C")
        self.near = self.centers.astype(self.table.dtype)
        if known is None:
            labels = np.array([-1], dtype=np.int32)
            sums, mass = sums_room(1, k, d), np.zeros((1, k), dtype=np.int64)
        else:
            labels, sums, mass = known.labels, known.sums, known.mass
        self.labels = np.empty((n_starts, n), dtype=np.int32)
        self.labels[:] = labels
        self.sums: NDArray[np.int64] = np.repeat(sums, n_starts, axis=0)
        self.mass: NDArray[np.int64] = np.repeat(mass, n_starts, axis=0)
        self.expiry = np.empty((n_starts, n), dtype=np.float32)
        self.drift = np.zeros((n_starts, k + 1), dtype=np.float32)
        self.n_iter = np.zeros(n_starts, dtype=np.int64)
        self.status = np.full(n_starts, UNBOUNDED, dtype=np.int64)
        self.until = np.empty((n_starts, n // TILE + 1), dtype=np.float32)
        self.cost = np.full(n_starts, np.inf)

    def race(
        self,
        shortlists: Sequence[Shortlist],
        *,
        max_iter: int,
        tol: float,
        stop: Callable[[], None] | None,
    ) -> None:
        """Bring every start to rest or to so many iterations, but for those that are given up.

        What a start costs are the sums of squares with the centres that its labels were found with:
        sum w |x - c|^2 = sum w |x|^2 + sum over centres of (m |c - s / m|^2 - |s|^2 / m).
        """
        lists = [(min(item.after, max_iter), item.keep) for item in shortlists]
        stages = np.array([*lists, (max_iter, len(self.centers))], dtype=np.int64)
        common = np.zeros((len(stages), PER_STAGE), dtype=np.int64)
        while common[-1, JUDGED] == 0:
            self._side_by_side(stages, common, tol, stop)
            emptied = np.flatnonzero(self.status == EMPTIED)
            for start in emptied.tolist():
                self._relocate(start)
            if len(emptied) > 0:
                # the stage that they emptied in goes on with them
                common[int(common[:, HALTED].argmax())] = 0

    def _side_by_side(
        self,
        stages: NDArray[np.int64],
        common: NDArray[np.int64],
        tol: float,
        stop: Callable[[], None] | None,
    ) -> None:
        """Let threads take one start after the other, and know of each other by `common`."""
        d, n_tables, n = self.table.shape
        n_starts, k, _ = self.centers.shape
        grid, run = self.grid, kernel_for("lloyd_starts", self.table.dtype)

        def work(_: object) -> None:
            room = np.empty((d + 2) * TILE + k * d, dtype=self.table.dtype)
            places = np.empty(ROOM, dtype=np.int32)
            for vain in itertools.count():
                if stop is not None:
                    stop()
                came_to = run(
                    self.table, n, d, n_tables, n_starts, stages, len(stages), common,
                    self.squares, self.near, self.centers, k, self.labels, self.expiry, self.drift,
                    self.until, self.n_iter, self.status, tol, int(n * CALM), grid.weights,
                    grid.weighted, grid.whole, grid.unit, grid.weight_unit, self.sums, self.mass,
                    self.cost, room, places,
                )  # fmt: skip
                if came_to != WAITING:
                    break
                # who is waited for needs the processor more than this thread
                time.sleep(0 if vain < PATIENT else 1e-4)

        on_threads(work, turns_of(n_starts, n))

    def _relocate(self, start: int) -> None:
        """Move the centres that have rows, and put each other one where most is lost."""
        place, grid = self.of_table[start], self.grid
        table = self.table[:, place]
        means = grid.means(self.sums[start], self.mass[start], len(table), table=place)
        offsets = table - self.near[start].T[:, self.labels[start]]
        self.centers[start] = relocate_empty(
            table,
            means,
            self.mass[start].astype(np.float64),
            squared=(offsets**2).sum(axis=0, dtype=np.float64),
            weights=grid.weights if grid.weighted else None,
        )
        self.near[start] = self.centers[start]
        self.status[start] = UNBOUNDED


def turns_of(n_starts: int, n_rows: int) -> list[NDArray[np.int64]]:
    """Return for each thread whose turn it is: the same number for all, one thread for few rows.

    Examples
    --------
    >>> turns_of(16, 200)
    [array([0])]
    """
    wanted = min(n_starts, threads.N_THREADS, n_starts * n_rows // LEAST_ROWS)
    return [np.zeros(1, dtype=np.int64)] * max(1, wanted)


def relocate_empty(
    columns: NDArray[np.floating],
    centers: NDArray[np.float64],
    counts: NDArray[np.float64],
    *,
    squared: NDArray[np.float64],
    weights: NDArray[np.float64] | None,
) -> NDArray[np.float64]:
    """Put every centre without rows on the row that costs most, one after the other.

    Equally costly rows: the one with the smallest coordinates, so that row order cannot matter.
    """
    centers, squared = centers.copy(), squared.copy()
    mass = np.ones(len(squared)) if weights is None else weights
    for empty in np.flatnonzero(counts <= 0):
        loss = squared * mass
        farthest = np.flatnonzero(loss == loss.max())
        row = farthest[np.lexsort(columns[::-1, farthest])[0]]
        centers[empty] = columns[:, row]
        to_it = ((columns - columns[:, row, None]) ** 2).sum(axis=0)
        np.minimum(squared, to_it, out=squared)
    return centers
