"""First centres in, centres at rest out: Lloyd's iterations for many starts at once.

Lloyd, S. P. (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28(2).
Sums are integers on a grid, so that no row order and no number of threads changes a bit. A row is
measured again only when its bound (Hamerly, 2010, Making k-means even faster, SDM) has been used up
by the movement of the centres.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.columns import ranges
from personae.cluster.native import TILE, kernel, on_threads, row_chunks, sum_unit
from personae.stats.moments import limbs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = [
    "Rested",
    "Shortlist",
    "exact_means",
    "group_sums",
    "iterate",
    "label_sums",
    "relocate_empty",
    "tables_of_starts",
]

# From so many rows on, a pass is shared among threads; below, each start has a thread.
SHARED_ROWS = 32_768


@dataclass(frozen=True)
class Shortlist:
    """After so many iterations go on with the cheapest `keep` of every `of` starts (None: all)."""

    after: int
    keep: int
    of: int | None = None


@dataclass(frozen=True)
class Rested:
    """Where each start ended.

    `cost` is its sum of squares, good to 9 digits of the spread of all rows; infinite if the start
    was given up.
    """

    centers: NDArray[np.float64]
    labels: NDArray[np.int32]
    cost: NDArray[np.float64]
    n_iter: NDArray[np.intp]
    converged: NDArray[np.bool_]


def iterate(
    columns: NDArray[np.floating],
    centers: NDArray[np.float64],
    *,
    weights: NDArray[np.float64] | None = None,
    max_iter: int = 300,
    tol: float = 0.0,
    shortlists: Sequence[Shortlist] = (),
    coarse: bool = False,
    stop: Callable[[], None] | None = None,
) -> Rested:
    """Run Lloyd's iterations from every set of centres until it rests.

    Parameters
    ----------
    columns : ndarray, shape (n_features, n_tables, n_rows)
        The rows, feature by feature: one table for all starts, or more, each for as many starts
        that lie side by side.
    centers : ndarray, shape (n_starts, n_clusters, n_features)
        First centres.
    weights : ndarray, shape (n_rows,), optional
        What each row counts.
    max_iter : int
        Most iterations.
    tol : float
        A start also rests when the squared shifts of its centres add up to no more.
    shortlists : sequence of Shortlist
        When to give up starts of high cost.
    coarse : bool
        Measure distances in float32: half the time, where nothing hangs on a row near a border.
    stop : callable, optional
        Called once per iteration of many rows, once per start of few; may raise.

    Returns
    -------
    Rested
        Centres, labels and cost of every start.
    """
    precision = np.float32 if coarse else columns.dtype
    tables = [
        np.ascontiguousarray(columns[:, table], dtype=precision)
        for table in range(columns.shape[1])
    ]
    grids = [Grid.of(table, weights) for table in tables]
    runs = [
        Run(tables[table], first, grids[table])
        for first, table in zip(centers, tables_of_starts(len(centers), len(tables)), strict=True)
    ]
    active = list(range(len(runs)))
    cost = np.full(len(runs), np.inf)
    for until in (*(item.after for item in shortlists), max_iter):
        _advance([runs[start] for start in active], min(until, max_iter), tol=tol, stop=stop)
        for start in active:
            cost[start] = runs[start].cost()
        for shortlist in shortlists:
            if shortlist.after == until:
                active = _shorten(active, cost, shortlist)
    return Rested(
        np.stack([run.centers for run in runs]),
        np.stack([run.labels for run in runs]),
        cost,
        np.array([run.n_iter for run in runs], dtype=np.intp),
        np.array([run.rested for run in runs]),
    )


def tables_of_starts(n_starts: int, n_tables: int) -> list[int]:
    """Return which table each start runs on.

    Examples
    --------
    >>> tables_of_starts(6, 3)
    [0, 0, 1, 1, 2, 2]
    """
    return [start * n_tables // n_starts for start in range(n_starts)]


def _advance(runs: list[Run], until: int, *, tol: float, stop: Callable[[], None] | None) -> None:
    """Bring runs to rest or to so many iterations, side by side where rows are few."""

    def finish(run: Run) -> None:
        if stop is not None:
            stop()
        while not run.rested and run.n_iter < until:
            run.advance(until, tol, stop)

    going = [run for run in runs if not run.rested and run.n_iter < until]
    if runs and runs[0].shared:
        for run in going:
            finish(run)
    else:
        on_threads(finish, going, n_rows=len(going[0].labels) if going else 0)


def _shorten(active: list[int], cost: NDArray[np.float64], shortlist: Shortlist) -> list[int]:
    """Give up all starts but the cheapest of each group."""
    groups = cost.reshape(-1, shortlist.of or len(cost))
    rank = groups.argsort(axis=1, kind="stable").argsort(axis=1).ravel()
    for start in active:
        if rank[start] >= shortlist.keep:
            cost[start] = np.inf
    return [start for start in active if math.isfinite(cost[start])]


@dataclass(frozen=True)
class Grid:
    """On which grid the sums of a table of columns are taken.

    Parameters
    ----------
    weights : ndarray, shape (n_rows,), float64
        What each row counts; one meaningless number where all count 1.
    weighted, whole : int
        Whether rows count differently, and whether all weights are whole numbers.
    unit, weight_unit : float
        Powers of two: how many steps of the grid a coordinate and a weight of 1 are.
    squares : float
        The weighted sum of all squared coordinates.
    """

    weights: NDArray[np.float64]
    weighted: int
    whole: int
    unit: float
    weight_unit: float
    squares: float

    @classmethod
    def of(cls, table: NDArray[np.floating], weights: NDArray[np.float64] | None) -> Grid:
        """Choose the finest grid on which no sum can overflow 62 bits."""
        d, n = table.shape
        largest = max(float(-table.min()), float(table.max())) or 1.0
        mass = np.ones(1) if weights is None else np.ascontiguousarray(weights, dtype=np.float64)
        total = float(n) if weights is None else max(float(mass.sum()), 1.0, n * float(mass.max()))
        whole = weights is not None and bool((mass == np.floor(mass)).all())
        unit = sum_unit(total * largest)
        weight_unit = 1.0 if weights is None or whole else sum_unit(total)
        square_unit = sum_unit(total * d * largest**2)
        squares = kernel(f"squares_{table.dtype.name}")
        parts = on_threads(
            lambda rows: squares(table, n, d, *rows, mass, weights is not None, square_unit),
            row_chunks(n, least=SHARED_ROWS),
        )
        return cls(mass, int(weights is not None), int(whole), unit, weight_unit,
                   sum(parts) / square_unit)  # fmt: skip


class Run:
    """One start on its way."""

    def __init__(
        self, table: NDArray[np.floating], centers: NDArray[np.float64], grid: Grid
    ) -> None:
        d, n = table.shape
        k = len(centers)
        self.table, self.grid, self.shared = table, grid, n >= SHARED_ROWS
        self.precision = "float32" if table.dtype == np.float32 else "float64"
        self.centers = np.array(centers, dtype=np.float64, order="C")
        self.near = self.centers.astype(table.dtype)
        self.labels = np.full(n, -1, dtype=np.int32)
        self.expiry = np.empty(n, dtype=np.float32)
        self.drift = np.zeros(k, dtype=np.float32)
        self.sums, self.mass = np.zeros((k, d), dtype=np.int64), np.zeros(k, dtype=np.int64)
        self.n_iter, self.rested, self.spent = 0, False, -1

    def advance(self, until: int, tol: float, stop: Callable[[], None] | None) -> None:
        """Iterate until rest, until so many iterations, or until a centre has lost its rows."""
        emptied = self._together(until, tol, stop) if self.shared else self._alone(until, tol)
        if emptied:
            self._relocate()

    def cost(self) -> float:
        """Return the sum of squares with the centres that the labels were found with.

        sum w |x - c|^2 = sum w |x|^2 + sum over centres of (m |c|^2 - 2 c s).
        """
        mass = self.mass / self.grid.weight_unit
        sums = self.sums / self.grid.unit
        inner = mass[:, None] * self.centers**2 - 2 * self.centers * sums
        if not self.rested:  # the centres have moved on to the means
            inner = -np.divide(
                sums**2, mass[:, None], out=np.zeros_like(sums), where=mass[:, None] > 0
            )
        return max(0.0, self.grid.squares + math.fsum(inner.ravel().tolist()))

    def _arguments(self) -> tuple[object, ...]:
        grid = self.grid
        d = len(self.table)
        return (
            grid.weights, grid.weighted, grid.whole, grid.unit, grid.weight_unit, self.sums,
            self.mass, np.empty((d + 7) * TILE, dtype=self.table.dtype),
            np.empty(2 * TILE, dtype=np.int32),
        )  # fmt: skip

    def _alone(self, until: int, tol: float) -> bool:
        """Iterate in one call, on this thread; say whether a centre has lost its rows."""
        d, n = self.table.shape
        info = np.zeros(1, dtype=np.int64)
        self.n_iter += kernel(f"lloyd_run_{self.precision}")(
            self.table, n, d, self.near, self.centers, len(self.centers), self.labels, self.expiry,
            self.drift, self.spent, until - self.n_iter, tol, *self._arguments(), info,
        )  # fmt: skip
        self.spent = 0
        self.rested = int(info[0]) == 1
        return int(info[0]) == 2

    def _together(self, until: int, tol: float, stop: Callable[[], None] | None) -> bool:
        """Iterate with the rows shared among threads; say whether a centre has lost its rows."""
        d, n = self.table.shape
        k, name, grid = len(self.centers), self.precision, self.grid
        chunks = row_chunks(n)
        one_pass, move = kernel(f"lloyd_pass_{name}"), kernel(f"move_{name}")
        parts = [
            (np.zeros_like(self.sums), np.zeros_like(self.mass),
             np.empty((d + 7) * TILE, dtype=self.table.dtype), np.empty(2 * TILE, dtype=np.int32))
            for _ in chunks
        ]  # fmt: skip
        shift = np.zeros(1)

        def work(number: int) -> int:
            return one_pass(
                self.table, n, d, *chunks[number], self.near, k, self.labels, self.expiry,
                self.drift, self.spent, grid.weights, grid.weighted, grid.whole, grid.unit,
                grid.weight_unit, *parts[number],
            )  # fmt: skip

        while self.n_iter < until:
            if stop is not None:
                stop()
            changed = sum(on_threads(work, range(len(chunks))))
            self.n_iter, self.spent = self.n_iter + 1, 0
            for sums, mass, *_ in parts:
                self.sums += sums
                self.mass += mass
                sums[:], mass[:] = 0, 0
            if changed == 0 or (tol > 0 and self._shift() <= tol):
                self.rested = True
                return False
            move(self.near, self.centers, k, d, grid.unit, grid.weight_unit, self.sums, self.mass,
                 self.drift, shift)  # fmt: skip
            if shift[0] < 0:
                return True
        return False

    def _means(self) -> NDArray[np.float64]:
        mass = self.mass[:, None] / self.grid.weight_unit
        return np.divide(
            self.sums / self.grid.unit, mass, out=np.zeros(self.sums.shape), where=mass > 0
        )

    def _shift(self) -> float:
        held = self.mass > 0
        return float(((self._means() - self.centers)[held] ** 2).sum())

    def _relocate(self) -> None:
        """Move the centres that have rows, and put each other one where most is lost."""
        squared = ((self.table - self.near.T[:, self.labels]) ** 2).sum(axis=0, dtype=np.float64)
        self.centers = relocate_empty(
            self.table,
            self._means(),
            self.mass.astype(np.float64),
            squared=squared,
            weights=self.grid.weights if self.grid.weighted else None,
        )
        self.near = self.centers.astype(self.table.dtype)
        self.spent = -1


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


def exact_means(
    X: NDArray[np.floating],
    labels: NDArray[np.integer],
    n_clusters: int,
    *,
    weights: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the mean of every cluster, rounded once, and its weight.

    Returns
    -------
    means : ndarray, shape (n_clusters, n_features)
        Zero where a cluster is empty.
    counts : ndarray, shape (n_clusters,)
        The sum of the weights.
    """
    if weights is None:
        counts = np.bincount(labels, minlength=n_clusters).astype(np.float64)
        sums = label_sums(X, labels, n_clusters)
        return sums / np.where(counts > 0, counts, 1.0)[:, None], counts
    counts = group_sums(weights, labels, n_clusters)
    # A weight times a number far from zero is rounded; times what it is off the middle, hardly.
    low, high, _ = ranges(np.ascontiguousarray(X))
    middle = low / 2 + high / 2
    sums = label_sums(X - middle, labels, n_clusters, weights=weights)
    means = sums / np.where(counts > 0, counts, 1.0)[:, None] + middle
    return np.where((counts > 0)[:, None], means, 0.0), counts


