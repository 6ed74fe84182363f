"""K-means as scikit-learn knows it: one arithmetic behind fit, predict and transform."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np
from sklearn.base import (
    BaseEstimator,
    ClassNamePrefixFeaturesOutMixin,
    ClusterMixin,
    TransformerMixin,
)
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from personae.cluster.assign import (
    labels_if_finite,
    nearest,
    nearest_labels,
    squared_distances,
)
from personae.cluster.checks import (
    all_count,
    check_clusters,
    check_matrix,
    check_weights,
    checked,
    count_distinct,
)
from personae.cluster.kmeans import N_INIT, divide, prepare
from personae.cluster.many_rows import MANY_ROWS
from personae.cluster.sums import group_sums
from personae.errors import Problem, UsageError
from personae.stats.moments import exact_sum, moments
from personae.stats.sample import content_keys, hash_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.random import RandomState
    from numpy.typing import ArrayLike, NDArray

    from personae.cluster.columns import Extent
    from personae.cluster.evidence import KMeansFit

__all__ = ["KMeans"]

# What rows are taken as they are; anything else becomes float64.
REALS = (np.float64, np.float32)


class KMeans(
    ClassNamePrefixFeaturesOutMixin,  # type: ignore[misc]  # scikit-learn has no types
    TransformerMixin,  # type: ignore[misc]
    ClusterMixin,  # type: ignore[misc]
    BaseEstimator,  # type: ignore[misc]
):
    """Divide rows into clusters of the smallest sum of squared distances to their means.

    A drop-in for `sklearn.cluster.KMeans` that finds lower inertias from fewer starts, gives the
    same result for every order of the rows and every number of threads, and whose `predict` on the
    training rows always equals `labels_`. Give it columns on comparable scales.

    Parameters
    ----------
    n_clusters : int
        How many clusters.
    init : {"k-means++", "random"}, callable or array of shape (n_clusters, n_features)
        First centres. ``"k-means++"`` is greedy and goes on by swaps; with an array label j is
        centre j. A callable takes (X, n_clusters, random_state) and returns such an array.
    n_init : int or "auto"
        How many starts; "auto": 16, or 1 with an array.
    max_iter : int
        Most iterations of a start.
    tol : float
        Rest when the squared shifts of all centres add up to no more than this share of the mean
        variance of the features; 0: when nothing moves.
    random_state : int, RandomState or None
        Which random starts; a RandomState draws a number for that. None is 0: the same rows give
        the same result.

    Attributes
    ----------
    cluster_centers_ : ndarray, shape (n_clusters, n_features)
        The means of the clusters.
    labels_ : ndarray of int32, shape (n_samples,)
        The cluster of every row.
    inertia_ : float
        Weighted sum of squared distances to the own centre.
    n_iter_ : int
        Iterations of the best start.
    n_features_in_ : int
        Columns seen by `fit`.

    Examples
    --------
    >>> model = KMeans(n_clusters=2).fit([[0.0], [1.0], [2.0], [10.0], [11.0]])
    >>> model.labels_.tolist(), model.predict([[5.0], [7.0]]).tolist()
    ([0, 0, 0, 1, 1], [0, 1])
    """

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: str | ArrayLike | Callable[..., ArrayLike] = "k-means++",
        n_init: int | str = "auto",
        max_iter: int = 300,
        tol: float = 0.0,
        random_state: int | RandomState | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: Any = None, sample_weight: ArrayLike | None = None) -> KMeans:
        """Find the clusters of `X`.

        Parameters
        ----------
        X : array-like, shape (n_samples, n_features)
            Rows.
        y : ignored
            Here for pipelines.
        sample_weight : array-like, shape (n_samples,), optional
            What each row counts: a weight of 3 is the same as three such rows, below 32,768 rows to
            the last bit.

        Returns
        -------
        KMeans
            The estimator itself.

        Raises
        ------
        InputError, NotEnoughDataError, UsageError
            All are ValueErrors: numbers that cannot be squared, negative weights, fewer rows than
            clusters, a parameter that cannot be meant.
        """
        del y
        matrix, extent = checked(self._table(X, reset=True))
        weights = check_weights(sample_weight, len(matrix))
        self._check_parameters()
        check_clusters(matrix, self.n_clusters, distinct=False)
        if self._starts_given(matrix, weights):
            # Nothing is drawn, so that copies and weights are the same without any preparation.
            return self._keep(self._best(matrix, weights, None, extent, k=self.n_clusters))
        order = None
        if len(matrix) < MANY_ROWS:
            rows, row_weights, keys, order = _distinct(matrix, weights)
            k = min(self.n_clusters, len(rows))
        else:
            # Sorting copies together would take longer than the fit.
            rows, row_weights = _pulling(matrix, weights)
            keys = content_keys(rows)
            k = min(self.n_clusters, count_distinct(rows, at_least=self.n_clusters))
        if k < self.n_clusters:
            warnings.warn(
                f"n_clusters is {self.n_clusters}, but there are only {k} distinct rows: the "
                f"clusters from {k} on are empty.",
                ConvergenceWarning,
                stacklevel=2,
            )
        whole = rows is matrix or order is not None
        fit = self._best(rows, row_weights, keys, extent if whole else None, k=k)
        # An empty cluster is a copy of the last one: ties go to the lower number, so it gets no
        # row.
        centers = fit.centers[np.minimum(np.arange(self.n_clusters), k - 1)]
        labels = fit.labels if whole else nearest_labels(matrix, fit.centers)
        if order is not None:
            labels = np.empty_like(fit.labels)
            labels[order] = fit.labels
        return self._keep(replace(fit, centers=centers, labels=labels))

    def _starts_given(
        self, matrix: NDArray[np.floating], weights: NDArray[np.float64] | None
    ) -> bool:
        """Tell whether first centres are given, and every one of them can hold a row."""
        given = not isinstance(self.init, str) and not callable(self.init)
        return (
            given
            and all_count(weights)
            and count_distinct(matrix, at_least=self.n_clusters) >= (self.n_clusters)
        )

    def _keep(self, fit: KMeansFit) -> KMeans:
        self.cluster_centers_ = fit.centers
        self.labels_ = fit.labels
        self.inertia_ = fit.inertia
        self.n_iter_ = fit.n_iter
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.int32]:
        """Return the nearest cluster of every row, shape (n_samples,)."""
        check_is_fitted(self)
        rows = self._table(X, reset=False)
        if rows.dtype == np.float32:
            labels = labels_if_finite(rows, self.cluster_centers_)
            if labels is not None:
                return labels
        return nearest_labels(check_matrix(rows), self.cluster_centers_)

    def transform(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the distance of every row to every centre, shape (n_samples, n_clusters)."""
        rows = self._rows(X)
        columns = np.ascontiguousarray(rows.T)[:, None, :]
        squared, work = np.empty((2, len(self.cluster_centers_), len(rows)))
        squared_distances(columns, self.cluster_centers_, out=squared, work=work)
        return np.ascontiguousarray(np.sqrt(squared).T)

    def score(self, X: ArrayLike, y: Any = None, sample_weight: ArrayLike | None = None) -> float:
        """Return minus the inertia of `X` with these centres."""
        del y
        rows = self._rows(X)
        weights = check_weights(sample_weight, len(rows))
        _, squared = nearest(rows, self.cluster_centers_)
        return -exact_sum(squared if weights is None else squared * weights)

    @property
    def _n_features_out(self) -> int:
        """How many columns `transform` returns; `get_feature_names_out` asks for it."""
        return len(self.cluster_centers_)

    def _rows(self, X: ArrayLike) -> NDArray[np.floating]:
        check_is_fitted(self)
        return check_matrix(self._table(X, reset=False))

    def _table(self, X: ArrayLike, *, reset: bool) -> NDArray[np.floating]:
        if self._is_plain(X, reset=reset):
            self.n_features_in_ = X.shape[1]
            return X
        # that all numbers are finite is looked at once, and not here
        table: NDArray[np.floating] = validate_data(
            self, X, dtype=REALS, reset=reset, ensure_all_finite=False
        )
        return table

    def _is_plain(self, X: ArrayLike, *, reset: bool) -> TypeGuard[NDArray[np.floating]]:
        """Tell whether scikit-learn would hand an array on as it is, which takes it a while."""
        return (
            type(X) is np.ndarray
            and X.ndim == 2
            and X.dtype in REALS
            and X.size > 0
            and not hasattr(self, "feature_names_in_")
            and (reset or X.shape[1] == self.n_features_in_)
        )

    def _check_parameters(self) -> None:
        known = (
            callable(self.init)
            or not isinstance(self.init, str)
            or self.init in ("k-means++", "random")
        )
        if not known:
            raise UsageError(
                Problem(
                    "kmeans/init",
                    "init is not known.",
                    'Pass "k-means++", "random", a callable or an array.',
                )
            )
        if self.n_init != "auto" and (
            not isinstance(self.n_init, (int, np.integer)) or self.n_init < 1
        ):
            raise UsageError(
                Problem("kmeans/n-init", "n_init must be at least 1.", 'Pass n_init="auto".')
            )
        if self.max_iter < 1 or self.tol < 0:
            raise UsageError(
                Problem(
                    "kmeans/rest", "max_iter must be at least 1, tol at least 0.", "Leave both out."
                )
            )

    def _seed(self) -> int:
        """Return which random starts; making a RandomState of a number would take a while."""
        given = 0 if self.random_state is None else self.random_state
        if isinstance(given, int | np.integer) and 0 <= given < 2**32:
            return int(given)
        return int(check_random_state(given).randint(2**31))

    def _best(
        self,
        rows: NDArray[np.floating],
        weights: NDArray[np.float64] | None,
        keys: NDArray[np.uint64] | None,
        extent: Extent | None,
        *,
        k: int,
    ) -> KMeansFit:
        n_init = N_INIT if self.n_init == "auto" else int(self.n_init)
        seed = self._seed()
        tol = (
            self.tol * float(np.mean([moments(column).std ** 2 for column in rows.T]))
            if self.tol
            else 0.0
        )
        drawn = isinstance(self.init, str) and self.init == "k-means++"
        ready = prepare(rows, keys=keys, seed=seed, extent=extent, weights=weights, drawn=drawn)
        common: dict[str, Any] = {
            "seed": seed,
            "n_init": n_init,
            "max_iter": self.max_iter,
            "tol": tol,
        }
        if drawn:
            return divide(ready, k, init=None, **common)
        fits = [
            divide(ready, k, init=first[:k], **common)
            for first in self._first_centers(rows, keys, n_init=n_init, seed=seed)
        ]
        return min(fits, key=lambda fit: fit.inertia)

    def _first_centers(
        self,
        rows: NDArray[np.floating],
        keys: NDArray[np.uint64] | None,
        *,
        n_init: int,
        seed: int,
    ) -> Sequence[NDArray[np.floating]]:
        if keys is not None and isinstance(self.init, str):
            return [
                rows[
                    hash_sample(
                        keys,
                        min(self.n_clusters, len(rows)),
                        seed=seed,
                        stage="random start",
                        step=start,
                    )
                ]
                for start in range(n_init)
            ]
        if callable(self.init):
            random = check_random_state(0 if self.random_state is None else self.random_state)
            given = [self.init(rows, self.n_clusters, random_state=random) for _ in range(n_init)]
        else:
            given = [self.init]
        centers = [np.asarray(first, dtype=np.float64) for first in given]
        shape = (self.n_clusters, rows.shape[1])
        if any(first.shape != shape for first in centers):
            raise UsageError(
                Problem(
                    "kmeans/init", f"init must have the shape {shape}.", "Give one row per cluster."
                )
            )
        return centers


