"""Rows and labels in, figures of how well they are divided out: silhouette and its kin.

All figures are exact: distances are differences, never |x|^2 - 2xy + |y|^2 (which cancels), and
sums are taken on a grid on which no order of rows and no number of threads changes a bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.assign import squared_distances
from personae.cluster.lloyd import exact_means
from personae.stats.moments import exact_sum, grid_unit, on_grid
from personae.stats.sample import hash_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = [
    "EXACT_FINAL",
    "EXACT_SWEEP",
    "FinalSilhouette",
    "calinski_harabasz",
    "davies_bouldin",
    "elbow_distances",
    "silhouette_many",
    "silhouette_of_final",
    "silhouette_samples",
]

# All pairs of this many rows take about a second for all k together; of EXACT_FINAL some ten.
EXACT_SWEEP = 10_000
EXACT_FINAL = 50_000
# Elements of a block of distances: 1 MB, so that it stays in the cache between its passes.
_BLOCK = 131_072


def silhouette_samples(X: NDArray[np.float64], labels: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return the silhouette of every row: how much nearer its own cluster is than the next.

    s = (b - a) / max(a, b), with a the mean distance to the others of the own cluster and b the
    least mean distance to another cluster; 1 is well placed, 0 on the border, below 0 misplaced.
    A row alone in its cluster has 0. Rousseeuw (1987), J. Comput. Appl. Math. 20:53-65.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows.
    labels : ndarray of int, shape (n_rows,)
        Their clusters, counted from 0.

    Returns
    -------
    ndarray, shape (n_rows,)
        From -1 to 1; nan where there is only one cluster.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [10.0]])
    >>> silhouette_samples(X, np.array([0, 0, 1])).round(4).tolist()
    [0.9, 0.8889, 0.0]
    """
    return silhouette_many(X, [labels])[0]


