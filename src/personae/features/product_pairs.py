"""Settled lines in, what each customer has bought and kept out: one row per customer and product.

How often or how much of it somebody bought says little about what they like: a wholesaler's
hundred crates are one decision. So a pair counts once. Postage, fees and gift cards are no goods
and are left out.
"""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from personae.dataclass import dataclass
from personae.engines.base import Aggregate
from personae.engines.duckdb import quote_identifier
from personae.features.behaviour import KEPT, kept_sql
from personae.features.log import settled_of, sums_of

if TYPE_CHECKING:
    import datetime as dt

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.data.cleaning.purchase_log import PurchaseLog

__all__ = ["PARTS", "Pairs", "ProductPairs", "product_pairs"]

PARTS = 12
"""Into so many parts of equal length the time of the log is cut, to say when a pair was bought."""


@dataclass(frozen=True)
class Pairs:
    """Who has bought what: one entry per customer and thing, sorted by customer, then thing.

    Parameters
    ----------
    customer : ndarray of int32, shape (n_pairs,)
        The customer as a place in the customer table.
    thing : ndarray of int32, shape (n_pairs,)
        What was bought, as a place among the products or categories.
    parts : ndarray of uint16, shape (n_pairs,)
        When: bit j is set where the customer bought it in part j of the log's time.
    money : ndarray of float64, shape (n_pairs,), or None
        What the customer paid for it and did not get back; None for a log without money.
    n_customers, n_things : int
        How many there are.
    """

    customer: NDArray[np.int32] = field(repr=False)
    thing: NDArray[np.int32] = field(repr=False)
    parts: NDArray[np.uint16] = field(repr=False)
    money: NDArray[np.float64] | None = field(repr=False)
    n_customers: int
    n_things: int

    @property
    def n_pairs(self) -> int:
        """How many pairs there are."""
        return len(self.customer)


