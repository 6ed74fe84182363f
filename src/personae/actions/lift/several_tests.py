"""P-values and levels of one question in, those of several questions asked at once out.

Who asks six segments finds one that "worked" by chance in a quarter of all campaigns that did
nothing. Holm (1979), Scandinavian Journal of Statistics 6:65-70, for the p-values; Bonferroni for
the intervals, which are then true all at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["holm", "level_of_each"]


def holm(p: ArrayLike) -> NDArray[np.float64]:
    """Return the p-values as they count when all questions are asked together.

    Parameters
    ----------
    p : array-like of float
        One p-value per question.

    Returns
    -------
    ndarray of float
        In the same order, each at most 1. The chance that any question whose answer is "nothing"
        gets a value below 0.05 is at most 5 %.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    times = len(values) - np.arange(len(values))
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum(np.maximum.accumulate(values[order] * times), 1.0)
    return adjusted


def level_of_each(level: float, questions: int) -> float:
    """Return how sure each interval must be so that all of them hold at `level`.

    Examples
    --------
    >>> round(level_of_each(0.95, 5), 4)
    0.99
    """
    return 1 - (1 - level) / max(questions, 1)
