"""A purchase log or a table of amounts in, what everybody on a list spent after the send out."""

from __future__ import annotations

import datetime as dt
from dataclasses import field
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.data.cleaning.clean_log import clean_log
from personae.data.cleaning.plan_cleaning import plan_cleaning
from personae.data.cleaning.returns import settle_returns
from personae.data.presets.read_orders import read_orders
from personae.data.reading.read import open_source
from personae.data.understanding.facts import scan_columns
from personae.data.understanding.ids import choose_id
from personae.data.understanding.line_roles import pick_line_roles, purchase_dates
from personae.data.understanding.understand import understand
from personae.data.values import id_sql, number_sql
from personae.dataclass import dataclass
from personae.engines.duckdb import quote_identifier
from personae.errors import InputError, NotEnoughDataError, Problem, UsageError, unknown_column
from personae.stats.places import places_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.config import Options
    from personae.data.cleaning.purchase_log import PurchaseLog
    from personae.data.schema import ColumnFacts, Finding
    from personae.data.source import Source

__all__ = ["Outcomes", "read_outcomes"]

_DAY = dt.timedelta(days=1)
_YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Outcomes:
    """What people spent after the send, returns taken off, and what was left out.

    Parameters
    ----------
    ids : pyarrow.Array of string
        Everybody who occurs after the send.
    money : ndarray of float64
        What each of them spent; never NaN.
    first_day, last_day : datetime.date or None
        The days that count, both included; None for a table without dates.
    cut_short : int
        Days at the end of that span that the log does not hold.
    counts : dict of str to int
        Lines: ``lines``, ``counted``, ``refused``, ``before_send``, ``after_window``.
    before_ids, before : pyarrow.Array and ndarray, or None
        What people spent in the year before the send, where the log goes back.
    before_days : int
        How many days that were.
    read_as : tuple of (str, str)
        What each column was taken for.
    currency : str
        The sign or code of the money, if known.
    findings : tuple of Finding
        What was noticed on reading.
    """

    ids: pa.Array = field(repr=False)
    money: NDArray[np.float64] = field(repr=False)
    first_day: dt.date | None
    last_day: dt.date | None
    cut_short: int
    counts: dict[str, int]
    before_ids: pa.Array | None = field(default=None, repr=False)
    before: NDArray[np.float64] | None = field(default=None, repr=False)
    before_days: int = 0
    read_as: tuple[tuple[str, str], ...] = ()
    currency: str = ""
    findings: tuple[Finding, ...] = ()

    def of(self, ids: pa.Array) -> NDArray[np.float64]:
        """Return the money of these people; 0 for those who do not occur."""
        return _looked_up(ids, self.ids, self.money)

    def before_of(self, ids: pa.Array) -> NDArray[np.float64] | None:
        """Return what these people spent before the send; None where the log does not say."""
        if self.before_ids is None or self.before is None:
            return None
        return _looked_up(ids, self.before_ids, self.before)

    def strangers(self, ids: pa.Array) -> int:
        """Count the people with money who are not among these."""
        import pyarrow.compute as pc

        return int(pc.sum(pc.invert(pc.is_in(self.ids, value_set=ids))).as_py() or 0)


def read_outcomes(
    where: Any, options: Options, *, sent: dt.date | None, days: int | None
) -> Outcomes:
    """Read what happened after the send.

    Parameters
    ----------
    where : path or frame
        A purchase log; or a table without dates whose rows are all counted.
    options : Options
        How it is read, and what its columns are.
    sent : datetime.date or None
        The day of the send, which counts; needed for a log.
    days : int or None
        So many days after that day count, too; None for all.

    Returns
    -------
    Outcomes
        Money per person.

    Raises
    ------
    UsageError
        If a log is given without the day of the send, or an option names a column it lacks.
    InputError
        If it cannot be read as either.
    NotEnoughDataError
        If the log ends before the send.
    """
    source = read_orders(open_source(where, options), options)
    try:
        facts = scan_columns(source, options)
        _refuse_unknown_columns(source, options)
        if options.date is None and not _has_dates(source, facts, options):
            return _of_table(source, facts, options)
        if sent is None:
            raise UsageError(_no_send_day(source))
        return _of_log(source, options.but(kind="transactions"), sent=sent, days=days)
    finally:
        source.engine.close()


def _of_log(source: Source, options: Options, *, sent: dt.date, days: int | None) -> Outcomes:
    schema = understand(source, options)
    log = clean_log(source, plan_cleaning(source, schema, options))
    if log.last_day < sent:
        raise NotEnoughDataError(_ends_early(source, log.last_day, sent))
    last = log.last_day if days is None else sent + days * _DAY
    after = _spend_between(log, sent, last, name="after")
    before = _spend_between(log, max(log.first_day, sent - _YEAR), sent - _DAY, name="before")
    lines = log.engine.rows(
        f"SELECT count(*), count(*) FILTER (WHERE bought_at < {_moment(sent)}), "
        f"count(*) FILTER (WHERE bought_at >= {_moment(last + _DAY)}) "
        f"FROM {quote_identifier(log.relation)}"
    )[0]
    kept, early, late = (int(number) for number in lines)
    return Outcomes(
        ids=after.column("id").combine_chunks(),
        money=_floats(after),
        first_day=sent,
        last_day=last,
        cut_short=max((last - log.last_day).days, 0),
        counts={
            "lines": log.ledger.rows_in,
            "counted": kept - early - late,
            "refused": log.ledger.rows_rejected + log.ledger.rows_merged,
            "before_send": early,
            "after_window": late,
        },
        before_ids=before.column("id").combine_chunks() if before.num_rows else None,
        before=_floats(before) if before.num_rows else None,
        before_days=(sent - max(log.first_day, sent - _YEAR)).days,
        read_as=tuple(
            (role.role, role.name)
            for role in schema.roles
            if role.role in {"id", "date", "amount", "quantity", "price"}
        ),
        currency=log.currency,
        findings=tuple(item for item in log.findings if item.severity == "warning"),
    )


