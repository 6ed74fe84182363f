"""Counts that chance would give in, how surprising the counts at hand are out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["benjamini_hochberg", "spread_of", "two_sided"]


def two_sided(count: ArrayLike, expected: ArrayLike, variance: ArrayLike) -> NDArray[np.float64]:
    """Return how often a sum of yes-or-no answers lies so far from what is expected, or farther.

    The sum of answers with different chances is nearly binomial with the same mean and variance
    (Ehm, W. (1991), Statistics and Probability Letters 11:7-16): with theta = 1 - variance / mean
    and n = mean / theta. The answer is twice the smaller tail, at most 1.

    Parameters
    ----------
    count : array-like of int
        The sums.
    expected, variance : array-like of float
        Their means and variances, 0 < variance < expected.

    Examples
    --------
    Nine of ten coins show heads; exactly, that or more extreme has the chance 22 / 1024.

    >>> round(float(two_sided(9, 5.0, 2.5)) * 1024, 6)
    22.0
    """
    from scipy import special

    k = np.asarray(count, dtype=np.float64)
    mean = np.asarray(expected, dtype=np.float64)
    chance = 1.0 - np.asarray(variance, dtype=np.float64) / mean
    n = mean / chance
    # the median is less than 1 away from the mean: beyond, it is plain which tail is the smaller
    high, low = (k > 0) & (k > mean - 1.0), (k < n) & (k < mean + 1.0)
    with np.errstate(invalid="ignore"):
        upper = special.betainc(k, n - k + 1, chance, out=np.ones(high.shape), where=high)
        lower = special.betainc(n - k, k + 1, 1.0 - chance, out=np.ones(low.shape), where=low)
    # beyond its largest value the approximation has no mass left
    upper = np.where(n - k + 1 <= 0, 0.0, upper)
    p: NDArray[np.float64] = np.minimum(2.0 * np.minimum(upper, lower), 1.0)
    return p


def benjamini_hochberg(p: ArrayLike) -> NDArray[np.float64]:
    """Return q-values: taking all answers up to q for true, a share q of them at most is chance.

    On average, and where the tests are independent or lean the same way (Benjamini, Y. and
    Hochberg, Y. (1995), Journal of the Royal Statistical Society B 57:289-300).

    Parameters
    ----------
    p : array-like of float
        One p-value per question.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03, 0.5]).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    values = np.asarray(p, dtype=np.float64)
    n = len(values)
    order = np.argsort(values, kind="stable")
    scaled = values[order] * n / np.arange(1, n + 1)
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted


def spread_of(ratio: ArrayLike, information: ArrayLike) -> float:
    """Return the variance of true ratios about 1, beyond that of chance.

    By moments (DerSimonian, R. and Laird, N. (1986), Controlled Clinical Trials 7:177-188), with
    the information as the weight w: (sum of w (ratio - 1)^2 - n) / sum of w, and 0 where that is
    negative.

    Parameters
    ----------
    ratio : array-like of float
        The ratios as they were found.
    information : array-like of float
        1 / variance that chance gives each.

    Examples
    --------
    >>> spread_of([1.5, 0.5], [40, 40])
    0.225
    """
    weight = np.asarray(information, dtype=np.float64)
    if not len(weight):
        return 0.0
    excess = weight * (np.asarray(ratio, dtype=np.float64) - 1.0) ** 2
    return max(float((excess.sum() - len(weight)) / weight.sum()), 0.0)
