"""Returns set against the purchases that they undo.

A return undoes the same customer's latest earlier purchase of that product that has something left,
then the one before it, and so on: purchases are a pile and returns take from its top. The height of
the pile over time is a running sum that never falls below zero; what a purchase has left in the end
is the part of its layer that later heights never went below. Window functions say so for every line
at once, exactly, whatever the number of returns. Lines without money, such as free gifts, are not
in the pile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.engines.duckdb import quote_identifier

if TYPE_CHECKING:
    from personae.data.cleaning.purchase_log import PurchaseLog

__all__ = ["settle_returns"]

# Goods are matched in units; charges, and logs without products or quantities, in money.
_BY_UNITS = "CASE WHEN is_goods THEN quantity ELSE gross + returned END"
_BY_MONEY = "gross + returned"
# Lines of one moment: purchases first. The rest makes ties the same in every row order.
_ORDER = "bought_at, is_return, order_id, gross, returned, quantity, discount, line"
_PILE = "PARTITION BY customer_id, product ORDER BY n"


def settle_returns(log: PurchaseLog, relation: str, *, into: str) -> str:
    """Write the lines with what is left of each purchase after later returns.

    Parameters
    ----------
    log : PurchaseLog
        The log that the lines belong to.
    relation : str
        A table with the columns of `PurchaseLog.relation`: all of its lines, or those of a window.
    into : str
        The name of the answer.

    Returns
    -------
    str
        `into`, a view with the columns of `relation` and

        - ``units``: the units of a line (or its money, where units say nothing);
        - ``undone``: of a purchase, the units that were returned later; of a return, the units that
          found their purchase;
        - ``returned_of_log``: the money of the return that found its purchase;
        - ``stands``: whether the line is a purchase, something was paid and something is left.
    """
    units = _BY_UNITS if log.has("quantity") and log.has("product") else _BY_MONEY
    matched = _match(log, relation, units=units, into=f"{into}_matched")
    log.engine.run(
        f"""
        CREATE OR REPLACE VIEW {quote_identifier(into)} AS
        SELECT *, NOT is_return AND gross > 0 AND (units = 0 OR undone < units) AS stands,
            CASE WHEN undone = 0 THEN 0 WHEN undone = units THEN returned
                ELSE CAST(returned * (undone / units) AS DECIMAL(38, {log.places}))
            END AS returned_of_log
        FROM (
            SELECT l.*, {units} AS units, coalesce(m.undone, 0) AS undone
            FROM {quote_identifier(relation)} AS l
            LEFT JOIN {quote_identifier(matched)} AS m USING (line)
        )
        """
    )
    return into


def _match(log: PurchaseLog, relation: str, *, units: str, into: str) -> str:
    """Write ``line`` and ``undone`` of every line that has a return of its product beside it."""
    # what nobody knows the product of lowers money only
    known = "product IS NOT NULL" if log.has("product") else "true"
    lines, pile = quote_identifier(relation), quote_identifier(f"{into}_pile")
    log.engine.run(
        f"""
        CREATE OR REPLACE TABLE {pile} AS
        SELECT l.customer_id, l.product, {_ORDER}, {units} AS units FROM {lines} AS l SEMI JOIN (
            SELECT customer_id, product FROM {lines}
            WHERE is_return AND returned > 0 AND {known}
        ) AS touched
        ON l.customer_id = touched.customer_id AND l.product IS NOT DISTINCT FROM touched.product
        """
    )
    log.engine.run(
        f"""
        CREATE OR REPLACE TABLE {quote_identifier(into)} AS
        WITH summed AS (
            SELECT line, customer_id, product, is_return, units, row_number() OVER in_time AS n,
                sum(CASE WHEN is_return THEN -units ELSE units END) OVER in_time AS total
            FROM {pile} WHERE gross + returned > 0
            WINDOW in_time AS (PARTITION BY customer_id, product ORDER BY {_ORDER}
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
        ), floored AS (
            -- returns of what was bought before the log dig below zero; the floor follows them
            SELECT *, least(0, min(total) OVER ({_PILE})) AS bottom FROM summed
        ), ahead AS (
            SELECT is_return, line, units, total - bottom AS height,
                bottom - coalesce(lag(bottom) OVER ({_PILE}), 0) AS dug,
                min(total - bottom) OVER (
                    {_PILE} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS lowest
            FROM floored
        )
        SELECT line, CASE WHEN is_return THEN units + dug
            ELSE units - greatest(0, least(units, lowest - (height - units))) END AS undone
        FROM ahead
        """
    )
    return into
