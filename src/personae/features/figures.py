"""The figures of a customer in a purchase log: what each is called, means and is computed from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from personae.data.customers import CustomerColumn
from personae.dataclass import dataclass

if TYPE_CHECKING:
    import datetime as dt

    from personae.data.cleaning.purchase_log import PurchaseLog

__all__ = ["Figure", "described_columns", "figures_of"]


@dataclass(frozen=True)
class Figure:
    """One column of the customer table, and the SQL over a customer's aggregates that gives it."""

    sql: str
    column: CustomerColumn
    counts_products: bool = False
    """Whether the SQL also asks for what `personae.features.behaviour.count_products` wrote."""


def figures_of(log: PurchaseLog, *, as_of: dt.date) -> tuple[Figure, ...]:
    """Return the figures that a log's columns allow, in the order of the customer table.

    Parameters
    ----------
    log : PurchaseLog
        The log.
    as_of : datetime.date
        The day from which recency and tenure count.
    """
    day = f"DATE '{as_of.isoformat()}'"
    first, last = "CAST(first_at AS DATE)", "CAST(last_at AS DATE)"
    # one purchase has no gap to the next: a gap by nature, not a missing value
    gap = f"CASE WHEN frequency > 1 THEN CAST({last} - {first} AS DOUBLE) / (frequency - 1) END"
    orders = "orders" if log.has("order") else "days with a purchase"
    return (
        _figure("recency_days", f"{day} - {last}", "days since the last purchase"),
        _figure("frequency", "frequency", f"number of {orders}"),
        *(_money_figures(log) if log.has_money else ()),
        _figure("tenure_days", f"{day} - {first}", "days since the first purchase"),
        _figure("days_between_orders", gap, f"days between two {orders}"),
        *_goods_figures(log),
    )


def described_columns(
    log: PurchaseLog, *, taken: set[str], varying: set[str]
) -> tuple[CustomerColumn, ...]:
    """Return what the described columns of a log become.

    Parameters
    ----------
    log : PurchaseLog
        The log.
    taken : set of str
        Names that the customer table has already; a column of such a name gets a suffix.
    varying : set of str
        The columns in which some customer has several values: their label says that the table
        holds the most frequent one.
    """
    columns = []
    for item in log.described:
        name = item.plan.name
        while name in taken:
            name += " (in the log)"
        taken = taken | {name}
        use: Literal["sensitive", "described"] = (
            "sensitive" if item.plan.use == "sensitive" else "described"
        )
        label = item.plan.label or item.plan.name
        if item.plan.name in varying:
            label = f"most frequent {label}"
        columns.append(CustomerColumn(name, "category", use, item.plan.meaning, "", label))
    return tuple(columns)


def _figure(name: str, sql: str, label: str) -> Figure:
    meaning, unit = _MEANINGS[name]
    column = CustomerColumn(name, "number", "behaviour", meaning, unit, label)
    return Figure(f"CAST({sql} AS DOUBLE)", column)


_MEANINGS = {
    "recency_days": ("recency", "days"),
    "frequency": ("frequency", "orders"),
    "monetary": ("spend", "money"),
    "average_order_value": ("basket", "money"),
    "tenure_days": ("tenure", "days"),
    "days_between_orders": ("gap", "days"),
    "items_per_order": ("items", ""),
    "distinct_products": ("variety", ""),
    "return_rate": ("returns", "share"),
    "discount_share": ("discount", "share"),
}


def _money_figures(log: PurchaseLog) -> tuple[Figure, Figure]:
    """Return revenue and revenue per order; profit where a cost or a margin is known."""
    money = "CAST(gross - returned AS DOUBLE)"
    if log.has("cost"):
        money = "CAST(gross - returned - cost AS DOUBLE)"
    elif log.plan.margin is not None:
        money = f"{money} * CAST({log.plan.margin!r} AS DOUBLE)"
    word = "profit" if log.money_word == "profit" else "money spent"
    order = "order" if log.has("order") else "day with a purchase"
    return (
        _figure("monetary", money, word),
        _figure("average_order_value", f"{money} / frequency", f"{word} per {order}"),
    )


def _goods_figures(log: PurchaseLog) -> list[Figure]:
    """Return what is known of the goods: items, variety, returns, discounts."""
    order = "order" if log.has("order") else "day with a purchase"
    figures = []
    if log.has("quantity") or log.has("product"):
        word = "items" if log.has("quantity") else "lines"
        items = "CAST(coalesce(items, 0) AS DOUBLE) / frequency"
        figures.append(_figure("items_per_order", items, f"{word} per {order}"))
    if log.has("product"):
        label = "different products bought"
        variety = _figure("distinct_products", "distinct_products", label)
        figures.append(replace(variety, counts_products=True))
    # an export of orders knows what went back and neither when nor of what
    if log.plan.returns == "net" and log.has_money and "orders" not in log.plan.extra:
        rate = _share("goods_returned", "goods_bought")
        figures.append(_figure("return_rate", rate, "share of purchases returned"))
    if log.has("discount"):
        share = _share("discount", "listed")
        figures.append(_figure("discount_share", share, "share of the price taken off"))
    return figures


def _share(part: str, whole: str) -> str:
    """Return SQL for a share in 0 to 1; 0 of nothing is 0."""
    ratio = f"CAST({part} AS DOUBLE) / CAST(nullif({whole}, 0) AS DOUBLE)"
    return f"greatest(0, least(1, coalesce({ratio}, 0)))"
