"""Rows in, the same numbers feature by feature out, centred and scaled for the kernels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.native import TILE, kernel, on_threads, row_chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["centred", "ranges"]


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
    scan = kernel(f"ranges_{X.dtype.name}")

    def work(part: tuple[int, int]) -> tuple[NDArray[np.float64], NDArray[np.float64], int]:
        low, high = np.empty((2, d))
        return low, high, scan(X, n, d, *part, low, high, np.empty(3 * d * TILE, dtype=X.dtype))

    lows, highs, bad = zip(*on_threads(work, row_chunks(n)), strict=True)
    return np.min(lows, axis=0), np.max(highs, axis=0), sum(bad)


def centred(
    X: NDArray[np.floating], *, exact: bool = False
) -> tuple[NDArray[np.floating], NDArray[np.float64], float]:
    """Return the rows less the middle of their range over a power of two, feature by feature.

    The middle, unlike the mean, is the same for every order of the rows without any care, and
    leaves the smallest largest number, which is what float32 and sums on a grid need.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        The rows.
    exact : bool
        Take nothing off where that costs at most two binary digits: then the columns times the
        scale are the rows, to the last bit.

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
    X = np.ascontiguousarray(X)
    n, d = X.shape
    low, high, _ = ranges(X)
    # Halved first: the sum of two large numbers may be beyond the largest float64.
    middle, half = low / 2 + high / 2, high / 2 - low / 2
    largest = float(half.max(initial=0.0))
    farthest = float(np.maximum(-low, high).max(initial=0.0))
    if exact and farthest <= 4 * largest:
        middle, largest = np.zeros(d), farthest
    # Of the least numbers of all, 1 / scale would be infinite.
    scale = math.ldexp(1.0, max(math.frexp(largest or 0.5)[1], -1000))
    table = np.empty((d, n), dtype=X.dtype)
    write = kernel(f"columns_{X.dtype.name}")
    on_threads(lambda part: write(X, n, d, *part, middle, 1 / scale, table), row_chunks(n))
    return table[:, None, :], middle, scale
