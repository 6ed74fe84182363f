"""Purchase lines as they stand in the file in, clean lines out; every line is accounted for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from personae.data.cells import Cells
from personae.data.cleaning.absent import fill_absent
from personae.data.cleaning.charges import find_charges, find_weighed
from personae.data.cleaning.log_columns import LineColumns, line_columns
from personae.data.cleaning.product_names import name_products
from personae.data.cleaning.purchase_log import PurchaseLog
from personae.data.cleaning.refusals import (
    KEPT,
    MERGED,
    changes_of,
    code_of,
    number_of,
    read_refused,
    refused_lines,
    sorted_by_line,
)
from personae.data.ledger import Change, Ledger
from personae.data.money_account import MoneyAccount
from personae.data.values import missing_sql
from personae.engines.duckdb import quote_identifier
from personae.errors import InputError, NotEnoughDataError, Problem

if TYPE_CHECKING:
    from personae.data.plan import CleaningPlan
    from personae.data.source import Column, Source

__all__ = ["clean_log"]

_READ = ("date", "quantity", "amount")
_ONE_DAY = dt.timedelta(days=1)


def clean_log(
    source: Source,
    plan: CleaningPlan,
    *,
    as_of: dt.date | None = None,
    today: dt.date | None = None,
) -> PurchaseLog:
    """Clean a purchase log inside its engine.

    Parameters
    ----------
    source : Source
        One row per purchase line.
    plan : CleaningPlan
        What each column is and how it is written; how returns, charges and duplicates are treated.
    as_of : datetime.date, optional
        Later lines are left out. Without it, lines dated later than tomorrow are refused.
    today : datetime.date, optional
        The day of the run; the clock's by default.

    Returns
    -------
    PurchaseLog
        The lines in a table of the source's engine. Every line of the source is in it, refused
        with a reason or merged with an identical one.

    Raises
    ------
    InputError
        If the plan has no customer id or no date, or the file lacks a column that is needed.
    NotEnoughDataError
        If no purchase is left.
    """
    _demand_roles(source, plan)
    source, plan, absent = fill_absent(source, plan)
    columns = line_columns(source, plan)
    read = _read_lines(source, plan, columns, as_of=as_of, today=today)
    merged = _merge_duplicates(source, read) if plan.drop_duplicates else 0
    _mark_products(source, plan, columns, read=read)
    lines = _show_lines(source, plan, columns, read=read)
    ledger = _account(source, columns, read=read, merged=merged)
    ledger = replace(ledger, money=_money(source, plan, read=read))
    first_day, last_day, is_rate = _span(source, lines)
    if first_day is None or last_day is None:
        raise NotEnoughDataError(_no_purchases(source, ledger))
    return PurchaseLog(
        engine=source.engine,
        relation=lines,
        plan=plan,
        label=source.label,
        described=columns.described,
        ledger=ledger,
        first_day=first_day,
        last_day=last_day,
        places=columns.places,
        as_of=as_of,
        discount_is_rate=is_rate,
        texts=columns.texts,
        product_names=_name_products(source, plan, columns),
        facts=_facts(source, plan, ledger=ledger, read=read),
        findings=absent,
    )


def _demand_roles(source: Source, plan: CleaningPlan) -> None:
    """Make sure that the plan can carry a log at all."""
    needed = (("id", "customer id", "--id"), ("date", "date of purchase", "--date"))
    problems = [
        Problem(
            f"columns/no {role}",
            f"{source.label} has no column that was taken as the {words}.",
            f"Name it: {option} COLUMN",
        )
        for role, words, option in needed
        if plan.one(role) is None
    ]
    if problems:
        raise InputError(*problems)


def _cancelled_sql(source: Source, plan: CleaningPlan, cells: Cells) -> str:
    """Return SQL over the rows of `cells` that is true for cancellations.

    A C before the number marks them, as in Online Retail, where the other orders are numbers alone.
    """
    order = plan.one("order")
    if order is None or source.column(order.name).storage != "text":
        return "false"
    column = source.column(order.name)
    alone = Cells(source)
    first = alone.made(column, lambda cell: f"ascii({quote_identifier(cell.physical)})")
    with alone.rows() as lines:
        numbers, marked, known = source.engine.rows(
            f"SELECT count(*) FILTER (WHERE {first} BETWEEN 48 AND 57), "
            f"count(*) FILTER (WHERE {first} IN (67, 99)), count({first}) FROM {lines}"
        )[0]
    if not marked or 2 * numbers <= known:
        return "false"

    def cancelled(cell: Column) -> str:
        text = quote_identifier(cell.physical)
        matches = f"regexp_full_match({text}, '[Cc][0-9]+')"
        return f"CASE WHEN ascii({text}) IN (67, 99) THEN {matches} ELSE false END"

    return f"coalesce({cells.made(column, cancelled)}, false)"


def _read_lines(
    source: Source,
    plan: CleaningPlan,
    columns: LineColumns,
    *,
    as_of: dt.date | None,
    today: dt.date | None,
) -> str:
    """Write every line with its values read and, where a rule refuses it, the rule."""
    into = f"{source.relation}_read"
    described = "".join(
        f", {sql} AS {item.physical}"
        for item, sql in zip(columns.described, columns.described_sql, strict=True)
    )
    # a value that is NULL throughout would be written, and held, for every line
    known = "".join(
        f", {sql} AS {part}"
        for part, sql in (("discount", columns.discount), ("cost", columns.cost))
        if plan.having(part)
    )
    cells = ", ".join(quote_identifier(column.physical) for column in source.columns)
    cancelled = _cancelled_sql(source, plan, columns.cells)
    rules = _rules_sql(plan, as_of=as_of, today=today)
    with columns.cells.rows() as lines:
        source.engine.run(
            f"""
            CREATE OR REPLACE TABLE {quote_identifier(into)} AS
            WITH cells AS (
                SELECT line, {columns.customer_id} AS customer_id, {columns.bought_at} AS bought_at,
                    {columns.order_id} AS order_id, {columns.product} AS product,
                    {columns.quantity} AS quantity, {columns.price} AS price,
                    hash({cells}) AS print, {cancelled} AS cancelled{known}{described}
                FROM {lines}
            ), valued AS (
                SELECT * EXCLUDE (price), {columns.money} AS money FROM cells
            ), judged AS (
                SELECT *, coalesce(quantity < 0, false) OR coalesce(money < 0, false) AS negative
                FROM valued
            )
            SELECT * EXCLUDE (quantity, money, order_id, cancelled, negative),
                coalesce(order_id, {columns.day_as_order}) AS order_id,
                abs(quantity) AS quantity, abs(money) AS money,
                cancelled OR negative AS is_return, true AS is_goods, true AS by_unit,
                CAST(CASE {rules} ELSE {KEPT} END AS UTINYINT) AS refused
            FROM judged
            """
        )
    return into


def _rules_sql(plan: CleaningPlan, *, as_of: dt.date | None, today: dt.date | None) -> str:
    """Return the rules that refuse a line, in the order in which they are tried."""
    latest = as_of or (today or dt.datetime.now(tz=dt.UTC).date()) + _ONE_DAY
    rules = [
        ("id/missing", "customer_id IS NULL"),
        ("date/unreadable", "bought_at IS NULL"),
        (
            "date/after as-of" if as_of else "date/future",
            f"bought_at >= TIMESTAMP '{(latest + _ONE_DAY).isoformat()}'",
        ),
    ]
    if plan.unit_price:
        rules.append(("quantity/unreadable", "quantity IS NULL"))
    rules.append(("amount/unreadable", "money IS NULL"))
    if plan.returns == "ignore":
        rules += [
            ("line/cancelled", "cancelled"),
            ("line/negative", "negative"),
            ("line/zero price", "money = 0"),
        ]
    return " ".join(f"WHEN {rule} THEN {number_of(code)}" for code, rule in rules)


def _merge_duplicates(source: Source, read: str) -> int:
    """Mark lines that equal an earlier one in every column; return how many."""
    cells = ", ".join(quote_identifier(column.physical) for column in source.columns)
    table = quote_identifier(read)
    source.engine.run(
        f"""
        UPDATE {table} SET refused = {MERGED} WHERE refused = {KEPT} AND line NOT IN (
            SELECT min(line) FROM {quote_identifier(source.coded)} GROUP BY {cells})
        """
    )
    return int(source.engine.rows(f"SELECT count(*) FROM {table} WHERE refused = {MERGED}")[0][0])


def _mark_products(source: Source, plan: CleaningPlan, columns: LineColumns, *, read: str) -> None:
    """Mark the lines of charges and of what is sold by weight or volume."""
    description = plan.one("description")
    charges = find_charges(
        source,
        product=columns.product_cell,
        texts=columns.texts.get("product", ""),
        description=source.column(description.name) if description else None,
        given=plan.charges,
        into=f"{source.relation}_charges",
    )
    weighed = find_weighed(source.engine, read, into=f"{source.relation}_weighed")
    for mark, products in (("is_goods", charges), ("by_unit", weighed)):
        source.engine.run(
            f"UPDATE {quote_identifier(read)} SET {mark} = false "
            f"WHERE product IN (SELECT product FROM {quote_identifier(products)})"
        )
    source.engine.run(
        f"UPDATE {quote_identifier(read)} SET by_unit = false "
        "WHERE product IS NULL AND quantity <> trunc(quantity)"
    )


def _name_products(source: Source, plan: CleaningPlan, columns: LineColumns) -> str:
    """Define what products are called, where codes stand for them; return the view or nothing."""
    description = plan.one("description")
    if plan.one("product") is None or description is None:
        return ""
    return name_products(
        source,
        product=columns.product_cell,
        description=source.column(description.name),
        into=f"{source.relation}_names",
    )


def _show_lines(source: Source, plan: CleaningPlan, columns: LineColumns, *, read: str) -> str:
    """Define the lines that no rule refuses."""
    into = f"{source.relation}_lines"
    discount = "discount" if plan.having("discount") else columns.discount
    cost = "CASE WHEN is_return THEN -abs(cost) ELSE cost END"
    cost = cost if plan.having("cost") else columns.cost
    names = "".join(f", {item.physical}" for item in columns.described)
    source.engine.run(
        f"""
        CREATE OR REPLACE VIEW {quote_identifier(into)} AS
        SELECT line, customer_id, bought_at, order_id, product, coalesce(quantity, 1) AS quantity,
            CASE WHEN is_return THEN 0 ELSE money END AS gross,
            CASE WHEN is_return THEN money ELSE 0 END AS returned,
            CASE WHEN is_return THEN -money ELSE money END AS amount,
            {discount} AS discount, {cost} AS cost, is_return, is_goods, by_unit{names}
        FROM {quote_identifier(read)} WHERE refused = {KEPT}
        """
    )
    return into


def _span(source: Source, lines: str) -> tuple[dt.date | None, dt.date | None, bool]:
    """Return the days of the first and the last purchase, and whether discounts are rates.

    Discounts that never pass 1 on lines of 20 and more on average are shares of the price.
    """
    first, last, rate = source.engine.rows(
        f"""
        SELECT CAST(min(bought_at) AS DATE), CAST(max(bought_at) AS DATE), max(discount) <= 1
            AND sum(gross) FILTER (WHERE discount > 0) >= 20 * count(*) FILTER (WHERE discount > 0)
        FROM {quote_identifier(lines)} WHERE gross > 0
        """
    )[0]
    return first, last, bool(rate)


def _facts(source: Source, plan: CleaningPlan, *, ledger: Ledger, read: str) -> dict[str, object]:
    """Count what was refused or might have been."""
    identical, uncounted = source.engine.rows(
        "SELECT count(*) - count(DISTINCT print), count(*) FILTER (WHERE quantity IS NULL) "
        f"FROM {quote_identifier(read)} WHERE refused = {KEPT}"
    )[0]
    counts = {change.code: change.count for change in ledger.changes}
    without = counts.get("id/missing", 0)
    return {
        "rows_in": ledger.rows_in,
        "customers_without_lines": _customers_without_lines(source, ledger, read=read),
        "lines_without_id": without,
        "share_without_id": without / ledger.rows_in,
        "identical_lines": identical,
        "lines_without_quantity": uncounted if plan.one("quantity") else 0,
    }


def _customers_without_lines(source: Source, ledger: Ledger, *, read: str) -> int:
    """Count the customers whose every line was refused."""
    if all(change.code in {"id/missing", "duplicates/merged"} for change in ledger.changes):
        return 0
    return int(
        source.engine.rows(
            f"SELECT count(*) FROM (SELECT 1 FROM {quote_identifier(read)} "
            "WHERE customer_id IS NOT NULL GROUP BY customer_id "
            f"HAVING bool_and(refused NOT IN ({KEPT}, {MERGED})))"
        )[0][0]
    )


def _account(source: Source, columns: LineColumns, *, read: str, merged: int) -> Ledger:
    """Count where every line went, and tell missing cells from those that cannot be read."""
    import pyarrow as pa

    table, cells = quote_identifier(read), columns.told_apart
    cases = " ".join(_missing_case(part, column) for part, column in cells.items())
    unread = "(" + ", ".join(str(number_of(f"{part}/unreadable")) for part in _READ) + ")"
    refused = f"refused NOT IN ({KEPT}, {MERGED})"
    ruled = read_refused(
        source.engine,
        f"""
        SELECT line, refused AS rule FROM {table}
        WHERE {refused} AND refused NOT IN {unread}
        UNION ALL
        SELECT line, CASE {cases} ELSE refused END
        FROM {quote_identifier(source.relation)}
        JOIN (SELECT line, refused FROM {table} WHERE refused IN {unread}) USING (line)
        """,
    )
    rejected = sorted_by_line(pa.concat_tables([refused_lines(source.refused), ruled]))
    rows_in = source.n_rows + len(source.refused)
    what = "lines equal another line in every column and were counted once"
    twins = [Change("duplicates/merged", what, merged)] if merged else []
    return Ledger(
        rows_in=rows_in,
        rows_segmented=rows_in - rejected.num_rows - merged,
        rows_rejected=rejected.num_rows,
        rows_merged=merged,
        changes=(*changes_of(rejected), *twins),
        rejected=rejected,
    )


def _money(source: Source, plan: CleaningPlan, *, read: str) -> MoneyAccount | None:
    """Add up the money of every line that was read, and of those that are left out by rule."""
    if plan.one("amount") is None and plan.one("price") is None:
        return None
    sums = source.engine.rows(
        "SELECT refused, sum(CASE WHEN is_return THEN -money ELSE money END) FROM "
        f"{quote_identifier(read)} WHERE money IS NOT NULL GROUP BY GROUPING SETS (refused, ())"
    )
    by_rule = {rule: Decimal(money or 0) for rule, money in sums}
    left_out = {
        "duplicates/merged" if rule == MERGED else code_of(rule): money
        for rule, money in by_rule.items()
        if rule not in (KEPT, None)
    }
    return MoneyAccount(by_rule[None], by_rule.get(KEPT, Decimal(0)), left_out).check()


def _missing_case(part: str, column: Column) -> str:
    cell = quote_identifier(column.physical)
    missing = missing_sql(column) if column.storage == "text" else f"{cell} IS NULL"
    unread, none = number_of(f"{part}/unreadable"), number_of(f"{part}/missing")
    return f" WHEN refused = {unread} AND {missing} THEN {none}"


def _no_purchases(source: Source, ledger: Ledger) -> Problem:
    """Say why no line is left, most frequent reason first."""
    counts = ", ".join(f"{change.count:,} {change.what}" for change in ledger.changes[:3])
    return Problem(
        "log/no purchases",
        f"{source.label} has {ledger.rows_in:,} lines, and none of them is a purchase that can be "
        "used" + (f" ({counts})." if counts else "."),
        "See what the columns were taken for with personae check, and name them with --id, --date "
        "and --amount; give --as-of DATE if the dates are right and lie in the future.",
    )
