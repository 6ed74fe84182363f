"""Rows and labels in, the sums and means of every cluster out, each rounded once.

Sums are taken on two grids of integers, so that no row order and no number of threads changes a
bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.columns import ranges
from personae.cluster.native import TILE, kernel, on_threads, row_chunks, sum_unit
from personae.stats.moments import limbs

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["exact_means", "group_sums", "label_sums"]


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
    coarse = np.array([_step(n, float(value)) for value in largest])
    # What the coarse grid leaves of a value is at most half of its step.
    fine = np.array([_step(n, 0.5 / step) for step in coarse])
    of_row = np.ascontiguousarray(labels, dtype=np.int32)
    mass = np.ones(1) if weights is None else np.ascontiguousarray(weights)
    add = kernel(f"exact_sums_{X.dtype.name}")

    def work(part: tuple[int, int]) -> NDArray[np.int64]:
        found = np.zeros((2, d, n_clusters), dtype=np.int64)
        add(X, n, d, *part, of_row, n_clusters, mass, int(weights is not None), coarse, fine,
            found[0], found[1], np.empty(3 * TILE))  # fmt: skip
        return found

    totals = np.sum(on_threads(work, row_chunks(n)), axis=0).tolist()
    sums = np.empty((n_clusters, d))
    for j, f in np.ndindex(n_clusters, d):
        # Python's whole numbers have any length: the sum is rounded once, here.
        total = totals[0][f][j] * int(fine[f] / coarse[f]) + totals[1][f][j]
        sums[j, f] = float(total) / fine[f]
    return sums


def _step(n_rows: int, largest: float) -> float:
    """Return on how fine a grid so many such numbers can be added up; see the kernel."""
    return sum_unit(max(n_rows, 2**11) * largest)


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
