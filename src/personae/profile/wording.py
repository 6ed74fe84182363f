"""Figures and column names in, the words in which a shopkeeper would say them out."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.data.customers import CustomerColumn, Customers

__all__ = [
    "bare_figure",
    "count",
    "day",
    "enumerate_words",
    "figure",
    "is_counted",
    "labels_of",
    "money",
    "number",
    "percent",
    "short_category",
    "short_label",
    "token",
    "unit_of",
]

MAX_LABEL = 24
_LONGEST_ACRONYM = 4
# A figure and its unit stay on one line.
_GLUE = "\N{NO-BREAK SPACE}"
_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "M"))
# bounded, so that a header of nothing but brackets or blanks is gone over once
_BRACKETS = re.compile(r"\s{0,9}[(\[{<][^)\]}>]{0,200}[)\]}>]")
_UNIT = re.compile(r"[(\[]\s*([^\W\d_]{0,4}[€$£¥%]?[^\W\d_]{0,4})\s*[)\]]\s*$")
_COUNTED_UNITS = {"days", "orders"}
_COUNTED_MEANINGS = {"frequency", "complaints", "variety", "usage", "returns"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIMES = {"hours", "minutes", "days", "weeks", "months", "years"}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def number(value: float) -> str:
    """Return a figure with about three digits that matter.

    Examples
    --------
    >>> number(8_300_065.8), number(12345.6), number(1234), number(86.538), number(0.0372)
    ('8.3M', '12,346', '1,234', '86.5', '0.037')
    >>> number(-2.0), number(0.0)
    ('-2', '0')
    """
    size = abs(value)
    if size == 0.0:
        return "0"
    for scale, suffix in _SCALES:
        # 999,960 would be written 1,000k, so it already counts in millions
        if size >= 0.9995 * scale:
            return f"{_trimmed(f'{value / scale:,.1f}')}{suffix}"
    if size >= 99.95:
        return f"{value:,.0f}"
    if size >= 0.995:
        return _trimmed(f"{value:.1f}")
    if size < 1e-4:
        return f"{value:.2g}"
    return _trimmed(f"{value:.{1 - math.floor(math.log10(size))}f}")


def count(n: int, one: str = "", many: str = "") -> str:
    """Return a whole number with its thousands marked, and what is counted.

    Examples
    --------
    >>> count(541909), count(1, "customer"), count(4338, "customer"), count(2, "day is", "days are")
    ('541,909', '1 customer', '4,338 customers', '2 days are')
    """
    text = f"{n:,}"
    if not one:
        return text
    return f"{text} {one if n == 1 else many or one + 's'}"


def percent(share: float) -> str:
    r"""Return a share (0 to 1) as a percentage; small ones keep a decimal.

    Examples
    --------
    >>> percent(0.1718), percent(0.0231), percent(0.0004), percent(0.0), percent(1.0)
    ('17\xa0%', '2.3\xa0%', 'under\xa00.1\xa0%', '0\xa0%', '100\xa0%')
    """
    value = 100.0 * share
    if 0.0 < value < 0.1:
        return f"under{_GLUE}0.1{_GLUE}%"
    if 0.0 < abs(value) < 9.95 or 99.5 <= value < 99.95:
        return f"{_trimmed(f'{value:.1f}')}{_GLUE}%"
    return f"{value:.0f}{_GLUE}%"


def day(value: dt.date | str) -> str:
    r"""Return a date as people write it; a text is read as ISO.

    Examples
    --------
    >>> day("2010-12-01T08:26:00"), day(dt.date(2011, 12, 9))
    ('1\xa0Dec\xa02010', '9\xa0Dec\xa02011')
    """
    if isinstance(value, str):
        value = dt.date.fromisoformat(value[:10])
    return f"{value.day}{_GLUE}{_MONTHS[value.month - 1]}{_GLUE}{value.year}"


def money(value: float, currency: str = "") -> str:
    r"""Return a sum of money: a sign goes before the figure, a code after it.

    Examples
    --------
    >>> money(8_300_065.8, "£"), money(1234.5, "EUR"), money(-12.3, "$"), money(7.0)
    ('£8.3M', '1,234\xa0EUR', '-$12.30', '7')
    """
    text = number(abs(value))
    if 0.995 <= abs(value) < 99.95:
        text = f"{abs(value):.2f}".removesuffix(".00")
    sign = "-" if value < 0 else ""
    if not currency:
        return sign + text
    return f"{sign}{currency}{text}" if len(currency) == 1 else f"{sign}{text}{_GLUE}{currency}"


def figure(value: float, column: CustomerColumn, customers: Customers) -> str:
    """Return a value of a column in the column's own unit.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from personae.data.customers import CustomerColumn
    >>> shop = SimpleNamespace(currency="£")
    >>> figure(12.0, CustomerColumn("recency_days", "number", "behaviour", unit="days"), shop)
    '12 days'
    >>> figure(86.5, CustomerColumn("Annual Income (k$)", "number", "behaviour"), shop)
    '86.5 k$'
    """
    text = bare_figure(value, column, customers)
    if column.unit in {"days", "orders"}:
        return f"{text} {column.unit[:-1] if text == '1' else column.unit}"
    return text


def bare_figure(value: float, column: CustomerColumn, customers: Customers) -> str:
    """Return a value as it stands beside the column's label, which says what is counted.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from personae.data.customers import CustomerColumn
    >>> shop = SimpleNamespace(currency="£")
    >>> bare_figure(12.0, CustomerColumn("recency_days", "number", "behaviour", unit="days"), shop)
    '12'
    """
    if column.unit == "money":
        return money(value, customers.currency)
    if column.unit == "share":
        return percent(value)
    if column.unit in {"%", "percent"}:
        return f"{number(value)}{_GLUE}%"
    unit = unit_of(column.name)
    return f"{number(value)} {unit}" if unit else number(value)


def unit_of(name: str) -> str:
    """Return the unit that a column's name gives in brackets at its end, if it looks like one.

    Examples
    --------
    >>> unit_of("Annual Income (k$)"), unit_of("Spending Score (1-100)"), unit_of("weight [kg]")
    ('k$', '', 'kg')
    """
    found = _UNIT.search(name)
    return found.group(1) if found else ""


def is_counted(column: CustomerColumn, label: str) -> bool:
    """Tell whether one says "more" and "fewer" of a column: logins and days, not income.

    Examples
    --------
    >>> from personae.data.customers import CustomerColumn
    >>> logins = CustomerColumn("logins", "number", "behaviour", "frequency")
    >>> income = CustomerColumn("income", "number", "behaviour", "income")
    >>> is_counted(logins, "logins"), is_counted(income, "income")
    (True, False)
    """
    if column.unit:
        return column.unit in _COUNTED_UNITS
    words = label.split()
    plural = words[-1:] and words[-1].endswith(("s", "en")) and not words[-1].endswith("ss")
    return bool(words) and (
        words[0] in _TIMES
        or words[-1] in _TIMES
        or (column.meaning in _COUNTED_MEANINGS and bool(plural))
    )


def short_label(name: str) -> str:
    """Return a column's name as it can stand in a sentence, at most 24 characters long.

    Units in brackets, control characters and whatever is no letter, digit or simple mark are
    left out. All words become lower case but for short ones in capitals (MRR, EUR); in a name
    of several words that is all capitals these are no signal, and become lower case too.

    Examples
    --------
    >>> short_label("Annual Income (k$)"), short_label("Fresh"), short_label("MonthlyCharges")
    ('annual income', 'fresh', 'monthly charges')
    >>> short_label("CASH_ADVANCE"), short_label("BALANCE"), short_label("MRR")
    ('cash advance', 'balance', 'MRR')
    >>> short_label("<b>spend</b>"), short_label("days_between_orders"), short_label("***")
    ('spend', 'days between orders', '')
    """
    words = _words(name)
    shouted = len(words) > 1 and all(word == word.upper() for word in words)
    kept = 0 if shouted else _LONGEST_ACRONYM
    said = [word if word.isupper() and len(word) <= kept else word.lower() for word in words]
    return _shortened(" ".join(said))


def short_category(value: str) -> str:
    """Return a value of a column as it can stand in a sentence: the same as it is, but short.

    Examples
    --------
    >>> short_category("Credit Card"), short_category("<b>gold</b>")
    ('Credit Card', 'gold')
    """
    return _shortened(" ".join(_words(value)))


def labels_of(columns: Sequence[CustomerColumn]) -> dict[str, str]:
    """Return a short label for every column; no two are the same.

    Examples
    --------
    >>> from personae.data.customers import CustomerColumn
    >>> names = ["Income (k$)", "Income (k€)", "Age", "??"]
    >>> labels_of([CustomerColumn(name, "number", "behaviour") for name in names])
    {'Income (k$)': 'income', 'Income (k€)': 'income 2', 'Age': 'age', '??': 'column 4'}
    """
    labels: dict[str, str] = {}
    taken: set[str] = set()
    for place, column in enumerate(columns, start=1):
        label = base = short_label(column.name) or f"column {place}"
        repeat = 1
        while label.casefold() in taken:
            repeat += 1
            label = f"{base} {repeat}"
        taken.add(label.casefold())
        labels[column.name] = label
    return labels


def enumerate_words(words: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> enumerate_words(["a", "b", "c"]), enumerate_words(["a"])
    ('a, b and c', 'a')
    """
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def token(segment: int) -> str:
    """Return what stands for a segment's name in a text until the name is put in.

    Examples
    --------
    >>> token(3)
    '⟪3⟫'
    """
    return f"⟪{segment}⟫"


def _words(name: str) -> list[str]:
    text = unicodedata.normalize("NFKC", name)
    return (_clean(_BRACKETS.sub(" ", text)) or _clean(text)).split()


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _clean(text: str) -> str:
    kept = "".join(
        char if char.isalnum() or char in "%&+'." or unicodedata.combining(char) else " "
        for char in _CAMEL.sub(" ", text)
    )
    return " ".join(word for word in kept.split() if any(char.isalnum() for char in word))


def _shortened(text: str) -> str:
    if len(text) <= MAX_LABEL:
        return text
    head = text[: MAX_LABEL - 1].rstrip()
    # end at a word where one ends in the second half
    cut = head.rfind(" ")
    return f"{head[:cut] if cut > MAX_LABEL // 2 else head}…"
