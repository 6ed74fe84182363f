"""Rows and labels in, figures of how well they are divided out: silhouette and its kin.

All figures are exact: distances are differences, never |x|^2 - 2xy + |y|^2 (which cancels), and
sums are taken on a grid on which no order of rows and no number of threads changes a bit.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.cluster.columns import centred
from personae.cluster.native import WIDE, aligned, kernel, kernel_for
from personae.cluster.sums import exact_means
from personae.cluster.threads import N_THREADS, on_threads
from personae.dataclass import dataclass
from personae.stats.moments import exact_sum, grid_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = [
    "calinski_harabasz",
    "davies_bouldin",
    "elbow_distances",
    "silhouette_many",
    "silhouette_samples",
    "simplified_silhouette_samples",
    "spherical_bic",
]

# Up to so many rows distances are float64, which costs little there; above, float32 where that
# is good to 1e-6.
FEW_ROWS = 2_000
# Codes of tuples of labels stay below it.
_LARGEST = 2**62
# Sums of distances held at once by a thread that takes some of the rows, and by one that takes all.
_BLOCK = 131_072
_SUMS_HELD = 1 << 21
# Fewer rows in a cell, and measuring every pair only once costs more than it saves.
_ROWS_A_CELL = 128


def silhouette_samples(X: NDArray[np.floating], labels: NDArray[np.integer]) -> NDArray[np.float64]:
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
    X: NDArray[np.floating],
    labelings: Sequence[NDArray[np.integer]],
    *,
    rows: NDArray[np.integer] | None = None,
    stop: Callable[[], None] | None = None,
) -> list[NDArray[np.float64]]:
    """Return the silhouettes of the same rows under many labelings, in one pass over all pairs.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows.
    labelings : sequence of ndarray of int, shape (n_rows,)
        One array of labels for each division.
    rows : ndarray of int, optional
        Positions of the rows whose silhouettes are wanted, measured against all rows; all of them.
    stop : callable, optional
        Called once per block; may raise.

    Returns
    -------
    list of ndarray, shape (n_rows,) or that of `rows`
        As `silhouette_samples`, for each labeling. Memory grows with n_rows, not its square.
    """
    groups = [np.asarray(labels, dtype=np.intp) for labels in labelings]
    # Rows that share their cluster in every labeling are summed once for all labelings.
    cells, cell_of = _cells(groups)
    order = np.argsort(cell_of, kind="stable")
    edges = np.searchsorted(cell_of[order], np.arange(len(cells) + 1)).astype(np.int64)
    table, unit = _table(np.ascontiguousarray(X[order]), [labels[order] for labels in groups])
    back = np.argsort(order)
    places = np.arange(len(X)) if rows is None else back[rows]
    divisions = _Divisions.of(cells, np.stack(groups))
    asked = divisions.labels[:, order[places]]
    values = np.empty((len(groups), len(places)))

    def fill(part: slice, steps: NDArray[np.int64]) -> None:
        values[:, part] = divisions.silhouettes(steps, asked[:, part], unit)

    if rows is None and _pays_in_pairs(len(X), len(cells)):
        steps = _steps_among(table, edges, unit, stop)
        for part in _parts(len(X), len(cells)):
            fill(part, steps[:, part])
    else:

        def work(part: slice) -> None:
            if stop is not None:
                stop()
            fill(part, _steps_to(table, table[:, places[part]], edges, unit))

        on_threads(work, _parts(len(places), len(cells)), n_rows=len(X))
    return list(values if rows is not None else values[:, back])


@dataclass(frozen=True)
class _Divisions:
    """Several divisions of the same rows.

    Parameters
    ----------
    labels : ndarray of int64, shape (n_divisions, n_rows)
        The cluster of every row.
    clusters : ndarray of int64, shape (n_divisions, n_cells)
        The cluster of every cell.
    sizes : ndarray of int64, shape (n_divisions, k)
        How many rows every cluster has; none beyond those of a division of fewer.
    """

    labels: NDArray[np.int64]
    clusters: NDArray[np.int64]
    sizes: NDArray[np.int64]

    @classmethod
    def of(cls, cells: NDArray[np.intp], labels: NDArray[np.intp]) -> _Divisions:
        """Count rows, given the clusters of the cells, shape (n_cells, n_divisions)."""
        k = int(labels.max(initial=0)) + 1
        sizes = np.stack([np.bincount(own, minlength=k) for own in labels])
        clusters = np.ascontiguousarray(cells.T, dtype=np.int64)
        return cls(labels.astype(np.int64, copy=False), clusters, sizes.astype(np.int64))

    def silhouettes(
        self, steps: NDArray[np.int64], labels: NDArray[np.int64], unit: float
    ) -> NDArray[np.float64]:
        """Turn sums of distances, shape (n_cells, n_rows), into the silhouettes of these rows."""
        (n_cells, n), (n_divisions, k) = steps.shape, self.sizes.shape
        values = np.empty((n_divisions, n))
        kernel("silhouettes")(
            np.ascontiguousarray(steps), n_cells, n, unit, self.clusters,
            np.ascontiguousarray(labels), self.sizes, n_divisions, k, values,
            np.empty(k * WIDE, dtype=np.int64),
        )  # fmt: skip
        return values


def _table(
    points: NDArray[np.floating], labelings: list[NDArray[np.intp]]
) -> tuple[NDArray[np.floating], float]:
    """Return rows as centred columns, and the steps in which their distances are summed."""
    table, _, _ = centred(points)
    table = np.ascontiguousarray(table[:, 0])
    # No distance is longer than the diagonal of the box around all rows.
    unit = grid_unit(float(np.sqrt((np.ptp(table, axis=1) ** 2).sum())) * 1.01, len(points))
    if len(points) > FEW_ROWS and _resolved(points, labelings):
        table = table.astype(np.float32)
    return table, unit


def _parts(n_rows: int, n_cells: int) -> list[slice]:
    """Divide rows into parts of whole tiles, whose sums a thread can hold."""
    height = min(_BLOCK // n_cells, -(-n_rows // (2 * N_THREADS)))
    height = max(1, -(-height // WIDE)) * WIDE
    return [slice(start, start + height) for start in range(0, n_rows, height)]


def _pays_in_pairs(n_rows: int, n_cells: int) -> bool:
    """Tell whether to measure every pair once: each thread then holds the sums of all rows."""
    return n_rows * n_cells <= _SUMS_HELD and n_rows >= _ROWS_A_CELL * n_cells


def _steps_to(
    table: NDArray[np.floating], rows: NDArray[np.floating], edges: NDArray[np.int64], unit: float
) -> NDArray[np.int64]:
    """Sum the distances of some rows to every cell of a table that lies sorted by cell."""
    (d, n), m, n_cells = table.shape, rows.shape[1], len(edges) - 1
    steps = np.empty((n_cells, m), dtype=np.int64)
    kernel_for("distances_to", table.dtype)(
        table, n, np.ascontiguousarray(rows), m, d, edges, n_cells, unit, steps,
        *_scratch(d, table.dtype),
    )  # fmt: skip
    return steps


def _steps_among(
    table: NDArray[np.floating],
    edges: NDArray[np.int64],
    unit: float,
    stop: Callable[[], None] | None,
) -> NDArray[np.int64]:
    """Sum the distances of all rows to every cell; each distance is computed once for both rows."""
    (d, n), n_cells = table.shape, len(edges) - 1
    add = kernel_for("distances_among", table.dtype)

    def work(tiles: list[int]) -> NDArray[np.int64]:
        steps, scratch = np.zeros((n_cells, n), dtype=np.int64), _scratch(d, table.dtype)
        for tile in tiles:
            if stop is not None:
                stop()
            add(table, n, d, tile * WIDE, edges, n_cells, unit, steps, *scratch)
        return steps

    # The first tile meets all others, the last none: there and back again gives equal shares.
    turns = np.arange(-(-n // WIDE)) % (2 * N_THREADS)
    share = np.minimum(turns, 2 * N_THREADS - 1 - turns)
    shares = [np.flatnonzero(share == own).tolist() for own in range(N_THREADS)]
    total: NDArray[np.int64] = np.sum(on_threads(work, shares, n_rows=n), axis=0)
    return total


def _scratch(d: int, dtype: np.dtype[Any]) -> tuple[NDArray[np.floating], NDArray[np.int64]]:
    scratch, sums = aligned((d + 1) * WIDE + d, dtype), aligned(WIDE, np.int64)
    scratch[:] = 0
    return scratch, sums


def simplified_silhouette_samples(
    X: NDArray[np.floating], labels: NDArray[np.integer], centers: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Return the simplified silhouette of every row: distances to centres instead of rows.

    s = (b - a) / max(a, b), with a the distance to the centre of the own cluster and b that to the
    nearest other centre. It takes n k distances instead of n^2, and is another figure than the
    silhouette: larger as a rule, since a centre is nearer than the rows around it. Hruschka, de
    Castro and Campello (2004), Evolutionary algorithms for clustering gene-expression data, ICDM
    403-406; Vendramin, Campello and Hruschka (2010), Statist. Anal. Data Min. 3:209-235.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows.
    labels : ndarray of int, shape (n_rows,)
        Their clusters, counted from 0.
    centers : ndarray, shape (n_clusters, n_features)
        The centres of the clusters.

    Returns
    -------
    ndarray, shape (n_rows,)
        From -1 to 1, and never below 0 where every row is with its nearest centre; 0 for a row
        alone in its cluster, as in the silhouette; nan where there is only one cluster.

    Examples
    --------
    >>> X, labels = np.array([[0.0], [2.0], [10.0], [12.0]]), np.array([0, 0, 1, 1])
    >>> simplified_silhouette_samples(X, labels, np.array([[1.0], [11.0]])).round(4).tolist()
    [0.9091, 0.8889, 0.8889, 0.9091]
    """
    n, k = len(X), len(centers)
    if k < 2:
        return np.full(n, np.nan)
    inside, outside = np.zeros(n), np.full(n, np.inf)
    for j, center in enumerate(centers):
        distance = np.sqrt(((X - center) ** 2).sum(axis=1))
        own = labels == j
        inside[own] = distance[own]
        np.minimum(outside, distance, out=outside, where=~own)
    larger = np.maximum(inside, outside)
    values: NDArray[np.float64] = np.zeros(n)
    np.divide(outside - inside, larger, out=values, where=larger > 0)
    values[np.bincount(labels, minlength=k)[labels] == 1] = 0.0
    return values