def _pulling(
    X: NDArray[np.floating], weights: NDArray[np.float64] | None
) -> tuple[NDArray[np.floating], NDArray[np.float64] | None]:
    """Return the rows that count; those given where all do."""
    if weights is None or all_count(weights):
        return X, weights
    return X[weights > 0], weights[weights > 0]


def _distinct(
    X: NDArray[np.floating], weights: NDArray[np.float64] | None
) -> tuple[
    NDArray[np.floating],
    NDArray[np.float64] | None,
    NDArray[np.uint64],
    NDArray[np.intp] | None,
]:
    """Return each distinct row once with its weight and key, in an order that hangs on content.

    So a row given three times and a row of weight 3 are the same thing, to the last bit. Last the
    places of the rows in `X`, where there are no weights and no row comes twice.
    """
    keys = content_keys(X)
    order = np.argsort(keys)
    ordered = keys.take(order)
    if weights is None and (ordered[1:] != ordered[:-1]).all():
        return X.take(order, axis=0), None, ordered, order
    # with copies in their order; that takes four times as long
    order = np.argsort(keys, kind="stable")
    rows, keys = X.take(order, axis=0), keys.take(order)
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    group = np.cumsum(new) - 1
    mass = np.ones(len(rows)) if weights is None else weights[order]
    total = group_sums(mass, group, int(group[-1]) + 1)
    pulling = total > 0
    return rows[new][pulling], total[pulling], keys[new][pulling], None
