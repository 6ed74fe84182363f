"""Points and centres in, the exact nearest centre of every point out.

The one arithmetic of Personae: d = sum of (z - c)^2 in the order of the features, float64, no fused
multiply-add, ties to the lowest number. Fit, score and every export use it, so that they agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Assignment", "assign", "label_type", "nearest", "squared_distances"]

# Elements of a work buffer: two of 256 KB stay in a core's second-level cache.
_BUFFER = 32_768
# Shorter rows than this, and starting an inner loop costs as much as running it.
_ROW = 8_192


@dataclass(frozen=True)
class Assignment:
    """Where every row belongs.

    Parameters
    ----------
    labels : ndarray of int32, shape (n_rows,)
        The nearest centre, counted from 0.
    distance : ndarray of float64, shape (n_rows,)
        Euclidean distance to it.
    runner_up : ndarray of int32, shape (n_rows,)
        The second nearest centre; -1 where there is only one.
    margin : ndarray of float64, shape (n_rows,)
        (d2 - d1) / d2 with the two smallest distances: 0 on the border between two segments, 1
        on a centre (and where there is only one).
    """

    labels: NDArray[np.int32]
    distance: NDArray[np.float64]
    runner_up: NDArray[np.int32]
    margin: NDArray[np.float64]


def assign(X: NDArray[np.float64], centers: NDArray[np.float64]) -> Assignment:
    """Find the nearest and the second nearest centre of every row.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows in the feature space.
    centers : ndarray, shape (n_clusters, n_features)
        Centres in the same space.

    Returns
    -------
    Assignment
        Labels, distances, runners-up and margins.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [2.0], [5.0]])
    >>> found = assign(X, np.array([[0.0], [2.0]]))
    >>> found.labels.tolist(), found.distance.tolist(), found.margin.tolist()
    ([0, 0, 1, 1], [0.0, 1.0, 0.0, 3.0], [1.0, 0.0, 1.0, 0.4])
    """
    columns = np.ascontiguousarray(np.asarray(X, dtype=np.float64).T)
    points = np.asarray(centers, dtype=np.float64)
    n = columns.shape[1]
    labels, runner_up = np.zeros(n, dtype=np.int32), np.full(n, -1, dtype=np.int32)
    first, second = np.full(n, np.inf), np.full(n, np.inf)
    for start in range(0, n, _BUFFER):
        part = slice(start, start + _BUFFER)
        _two_nearest(
            columns[:, part], points, labels[part], runner_up[part], first[part], second[part]
        )
    distance, other = np.sqrt(first), np.sqrt(second)
    margin = np.ones(n)
    if len(points) > 1:
        np.divide(other - distance, other, out=margin, where=other > 0)
        margin[other == 0] = 0.0
    return Assignment(labels, distance, runner_up, margin)


def nearest(
    columns: NDArray[np.floating], centers: NDArray[np.floating]
) -> tuple[NDArray[np.unsignedinteger], NDArray[np.floating]]:
    """Find the nearest centres for many sets of centres at once.

    Parameters
    ----------
    columns : ndarray, shape (n_features, 1 or n_sets, n_rows)
        The rows, feature by feature; every set its own rows, or all the same.
    centers : ndarray, shape (n_sets, n_clusters, n_features)
        One set of centres for each run of K-means.

    Returns
    -------
    labels : ndarray of unsigned int, shape (n_sets, n_rows)
        The nearest centre, ties to the lowest; one byte each where that will do.
    squared : ndarray, shape (n_sets, n_rows)
        Squared distance to it, in the precision of `columns`.
    """
    n_sets, n = len(centers), columns.shape[2]
    labels = np.zeros((n_sets, n), dtype=label_type(centers.shape[1]))
    squared = np.empty((n_sets, n), dtype=columns.dtype)
    width = min(n, _ROW)
    height = max(1, _BUFFER // max(width, 1))
    buffers = np.empty((2, height, width), dtype=columns.dtype)
    marks = np.empty((height, width), dtype=labels.dtype)
    for first in range(0, n_sets, height):
        sets = slice(first, min(first + height, n_sets))
        own = columns if columns.shape[1] == 1 else columns[:, sets]
        for start in range(0, n, width):
            part = slice(start, min(start + width, n))
            shape = (slice(sets.stop - first), slice(part.stop - start))
            _nearest_of_block(
                own[:, :, part],
                centers[sets],
                labels[sets, part],
                squared[sets, part],
                work=buffers[:, *shape],
                marks=marks[shape],
            )
    return labels, squared


def _nearest_of_block(
    columns: NDArray[np.floating],
    centers: NDArray[np.floating],
    labels: NDArray[np.unsignedinteger],
    squared: NDArray[np.floating],
    *,
    work: NDArray[np.floating],
    marks: NDArray[np.unsignedinteger],
) -> None:
    """Fill labels (zeros when they come) and squared distances of one block."""
    squared_distances(columns, centers[:, 0], out=squared, work=work[1])
    for j in range(1, centers.shape[1]):
        squared_distances(columns, centers[:, j], out=work[0], work=work[1])
        # Numbers rise with j, so the last centre that came closer is the largest number marked.
        np.multiply(work[0] < squared, labels.dtype.type(j), out=marks)
        np.maximum(labels, marks, out=labels)
        np.minimum(work[0], squared, out=squared)


def label_type(n_clusters: int) -> type[np.unsignedinteger]:
    """Return the smallest type that holds the numbers of so many clusters."""
    return np.uint8 if n_clusters <= 256 else np.uint16 if n_clusters <= 65_536 else np.uint32


def squared_distances(
    columns: NDArray[np.floating],
    points: NDArray[np.floating],
    *,
    out: NDArray[np.floating],
    work: NDArray[np.floating],
) -> None:
    """Write the squared distance of every row to one point per set.

    Parameters
    ----------
    columns : ndarray, shape (n_features, 1 or n_sets, n_rows)
        The rows.
    points : ndarray, shape (n_sets, n_features)
        The points.
    out, work : ndarray, shape (n_sets, n_rows)
        The answer, and space to work in.
    """
    np.subtract(columns[0], points[:, 0, None], out=out)
    np.multiply(out, out, out=out)
    for feature in range(1, len(columns)):
        np.subtract(columns[feature], points[:, feature, None], out=work)
        np.multiply(work, work, out=work)
        np.add(out, work, out=out)


def _two_nearest(
    columns: NDArray[np.floating],
    centers: NDArray[np.floating],
    labels: NDArray[np.int32],
    runner_up: NDArray[np.int32],
    *squared: NDArray[np.float64],
) -> None:
    """Fill the views in place; `squared` is the smallest and the second smallest distance."""
    first, second = squared
    distance, work = np.empty((2, 1, columns.shape[1]))
    for j in range(len(centers)):
        squared_distances(columns[:, None, :], centers[j : j + 1], out=distance, work=work)
        closest = distance[0] < first
        next_closest = ~closest & (distance[0] < second)
        runner_up[closest], second[closest] = labels[closest] if j else -1, first[closest]
        labels[closest], first[closest] = j, distance[0][closest]
        runner_up[next_closest], second[next_closest] = j, distance[0][next_closest]
