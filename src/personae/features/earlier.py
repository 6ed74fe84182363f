"""A purchase log and its customers of now in, the customers of 30 days earlier out.

What a segment is made of changes with the day that everything is counted back from. A window moves
with that day: so both days look back equally far, and figures that grow with time stay comparable.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import field
from typing import TYPE_CHECKING

from personae.data.schema import Finding
from personae.dataclass import dataclass
from personae.errors import NotEnoughDataError
from personae.features.log import customers_of
from personae.stats.places import places_of

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.data.cleaning.purchase_log import PurchaseLog
    from personae.data.customers import Customers

__all__ = ["DAYS_BACK", "EarlierCustomers", "customers_before", "not_asked"]

DAYS_BACK = 30


@dataclass(frozen=True)
class EarlierCustomers:
    """Who was a customer on an earlier day, and what was known of them then.

    Parameters
    ----------
    as_of : datetime.date
        The day.
    table : pyarrow.Table
        The columns of the customer table, as of then; one row per customer of then.
    places : ndarray of int64, shape (n_rows,)
        The row of the same customer in the table of now; -1 for those who are none any more.
    """

    as_of: dt.date
    table: pa.Table = field(repr=False)
    places: NDArray[np.int64] = field(repr=False)


def customers_before(
    log: PurchaseLog, now: Customers, *, window: int | None
) -> EarlierCustomers | None:
    """Return the customers of a log as they were 30 days before the as-of date.

    Later purchases and returns are unknown then, and the window is as long as now.

    Parameters
    ----------
    log : PurchaseLog
        The clean lines; they must still be at hand.
    now : Customers
        What `personae.features.log.customers_of` made of it.
    window : int or None
        Days to look back.

    Returns
    -------
    EarlierCustomers or None
        None without a window, where the log does not hold the whole window of then, or where nobody
        was a customer on both days.
    """
    if window is None or now.as_of is None or _longest_window(log, now.as_of) < window:
        return None
    as_of = now.as_of - dt.timedelta(days=DAYS_BACK)
    try:
        then = customers_of(log, as_of=as_of, window=window)
    except NotEnoughDataError:
        return None
    places = places_of(then.ids, now.ids)
    return EarlierCustomers(as_of, then.table, places) if (places >= 0).any() else None


def not_asked(log: PurchaseLog, as_of: dt.date, *, window: int) -> Finding:
    """Say why `customers_before` found nothing to compare the customers of now with."""
    longest = _longest_window(log, as_of)
    why, fix = "nobody was a customer on both days", ""
    if longest < window:
        why = f"the log does not hold all {window} days before that date"
        fix = f"A --window of {longest} days or less leaves room for it." if longest > 0 else ""
    return Finding(
        "trust/no earlier day",
        "note",
        f"Who stays in a segment when the as-of date moves back {DAYS_BACK} days was not asked: "
        f"{why}. It was asked who stays when every figure moves a little.",
        fix=fix,
    )


def _longest_window(log: PurchaseLog, as_of: dt.date) -> int:
    return (as_of - log.first_day).days - DAYS_BACK
