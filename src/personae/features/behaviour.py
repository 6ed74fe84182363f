"""Lines of a log in, one row of exact figures per customer out: counts, dates and money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.source import Column
from personae.data.values import missing_sql
from personae.engines.base import Aggregate
from personae.engines.duckdb import quote_identifier, quote_literal

if TYPE_CHECKING:
    from personae.data.cleaning.purchase_log import PurchaseLog

__all__ = [
    "KEPT",
    "STANDING_ORDER",
    "aggregate_customers",
    "count_products",
    "favourite_values",
    "kept_sql",
    "orders_of",
]

STANDING_ORDER = "(goods_left > 0 OR (paid_goods = 0 AND charges_left > 0))"
"""What must hold of an order's aggregates for it to count."""
KEPT = "frequency > 0 AND gross > returned"
"""What must hold of a customer's aggregates: an order stands, and something was paid for good."""


def aggregate_customers(log: PurchaseLog, relation: str, *, into: str) -> str:
    """Write the figures of every customer from settled lines.

    An order stands if goods of it are left; one that never had goods (only postage, say) stands if
    anything of it is left. What does not stand counts neither for frequency nor for recency.

    Parameters
    ----------
    log : PurchaseLog
        The log that the lines belong to.
    relation : str
        What `personae.data.cleaning.returns.settle_returns` wrote.
    into : str
        The table to write, one row per customer.
    """
    sums = _sums(log)
    orders = log.engine.group(
        relation,
        "customer_id, order_id",
        (
            Aggregate("lines", "count"),
            Aggregate("purchases", "count", where="NOT is_return"),
            Aggregate("paid", "count", where="NOT is_return AND gross > 0"),
            Aggregate("paid_goods", "count", where="NOT is_return AND gross > 0 AND is_goods"),
            Aggregate("goods_left", "count", where="stands AND is_goods"),
            Aggregate("charges_left", "count", where="stands AND NOT is_goods"),
            Aggregate("first_at", "min", "bought_at", where="stands"),
            Aggregate("last_at", "max", "bought_at", where="stands"),
            *_kept_sums(log),
            *sums,
        ),
        into=orders_of(into),
    )
    counts = ("lines", "purchases", "paid", *(total.name for total in sums))
    return log.engine.group(
        orders,
        "customer_id",
        (
            Aggregate("frequency", "count", where=STANDING_ORDER),
            Aggregate("first_at", "min", "first_at", where=STANDING_ORDER),
            Aggregate("last_at", "max", "last_at", where=STANDING_ORDER),
            *(Aggregate(name, "sum", name, where=_where(name)) for name in counts),
        ),
        into=into,
    )


def orders_of(sums: str) -> str:
    """Return the table of orders that `aggregate_customers` wrote beside the customers `sums`."""
    return f"{sums}_orders"


def _where(name: str) -> str | None:
    # what was only given away belongs to no order, and its items to none either
    return STANDING_ORDER if name == "items" else None


def _sums(log: PurchaseLog) -> tuple[Aggregate, ...]:
    """Return the exact sums that a log's columns allow."""
    sums = [
        Aggregate("gross", "sum", "gross"),
        Aggregate("returned", "sum", "returned"),
        Aggregate("goods_bought", "sum", "gross", where="is_goods"),
        Aggregate("goods_returned", "sum", "returned_of_log", where="is_goods"),
    ]
    if log.has("quantity") and log.has("product"):
        # a gift costs nothing and is an item all the same
        counted = "NOT is_return AND is_goods AND by_unit"
        sums.append(Aggregate("items", "sum", "quantity - undone", where=counted))
    elif log.has("quantity"):
        # returns were matched by money, so that what is undone are no units
        sums.append(Aggregate("items", "sum", "quantity", where="stands AND by_unit"))
    elif log.has("product"):
        sums.append(Aggregate("items", "count", where="stands AND is_goods"))
    if log.has("discount"):
        taken, listed = "discount", "gross + discount"
        if log.discount_is_rate:
            taken, listed = "gross * discount", "gross"
        sums.append(Aggregate("discount", "sum", taken, where="NOT is_return"))
        sums.append(Aggregate("listed", "sum", listed, where="NOT is_return"))
    if log.has("cost"):
        sums.append(Aggregate("cost", "sum", "coalesce(cost, 0)"))
    return tuple(sums)


def _kept_sums(log: PurchaseLog) -> list[Aggregate]:
    """Return what stands of an order's money after later returns, and what it cost the shop."""
    names = ["gross", "cost"] if log.has("cost") else ["gross"]
    return [
        Aggregate(
            "kept" if name == "gross" else "kept_cost", "sum", kept_sql(log, name), where="stands"
        )
        for name in names
    ]


def kept_sql(log: PurchaseLog, column: str) -> str:
    """Return SQL for what is left of a settled line's ``gross`` or ``cost`` after later returns."""
    left = f"CASE WHEN undone = 0 THEN {column} ELSE {column} * (1 - undone / units) END"
    return f"CAST({left} AS DECIMAL(38, {log.places}))"


def count_products(log: PurchaseLog, relation: str, *, into: str) -> str:
    """Write how many different products each customer has bought and kept."""
    kept = "stands AND is_goods"
    return log.engine.group(
        relation,
        "customer_id",
        (Aggregate("distinct_products", "count_distinct", "product", where=kept),),
        into=into,
    )


def favourite_values(log: PurchaseLog, relation: str, *, into: str) -> str:
    """Write each customer's most frequent value of every described column, by purchase lines.

    Of equally frequent values it is the first as UTF-8 bytes sort. Missing values do not count.
    Beside each column ``d0`` stands ``d0_values``: how many different values the customer has.
    """
    counts = " UNION ALL ".join(
        f"SELECT customer_id, {quote_literal(item.physical)} AS part, "
        f"{log.shown(item.physical)} AS value, n "
        f"FROM (SELECT customer_id, {item.physical}, count(*) AS n "
        f"FROM {quote_identifier(relation)} WHERE NOT is_return "
        f"GROUP BY customer_id, {item.physical})"
        for item in log.described
    )
    chosen = []
    for item in log.described:
        # missing values are told from the few different ones, not on every line
        missing = missing_sql(Column(item.plan.name, "value", "text"))
        held = f"FILTER (WHERE part = {quote_literal(item.physical)} AND NOT {missing})"
        chosen.append(f"first(value ORDER BY n DESC, value) {held} AS {item.physical}")
        chosen.append(f"count(*) {held} AS {item.physical}_values")
    log.engine.run(
        f"CREATE OR REPLACE TABLE {quote_identifier(into)} AS "
        f"SELECT customer_id, {', '.join(chosen)} FROM ({counts}) GROUP BY customer_id"
    )
    return into
