"""Differences of several segments in, whether they differ from one another out.

Cochran (1954), Biometrics 10:101-129.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Heterogeneity", "heterogeneity"]


@dataclass(frozen=True)
class Heterogeneity:
    """Cochran's Q: how far segments lie from their common effect.

    Parameters
    ----------
    q : float
        The sum of squared distances from the common effect, each in its own standard errors.
    freedom : int
        Segments minus 1; what `q` is on average where all segments have one effect.
    p : float
        How often chance alone gives such a `q`.
    """

    q: float
    freedom: int
    p: float


def heterogeneity(estimates: ArrayLike, errors: ArrayLike) -> Heterogeneity:
    """Test whether several segments have one and the same effect.

    Parameters
    ----------
    estimates, errors : array-like of float
        The difference of each segment, and its standard error (above 0).

    Returns
    -------
    Heterogeneity
        Where its p is small, the segments differ; else they must not be ranked.

    Notes
    -----
    Q = sum w (d - D)^2 with w = 1/se^2 and D = sum w d / sum w, read in chi-square.

    Examples
    --------
    >>> found = heterogeneity([0.01, 0.03], [0.01, 0.01])
    >>> round(found.q, 3), found.freedom, round(found.p, 3)
    (2.0, 1, 0.157)
    """
    from scipy import stats

    effect = np.asarray(estimates, dtype=np.float64)
    weight = 1 / np.asarray(errors, dtype=np.float64) ** 2
    common = (weight * effect).sum() / weight.sum()
    q = float((weight * (effect - common) ** 2).sum())
    freedom = len(effect) - 1
    return Heterogeneity(q, freedom, float(stats.chi2.sf(q, freedom)))
