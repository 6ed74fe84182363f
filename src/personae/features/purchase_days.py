"""Settled orders in, the days on which each customer bought something that stands out."""

from __future__ import annotations

import datetime as dt
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from personae.dataclass import dataclass
from personae.engines.base import Aggregate
from personae.engines.duckdb import quote_identifier
from personae.features.behaviour import KEPT, STANDING_ORDER

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.data.cleaning.purchase_log import PurchaseLog

__all__ = ["PurchaseDays", "date_of", "day_number", "purchase_days"]

_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class PurchaseDays:
    """Every day on which a customer placed an order that stands, and what stands of it.

    Several orders of one day are one purchase day. A day is a number here: days since
    1 January 1970, as `numpy.datetime64` and Arrow's ``date32`` count them.

    Parameters
    ----------
    ids : pyarrow.Array of string
        The customers, sorted; each has a day or more.
    as_of : datetime.date
        The day from which silence counts.
    log_start : datetime.date
        The first day of the log.
    customer : ndarray of int32, shape (n_days,)
        The customer of each day as a place in `ids`; ascending.
    day : ndarray of int32, shape (n_days,)
        The day; ascending within a customer.
    value : ndarray of float64, shape (n_days,), or None
        Money of the day without what was returned later, as far as the log knows which purchase a
        return undoes; profit where a cost or margin is known; None for a log without money.
    orders : ndarray of int32, shape (n_days,), or None
        How many orders of the day stand; None: one.
    """

    ids: pa.Array = field(repr=False)
    as_of: dt.date
    log_start: dt.date
    customer: NDArray[np.int32] = field(repr=False)
    day: NDArray[np.int32] = field(repr=False)
    value: NDArray[np.float64] | None = field(repr=False)
    orders: NDArray[np.int32] | None = field(default=None, repr=False)

    @property
    def n_customers(self) -> int:
        """How many customers there are."""
        return len(self.ids)

    @property
    def today(self) -> int:
        """The as-of date as a day number."""
        return day_number(self.as_of)

    @property
    def log_days(self) -> int:
        """How many days the log looks back from the as-of date."""
        return (self.as_of - self.log_start).days

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How many purchase days each customer has, shape (n_customers,); 1 or more."""
        import numpy as np

        return np.bincount(self.customer, minlength=self.n_customers)

    @cached_property
    def ends(self) -> NDArray[np.int64]:
        """Where the next customer's days begin, shape (n_customers,)."""
        import numpy as np

        ends: NDArray[np.int64] = np.cumsum(self.counts)
        return ends

    @property
    def first(self) -> NDArray[np.int32]:
        """Each customer's first purchase day, shape (n_customers,)."""
        first: NDArray[np.int32] = self.day[self.ends - self.counts]
        return first

    @property
    def last(self) -> NDArray[np.int32]:
        """Each customer's latest purchase day, shape (n_customers,)."""
        last: NDArray[np.int32] = self.day[self.ends - 1]
        return last

    @property
    def is_first(self) -> NDArray[np.bool_]:
        """Which of the days are a customer's first, shape (n_days,)."""
        import numpy as np

        first = np.zeros(len(self.day), dtype=bool)
        first[self.ends - self.counts] = True
        return first

    def to_table(self) -> pa.Table:
        """Return one row per purchase day, sorted by id and day.

        This is what `purchase_days.parquet` holds: columns ``id`` (string), ``day``
        (date32), ``value`` (float64, null without money) and ``orders`` (int32).
        """
        import pyarrow as pa

        n = len(self.day)
        return pa.table(
            {
                "id": self.ids.take(pa.array(self.customer)),
                "day": pa.array(self.day, pa.int32()).cast(pa.date32()),
                "value": pa.nulls(n, pa.float64()) if self.value is None else pa.array(self.value),
                "orders": pa.array([1] * n if self.orders is None else self.orders, pa.int32()),
            }
        )

    @classmethod
    def from_table(cls, table: pa.Table, *, as_of: dt.date) -> PurchaseDays:
        """Return what `to_table` was made of; the log starts with the first day in it."""
        import numpy as np
        import pyarrow.compute as pc

        table = table.sort_by([("id", "ascending"), ("day", "ascending")])
        ids = pc.unique(table["id"])
        customer = pc.index_in(table["id"], value_set=ids).to_numpy().astype(np.int32)
        value = table["value"]
        day = table["day"].cast("int32").to_numpy().astype(np.int32)
        return cls(
            ids=ids,
            as_of=as_of,
            log_start=date_of(int(day.min(initial=day_number(as_of)))),
            customer=customer,
            day=day,
            value=None if value.null_count == len(value) else value.to_numpy().astype(np.float64),
            orders=table["orders"].to_numpy().astype(np.int32),
        )


