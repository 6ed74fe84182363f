"""Rows, weights and a number of clusters in, the same ready for K-means out, or what is wrong."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.columns import Extent, ranges
from personae.errors import InputError, NotEnoughDataError, Problem, UsageError
from personae.stats.sample import content_keys

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "all_count",
    "check_clusters",
    "check_matrix",
    "check_weights",
    "checked",
    "count_distinct",
]

# Beyond this, squares and their sums could pass the largest float64.
LARGEST = 1e150


def check_matrix(X: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return the rows alone that `checked` returns."""
    return checked(X)[0]


def checked(X: NDArray[np.floating]) -> tuple[NDArray[np.floating], Extent]:
    """Return the rows as float32 (if they are) or float64, or say why they cannot be divided.

    Also returns the least and the largest of every column, which are found on the way.

    Raises
    ------
    InputError
        If a number is missing, infinite or too large to be squared.
    """
    matrix: NDArray[np.floating] = np.ascontiguousarray(X)
    if matrix.dtype != np.float32:
        matrix = matrix.astype(np.float64, copy=False)
    if matrix.size == 0:
        return matrix, (np.zeros(matrix.shape[1]), np.zeros(matrix.shape[1]))
    low, high, bad = ranges(matrix)
    if bad:
        rows, column = np.nonzero(~np.isfinite(matrix))
        n_rows = len(np.unique(rows))
        raise InputError(
            Problem(
                "numbers/not-finite",
                f"{n_rows:,} row{'s hold' if n_rows > 1 else ' holds'} a missing or infinite "
                f"number (the first in column {int(column[0]) + 1} of the matrix).",
                "Fill or remove these rows first.",
            )
        )
    if max(float(-low.min()), float(high.max())) > LARGEST:
        raise InputError(
            Problem(
                "numbers/range",
                "Some numbers are beyond 1e150: their squares are too large to add up.",
                "Divide the column by a constant, or use --transform standard.",
            )
        )
    return matrix, (low, high)


def check_weights(sample_weight: ArrayLike | None, n_rows: int) -> NDArray[np.float64] | None:
    """Return weights that can be used; None if every row counts alike.

    Raises
    ------
    InputError
        If a weight is negative or not finite, or all are 0.
    """
    if sample_weight is None:
        return None
    weights = np.asarray(sample_weight, dtype=np.float64)
    if (
        weights.shape != (n_rows,)
        or not np.isfinite(weights).all()
        or (weights < 0).any()
        or not weights.any()
    ):
        raise InputError(
            Problem(
                "weights/invalid",
                f"Every weight must be finite and at least 0, one for each of {n_rows} rows, and "
                "one above zero.",
                "Correct sample_weight, or leave it out to count every row once.",
            )
        )
    return None if (weights == 1.0).all() else weights


def all_count(weights: NDArray[np.float64] | None) -> bool:
    """Tell whether no row has a weight of 0, which gets a label and pulls nothing.

    Examples
    --------
    >>> all_count(None), all_count(np.array([2.0, 0.0]))
    (True, False)
    """
    return weights is None or bool((weights > 0).all())


def check_clusters(X: NDArray[np.floating], n_clusters: int, *, distinct: bool = True) -> None:
    """Make sure that the rows can carry this many clusters.

    Raises
    ------
    UsageError
        If `n_clusters` is not a whole number from 1 on.
    NotEnoughDataError
        If there are fewer rows or, where `distinct` asks for that, fewer distinct rows.
    """
    if (
        isinstance(n_clusters, bool)
        or not math.isfinite(n_clusters)
        or n_clusters != int(n_clusters)
        or n_clusters < 1
    ):
        raise UsageError(
            Problem(
                "k/invalid",
                "The number of segments must be a whole number from 1 on.",
                "Pass --k 5, or --k auto.",
            )
        )
    if n_clusters > len(X):
        raise NotEnoughDataError(
            Problem(
                "k/exceeds-rows",
                f"{n_clusters} segments were asked for, but there are {len(X)} rows "
                f"(n_samples={len(X)}).",
                f"Ask for fewer, such as --k {max(1, len(X) // 10)}, or give more rows.",
            )
        )
    n_distinct = count_distinct(X, at_least=n_clusters) if distinct else n_clusters
    if n_clusters > n_distinct:
        raise NotEnoughDataError(
            Problem(
                "k/exceeds-distinct",
                f"{n_clusters} segments were asked for, but the {len(X)} rows hold only "
                f"{n_distinct} distinct ones.",
                f"Ask for at most --k {n_distinct}, or use more features.",
            )
        )


def count_distinct(X: NDArray[np.floating], *, at_least: int) -> int:
    """Count distinct rows; may stop early once there are `at_least`.

    Examples
    --------
    >>> count_distinct(np.array([[1.0], [1.0], [2.0]]), at_least=3)
    2
    """
    first = len(np.unique(content_keys(X[: 64 * at_least])))
    return first if first >= at_least else len(np.unique(content_keys(X)))
