"""Rows of numbers in, the best of many K-means out.

Every start is a greedy k-means++ (`seeding`) followed by Lloyd's iterations (`lloyd`). The best is
finished with exact means and the exact nearest centre, so that ``labels == assign(X, centers)``,
and nothing depends on the order of the rows, on threads or on a linear algebra library.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.assign import nearest, nearest_labels
from personae.cluster.checks import all_count, check_clusters, check_matrix, check_weights, checked
from personae.cluster.columns import Extent, columns_of, placing
from personae.cluster.evidence import KMeansFit
from personae.cluster.lloyd import (
    AT_REST,
    Shortlist,
    Table,
    iterate,
    relocate_empty,
)
from personae.cluster.many_rows import MANY_ROWS, ManyRows
from personae.cluster.moves import move_rows
from personae.cluster.seeding import seed_centers
from personae.cluster.sums import exact_means, group_sums, label_sums
from personae.cluster.swaps import BETTER, FEW_ROWS, swap_centers
from personae.dataclass import dataclass
from personae.stats.moments import exact_sum, moments
from personae.stats.sample import content_keys, hash_sample

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

# Centres, labels, and the squared distance of each row to its centre.
_Found = tuple["NDArray[np.float64]", "NDArray[np.int32]", "NDArray[np.float64]"]
# Columns, keys and weights of some rows.
_Part = tuple["NDArray[np.float64]", "NDArray[np.uint64]", "NDArray[np.float64] | None"]

__all__ = [
    "N_INIT",
    "START_ROWS",
    "Rows",
    "best_of",
    "divide",
    "draw_starts",
    "kmeans",
    "prepare",
]

# With the swaps that follow, so many starts reach or beat every published inertia in
# tests/reference.
N_INIT = 16
# Starts that are run to rest; the others are given up when their cost has shown.
SHORTLISTS = (Shortlist(after=6, keep=4),)
# Starts at rest from which swaps are tried, where all rows take part. Among few rows one may be
# where no single swap helps; among more, a second one found nothing more on any published figure.
FINALISTS = {True: 3, False: 1}
# Starts run on at most this many rows; the best of them then runs on all.
START_ROWS = 8_192
# On a sample of that size solutions that differ by a per mille cannot be told apart: several
# finalists come to rest on more rows (this share, but no fewer than so many), and are compared on
# all.
JUDGED_SHARE, JUDGED_ROWS, JUDGED = 1 / 32, 4 * START_ROWS, 4


def kmeans(
    X: NDArray[np.floating],
    n_clusters: int,
    *,
    keys: NDArray[np.uint64] | None = None,
    seed: int = 0,
    n_init: int = N_INIT,
    max_iter: int = 300,
    tol: float = 0.0,
    sample_weight: NDArray[np.float64] | None = None,
    init: NDArray[np.floating] | None = None,
    stop: Callable[[], None] | None = None,
) -> KMeansFit:
    """Divide rows into clusters of the smallest sum of squared distances to their means.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features), float64
        Rows on comparable scales, without missing values.
    n_clusters : int
        How many clusters.
    keys : ndarray of uint64, shape (n_rows,), optional
        Hashes of the customers' ids (`row_keys`); without them rows are known by their content.
    seed : int
        Another seed, other starts.
    n_init : int
        How many starts.
    max_iter : int
        Most iterations of a start.
    tol : float
        Rest when the squared shifts of all centres add up to no more; 0: when nothing moves.
    sample_weight : ndarray, shape (n_rows,), optional
        What each row counts; a row of weight 0 gets a label and pulls nothing.
    init : ndarray, shape (n_clusters, n_features), optional
        First centres; then there is one start, and label j belongs to centre j.
    stop : callable, optional
        Called now and then; may raise `Cancelled`.

    Returns
    -------
    KMeansFit
        Without `init`, clusters are numbered by falling size, equal sizes by their centres.

    Raises
    ------
    InputError
        If a number is missing, infinite or too large to be squared, or a weight is negative.
    NotEnoughDataError
        If there are fewer rows, or fewer distinct rows, than clusters.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [2.0], [10.0], [11.0]])
    >>> fit = kmeans(X, 2)
    >>> fit.centers.tolist(), fit.labels.tolist(), fit.inertia
    ([[1.0], [10.5]], [0, 0, 0, 1, 1], 2.5)
    """
    X, extent = checked(X)
    weights = check_weights(sample_weight, len(X))
    pulling = all_count(weights)
    which = slice(None) if weights is None or pulling else weights > 0
    rows = prepare(
        X[which],
        keys=None if keys is None else keys[which],
        seed=seed,
        extent=extent if pulling else None,
        weights=None if weights is None else weights[which],
        drawn=init is None,
    )
    check_clusters(rows.X, n_clusters)
    fit = divide(
        rows,
        n_clusters,
        seed=seed,
        n_init=n_init,
        max_iter=max_iter,
        tol=tol,
        init=init,
        stop=stop,
    )
    return fit if pulling else replace(fit, labels=nearest_labels(X, fit.centers))


def divide(
    rows: Rows,
    n_clusters: int,
    *,
    seed: int,
    n_init: int,
    max_iter: int,
    tol: float,
    init: NDArray[np.floating] | None,
    stop: Callable[[], None] | None = None,
) -> KMeansFit:
    """Do what `kmeans` does, with rows from `prepare` that can carry so many clusters."""
    if init is None:
        starts = draw_starts(rows, n_clusters, seed=seed, n_init=n_init)
    else:
        starts = (check_matrix(init)[None] - rows.middle) / rows.scale
    return best_of(
        rows,
        starts,
        max_iter=max_iter,
        tol=tol,
        numbered=init is None,
        seed=seed,
        stop=stop,
    )


@dataclass(frozen=True)
class Rows:
    """Rows made ready for K-means.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        As they came.
    middle : ndarray, shape (n_features,)
        What was taken off; zero, unless the rows lie far from there.
    scale : float
        A power of two near the largest number.
    keys : ndarray of uint64
        Hashes of the rows; empty where nothing is drawn.
    sample, larger : ndarray of intp or None
        The rows that starts run on, and those that the ones at rest are compared on; None: all.
    weights : ndarray or None
        What each row counts.
    extent : tuple of ndarray or None
        The least and the largest of every column, where they are known.
    """

    X: NDArray[np.floating]
    middle: NDArray[np.float64]
    scale: float
    keys: NDArray[np.uint64]
    sample: NDArray[np.intp] | None
    larger: NDArray[np.intp] | None
    weights: NDArray[np.float64] | None
    extent: Extent | None = None

    @cached_property
    def columns(self) -> NDArray[np.floating]:
        """The rows less `middle`, divided by `scale`, shape (n_features, 1, n_rows).

        So sums and float32 have room wherever the numbers lie.
        """
        return columns_of(self.X, self.middle, self.scale)

    def log_inertia(self, cost: float) -> float:
        """Return the logarithm of a sum of squares in the units of the rows; -inf for none."""
        return math.log(cost) + 2 * math.log(self.scale) if cost > 0 else -math.inf

    @property
    def total(self) -> float:
        """The sum of squares about the mean of all rows, in the units of the columns."""
        means = np.array([moments(column).mean for column in self.columns[:, 0]])
        return exact_sum((self.columns - means[:, None, None]) ** 2)

    def for_starts(self) -> _Part:
        """Return columns, keys and weights of the rows that starts run on."""
        return self._part(self.sample)

    def for_judging(self) -> _Part:
        """Return the same of the rows that starts at rest are compared on."""
        return self._part(self.larger)

    def _part(self, which: NDArray[np.intp] | None) -> _Part:
        if which is None:
            return self.columns.astype(np.float64, copy=False), self.keys, self.weights
        weights = None if self.weights is None else self.weights[which]
        columns = columns_of(self.X[which], self.middle, self.scale)
        return columns.astype(np.float64), self.keys[which], weights


def prepare(
    X: NDArray[np.floating],
    *,
    keys: NDArray[np.uint64] | None,
    seed: int,
    extent: Extent | None = None,
    weights: NDArray[np.float64] | None = None,
    drawn: bool = True,
) -> Rows:
    """Centre the rows and, if starts will be drawn, pick those that they run on."""
    if keys is None:
        keys = content_keys(X) if drawn else np.empty(0, dtype=np.uint64)
    middle, scale = placing(X, exact=True, extent=extent)
    sample = larger = None
    if drawn and len(X) > START_ROWS:
        size = max(JUDGED_ROWS, int(len(X) * JUDGED_SHARE))
        if size < len(X):
            larger = hash_sample(keys, size, seed=seed, stage="starts")
        among = keys if larger is None else keys[larger]
        sample = hash_sample(among, START_ROWS, seed=seed, stage="starts")
        sample = sample if larger is None else larger[sample]
    return Rows(X, middle, scale, keys, sample, larger, weights, extent)


def draw_starts(
    rows: Rows, n_clusters: int, *, seed: int, n_init: int = N_INIT
) -> NDArray[np.float64]:
    """Draw first centres, shape (n_init, n_clusters, n_features), in the units of `rows.columns`.

    The first k of them are the first centres for k, so one draw serves a sweep over k.
    """
    columns, keys, weights = rows.for_starts()
    return seed_centers(
        columns,
        n_clusters,
        keys=keys,
        weights=weights,
        seed=seed,
        starts=[(start,) for start in range(n_init)],
    )


def best_of(
    rows: Rows,
    starts: NDArray[np.float64],
    *,
    max_iter: int = 300,
    tol: float = 0.0,
    numbered: bool = True,
    seed: int = 0,
    stop: Callable[[], None] | None = None,
) -> KMeansFit:
    """Run every start, and finish the best of them exactly.

    Parameters
    ----------
    rows : Rows
        From `prepare`.
    starts : ndarray, shape (n_starts, n_clusters, n_features)
        First centres, in the units of `rows.columns`.
    max_iter, tol, seed, stop
        As in `kmeans`.
    numbered : bool
        Whether to look for the best of all starts and go on by swaps, and to number the clusters by
        falling size; else there is one start, and label j stays with centre j.
    """
    n_iter, first, at_rest = 0, starts[0], None
    if numbered:
        first, at_rest, n_iter = _searched(rows, starts, seed=seed, max_iter=max_iter, stop=stop)
    found, taken, converged = _all_rows(
        rows,
        first,
        at_rest,
        max_iter=max(1, max_iter - n_iter),
        tol=tol,
        numbered=numbered,
        stop=stop,
    )
    n_iter += taken
    for _ in range(5 if numbered else 0):
        centers, labels, _ = found
        order = _numbering(centers, labels, rows.weights)
        if (order == np.arange(len(order))).all():
            break
        # Rows exactly between two centres go to the lower number, which has just changed.
        renumbered = _renumbered(labels, order)
        found = _finish(rows, centers[order], renumbered, rounds=max_iter - n_iter, tol=tol)
    centers, labels, squared = found
    inertia = _sum(squared, rows.weights)
    return KMeansFit(centers, labels, inertia, min(n_iter, max_iter), converged)


def _all_rows(
    rows: Rows,
    first: NDArray[np.float64],
    at_rest: NDArray[np.int32] | None,
    *,
    max_iter: int,
    tol: float,
    numbered: bool,
    stop: Callable[[], None] | None,
) -> tuple[_Found, int, bool]:
    """Bring centres to rest on all rows; return also the iterations, and whether they rest.

    `at_rest`: the labels of the rows, where the centres rest on them already.
    """
    means = None
    if at_rest is not None:
        centers, labels = first * rows.scale + rows.middle, at_rest
        n_iter, converged = 0, True
    elif len(rows.X) < MANY_ROWS:
        rested = iterate(
            rows.columns,
            first[None],
            weights=rows.weights,
            max_iter=max_iter,
            tol=tol / rows.scale**2,
            stop=stop,
        )
        centers = rested.centers[0] * rows.scale + rows.middle
        labels = rested.labels[0]
        n_iter, converged = int(rested.n_iter[0]), bool(rested.converged[0])
    else:
        start = ManyRows(
            rows.X,
            first * rows.scale + rows.middle,
            middle=rows.middle,
            scale=rows.scale,
            weights=rows.weights,
        )
        start.advance(max_iter, tol=tol, stop=stop)
        centers, labels = start.centers, start.labels
        # Where nothing was taken off, the sums on the grid are those of the rows, good to 2^-40 of
        # the largest number for a million of them.
        exact = rows.weights is None and not rows.middle.any()
        means = (start.means, start.mass) if exact else None
        n_iter, converged = start.n_iter, start.status == AT_REST
        del start  # its slabs are as large as the rows
    if numbered:
        # Hardly a row will change now.
        order = _numbering(centers, labels, rows.weights)
        centers, labels = centers[order], _renumbered(labels, order)
        means = means and (means[0][order], means[1][order])
    found = _finish(rows, centers, labels, means=means, rounds=max_iter - n_iter, tol=tol)
    return found, n_iter, converged


def _searched(
    rows: Rows,
    first: NDArray[np.float64],
    *,
    seed: int,
    max_iter: int,
    stop: Callable[[], None] | None,
) -> tuple[NDArray[np.float64], NDArray[np.int32] | None, int]:
    """Run every start and go on from the best; return the best centres and their iterations.

    Between the two: the labels of all rows, where the centres are known to rest on them.
    """
    columns, keys, weights = rows.for_starts()
    table = Table.of(columns, weights=weights, coarse=True)
    found = iterate(table, first, max_iter=max_iter, shortlists=SHORTLISTS, stop=stop)
    on_all = rows.sample is None
    n_finalists = FINALISTS[columns.shape[2] <= FEW_ROWS] if on_all else JUDGED
    # Searching from the same place again would find the same.
    starts = [start for start in _apart(found.cost, n_finalists) if found.converged[start]]
    cheapest = int(found.cost.argmin())
    if not starts:
        return found.centers[cheapest], None, int(found.n_iter[cheapest])
    swapped = [
        swap_centers(
            columns,
            found.of(start),
            table=table,
            keys=keys,
            seed=seed,
            max_iter=max_iter,
            stop=stop,
        ).centers[0]
        for start in starts
    ]
    if not on_all:
        # What a swap makes better here may have been better before on all rows.
        finalists = np.array([*swapped, *found.centers[starts]])
        centers = _judged(rows, finalists, max_iter=max_iter, stop=stop)
        return centers, None, int(found.n_iter[cheapest])
    moved = [
        move_rows(columns, centers, weights=weights, max_iter=max_iter, stop=stop)
        for centers in swapped
    ]
    best = min(range(len(moved)), key=lambda place: float(moved[place].cost[0]))
    labels = moved[best].labels[0] if moved[best].converged[0] else None
    return moved[best].centers[0], labels, int(found.n_iter[starts[best]])


def _apart(cost: NDArray[np.float64], among: int) -> list[int]:
    """Return the cheapest so many solutions, but only one of those that are the same."""
    chosen: list[int] = []
    for place in np.argsort(cost, kind="stable")[:among].tolist():
        if not chosen or cost[place] * BETTER > cost[chosen[-1]]:
            chosen.append(place)
    return chosen


def _judged(
    rows: Rows,
    finalists: NDArray[np.float64],
    *,
    max_iter: int,
    stop: Callable[[], None] | None,
) -> NDArray[np.float64]:
    """Bring centres to rest on a larger part of the rows; return those that cost least on all."""
    columns, _, weights = rows.for_judging()
    rested = iterate(columns, finalists, weights=weights, max_iter=max_iter, coarse=True, stop=stop)
    candidates = rested.centers[_apart(rested.cost, len(finalists))[:JUDGED]]
    costs = [
        _sum(nearest(rows.X, centers * rows.scale + rows.middle)[1], rows.weights)
        for centers in candidates
    ]
    best: NDArray[np.float64] = candidates[int(np.argmin(costs))]
    return best


def _sum(values: NDArray[np.float64], weights: NDArray[np.float64] | None) -> float:
    """Return the weighted sum, rounded once."""
    labels = np.zeros(len(values), dtype=np.int32)
    return float(label_sums(values[:, None], labels, 1, weights=weights)[0, 0])


def _finish(
    rows: Rows,
    centers: NDArray[np.float64],
    labels: NDArray[np.int32],
    *,
    means: tuple[NDArray[np.float64], NDArray[np.integer]] | None = None,
    rounds: int,
    tol: float,
) -> _Found:
    """Iterate with exact means until labels and centres agree; return the distances too.

    `means`: those of the labels and what each rests on, where they are known already.

    Also after the last round every row gets its exact nearest centre, and no centre is without
    rows.
    """
    k = len(centers)
    while True:
        moved, counts = means or exact_means(
            rows.X, labels, k, weights=rows.weights, extent=rows.extent
        )
        moved = np.where((counts > 0)[:, None], moved, centers)
        shift = float(((moved - centers) ** 2).sum())
        centers, means = moved, None
        found, squared = nearest(rows.X, centers)
        held = _held(found, k, rows.weights)
        if (held == 0).any():
            # Every such move lowers the cost, so this ends, whatever the rounds.
            centers = relocate_empty(rows.X.T, centers, held, squared=squared, weights=rows.weights)
            found = nearest_labels(rows.X, centers)
        elif rounds <= 0 or shift <= tol or (found == labels).all():
            return centers, found, squared
        labels, rounds = found, rounds - 1


def _held(
    labels: NDArray[np.integer], k: int, weights: NDArray[np.float64] | None
) -> NDArray[np.float64]:
    """Return what each cluster holds at least: 0 only where it has no rows."""
    some = np.bincount(labels[:START_ROWS], minlength=k)
    if weights is None and (some > 0).all():  # as good as always; counting all takes longer
        return some.astype(np.float64)
    return np.bincount(labels, weights, minlength=k).astype(np.float64)


def _numbering(
    centers: NDArray[np.float64], labels: NDArray[np.integer], weights: NDArray[np.float64] | None
) -> NDArray[np.intp]:
    """Return the clusters by falling size, then by their centres."""
    k = len(centers)
    counts = np.bincount(labels, minlength=k) if weights is None else group_sums(weights, labels, k)
    order: NDArray[np.intp] = np.lexsort((*centers.T[::-1], -counts))
    return order


def _renumbered(labels: NDArray[np.int32], order: NDArray[np.intp]) -> NDArray[np.int32]:
    """Return labels after the clusters have been put in another order."""
    renumbered: NDArray[np.int32] = np.argsort(order).astype(np.int32)[labels]
    return renumbered
