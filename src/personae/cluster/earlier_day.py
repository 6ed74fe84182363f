"""A fit and the same customers on an earlier day in, the share of each segment that was there out.

Noise says who stays when what is known of customers is a little wrong. That the same customers are
looked at a month earlier changes more, and all of it is real: purchases that were not made yet, and
others that had not yet left the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.assign import nearest_labels
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.cluster.evidence import KMeansFit

__all__ = ["EarlierDay", "compared_with"]


@dataclass(frozen=True)
class EarlierDay:
    """What became of each segment's members when all is counted back from an earlier day.

    Parameters
    ----------
    unchanged : tuple of float
        Per segment, the share of its members in the same segment on both days, among those who were
        customers on both; NaN where nobody was.
    known : tuple of int
        Per segment, how many of its members were customers on both days.
    """

    unchanged: tuple[float, ...]
    known: tuple[int, ...]


def compared_with(
    X: NDArray[np.float64], fit: KMeansFit, *, places: NDArray[np.int64]
) -> EarlierDay:
    """Compare everybody's segment of now with the one that the same centres give an earlier day.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        The customers of the earlier day, in the space of the fit.
    fit : KMeansFit
        The segments of now.
    places : ndarray of int64, shape (n_rows,)
        Where each row of `X` stands among the rows of the fit; -1 for those who are not there.

    Examples
    --------
    Of four customers now the second has come over from the other segment, and the fourth is new.

    >>> from personae.cluster.evidence import KMeansFit
    >>> centers, labels = np.array([[0.0], [10.0]]), np.array([0, 0, 1, 1], dtype=np.int32)
    >>> fit = KMeansFit(centers, labels, inertia=4.0, n_iter=1, converged=True)
    >>> compared_with(np.array([[1.0], [9.0], [11.0]]), fit, places=np.array([0, 1, 2]))
    EarlierDay(unchanged=(0.5, 1.0), known=(2, 1))
    """
    k = len(fit.centers)
    both = places >= 0
    now = np.asarray(fit.labels, dtype=np.int64)[places[both]]
    then = nearest_labels(X[both], fit.centers)
    known = np.bincount(now, minlength=k)
    stayed = np.bincount(now[now == then], minlength=k)
    shares = np.divide(stayed, known, out=np.full(k, np.nan), where=known > 0)
    return EarlierDay(tuple(shares.tolist()), tuple(known.tolist()))
