"""Amounts in, their logarithm in a unit of their own out; and the way back.

ln(1 + x) bends amounts far above 1 and leaves those far below 1 straight. So the same money would
be bent differently in cents and in thousands. ln(1 + x / m), with m the middle one of the amounts
above 0, bends where the customers are, whatever the amounts are counted in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["amounts_of", "logarithm", "own_unit"]


def logarithm(values: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    """Return ln(1 + x / unit); training, scoring and names that are kept all go through here.

    Parameters
    ----------
    values : ndarray
        Amounts above -unit.
    unit : float
        What counts as one, above 0; 1 for the plain ln(1 + x).

    Examples
    --------
    >>> logarithm(np.array([0.0, 300.0]), 100.0).round(4).tolist()
    [0.0, 1.3863]
    """
    # ln(1 + x) and not log1p: what every export can write, to the last bit but one.
    bent: NDArray[np.float64] = np.log(1.0 + values / unit)
    return bent


def amounts_of(logs: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    """Return the amounts that have these logarithms.

    Examples
    --------
    >>> amounts_of(logarithm(np.array([0.0, 300.0]), 100.0), 100.0).round(9).tolist()
    [0.0, 300.0]
    """
    amounts: NDArray[np.float64] = np.expm1(logs) * unit
    return amounts


def own_unit(values: NDArray[np.float64]) -> float:
    """Return the median of the values above 0; 1 where there is none.

    Examples
    --------
    >>> own_unit(np.array([0.0, 0.0, 30.0, 10.0, 20.0])), own_unit(np.array([0.0, -3.0]))
    (20.0, 1.0)
    """
    positive = values[values > 0]
    return float(np.median(positive)) if len(positive) else 1.0
