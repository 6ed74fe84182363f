"""Plain text in, its delimiter, quoting, header line and footer out: from the whole file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from personae.data.reading.encoding import BLOCK
from personae.data.reading.records import (
    BackslashEscapes,
    Record,
    RecordScan,
    UnclosedQuote,
    scan_records,
    whole_lines,
)
from personae.data.source import Stated
from personae.dataclass import dataclass
from personae.errors import InputError, Problem, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from personae.data.reading.encoding import PlainText

__all__ = ["Dialect", "cells_of", "delimiter_name", "find_dialect", "is_number", "parse_delimiter"]

CANDIDATES = (",", ";", "\t", "|")
# Signs that stand between fields so rarely that people are asked.
_RARE = ("\x01", "\x02", "\x1f", "~", "^", ":", "#", "*", "!", "&", "=", "\x1c", "\x1e")
_LOOKED_AT = 50
RAGGED_LIMIT = 0.01
# How many lines of a title may stand above the header before we ask.
PREAMBLE_LIMIT = 100
_NAMES = {"\t": "tab", ",": ",", ";": ";", "|": "|", "spaces": "spaces", "": "none"}
_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?", flags=re.ASCII)
_RUNS = re.compile(rb"[ \t]+")


@dataclass(frozen=True)
class Dialect:
    """How a text file is laid out.

    Parameters
    ----------
    path : Path
        The file; for runs of blanks a copy that has tabs in their place.
    start : int
        The byte at which the text begins, after a byte order mark or a ``sep=`` line.
    first_line : int
        The physical line of that byte, counted from 1.
    delimiter : str
        One character; ``"spaces"`` for runs of blanks; empty if there is one column.
    scan : RecordScan
        What the pass over the whole file found.
    stated : tuple of Stated
        Delimiter and quoting.
    """

    path: Path
    start: int
    first_line: int
    delimiter: str
    scan: RecordScan
    stated: tuple[Stated, ...]

    @property
    def lines_above(self) -> int:
        """The lines of `path` above `start`; a copy begins where the table begins."""
        return 0 if self.delimiter == "spaces" else self.first_line - 1

    @property
    def separator(self) -> bytes:
        """The bytes between two fields of `path`."""
        return b"\t" if self.delimiter == "spaces" else self.delimiter.encode()


def parse_delimiter(value: str) -> str:
    r"""Turn what people type into one character, or ``"spaces"``.

    Raises
    ------
    UsageError
        If it is neither a single character nor a known word.

    Examples
    --------
    >>> parse_delimiter("tab") == parse_delimiter("\\t") == "\t"
    True
    """
    words = {
        "tab": "\t", "\\t": "\t", "spaces": "spaces", "space": "spaces", " ": "spaces",
        "comma": ",", "semicolon": ";", "pipe": "|",
    }  # fmt: skip
    found = words.get(value.lower(), value)
    if code := re.fullmatch(r"\\x([0-9a-f]{2})", value.lower()):
        found = chr(int(code[1], 16))
    if found == "spaces" or (len(found) == 1 and found not in '"\n\r\0'):
        return found
    raise UsageError(
        Problem(
            "options/value",
            "--delimiter needs a single character, tab or spaces.",
            'Quote it for the shell, such as --delimiter ";" or --delimiter "|".',
        )
    )


def delimiter_name(delimiter: str) -> str:
    """Return the delimiter as people would type it after ``--delimiter``."""
    return _NAMES.get(delimiter, delimiter if delimiter.isprintable() else repr(delimiter)[1:-1])


def find_dialect(
    text: PlainText, folder: Path, *, name: str, option: str | None, skip: int | None = None
) -> Dialect:
    """Find the delimiter under which the records of the whole file have equally many fields.

    Parameters
    ----------
    text : PlainText
        The file.
    folder : Path
        Where a copy may be written, for runs of blanks.
    name : str
        What to call the file in messages.
    option : str, optional
        The delimiter that people asked for.
    skip : int, optional
        Lines at the top that are no part of the table.

    Raises
    ------
    InputError
        If two delimiters fit equally well, a quoted field does not end, or nothing is split
        although every line holds another sign equally often.
    """
    start, first_line, declared = text.start, 1, _declared(text)
    if declared:
        start, first_line = declared[1], 2
    if skip is not None and skip >= first_line:
        start, first_line = _after_lines(text, skip, name), skip + 1
    finder = _Finder(text, folder, name, start=start, first_line=first_line)
    if option is not None:
        delimiter, how = parse_delimiter(option), "option"
        note = ""
    elif declared:
        delimiter, how, note = declared[0], "file", "a line sep= stands at the top"
    else:
        delimiter, how = finder.choose(), "detected"
        note = "every record has equally many fields under it" if delimiter else "one column"
    path, scan = finder.final(delimiter)
    if not scan.histogram.any():
        raise InputError(
            Problem("input/empty", f"{name} holds no rows of text.", "Export the table again.")
        )
    if scan.common == 1:
        _refuse_unsplit(path, scan, delimiter, told=option is not None, name=name)
    stated = [Stated("delimiter", delimiter_name(delimiter), how, "--delimiter", note)]  # type: ignore[arg-type]
    if text.counts['"'] and delimiter != "spaces":
        escape = "a backslash before a quote" if scan.backslash else "quotes inside are doubled"
        stated.append(Stated("quoting", '"', "detected", note=escape))
    start = 0 if delimiter == "spaces" else start
    return Dialect(path, start, first_line, delimiter, scan, tuple(stated))


def _refuse_unsplit(path: Path, scan: RecordScan, delimiter: str, *, told: bool, name: str) -> None:
    """Refuse a single column that another sign splits: the first line holds it as often as all."""
    with path.open("rb") as file:
        lines = []
        for record in scan.head[:_LOOKED_AT]:
            file.seek(record.start)
            lines.append(file.read(record.end - record.start).decode("utf-8", "replace"))
    lines = [line for line in lines if line.strip()]
    signs = (*CANDIDATES, *_RARE) if told else _RARE
    often = [
        sign
        for sign in signs
        if sign != delimiter and len(lines) > 1 and len({line.count(sign) for line in lines}) == 1
        and sign in lines[0]
    ]  # fmt: skip
    if not often:
        return
    shown = delimiter_name(often[0])
    what = f'{name} is one column, but every line holds "{shown}" equally often.'
    if told:
        what = (
            f'No line of {name} is split by --delimiter "{delimiter_name(delimiter)}", but every '
        )
        what += f'line holds "{shown}" equally often.'
    fix = f'Pass --delimiter "{shown}" if that stands between the fields.'
    raise InputError(Problem("csv/delimiter", what, fix))


def cells_of(dialect: Dialect, record: Record) -> list[str]:
    """Return the fields of one record as the reader sees them.

    For the few records that decide about header and footer; the table itself is read by the engine.
    """
    with dialect.path.open("rb") as file:
        file.seek(record.start)
        raw = file.read(record.end - record.start)
    text = raw.decode("utf-8", "replace").removesuffix("\r")
    delimiter = dialect.separator.decode()
    if not delimiter:
        return [_unquote(text, backslash=dialect.scan.backslash)]
    if dialect.delimiter == "spaces":
        return text.split(delimiter)
    return [
        _unquote(field, backslash=dialect.scan.backslash)
        for field in _split(text, delimiter, backslash=dialect.scan.backslash)
    ]


def is_number(cell: str) -> bool:
    """Tell whether a cell is a plain number, with a decimal point or comma.

    Examples
    --------
    >>> [is_number(cell) for cell in ("12", "-1,5", "1e5", "", "x1")]
    [True, True, True, False, False]
    """
    return _NUMBER.fullmatch(cell.strip()) is not None


def _split(text: str, delimiter: str, *, backslash: bool) -> list[str]:
    """Split a record where the delimiter stands outside quotes."""
    fields, begin, i = [], 0, 0
    while i <= len(text):
        end = _end_of_field(text, i, delimiter, backslash=backslash)
        fields.append(text[begin:end])
        begin = i = end + 1
    return fields


def _end_of_field(text: str, begin: int, delimiter: str, *, backslash: bool) -> int:
    i = begin
    while i < len(text) and text[i] == " ":
        i += 1
    if i < len(text) and text[i] == '"':
        i += 1
        while i < len(text):
            if backslash and text[i] == "\\":
                i += 2
                continue
            if text[i] == '"':
                if backslash or text[i + 1 : i + 2] != '"':
                    break
                i += 1
            i += 1
    found = text.find(delimiter, i)
    return len(text) if found < 0 else found


def _unquote(field: str, *, backslash: bool) -> str:
    stripped = field.strip(" ")
    if len(stripped) < 2 or stripped[0] != '"' or stripped[-1] != '"':
        return field
    inner = stripped[1:-1]
    return (
        re.sub(r"\\(.)", r"\1", inner, flags=re.DOTALL) if backslash else inner.replace('""', '"')
    )


def _declared(text: PlainText) -> tuple[str, int] | None:
    """Return the delimiter of a first line such as ``sep=;`` and where the next line begins."""
    with text.path.open("rb") as file:
        file.seek(text.start)
        line = file.readline(64)
    found = re.fullmatch(rb'"?sep=(.)"?\r?\n', line, flags=re.IGNORECASE | re.DOTALL)
    if not found or not found[1].isascii():
        return None
    return found[1].decode(), text.start + len(line)


def _after_lines(text: PlainText, skip: int, name: str) -> int:
    """Return the byte at which the text goes on after some lines."""
    with text.path.open("rb") as file:
        file.seek(text.start)
        for _ in range(skip):
            while (piece := file.readline(BLOCK)) and not piece.endswith(b"\n"):
                pass  # a line is never kept, however long it is
        start = file.tell()
        if file.read(1):
            return start
    raise InputError(
        Problem(
            "input/no-rows",
            f"{name} has no line left after the {skip} lines to skip.",
            "Pass a smaller number to --skip.",
        )
    )


class _Finder:
    """Tries delimiters on one file."""

    def __init__(
        self, text: PlainText, folder: Path, name: str, *, start: int, first_line: int
    ) -> None:
        self.text = text
        self.folder = folder
        self.name = name
        self.start = start
        self.first_line = first_line
        self.scans: dict[str, tuple[Path, RecordScan]] = {}

    def choose(self) -> str:
        """Return the delimiter that fits the whole file best; empty for a single column."""
        tried = sorted(
            (candidate for candidate in CANDIDATES if self.text.counts[candidate]),
            key=self._misfits_of_first_block,
        )
        best: dict[str, int] = {}
        limit: int | None = None
        unclosed: list[InputError] = []
        for candidate in tried:
            try:
                misfits = self._misfits(candidate, limit)
            except InputError as error:
                unclosed.append(error)
                continue
            if misfits is not None:
                limit = misfits if limit is None else min(limit, misfits)
                best[candidate] = misfits
        if not best:
            if unclosed:
                raise unclosed[0]
            return self._without_candidates(tried)
        least = min(best.values())
        winners = [candidate for candidate, misfits in best.items() if misfits == least]
        if len(winners) > 1:
            raise self._tie(winners)
        return winners[0]

    def final(self, delimiter: str) -> tuple[Path, RecordScan]:
        """Return the scan for a delimiter, with the most common number of fields expected."""
        if delimiter not in self.scans:
            self._scan(delimiter, None)
        path, scan = self.scans[delimiter]
        if scan.histogram.any() and scan.expected != scan.common:
            start = 0 if delimiter == "spaces" else self.start
            separator = b"\t" if delimiter == "spaces" else _bytes(delimiter)
            scan = self._passes(path, separator, start=start, expected=scan.common)
            self.scans[delimiter] = path, scan
        return path, scan

    def _misfits_of_first_block(self, candidate: str) -> int:
        try:
            scan = scan_records(
                self.text.path, candidate.encode(), start=self.start, only_first_block=True
            )
        except (BackslashEscapes, UnclosedQuote):
            return 0
        return scan.n_uncommon if scan.common > 1 else int(scan.histogram.sum())

    def _misfits(self, candidate: str, limit: int | None) -> int | None:
        """Return how many records deviate; None if it is no delimiter of this file."""
        scan = self._scan(candidate, limit)
        if scan.given_up or scan.common < 2:
            return None
        edges = {record.index for record in scan.head[:PREAMBLE_LIMIT]}
        edges |= {record.index for record in scan.tail}
        counted = [record for record in scan.odd if record.flaw != "blank"]
        inside = sum(record.index not in edges for record in counted)
        if inside > RAGGED_LIMIT * scan.histogram.sum() or len(counted) * 2 > scan.histogram.sum():
            return None
        return scan.n_uncommon

    def _without_candidates(self, tried: list[str]) -> str:
        """Return spaces, one column, or the delimiter of a ragged table that is refused later."""
        path, scan = self._spaces()
        if self._certainly_spaces(path, scan):
            self.scans["spaces"] = path, scan
            return "spaces"
        for candidate in tried:
            first = next((r for r in self._scan(candidate, None).head if r.n_fields > 1), None)
            head = self.scans[candidate][1].head
            if first is not None and first is head[0]:
                return candidate
        return ""

    def _certainly_spaces(self, path: Path, scan: RecordScan) -> bool:
        """Tell whether runs of blanks split every line alike, into two numbers at least.

        Lines of prose or of first and last names may have equally many words; they hold no numbers.
        """
        perfect = all(record.flaw == "blank" for record in scan.odd)
        if not perfect or scan.common < 2 or scan.histogram.sum() < 3:
            return False
        tabs = Dialect(path, 0, 1, "spaces", scan, ())
        rows = [cells_of(tabs, record) for record in scan.head[1:] if record.n_fields > 1]
        numbers = [all(map(is_number, column)) for column in zip(*rows, strict=True)]
        return sum(numbers) >= 2

    def _scan(self, delimiter: str, limit: int | None) -> RecordScan:
        if delimiter in self.scans and not self.scans[delimiter][1].given_up:
            return self.scans[delimiter][1]
        if delimiter == "spaces":
            self.scans[delimiter] = self._spaces()
        else:
            scan = self._passes(
                self.text.path, _bytes(delimiter), start=self.start, give_up_above=limit
            )
            self.scans[delimiter] = self.text.path, scan
        return self.scans[delimiter][1]

    def _spaces(self) -> tuple[Path, RecordScan]:
        """Write a copy with one tab for every run of blanks, and scan that."""
        target = self.folder / "tabs.txt"
        with target.open("wb") as out:
            for block in whole_lines(self.text.path, start=self.start):
                lines = block.split(b"\n")[:-1]
                out.writelines(_RUNS.sub(b"\t", line.strip()) + b"\n" for line in lines)
        return target, scan_records(target, b"\t", quoted=False)

    def _passes(
        self, path: Path, delimiter: bytes, *, start: int, expected: int = 0,
        give_up_above: int | None = None,
    ) -> RecordScan:  # fmt: skip
        """Scan with doubled quotes, and again with backslashes if these turn up."""
        for backslash in (False, True):
            try:
                return scan_records(
                    path, delimiter, start=start, expected=expected,
                    backslash=backslash, give_up_above=give_up_above,
                )  # fmt: skip
            except BackslashEscapes:
                continue
            except UnclosedQuote as found:
                raise InputError(
                    Problem(
                        "csv/unclosed-quote",
                        f"{self.name}: a quoted field begins in line "
                        f"{found.line + self.first_line - 1} and does not end.",
                        'Close the field with a quote ("), or double the quotes inside it.',
                    )
                ) from None
        raise AssertionError("a scan with backslashes asks for no other scan")

    def _tie(self, winners: list[str]) -> InputError:
        typed = [delimiter_name(winner) for winner in winners]
        return InputError(
            Problem(
                "csv/delimiter",
                f"{self.name} can be split by {' and '.join(typed)} equally well.",
                f'Pass --delimiter "{typed[0]}" or --delimiter "{typed[1]}".',
            )
        )


def _bytes(delimiter: str) -> bytes:
    """Return what was typed as it would stand in a file, even if it is no text."""
    return delimiter.encode("utf-8", "surrogatepass")
