"""The feature space in, points for the 2D and 3D maps out: its principal components."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.profile.segment import SegmentMap
from personae.profile.wording import enumerate_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MAX_POINTS", "principal_axes", "segment_map"]

MAX_POINTS = 5_000
"""Above so many customers the map shows a hash sample."""
_N_AXES = 3


def principal_axes(X: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the directions in which the customers vary most, and their share of the variance.

    Each direction points to where its strongest feature grows, so that the same data never
    give a mirrored map. Where there are fewer than three features, the rest are zeros.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        The feature space.

    Returns
    -------
    loadings : ndarray, shape (3, n_features)
        Unit vectors, or zeros.
    explained : ndarray, shape (3,)
        Shares of the variance, falling.

    Examples
    --------
    >>> loadings, explained = principal_axes(np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 4.0]]))
    >>> loadings[0].round(3), explained.round(6)
    (array([0.447, 0.894]), array([1., 0., 0.]))
    """
    n_features = X.shape[1]
    centred = X - X.mean(axis=0)
    variances, vectors = np.linalg.eigh(centred.T @ centred / len(X))
    order = np.argsort(-variances, kind="stable")[:_N_AXES]
    loadings = np.zeros((_N_AXES, n_features))
    explained = np.zeros(_N_AXES)
    loadings[: len(order)] = vectors[:, order].T
    total = float(np.maximum(variances, 0.0).sum())
    if total > 0.0:
        explained[: len(order)] = np.maximum(variances[order], 0.0) / total
    # ties in size go to the first feature; the slack keeps rounding from choosing
    strongest = (np.abs(loadings) >= np.abs(loadings).max(axis=1, keepdims=True) - 1e-9).argmax(
        axis=1
    )
    signs = np.sign(loadings[np.arange(_N_AXES), strongest])
    return loadings * np.where(signs == 0.0, 1.0, signs)[:, None], explained


def segment_map(
    X: NDArray[np.float64],
    labels: NDArray[np.int64],
    centers: NDArray[np.float64],
    *,
    names: list[str],
    keys: NDArray[np.uint64] | None,
) -> SegmentMap:
    """Lay the customers out on up to three principal components.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        The feature space.
    labels : ndarray, shape (n_rows,)
        The segment of every row, counted from 0.
    centers : ndarray, shape (k, n_features)
        The centres of the segments.
    names : list of str
        A short label for every feature.
    keys : ndarray of uint64, optional
        A hash of every customer's id; those with the smallest are shown. Needed above 5,000.
    """
    import pyarrow as pa

    loadings, explained = principal_axes(X)
    middle = X.mean(axis=0)
    shown = np.arange(len(X))
    if len(X) > MAX_POINTS and keys is not None:
        shown = np.sort(np.lexsort((shown, keys))[:MAX_POINTS])
    points = (X[shown] - middle) @ loadings.T
    placed = (centers - middle) @ loadings.T
    return SegmentMap(
        points=pa.table(
            {
                "x": points[:, 0],
                "y": points[:, 1],
                "z": points[:, 2],
                "segment": (labels[shown] + 1).astype(np.int32),
            }
        ),
        centers=tuple((float(x), float(y), float(z)) for x, y, z in placed),
        explained=(float(explained[0]), float(explained[1]), float(explained[2])),
        axes=(
            _in_words(loadings[0], names),
            _in_words(loadings[1], names),
            _in_words(loadings[2], names),
        ),
        n_customers=len(X),
        sampled=len(shown) < len(X),
    )


def _in_words(loading: NDArray[np.float64], names: list[str]) -> str:
    sizes = np.abs(loading)
    if not sizes.max():
        return ""
    strong = [
        i for i in np.argsort(-np.round(sizes, 9), kind="stable") if sizes[i] >= 0.5 * sizes.max()
    ]
    return enumerate_words(
        [f"{'more' if loading[i] > 0 else 'less'} {names[i]}" for i in strong[:3]]
    )
