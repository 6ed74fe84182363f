"""Rows in, the same numbers feature by feature out, centred and scaled for the kernels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.native import PADDING, TILE, aligned, kernel_for
from personae.cluster.threads import on_threads, row_chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Extent", "centred", "columns_of", "placing", "ranges", "slabs_of"]

# The least and the largest number of every column.
Extent = tuple["NDArray[np.float64]", "NDArray[np.float64]"]


def ranges(
    X: NDArray[np.floating],
) -> tuple[NDArray[np.float64], NDArray[np.float64], int]:
    """Return the least and the largest of every column, and 0 if all numbers are finite.

    Examples
    --------
    >>> low, high, bad = ranges(np.array([[1.0, 5.0], [4.0, 2.0]]))
    >>> low.tolist(), high.tolist(), bad
    ([1.0, 2.0], [4.0, 5.0], 0)
    """
    n, d = X.shape
    scan = kernel_for("ranges", X.dtype)

    def work(part: tuple[int, int]) -> tuple[NDArray[np.float64], NDArray[np.float64], int]:
        low, high = np.empty((2, d))
        return low, high, scan(X, n, d, *part, low, high, aligned(3 * d * TILE, X.dtype))

    lows, highs, bad = zip(*on_threads(work, row_chunks(n)), strict=True)
    return np.min(lows, axis=0), np.max(highs, axis=0), sum(bad)


def centred(X: NDArray[np.floating]) -> tuple[NDArray[np.floating], NDArray[np.float64], float]:
    """Return the rows less the middle of their range over a power of two, feature by feature.

    Returns
    -------
    columns : ndarray, shape (n_features, 1, n_rows)
        In the precision of `X`; none above 1 in size.
    middle : ndarray, shape (n_features,)
        What was taken off.
    scale : float
        A power of two near the largest number.

    Examples
    --------
    >>> columns, middle, scale = centred(np.array([[1.0], [4.0]]))
    >>> columns.tolist(), middle.tolist(), scale
    ([[[-0.75, 0.75]]], [2.5], 2.0)
    """
    middle, scale = placing(X)
    return columns_of(X, middle, scale), middle, scale


def placing(
    X: NDArray[np.floating], *, exact: bool = False, extent: Extent | None = None
) -> tuple[NDArray[np.float64], float]:
    """Return what to take off the columns, and what to divide them by.

    The middle of the range, unlike the mean, is the same for every order of the rows without any
    care, and leaves the smallest largest number, which is what float32 and sums on a grid need.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        The rows.
    exact : bool
        Take nothing off where that costs at most two binary digits: then the columns times the
        scale are the rows, to the last bit.
    extent : tuple of ndarray, optional
        The least and the largest of every column, where they are known already.

    Examples
    --------
    >>> middle, scale = placing(np.array([[1.0], [4.0]]), exact=True)
    >>> middle.tolist(), scale
    ([0.0], 8.0)
    """
    low, high = extent or ranges(np.ascontiguousarray(X))[:2]
    # Halved first: the sum of two large numbers may be beyond the largest float64.
    middle, half = low / 2 + high / 2, high / 2 - low / 2
    largest = float(half.max(initial=0.0))
    farthest = float(np.maximum(-low, high).max(initial=0.0))
    if exact and farthest <= 4 * largest:
        middle, largest = np.zeros(len(low)), farthest
    # Of the least numbers of all, 1 / scale would be infinite.
    return middle, math.ldexp(1.0, max(math.frexp(largest or 0.5)[1], -1000))


def columns_of(
    X: NDArray[np.floating], middle: NDArray[np.float64], scale: float
) -> NDArray[np.floating]:
    """Return (X - middle) / scale feature by feature, shape (n_features, 1, n_rows).

    Examples
    --------
    >>> columns_of(np.array([[1.0, 7.0], [4.0, 5.0]]), np.array([1.0, 5.0]), 2.0).tolist()
    [[[0.0, 1.5]], [[1.0, 0.0]]]
    """
    X = np.ascontiguousarray(X)
    n, d = X.shape
    table = np.empty((d, 1, n), dtype=X.dtype)
    write = kernel_for("columns", X.dtype)
    on_threads(lambda part: write(X, n, d, *part, middle, 1 / scale, table), row_chunks(n))
    return table


def slabs_of(
    X: NDArray[np.floating], middle: NDArray[np.float64], scale: float, *, block: int
) -> NDArray[np.floating]:
    """Return the same slab by slab: the columns of `block` rows, then those of the next.

    Columns end with zeros, so that whole tiles can be read; where they lie is written in the
    kernel `slabs`.

    Examples
    --------
    >>> X = np.array([[1.0, 7.0], [4.0, 5.0]])
    >>> slabs = slabs_of(X, np.array([1.0, 5.0]), 2.0, block=TILE)
    >>> len(slabs) == 2 * (TILE + PADDING), slabs[:3].tolist(), slabs[TILE + PADDING :][:3].tolist()
    (True, [0.0, 1.5, 0.0], [1.0, 0.0, 0.0])
    """
    X = np.ascontiguousarray(X)
    n, d = X.shape
    whole, last = (n - 1) // block, (n - 1) % block + 1
    width = -(-last // TILE) * TILE + PADDING
    slabs = aligned((whole * (block + PADDING) + width) * d, X.dtype)
    slabs[-width * d :] = 0.0
    write = kernel_for("slabs", X.dtype)
    parts = [(start, min(start + block, n)) for start in range(0, n, block)]
    on_threads(lambda part: write(X, n, d, *part, middle, 1 / scale, block, slabs), parts)
    return slabs
