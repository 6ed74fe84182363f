"""How the text of one cell becomes a number, a date or a text inside the engine.

Everything here returns a piece of SQL over a column's physical name; whatever cannot be read is
NULL, never a guess. The same pieces serve the scan, the fit and every later score.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from personae.engines.duckdb import quote_identifier, quote_literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.data.schema import DateFormat, NumberFormat
    from personae.data.source import Column

__all__ = [
    "ISO",
    "MISSING_TOKENS",
    "UNSEEN",
    "ascii_shape",
    "date_sql",
    "id_sql",
    "keeps_na",
    "missing_sql",
    "normalised_sql",
    "number_pattern",
    "number_sql",
    "plain_text_sql",
    "text_sql",
]

MISSING_TOKENS = ("", "na", "n/a", "null", "none", "nan", "-", "?")
"""What stands for "no value", in lower case and without blanks around it."""

UNSEEN = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
"""Characters that nobody sees: two texts that differ in these alone look the same."""

ISO = r"[1-9]\d{3}[-/]\d{1,2}[-/]\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?"
_ISO_ZONE = r" ?(Z|UTC|[+-]\d{2}(:?\d{2})?)"
_PLAIN_NUMBER = r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*"
_VALUE_SIGNS = (("0", "?"), ("@", "N"), ("O", "n"), ("o", "~"))
_LONGEST_TOKEN = max(map(len, MISSING_TOKENS)) + 4  # a few blanks around it

# "NA" is Namibia, North America or a person's name in such columns.
_NA_IS_A_VALUE = re.compile(
    r"countr|land$|^pays$|nation|region|continent|territor|market|state|surname|name$",
    re.IGNORECASE,
)

_ODD_SIGNS = "\u2212\u2013\uff0d\uff0b\u00a0\u202f\u2009\u2019\u02bc"
_THEIR_SIGNS = "---+   ''"
_ODD_DIGITS = "".join(
    chr(zero + digit) for zero in (0x0660, 0x06F0, 0x0966, 0xFF10) for digit in range(10)
)
_THEIR_DIGITS = "0123456789" * 4


def keeps_na(name: str) -> bool:
    """Tell whether the text ``NA`` is a value in a column of this name.

    Examples
    --------
    >>> keeps_na("Country"), keeps_na("income")
    (True, False)
    """
    return bool(_NA_IS_A_VALUE.search(name))


def plain_text_sql(column: Column) -> str:
    """Return SQL for the cell as text, byte for byte, missing tokens included.

    Whole numbers that a spreadsheet or pandas holds as floats lose the ``.0`` they never had.
    """
    name = quote_identifier(column.physical)
    if column.storage == "text":
        return name
    if column.storage == "number":
        whole = f"{name} = trunc({name}) AND abs({name}) < 9007199254740992"
        return (
            f"CASE WHEN {whole} THEN CAST(CAST({name} AS BIGINT) AS VARCHAR) "
            f"ELSE CAST({name} AS VARCHAR) END"
        )
    return f"CAST({name} AS VARCHAR)"


def missing_sql(column: Column, text: str | None = None) -> str:
    """Return SQL that is true where a cell holds no value: NULL or a missing token."""
    text = plain_text_sql(column) if text is None else text
    token = _token_sql(column, text)
    if column.storage != "text":
        return token
    return f"(CASE WHEN {_held_sql(text)} THEN false ELSE {token} END)"


def _token_sql(column: Column, text: str) -> str:
    kept = set(MISSING_TOKENS) - ({"na"} if keeps_na(column.name) else set())
    # a list of this length behind IN would be looked up for every row, before anything else
    tokens = quote_literal("|".join(re.escape(token) for token in sorted(kept)))
    short = (
        f"length({text}) <= {_LONGEST_TOKEN} AND regexp_full_match(lower(trim({text})), {tokens})"
    )
    return f"({text} IS NULL OR ({short}) OR ltrim({text}) = '')"


def _held_sql(text: str) -> str:
    """Return SQL that is true for most texts that are no missing token, at a tenth of the price.

    Every token begins with a blank, ``-``, ``?``, ``N`` or ``n``: so a text that begins with any
    other sign of ASCII from ``0`` on is a value, which comparing its first byte tells.
    """
    ranges = (f"({text} >= '{low}' AND {text} < '{high}')" for low, high in _VALUE_SIGNS)
    return "(" + " OR ".join(ranges) + ")"


def text_sql(column: Column) -> str:
    """Return SQL for a cell's text, byte for byte; NULL where it is missing.

    Parameters
    ----------
    column : Column
        A column of a source. ``NA`` is a value in columns named country and the like.

    Returns
    -------
    str
        An expression of type VARCHAR.
    """
    text = plain_text_sql(column)
    held = f"WHEN {_held_sql(text)} THEN {text} " if column.storage == "text" else ""
    return f"CASE {held}WHEN {_token_sql(column, text)} THEN NULL ELSE {text} END"


def id_sql(columns: Sequence[Column]) -> str:
    r"""Return SQL for a customer's id, byte for byte; NULL where any part of it is missing.

    Parameters
    ----------
    columns : sequence of Column
        One column, or the parts of a composite id. Parts are joined by ``|``; a bar or backslash in
        a part is escaped: ``a|b`` with ``c`` differs from ``a`` with ``b|c``. No column at all
        means the number of the row, counted from 1.

    Returns
    -------
    str
        An expression of type VARCHAR.
    """
    if not columns:
        return "CAST(row_number() OVER (ORDER BY line) AS VARCHAR)"
    if len(columns) == 1:
        return text_sql(columns[0])
    slash, bar = quote_literal("\\"), quote_literal("|")
    parts = (
        f"replace(replace({text_sql(column)}, {slash}, {slash} || {slash}), {bar}, {slash} || "
        f"{bar})"
        for column in columns
    )
    return "(" + " || '|' || ".join(parts) + ")"


def number_sql(column: Column, number: NumberFormat | None, *, places: int | None = None) -> str:
    """Return SQL for a cell's number; NULL where it is missing or cannot be read.

    Parameters
    ----------
    column : Column
        A column of a source.
    number : NumberFormat or None
        How the text is written; None for plain numbers such as ``-12.5`` and ``1e3``.
    places : int, optional
        Digits after the decimal mark that are kept, exactly: the answer is DECIMAL(38, places), so
        that sums do not depend on their order. Without it the answer is DOUBLE.

    Returns
    -------
    str
        An expression; infinite and not-a-number values are NULL.
    """
    kind = "DOUBLE" if places is None else f"DECIMAL(38, {int(places)})"
    name = quote_identifier(column.physical)
    if column.storage == "boolean":
        return f"TRY_CAST(CAST({name} AS INTEGER) AS {kind})"
    if column.storage != "text":
        finite = f"isfinite(CAST({name} AS DOUBLE))"
        return f"CASE WHEN {finite} THEN TRY_CAST({name} AS {kind}) END"
    if number is None or _is_plain(number):
        return _guarded(name, f"regexp_full_match({name}, {quote_literal(_PLAIN_NUMBER)})", kind)
    return _formatted_number(name, number, kind)


def date_sql(column: Column, date: DateFormat | None) -> str:
    """Return SQL for a cell's moment in UTC; NULL where it is missing or cannot be read.

    Parameters
    ----------
    column : Column
        A column of a source.
    date : DateFormat or None
        How the text is written; None for ISO dates and for columns stored as dates.

    Returns
    -------
    str
        An expression of type TIMESTAMP. Dates without a zone are taken as UTC.
    """
    name = quote_identifier(column.physical)
    pattern = "iso" if date is None else date.pattern
    if column.storage in {"date", "timestamp"}:
        moment = f"CAST({name} AS TIMESTAMP)"
        # years beyond these are slips, and no calendar of Python's knows them
        return f"CASE WHEN isfinite({moment}) AND {_calendar(moment)} THEN {moment} END"
    if pattern in {"unix seconds", "unix milliseconds", "excel serial"}:
        return _counted_date(number_sql(column, None), pattern)
    text = f"trim({plain_text_sql(column)})"
    if pattern == "iso":
        return _usual_iso_date(name, date) if column.storage == "text" else _iso_date(text)
    patterns = ", ".join(quote_literal(part) for part in pattern.split("|"))
    moment = f"try_strptime({text}, [{patterns}])"
    # %Y also reads "24" as the year 24, which nobody meant
    return f"CASE WHEN {_calendar(moment)} THEN {moment} END"


def _calendar(moment: str) -> str:
    return f"year({moment}) BETWEEN 1000 AND 9999"


def _is_plain(number: NumberFormat) -> bool:
    return (
        number.decimal == "."
        and not (number.thousands or number.prefix or number.suffix)
        and not (number.parentheses or number.unicode)
    )


def _guarded(text: str, guard: str, kind: str) -> str:
    """Cast where a guard holds; DuckDB's own cast would also read ``1_000`` and ``inf``."""
    if kind == "DOUBLE":
        value = f"TRY_CAST({text} AS DOUBLE)"
        return f"CASE WHEN {guard} AND isfinite({value}) THEN {value} END"
    return f"CASE WHEN {guard} THEN TRY_CAST({text} AS {kind}) END"