def _spend_between(log: PurchaseLog, first: dt.date, last: dt.date, *, name: str) -> pa.Table:
    """Return what everybody spent from one day to another, returns of that span taken off.

    A return of something that was bought earlier belongs to the earlier purchase.
    """
    lines, settled = f"lift_{name}", f"lift_{name}_settled"
    log.engine.run(
        f"CREATE OR REPLACE TABLE {quote_identifier(lines)} AS "
        f"SELECT * FROM {quote_identifier(log.relation)} "
        f"WHERE bought_at >= {_moment(first)} AND bought_at < {_moment(last + _DAY)}"
    )
    settle_returns(log, lines, into=settled)
    return log.engine.fetch(
        f"SELECT {log.shown('customer_id')} AS id, CAST(money AS DOUBLE) AS money FROM ("
        "SELECT customer_id, sum(gross) - sum(returned_of_log) AS money "
        f"FROM {quote_identifier(settled)} GROUP BY customer_id) ORDER BY id"
    )


def _of_table(source: Source, facts: Sequence[ColumnFacts], options: Options) -> Outcomes:
    """Count every row of a table without dates."""
    ids, _ = choose_id(source, facts, options)
    amount = _amount_column(source, facts, ids, options)
    places = amount.number.places if amount.number else 6
    money = number_sql(amount.column, amount.number, places=places)
    key = id_sql([source.column(name) for name in ids])
    table = source.engine.fetch(
        "SELECT id, CAST(sum(money) AS DOUBLE) AS money, count(*) AS rows FROM ("
        f"SELECT {key} AS id, {money} AS money FROM {quote_identifier(source.relation)}) "
        "WHERE id IS NOT NULL AND money IS NOT NULL GROUP BY id ORDER BY id"
    )
    counted = int(np.asarray(table.column("rows").to_numpy()).sum())
    total = source.n_rows + len(source.refused)
    return Outcomes(
        ids=table.column("id").combine_chunks(),
        money=_floats(table),
        first_day=None,
        last_day=None,
        cut_short=0,
        counts={
            "lines": total,
            "counted": counted,
            "refused": total - counted,
            "before_send": 0,
            "after_window": 0,
        },
        read_as=(*(("id", name) for name in ids), ("amount", amount.column.name)),
    )


def _amount_column(
    source: Source, facts: Sequence[ColumnFacts], ids: Sequence[str], options: Options
) -> ColumnFacts:
    """Return the column that is the money: as told, by its name, or the only number there is."""
    others = [item for item in facts if item.column.name not in ids and item.type == "number"]
    wanted = options.amount
    if wanted is None:
        picked = pick_line_roles(facts, taken=set(ids))
        wanted = next((name for name, role in picked.items() if role == "amount"), None)
    if wanted is None and len(others) == 1:
        return others[0]
    chosen = [item for item in others if item.column.name == wanted]
    if chosen:
        return chosen[0]
    raise InputError(
        Problem(
            "lift/no-amount",
            f"No column of {source.label} is a date, and it is not clear which one is the money.",
            "Pass --amount with the column of the money each customer spent after the send; or, "
            "if the file is a log of purchases, --date with the day of the purchase.",
        )
    )


def _has_dates(source: Source, facts: Sequence[ColumnFacts], options: Options) -> bool:
    ids, _ = choose_id(source, facts, options)
    return bool(purchase_dates(facts, taken=set(ids)))


def _refuse_unknown_columns(source: Source, options: Options) -> None:
    named = [("--id", name) for name in options.id or ()] + [
        (f"--{role}", getattr(options, role))
        for role in ("date", "amount", "quantity", "price", "order", "product")
    ]
    problems = [
        unknown_column(option, name, source.names, where=source.label)
        for option, name in named
        if name is not None and name not in source.names
    ]
    if problems:
        raise UsageError(*problems)


def _looked_up(wanted: pa.Array, ids: pa.Array, values: NDArray[np.float64]) -> NDArray[np.float64]:
    found = places_of(wanted, ids)
    return np.where(found >= 0, np.append(values, 0.0)[found], 0.0)


def _floats(table: pa.Table) -> NDArray[np.float64]:
    return np.asarray(table.column("money").to_numpy(), dtype=np.float64)


def _moment(day: dt.date) -> str:
    return f"TIMESTAMP '{day.isoformat()}'"


def _no_send_day(source: Source) -> Problem:
    return Problem(
        "lift/no-send-day",
        f"{source.label} is a log of purchases; only those after the send may count.",
        "Pass --sent with the day of the send, such as --sent 2024-12-31.",
    )


def _ends_early(source: Source, last: dt.date, sent: dt.date) -> Problem:
    return Problem(
        "lift/log-ends-early",
        f"The last purchase of {source.label} is of {last}, before the send on {sent}: nothing "
        "that happened after it is in the file.",
        "Export the purchases again when the days after the send are over, or correct --sent.",
    )
