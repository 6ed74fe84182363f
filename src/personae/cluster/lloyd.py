"""First centres in, centres at rest out: Lloyd's iterations for many starts at once.

Lloyd, S. P. (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28(2).
Sums are taken on a grid on which they have no rounding, so that no row order changes a bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.assign import label_type, nearest
from personae.stats.moments import grid_unit, limbs, on_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = ["Rested", "Shortlist", "exact_means", "group_sums", "iterate", "relocate_empty"]


@dataclass(frozen=True)
class Shortlist:
    """After so many iterations go on with the cheapest `keep` of every `of` starts (None: all)."""

    after: int
    keep: int
    of: int | None = None


@dataclass(frozen=True)
class Rested:
    """Where each start ended.

    `cost` is its sum of squares on a grid, good to 9 digits; infinite if the start was given up.
    """

    centers: NDArray[np.float64]
    labels: NDArray[np.unsignedinteger]
    cost: NDArray[np.float64]
    n_iter: NDArray[np.intp]
    converged: NDArray[np.bool_]


def iterate(
    columns: NDArray[np.float64],
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
    columns : ndarray, shape (n_features, 1 or n_starts, n_rows)
        The rows, feature by feature; every start its own rows, or all the same.
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
        Called once per iteration; may raise.

    Returns
    -------
    Rested
        Centres, labels and cost of every start.
    """
    run = _Run(columns, centers, weights, precision=np.float32 if coarse else np.float64)
    for iteration in range(max_iter):
        if stop is not None:
            stop()
        priced = iteration + 1 in {max_iter, *(shortlist.after for shortlist in shortlists)}
        run.step(tol, priced=priced)
        for shortlist in shortlists:
            if iteration + 1 == shortlist.after:
                run.shorten(shortlist)
        if len(run.active) == 0:
            break
    return run.rested()