def _resolved(points: NDArray[np.floating], labelings: list[NDArray[np.intp]]) -> bool:
    """Tell whether float32 resolves the spread within every cluster.

    Its coordinates are off by up to 2^-24 of the widest range. Where the spread of a cluster is a
    hundredth of that range, a mean of hundreds of distances is still good to 1e-7 of itself.
    """
    widest = float(np.ptp(points, axis=0).max())
    for labels in labelings:
        means, counts = exact_means(points, labels, int(labels.max()) + 1)
        squared = ((points - means[labels]) ** 2).sum(axis=1)
        spread = np.bincount(labels, squared) / np.maximum(counts, 1)
        if (np.sqrt(spread[counts > 1]) < 1e-2 * widest).any():
            return False
    return True


def _cells(
    labelings: Sequence[NDArray[np.intp]],
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the different tuples of labels in lexical order, and which one every row has."""
    code = np.zeros(len(labelings[0]), dtype=np.int64)
    for labels in labelings:
        k = int(labels.max(initial=0)) + 1
        if int(code.max(initial=0)) >= _LARGEST // k:
            code = np.unique(code, return_inverse=True)[1]
        code = code * k + labels
    _, first, cell_of = np.unique(code, return_index=True, return_inverse=True)
    return np.column_stack([labels[first] for labels in labelings]), cell_of


def calinski_harabasz(X: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
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


def spherical_bic(sizes: Sequence[int], inertia: float, *, d: int) -> float:
    """Return the Bayesian information criterion of round clusters of one width; higher is better.

    Every row is taken to be drawn from cluster j with probability n_j / n, and then from a normal
    distribution about its mean with the same variance v in every direction and cluster:

        ln L = sum of n_j ln(n_j / n) - n d / 2 ln(2 pi v) - inertia / (2 v)

    With v = inertia / (d (n - k)), free of bias, the last term is -d (n - k) / 2. Free numbers are
    k - 1 shares, k d coordinates and v: p = k (d + 1), and BIC = ln L - p / 2 ln n. Pelleg and
    Moore (2000), X-means, ICML 727-734; there v lacks the factor 1 / d, which we keep: the
    likelihood needs the variance along one direction.

    Parameters
    ----------
    sizes : sequence of int
        Rows of every cluster, each at least 1.
    inertia : float
        Sum of squared distances to the means.
    d : int
        How many features.

    Returns
    -------
    float
        In natural units of log-likelihood (not times -2); nan where every row is its own cluster,
        infinite where rows equal their means.

    Examples
    --------
    Two clusters of two: 4 ln(1/2) - 2 ln(4 pi) - 1 - 2 ln 4.

    >>> round(spherical_bic([2, 2], 4.0, d=1), 4)
    -11.6072
    """
    k, n = len(sizes), sum(sizes)
    if k >= n:
        return math.nan
    if inertia <= 0:
        return math.inf
    variance = inertia / (d * (n - k))
    shares = math.fsum(size * math.log(size / n) for size in sizes)
    likelihood = shares - n * d / 2 * math.log(2 * math.pi * variance) - d * (n - k) / 2
    return likelihood - k * (d + 1) / 2 * math.log(n)


def davies_bouldin(X: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
    """Return how much a cluster overlaps with its worst neighbour, on average; lower is better.

    Mean over clusters of max over others of (s_i + s_j) / d_ij, with s the mean distance of the
    rows to their mean and d the distance of the means. Davies and Bouldin (1979), IEEE Trans. PAMI
    1:224-227. nan for one cluster.

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
