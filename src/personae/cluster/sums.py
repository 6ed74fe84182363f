"""Rows and labels in, the sums and means of every cluster out, each rounded once.

Sums are taken on two grids of integers, so that no row order and no number of threads changes a
bit.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.columns import Extent, ranges
from personae.cluster.native import TILE, kernel_for, sum_unit
from personae.cluster.threads import on_threads, row_chunks
from personae.stats.moments import limbs

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["exact_means", "group_sums", "label_sums", "product_errors"]


def exact_means(
    X: NDArray[np.floating],
    labels: NDArray[np.integer],
    n_clusters: int,
    *,
    weights: NDArray[np.float64] | None = None,
    extent: Extent | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the mean of every cluster, rounded once, and its weight.

    `extent`: the least and the largest of every column, where they are known already; weights make
    others of them.

    Returns
    -------
    means : ndarray, shape (n_clusters, n_features)
        Zero where a cluster is empty.
    counts : ndarray, shape (n_clusters,)
        The sum of the weights.
    """
    if weights is None:
        counts = np.bincount(labels, minlength=n_clusters).astype(np.float64)
        sums = label_sums(X, labels, n_clusters, extent=extent)
        return sums / np.where(counts > 0, counts, 1.0)[:, None], counts
    # only their ratios count; near 1 no product overflows
    masses = np.ldexp(weights, -math.frexp(float(weights.max()))[1])[:, None]
    wide = np.asarray(X, dtype=np.float64)
    heavy = wide * masses
    parts = [
        _totals(table, labels, n_clusters)
        for table in (heavy, product_errors(wide, masses, heavy), masses)
    ]
    means = np.zeros((n_clusters, X.shape[1]))
    for j, f in np.ndindex(*means.shape):
        if parts[2][0][j][0]:
            means[j, f] = _ratio(
                [(part[0][j][f], float(part[1][f])) for part in parts[:2]], parts[2], j
            )
    return means, group_sums(weights, labels, n_clusters)


def _ratio(
    sums: list[tuple[int, float]], masses: tuple[list[list[int]], NDArray[np.float64]], group: int
) -> float:
    """Return the mean of a group from whole numbers of steps, rounded once.

    All grids are powers of two, so that both sides of the division are brought to whole numbers;
    the quotient of two of these is rounded as it should be, whatever their length.
    """
    finest = max(step for _, step in sums)
    total = sum(count * int(finest / step) for count, step in sums)
    shift = math.frexp(float(masses[1][0]))[1] - math.frexp(finest)[1]
    mass = masses[0][group][0]
    return (total << shift) / mass if shift >= 0 else total / (mass << -shift)


def product_errors(
    a: NDArray[np.float64], b: NDArray[np.float64], product: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return exactly what the rounding of a product of float64 numbers left out.

    Dekker (1971), A floating-point technique for extending the available precision: halves of 26
    bits, whose products are exact.

    Examples
    --------
    >>> a, b = np.array([1.0 + 2.0**-52]), np.array([1.0 + 2.0**-52])
    >>> product_errors(a, b, a * b).tolist() == [2.0**-104]
    True
    """
    a_high, b_high = _upper_half(a), _upper_half(b)
    a_low, b_low = a - a_high, b - b_high
    left = ((product - a_high * b_high) - a_low * b_high) - a_high * b_low
    error: NDArray[np.float64] = a_low * b_low - left
    return error


def _upper_half(value: NDArray[np.float64]) -> NDArray[np.float64]:
    shifted = value * (2.0**27 + 1.0)
    upper: NDArray[np.float64] = shifted - (shifted - value)
    return upper


def label_sums(
    X: NDArray[np.floating],
    labels: NDArray[np.integer],
    n_clusters: int,
    *,
    weights: NDArray[np.float64] | None = None,
    extent: Extent | None = None,
) -> NDArray[np.float64]:
    """Return the sums of every column by label, rounded once, shape (n_clusters, n_features).

    Examples
    --------
    >>> X = np.array([[1e16], [1.0], [-1e16], [2.0]])
    >>> label_sums(X, np.array([0, 0, 0, 1]), 2).tolist()
    [[1.0], [2.0]]
    """
    totals, fine = _totals(X, labels, n_clusters, weights=weights, extent=extent)
    # Python's whole numbers have any length: the sum is rounded once, here.
    sums: NDArray[np.float64] = np.array([list(map(float, of_label)) for of_label in totals]) / fine
    return sums


def _totals(
    X: NDArray[np.floating],
    labels: NDArray[np.integer],
    n_clusters: int,
    *,
    weights: NDArray[np.float64] | None = None,
    extent: Extent | None = None,
) -> tuple[list[list[int]], NDArray[np.float64]]:
    """Return the sums of every column by label as whole numbers of steps, and steps to 1."""
    X = np.ascontiguousarray(X)
    n, d = X.shape
    low, high = extent or ranges(X)[:2]
    heaviest = 1.0 if weights is None else float(weights.max())
    largest = np.maximum(-low, high) * heaviest
    coarse = np.array([_step(n, float(value)) for value in largest])
    # What the coarse grid leaves of a value is at most half of its step.
    fine = np.array([_step(n, 0.5 / step) for step in coarse])
    of_row = np.ascontiguousarray(labels, dtype=np.int32)
    mass = np.ones(1) if weights is None else np.ascontiguousarray(weights)
    add = kernel_for("exact_sums", X.dtype)

    def work(part: tuple[int, int]) -> NDArray[np.int64]:
        sums = np.zeros((2, d, n_clusters), dtype=np.int64)
        add(X, n, d, *part, of_row, n_clusters, mass, int(weights is not None), coarse, fine,
            sums[0], sums[1], np.empty(3 * TILE))  # fmt: skip
        return sums

    found = np.sum(on_threads(work, row_chunks(n)), axis=0).tolist()
    times = [int(ratio) for ratio in fine / coarse]
    totals = [
        [found[0][f][j] * times[f] + found[1][f][j] for f in range(d)] for j in range(n_clusters)
    ]
    return totals, fine


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
