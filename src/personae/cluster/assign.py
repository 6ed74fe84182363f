"""Points and centres in, the exact nearest centre of every point out.

The one arithmetic of Personae: d = sum of (z - c)^2 in the order of the features, float64, no fused
multiply-add, ties to the lowest number. Fit, score and every export use it, so that they agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.native import TILE, kernel, kernel_for
from personae.cluster.threads import on_threads, row_chunks
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "Assignment",
    "assign",
    "labels_if_finite",
    "nearest",
    "nearest_labels",
    "squared_distances",
    "two_nearest",
]


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


def assign(X: NDArray[np.floating], centers: NDArray[np.float64]) -> Assignment:
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
    labels, first, runner_up, second = two_nearest(X, centers)
    distance, other = np.sqrt(first), np.sqrt(second)
    margin = np.ones(len(labels))
    if len(centers) > 1:
        np.divide(other - distance, other, out=margin, where=other > 0)
        margin[other == 0] = 0.0
    return Assignment(labels, distance, runner_up, margin)


def nearest(
    X: NDArray[np.floating], centers: NDArray[np.float64]
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return the nearest centre of every row and the squared distance to it.

    Examples
    --------
    >>> labels, squared = nearest(np.array([[0.0], [4.0]]), np.array([[1.0], [6.0]]))
    >>> labels.tolist(), squared.tolist()
    ([0, 1], [1.0, 4.0])
    """
    if X.dtype == np.float32:
        return _found_coarsely(X, centers, measured=True)[:2]
    labels, squared, *_ = _search(X, centers, detail=1)
    return labels, squared


def nearest_labels(X: NDArray[np.floating], centers: NDArray[np.float64]) -> NDArray[np.int32]:
    """Return the nearest centre of every row alone, the cheapest of the three.

    Examples
    --------
    >>> nearest_labels(np.array([[0.0], [4.0]]), np.array([[1.0], [6.0]])).tolist()
    [0, 1]
    """
    if X.dtype == np.float32:
        return _found_coarsely(X, centers, measured=False)[0]
    return _search(X, centers, detail=0)[0]


def labels_if_finite(
    X: NDArray[np.float32], centers: NDArray[np.float64]
) -> NDArray[np.int32] | None:
    """Return the nearest centre of every row; None where a number is infinite or missing.

    A look of its own at the numbers would take a third as long again.

    Examples
    --------
    >>> X, centers = np.array([[0.0], [4.0]], dtype=np.float32), np.array([[1.0], [6.0]])
    >>> labels_if_finite(X, centers).tolist(), labels_if_finite(X / np.float32(np.nan), centers)
    ([0, 1], None)
    """
    labels, _, is_finite = _found_coarsely(X, centers, measured=False)
    return labels if is_finite else None


def _found_coarsely(
    X: NDArray[np.floating], centers: NDArray[np.float64], *, measured: bool
) -> tuple[NDArray[np.int32], NDArray[np.float64], bool]:
    """Return labels and squared distances as `_search`; most labels are found in float32.

    Distances only where they are `measured`; and whether all is finite.
    """
    rows = np.ascontiguousarray(X)
    n, d = rows.shape
    points = np.ascontiguousarray(centers, dtype=np.float64)
    with np.errstate(over="ignore"):
        near = points.astype(np.float32)
        # Each of two centres can be off by so much; twice that, because this is rounded too.
        reach = 4 * float(np.sqrt(((points - near) ** 2).sum(axis=1)).max())
    # The squares of less than that have no digits left in float32.
    reach = max(reach, 1e-18)
    labels, squared = np.empty(n, dtype=np.int32), np.empty(n if measured else 0)
    search = kernel("coarse_labels")

    def work(part: tuple[int, int]) -> int:
        return search(
            rows, n, d, *part, points, near, len(points), reach, labels, int(measured), squared,
            np.empty((d + 2) * TILE + near.size, dtype=np.float32), np.empty(TILE, dtype=np.int32),
        )  # fmt: skip

    bad = sum(on_threads(work, row_chunks(n)))
    return labels, squared, bad == 0


def two_nearest(
    X: NDArray[np.floating], centers: NDArray[np.float64]
) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.int32], NDArray[np.float64]]:
    """Find the two nearest centres of every row and the squared distances to them.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows; float32 is taken as it is, everything else as float64.
    centers : ndarray, shape (n_clusters, n_features)
        Centres.

    Returns
    -------
    labels, first, runner_up, second : ndarray, shape (n_rows,)
        The nearest centre and the squared distance to it, the second nearest and that to it; -1 and
        infinity where there is only one centre.
    """
    return _search(X, centers, detail=2)


def _search(
    X: NDArray[np.floating], centers: NDArray[np.float64], *, detail: int
) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.int32], NDArray[np.float64]]:
    """Run the kernel; what `detail` leaves out comes back empty."""
    rows = np.ascontiguousarray(X, dtype=np.float32 if X.dtype == np.float32 else np.float64)
    points = np.ascontiguousarray(centers, dtype=np.float64)
    n, d = rows.shape
    labels, first = np.empty(n, dtype=np.int32), np.empty(n if detail > 0 else 0)
    runner_up = np.empty(n if detail > 1 else 0, dtype=np.int32)
    second = np.empty(n if detail > 1 else 0)
    search = kernel_for("nearest", rows.dtype)

    def work(part: tuple[int, int]) -> None:
        search(rows, n, d, *part, points, len(points), detail, labels, first, runner_up, second,
               np.empty((d + 4) * TILE))  # fmt: skip

    on_threads(work, row_chunks(n))
    return labels, first, runner_up, second


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
