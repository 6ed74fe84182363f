"""Settled lines in, what was taken off each customer's prices out, beside what was to expect.

A customer of coffee, of which half is always on offer, has a high share of discounts without
looking for any. So the discounts of each customer are set against those that all *other* customers
had on the same categories in the same weeks.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from personae.dataclass import dataclass
from personae.engines.base import Aggregate
from personae.engines.duckdb import quote_identifier
from personae.features.behaviour import KEPT
from personae.features.log import settled_of, sums_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from personae.data.cleaning.purchase_log import PurchaseLog

__all__ = ["PromotionShares", "promotion_shares"]


@dataclass(frozen=True)
class PromotionShares:
    """What was taken off the prices of every customer, in the order of the customer table.

    Only purchases count of whose category and week somebody else bought, too.

    Parameters
    ----------
    listed : ndarray of float64, shape (n_customers,)
        What the purchases would have cost without a discount.
    taken : ndarray of float64, shape (n_customers,)
        What was taken off.
    expected : ndarray of float64, shape (n_customers,)
        What would have been, had each purchase the discount rate that all other customers together
        had on its category in its week.
    compared : float
        The share of all listed money that could be compared so.
    category_column : str
        The column of categories.
    """

    listed: NDArray[np.float64] = field(repr=False)
    taken: NDArray[np.float64] = field(repr=False)
    expected: NDArray[np.float64] = field(repr=False)
    compared: float
    category_column: str


def promotion_shares(log: PurchaseLog) -> PromotionShares | None:
    """Return what was taken off each customer's prices, and what was to expect.

    Parameters
    ----------
    log : PurchaseLog
        The clean lines; `personae.features.log.customers_of` must have made the customer table
        of now, and nothing else since.

    Returns
    -------
    PromotionShares or None
        None where the log has no column of discounts or none of categories.
    """
    columns = [item for item in log.described if item.plan.role == "category"]
    if not columns or not log.has("discount"):
        return None
    customers = _sums(log, _cells(log, columns[0].physical))
    found = log.engine.fetch(
        f"""
        SELECT coalesce(CAST(s.listed AS DOUBLE), 0) AS listed,
            coalesce(CAST(s.taken AS DOUBLE), 0) AS taken,
            coalesce(CAST(s.expected AS DOUBLE), 0) AS expected,
            coalesce(CAST(s.everything AS DOUBLE), 0) AS everything
        FROM {quote_identifier(sums_of(log))} AS c
        LEFT JOIN {quote_identifier(customers)} AS s USING (customer_id)
        WHERE {KEPT} ORDER BY c.customer_id
        """
    )
    listed = found["listed"].to_numpy()
    everything = float(found["everything"].to_numpy().sum())
    if not listed.sum() > 0.0:
        return None
    return PromotionShares(
        listed=listed,
        taken=found["taken"].to_numpy(),
        expected=found["expected"].to_numpy(),
        compared=min(float(listed.sum()) / everything, 1.0),
        category_column=columns[0].plan.name,
    )


def _cells(log: PurchaseLog, category: str) -> str:
    """Write the money of every customer, category and week; return the name of the table."""
    taken, listed = "discount", "gross + discount"
    if log.discount_is_rate:
        taken, listed = "gross * discount", "gross"
    lines, into = f"{log.relation}_priced", f"{log.relation}_weeks"
    log.engine.run(
        f"CREATE OR REPLACE VIEW {quote_identifier(lines)} AS SELECT customer_id, "
        f"{category} AS category, "
        f"(CAST(bought_at AS DATE) - DATE '{log.first_day.isoformat()}') // 7 AS week, "
        f"CAST({taken} AS DECIMAL(18, 6)) AS taken, CAST({listed} AS DECIMAL(18, 6)) AS listed "
        f"FROM {quote_identifier(settled_of(log))} "
        f"WHERE NOT is_return AND is_goods AND discount IS NOT NULL AND {category} IS NOT NULL"
    )
    return log.engine.group(
        lines,
        "customer_id, category, week",
        (Aggregate("taken", "sum", "taken"), Aggregate("listed", "sum", "listed")),
        into=into,
    )


def _sums(log: PurchaseLog, cells: str) -> str:
    """Write what each customer paid, and would have at the rates of all others."""
    sums = (Aggregate("taken", "sum", "taken"), Aggregate("listed", "sum", "listed"))
    totals = log.engine.group(cells, "category, week", sums, into=f"{cells}_totals")
    compared = f"{cells}_compared"
    # a rate is one number that everybody's arithmetic agrees on, so that sums stay exact
    rate = (
        "CAST(greatest(0, least(1, CAST(t.taken - c.taken AS DOUBLE) "
        "/ CAST(t.listed - c.listed AS DOUBLE))) AS DECIMAL(10, 9))"
    )
    log.engine.run(
        f"""
        CREATE OR REPLACE VIEW {quote_identifier(compared)} AS
        SELECT customer_id, c.taken, c.listed, t.listed > c.listed AS others,
            CASE WHEN t.listed > c.listed
                THEN CAST(c.listed AS DECIMAL(24, 6)) * {rate} END AS expected
        FROM {quote_identifier(cells)} AS c JOIN {quote_identifier(totals)} AS t
            ON c.category = t.category AND c.week = t.week
        """
    )
    return log.engine.group(
        compared,
        "customer_id",
        (
            Aggregate("everything", "sum", "listed"),
            Aggregate("listed", "sum", "listed", where="others"),
            Aggregate("taken", "sum", "taken", where="others"),
            Aggregate("expected", "sum", "expected"),
        ),
        into=f"{cells}_customers",
    )
