"""Which way a column writes its numbers, decided from the shapes of all its values.

A shape is a text with every digit written as 9 (``"$1,234.50"`` has the shape ``"$9,999.99"``): a
column of a million prices has a few dozen shapes, so that the whole column decides, not a sample.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Literal, cast

from personae.data.schema import NumberFormat
from personae.data.values import ascii_shape
from personae.dataclass import dataclass
from personae.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from personae.config import Options

__all__ = ["NumberEvidence", "currency_of", "decide_number", "weigh_numbers"]

# What people write for one currency; the first is the code that messages use.
_CURRENCIES = {
    "USD": ("$", "US$", "USD"), "EUR": ("€", "EUR"), "GBP": ("£", "GBP"), "CHF": ("CHF", "Fr.",
    "SFr."),
    "JPY": ("¥", "JPY"), "CNY": ("CNY", "RMB"), "INR": ("₹", "INR", "Rs.", "Rs"), "RUB": ("₽",
    "RUB"),
    "KRW": ("₩", "KRW"), "TRY": ("₺", "TRY", "TL"), "ILS": ("₪", "ILS"), "VND": ("₫", "VND"),
    "THB": ("฿", "THB"), "PLN": ("zł", "PLN"), "CZK": ("Kč", "CZK"), "SEK": ("SEK",),
    "NOK": ("NOK",),
    "DKK": ("DKK",), "HUF": ("Ft", "HUF"), "BRL": ("R$", "BRL"), "MXN": ("MX$", "MXN"),
    "CAD": ("C$", "CA$", "CAD"), "AUD": ("A$", "AU$", "AUD"), "NZD": ("NZ$", "NZD"),
    "SGD": ("S$", "SGD"), "HKD": ("HK$", "HKD"), "ZAR": ("ZAR",), "kr": ("kr", "kr."), "%": ("%",),
}  # fmt: skip
_CURRENCY_OF = {sign: code for code, signs in _CURRENCIES.items() for sign in signs}
_SIGN = "|".join(
    re.escape(sign) for sign in sorted(_CURRENCY_OF, key=lambda sign: (-len(sign), sign))
)
_NUMBER = re.compile(
    rf"(?P<a>[-+(]?)\s?(?P<prefix>{_SIGN})?\s?(?P<b>[-+(]?)\s?"
    r"(?P<body>[.,]?9(?:[9.,' ]*9)?[.,]?)(?P<exponent>[eE][+-]?9{1,3})?"
    rf"\s?(?P<c>[-)]?)\s?(?P<suffix>{_SIGN})?\s?(?P<d>[-)]?)"
)
_SHORTENED = re.compile(
    rf"[-+(]?\s?(?:{_SIGN})?\s?9[9.,' ]*(?:\s?(?:k|m|b|bn|mn|mio|mrd|tsd|t|lakh|crore|cr)\.?|/9+)"
    rf"\s?(?:{_SIGN})?\)?",
    re.IGNORECASE,
)
_AMBIGUOUS = re.compile(r"9{1,3}([.,])999")
_BODY = re.compile(
    r"(?:9+|9{1,3}(?P<group>[.,' ])(?:9{2,3}(?P=group))*999)?(?:(?P<decimal>[.,])9*)?"
)
_GROUPED = re.compile(r"9{1,3}(?:(?P<mark>[., '])9{2,3})(?:(?P=mark)9{2,3})*")


def currency_of(number: NumberFormat | None) -> str:
    """Return the code of the currency that a format carries; empty if none.

    Examples
    --------
    >>> currency_of(NumberFormat(prefix="$"))
    'USD'
    """
    signs = f"{number.prefix} {number.suffix}".split() if number else []
    codes = {_CURRENCY_OF[sign] for sign in signs if sign in _CURRENCY_OF} - {"%"}
    return codes.pop() if len(codes) == 1 else ""


@dataclass
class NumberEvidence:
    """What the shapes of a column say about its numbers; all counts are rows.

    Parameters
    ----------
    numbers, others : int
        Rows that look like numbers, and all other present rows.
    shortened : int
        Of the others, rows such as ``1.5k``, ``2 Mio`` and ``1/2``.
    decimal : dict
        Rows that can only be meant with this decimal mark.
    open : dict
        Rows such as ``1,234``: the mark between one to three digits and exactly three.
    thousands : set of str
        What groups digits where that is certain.
    prefixes, suffixes : set of str
        Currency and percent signs.
    accounting, unicode : bool
        Whether ``(25.00)`` or ``25-`` occurs, and signs or digits beyond ASCII.
    places : int
        The most digits after a certain or single mark.
    """

    numbers: int = 0
    others: int = 0
    shortened: int = 0
    decimal: dict[str, int] = field(default_factory=lambda: {".": 0, ",": 0})
    open: dict[str, int] = field(default_factory=lambda: {".": 0, ",": 0})
    thousands: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)
    suffixes: set[str] = field(default_factory=set)
    accounting: bool = False
    unicode: bool = False
    places: int = 0

    @property
    def currencies(self) -> list[str]:
        """The codes of all currencies (and of the percent sign) that occur."""
        return sorted({_CURRENCY_OF[sign] for sign in self.prefixes | self.suffixes})

    @property
    def messy(self) -> bool:
        """Whether more than plain numbers such as -12.5 occur."""
        marks = self.decimal[","] or self.open[","] or self.thousands
        return bool(marks or self.currencies or self.accounting or self.unicode)


def weigh_numbers(shapes: Mapping[str, int]) -> NumberEvidence:
    """Gather what the shapes of a column say about its numbers.

    Parameters
    ----------
    shapes : mapping of str to int
        Every shape with its rows.

    Examples
    --------
    >>> weigh_numbers({"$9,999.99": 3, "$99.99": 2}).decimal
    {'.': 5, ',': 0}
    """
    evidence = NumberEvidence()
    for raw, rows in shapes.items():
        shape = ascii_shape(raw)
        match = _NUMBER.fullmatch(shape)
        if match is None or not _signs_fit(match) or not _marks_fit(match["body"]):
            evidence.others += rows
            evidence.shortened += rows if _SHORTENED.fullmatch(shape) else 0
            continue
        evidence.numbers += rows
        evidence.unicode |= shape != raw.strip()
        evidence.accounting |= bool("(" in match["a"] + match["b"] or match["c"] or match["d"])
        evidence.prefixes |= {match["prefix"]} - {None}
        evidence.suffixes |= {match["suffix"]} - {None}
        _weigh_marks(evidence, match["body"], rows)
    return evidence


def _signs_fit(match: re.Match[str]) -> bool:
    """Tell whether at most one sign occurs and parentheses close."""
    before, after = match["a"] + match["b"], match["c"] + match["d"]
    if len(before) > 1 or len(after) > 1 or (match["prefix"] and match["suffix"]):
        return False
    return (before == "(") == (after == ")") and not (before and after == "-")


def _marks_fit(body: str) -> bool:
    """Tell whether groups have three digits (or two, as in India) and one mark is the decimal."""
    match = _BODY.fullmatch(body)
    return match is not None and (match["group"] is None or match["group"] != match["decimal"])


def _weigh_marks(evidence: NumberEvidence, body: str, rows: int) -> None:
    marks = [mark for mark in body if mark != "9"]
    kinds = set(marks)
    grouping = kinds & {" ", "'"}
    evidence.thousands |= grouping
    marks = [mark for mark in marks if mark not in grouping]
    kinds -= grouping
    if not marks:
        return
    last = marks[-1]
    other = "," if last == "." else "."
    if len(kinds) == 2 or (len(marks) == 1 and (grouping or not _AMBIGUOUS.fullmatch(body))):
        evidence.decimal[last] += rows
        evidence.thousands |= kinds - {last}
        evidence.places = max(evidence.places, len(body) - body.rindex(last) - 1)
    elif len(marks) == 1:
        evidence.open[last] += rows
    elif _GROUPED.fullmatch(body):
        evidence.decimal[other] += rows
        evidence.thousands.add(last)


def decide_number(
    evidence: NumberEvidence, name: str, *, options: Options, proven: frozenset[str] = frozenset()
) -> tuple[NumberFormat, Problem | None]:
    """Decide how a column's numbers are written, or say which option would decide it.

    Parameters
    ----------
    evidence : NumberEvidence
        What the shapes of the whole column say.
    name : str
        The column, for the message.
    options : Options
        `decimal` and `currency` settle what the data leave open.
    proven : frozenset of str
        Decimal marks that other columns of the file use beyond doubt beside a thousands mark.

    Returns
    -------
    tuple of NumberFormat and Problem or None
        A problem means that the format is only a guess and must not be used.
    """
    problem = _currency_problem(evidence, name, options)
    certain = [mark for mark in (".", ",") if evidence.decimal[mark]]
    if options.decimal:
        decimal = options.decimal
    elif len(certain) == 2:
        problem = problem or _mixed_marks(evidence, name)
        decimal = max(certain, key=lambda mark: (evidence.decimal[mark], mark))
    elif certain:
        decimal = certain[0]
    elif evidence.open[","] and len(proven) == 1:
        decimal = next(iter(proven))
    else:
        decimal = "."
        if evidence.open[","] or (evidence.open["."] and "," in proven):
            problem = problem or _open_marks(evidence, name)
    return _format(evidence, decimal), problem


def _format(evidence: NumberEvidence, decimal: str) -> NumberFormat:
    other = "," if decimal == "." else "."
    thousands = evidence.thousands - {decimal}
    if evidence.open[other]:
        thousands.add(other)
    places = max(evidence.places, 3 if evidence.open[decimal] else 0)
    return NumberFormat(
        decimal=cast("Literal['.', ',']", decimal),
        thousands=min(thousands) if thousands else "",
        prefix=" ".join(sorted(evidence.prefixes)),
        suffix=" ".join(sorted(evidence.suffixes)),
        parentheses=evidence.accounting,
        places=places,
        unicode=evidence.unicode,
    )


def _currency_problem(evidence: NumberEvidence, name: str, options: Options) -> Problem | None:
    codes = evidence.currencies
    if len(codes) < 2 or (options.currency and "%" not in codes):
        return None
    return Problem(
        "numbers/currencies",
        f'Column "{name}" mixes {" and ".join(codes)}; they cannot be added up.',
        f"Convert the column to one currency, or pass --currency {codes[0]} if all its amounts are "
        "in that currency whatever their sign says.",
    )


def _mixed_marks(evidence: NumberEvidence, name: str) -> Problem:
    return Problem(
        "numbers/mixed",
        f'Column "{name}" writes {evidence.decimal["."]:,} numbers with a decimal point and '
        f"{evidence.decimal[',']:,} with a decimal comma.",
        'Write the column one way, or pass --decimal "." or --decimal "," : numbers written the '
        "other way then count as unreadable.",
    )


def _open_marks(evidence: NumberEvidence, name: str) -> Problem:
    mark = "," if evidence.open[","] else "."
    example = "1,234" if mark == "," else "1.234"
    return Problem(
        "numbers/ambiguous",
        f'Column "{name}" can be read in two ways: {evidence.open[mark]:,} of its numbers are '
        f'written like "{example}", which is 1234 or 1.234.',
        'Pass --decimal "." if the point is the decimal mark, --decimal "," if it is the comma.',
    )