def silhouette_many(
    X: NDArray[np.float64],
    labelings: Sequence[NDArray[np.int32]],
    *,
    stop: Callable[[], None] | None = None,
) -> list[NDArray[np.float64]]:
    """Return the silhouettes of the same rows under many labelings, in one pass over all pairs.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows.
    labelings : sequence of ndarray of int, shape (n_rows,)
        One array of labels for each division.
    stop : callable, optional
        Called once per block; may raise.

    Returns
    -------
    list of ndarray, shape (n_rows,)
        As `silhouette_samples`, for each labeling. Memory grows with n_rows, not its square.
    """
    n = len(X)
    columns = np.ascontiguousarray(X.T)
    sizes = [np.bincount(labels) for labels in labelings]
    membership = np.concatenate(
        [np.equal.outer(labels, np.arange(len(size))) for labels, size in zip(labelings, sizes, strict=True)], axis=1
    ).astype(np.float64)
    # No distance is longer than the diagonal of the box around all rows.
    unit = grid_unit(float(np.sqrt((np.ptp(columns, axis=1) ** 2).sum())) * 1.01, n)
    sums = np.zeros((n, membership.shape[1]))
    height = max(16, _BLOCK // max(n, 1))
    for start in range(0, n, height):
        if stop is not None:
            stop()
        # Each pair is measured once: the rows of this block against themselves and all later rows.
        rows = slice(start, min(start + height, n))
        distances = _distances(columns, rows, unit)
        own = rows.stop - start
        sums[rows] += distances @ membership[start:]
        sums[rows.stop :] += distances[:, own:].T @ membership[rows]
    ends = np.cumsum([0, *(len(size) for size in sizes)])
    return [
        _silhouettes(sums[:, ends[i] : ends[i + 1]], np.asarray(labels), sizes[i])
        for i, labels in enumerate(labelings)
    ]


@dataclass(frozen=True)
class FinalSilhouette:
    """The silhouette of the chosen division.

    Parameters
    ----------
    values : ndarray or None
        One per row where all rows were used.
    mean : float
        Over the rows used; nan for one cluster.
    rows : int
        How many were used.
    exact : bool
        Whether all were.
    """

    values: NDArray[np.float64] | None
    mean: float
    rows: int
    exact: bool


def silhouette_of_final(
    X: NDArray[np.float64], labels: NDArray[np.int32], *, keys: NDArray[np.uint64], seed: int = 0
) -> FinalSilhouette:
    """Measure the chosen division: on all rows up to `EXACT_FINAL`, above on a sample by hash.

    Examples
    --------
    >>> X, labels = np.array([[0.0], [1.0], [9.0], [10.0]]), np.array([0, 0, 1, 1])
    >>> final = silhouette_of_final(X, labels, keys=np.arange(4, dtype=np.uint64))
    >>> round(final.mean, 4), final.exact
    (0.8889, True)
    """
    exact = len(X) <= EXACT_FINAL
    rows = hash_sample(keys, EXACT_FINAL if exact else EXACT_SWEEP, seed=seed, stage="silhouette")
    values = silhouette_samples(X[rows], labels[rows])
    return FinalSilhouette(values if exact else None, exact_sum(values) / len(rows), len(rows), exact)


def calinski_harabasz(X: NDArray[np.float64], labels: NDArray[np.int32]) -> float:
    """Return the ratio of the spread between clusters to the spread within; higher is better.

    (B / (k - 1)) / (W / (n - k)). Caliński and Harabasz (1974), Comm. Statist. 3:1-27. nan for one
    cluster, and where every row is its own.

    Examples
    --------
    >>> calinski_harabasz(np.array([[0.0], [2.0], [10.0], [12.0]]), np.array([0, 0, 1, 1]))
    50.0
    """
    n, k = len(X), int(labels.max()) + 1
    if not 1 < k < n:
        return float("nan")
    means, counts = exact_means(X, labels.astype(np.intp), k)
    overall, _ = exact_means(X, np.zeros(n, dtype=np.intp), 1)
    between = exact_sum(((means - overall) ** 2).sum(axis=1) * counts)
    within = exact_sum(((X - means[labels]) ** 2).sum(axis=1))
    return between * (n - k) / (within * (k - 1)) if within > 0 else 1.0


def davies_bouldin(X: NDArray[np.float64], labels: NDArray[np.int32]) -> float:
    """Return how much a cluster overlaps with its worst neighbour, on average; lower is better.

    Mean over clusters of max over others of (s_i + s_j) / d_ij, with s the mean distance of the rows to
    their mean and d the distance of the means. Davies and Bouldin (1979), IEEE Trans. PAMI 1:224-227.
    nan for one cluster.

    Examples
    --------
    >>> davies_bouldin(np.array([[0.0], [2.0], [10.0], [12.0]]), np.array([0, 0, 1, 1]))
    0.2
    """
    k = int(labels.max()) + 1
    if k < 2:
        return float("nan")
    means, counts = exact_means(X, labels.astype(np.intp), k)
    to_mean = np.sqrt(((X - means[labels]) ** 2).sum(axis=1))
    spread = np.array([exact_sum(to_mean[labels == j]) for j in range(k)]) / counts
    apart = np.sqrt(((means[:, None, :] - means[None, :, :]) ** 2).sum(axis=2))
    both = spread[:, None] + spread[None, :]
    ratio = np.divide(both, apart, out=np.zeros((k, k)), where=apart > 0)
    return exact_sum(ratio.max(axis=1)) / k


def elbow_distances(ks: Sequence[int], inertias: Sequence[float]) -> list[float]:
    """Return how far each k lies below the chord of the inertia curve, 0 to 1.

    Both axes run from 0 to 1; the elbow is where the distance is largest (Satopää et al., 2011,
    Finding a "kneedle" in a haystack, ICDCS Workshops).

    Examples
    --------
    >>> [round(x, 3) for x in elbow_distances([1, 2, 3], [10.0, 2.0, 0.0])]
    [0.0, 0.3, 0.0]
    """
    first, last = inertias[0], inertias[-1]
    if len(ks) < 3 or first == last:
        return [0.0] * len(ks)
    chord = [1 - (k - ks[0]) / (ks[-1] - ks[0]) for k in ks]
    curve = [(inertia - last) / (first - last) for inertia in inertias]
    return [max(0.0, line - value) for line, value in zip(chord, curve, strict=True)]


def _distances(columns: NDArray[np.float64], rows: slice, unit: float) -> NDArray[np.float64]:
    """Return the distances of some rows to themselves and all later rows, on the grid."""
    later = columns[:, None, rows.start :]
    distances, work = np.empty((2, rows.stop - rows.start, later.shape[2]))
    squared_distances(later, np.ascontiguousarray(columns[:, rows].T), out=distances, work=work)
    np.sqrt(distances, out=distances)
    return on_grid(distances, unit)


def _silhouettes(
    sums: NDArray[np.float64], labels: NDArray[np.intp], sizes: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Turn each row's sum of distances to every cluster into silhouettes."""
    n, k = sums.shape
    if (sizes > 0).sum() < 2:
        return np.full(n, np.nan)
    rows = np.arange(n)
    own_size = sizes[labels]
    inside = sums[rows, labels] / np.maximum(own_size - 1, 1)
    means = np.divide(sums, sizes, out=np.full((n, k), np.inf), where=sizes > 0)
    means[rows, labels] = np.inf
    outside = means.min(axis=1)
    larger = np.maximum(inside, outside)
    values = np.divide(outside - inside, larger, out=np.zeros(n), where=larger > 0)
    values[own_size == 1] = 0.0
    return values