def normalised_sql(text: str) -> str:
    """Return SQL that writes signs, blanks and digits of other scripts as ASCII has them."""
    odd = quote_literal(_ODD_SIGNS + _ODD_DIGITS)
    usual = quote_literal(_THEIR_SIGNS + _THEIR_DIGITS)
    return f"trim(translate({text}, {odd}, {usual}))"


def ascii_shape(shape: str) -> str:
    """Write a shape (a text with every digit as 9) in ASCII, as `normalised_sql` does values.

    Examples
    --------
    >>> ascii_shape("\u22129 999,99")
    '-9 999,99'
    """
    digits = dict.fromkeys(map(ord, _ODD_DIGITS), "9")
    return shape.translate({**str.maketrans(_ODD_SIGNS, _THEIR_SIGNS), **digits}).strip()


def number_pattern(number: NumberFormat) -> str:
    """Return the regular expression of a number format: what leads, the digits, what follows."""
    leading = _one_of(number.prefix)
    trailing = _one_of(number.suffix)
    sign, tail = r"[-+]", rf"(?:{trailing})?"
    if number.parentheses:
        sign, tail = r"[-+(]", rf"(?:{trailing})?\s?[-)]?|[-)]\s?(?:{trailing})"
    lead = rf"(?:(?:{leading})?\s?{sign}?|{sign}\s?(?:{leading})?)\s?"
    mark = re.escape(number.decimal)
    whole = r"\d+"
    if number.thousands:
        group = re.escape(number.thousands)
        whole = rf"(?:\d{{1,3}}(?:{group}\d{{2,3}})*{group}\d{{3}}|\d+)"
    digits = rf"(?:{whole}(?:{mark}\d*)?|{mark}\d+)(?:[eE][+-]?\d{{1,3}})?"
    return rf"({lead})({digits})(\s?(?:{tail})?)"


