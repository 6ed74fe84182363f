"""A customer table and its cleaning plan -> one clean, typed row per customer."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, cast

from personae.data.cleaning.absent import fill_absent
from personae.data.cleaning.refusals import finding_of_refused
from personae.data.customers import CustomerColumn, Customers
from personae.data.ledger import Change, Ledger
from personae.data.money_account import MoneyAccount
from personae.data.schema import Finding
from personae.data.understanding.facts import yes_no_sql
from personae.data.understanding.findings import findings_of_values, sum_of_others
from personae.data.values import date_sql, id_sql, missing_sql, number_sql, text_sql
from personae.dataclass import dataclass
from personae.engines.duckdb import quote_identifier
from personae.engines.memory import refuse_beyond
from personae.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from personae.data.plan import CleaningPlan, ColumnPlan
    from personae.data.source import Column, Source

__all__ = ["clean_customers"]

_TYPED, _DISTINCT, _CHOSEN = "__customers_typed", "__customers_distinct", "__customers_chosen"
_AT_ONCE = 25  # columns of one query; hundreds take the engine gigabytes to plan
_FAR = 2200  # 9999-12-31 and its like stand for "never"
_ROW_BYTES, _FETCHED_BYTES = 64, 16  # of a customer and of each of its cells, in memory
_TOO_LARGE = 1e150  # squares of larger numbers are infinite
_ADDABLE = "1e18"  # with nine digits after the mark, a hundred billion of them still add up exactly
_COMING = ("renew", "expir", "end", "due", "next", "until", "valid", "maturity")


def clean_customers(
    source: Source, plan: CleaningPlan, *, as_of: dt.date | None = None
) -> Customers:
    """Clean a table of one row per customer.

    Parameters
    ----------
    source : Source
        The file of the fit or a later one; columns that the plan does not name are left alone.
    plan : CleaningPlan
        What was decided at the fit.
    as_of : datetime.date, optional
        The day from which dates count; the day after the latest date in the table.

    Returns
    -------
    Customers
        Sorted by id. Missing figures stay missing; the feature space fills and counts them.

    Raises
    ------
    InputError
        If a column that the plan needs is missing, rows of one customer differ and no rule was
        given, a figure is too large to reckon with, or a column no longer reads as it did.
    ResourceError
        If the customers do not fit into the memory that may be used.
    """
    source, plan, absent = fill_absent(source, plan)
    table = _Table(source, plan)
    table.type_rows()
    changes = [*table.count_gaps(), *table.count_far_dates()]
    day = as_of or table.latest_day()
    rejected = table.rejected()
    merged, merges = table.merge_duplicates()
    account = table.money_account()
    rows = table.fetch(day)
    ids = rows.column("id").combine_chunks()
    columns = tuple(_customer_column(column) for column in table.kept)
    figures = _figures(rows, columns)
    _refuse_huge(figures, source)
    total = source.n_rows + len(source.refused)
    ledger = Ledger(
        total, len(ids), rejected.num_rows, merged, (*changes, *merges), rejected, account
    ).check()
    money = plan.extra.get("money")
    return Customers(
        kind="customers",
        ids=ids,
        table=rows.drop_columns(["id"]),
        columns=columns,
        ledger=ledger,
        money=money if any(column.name == money for column in columns) else None,
        currency=plan.currency,
        as_of=day,
        facts={"sums": {name: list(parts) for name, parts in sum_of_others(figures).items()}},
        findings=(
            *absent,
            *finding_of_refused(rejected, total),
            *findings_of_values(figures, fitted=plan.needed is not None),
            *_dates_after(rows, columns),
        ),
    )


@dataclass
class _Table:
    """The rows on their way, in the engine: typed, distinct, one per customer."""

    source: Source
    plan: CleaningPlan

    @property
    def kept(self) -> list[ColumnPlan]:
        """The columns that reach the customer table."""
        return [column for column in self.plan.columns if column.role != "id"]

    def typed_names(self) -> list[str]:
        return [f"v{index}" for index in range(len(self.kept))]

    def type_rows(self) -> None:
        """Read every cell as the plan says."""
        ids = [self.source.column(column.name) for column in self.plan.having("id")]
        cells = [
            f"{_typed_sql(self.source.column(column.name), column)} AS v{index}"
            for index, column in enumerate(self.kept)
        ]
        self.source.engine.run(
            f"CREATE OR REPLACE TEMP TABLE {_TYPED} AS SELECT line, {id_sql(ids)} AS id"
            f"{''.join(f', {cell}' for cell in cells)} FROM "
            f"{quote_identifier(self.source.relation)}"
        )

    def count_gaps(self) -> list[Change]:
        """Count the cells that hold nothing, or what does not read as the plan expects."""
        if not self.kept:
            return []
        counted = [
            figures
            for first in range(0, len(self.kept), _AT_ONCE)
            for figures in self._held_and_unread(self.kept[first : first + _AT_ONCE])
        ]
        self._refuse_other_writing(counted)
        changes = []
        for column, held_rows, unread_rows in counted:
            gaps = self.source.n_rows - held_rows
            if gaps and column.role != "outcome":
                changes.append(Change("missing/values", "Cells hold no value.", gaps, column.name))
            if unread_rows:
                what = f"Values that do not read as {_WORDS[column.type]} count as missing."
                changes.append(Change(f"{column.type}s/unreadable", what, unread_rows, column.name))
        return changes

    def _held_and_unread(self, columns: list[ColumnPlan]) -> list[tuple[ColumnPlan, int, int]]:
        """Return the cells of some columns that hold something, and those that do not read."""
        figures = []
        for column in columns:
            cell = self.source.column(column.name)
            held = f"NOT {missing_sql(cell)}"
            unread = f"{held} AND ({_typed_sql(cell, column)}) IS NULL"
            figures.append(f"count(*) FILTER (WHERE {held}), count(*) FILTER (WHERE {unread})")
        row = self.source.engine.rows(
            f"SELECT {', '.join(figures)} FROM {quote_identifier(self.source.relation)}"
        )[0]
        return list(zip(columns, map(int, row[::2]), map(int, row[1::2]), strict=True))

    def count_far_dates(self) -> list[Change]:
        """Count dates such as 9999-12-31, which stand for "never" and count as missing."""
        dates = [
            (column.name, f"v{at}") for at, column in enumerate(self.kept) if column.role == "date"
        ]
        if not dates:
            return []
        listed = ", ".join(f"count(*) FILTER (WHERE year({cell}) >= {_FAR})" for _, cell in dates)
        row = self.source.engine.rows(f"SELECT {listed} FROM {_TYPED}")[0]
        what = f"Dates from the year {_FAR} on stand for never and count as missing."
        return [
            Change("dates/never", what, int(count), name)
            for (name, _), count in zip(dates, row, strict=True)
            if count
        ]

    def _refuse_other_writing(self, counted: Sequence[tuple[ColumnPlan, int, int]]) -> None:
        """Refuse a later file that writes a column another way than the fitted one."""
        problems = [
            Problem(
                f"{column.type}s/other-format",
                f'{bad:,} of {present:,} values of "{column.name}" in {self.source.label} are not '
                "written like those of the file that the segments were made from.",
                "Export the file the same way, with the same decimal mark and date format.",
            )
            for column, present, bad in counted if bad > 0.5 * present
        ]  # fmt: skip
        if problems:
            raise InputError(*problems)

    def latest_day(self) -> dt.date | None:
        """Return the day after the latest date that lies in the past of the table."""
        dates = [
            f"v{index}" for index, column in enumerate(self.kept)
            if column.role == "date" and not any(word in column.name.lower() for word in _COMING)
        ] or [f"v{index}" for index,
        column in enumerate(self.kept) if column.role == "date"]  # fmt: skip
        if not dates:
            return None
        latest = ", ".join(f"max({name}) FILTER (WHERE year({name}) < {_FAR})" for name in dates)
        row = self.source.engine.rows(f"SELECT {latest} FROM {_TYPED} WHERE id IS NOT NULL")[0]
        known = [moment for moment in row if moment is not None]
        return max(known).date() + dt.timedelta(days=1) if known else None

    def rejected(self) -> pa.Table:
        """Return the refused rows: those that could not be read and those without an id."""
        import pyarrow as pa

        nameless = self.source.engine.rows(f"SELECT line FROM {_TYPED} WHERE id IS NULL")
        rows = [
            *self.source.refused,
            *((int(line), "id/missing", "The row has no customer id.") for (line,) in nameless),
        ]
        rows.sort()
        lines, codes, reasons = zip(*rows, strict=True) if rows else ((), (), ())
        return pa.table(
            {
                "line": pa.array(lines, pa.int64()),
                "code": pa.array(codes, pa.string()),
                "reason": pa.array(reasons, pa.string()),
            }
        )

    def merge_duplicates(self) -> tuple[int, list[Change]]:
        """Merge equal rows of one customer, and rows that differ as the plan says."""
        names = ", ".join(["id", *self.typed_names()])
        engine = self.source.engine
        engine.run(
            f"CREATE OR REPLACE TEMP TABLE {_DISTINCT} AS "
            f"SELECT min(line) AS line, count(*) AS n, {names} FROM {_TYPED} "
            f"WHERE id IS NOT NULL GROUP BY {names}"
        )
        rows, different, customers = engine.rows(
            f"SELECT (SELECT count(*) FROM {_TYPED} WHERE id IS NOT NULL), count(*), "
            "count(DISTINCT id) "
            f"FROM {_DISTINCT}"
        )[0]
        equal, conflicting = rows - different, different - customers
        changes = []
        if equal:
            changes.append(
                Change("duplicates/identical", "Equal rows of one customer were merged.", equal)
            )
        if conflicting:
            if self.plan.duplicates == "error":
                raise InputError(self._conflict())
            changes.append(
                Change(
                    f"duplicates/{self.plan.duplicates}",
                    f"Differing rows of one customer were merged: {_RULES[self.plan.duplicates]}.",
                    conflicting,
                )
            )  # fmt: skip
        self._choose_rows()
        return equal + conflicting, changes

    def money_account(self) -> MoneyAccount | None:
        """Add up the money of all rows, of those left out, and of the customers."""
        names = [column.name for column in self.kept]
        money = self.plan.extra.get("money")
        if money not in names or not _is_figure(self.kept[names.index(money)]):
            return None
        at = names.index(money)
        plan = self.kept[at].number
        # What is too large to add up exactly stands on neither side; it is refused elsewhere.
        exact = (
            f"CASE WHEN abs(v{at}) < {_ADDABLE} THEN "
            f"CAST(v{at} AS DECIMAL(38, {plan.places if plan else 9})) END"
        )
        choice = "max" if self.plan.duplicates == "last" else "min"
        stays = "SELECT line" if self.plan.duplicates == "sum" else f"SELECT {choice}(line)"
        by_id = "" if self.plan.duplicates == "sum" else "GROUP BY id"
        read, nameless, equal, differing, kept = self.source.engine.rows(
            f"SELECT (SELECT sum({exact}) FROM {_TYPED}), "
            f"(SELECT sum({exact}) FROM {_TYPED} WHERE id IS NULL), "
            f"(SELECT sum((n - 1) * ({exact})) FROM {_DISTINCT}), "
            f"(SELECT sum({exact}) FROM {_DISTINCT} WHERE line NOT IN "
            f"({stays} FROM {_DISTINCT} {by_id})), "
            f"(SELECT sum({exact}) FROM {_CHOSEN})"
        )[0]
        left_out = {
            "id/missing": nameless,
            "duplicates/identical": equal,
            f"duplicates/{self.plan.duplicates}": differing,
        }
        there = {code: Decimal(gone) for code, gone in left_out.items() if gone is not None}
        return MoneyAccount(Decimal(read or 0), Decimal(kept or 0), there)

    def _conflict(self) -> Problem:
        customers, first = self.source.engine.rows(
            f"SELECT count(*), min(second) FROM (SELECT max(line) AS second FROM {_DISTINCT} "
            "GROUP BY id HAVING count(*) > 1)"
        )[0]
        ids = ", ".join(f'"{column.name}"' for column in self.plan.having("id"))
        who = "One customer has in" if customers == 1 else f"{customers:,} customers have in"
        return Problem(
            "id/duplicates",
            f"{who} {self.source.label} several rows that differ (id {ids}; one such row is line "
            f"{first:,}).",
            "Pass --duplicates first, --duplicates last or --duplicates sum; or, if each row is "
            "a purchase, "
            "--kind transactions.",
        )

    def _choose_rows(self) -> None:
        rule = "first" if self.plan.duplicates == "error" else self.plan.duplicates
        figures = [
            f"{_merge_sql(column, name, rule)} AS {name}"
            for column, name in zip(self.kept, self.typed_names(), strict=True)
        ]
        self.source.engine.run(
            f"CREATE OR REPLACE TEMP TABLE {_CHOSEN} AS SELECT "
            f"id{''.join(f', {item}' for item in figures)} "
            f"FROM {_DISTINCT} GROUP BY id"
        )

    def fetch(self, day: dt.date | None) -> pa.Table:
        """Return the customers by id, dates as days before the as-of day."""
        cells = [
            f"{_final_sql(column, f'v{index}', day)} AS {quote_identifier(f'v{index}')}"
            for index, column in enumerate(self.kept)
        ]
        engine = self.source.engine
        n_rows = engine.rows(f"SELECT count(*) FROM {_CHOSEN}")[0][0]
        needed = n_rows * (_ROW_BYTES + _FETCHED_BYTES * len(self.kept))
        refuse_beyond(needed, engine.memory, what=f"The table of {n_rows:,} customers")
        rows = engine.fetch(
            f"SELECT id{''.join(f', {cell}' for cell in cells)} FROM {_CHOSEN} ORDER BY id"
        )
        for name in (_TYPED, _DISTINCT, _CHOSEN):
            self.source.engine.run(f"DROP TABLE IF EXISTS {name}")
        return rows.rename_columns(["id", *(column.name for column in self.kept)])


_WORDS = {"number": "numbers", "date": "dates", "boolean": "yes or no"}
_RULES = {
    "first": "the first row stands",
    "last": "the last row stands",
    "sum": "numbers were added up",
}


def _is_figure(plan: ColumnPlan) -> bool:
    return plan.role == "numeric" or (
        plan.role in {"outcome", "categorical"} and plan.type == "number"
    )


def _typed_sql(column: Column, plan: ColumnPlan) -> str:
    """Return SQL for a cell as its role reads it: a number, a moment or a text."""
    if plan.role == "outcome" and plan.type == "date":
        return f"CASE WHEN {date_sql(column, plan.date)} IS NULL THEN 'no' ELSE 'yes' END"
    if plan.role == "date":
        return date_sql(column, plan.date)
    if _is_figure(plan):
        return number_sql(column, plan.number)
    return yes_no_sql(column) if plan.type == "boolean" else text_sql(column)


def _merge_sql(plan: ColumnPlan, name: str, rule: str) -> str:
    """Return the aggregate that makes one cell of several rows."""
    if rule == "sum" and _is_figure(plan):
        places = plan.number.places if plan.number else 9
        return f"CAST(sum(CAST({name} AS DECIMAL(38, {places}))) AS DOUBLE)"
    choice = "max" if rule == "last" else "min"
    # a struct is never NULL, so that a missing value of the chosen row stays missing
    return f"arg_{choice}({{'v': {name}}}, line).v"


def _final_sql(plan: ColumnPlan, name: str, day: dt.date | None) -> str:
    if plan.role != "date":
        return name
    if day is None:
        return "CAST(NULL AS DOUBLE)"
    within = f"year({name}) < {_FAR}"
    days = f"date_diff('day', CAST({name} AS DATE), DATE '{day.isoformat()}')"
    return f"CASE WHEN {within} THEN CAST({days} AS DOUBLE) END"


def _customer_column(plan: ColumnPlan) -> CustomerColumn:
    kind: Literal["number", "category"] = (
        "number" if plan.role == "date" or _is_figure(plan) else "category"
    )
    return CustomerColumn(
        name=plan.name, type=kind, use=cast("Any", plan.use), meaning=plan.meaning, unit=plan.unit,
        label=plan.label or plan.name,
    )  # fmt: skip


def _figures(rows: pa.Table, columns: Sequence[CustomerColumn]) -> dict[str, Any]:
    import numpy as np

    return {
        column.name: rows.column(column.name).to_numpy().astype(np.float64)
        for column in columns
        if column.type == "number" and column.use not in {"date", "outcome"}
    }


def _dates_after(rows: pa.Table, columns: Sequence[CustomerColumn]) -> list[Finding]:
    """Point out dates after the as-of day, which are days to come and count below zero."""
    import pyarrow.compute as pc

    found = []
    for column in columns:
        if column.use != "date":
            continue
        count = pc.sum(pc.less(rows.column(column.name), 0)).as_py() or 0
        if count:
            what = f'{count:,} customers have "{column.name}" after the as-of day: below zero.'
            found.append(Finding("dates/after as-of", "note", what, column.name, count))
    return found


def _refuse_huge(figures: dict[str, Any], source: Source) -> None:
    import numpy as np

    problems = [
        Problem(
            "numbers/range",
            f'Column "{name}" of {source.label} holds numbers beyond {_TOO_LARGE:g}, whose '
            "squares cannot be "
            "reckoned with.",
            f'Correct them in the file, or pass --ignore "{name}".',
        )
        for name, values in figures.items()
        if np.nanmax(np.abs(values), initial=0.0) > _TOO_LARGE
    ]
    if problems:
        raise InputError(*problems)
