"""Purchase lines as they stand in the file in, clean lines out; every refused one is accounted for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from personae.data.charges import find_charges, find_weighed
from personae.data.ledger import Ledger
from personae.data.log_columns import LineColumns, line_columns
from personae.data.purchase_log import PurchaseLog
from personae.data.refusals import changes_of, read_refused, refused_lines
from personae.engines.duckdb import quote_identifier
from personae.errors import InputError, NotEnoughDataError, Problem

if TYPE_CHECKING:
    from personae.data.plan import CleaningPlan
    from personae.data.source import Source

__all__ = ["clean_log"]

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
        If the plan has no customer id or no date.
    NotEnoughDataError
        If no purchase is left.
    """
    _demand_roles(source, plan)
    columns = line_columns(source, plan)
    cancelled = _cancelled_sql(source, plan, columns)
    read = _read_lines(source, plan, columns, cancelled=cancelled, as_of=as_of, today=today)
    merged = _merge_duplicates(source, read) if plan.drop_duplicates else 0
    lines = _write_lines(source, plan, columns, read=read)
    ledger = _account(source, read, merged)
    first_day, last_day = _span(source, lines)
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


def _cancelled_sql(source: Source, plan: CleaningPlan, columns: LineColumns) -> str:
    """Return SQL over ``order_id`` that is true for cancellations.

    A C before the number marks them, as in Online Retail, where the other orders are numbers alone.
    """
    if plan.one("order") is None:
        return "false"
    numbers, marked, others = source.engine.rows(
        f"""
        SELECT count(*) FILTER (WHERE regexp_full_match(o, '[0-9]+')),
            count(*) FILTER (WHERE regexp_full_match(o, '[Cc][0-9]+')), count(o)
        FROM (SELECT {columns.order_id} AS o FROM {quote_identifier(source.relation)})
        """
    )[0]
    if not marked or 2 * numbers <= others:
        return "false"
    return "coalesce(regexp_full_match(order_id, '[Cc][0-9]+'), false)"


def _read_lines(
    source: Source,
    plan: CleaningPlan,
    columns: LineColumns,
    *,
    cancelled: str,
    as_of: dt.date | None,
    today: dt.date | None,
) -> str:
    """Write every line with its values read and, where a rule refuses it, the rule."""
    into = f"{source.relation}_read"
    latest = as_of or (today or dt.datetime.now(tz=dt.UTC).date()) + _ONE_DAY
    late = "date/after as-of" if as_of else "date/future"
    described = "".join(
        f", {sql} AS {item.physical}"
        for item, sql in zip(columns.described, columns.described_sql, strict=True)
    )
    names = "".join(f", {item.physical}" for item in columns.described)
    raw = "".join(f", {sql} AS {name}" for name, sql in columns.raw.items())
    cells = ", ".join(quote_identifier(column.physical) for column in source.columns)
    source.engine.run(
        f"""
        CREATE OR REPLACE TABLE {quote_identifier(into)} AS
        WITH cells AS (
            SELECT line, {columns.customer_id} AS customer_id, {columns.at} AS bought_at,
                {columns.order_id} AS order_id, {columns.product} AS product,
                {columns.quantity} AS quantity, {columns.money} AS money,
                {columns.discount} AS discount, {columns.cost} AS cost, hash({cells}) AS print
                {described}{raw}
            FROM {quote_identifier(source.relation)}
        ), judged AS (
            SELECT *, {cancelled} AS cancelled,
                coalesce(quantity < 0, false) OR money < 0 AS negative FROM cells
        )
        SELECT line, customer_id, bought_at, coalesce(order_id, CAST(CAST(bought_at AS DATE) AS VARCHAR)) AS order_id,
            product, abs(quantity) AS quantity, abs(money) AS money,
            discount, CASE WHEN cancelled OR negative THEN -abs(cost) ELSE cost END AS cost,
            cancelled OR negative AS is_return, print{names},
            CASE WHEN customer_id IS NULL THEN 'id/missing'
                WHEN bought_at IS NULL AND {columns.missing["date"]} THEN 'date/missing'
                WHEN bought_at IS NULL THEN 'date/unreadable'
                WHEN CAST(bought_at AS DATE) > DATE '{latest.isoformat()}' THEN '{late}'
                WHEN money IS NULL AND {columns.missing["money"]} THEN 'amount/missing'
                WHEN money IS NULL THEN 'amount/unreadable'
                {_IGNORED if plan.returns == "ignore" else ""}
            END AS refused
        FROM judged
        """
    )
    return into


