"""A purchase log in, every customer's money by the day on which it moved out.

`PurchaseDays` knows of each purchase what was returned later, on any day. Here a return stands on
the day on which it came: so what is added up to a day holds nothing that was not known then.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from personae.dataclass import dataclass
from personae.engines.duckdb import quote_identifier
from personae.features.purchase_days import day_number

if TYPE_CHECKING:
    import datetime as dt

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.data.cleaning.purchase_log import PurchaseLog

__all__ = ["DayFlows", "day_flows"]


@dataclass(frozen=True)
class DayFlows:
    """What every customer of a log paid and got back on each day.

    Parameters
    ----------
    ids : pyarrow.Array of string
        Everybody with a line, sorted; also those of whose purchases nothing is left today.
    as_of : datetime.date
        The last day that counts.
    log_start : datetime.date
        The first day of the log.
    customer : ndarray of int32, shape (n_days,)
        The customer of each day as a place in `ids`; ascending.
    day : ndarray of int32, shape (n_days,)
        The day, counted from 1 January 1970; ascending within a customer.
    value : ndarray of float64, shape (n_days,), or None
        What was paid that day less what was given back that day; profit where a cost or a margin is
        known; None for a log without money.
    is_purchase : ndarray of bool, shape (n_days,)
        Whether more was paid than given back that day. It stays a day with a purchase if all of it
        is returned on a later one.
    """

    ids: pa.Array = field(repr=False)
    as_of: dt.date
    log_start: dt.date
    customer: NDArray[np.int32] = field(repr=False)
    day: NDArray[np.int32] = field(repr=False)
    value: NDArray[np.float64] | None = field(repr=False)
    is_purchase: NDArray[np.bool_] = field(repr=False)

    @property
    def today(self) -> int:
        """The as-of date as a day number."""
        return day_number(self.as_of)

    @property
    def log_days(self) -> int:
        """How many days the log looks back from the as-of date."""
        return (self.as_of - self.log_start).days


def day_flows(log: PurchaseLog, *, as_of: dt.date) -> DayFlows:
    """Return what every customer of a log paid and got back on each day up to the as-of date.

    Parameters
    ----------
    log : PurchaseLog
        The clean lines; they must still be at hand.
    as_of : datetime.date
        The last day that counts.
    """
    import numpy as np

    lines = quote_identifier(log.relation)
    until = f"CAST(bought_at AS DATE) <= DATE '{as_of.isoformat()}'"
    ids = log.engine.fetch(
        f"SELECT {log.shown('customer_id')} AS id FROM "
        f"(SELECT DISTINCT customer_id FROM {lines} WHERE {until}) ORDER BY customer_id"
    )
    cost = " - sum(coalesce(cost, 0))" if log.has("cost") else ""
    money = f"CAST(sum(gross) - sum(returned){cost} AS DOUBLE)"
    if not log.has("cost") and log.plan.margin is not None:
        money += f" * CAST({log.plan.margin!r} AS DOUBLE)"
    bought = "sum(gross) > sum(returned)" if log.has_money else "bool_or(NOT is_return)"
    table = log.engine.fetch(
        f"""
        SELECT CAST(dense_rank() OVER (ORDER BY customer_id) - 1 AS INTEGER) AS customer,
            day - DATE '1970-01-01' AS day, value, bought
        FROM (
            SELECT customer_id, CAST(bought_at AS DATE) AS day,
                {money if log.has_money else "NULL"} AS value, {bought} AS bought
            FROM {lines} WHERE {until} GROUP BY customer_id, day)
        ORDER BY customer, day
        """
    )
    return DayFlows(
        ids=ids["id"].combine_chunks(),
        as_of=as_of,
        log_start=log.first_day,
        customer=table["customer"].to_numpy().astype(np.int32),
        day=table["day"].to_numpy().astype(np.int32),
        value=table["value"].to_numpy().astype(np.float64) if log.has_money else None,
        is_purchase=table["bought"].to_numpy(zero_copy_only=False).astype(bool),
    )
