"""Purchase days and segments in, the number that will show whether an action worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from personae.actions.campaigns.detect import detectable_difference

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.features.purchase_days import PurchaseDays

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
    known : int
        Its customers who were customers before the window began.
    bought : int
        Those of them who bought again within it.
    rise : float or None
        The smallest rise of that share which shows with one customer in ten held back, found with
        a probability of 80 % (`personae.actions.campaigns.detect`); None where none does.
    """

    segment: int
    known: int
    bought: int
    rise: float | None

    @property
    def rate(self) -> float | None:
        """The share who bought again; None where nobody was a customer before."""
        return self.bought / self.known if self.known else None


def yardsticks(days: PurchaseDays, labels: NDArray[np.int32]) -> tuple[Yardstick, ...]:
    """Return the yardstick of every segment: how many buy again within 30 days anyway.

    The last 30 days before the as-of date count, as in
    `personae.actions.campaigns.purchase_window`.

    Parameters
    ----------
    days : PurchaseDays
        The purchase days.
    labels : ndarray of int32, shape (n_customers,)
        The segment of each customer, counted from 0.

    Examples
    --------
    >>> import datetime as dt, pyarrow as pa
    >>> from personae.features.purchase_days import PurchaseDays, day_number
    >>> start = day_number(dt.date(2024, 1, 1))
    >>> days = PurchaseDays(
    ...     ids=pa.array(["ann", "bob", "cy"]),
    ...     as_of=dt.date(2024, 3, 1),
    ...     log_start=dt.date(2024, 1, 1),
    ...     customer=np.array([0, 0, 1, 2], dtype=np.int32),
    ...     day=np.array([start, start + 50, start + 5, start + 40], dtype=np.int32),
    ...     value=None,
    ... )
    >>> found = yardsticks(days, np.array([0, 0, 1], dtype=np.int32))
    >>> [(one.known, one.bought, one.rate) for one in found]
    [(2, 1, 0.5), (0, 0, None)]
    """
    begins = days.today - WINDOW
    recent = (days.day >= begins) & (days.day < days.today)
    back = np.bincount(days.customer[recent], minlength=days.n_customers) > 0
    known = days.first < begins
    n = int(labels.max()) + 1
    sizes = np.bincount(labels, minlength=n)
    counts = np.bincount(labels[known], minlength=n)
    bought = np.bincount(labels[known & back], minlength=n)
    return tuple(
        Yardstick(
            place + 1,
            int(counts[place]),
            int(bought[place]),
            _rise(int(sizes[place]), int(counts[place]), int(bought[place])),
        )
        for place in range(n)
    )


def _rise(size: int, known: int, bought: int) -> float | None:
    held_back = round(size * HOLDOUT)
    if not known:
        return None
    return detectable_difference(size - held_back, held_back, bought / known)
