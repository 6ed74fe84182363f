"""Counts in, intervals that hold the truth in 95 of 100 cases out."""

from __future__ import annotations

import math

__all__ = ["Z95", "wilson_interval"]

Z95 = 1.959963984540054
"""Between minus and plus this many standard errors lie 95 % of a normal distribution."""


def wilson_interval(count: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a rate after Wilson (1927).

    It stays inside 0 and 1 and is honest for small segments, where count / n plus or minus two
    standard errors is not.

    Examples
    --------
    >>> [round(bound, 4) for bound in wilson_interval(8, 10)]
    [0.4902, 0.9433]
    >>> [round(bound, 4) for bound in wilson_interval(0, 10)]
    [0.0, 0.2775]
    """
    if n == 0:
        return 0.0, 1.0
    rate, z2 = count / n, Z95 * Z95
    middle = (rate + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(rate * (1 - rate) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return (
        0.0 if count == 0 else max(0.0, middle - half),
        1.0 if count == n else min(1.0, middle + half),
    )