def _one_of(signs: str) -> str:
    return "|".join(re.escape(sign) for sign in signs.split(" ")) if signs else ""


def _formatted_number(name: str, number: NumberFormat, kind: str) -> str:
    text = normalised_sql(name) if number.unicode else f"trim({name})"
    pattern = quote_literal("^" + number_pattern(number) + "$")
    lead, digits, tail = (f"regexp_extract({text}, {pattern}, {group})" for group in (1, 2, 3))
    if number.thousands:
        digits = f"replace({digits}, {quote_literal(number.thousands)}, '')"
    if number.decimal != ".":
        digits = f"replace({digits}, {quote_literal(number.decimal)}, '.')"
    guard = f"regexp_matches({text}, {pattern}) AND contains({lead}, '(') = contains({tail}, ')')"
    negative = f"(contains({lead}, '-') OR contains({lead}, '(') OR contains({tail}, '-'))"
    value = _guarded(digits, guard, kind)
    return f"CASE WHEN {negative} THEN -({value}) ELSE {value} END"


def _counted_date(number: str, pattern: str) -> str:
    if pattern == "excel serial":
        within = f"{number} BETWEEN 1 AND 2958465"
        day = f"CAST(round({number} * 86400) AS BIGINT) * 1000000"
        return f"CASE WHEN {within} THEN TIMESTAMP '1899-12-30' + to_microseconds({day}) END"
    micro = 1_000_000 if pattern == "unix seconds" else 1_000
    within = f"abs({number}) < {253_402_300_800 * 1_000_000 // micro}"
    return f"CASE WHEN {within} THEN make_timestamp(CAST(round({number} * {micro}) AS BIGINT)) END"


def _usual_iso_date(name: str, date: DateFormat | None) -> str:
    """Read ISO dates as the engine writes them without a pattern, and all others with one.

    What the engine writes back byte for byte is such a date; that is told in half the time.
    """
    kind, last = ("TIMESTAMP", "9999-12-31 23:59:59.999999")
    if date is not None and not date.has_time:
        kind, last = "DATE", "9999-12-31"
    value = f"TRY_CAST({name} AS {kind})"
    usual = f"{value} BETWEEN {kind} '1000-01-01' AND {kind} '{last}'"
    same = f"CAST({value} AS VARCHAR) = {name}"
    return (
        f"CASE WHEN {usual} AND {same} THEN CAST({value} AS TIMESTAMP) "
        f"ELSE {_iso_date(f'trim({name})')} END"
    )


def _iso_date(text: str) -> str:
    """Read ISO dates and move those with an offset to UTC, which DuckDB's own cast does not do."""
    plain = f"regexp_full_match({text}, {quote_literal(ISO)})"
    zoned = f"regexp_full_match({text}, {quote_literal('(' + ISO + ')' + _ISO_ZONE)})"
    base = f"TRY_CAST(regexp_extract({text}, {quote_literal(ISO)}) AS TIMESTAMP)"
    offset = quote_literal(r"([+-])(\d{2}):?(\d{2})?$")
    sign, hours, minutes = (f"regexp_extract({text}, {offset}, {group})" for group in (1, 2, 3))
    total = " + ".join(
        f"coalesce(TRY_CAST({part} AS INTEGER), 0) * {unit}"
        for part, unit in ((hours, 60), (minutes, 1))
    )
    shift = f"to_minutes(CASE WHEN {sign} = '-' THEN -({total}) ELSE {total} END)"
    whole = f"TRY_CAST({text} AS TIMESTAMP)"
    return f"CASE WHEN {plain} THEN {whole} WHEN {zoned} THEN {base} - {shift} END"