@dataclass(frozen=True)
class ProductPairs:
    """What each customer has bought and kept.

    Parameters
    ----------
    pairs : Pairs
        Customers and products.
    products : pyarrow.Table
        One row per product: ``product`` (its code), ``label`` (what it is called: the description
        that most of its lines have, else its code), ``first_day`` and ``last_day`` of sale
        (date32), and ``category`` (that of most of its lines; null where the log knows none).
    category_column : str or None
        The column that the categories come from.
    first_day, last_day : datetime.date
        Of the purchases that stand.
    """

    pairs: Pairs
    products: pa.Table = field(repr=False)
    category_column: str | None
    first_day: dt.date
    last_day: dt.date

    @cached_property
    def category_names(self) -> tuple[str, ...]:
        """The categories, sorted."""
        import pyarrow.compute as pc

        found = pc.unique(self.products["category"].drop_null())
        return tuple(sorted(found.to_pylist()))

    @cached_property
    def categories(self) -> Pairs | None:
        """Who has bought of which category; None where the log knows fewer than two."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        names = self.category_names
        if len(names) < 2:
            return None
        places = pc.index_in(self.products["category"], value_set=pa.array(names, pa.string()))
        category = np.asarray(pc.fill_null(places, -1), dtype=np.int64)[self.pairs.thing]
        known = category >= 0
        key = self.pairs.customer[known].astype(np.int64) * len(names) + category[known]
        order = np.argsort(key, kind="stable")
        kept, starts = np.unique(key[order], return_index=True)
        # money of a category is summed in the order of its products, which are sorted
        money = self.pairs.money
        return Pairs(
            customer=(kept // len(names)).astype(np.int32),
            thing=(kept % len(names)).astype(np.int32),
            parts=np.bitwise_or.reduceat(self.pairs.parts[known][order], starts),
            money=None if money is None else np.add.reduceat(money[known][order], starts),
            n_customers=self.pairs.n_customers,
            n_things=len(names),
        )


def product_pairs(log: PurchaseLog) -> ProductPairs | None:
    """Return what each customer has bought and kept; None for a log that names no products.

    Parameters
    ----------
    log : PurchaseLog
        The clean lines; `personae.features.log.customers_of` must have made the customer table
        of now, and nothing else since.
    """
    if not log.has("product"):
        return None
    span = _standing(log, into=f"{log.relation}_goods")
    if span is None:
        return None
    pairs = _group(log, span, into=f"{log.relation}_pairs")
    products = _products(log, pairs)
    found = log.engine.fetch(
        f"""
        SELECT CAST(who.place - 1 AS INTEGER) AS customer, CAST(what.place - 1 AS INTEGER) AS thing,
            CAST(parts AS USMALLINT) AS parts, CAST(money AS DOUBLE) AS money
        FROM {quote_identifier(pairs)} JOIN (
            SELECT customer_id, row_number() OVER (ORDER BY customer_id) AS place
            FROM {quote_identifier(sums_of(log))} WHERE {KEPT}) AS who USING (customer_id)
        JOIN {quote_identifier(f"{pairs}_products")} AS what USING (product)
        ORDER BY customer, thing
        """
    )
    category = next(iter(_category_columns(log)), None)
    return ProductPairs(
        pairs=_as_pairs(log, found, n_things=products.num_rows),
        products=products,
        category_column=None if category is None else category[1],
        first_day=span[0],
        last_day=span[1],
    )


def _standing(log: PurchaseLog, *, into: str) -> tuple[dt.date, dt.date] | None:
    """Write the lines of goods that stand; return their first and last day."""
    category = "".join(f", {physical} AS category" for physical, _ in _category_columns(log))
    log.engine.run(
        f"CREATE OR REPLACE TABLE {quote_identifier(into)} AS "
        f"SELECT customer_id, product, CAST(bought_at AS DATE) AS day, "
        f"{kept_sql(log, 'gross')} AS kept{category} "
        f"FROM {quote_identifier(settled_of(log))} "
        "WHERE stands AND is_goods AND product IS NOT NULL"
    )
    first, last = log.engine.rows(f"SELECT min(day), max(day) FROM {quote_identifier(into)}")[0]
    return None if first is None else (first, last)


def _category_columns(log: PurchaseLog) -> list[tuple[str, str]]:
    """Return the physical and the own name of the column of categories, if there is one."""
    columns = [item for item in log.described if item.plan.role == "category"]
    return [(item.physical, item.plan.name) for item in columns[:1]]


def _group(log: PurchaseLog, span: tuple[dt.date, dt.date], *, into: str) -> str:
    """Write one row per customer and product: when, and what was paid."""
    first, last = span
    days = (last - first).days + 1
    part = f"CAST({PARTS} * (day - DATE '{first.isoformat()}') // {days} AS INTEGER)"
    return log.engine.group(
        f"{log.relation}_goods",
        "customer_id, product",
        (Aggregate("parts", "bit_or", f"1 << {part}"), Aggregate("money", "sum", "kept")),
        into=into,
    )


def _products(log: PurchaseLog, pairs: str) -> pa.Table:
    """Write the products with their places; return what is known of them in that order."""
    days, into = f"{pairs}_days", f"{pairs}_products"
    log.engine.group(
        f"{log.relation}_goods",
        "product",
        (Aggregate("first_day", "min", "day"), Aggregate("last_day", "max", "day")),
        into=days,
    )
    log.engine.run(
        f"CREATE OR REPLACE TABLE {quote_identifier(into)} AS SELECT *, "
        f"row_number() OVER (ORDER BY product) AS place FROM {quote_identifier(days)}"
    )
    label, joined = "", quote_identifier(into)
    if log.product_names:
        joined += f" LEFT JOIN {quote_identifier(log.product_names)} USING (product)"
        label = "text, "
    category = "CAST(NULL AS VARCHAR)"
    for physical, _ in _category_columns(log):
        joined += f" LEFT JOIN ({_usual_category(log, physical)}) USING (product)"
        category = "category"
    return log.engine.fetch(
        f"SELECT code AS product, coalesce({label}code) AS label, first_day, last_day, "
        f"{category} AS category FROM ("
        f"SELECT *, CAST({log.shown('product')} AS VARCHAR) AS code FROM {joined}) ORDER BY place"
    )


def _usual_category(log: PurchaseLog, physical: str) -> str:
    """Return the query for the category of most lines of each product."""
    return (
        f"SELECT product, first(shown ORDER BY n DESC, shown) AS category FROM ("
        f"SELECT product, CAST({log.shown(physical)} AS VARCHAR) AS shown, n FROM ("
        f"SELECT product, category AS {physical}, count(*) AS n "
        f"FROM {quote_identifier(f'{log.relation}_goods')} GROUP BY 1, 2)) "
        "WHERE trim(shown) <> '' GROUP BY product"
    )


def _as_pairs(log: PurchaseLog, found: pa.Table, *, n_things: int) -> Pairs:
    import numpy as np

    count = log.engine.rows(f"SELECT count(*) FROM {quote_identifier(sums_of(log))} WHERE {KEPT}")[
        0
    ][0]
    return Pairs(
        customer=found["customer"].to_numpy().astype(np.int32, copy=False),
        thing=found["thing"].to_numpy().astype(np.int32, copy=False),
        parts=found["parts"].to_numpy().astype(np.uint16, copy=False),
        money=found["money"].to_numpy().astype(np.float64) if log.has_money else None,
        n_customers=int(count),
        n_things=n_things,
    )
