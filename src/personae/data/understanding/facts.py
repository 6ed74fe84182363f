"""A full scan of every column: what its values are, and how they are written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from personae.data.schema import ColumnFacts, DateFormat, NumberFormat
from personae.data.understanding.dates import (
    READ_SHARE,
    counted_format,
    decide_date,
    zoned_rows,
)
from personae.data.understanding.numbers import decide_number, weigh_numbers
from personae.data.understanding.personal_data.personal import born_by_values
from personae.data.understanding.personal_data.values import kind_of_values
from personae.data.understanding.tally import FIGURES, MOST_SHAPES, Tally, told_together
from personae.data.values import date_sql, number_sql, plain_text_sql
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

_MOMENTS = {
    "rows": "sum(n) FILTER (WHERE moment IS NOT NULL)",
    "low": "epoch(min(moment))",
    "high": "epoch(max(moment))",
}
_MOST_PLACES = 9
_FEWEST_DIGITS = 1e6  # smaller whole numbers identify nobody


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
    scans = [scan for share in told_together(source) for scan in _looked_at(source, share)]
    told = {options.amount, options.quantity, options.price, options.discount, options.cost}
    for scan in scans:
        scan.is_figure = scan.column.name in told | set(figures)
    proven = _proven_marks(scans)
    facts = tuple(scan.facts(options, proven) for scan in scans)
    for tally in {scan.tally.table: scan.tally for scan in scans}.values():
        tally.forget()
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
    """One column, its values in a tally, and what they say at first sight."""

    source: Source
    column: Column
    tally: Tally
    place: int
    basics: dict[str, Any]
    shapes: dict[str, int]
    tokens: tuple[tuple[str, int], ...] = ()
    is_figure: bool = False

    def __post_init__(self) -> None:
        self.values = self.tally.value(self.place)
        self.evidence = weigh_numbers(self.shapes)
        self.dated: dict[str, dict[str, Any]] = {}

    @property
    def is_free_text(self) -> bool:
        """Whether the values can be neither numbers nor dates."""
        many = self.basics["distinct"] > MOST_SHAPES and self.basics["readable"] == 0
        return many and not self.shapes and self.column.storage == "text"

    def ask(self, figures: dict[str, str], looked_up: dict[str, str]) -> dict[str, Any]:
        """Return aggregates over the values, ``n`` rows each, and what is made of them."""
        return self.tally.ask(self.place, figures, looked_up)

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
        return replace(facts, personal=kind_of_values(self.basics["some"] or ()))

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
            else self.ask(FIGURES, {"x": number_sql(self.values, number)})
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
                self.shapes = self.shapes or self.tally.shapes([self.place])[self.place]
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
        found = self.moments(facts.date)
        return replace(facts, minimum=found["low"], maximum=found["high"])

    def count(self, pattern: str) -> int:
        """Return the rows whose value a date pattern reads."""
        timed = any(":" in shape for shape in self.shapes)
        return int(self.moments(DateFormat(pattern, has_time=timed))["rows"] or 0)

    def moments(self, date: DateFormat | None) -> dict[str, Any]:
        """Return what is asked of dates: most are counted first, and then measured."""
        moment = date_sql(self.values, date)
        if moment not in self.dated:
            self.dated[moment] = self.ask(_MOMENTS, {"moment": moment})
        return self.dated[moment]

    def lines(self, first: str, second: str) -> tuple[int, int]:
        """Return the first line that only one pattern reads, for either pattern."""
        one, two = (date_sql(self.column, DateFormat(pattern)) for pattern in (first, second))
        row = self.source.engine.rows(
            f"SELECT min(line) FILTER (WHERE {one} IS NOT NULL AND {two} IS NULL), "
            f"min(line) FILTER (WHERE {two} IS NOT NULL AND {one} IS NULL) "
            f"FROM {quote_identifier(self.source.relation)}"
        )[0]
        return int(row[0] or 0), int(row[1] or 0)


def _looked_at(source: Source, columns: tuple[Column, ...]) -> list[_Scan]:
    """Ask what decides over all that follows."""
    tally = Tally.of(source, columns)
    basics = tally.look()
    is_text = columns[0].storage == "text"
    unread = [place for place, found in enumerate(basics) if found["readable"] < found["present"]]
    lacking = any(found["present"] < found["rows"] for found in basics)
    shapes = tally.shapes(unread if is_text else [])
    tokens = tally.tokens() if is_text and lacking else [()] * len(columns)
    scans = [
        _Scan(source, column, tally, place, basics[place], shapes[place], tokens[place])
        for place, column in enumerate(columns)
    ]
    if all(scan.is_free_text for scan in scans):
        tally.forget()  # nothing more is asked of it
    return scans


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
