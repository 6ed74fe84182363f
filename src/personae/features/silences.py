"""Purchase days in, silences out: every gap between two purchases, and the one that still lasts."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from personae.dataclass import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from personae.features.purchase_days import PurchaseDays

__all__ = ["Silences", "silences_of"]


@dataclass(frozen=True)
class Silences:
    """A silence begins with every purchase day and ends with the customer's next one.

    The latest of each customer has not ended yet: it is known to have lasted so long, and no more
    (a censored observation). All arrays have one entry per purchase day.

    Parameters
    ----------
    customer : ndarray of int32
        The customer as a place in `PurchaseDays.ids`; ascending.
    length : ndarray of int64
        Whole days without a purchase, from one purchase day to the next: 1 or more where it ended;
        to the last day that was watched where it did not, 0 or more.
    ended : ndarray of bool
        Whether another purchase ended it.
    nth : ndarray of int64
        How many purchase days the customer had when it began, 1 or more.
    """

    customer: NDArray[np.int32] = field(repr=False)
    length: NDArray[np.int64] = field(repr=False)
    ended: NDArray[np.bool_] = field(repr=False)
    nth: NDArray[np.int64] = field(repr=False)

    @property
    def gaps(self) -> NDArray[np.int64]:
        """The lengths of those that ended."""
        gaps: NDArray[np.int64] = self.length[self.ended]
        return gaps

    def after(self, nth: int) -> Silences:
        """Return the silences that began with the customer's n-th purchase day."""
        of = self.nth == nth
        return Silences(self.customer[of], self.length[of], self.ended[of], self.nth[of])


def silences_of(days: PurchaseDays) -> Silences:
    """Return every silence of a purchase log.

    The last day that was watched is the one before the as-of date, or the last day with a
    purchase where that is later.

    Parameters
    ----------
    days : PurchaseDays
        When every customer bought.

    Examples
    --------
    >>> import datetime as dt
    >>> import numpy as np, pyarrow as pa
    >>> from personae.features.purchase_days import PurchaseDays
    >>> days = PurchaseDays(
    ...     pa.array(["ann", "bob"]), dt.date(1970, 2, 1), dt.date(1970, 1, 1),
    ...     customer=np.array([0, 0, 1]), day=np.array([0, 10, 25]), value=None)
    >>> found = silences_of(days)
    >>> found.length.tolist(), found.ended.tolist(), found.nth.tolist()
    ([10, 20, 5], [True, False, False], [1, 2, 1])
    """
    import numpy as np

    day = days.day.astype(np.int64)
    ended = np.ones(len(day), dtype=bool)
    ended[days.ends - 1] = False
    watched = max(days.today - 1, int(day.max(initial=days.today - 1)))
    following = np.append(day[1:], watched)
    begins = days.ends - days.counts
    return Silences(
        customer=days.customer,
        length=np.where(ended, following, watched) - day,
        ended=ended,
        nth=np.arange(len(day)) - begins[days.customer] + 1,
    )
