"""How the numbers and dates of the used columns are written, said so that people can correct it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from personae.data.source import Stated
from personae.data.understanding.numbers import currency_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from personae.config import Options
    from personae.data.schema import ColumnFacts, ColumnRole, NumberFormat

__all__ = ["state_formats"]

_READ = {"numeric", "amount", "quantity", "price", "discount", "cost", "date", "outcome"}


def state_formats(
    facts: Sequence[ColumnFacts], roles: Sequence[ColumnRole], options: Options
) -> tuple[Stated, ...]:
    """State how every date column and every column of more than plain numbers is read.

    Parameters
    ----------
    facts, roles : sequences
        What the scan said, and what each column is used as.
    options : Options
        Whether we found out or were told.

    Returns
    -------
    tuple of Stated
        In the order of the columns, the currency last.
    """
    stated: list[Stated] = []
    codes: dict[str, None] = {}
    for item, role in zip(facts, roles, strict=True):
        if role.role in _READ and item.column.storage == "text":
            stated += _of_column(item, options)
            codes[currency_of(item.number)] = None
    known = [code for code in codes if code and code != "kr"]
    if options.currency or len(known) == 1:
        how = _told(options.currency)
        stated.append(Stated("currency", options.currency or known[0], how, "--currency"))
    return tuple(stated)


def _of_column(facts: ColumnFacts, options: Options) -> Iterator[Stated]:
    name = facts.column.name
    if facts.type == "date" and facts.date is not None:
        how = _told(options.date_format)
        note = "the whole column reads so"
        yield Stated(f'dates of "{name}"', facts.date.pattern, how, "--date-format", note)
    elif facts.type == "number" and facts.number is not None:
        ways = _ways(facts.number)
        if ways:
            how = _told(options.decimal)
            note = "written with " + ", ".join(ways)
            yield Stated(f'decimal mark of "{name}"', facts.number.decimal, how, "--decimal", note)


def _told(option: str | None) -> Literal["detected", "option"]:
    return "option" if option else "detected"


def _ways(number: NumberFormat) -> list[str]:
    """Say what is more than plain about a number format."""
    found = {
        "a decimal comma": number.decimal == ",",
        "grouped thousands": bool(number.thousands),
        f"amounts in {currency_of(number)}": bool(currency_of(number)),
        "percent signs (12 % is read as 12)": "%" in number.suffix,
        "negative numbers in parentheses or with a minus behind": number.parentheses,
        "signs, blanks or digits beyond ASCII": number.unicode,
    }
    return [way for way, occurs in found.items() if occurs]