def label_sums(
    X: NDArray[np.floating],
    labels: NDArray[np.integer],
    n_clusters: int,
    *,
    weights: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Return the sums of every column by label, rounded once, shape (n_clusters, n_features).

    Examples
    --------
    >>> X = np.array([[1e16], [1.0], [-1e16], [2.0]])
    >>> label_sums(X, np.array([0, 0, 0, 1]), 2).tolist()
    [[1.0], [2.0]]
    """
    X = np.ascontiguousarray(X)
    n, d = X.shape
    low, high, _ = ranges(X)
    heaviest = 1.0 if weights is None else float(weights.max())
    largest = np.maximum(-low, high) * heaviest
    coarse = np.array([sum_unit(n * float(value)) for value in largest])
    # What the coarse grid leaves of a value is at most half of its step.
    fine = np.array([sum_unit(n / step) for step in coarse])
    of_row = np.ascontiguousarray(labels, dtype=np.int32)
    mass = np.ones(1) if weights is None else np.ascontiguousarray(weights)
    add = kernel(f"exact_sums_{X.dtype.name}")

    def work(part: tuple[int, int]) -> NDArray[np.int64]:
        found = np.zeros((2, n_clusters, d), dtype=np.int64)
        add(X, n, d, *part, of_row, n_clusters, mass, int(weights is not None), coarse, fine,
            found[0], found[1])  # fmt: skip
        return found

    totals = np.sum(on_threads(work, row_chunks(n)), axis=0).tolist()
    sums = np.empty((n_clusters, d))
    for j, f in np.ndindex(n_clusters, d):
        # Python's whole numbers have any length: the sum is rounded once, here.
        total = totals[0][j][f] * int(fine[f] / coarse[f]) + totals[1][j][f]
        sums[j, f] = float(total) / fine[f]
    return sums


def group_sums(
    values: NDArray[np.float64], labels: NDArray[np.integer], n_clusters: int
) -> NDArray[np.float64]:
    """Return the sum of the values of every cluster, the same for every order of the rows.

    Examples
    --------
    >>> group_sums(np.array([1e16, 1.0, -1e16, 2.0]), np.array([0, 0, 0, 1]), 2).tolist()
    [1.0, 2.0]
    """
    parts = [
        np.bincount(labels, part, minlength=n_clusters)
        for part in limbs(np.ascontiguousarray(values))
    ]
    # From fine to coarse; each part is exact, so the order of rows cannot show.
    total = np.zeros(n_clusters)
    for part in reversed(parts):
        total = total + part
    return total
