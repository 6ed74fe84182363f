"""Purchase days in, what the purchase models ask of each customer out: x, t_x, T and spending."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.features.purchase_days import PurchaseDays

__all__ = ["RepeatHistory", "repeat_history"]


@dataclass(frozen=True)
class RepeatHistory:
    """Every customer's repeat purchases, as Fader, Hardie and Lee (2005) sum them up.

    Parameters
    ----------
    x : ndarray of float64, shape (n_customers,)
        Repeat purchase days: all purchase days but the first. This is not the ``frequency`` of
        the customer table, which counts orders and counts the first one.
    t_x : ndarray of float64, shape (n_customers,)
        Days from the first to the latest purchase; 0 for one-time buyers.
    T : ndarray of float64, shape (n_customers,)
        Days from the first purchase to the day on which everything is looked at.
    paid_days : ndarray of float64, shape (n_customers,), or None
        Repeat purchase days on which more than nothing was paid; None without money.
    mean_value : ndarray of float64, shape (n_customers,), or None
        Mean money of these days; 0 where there is none.
    """

    x: NDArray[np.float64] = field(repr=False)
    t_x: NDArray[np.float64] = field(repr=False)
    T: NDArray[np.float64] = field(repr=False)
    paid_days: NDArray[np.float64] | None = field(default=None, repr=False)
    mean_value: NDArray[np.float64] | None = field(default=None, repr=False)

    @property
    def n_customers(self) -> int:
        """How many customers there are."""
        return len(self.x)

    @cached_property
    def pairs(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
        """The different pairs of x and T, and which of them each customer has.

        Expectations hang on these two and on the chance to be still there: there are some ten
        thousand pairs among a million customers.
        """
        if not self.n_customers:
            return self.x, self.T, np.zeros(0, dtype=np.int64)
        both = self.x * (self.T.max() + 1.0) + self.T
        _, first, place = np.unique(both, return_index=True, return_inverse=True)
        return self.x[first], self.T[first], place


def repeat_history(days: PurchaseDays) -> RepeatHistory:
    """Return x, t_x, T and the mean value of repeat days of every customer.

    Time stays in days: put together to weeks, several purchases become one and the parameters
    change (Fader and Hardie, "Notes on the CDNOW master data set").

    Parameters
    ----------
    days : PurchaseDays
        Purchase days, up to their as-of date.

    Examples
    --------
    >>> import datetime as dt, pyarrow as pa
    >>> from personae.features.purchase_days import PurchaseDays, day_number
    >>> start = day_number(dt.date(2024, 1, 1))
    >>> log = PurchaseDays(
    ...     ids=pa.array(["ann", "bob"]),
    ...     as_of=dt.date(2024, 3, 1),
    ...     log_start=dt.date(2024, 1, 1),
    ...     customer=np.array([0, 0, 0, 1], dtype=np.int32),
    ...     day=np.array([start, start + 10, start + 30, start + 5], dtype=np.int32),
    ...     value=np.array([50.0, 10.0, 20.0, 9.0]),
    ... )
    >>> history = repeat_history(log)
    >>> history.x.tolist(), history.t_x.tolist(), history.T.tolist()
    ([2.0, 0.0], [30.0, 0.0], [60.0, 55.0])
    >>> history.mean_value.tolist()
    [15.0, 0.0]
    """
    first, last = days.first.astype(np.float64), days.last.astype(np.float64)
    paid_days = mean_value = None
    if days.value is not None:
        counted = (days.value > 0.0) & ~days.is_first
        who, n = days.customer[counted], days.n_customers
        paid_days = np.bincount(who, minlength=n).astype(np.float64)
        total = np.bincount(who, weights=days.value[counted], minlength=n)
        mean_value = total / np.maximum(paid_days, 1.0)
    return RepeatHistory(
        x=(days.counts - 1).astype(np.float64),
        t_x=last - first,
        T=days.today - first,
        paid_days=paid_days,
        mean_value=mean_value,
    )
