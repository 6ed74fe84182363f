"""Text files in every dialect at once, each with the table that is meant by it.

Every file holds the same kind of customer table. Three to six things about it are unusual: its
delimiter, quotes, lines above and below, encoding, line ends, names, numbers, dates, damage. What a
reader makes of it is held against what was meant.
"""

from __future__ import annotations

import codecs
import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

N = 120
NAMES = ("customer_id", "country", "note", "amount", "visits", "signup_date")
COUNTRIES = ("DE", "IT", "FR", "CH", "AT")
NOTES = ("plain", "a, b", "x;y", "say hi", "M\xfcller & S\xf6hne", "left|right")
DAY = dt.date(2024, 1, 1)

Row = tuple[str, str, str, float | None, float, dt.date]


@dataclass(frozen=True)
class Axis:
    """One thing that may be unusual: its usual value first."""

    name: str
    values: tuple[str, ...]


AXES = (
    Axis("delimiter", (",", ";", "\t", "|")),
    Axis("quoting", ("minimal", "all", "texts", "blanks around")),
    Axis("above", ("", "title", "title and blank", "comments", "padded title", "sep")),
    Axis("below", ("", "total", "total alone", "rows", "blanks", "remark")),
    Axis("encoding", ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252", "utf-16-bare")),
    Axis("ends", ("\n", "\r\n", "\r", "mixed", "none last")),
    Axis("header", ("plain", "quoted", "blanks", "odd", "none", "twice", "again")),
    Axis("numbers", ("plain", "german", "swiss", "dollar", "accounting", "comma", "grouped", "open")),
    Axis("dates", ("iso", "dmy", "mdy", "dotted", "open", "short", "named", "yyyymmdd", "moment")),
    Axis("ids", ("c", "zeros", "exponents", "hex", "large", "spaced")),
    Axis("cells", ("plain", "quotes", "breaks", "late word", "empty", "Namibia")),
    Axis("damage", ("", "ragged", "unclosed", "nul", "short row", "trailing")),
)  # fmt: skip


@dataclass(frozen=True)
class Torture:
    """One file and what was meant by it.

    Where no reader could `know` what is meant, refusing is right, and leaving as text what is
    in doubt.
    """

    number: int
    ways: dict[str, str]
    content: bytes
    meant: tuple[Row, ...]
    knowable: bool

    @property
    def name(self) -> str:
        """What is unusual about it."""
        usual = {axis.name: axis.values[0] for axis in AXES}
        odd = [f"{name}={value!r}" for name, value in self.ways.items() if usual[name] != value]
        return f"{self.number}: {', '.join(odd)}"


def torture(number: int) -> Torture:
    """Make one file; the same number makes the same file."""
    draw = random.Random(number)
    ways = {axis.name: axis.values[0] for axis in AXES}
    for axis in draw.sample(AXES, draw.randint(3, 6)):
        ways[axis.name] = draw.choice(axis.values[1:])
    rows = tuple(_row(i, ways, draw) for i in range(N))
    return Torture(number, ways, _content(rows, ways), rows, knowable=_is_knowable(ways))


def _row(i: int, ways: dict[str, str], draw: random.Random) -> Row:
    ids = {
        "c": f"c{i:04d}", "zeros": f"{i:06d}", "exponents": f"{i + 1}E5", "hex": f"0x{i:X}",
        "large": str(9_007_199_254_740_993 + i), "spaced": f"{i} {chr(97 + i % 26)}",
    }  # fmt: skip
    note = NOTES[i % len(NOTES)]
    if ways["cells"] == "quotes" and i % 5 == 0:
        note = 'say "hi"'
    if ways["cells"] == "breaks" and i % 9 == 4:
        note = "two\nlines"
    amount: float | None = draw.randint(100, 999_999) / 100
    if ways["numbers"] == "open":
        amount = float(draw.randint(1000, 9999))
    elif ways["numbers"] == "accounting" and i % 4 == 0 and amount:
        amount = -amount
    if (ways["cells"] == "late word" and i == 100) or (ways["cells"] == "empty" and i % 40 == 7):
        amount = None
    day = DAY + dt.timedelta(days=draw.randint(0, 360))
    if ways["dates"] == "open":
        day = day.replace(day=draw.randint(1, 12))
    country = "NA" if ways["cells"] == "Namibia" and i % 7 == 0 else COUNTRIES[i % 5]
    return ids[ways["ids"]], country, note, amount, float(i * 37 % 91), day


def _is_knowable(ways: dict[str, str]) -> bool:
    """Tell whether a careful reader can know what is meant."""
    return not (
        ways["header"] in {"none", "twice"} or ways["dates"] in {"open", "short"}
        or ways["numbers"] == "open" or ways["encoding"] == "utf-16-bare"
    )  # fmt: skip


def _number(value: float | None, way: str, *, late: bool) -> str:
    if value is None:
        return "unknown" if late else ""
    plain = f"{abs(value):,.2f}"
    sign = "-" if value < 0 else ""
    swapped = plain.translate(str.maketrans(",.", ".,"))
    return {
        "plain": sign + plain.replace(",", ""), "german": sign + swapped,
        "swiss": sign + plain.replace(",", "'"), "dollar": f"{sign}${plain}",
        "accounting": f"({plain})" if value < 0 else plain,
        "comma": sign + plain.replace(",", "").replace(".", ","), "grouped": sign + plain,
        "open": f"{value:,.0f}",
    }[way]  # fmt: skip


def _date(day: dt.date, way: str) -> str:
    patterns = {
        "iso": "%Y-%m-%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "dotted": "%d.%m.%Y",
        "open": "%d/%m/%Y", "short": "%d/%m/%y", "named": "%d %b %Y", "yyyymmdd": "%Y%m%d",
        "moment": "%Y-%m-%d 23:59:59",
    }  # fmt: skip
    return day.strftime(patterns[way])


def _content(rows: tuple[Row, ...], ways: dict[str, str]) -> bytes:
    late = ways["cells"] == "late word"
    written = [
        [row[0], row[1], row[2], _number(row[3], ways["numbers"], late=late), f"{row[4]:g}",
         _date(row[5], ways["dates"])]
        for row in rows
    ]  # fmt: skip
    names = list(NAMES)
    if ways["header"] == "twice":
        names[2] = "amount"
    if ways["header"] == "odd":
        names[2] = 'the "note", if any'
    lines = [_line(cells, ways) for cells in written]
    header = _line([f" {name} " if ways["header"] == "blanks" else name for name in names], ways)
    if ways["header"] == "quoted":
        header = ways["delimiter"].join('"' + name.replace('"', '""') + '"' for name in names)
    if ways["header"] == "again":
        lines.insert(60, header)
    lines = _damaged(lines, ways)
    above = [] if ways["header"] == "none" else [header]
    return _encoded([*_above(ways), *above, *lines, *_below(ways)], ways)


def _line(cells: list[str], ways: dict[str, str]) -> str:
    delimiter, how = ways["delimiter"], ways["quoting"]

    def field(place: int, cell: str) -> str:
        must = set(cell) & {delimiter, '"', "\n", "\r"}
        wanted = how == "all" or (how == "texts" and place in {0, 1, 2})
        quoted = '"' + cell.replace('"', '""') + '"' if must or wanted else cell
        return f" {quoted}" if how == "blanks around" and place and not must else quoted

    return delimiter.join(field(place, cell) for place, cell in enumerate(cells))


def _damaged(lines: list[str], ways: dict[str, str]) -> list[str]:
    delimiter, damage = ways["delimiter"], ways["damage"]
    if damage == "ragged":
        lines[50] += f"{delimiter}extra"
    elif damage == "short row":
        lines[50] = delimiter.join(["c9999", "DE"])
    elif damage == "unclosed":
        lines[50] = f'"{lines[50]}'
    elif damage == "nul":
        lines[50] = lines[50].replace(delimiter, f"\0{delimiter}", 1)
    return [f"{line}{delimiter}" for line in lines] if damage == "trailing" else lines


def _above(ways: dict[str, str]) -> list[str]:
    delimiter = ways["delimiter"]
    return {
        "": [], "title": ["Customers of the shop"], "title and blank": ["Customers", ""],
        "comments": ["# exported", "# by the shop"], "sep": [f"sep={delimiter}"],
        "padded title": ["Customers" + delimiter * 5],
    }[ways["above"]]  # fmt: skip


def _below(ways: dict[str, str]) -> list[str]:
    delimiter = ways["delimiter"]
    return {
        "": [], "total": [delimiter.join(["Total", "", "", "999", "888", ""])],
        "total alone": [f"Total{delimiter}6"], "rows": ["", "(120 rows affected)"],
        "blanks": ["", ""], "remark": ["", "Exported by the shop on Monday"],
    }[ways["below"]]  # fmt: skip


def _encoded(lines: list[str], ways: dict[str, str]) -> bytes:
    ends = ways["ends"]
    if ends == "mixed":
        text = "".join(line + ("\r\n" if at % 2 else "\n") for at, line in enumerate(lines))
    elif ends == "none last":
        text = "\n".join(lines)
    else:
        text = "".join(line + ends for line in lines)
        text = text.replace("two\nlines", f"two{ends}lines")
    encoding = ways["encoding"]
    marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    codec = "utf-16-le" if encoding == "utf-16-bare" else encoding
    return marks.get(encoding, b"") + text.encode(codec)


@dataclass(frozen=True)
class Reading:
    """What a reader made of a file: cells by column, and how many rows it said it left out."""

    names: tuple[str, ...]
    columns: tuple[list[Any], ...]
    refused: int = 0
    warned: frozenset[str] = frozenset()


def grade(case: Torture, read: Callable[[bytes], Reading]) -> str:
    """Return "right", "as text", "warned", "refused" or "silently wrong".

    "as text" is a table in which numbers or dates stayed as they were written: nothing is lost,
    and somebody has to convert them.
    """
    try:
        reading = read(case.content)
    except Exception:  # noqa: BLE001 (a refusal is whatever a reader raises)
        return "refused"
    if len(reading.columns) != len(NAMES):
        return "silently wrong"
    if [name.strip() for name in reading.names] != _names_of(case):
        return "silently wrong"
    found = dict(zip(reading.columns[0], zip(*reading.columns, strict=True), strict=True))
    missing = [row for row in case.meant if row[0] not in found]
    if len(reading.columns[0]) + len(missing) != N or len(missing) > reading.refused:
        return "silently wrong"
    grades = {"warned"} if missing else set()
    for row in case.meant:
        if row[0] in found:
            grades |= {_cell(place, row, found[row[0]], reading, case) for place in range(6)}
    order = ("silently wrong", "warned", "as text", "right")
    return next(word for word in order if word in grades)


def _names_of(case: Torture) -> list[str]:
    odd = case.ways["header"] == "odd"
    return [*NAMES[:2], 'the "note", if any' if odd else "note", *NAMES[3:]]


def _cell(place: int, row: Row, found: tuple[Any, ...], reading: Reading, case: Torture) -> str:
    """Grade one cell against what was meant, and against how it was written."""
    meant, cell = row[place], found[place]
    guessed = (place == 5 and case.ways["dates"] in {"open", "short"}) or (
        place == 3 and case.ways["numbers"] == "open"
    )
    same = cell == meant and not guessed
    if place == 2 and isinstance(cell, str):
        tidy = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
        same = tidy == str(meant)
    elif place in {0, 1} and isinstance(cell, str):
        same = cell.strip() == meant
    elif place == 3 and isinstance(meant, float) and isinstance(cell, int | float):
        same = not guessed and abs(cell - meant) < 1e-6
    if same:
        return "right"
    late = case.ways["cells"] == "late word"
    written = _number(row[3], case.ways["numbers"], late=late) if place == 3 else ""
    written = _date(row[5], case.ways["dates"]) if place == 5 else written
    if place in {3, 5} and written and str(cell).strip().removesuffix(".0") == written:
        return "as text"
    lost = cell is None
    return "warned" if lost and NAMES[place] in reading.warned else "silently wrong"
