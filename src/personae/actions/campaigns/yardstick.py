"""Purchase days and segments in, the number that will show whether an action worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.actions.campaigns.bought_again import BoughtAgain, bought_again
from personae.actions.campaigns.detect import detectable_difference
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from personae.features.purchase_days import PurchaseDays
    from personae.features.space import FeatureSpace

__all__ = ["HOLDOUT", "WINDOW", "Yardstick", "yardsticks"]

WINDOW = 30
"""Days in which an action shall show; what `personae campaign` takes without being told."""
HOLDOUT = 0.1
"""The share that is held back, likewise."""


@dataclass(frozen=True)
class Yardstick:
    """What a segment does without any action, and the smallest rise over it that can be seen.

    Parameters
    ----------
    segment : int
        The segment.
    before : BoughtAgain
        Who was in it when the last 30 days began, and who of them bought again.
    rise : float or None
        The smallest rise of that share which shows with one in ten of its customers of now held
        back, found with a probability of 80 % (`personae.actions.campaigns.detect`); None where
        none does, or nobody was in it.
    """

    segment: int
    before: BoughtAgain
    rise: float | None


def yardsticks(
    days: PurchaseDays,
    labels: NDArray[np.int32],
    *,
    space: FeatureSpace,
    centers: NDArray[np.float64],
    window: int | None = None,
    numbers: Sequence[int] = (),
) -> tuple[Yardstick, ...]:
    """Return the yardstick of every segment: how many buy again within 30 days anyway.

    Parameters
    ----------
    days : PurchaseDays
        The purchase days.
    labels : ndarray of int32, shape (n_customers,)
        The segment of each customer, counted from 0.
    space : FeatureSpace
        The space of the segments.
    centers : ndarray, shape (n_segments, n_axes)
        Their centres.
    window : int, optional
        How far the features look back.
    numbers : sequence of int
        The number of every segment; 1, 2, ... unless said otherwise.

    Returns
    -------
    tuple of Yardstick
        One for each segment; empty where what they were before cannot be told.

    Examples
    --------
    Ann and Bob were the frequent and the rare one a month ago; Cy is new.

    >>> import datetime as dt, pyarrow as pa
    >>> from personae.features.purchase_days import PurchaseDays
    >>> from personae.features.space import FeatureSpace
    >>> from personae.features.step import SpaceStep
    >>> days = PurchaseDays(
    ...     pa.array(["ann", "bob", "cy"]), dt.date(1970, 3, 2), dt.date(1970, 1, 1),
    ...     customer=np.array([0, 0, 0, 1, 2]), day=np.array([0, 9, 40, 5, 50]), value=None)
    >>> step = SpaceStep("frequency", None, 0.0, None, None, False, 0.0, 1.0, 1.0, "", 0.0, 9.0)
    >>> labels, centers = np.array([0, 1, 1], dtype=np.int32), np.array([[3.0], [1.0]])
    >>> found = yardsticks(days, labels, space=FeatureSpace("raw", (step,)), centers=centers)
    >>> [(one.before.bought, one.before.known) for one in found]
    [(1, 1), (0, 1)]
    """
    before = bought_again(days, space, centers, length=WINDOW, window=window)
    sizes = np.bincount(labels, minlength=len(centers))
    return tuple(
        Yardstick(number, one, _rise(int(size), one))
        for number, size, one in zip(
            numbers or range(1, len(centers) + 1), sizes, before or (), strict=False
        )
    )


def _rise(size: int, before: BoughtAgain) -> float | None:
    held_back = round(size * HOLDOUT)
    if before.rate is None:
        return None
    return detectable_difference(size - held_back, held_back, before.rate)
