"""A log and its customers in, their purchase days out: up to now, and as known on an earlier day.

What was known earlier is reckoned anew from the lines up to that day: a return that came later
undoes nothing then.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from personae.data.cleaning.returns import settle_returns
from personae.dataclass import dataclass
from personae.engines.duckdb import quote_identifier
from personae.features.behaviour import KEPT, aggregate_customers, orders_of
from personae.features.day_flows import day_flows
from personae.features.figures import figures_of
from personae.features.log import sums_of
from personae.features.purchase_days import PurchaseDays, purchase_days
from personae.features.return_curve import return_curve

if TYPE_CHECKING:
    import pyarrow as pa

    from personae.data.cleaning.purchase_log import PurchaseLog
    from personae.data.customers import Customers
    from personae.features.day_flows import DayFlows
    from personae.features.return_curve import ReturnCurve

__all__ = ["SHORTEST_LOG", "History", "KnownThen", "history_of"]

SHORTEST_LOG = 120
"""Days that a log must hold to be cut in two: a first part to learn from and a second to test."""


@dataclass(frozen=True)
class KnownThen:
    """The customers of an earlier day.

    Parameters
    ----------
    days : PurchaseDays
        Their purchase days up to then; its `as_of` is the day.
    table : pyarrow.Table
        Their figures of then (recency, frequency, money, ...), one row per customer of `days.ids`.
    """

    days: PurchaseDays
    table: pa.Table = field(repr=False)


@dataclass(frozen=True)
class History:
    """When every customer bought.

    Parameters
    ----------
    days : PurchaseDays
        Up to the as-of date, for the customers of the customer table in its order; the whole log,
        also where features look back a window only.
    then : KnownThen or None
        What was known in the middle of the log; None where the log is shorter than
        `SHORTEST_LOG` days or nobody was a customer then.
    flows : DayFlows or None
        Money by the day on which it moved, for figures of any day as they were known then.
    """

    days: PurchaseDays
    then: KnownThen | None = None
    flows: DayFlows | None = None

    @cached_property
    def curve(self) -> ReturnCurve | None:
        """How the chance to return falls with silence; None where too few gaps are completed."""
        return return_curve(self.days)


def history_of(log: PurchaseLog, customers: Customers, *, window: int | None) -> History:
    """Return the purchase days of the customers of a log.

    Parameters
    ----------
    log : PurchaseLog
        The clean lines; they must still be at hand.
    customers : Customers
        What `personae.features.log.customers_of` made of it last.
    window : int or None
        The window that the customer table looks back.
    """
    as_of = customers.as_of or log.last_day + dt.timedelta(days=1)
    sums = sums_of(log)
    orders = orders_of(sums)
    if window is not None:
        orders = orders_of(_aggregated_until(log, as_of, into=f"{log.relation}_whole"))
    days = purchase_days(log, orders, customers.ids, sums=sums, as_of=as_of)
    flows = day_flows(log, as_of=as_of)
    if days.log_days < SHORTEST_LOG:
        return History(days, None, flows)
    # the last day of the first half, so that the other half begins with the day after it
    then = _known(log, log.first_day + dt.timedelta(days=days.log_days // 2 - 1))
    return History(days, then, flows)


def _aggregated_until(log: PurchaseLog, as_of: dt.date, *, into: str) -> str:
    """Write the aggregates of every customer from the lines up to a day."""
    lines = f"{into}_lines"
    log.engine.run(
        f"CREATE OR REPLACE VIEW {quote_identifier(lines)} AS SELECT * "
        f"FROM {quote_identifier(log.relation)} "
        f"WHERE CAST(bought_at AS DATE) <= DATE '{as_of.isoformat()}'"
    )
    return aggregate_customers(log, settle_returns(log, lines, into=f"{into}_settled"), into=into)


def _known(log: PurchaseLog, as_of: dt.date) -> KnownThen | None:
    sums = _aggregated_until(log, as_of, into=f"{log.relation}_then")
    figures = [figure for figure in figures_of(log, as_of=as_of) if not figure.counts_products]
    selected = ", ".join(f"{figure.sql} AS f{place}" for place, figure in enumerate(figures))
    table = log.engine.fetch(
        f"SELECT {log.shown('customer_id')}, {selected} FROM {quote_identifier(sums)} "
        f"WHERE {KEPT} ORDER BY customer_id"
    )
    if not table.num_rows:
        return None
    table = table.rename_columns(["customer_id", *(figure.column.name for figure in figures)])
    ids = table["customer_id"].combine_chunks()
    days = purchase_days(log, orders_of(sums), ids, sums=sums, as_of=as_of)
    return KnownThen(days, table.drop_columns(["customer_id"]))