_IGNORED = """
                WHEN cancelled THEN 'line/cancelled'
                WHEN negative THEN 'line/negative'
                WHEN money = 0 THEN 'line/zero price'
"""


def _merge_duplicates(source: Source, read: str) -> int:
    """Mark lines that equal an earlier one in every column; return how many."""
    cells = ", ".join(quote_identifier(column.physical) for column in source.columns)
    source.engine.run(
        f"""
        UPDATE {quote_identifier(read)} SET refused = 'merged' WHERE refused IS NULL AND line NOT IN (
            SELECT min(line) FROM {quote_identifier(source.relation)} GROUP BY {cells})
        """
    )
    found = source.engine.rows(f"SELECT count(*) FROM {quote_identifier(read)} WHERE refused = 'merged'")
    return int(found[0][0])


def _write_lines(
    source: Source, plan: CleaningPlan, columns: LineColumns, *, read: str
) -> str:
    """Write the lines that no rule refuses, with what kind of thing each is about."""
    into = f"{source.relation}_lines"
    charges = find_charges(
        source.engine,
        source.relation,
        product=columns.product,
        description=columns.description,
        given=plan.charges,
        into=f"{source.relation}_charges",
    )
    weighed = find_weighed(source.engine, read, into=f"{source.relation}_weighed")
    names = "".join(f", {item.physical}" for item in columns.described)
    source.engine.run(
        f"""
        CREATE OR REPLACE TABLE {quote_identifier(into)} AS
        SELECT line, customer_id, bought_at, order_id, product, quantity,
            CASE WHEN is_return THEN 0 ELSE money END AS gross,
            CASE WHEN is_return THEN money ELSE 0 END AS returned,
            CASE WHEN is_return THEN -money ELSE money END AS amount,
            discount, cost, is_return, charges.product IS NULL AS is_goods,
            weighed.product IS NULL AS by_unit, print{names}
        FROM {quote_identifier(read)}
        LEFT JOIN {quote_identifier(charges)} AS charges USING (product)
        LEFT JOIN {quote_identifier(weighed)} AS weighed USING (product)
        WHERE refused IS NULL
        """
    )
    return into


def _span(source: Source, lines: str) -> tuple[dt.date | None, dt.date | None]:
    """Return the days of the first and the last purchase."""
    first, last = source.engine.rows(
        "SELECT CAST(min(bought_at) AS DATE), CAST(max(bought_at) AS DATE) "
        f"FROM {quote_identifier(lines)} WHERE gross > 0"
    )[0]
    return first, last


def _account(source: Source, read: str, merged: int) -> Ledger:
    """Count where every line went."""
    import pyarrow as pa

    ruled = read_refused(
        source.engine,
        f"SELECT line, refused AS code FROM {quote_identifier(read)} WHERE refused <> 'merged' ORDER BY line",
    )
    rejected = pa.concat_tables([refused_lines(source.refused), ruled]).sort_by("line")
    rows_in = source.n_rows + len(source.refused)
    return Ledger(
        rows_in=rows_in,
        rows_segmented=rows_in - rejected.num_rows - merged,
        rows_rejected=rejected.num_rows,
        rows_merged=merged,
        changes=changes_of(rejected),
        rejected=rejected,
    )


def _no_purchases(source: Source, ledger: Ledger) -> Problem:
    """Say why no line is left, most frequent reason first."""
    counts = ", ".join(f"{change.count:,} {change.what}" for change in ledger.changes[:3])
    return Problem(
        "log/no purchases",
        f"{source.label} has {ledger.rows_in:,} lines, and none of them is a purchase that can be used"
        + (f" ({counts})." if counts else "."),
        "Look at the roles of the columns with personae check, and name them with --id, --date and "
        "--amount where they are wrong.",
    )
