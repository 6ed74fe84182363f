"""The first records of a text file in, the line of the header and the column names out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from personae.data.reading.dialect import PREAMBLE_LIMIT, cells_of, is_number
from personae.data.values import MISSING_TOKENS, UNSEEN
from personae.dataclass import dataclass
from personae.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.data.reading.dialect import Dialect
    from personae.data.reading.records import Record

__all__ = [
    "Header",
    "check_names",
    "find_header",
    "looks_like_data",
    "refuse_second_header",
    "tidy_name",
]

_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([ T].*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}([ T].*)?"
    r"|\d{1,2}:\d{2}(:\d{2})?",
    flags=re.ASCII,
)
_UNSEEN = re.compile(UNSEEN)


@dataclass(frozen=True)
class Header:
    """Where the table begins.

    Parameters
    ----------
    record : Record or None
        The header; None if the file has none.
    names : tuple of str
        One for each field, without blanks at its ends; empty where the header has none.
    n_before : int
        Records before the first row of data, the header counted.
    n_preamble : int
        Lines above the header that are no part of the table.
    """

    record: Record | None
    names: tuple[str, ...]
    n_before: int
    n_preamble: int


def find_header(dialect: Dialect, *, name: str, header: bool, skip: int | None) -> Header:
    """Find the header: the first record that has as many fields as the others.

    Titles and blank lines above it are passed over; so is a title that a spreadsheet padded with
    empty fields.

    Raises
    ------
    InputError
        If there is no header where one should be, or no row below it.
    """
    records = [record for record in dialect.scan.head if not _blank(dialect, record)]
    fields = dialect.scan.common
    if not records:
        raise InputError(
            Problem(
                "input/no-rows",
                f"{name} begins with {len(dialect.scan.head)} blank lines.",
                "Pass --skip with the number of lines above the header.",
            )
        )
    if not header:
        first = records[0]
        names = tuple(f"column_{i + 1}" for i in range(fields))
        return Header(None, names, first.index, 0)
    chosen = records[0] if skip is not None else _first_full(dialect, records, fields)
    _refuse_misfit(dialect, chosen, records, name)
    cells = cells_of(dialect, chosen)
    rows = (
        cells_of(dialect, record)
        for record in records
        if record.index > chosen.index and record.n_fields == fields
    )
    # a row whose quotes fit nowhere falls into other fields than were counted; it is refused later
    below = [row for row in rows if len(row) == len(cells)]
    line = chosen.line + dialect.first_line - 1
    _refuse_data(cells, below, name, line=line)
    refuse_second_header(below, f"{name}: the line below the header (line {line})")
    n_preamble = chosen.line - 1 + (skip or 0)
    return Header(chosen, tuple(map(tidy_name, cells)), chosen.index + 1, n_preamble)


def tidy_name(cell: str) -> str:
    """Return a column's name without blanks at its ends; what stands inside stays as it is."""
    return cell.strip().strip("\ufeff").strip()


def check_names(names: Sequence[str], where: str) -> None:
    """Refuse names that occur twice, or that nobody could tell apart.

    Raises
    ------
    InputError
        All problems at once.

    Examples
    --------
    >>> check_names(["id", "spend"], "customers.csv")
    """
    problems = []
    counted = Counter(name for name in names if name)
    for name, times in counted.items():
        if times > 1:
            places = ", ".join(str(i + 1) for i, other in enumerate(names) if other == name)
            problems.append(
                Problem(
                    "columns/duplicate",
                    f'{where}: the column name "{name}" occurs {times} times (columns {places}).',
                    "Rename the columns so that each name occurs once.",
                )
            )
    seen: dict[str, str] = {}
    for name in counted:
        looks = _UNSEEN.sub("", unicodedata.normalize("NFC", name)).strip()
        if looks in seen:
            first, second = names.index(seen[looks]) + 1, names.index(name) + 1
            problems.append(
                Problem(
                    "columns/confusable",
                    f'{where}: the names of columns {first} and {second} look the same, "{looks}", '
                    "but are written with different characters.",
                    "Rename one of the two columns.",
                )
            )
        seen.setdefault(looks, name)
    if problems:
        raise InputError(*problems)


def _blank(dialect: Dialect, record: Record) -> bool:
    return record.n_fields == 1 and not "".join(cells_of(dialect, record)).strip()


