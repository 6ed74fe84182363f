"""A sum of squared deviations in, how often chance gives one as large out."""

from __future__ import annotations

import math

__all__ = ["chi_square_tail"]


def chi_square_tail(statistic: float, freedom: int) -> float:
    """Return the chance that a chi-square variable with whole degrees of freedom is larger.

    With y = statistic / 2 and a = freedom / 2 it is Q(a, y), and Q(a + 1, y) = Q(a, y) +
    y^a e^-y / Gamma(a + 1), from Q(1/2, y) = erfc(sqrt(y)) or Q(1, y) = e^-y on. Abramowitz and
    Stegun (1964), Handbook of Mathematical Functions, 26.4.4 and 26.4.5. scipy has it for any
    degrees of freedom; but to import that takes a tenth of a small run.

    Parameters
    ----------
    statistic : float
        0 or more.
    freedom : int
        At least 1.

    Examples
    --------
    >>> round(chi_square_tail(3.841459, 1), 6), round(chi_square_tail(18.307038, 10), 6)
    (0.05, 0.05)
    """
    y = statistic / 2.0
    if y <= 0.0:
        return 1.0
    a = 0.5 if freedom % 2 else 1.0
    terms = [math.erfc(math.sqrt(y)) if freedom % 2 else math.exp(-y)]
    while a < freedom / 2.0:
        terms.append(math.exp(a * math.log(y) - y - math.lgamma(a + 1.0)))
        a += 1.0
    return min(1.0, math.fsum(terms))