class _Run:
    """Many starts on their way; sums are kept up with the rows that change their cluster."""

    def __init__(
        self,
        columns: NDArray[np.float64],
        centers: NDArray[np.float64],
        weights: NDArray[np.float64] | None,
        *,
        precision: type[np.floating],
    ) -> None:
        n_starts, self.k, self.n_features = centers.shape
        self.n = columns.shape[2]
        self.columns, self.centers = columns.astype(precision, copy=False), centers.copy()
        weighted = columns if weights is None else columns * weights
        # What is summed lies on grids, so that adding and taking away are exact.
        self.grid = np.stack(
            [on_grid(part, grid_unit(float(np.abs(part).max()), self.n)) for part in weighted]
        )
        self.weights = weights
        if weights is not None:
            self.weights = on_grid(weights, grid_unit(float(weights.max()), self.n))
        self.labels = np.zeros((n_starts, self.n), dtype=label_type(self.k))
        self.begun = False
        self.sums = np.zeros((1 + self.n_features, n_starts, self.k))
        self.cost = np.full(n_starts, np.inf)
        self.n_iter = np.zeros(n_starts, dtype=np.intp)
        self.converged = np.zeros(n_starts, dtype=bool)
        self.active = np.arange(n_starts)

    def step(self, tol: float, *, priced: bool) -> None:
        """Assign rows and move centres of every start that does not rest yet.

        The cost is added up where a start comes to rest, and for all if `priced`.
        """
        active = self.active
        shared = self.columns.shape[1] == 1
        columns = (
            self.columns if shared or len(active) == len(self.cost) else self.columns[:, active]
        )
        found, squared = nearest(columns, self.centers[active].astype(columns.dtype, copy=False))
        changed = self._update(found)
        moved = self._means(squared)
        self.n_iter[active] += 1
        shift = ((moved - self.centers[active]) ** 2).sum(axis=(1, 2))
        going = changed & (shift > tol)
        self.converged[active[~going]] = True
        if priced:
            self.cost[active] = self._total(squared)
        elif not going.all():
            self.cost[active[~going]] = self._total(squared[~going])
        # A start at rest keeps the centres that its labels were found with.
        self.active = active[going]
        self.centers[self.active] = moved[going]

    def shorten(self, shortlist: Shortlist) -> None:
        """Give up all starts but the cheapest of each group."""
        groups = self.cost.reshape(-1, shortlist.of or len(self.cost))
        rank = groups.argsort(axis=1, kind="stable").argsort(axis=1)
        given_up = (rank >= shortlist.keep).ravel()
        self.cost[given_up] = np.inf
        self.active = self.active[~given_up[self.active]]

    def rested(self) -> Rested:
        """Return where every start is."""
        return Rested(self.centers, self.labels, self.cost, self.n_iter, self.converged)

    def _update(self, found: NDArray[np.unsignedinteger]) -> NDArray[np.bool_]:
        """Move rows from their old sum to their new one; tell which starts had any to move."""
        active = self.active
        if not self.begun:
            return self._begin(found)
        before = self.labels if len(active) == len(self.labels) else self.labels[active]
        moved = found != before
        counts = np.count_nonzero(moved, axis=1)
        # Places in the flat arrays: much faster than pairs of start and row.
        places = np.flatnonzero(moved)
        number = np.repeat(np.arange(len(active)), counts)
        starts, rows = active[number], places - number * self.n
        offset = starts * self.k
        new, old = offset + found.ravel()[places], offset + before.ravel()[places]
        for part, sums in enumerate(self.sums):
            values = self._values(part, starts, rows)
            gained = np.bincount(new, values, minlength=sums.size)
            gained = gained - np.bincount(old, values, minlength=sums.size)
            self.sums[part] = sums + gained.reshape(sums.shape)
        self.labels[active] = found
        changed: NDArray[np.bool_] = counts > 0
        return changed

    def _begin(self, found: NDArray[np.unsignedinteger]) -> NDArray[np.bool_]:
        """Sum up all rows of all starts; at the first step, all of them are on their way."""
        n_starts = len(found)
        cells = (np.arange(n_starts)[:, None] * self.k + found).ravel()
        for part in range(len(self.sums)):
            column = self.weights if part == 0 else self.grid[part - 1]
            values = None if column is None else np.broadcast_to(column, found.shape).ravel()
            total = np.bincount(cells, values, minlength=n_starts * self.k)
            self.sums[part] = total.reshape(n_starts, self.k)
        self.labels, self.begun = found, True
        return np.ones(n_starts, dtype=bool)

    def _values(
        self, part: int, starts: NDArray[np.intp], rows: NDArray[np.intp]
    ) -> NDArray[np.float64] | None:
        if part == 0:
            return None if self.weights is None else self.weights[rows]
        column = self.grid[part - 1]
        values: NDArray[np.float64] = column[0 if len(column) == 1 else starts, rows]
        return values

    def _means(self, squared: NDArray[np.floating]) -> NDArray[np.float64]:
        counts = self.sums[0, self.active]
        means = (
            (self.sums[1:, self.active] / np.where(counts > 0, counts, 1.0))
            .transpose(1, 2, 0)
            .copy()
        )
        for number in np.flatnonzero((counts <= 0).any(axis=1)):
            which = self.active[number] if self.columns.shape[1] > 1 else 0
            means[number] = relocate_empty(
                self.columns[:, which],
                means[number],
                counts[number],
                squared=squared[number],
                weights=self.weights,
            )
        return means

    def _total(self, squared: NDArray[np.floating]) -> NDArray[np.float64]:
        weighted = squared.astype(np.float64, copy=False)
        if self.weights is not None:
            weighted = weighted * self.weights
        total: NDArray[np.float64] = on_grid(
            weighted, grid_unit(float(weighted.max()), self.n)
        ).sum(axis=1)
        return total


def relocate_empty(
    columns: NDArray[np.float64],
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
    X: NDArray[np.float64],
    labels: NDArray[np.intp],
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
    counts = group_sums(np.ones(len(X)) if weights is None else weights, labels, n_clusters)
    weighted = X if weights is None else X * weights[:, None]
    sums = np.column_stack([group_sums(column, labels, n_clusters) for column in weighted.T])
    return sums / np.where(counts > 0, counts, 1.0)[:, None], counts


def group_sums(
    values: NDArray[np.float64], labels: NDArray[np.intp], n_clusters: int
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
