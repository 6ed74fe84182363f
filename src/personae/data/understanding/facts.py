"""A full scan of every column: what its values are, and how they are written.

Every column is first reduced to its distinct values with their counts; all further questions go
to those, which for half a million purchase lines are a few thousand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from personae.data.cells import shown_sql
from personae.data.schema import ColumnFacts, DateFormat, NumberFormat
from personae.data.understanding.dates import (
    READ_SHARE,
    counted_format,
    decide_date,
    zoned_rows,
)
from personae.data.understanding.numbers import NumberEvidence, decide_number, weigh_numbers
from personae.data.understanding.personal_data.personal import born_by_values
from personae.data.understanding.personal_data.values import MOST, kind_of_values
from personae.data.values import date_sql, missing_sql, number_sql, plain_text_sql
from personae.dataclass import dataclass
from personae.engines.duckdb import quote_identifier, quote_literal

if TYPE_CHECKING:
    from collections.abc import Collection

    from personae.config import Options
    from personae.data.source import Column, Source
    from personae.errors import Problem

__all__ = ["NO_WORDS", "YES_WORDS", "scan_columns", "yes_no_sql"]

YES_WORDS = ("yes", "y", "true", "t", "1", "ja", "oui", "si", "on", "wahr", "vrai")
NO_WORDS = ("no", "n", "false", "f", "0", "nein", "non", "off", "falsch", "faux")

_VALUES = "__values"
_MOST_SHAPES = 3000  # numbers and dates have dozens; more is free text
_MOST_PLACES = 9
_FEWEST_DIGITS = 1e6  # smaller whole numbers identify nobody
_EMAIL = r"\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*"


def scan_columns(
    source: Source, options: Options, *, figures: Collection[str] = ()
) -> tuple[ColumnFacts, ...]:
    """Find out what every column holds, from all of its values.

    Parameters
    ----------
    source : Source
        A table that was read.
    options : Options
        `decimal`, `date_format` and `currency` settle what the data leave open.
    figures : collection of str
        Columns that hold money or units, beside those that options name: 0 and 1 alone are no
        words for no and yes there.

    Returns
    -------
    tuple of ColumnFacts
        In the order of the file. What cannot be read without a guess carries a problem.
    """
    scans = [_Scan.of(source, column) for column in source.columns]
    told = {options.amount, options.quantity, options.price, options.discount, options.cost}
    for scan in scans:
        scan.is_figure = scan.column.name in told | set(figures)
    proven = _proven_marks(scans)
    facts = tuple(scan.facts(options, proven) for scan in scans)
    for scan in scans:
        source.engine.run(f"DROP TABLE IF EXISTS {quote_identifier(scan.table)}")
    return facts


def yes_no_sql(column: Column) -> str:
    """Return SQL that is ``'yes'``, ``'no'`` or NULL for words, 1 and 0, and stored booleans."""
    if column.storage == "boolean":
        name = quote_identifier(column.physical)
        return f"CASE WHEN {name} THEN 'yes' WHEN NOT {name} THEN 'no' END"
    text = f"lower(trim({plain_text_sql(column)}))"
    yes, no = (", ".join(map(quote_literal, words)) for words in (YES_WORDS, NO_WORDS))
    return f"CASE WHEN {text} IN ({yes}) THEN 'yes' WHEN {text} IN ({no}) THEN 'no' END"


@dataclass
class _Scan:
    """One column, its distinct values in the engine, and what they say at first sight."""

    source: Source
    column: Column
    table: str
    values: Column
    basics: dict[str, Any]
    shapes: dict[str, int]
    evidence: NumberEvidence
    tokens: tuple[tuple[str, int], ...] = ()
    is_figure: bool = False
    some: tuple[str, ...] = ()

    @classmethod
    def of(cls, source: Source, column: Column) -> _Scan:
        table = f"{_VALUES}_{column.physical}"
        name = quote_identifier(column.physical)
        source.engine.run(
            f"CREATE OR REPLACE TEMP TABLE {quote_identifier(table)} AS "
            f"SELECT {shown_sql(column.texts, 'cell')} AS v, n FROM (SELECT {name} AS cell, "
            f"count(*) AS n FROM {quote_identifier(source.coded)} GROUP BY {name})"
        )
        values = replace(column, physical="v", texts="")
        scan = cls(source, column, table, values, {}, {}, NumberEvidence())
        text = plain_text_sql(values)
        numeric = column.storage in {"text", "number", "decimal"}
        value = number_sql(values, None) if numeric else "CAST(NULL AS DOUBLE)"
        looked_up = {"t": text, "held": f"NOT {missing_sql(values, text)}", "x": value}
        scan.basics = scan.ask(_basics(column.storage), looked_up)
        if column.storage == "text" and scan.basics["readable"] < scan.basics["present"]:
            scan.shapes = scan.find_shapes()
            scan.evidence = weigh_numbers(scan.shapes)
        scan.tokens = scan.find_tokens()
        scan.some = scan.find_some()
        scan.forget_free_text()
        return scan

    def forget_free_text(self) -> None:
        """Drop values that can be neither numbers nor dates; nothing more is asked of them."""
        many = self.basics["distinct"] > _MOST_SHAPES and self.basics["readable"] == 0
        if many and not self.shapes and self.column.storage == "text":
            self.source.engine.run(f"DROP TABLE {quote_identifier(self.table)}")

    def ask(self, figures: dict[str, str], looked_up: dict[str, str]) -> dict[str, Any]:
        """Return aggregates over the distinct values, ``n`` rows each, and what is made of them."""
        listed = ", ".join(f"{sql} AS {name}" for name, sql in figures.items())
        made = "".join(f", {sql} AS {name}" for name, sql in looked_up.items())
        row = self.source.engine.rows(
            f"SELECT {listed} FROM (SELECT n{made} FROM {quote_identifier(self.table)})"
        )[0]
        return dict(zip(figures, row, strict=True))

    def find_shapes(self) -> dict[str, int]:
        """Return every shape with its rows; nothing if there are too many for numbers or dates."""
        shape = "translate(v, '012345678', '999999999')"
        rows = self.source.engine.rows(
            f"SELECT {shape} AS shape, sum(n)::BIGINT FROM {quote_identifier(self.table)} "
            f"WHERE NOT {missing_sql(self.values)} AND length(v) <= 64 GROUP BY shape "
            f"LIMIT {_MOST_SHAPES + 1}"
        )
        return {} if len(rows) > _MOST_SHAPES else dict(sorted(rows))

    def facts(self, options: Options, proven: frozenset[str]) -> ColumnFacts:
        """Decide the type of the column and measure it."""
        basics = self.basics
        present = int(basics["present"])
        facts = ColumnFacts(
            self.column, "text", int(basics["rows"]), int(basics["rows"]) - present,
            int(basics["distinct"]), mean_length=_share(basics["length"], present),
            share_top=_share(basics["top"], present), share_email=_share(basics["emails"], present),
            share_spaced=_share(basics["spaced"], present), tokens=self.tokens,
        )  # fmt: skip
        if present == 0:
            return facts
        for decide in (self.as_stored, self.as_boolean, self.as_number, self.as_date):
            decided = decide(facts, options, proven)
            if decided is not None:
                return self.with_personal(decided)
        text = replace(
            facts, share_number=_share(self.evidence.numbers, present),
            share_shortened=_share(self.evidence.shortened, present),
        )  # fmt: skip
        return self.with_personal(text)

    def with_personal(self, facts: ColumnFacts) -> ColumnFacts:
        """Add what kind of personal data the values look like."""
        if facts.type == "date":
            return replace(facts, personal=born_by_values(facts))
        figures = facts.type == "number" and (
            facts.share_whole < 1 or (facts.maximum or 0.0) < _FEWEST_DIGITS
        )
        if facts.type == "boolean" or figures:
            return facts
        return replace(facts, personal=kind_of_values(self.some))

    def find_some(self) -> tuple[str, ...]:
        """Return some of the values as they are written, the same in any order of the rows."""
        if self.column.storage not in {"text", "number", "decimal"}:
            return ()
        rows = self.source.engine.rows(
            f"SELECT {plain_text_sql(self.values)} AS t FROM {quote_identifier(self.table)} "
            f"WHERE NOT {missing_sql(self.values)} ORDER BY hash(t), t LIMIT {MOST}"
        )
        return tuple(str(value) for (value,) in rows)

    def find_tokens(self) -> tuple[tuple[str, int], ...]:
        """Return the rows of every missing token that occurs."""
        if self.column.storage != "text" or self.basics["rows"] == self.basics["present"]:
            return ()
        rows = self.source.engine.rows(
            "SELECT coalesce(lower(trim(v)), ''), sum(n)::BIGINT FROM "
            f"{quote_identifier(self.table)} "
            f"WHERE {missing_sql(self.values)} GROUP BY 1 ORDER BY 1"
        )
        return tuple((str(token), int(count)) for token, count in rows)

    def as_stored(
        self, facts: ColumnFacts, _options: Options, _proven: frozenset[str]
    ) -> ColumnFacts | None:
        """Take the type of a column that is stored as one."""
        storage = self.column.storage
        if storage in {"date", "timestamp"}:
            decided = DateFormat("iso", has_time=storage == "timestamp")
            return self.with_dates(replace(facts, type="date", date=decided))
        if storage == "boolean":
            return replace(facts, type="boolean")
        return None

    def as_boolean(
        self, facts: ColumnFacts, _options: Options, _proven: frozenset[str]
    ) -> ColumnFacts | None:
        """Recognise columns of yes and no, and of 1 and 0 where there are rows enough."""
        if facts.n_distinct > len(YES_WORDS + NO_WORDS) * 3:
            return None
        rows = "sum(n) FILTER (WHERE word = '{}')"
        asked = {"yes": rows.format("yes"), "no": rows.format("no")}
        found = self.ask(asked, {"word": yes_no_sql(self.values)})
        if not (found["yes"] and found["no"]) or found["yes"] + found["no"] < facts.n_present:
            return None
        counted = facts.n_rows < 20 or self.is_figure
        if self.basics["readable"] == facts.n_present and counted:
            return None  # few rows of 0 and 1 may as well be counts, and units always are
        return replace(facts, type="boolean")

    def as_number(
        self, facts: ColumnFacts, options: Options, proven: frozenset[str]
    ) -> ColumnFacts | None:
        """Recognise numbers, and the dates among them that are written as numbers."""
        number, problem = self.number_format(options, proven)
        measured = (
            self.basics
            if number is None
            else self.ask(_FIGURES, {"x": number_sql(self.values, number)})
        )
        readable = int(measured["readable"])
        looks = self.evidence.numbers if problem else readable
        # what is stored as a number is one, however many of its cells are infinite
        least = READ_SHARE * facts.n_present if self.column.storage == "text" else 1
        if looks < least or readable == 0:
            return None
        places = min(int(self.basics["places"] or 0), _MOST_PLACES)
        number = number or NumberFormat(places=places)
        facts = replace(
            facts, type="number", number=number, problem=problem,
            n_unreadable=facts.n_present - readable,
            minimum=float(measured["low"]), maximum=float(measured["high"]),
            share_zero=_share(measured["zero"], readable),
            share_negative=_share(measured["negative"], readable),
            share_whole=_share(measured["whole"], readable),
            share_coded=_share(self.basics["coded"], facts.n_present),
        )  # fmt: skip
        if self.is_code(facts):
            return replace(facts, type="text", number=None, n_unreadable=0, problem=None)
        return self.as_counted_date(facts, options) or facts

    def number_format(
        self, options: Options, proven: frozenset[str]
    ) -> tuple[NumberFormat | None, Problem | None]:
        """Return how the numbers are written; None for plain numbers such as -12.5."""
        basics = self.basics
        evidence = self.evidence
        if self.column.storage == "text":
            settled = options.decimal == "," or "," in proven
            if not evidence.messy and settled and basics["readable"] and basics["places"]:
                self.shapes = self.shapes or self.find_shapes()
                evidence = self.evidence = weigh_numbers(self.shapes)
            if evidence.messy or (settled and basics["places"]):
                return decide_number(evidence, self.column.name, options=options, proven=proven)
        return None, None

    def is_code(self, facts: ColumnFacts) -> bool:
        """Tell codes such as C536379 among 536365 from numbers with a few slips."""
        if not facts.n_unreadable or facts.share_whole < 1 or not self.shapes:
            return False
        others = [shape for shape in self.shapes if "999" in shape and shape.strip("9")]
        rows = sum(self.shapes[shape] for shape in others if shape.isalnum())
        return rows > 0.5 * facts.n_unreadable

    def as_counted_date(self, facts: ColumnFacts, options: Options) -> ColumnFacts | None:
        """Recognise yyyymmdd, Unix seconds and Excel serials among whole numbers."""
        if facts.share_whole < 1 or facts.minimum is None or facts.maximum is None:
            return None
        given = options.date_format or ""
        date: DateFormat | None = DateFormat(given)
        problem = None
        if "%" not in given or set("-/. ,:") & set(given):
            date, problem = counted_format(
                self.column.name, facts.minimum, facts.maximum, n_distinct=facts.n_distinct,
                options=options,
            )  # fmt: skip
        if date is None or self.count(date.pattern) < facts.n_present - facts.n_unreadable:
            return None
        return self.with_dates(replace(facts, type="date", date=date, problem=problem))

    def as_date(
        self, facts: ColumnFacts, options: Options, _proven: frozenset[str]
    ) -> ColumnFacts | None:
        """Recognise dates that are written as text."""
        if not self.shapes:
            return None
        decision = decide_date(
            self.shapes, self.column.name, options=options, count=self.count, lines=self.lines
        )
        if decision is None:
            return None
        if decision.problem is None and decision.rows < READ_SHARE * facts.n_present:
            return None
        dated = replace(
            facts, type="date", date=decision.format, problem=decision.problem,
            n_unreadable=facts.n_present - decision.rows,
            share_zoned=_share(zoned_rows(self.shapes), facts.n_present),
        )  # fmt: skip
        return self.with_dates(dated)

    def with_dates(self, facts: ColumnFacts) -> ColumnFacts:
        """Add the first and last moment."""
        moment = date_sql(self.values, facts.date)
        asked = {"low": "epoch(min(moment))", "high": "epoch(max(moment))"}
        found = self.ask(asked, {"moment": moment})
        return replace(facts, minimum=found["low"], maximum=found["high"])

    def count(self, pattern: str) -> int:
        """Return the rows whose value a date pattern reads."""
        timed = any(":" in shape for shape in self.shapes)
        moment = date_sql(self.values, DateFormat(pattern, has_time=timed))
        asked = {"rows": "sum(n) FILTER (WHERE moment IS NOT NULL)"}
        return int(self.ask(asked, {"moment": moment})["rows"] or 0)

    def lines(self, first: str, second: str) -> tuple[int, int]:
        """Return the first line that only one pattern reads, for either pattern."""
        one, two = (date_sql(self.column, DateFormat(pattern)) for pattern in (first, second))
        row = self.source.engine.rows(
            f"SELECT min(line) FILTER (WHERE {one} IS NOT NULL AND {two} IS NULL), "
            f"min(line) FILTER (WHERE {two} IS NOT NULL AND {one} IS NULL) "
            f"FROM {quote_identifier(self.source.relation)}"
        )[0]
        return int(row[0] or 0), int(row[1] or 0)


def _basics(storage: str) -> dict[str, str]:
    """List what is asked of every column first: text ``t``, number ``x``, present ``held``."""
    figures = {
        "rows": "sum(n)",
        "present": "coalesce(sum(n) FILTER (WHERE held), 0)",
        "distinct": "count(*) FILTER (WHERE held)",
        "top": "max(n) FILTER (WHERE held)",
        "length": "sum(n * length(t)) FILTER (WHERE held)",
        "places": "max(length(split_part(trim(t), '.', 2))) "
        "FILTER (WHERE x IS NOT NULL AND NOT contains(t, 'e'))",
        "coded": "0", "emails": "0", "spaced": "0", **_FIGURES,
    }  # fmt: skip
    if storage == "text":
        figures |= {
            "coded": "sum(n) FILTER (WHERE t[1] = '0' AND regexp_full_match(t, '0\\d+'))",
            "emails": "sum(n) FILTER (WHERE contains(t, '@') AND "
            f"regexp_full_match(t, {quote_literal(_EMAIL)}))",
            "spaced": "sum(n) FILTER (WHERE held AND contains(trim(t), ' '))",
        }
    return figures


_FIGURES = {
    "readable": "coalesce(sum(n) FILTER (WHERE x IS NOT NULL), 0)",
    "low": "min(x)",
    "high": "max(x)",
    "zero": "sum(n) FILTER (WHERE x = 0)",
    "negative": "sum(n) FILTER (WHERE x < 0)",
    "whole": "sum(n) FILTER (WHERE x = trunc(x))",
}


def _share(part: float | None, whole: float) -> float:
    return float(part or 0) / float(whole) if whole else 0.0


def _proven_marks(scans: list[_Scan]) -> frozenset[str]:
    """Return the decimal marks that columns of the file use beyond doubt.

    A column that writes both marks, or a decimal comma, shows how the whole export was written.
    """
    proven = set()
    for scan in scans:
        evidence = scan.evidence
        if evidence.numbers < READ_SHARE * (evidence.numbers + evidence.others):
            continue
        certain = [mark for mark in (".", ",") if evidence.decimal[mark]]
        if len(certain) == 1 and (certain == [","] or "," in evidence.thousands):
            proven.add(certain[0])
    return frozenset(proven)
