"""A clean purchase log in, one row per customer out: recency, frequency, money and behaviour."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from personae.data.customers import CustomerColumn, Customers
from personae.data.ledger import Ledger
from personae.data.refusals import changes_of, read_refused
from personae.data.returns import settle_returns
from personae.engines.duckdb import quote_identifier
from personae.errors import NotEnoughDataError, Problem
from personae.features.behaviour import aggregate_customers, count_products, favourite_values

if TYPE_CHECKING:
    import pyarrow as pa

    from personae.data.purchase_log import PurchaseLog

__all__ = ["customers_of"]

_KEPT = "frequency > 0 AND gross > returned"


def customers_of(
    log: PurchaseLog, *, as_of: dt.date | None = None, window: int | None = None
) -> Customers:
    """Return one row per customer of a purchase log.

    Parameters
    ----------
    log : PurchaseLog
        What `personae.data.clean_log.clean_log` made.
    as_of : datetime.date, optional
        The day from which recency counts; later lines are left out. By default the day that the log
        was cleaned for, else the day after its last purchase.
    window : int, optional
        Only the last so many days before that day; by default what the plan says, else the whole log.
        The log is cut first and returns are netted then, so that an older history changes nothing.

    Returns
    -------
    Customers
        Sorted by id. Lines of customers who have nothing left are refused in its ledger.

    Raises
    ------
    NotEnoughDataError
        If no customer is left.
    """
    as_of = as_of or log.as_of or log.last_day + dt.timedelta(days=1)
    window = window or log.plan.window
    lines, refused = _cut(log, as_of=as_of, window=window)
    settled = settle_returns(log, lines, into=f"{log.relation}_settled")
    sums = aggregate_customers(log, settled, into=f"{log.relation}_customers")
    refused.append(
        f"""
        SELECT line, code FROM {quote_identifier(lines)} JOIN (
            SELECT customer_id, CASE WHEN purchases = 0 THEN 'customer/only returns'
                WHEN paid = 0 THEN 'customer/nothing paid' ELSE 'customer/fully refunded' END AS code
            FROM {quote_identifier(sums)} WHERE NOT ({_KEPT})) USING (customer_id)
        """
    )
    ledger = _account(log, refused)
    columns, table = _columns(log, settled, sums, as_of=as_of)
    if not table.num_rows:
        raise NotEnoughDataError(
            Problem(
                "log/no customers",
                f"{log.label} has no customer who bought something and kept it between the first day "
                f"that counts and {as_of}.",
                "Choose a later --as-of or a longer --window, or use --returns ignore.",
            )
        )
    return Customers(
        kind="transactions",
        ids=table["customer_id"].combine_chunks(),
        table=table.drop_columns(["customer_id"]),
        columns=columns,
        ledger=ledger,
        money="monetary" if log.has_money else None,
        money_word=log.money_word,
        currency=log.currency,
        as_of=as_of,
        facts=dict(log.facts),
        findings=log.findings,
    )


def _cut(log: PurchaseLog, *, as_of: dt.date, window: int | None) -> tuple[str, list[str]]:
    """Return the table of lines within the window, and the queries for those outside."""
    late = f"CAST(bought_at AS DATE) > DATE '{as_of.isoformat()}'"
    refusals = {"date/after as-of": late} if as_of <= log.last_day else {}
    if window is not None:
        start = as_of - dt.timedelta(days=window)
        refusals["date/before window"] = f"CAST(bought_at AS DATE) < DATE '{start.isoformat()}'"
    if not refusals:
        return log.relation, []
    into = f"{log.relation}_cut"
    outside = " OR ".join(refusals.values())
    log.engine.run(
        f"CREATE OR REPLACE VIEW {quote_identifier(into)} AS "
        f"SELECT * FROM {quote_identifier(log.relation)} WHERE NOT ({outside})"
    )
    source = quote_identifier(log.relation)
    return into, [
        f"SELECT line, '{code}' AS code FROM {source} WHERE {rule}"
        for code, rule in refusals.items()
    ]


def _account(log: PurchaseLog, refused: list[str]) -> Ledger:
    """Add the lines that are refused here to the account of the log."""
    import pyarrow as pa

    here = read_refused(log.engine, " UNION ALL ".join(refused))
    rejected = log.ledger.rejected
    if here.num_rows:
        rejected = pa.concat_tables([rejected, here]).sort_by("line")
    known = {change.code for change in changes_of(log.ledger.rejected)}
    other = tuple(change for change in log.ledger.changes if change.code not in known)
    return replace(
        log.ledger,
        rows_segmented=log.ledger.rows_segmented - here.num_rows,
        rows_rejected=rejected.num_rows,
        rejected=rejected,
        changes=changes_of(rejected) + other,
    ).check()


def _columns(
    log: PurchaseLog, settled: str, sums: str, *, as_of: dt.date
) -> tuple[tuple[CustomerColumn, ...], pa.Table]:
    """Return what the columns of the customer table are, and the table."""
    day = f"DATE '{as_of.isoformat()}'"
    first, last = "CAST(first_at AS DATE)", "CAST(last_at AS DATE)"
    money = "CAST(gross - returned AS DOUBLE)"
    wanted = [
        ("recency_days", f"{day} - {last}", "recency", "days", "days since the last purchase"),
        ("frequency", "frequency", "frequency", "orders", "number of orders"),
        ("monetary", money, "spend", "money", "money spent"),
        ("average_order_value", f"{money} / frequency", "basket", "money", "money per order"),
        ("tenure_days", f"{day} - {first}", "tenure", "days", "days since the first purchase"),
        (
            "days_between_orders",
            f"CASE WHEN frequency > 1 THEN CAST({last} - {first} AS DOUBLE) / (frequency - 1) END",
            "gap", "days", "days between two orders",
        ),
        ("items_per_order", "CAST(coalesce(items, 0) AS DOUBLE) / frequency", "items", "", "items per order"),
        ("distinct_products", "distinct_products", "variety", "", "different products bought"),
        (
            "return_rate",
            "least(1, coalesce(CAST(goods_returned AS DOUBLE) / CAST(nullif(goods_bought, 0) AS DOUBLE), 0))",
            "returns", "share", "share of purchases returned",
        ),
    ]
    products = count_products(log, settled, into=f"{log.relation}_products")
    columns = [
        CustomerColumn(name, "number", "behaviour", meaning, unit, label)
        for name, _, meaning, unit, label in wanted
    ]
    selected = ", ".join(
        f"CAST({sql} AS DOUBLE) AS {name}" for name, sql, *_ in wanted
    )
    joined = f"{quote_identifier(sums)} JOIN {quote_identifier(products)} USING (customer_id)"
    if log.described:
        favourites = favourite_values(log, settled, into=f"{log.relation}_favourites")
        joined += f" LEFT JOIN {quote_identifier(favourites)} USING (customer_id)"
        selected += "".join(f", {item.physical}" for item in log.described)
    table = log.engine.fetch(
        f"SELECT customer_id, {selected} FROM {joined} WHERE {_KEPT} ORDER BY customer_id"
    )
    columns += [
        CustomerColumn(item.plan.name, "category", "described") for item in log.described
    ]
    return tuple(columns), table.rename_columns(
        ["customer_id", *(column.name for column in columns)]
    )
