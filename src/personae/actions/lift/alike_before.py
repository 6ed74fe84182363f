"""Spend before the send of two arms in, whether they were alike before anything was sent out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.actions.lift.amount_difference import amount_difference
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FARTHEST_APART", "RAREST_BY_CHANCE", "AlikeBefore", "alike_before"]

FARTHEST_APART = 0.1
"""Arms that a draw made seldom differ by more than a tenth of a standard deviation."""
RAREST_BY_CHANCE = 0.001


@dataclass(frozen=True)
class AlikeBefore:
    """What both arms spent before the send.

    Parameters
    ----------
    mean, control_mean : float
        Money per person (capped as `personae.actions.lift.spend_cap` says).
    median, control_median : float
        The spend of the person in the middle.
    standardised : float
        The difference of the means in standard deviations of one person.
    p : float
        How often a draw makes arms that lie so far apart.
    """

    mean: float
    control_mean: float
    median: float
    control_median: float
    standardised: float
    p: float

    @property
    def holds(self) -> bool:
        """Whether a draw can have made these arms."""
        return abs(self.standardised) <= FARTHEST_APART or self.p >= RAREST_BY_CHANCE


def alike_before(
    before: NDArray[np.float64], control_before: NDArray[np.float64]
) -> AlikeBefore | None:
    """Compare what two arms spent before the send.

    Parameters
    ----------
    before, control_before : ndarray of float
        Money of each person of the treatment and of the control arm.

    Returns
    -------
    AlikeBefore or None
        None where an arm has fewer than 2 people, or nobody differs from anybody.

    Examples
    --------
    >>> found = alike_before(np.arange(100.0) + 80, np.arange(100.0))
    >>> round(found.standardised, 2), found.holds
    (2.76, False)
    """
    if min(len(before), len(control_before)) < 2:
        return None
    spread = float(np.sqrt((before.var(ddof=1) + control_before.var(ddof=1)) / 2))
    if spread == 0:
        return None
    found = amount_difference(before, control_before)
    return AlikeBefore(
        mean=float(before.mean()),
        control_mean=float(control_before.mean()),
        median=float(np.median(before)),
        control_median=float(np.median(control_before)),
        standardised=float(found.estimate) / spread,
        p=float(found.p),
    )
