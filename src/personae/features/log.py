"""A clean purchase log in, one row per customer out: recency, frequency, money and behaviour."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from personae.data.cleaning.refusals import (
    changes_of,
    code_of,
    finding_of_refused,
    number_of,
    read_refused,
    sorted_by_line,
)
from personae.data.cleaning.returns import settle_returns
from personae.data.customers import CustomerColumn, Customers
from personae.engines.duckdb import quote_identifier
from personae.errors import NotEnoughDataError, Problem
from personae.features.behaviour import KEPT, aggregate_customers, count_products, favourite_values
from personae.features.figures import described_columns, figures_of
from personae.features.log_facts import changes_of_facts, facts_of, findings_of

if TYPE_CHECKING:
    import pyarrow as pa

    from personae.data.cleaning.purchase_log import PurchaseLog
    from personae.data.ledger import Ledger
    from personae.data.money_account import MoneyAccount

__all__ = ["customers_of", "settled_of", "sums_of"]


def customers_of(
    log: PurchaseLog, *, as_of: dt.date | None = None, window: int | None = None
) -> Customers:
    """Return one row per customer of a purchase log.

    Parameters
    ----------
    log : PurchaseLog
        What `personae.data.cleaning.clean_log.clean_log` made.
    as_of : datetime.date, optional
        The day from which recency counts; later lines are left out. By default the day that the log
        was cleaned for, else the day after its last purchase.
    window : int, optional
        Only the last so many days before that day; by default what the plan says, else the whole
        log. The log is cut first and returns are netted then, so that older history changes
        nothing.

    Returns
    -------
    Customers
        Sorted by id. Lines of customers who have nothing left are refused in its ledger.

    Raises
    ------
    NotEnoughDataError
        If no customer is left.
    """
    asked = as_of or log.as_of
    as_of = asked or log.last_day + dt.timedelta(days=1)
    window = window or log.plan.window
    lines, outside = _cut(log, as_of=as_of, late=asked != log.as_of, window=window)
    settled = settle_returns(log, lines, into=settled_of(log))
    sums = aggregate_customers(log, settled, into=sums_of(log))
    columns, table = _customer_table(log, lines, settled, sums=sums, as_of=as_of)
    if not table.num_rows:
        raise NotEnoughDataError(_nobody(log, as_of))
    facts = facts_of(log, settled, sums, lines=lines, kept=KEPT, as_of=as_of, window=window)
    ledger = _account(log, facts, refused=[*outside, _nothing_left(lines, sums)], sums=sums)
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
        facts=facts,
        findings=(
            *log.findings,
            *finding_of_refused(
                ledger.rejected, ledger.rows_in, told=_TOLD, unit="line", more=_gone(facts)
            ),
            *findings_of(log, facts),
        ),
    )


def sums_of(log: PurchaseLog) -> str:
    """Return the table of aggregates that `customers_of` wrote last, one row per customer."""
    return f"{log.relation}_customers"


def settled_of(log: PurchaseLog) -> str:
    """Return the settled lines that `customers_of` wrote last: those of its window."""
    return f"{log.relation}_settled"


def _cut(
    log: PurchaseLog, *, as_of: dt.date, late: bool, window: int | None
) -> tuple[str, list[str]]:
    """Return the table of lines within the window, and the queries for those outside."""
    rules = {}
    if late:
        rules["date/after as-of"] = f"CAST(bought_at AS DATE) > DATE '{as_of.isoformat()}'"
    if window is not None:
        start = as_of - dt.timedelta(days=window)
        rules["date/before window"] = f"CAST(bought_at AS DATE) < DATE '{start.isoformat()}'"
    if not rules:
        return log.relation, []
    whole, within = quote_identifier(log.relation), f"{log.relation}_cut"
    log.engine.run(
        f"CREATE OR REPLACE VIEW {quote_identifier(within)} AS "
        f"SELECT * FROM {whole} WHERE NOT ({' OR '.join(rules.values())})"
    )
    return within, [
        f"SELECT line, {number_of(code)} AS rule FROM {whole} WHERE {rule}"
        for code, rule in rules.items()
    ]


def _nothing_left(lines: str, sums: str) -> str:
    """Return the query for the lines of customers who have nothing left, and why."""
    only_returns, nothing_paid, refunded = (
        number_of(f"customer/{code}") for code in ("only returns", "nothing paid", "fully refunded")
    )
    return f"""
        SELECT line, rule FROM {quote_identifier(lines)} JOIN (
            SELECT customer_id, CASE WHEN purchases = 0 THEN {only_returns}
                WHEN paid = 0 THEN {nothing_paid} ELSE {refunded} END AS rule
            FROM {quote_identifier(sums)} WHERE NOT ({KEPT})) USING (customer_id)
        """


def _account(
    log: PurchaseLog, facts: dict[str, object], *, refused: list[str], sums: str
) -> Ledger:
    """Add the lines that are refused here to the account of the log."""
    import pyarrow as pa

    query = " UNION ALL ".join(refused)
    here = read_refused(log.engine, query)
    rejected = pa.concat_tables([log.ledger.rejected, here])
    return replace(
        log.ledger,
        rows_segmented=log.ledger.rows_segmented - here.num_rows,
        rows_rejected=rejected.num_rows,
        rejected=sorted_by_line(rejected) if here.num_rows else rejected,
        changes=(*log.ledger.changes, *changes_of(here), *changes_of_facts(facts)),
        money=_money(log, query if here.num_rows else "", sums=sums),
    ).check()


def _money(log: PurchaseLog, refused: str, *, sums: str) -> MoneyAccount | None:
    """Add the money of the lines that are refused here, and that of the customers who stay."""
    if log.ledger.money is None:
        return None
    ((kept,),) = log.engine.rows(
        f"SELECT sum(gross - returned) FROM {quote_identifier(sums)} WHERE {KEPT}"
    )
    left_out = refused and log.engine.rows(
        f"SELECT rule, sum(amount) FROM ({refused}) JOIN {quote_identifier(log.relation)} "
        "USING (line) GROUP BY rule"
    )
    by_rule = [(code_of(rule), money) for rule, money in left_out or ()]
    return log.ledger.money.without(by_rule, kept=Decimal(kept or 0))


_TOLD = ("id/missing", "customer/")  # of these `findings_of` speaks


def _gone(facts: dict[str, object]) -> str:
    """Return a sentence on the customers whose every line was refused."""
    gone = facts.get("customers_without_lines")
    if not isinstance(gone, int) or not gone:
        return ""
    have = "customers have" if gone > 1 else "customer has"
    return f" {gone:,} {have} no other line and belong{'s' * (gone == 1)} to no segment."


def _customer_table(
    log: PurchaseLog, lines: str, settled: str, *, sums: str, as_of: dt.date
) -> tuple[tuple[CustomerColumn, ...], pa.Table]:
    """Return what the columns of the customer table are, and the table with the ids before them."""
    figures = figures_of(log, as_of=as_of)
    columns = tuple(figure.column for figure in figures)
    selected = [f"{figure.sql} AS f{place}" for place, figure in enumerate(figures)]
    joined = quote_identifier(sums)
    if log.has("product"):
        products = count_products(log, settled, into=f"{log.relation}_variety")
        joined += f" JOIN {quote_identifier(products)} USING (customer_id)"
    if log.described:
        favourites = favourite_values(log, lines, into=f"{log.relation}_favourites")
        joined += f" LEFT JOIN {quote_identifier(favourites)} USING (customer_id)"
        selected += [item.physical for item in log.described]
        columns += described_columns(
            log,
            taken={column.name for column in columns},
            varying=_varying(log, favourites),
        )
    table = log.engine.fetch(
        f"SELECT {log.shown('customer_id')}, {', '.join(selected)} FROM {joined} WHERE {KEPT} "
        "ORDER BY customer_id"
    )
    return columns, table.rename_columns(["customer_id", *(column.name for column in columns)])


def _varying(log: PurchaseLog, favourites: str) -> set[str]:
    """Return the described columns in which some customer has several values."""
    most = ", ".join(f"max({item.physical}_values)" for item in log.described)
    row = log.engine.rows(f"SELECT {most} FROM {quote_identifier(favourites)}")[0]
    return {
        item.plan.name for item, count in zip(log.described, row, strict=True) if (count or 0) > 1
    }


def _nobody(log: PurchaseLog, as_of: dt.date) -> Problem:
    return Problem(
        "log/no customers",
        f"{log.label} has no customer who bought something and kept it up to {as_of.isoformat()}.",
        "Choose another --as-of or a longer --window, or give gross figures with --returns ignore.",
    )
