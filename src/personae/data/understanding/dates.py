"""Which way a column writes its dates, decided from all its values.

Day and month are told apart over the whole column; where every value could be both, the answer
is a problem that names ``--date-format``, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import field, replace
from typing import TYPE_CHECKING

from personae.data.schema import DateFormat
from personae.data.understanding.words import words_of
from personae.dataclass import dataclass
from personae.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from personae.config import Options

__all__ = ["DateDecision", "counted_format", "decide_date", "named_like_date", "zoned_rows"]

_TIME = r"(?P<time>[ T]9{1,2}:99(?::99(?:\.9{1,6})?)?(?: ?[AaPp][Mm])?)?"
_MONTH = r"(?P<month>[A-Za-z]{3,9})"
_KINDS = {
    "yyyy-mm-dd": re.compile(
        rf"9999[-/]9{{1,2}}[-/]9{{1,2}}{_TIME}(?: ?(?:Z|UTC|[+-]99:?(?:99)?))?"
    ),
    "yyyy.mm.dd": re.compile(rf"9999\.9{{1,2}}\.9{{1,2}}{_TIME}"),
    "numbers": re.compile(rf"9{{1,2}}(?P<mark>[-/])9{{1,2}}(?P=mark)(?P<year>9999|99){_TIME}"),
    "dd.mm.yyyy": re.compile(rf"9{{1,2}}\.9{{1,2}}\.(?P<year>9999|99){_TIME}"),
    "day month year": re.compile(
        rf"9{{1,2}}(?P<mark>[- ]){_MONTH}(?P=mark)(?P<year>9999|99){_TIME}"
    ),
    "month day, year": re.compile(rf"{_MONTH} 9{{1,2}}(?P<comma>,?) (?P<year>9999){_TIME}"),
}
_ZONE = re.compile(r":99(\.9+)? ?(Z|UTC|[+-]99:?(99)?)$")
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september",
"october", "november", "december"]  # fmt: skip
_MONTH_WORDS = {*_MONTHS, *(month[:3] for month in _MONTHS)}

_DATE_WORDS = {
    "date", "datum", "fecha", "kauf",
    "datetime", "timestamp", "time", "day", "created", "updated", "dt",
    "dob", "at",
    "when", "joined", "registered", "birthday", "birthdate", "epoch", "unix", "ts",
}  # fmt: skip
# With these words a name speaks of a moment if its numbers are those of a computer's clock.
_WHEN = {"last", "first", "latest", "seen", "login", "since"}
READ_SHARE = 0.95  # fewer readable values, and the column is text


def named_like_date(name: str) -> bool:
    """Tell whether a column's name speaks of a moment.

    Examples
    --------
    >>> named_like_date("InvoiceDate"), named_like_date("amount")
    (True, False)
    """
    words = words_of(name)
    if {"since", "days", "between", "spent"} & set(words):
        return False
    return any(word in _DATE_WORDS or word.endswith(("date", "datum")) for word in words)


@dataclass(frozen=True)
class DateDecision:
    """How a column's dates are written and how many rows that reads.

    A `problem` means that the format is only a guess and must not be used.
    """

    format: DateFormat
    rows: int
    problem: Problem | None = None


@dataclass
class _Family:
    """Shapes of one kind: their rows, and their strptime patterns under both readings."""

    kind: str
    rows: int = 0
    day_first: dict[str, None] = field(default_factory=dict)
    month_first: dict[str, None] = field(default_factory=dict)
    short_year: bool = False
    has_time: bool = False


def counted_format(
    name: str, low: float, high: float, *, n_distinct: int, options: Options
) -> tuple[DateFormat | None, Problem | None]:
    """Recognise whole numbers that are dates: yyyymmdd, Unix seconds, Excel serials.

    Parameters
    ----------
    name : str
        The column; Unix seconds and Excel serials need a name that speaks of a moment.
    low, high : float
        Smallest and largest value.
    n_distinct : int
        Different values; many valid calendar days are no chance.
    options : Options
        `date_format` settles two-digit years.

    Returns
    -------
    tuple of DateFormat or None and Problem or None
        The caller makes sure that every value is a valid date in that format.
    """
    named = named_like_date(name)
    if low >= 19000101 and high <= 21001231 and (named or n_distinct >= 20):
        return DateFormat("%Y%m%d"), None
    words = set(words_of(name))
    if not named and not words & _WHEN:
        return None, None
    if low >= 3e8 and high <= 4.2e9:
        return DateFormat("unix seconds", has_time=True), None
    if low >= 3e11 and high <= 4.2e12:
        return DateFormat("unix milliseconds", has_time=True), None
    if not named:
        return None, None
    if low >= 20000 and high <= 80000 and any(word.endswith(("date", "datum")) for word in words):
        return DateFormat("excel serial"), None
    if (
        low >= 101
        and high <= 991231
        and high >= 101010
        and any(word.endswith("date") for word in words)
    ):
        given = options.date_format == "ymd"
        return DateFormat("%y%m%d"), None if given else _short_years(name)
    return None, None


def decide_date(
    shapes: Mapping[str, int],
    name: str,
    *,
    options: Options,
    count: Callable[[str], int],
    lines: Callable[[str, str], tuple[int, int]],
) -> DateDecision | None:
    """Decide how a column's dates are written, or say which option would decide it.

    Parameters
    ----------
    shapes : mapping of str to int
        Every shape of the column with its rows.
    name : str
        The column, for the message.
    options : Options
        `date_format` settles what the data leave open.
    count : callable
        Rows that a pattern (strptime patterns separated by ``|``) reads.
    lines : callable
        The first line that only the first of two patterns reads, and that only the second reads.

    Returns
    -------
    DateDecision or None
        None if the shapes are no dates.
    """
    given, total = options.date_format or "", sum(shapes.values())
    if "%" in given and (rows := count(given)) >= READ_SHARE * total:
        return DateDecision(DateFormat(given, has_time="%H" in given or "%I" in given), rows)
    families = _families(shapes)
    if not families or sum(family.rows for family in families) < READ_SHARE * total:
        return None
    if given in {"dmy", "mdy", "ymd"}:
        return _as_told(families, given, count)
    main = families[0]
    problem = None
    if sum(family.rows for family in families[1:]) > (1 - READ_SHARE) * total:
        problem = _mixed(families, name)
    if main.kind == "numbers":
        decision = _day_or_month_first(main, name, count=count, lines=lines)
    else:
        pattern = "iso" if main.kind == "yyyy-mm-dd" else "|".join(main.day_first)
        decision = DateDecision(DateFormat(pattern, has_time=main.has_time), count(pattern))
    if decision.rows == 0:
        return None
    if problem is None and main.short_year:
        problem = _short_years(name)
    return replace(decision, problem=problem or decision.problem)


def zoned_rows(shapes: Mapping[str, int]) -> int:
    """Return the rows whose moment names its zone.

    Examples
    --------
    >>> zoned_rows({"9999-99-99T99:99:99Z": 3, "9999-99-99 99:99": 2})
    3
    """
    return sum(rows for shape, rows in shapes.items() if _ZONE.search(shape.strip()))


def _families(shapes: Mapping[str, int]) -> list[_Family]:
    """Sort the shapes that are dates by kind; the most frequent kind first."""
    families: dict[str, _Family] = {}
    for raw, rows in shapes.items():
        for kind, regex in _KINDS.items():
            match = regex.fullmatch(raw.strip())
            if match is None or not _is_month(match):
                continue
            family = families.setdefault(kind, _Family(kind))
            family.rows += rows
            parts = match.groupdict()
            family.short_year |= parts.get("year") == "99"
            family.has_time |= bool(parts["time"])
            day_first, month_first = _patterns(kind, parts)
            family.day_first[day_first] = None
            family.month_first[month_first] = None
            break
    return sorted(families.values(), key=lambda family: (-family.rows, family.kind))


def _is_month(match: re.Match[str]) -> bool:
    month = match.groupdict().get("month")
    return month is None or month.lower() in _MONTH_WORDS


def _patterns(kind: str, parts: Mapping[str, str | None]) -> tuple[str, str]:
    """Return the strptime patterns of a shape, day first and month first."""
    time = _time_pattern(parts["time"] or "")
    year = "%y" if parts.get("year") == "99" else "%Y"
    mark = parts.get("mark") or "."
    month = "%B" if len(parts.get("month") or "") > 3 else "%b"
    if kind == "yyyy-mm-dd":
        both = "%Y-%m-%d"
    elif kind == "yyyy.mm.dd":
        both = "%Y.%m.%d"
    elif kind == "day month year":
        both = f"%d{mark}{month}{mark}{year}"
    elif kind == "month day, year":
        both = f"{month} %d{parts['comma']} {year}"
    else:
        first, second = f"%d{mark}%m{mark}{year}", f"%m{mark}%d{mark}{year}"
        return first + time, second + time
    return both + time, both + time


def _time_pattern(time: str) -> str:
    if not time:
        return ""
    half = time[-1] in "Mm"
    clock = "%I:%M" if half else "%H:%M"
    if time.count(":") == 2:
        clock += ":%S.%f" if "." in time else ":%S"
    if half:
        clock += " %p" if " " in time[1:] else "%p"
    return time[0] + clock


def _as_told(
    families: list[_Family], given: str, count: Callable[[str], int]
) -> DateDecision | None:
    """Read every kind that occurs, with day and month as the option says."""
    has_time = any(family.has_time for family in families)
    if all(family.kind == "yyyy-mm-dd" for family in families):
        return DateDecision(DateFormat("iso", has_time=has_time), count("iso"))
    patterns: dict[str, None] = {}
    for family in families:
        chosen = family.month_first if given == "mdy" else family.day_first
        if given == "ymd" and family.short_year:
            chosen = {_year_first(pattern): None for pattern in chosen}
        patterns |= chosen
    pattern = "|".join(patterns)
    rows = count(pattern)
    return DateDecision(DateFormat(pattern, has_time=has_time), rows) if rows else None


def _year_first(pattern: str) -> str:
    mark = pattern[2]
    day = f"%d{mark}%m{mark}%y"
    return pattern.replace(day, f"%y{mark}%m{mark}%d")


def _day_or_month_first(
    family: _Family,
    name: str,
    *,
    count: Callable[[str], int],
    lines: Callable[[str, str], tuple[int, int]],
) -> DateDecision:
    """Tell 25/12 from 12/25 over the whole column."""
    day_first, month_first = "|".join(family.day_first), "|".join(family.month_first)
    by_day, by_month = count(day_first), count(month_first)
    pattern, rows = (day_first, by_day) if by_day >= by_month else (month_first, by_month)
    decided = DateFormat(pattern, has_time=family.has_time)
    only_day, only_month = lines(day_first, month_first)
    if only_day and only_month:
        problem = Problem(
            "dates/conflict",
            f'Column "{name}" puts the day first in line {only_day:,} and the month first in line '
            f"{only_month:,}.",
            "Write the column one way, or pass --date-format dmy or --date-format mdy: dates "
            "written the other way then count as unreadable.",
        )
        return DateDecision(decided, rows, problem)
    if only_day or only_month:
        return DateDecision(decided, rows)
    problem = Problem(
        "dates/ambiguous",
        f'Column "{name}" can be read in two ways: no day is above 12, so that "01/02/2024" may be '
        "1 February or 2 January.",
        "Pass --date-format dmy if the day comes first, --date-format mdy if the month does.",
    )
    return DateDecision(decided, rows, problem)


def _mixed(families: list[_Family], name: str) -> Problem:
    labels = {"numbers": "dd/mm/yyyy or mm/dd/yyyy"}
    counts = ", ".join(
        f"{family.rows:,} x {labels.get(family.kind, family.kind)}" for family in families
    )
    return Problem(
        "dates/mixed",
        f'Column "{name}" writes dates in {len(families)} ways: {counts}.',
        "Write the column one way, or pass --date-format dmy or --date-format mdy to read all of "
        "them.",
    )


def _short_years(name: str) -> Problem:
    return Problem(
        "dates/two-digit-years",
        f'Column "{name}" has years of two digits, so that the order of day, month and year and '
        "the "
        "century are open.",
        "Pass --date-format dmy, mdy or ymd, or a pattern such as --date-format %d/%m/%y (69 to 99 "
        "are then 1969 to 1999).",
    )
