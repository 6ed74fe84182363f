"""Amounts of many people in, the amount above which nothing more is counted out.

A single customer who happens to spend a thousand times the usual decides the mean of a small arm.
The largest amounts are therefore counted as the next smaller one (winsorised): chosen from both
arms together, so that neither is favoured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CAPPED_SHARE", "SpendCap", "spend_cap"]

CAPPED_SHARE = 0.01
"""The share of buyers whose amounts are capped."""


@dataclass(frozen=True)
class SpendCap:
    """The most that is counted of one person.

    Parameters
    ----------
    most : float
        In money; infinite where nobody is capped.
    people : int
        How many spent more than that.
    money : float
        What of their money is not counted.
    """

    most: float
    people: int
    money: float


def spend_cap(amounts: NDArray[np.float64], *, share: float = CAPPED_SHARE) -> SpendCap:
    """Find the amount that all but the largest buyers stay below.

    Parameters
    ----------
    amounts : ndarray of float
        Money of everybody in both arms; 0 or less for those who bought nothing.
    share : float
        The share of the buyers to cap, rounded down.

    Returns
    -------
    SpendCap
        Its `most` is the largest amount among those who are not capped.

    Examples
    --------
    >>> spend_cap(np.array([0.0, 1.0, 2.0, 3.0, 500.0]), share=0.25)
    SpendCap(most=3.0, people=1, money=497.0)
    """
    bought = amounts[amounts > 0]
    capped = int(len(bought) * share)
    if capped == 0:
        return SpendCap(float("inf"), 0, 0.0)
    most = float(np.partition(bought, len(bought) - capped - 1)[len(bought) - capped - 1])
    above = np.sort(bought[bought > most])
    return SpendCap(most, len(above), float((above - most).sum()))
