"""Fits in, how surely each of their segments comes back when the customers are drawn again out.

The bootstrap Jaccard of Hennig (2007), Cluster-wise assessment of cluster stability, Comput.
Statist. Data Anal. 52:258-271 (R: fpc::clusterboot). 0.75 and above: stable; below 0.6: not to be
trusted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.columns import centred
from personae.cluster.lloyd import Table, iterate
from personae.cluster.seeding import seed_centers
from personae.dataclass import dataclass
from personae.stats.sample import hash_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from personae.cluster.evidence import KMeansFit

__all__ = ["STABILITY_ROWS", "Redraws", "bootstrap_jaccard", "bootstrap_jaccard_many", "redraw"]

# More rows than this, and a sample by hash is drawn again and again instead of all.
STABILITY_ROWS = 4_096
# Redraws, and fresh starts for each: where rows are few, both are cheap and needed; with many rows
# each redraw says more. A figure's standard error is 0.01 near 1, and 0.04 near the bar of
# 0.75 (measured on four real sets).
FEW_ROWS = 2_000
N_BOOT = {True: 30, False: 15}
FRESH_STARTS = {True: 10, False: 3}
# Of n draws with replacement 1 - 1/e of the rows are hit. As in clusterboot, a row hit twice counts
# once: copies would make small clusters of their own.
DRAWN = 1 - np.exp(-1)
MAX_ITER = 30


@dataclass(frozen=True)
class Redraws:
    """One division beside the new divisions of its redraws.

    Parameters
    ----------
    old, new : ndarray of int, shape (n_boot, n_drawn)
        The cluster of each drawn row in the division in question, and in the new one.
    n_clusters : int
        How many clusters either has.
    """

    old: NDArray[np.integer]
    new: NDArray[np.integer]
    n_clusters: int

    @property
    def jaccard(self) -> NDArray[np.float64]:
        """How much of each old cluster comes back in each redraw, shape (n_boot, n_clusters)."""
        n_boot, k = len(self.old), self.n_clusters
        cells = (np.arange(n_boot)[:, None] * k + self.old) * k + self.new
        common = np.bincount(cells.ravel(), minlength=n_boot * k * k).reshape(n_boot, k, k)
        either = common.sum(axis=2, keepdims=True) + common.sum(axis=1, keepdims=True) - common
        shares = np.divide(common, either, out=np.zeros(common.shape), where=either > 0)
        best: NDArray[np.float64] = shares.max(axis=2)
        return best

    @property
    def mean(self) -> tuple[float, ...]:
        """The bootstrap Jaccard of each cluster."""
        return tuple((self.jaccard.sum(axis=0) / len(self.old)).round(12).tolist())

    @property
    def error(self) -> tuple[float, ...]:
        """The standard error of each mean: the spread over the redraws (ddof 1) / sqrt(n_boot).

        It tells how far another set of redraws would give another figure, and not how far other
        customers would.
        """
        errors = self.jaccard.std(axis=0, ddof=1) / np.sqrt(len(self.old))
        return tuple(errors.round(12).tolist())


def bootstrap_jaccard(
    X: NDArray[np.floating],
    fit: KMeansFit,
    *,
    keys: NDArray[np.uint64],
    seed: int = 0,
    n_boot: int | None = None,
) -> tuple[float, ...]:
    """Return for every cluster how much of it comes back, on average over redraws.

    A redraw keeps 63.2 % of the rows, as a bootstrap does when rows hit twice count once, and
    divides them anew. A cluster's share that comes back is its largest Jaccard similarity (common
    rows / rows of either) with a new cluster, both taken within the redrawn rows; 0 if none of its
    rows was drawn.

    A new division is the best of fresh greedy k-means++ starts, 10 or, above 2,000 rows, 3. None
    begins at the old centres: a start from them stays near them, and 29 columns of noise would come
    back to 0.9 where they come back to 0.2.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows; above `STABILITY_ROWS` a sample by hash stands for them.
    fit : KMeansFit
        The division in question.
    keys : ndarray of uint64, shape (n_rows,)
        Hashes of the customers' ids.
    seed : int
        The user's seed.
    n_boot : int, optional
        How many redraws; 30, or 15 above 2,000 rows.

    Returns
    -------
    tuple of float
        One figure per cluster, 0 to 1, in their order.

    Examples
    --------
    >>> from personae.cluster.kmeans import kmeans
    >>> from personae.stats.sample import row_keys
    >>> X = np.concatenate([np.linspace(0, 1, 30), np.linspace(9, 10, 30)])[:, None]
    >>> keys = row_keys([str(row) for row in range(60)], key="demo")
    >>> bootstrap_jaccard(X, kmeans(X, 2, keys=keys), keys=keys)
    (1.0, 1.0)
    """
    return bootstrap_jaccard_many(X, [fit], keys=keys, seed=seed, n_boot=n_boot)[0]


def bootstrap_jaccard_many(
    X: NDArray[np.floating],
    fits: Sequence[KMeansFit],
    *,
    keys: NDArray[np.uint64],
    seed: int = 0,
    n_boot: int | None = None,
    stop: Callable[[], None] | None = None,
    on_fit: Callable[[], None] | None = None,
) -> list[tuple[float, ...]]:
    """Return `bootstrap_jaccard` of many divisions of the same rows, on the same redraws.

    `stop` is called once per iteration and may raise; `on_fit` once per finished division.
    """
    answers = []
    for redraws in _redraw_many(X, fits, keys=keys, seed=seed, n_boot=n_boot, stop=stop):
        answers.append(redraws.mean)
        if on_fit is not None:
            on_fit()
    return answers


def redraw(
    X: NDArray[np.float64], fit: KMeansFit, *, keys: NDArray[np.uint64], seed: int = 0
) -> Redraws:
    """Return the redraws behind `bootstrap_jaccard`, for what else can be read off them.

    Examples
    --------
    >>> from personae.cluster.kmeans import kmeans
    >>> from personae.stats.sample import row_keys
    >>> X = np.concatenate([np.linspace(0, 1, 30), np.linspace(9, 10, 30)])[:, None]
    >>> keys = row_keys([str(row) for row in range(60)], key="demo")
    >>> redraws = redraw(X, kmeans(X, 2, keys=keys), keys=keys)
    >>> redraws.mean, redraws.error
    ((1.0, 1.0), (0.0, 0.0))
    """
    return next(_redraw_many(X, [fit], keys=keys, seed=seed, n_boot=None, stop=None))


def _redraw_many(
    X: NDArray[np.floating],
    fits: Sequence[KMeansFit],
    *,
    keys: NDArray[np.uint64],
    seed: int,
    n_boot: int | None,
    stop: Callable[[], None] | None,
) -> Iterator[Redraws]:
    sample = hash_sample(keys, STABILITY_ROWS, seed=seed, stage="stability")
    keys = keys[sample]
    few = len(sample) <= FEW_ROWS
    n_boot, n_starts = n_boot or N_BOOT[few], FRESH_STARTS[few]
    size = max(1, round(DRAWN * len(sample)))
    drawn = np.stack(
        [hash_sample(keys, size, seed=seed, stage="bootstrap", step=draw) for draw in range(n_boot)]
    )
    columns = centred(X[sample])[0][:, 0, drawn]
    # One table for each draw; its starts lie side by side.
    starts = [(draw, start) for draw in range(n_boot) for start in range(n_starts)]
    most = max(len(fit.centers) for fit in fits)
    seeds = seed_centers(
        columns, most, keys=np.repeat(keys[drawn], n_starts, axis=0), starts=starts, seed=seed
    )
    table = Table.of(columns, coarse=True)
    for fit in fits:
        k = len(fit.centers)
        rested = iterate(table, seeds[:, :k], max_iter=MAX_ITER, stop=stop)
        best = rested.cost.reshape(n_boot, -1).argmin(axis=1) + np.arange(n_boot) * n_starts
        yield Redraws(fit.labels[sample][drawn], rested.labels[best], k)
