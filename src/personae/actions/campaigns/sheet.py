"""A file beside the run in (people, past contacts, whom never to contact), its columns out."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from personae.config import Options
from personae.data.reading.read import open_source
from personae.data.understanding.facts import scan_columns
from personae.data.understanding.ids import rank_of_id_name
from personae.data.understanding.words import words_of
from personae.data.values import date_sql, id_sql, plain_text_sql
from personae.dataclass import dataclass
from personae.engines.duckdb import quote_identifier
from personae.errors import InputError, Problem, UsageError, nearest_names

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from personae.data.schema import ColumnFacts
    from personae.data.source import Source

__all__ = ["Sheet", "open_sheet", "refuse_unknown_columns"]

_EMAILS = 0.5
"""From this share of e-mail addresses on, a column holds e-mail addresses."""


@dataclass(frozen=True)
class Sheet:
    """A table that was read, with what a scan says of its columns.

    Parameters
    ----------
    option : str
        Where it was typed, such as ``"--people"``.
    source : Source
        The table.
    facts : tuple of ColumnFacts
        In the order of the columns.
    headless : bool
        Whether it had no line of names.
    """

    option: str
    source: Source = field(repr=False)
    facts: tuple[ColumnFacts, ...] = field(repr=False)
    headless: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The columns."""
        return self.source.names

    def texts(self, name: str) -> list[str | None]:
        """Return a column's cells without blanks at their ends; None for what is empty."""
        return [_filled(text) for text in self._cells(plain_text_sql(self.source.column(name)))]

    def ids(self, columns: Sequence[str]) -> list[str | None]:
        """Return the customers' ids, made as the run made them."""
        return self._cells(id_sql([self.source.column(name) for name in columns]))

    def days(self, name: str) -> list[dt.date | None]:
        """Return a column's dates; None for what cannot be read."""
        facts = next(item for item in self.facts if item.column.name == name)
        sql = f"CAST({date_sql(facts.column, facts.date)} AS DATE)"
        return self._cells(sql)  # type: ignore[return-value]

    def id_columns(self, of_run: Sequence[str], told: str | None) -> tuple[str, ...]:
        """Find the columns that identify customers: as told, as in the run, or by their names."""
        if told in self.names:
            return (told,)
        if of_run and set(of_run) <= set(self.names):
            return tuple(of_run)
        ranked = [(rank_of_id_name(words_of(name)), name) for name in self.names]
        known = sorted((rank, name) for rank, name in ranked if rank is not None)
        return (known[0][1],) if known else ()

    def email_columns(self, told: str | None) -> tuple[str, ...]:
        """Find the columns of e-mail addresses: as told, or by what is in them."""
        if told in self.names:
            return (told,)
        return tuple(item.column.name for item in self.facts if item.share_email > _EMAILS)

    def _cells(self, sql: str) -> list[str | None]:
        table = self.source.engine.fetch(
            f"SELECT {sql} AS cell FROM {quote_identifier(self.source.relation)} ORDER BY line"
        )
        cells: list[str | None] = table.column("cell").to_pylist()
        return cells


def refuse_unknown_columns(sheets: Sequence[Sheet], told: Mapping[str, str]) -> None:
    """Refuse a column that a person named and that is in none of the files.

    Raises
    ------
    UsageError
        All of them at once.
    """
    known = list(dict.fromkeys(name for sheet in sheets for name in sheet.names))
    problems = [
        Problem(
            "columns/unknown",
            f'No file beside the run has a column "{name}".',
            f'Pass --column "{what}=COL" with a column of the file that it is meant for'
            + "".join(f', such as "{what}={one}"' for one in nearest_names(name, known)[:1])
            + ".",
        )
        for what, name in told.items()
        if name not in known
    ]
    if problems:
        raise UsageError(*problems)


def open_sheet(path: Path, option: str) -> Sheet:
    """Read a file beside the run, with or without a line of column names.

    Parameters
    ----------
    path : Path
        CSV, TSV, Parquet, Excel or DuckDB.
    option : str
        Where it was typed.

    Raises
    ------
    InputError
        If there is no such file, or reading it would be a guess.
    """
    headless = False
    try:
        try:
            source = open_source(path, Options())
        except InputError as error:
            # a plain list has no names; one of a single entry seems to have nothing else
            if not {"csv/no-header", "input/no-rows"} & set(error.codes):
                raise
            source, headless = open_source(path, Options(header=False)), True
    except InputError as error:
        raise InputError(*(_plain(problem, path, option) for problem in error.problems)) from None
    return Sheet(option, source, scan_columns(source, Options()), headless)


def _plain(problem: Problem, path: Path, option: str) -> Problem:
    """Say how to mend a file for which this command has no options of reading."""
    fixes = {
        "input/no-file": problem.fix,
        "input/empty": f"Export it again, or leave {option} out.",
    }
    usual = f"Pass {option} with a UTF-8 CSV file whose first line has the names of the columns."
    fix = fixes.get(problem.code, usual)
    what = problem.what if path.name in problem.what else f"{path.name}: {problem.what}"
    return Problem(problem.code, what, fix)


def _filled(text: str | None) -> str | None:
    return None if text is None or not text.strip() else text.strip()