def _first_full(dialect: Dialect, records: list[Record], fields: int) -> Record:
    """Return the first record with all fields, passing over padded titles."""
    full = [record for record in records[:PREAMBLE_LIMIT] if record.n_fields == fields]
    for record in full:
        filled = sum(bool(cell.strip()) for cell in cells_of(dialect, record))
        # One filled cell of three or more is a title; a header with so few names is refused anyway.
        if fields < 3 or filled > max(1, fields // 3):
            return record
    return full[0] if full else records[0]


def _refuse_misfit(dialect: Dialect, chosen: Record, records: list[Record], name: str) -> None:
    """Refuse a header that has not as many fields as the rows."""
    fields = dialect.scan.common
    # A header one name short, as R and some exports write it, stands right above the first row;
    # to take that row for the header would be the worst of guesses.
    short = next(
        (
            record
            for record in records
            if record.index == chosen.index - 1 and fields > 2 and record.n_fields == fields - 1
        ),
        None,
    )
    if chosen.n_fields == fields and short is None:
        return
    chosen = short if short is not None else chosen
    line = chosen.line + dialect.first_line - 1
    raise InputError(
        Problem(
            "csv/ragged",
            f"{name}: the header in line {line} has {chosen.n_fields} fields, "
            f"but most rows have {fields}.",
            "Give every column a name, pass --skip with the number of lines above the header, "
            "or --delimiter with what stands between the fields.",
        )
    )


def _refuse_data(cells: list[str], below: list[list[str]], name: str, *, line: int) -> None:
    """Refuse a first row that looks like the rows below it."""
    if not looks_like_data(cells, below):
        return
    raise InputError(
        Problem(
            "csv/no-header",
            f"{name} seems to have no header: line {line} looks like the rows below it.",
            "Pass --no-header to call the columns column_1, column_2, ..., "
            "or write a line of names above it.",
        )
    )


def refuse_second_header(below: list[list[str]], where: str) -> None:
    """Refuse a first row that holds words where numbers follow: units, or a second line of names.

    Parameters
    ----------
    below : list of list of str
        The first rows, all of the same length.
    where : str
        The row in words, for the message.

    Raises
    ------
    InputError
        If every one of two or more columns of numbers begins with a word.

    Examples
    --------
    >>> refuse_second_header([["a", "1", "2"], ["b", "3", "4"]], "line 2")
    """
    if len(below) < 4:
        return
    first, rest = below[0], list(zip(*below[1:], strict=True))
    numbers = [
        at
        for at, column in enumerate(rest)
        if any(cell.strip() for cell in column)
        and all(is_number(cell) for cell in column if cell.strip())
    ]
    words = [
        at
        for at in numbers
        if not (is_number(first[at]) or first[at].strip().lower() in MISSING_TOKENS)
    ]
    if len(numbers) > 1 and words == numbers:
        raise InputError(
            Problem(
                "csv/two-headers",
                f"{where} is no row: it has words in all {len(numbers)} columns of numbers, like "
                "units or a second header.",
                "Delete that line, so that the rows follow the names at once.",
            )
        )


def looks_like_data(cells: list[str], below: list[list[str]]) -> bool:
    """Tell whether a first row is no header: numbers alone, or numbers where numbers follow.

    Parameters
    ----------
    cells : list of str
        The first row.
    below : list of list of str
        Rows below it, as long as the first.

    Examples
    --------
    >>> looks_like_data(["17850", "2.55"], [["13047", "1.25"]])
    True
    >>> looks_like_data(["id", "2023", "2024"], [["a", "5", "7"], ["b", "2", "3"]])
    False
    """
    filled = [cell for cell in cells if cell.strip()]
    if filled and all(is_number(cell) or _is_date(cell) for cell in filled):
        return True
    return _continues(cells, below)


def _continues(cells: list[str], below: list[list[str]]) -> bool:
    """Tell whether every column of numbers or dates has such a cell in the first row too."""
    if len(below) < 2:
        return False
    typed, same, labels = 0, 0, []
    for cell, column in zip(cells, zip(*below, strict=True), strict=True):
        present = [value for value in column if value.strip()]
        for test in (is_number, _is_date):
            if present and all(map(test, present)):
                typed += 1
                same += test(cell)
                labels.append(cell.strip())
    return typed > 0 and typed == same and not _counts_up(labels)


def _counts_up(labels: list[str]) -> bool:
    """Tell whether the cells are the labels of a pivot table: years, months, 1, 2, 3."""
    if not all(label.isascii() and label.isdigit() for label in labels):
        return False
    numbers = [int(label) for label in labels]
    if len(numbers) == 1:
        return 1900 <= numbers[0] <= 2100
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    return steps in ({1}, {-1})


def _is_date(cell: str) -> bool:
    return _DATE.fullmatch(cell.strip()) is not None
