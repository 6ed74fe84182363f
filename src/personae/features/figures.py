"""The figures of a customer in a purchase log: what each is called, means and is computed from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from personae.data.customers import CustomerColumn

if TYPE_CHECKING:
    from personae.data.purchase_log import PurchaseLog

__all__ = ["Figure", "described_columns", "figures_of"]


@dataclass(frozen=True)
class Figure:
    """One column of the customer table, and the SQL over a customer's aggregates that gives it."""

    sql: str
    column: CustomerColumn


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
    orders = "orders" if log.has("order") else "days with a purchase"
    figures = [
        _figure(f"{day} - {last}", "recency_days", "recency", "days", "days since the last purchase"),
        _figure("frequency", "frequency", "frequency", "orders", f"number of {orders}"),
        *(_money_figures(log) if log.has_money else ()),
        _figure(f"{day} - {first}", "tenure_days", "tenure", "days", "days since the first purchase"),
        # one purchase has no gap to the next: a gap by nature, not a missing value
        _figure(
            f"CASE WHEN frequency > 1 THEN CAST({last} - {first} AS DOUBLE) / (frequency - 1) END",
            "days_between_orders", "gap", "days", f"days between two {orders}",
        ),
        *_goods_figures(log),
    ]  # fmt: skip
    return tuple(figures)


def described_columns(log: PurchaseLog, *, taken: set[str]) -> tuple[CustomerColumn, ...]:
    """Return what the described columns of a log become; a name that is `taken` gets a suffix."""
    columns = []
    for item in log.described:
        name = item.plan.name
        while name in taken:
            name += " (in the log)"
        taken = taken | {name}
        most = "bought" if item.plan.role == "category" else "frequent"
        use = "sensitive" if item.plan.use == "sensitive" else "described"
        label = item.plan.label or f"most {most} {item.plan.name}"
        columns.append(CustomerColumn(name, "category", use, item.plan.meaning, "", label))
    return tuple(columns)


def _figure(sql: str, name: str, meaning: str, unit: str, label: str) -> Figure:
    column = CustomerColumn(name, "number", "behaviour", meaning, unit, label)
    return Figure(f"CAST({sql} AS DOUBLE)", column)


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
        _figure(money, "monetary", "spend", "money", word),
        _figure(f"{money} / frequency", "average_order_value", "basket", "money", f"{word} per {order}"),
    )


def _goods_figures(log: PurchaseLog) -> list[Figure]:
    """Return what is known of the goods: items, variety, returns, discounts."""
    order = "order" if log.has("order") else "day with a purchase"
    figures = []
    if log.has("quantity") or log.has("product"):
        word = "items" if log.has("quantity") else "lines"
        items = "CAST(coalesce(items, 0) AS DOUBLE) / frequency"
        figures.append(_figure(items, "items_per_order", "items", "", f"{word} per {order}"))
    if log.has("product"):
        figures.append(
            _figure("distinct_products", "distinct_products", "variety", "", "different products bought")
        )
    if log.plan.returns == "net" and log.has_money:
        rate = _share("goods_returned", "goods_bought")
        figures.append(_figure(rate, "return_rate", "returns", "share", "share of purchases returned"))
    if log.has("discount"):
        share = _share("discount", "listed")
        figures.append(_figure(share, "discount_share", "discount", "share", "share of the price taken off"))
    return figures


def _share(part: str, whole: str) -> str:
    """Return SQL for a share in 0 to 1; 0 of nothing is 0."""
    ratio = f"CAST({part} AS DOUBLE) / CAST(nullif({whole}, 0) AS DOUBLE)"
    return f"greatest(0, least(1, coalesce({ratio}, 0)))"