def day_number(day: dt.date) -> int:
    """Return a date as days since 1 January 1970.

    Examples
    --------
    >>> day_number(dt.date(1970, 2, 1))
    31
    """
    return (day - _EPOCH).days


def date_of(number: int) -> dt.date:
    """Return the date that so many days since 1 January 1970 are.

    Examples
    --------
    >>> date_of(31)
    datetime.date(1970, 2, 1)
    """
    return _EPOCH + dt.timedelta(days=number)


def purchase_days(
    log: PurchaseLog, orders: str, ids: pa.Array, *, sums: str, as_of: dt.date
) -> PurchaseDays:
    """Return the purchase days of the customers of a log.

    Parameters
    ----------
    log : PurchaseLog
        The log.
    orders : str
        Its orders, as `personae.features.behaviour.aggregate_customers` wrote them; they may reach
        further back than a window does.
    ids : pyarrow.Array of string
        The ids of the customers who have something left, sorted.
    sums : str
        The aggregates of these customers.
    as_of : datetime.date
        The day from which silence counts.
    """
    import numpy as np

    days = _grouped(log, orders, into=f"{orders}_days")
    table = log.engine.fetch(
        f"""
        SELECT CAST(place - 1 AS INTEGER) AS customer, day - DATE '1970-01-01' AS day,
            {_money_sql(log)} AS value, CAST(orders AS INTEGER) AS orders
        FROM {quote_identifier(days)} JOIN (
            SELECT customer_id, row_number() OVER (ORDER BY customer_id) AS place
            FROM {quote_identifier(sums)} WHERE {KEPT}) USING (customer_id)
        ORDER BY customer, day
        """
    )
    return PurchaseDays(
        ids=ids,
        as_of=as_of,
        log_start=log.first_day,
        customer=table["customer"].to_numpy().astype(np.int32),
        day=table["day"].to_numpy().astype(np.int32),
        value=table["value"].to_numpy().astype(np.float64) if log.has_money else None,
        orders=table["orders"].to_numpy().astype(np.int32),
    )


def _grouped(log: PurchaseLog, orders: str, *, into: str) -> str:
    standing = f"{orders}_standing"
    log.engine.run(
        f"CREATE OR REPLACE VIEW {quote_identifier(standing)} AS SELECT *, "
        f"CAST(first_at AS DATE) AS day FROM {quote_identifier(orders)} WHERE {STANDING_ORDER}"
    )
    sums = [Aggregate("orders", "count"), Aggregate("kept", "sum", "kept")]
    if log.has("cost"):
        sums.append(Aggregate("kept_cost", "sum", "kept_cost"))
    return log.engine.group(standing, "customer_id, day", tuple(sums), into=into)


def _money_sql(log: PurchaseLog) -> str:
    """Return the money of a day: profit where a cost or a margin is known."""
    if log.has("cost"):
        return "CAST(kept - kept_cost AS DOUBLE)"
    if log.plan.margin is not None:
        return f"CAST(kept AS DOUBLE) * CAST({log.plan.margin!r} AS DOUBLE)"
    return "CAST(kept AS DOUBLE)"
