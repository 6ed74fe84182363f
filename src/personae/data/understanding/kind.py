"""One row per customer, or one row per purchase line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from personae.data.understanding.line_roles import pick_line_roles, purchase_dates
from personae.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.config import Options
    from personae.data.schema import ColumnFacts
    from personae.data.source import Source

__all__ = ["decide_kind"]

Kind = Literal["customers", "transactions"]

_FEW_REPEATS = 2.0  # rows per id; up to that, repeated ids may be duplicates of customers


def decide_kind(
    source: Source,
    facts: Sequence[ColumnFacts],
    options: Options,
    *,
    ids: tuple[str, ...],
    counted: tuple[int, int],
) -> tuple[Kind, str]:
    """Decide what a row of the table is, and say why.

    Parameters
    ----------
    source, facts, options
        The table, what the scan said, and what the user set.
    ids : tuple of str
        The columns of the customer id; none if rows are numbered.
    counted : tuple of int
        Rows that have an id, and different ids.

    Raises
    ------
    InputError
        If ids repeat as in a log but no column is a date or no column is money.
    """
    if options.kind == "customers":
        return "customers", "set by --kind"
    if options.kind == "transactions":
        _need_log_columns(source, facts, options, ids=ids)
        return "transactions", "set by --kind"
    with_id, different = counted
    if not ids or with_id == different:
        every = "every row is one customer" if not ids else "every id occurs once"
        return "customers", f"{every}, so each row is one customer"
    per_id = with_id / max(different, 1)
    dates = purchase_dates(facts, taken=ids)
    picked = set(pick_line_roles(facts, taken=ids).values())
    bought = bool(picked & {"amount", "price", "quantity", "order", "product"}) or _told(options)
    plain_date = options.date is not None or any(rank < 2 for rank, _ in dates)
    if bought and (plain_date or (dates and per_id > _FEW_REPEATS)):
        _need_log_columns(source, facts, options, ids=ids)
        return (
            "transactions",
            f"ids repeat ({per_id:.1f} rows per id) and the rows have dates and purchases",
        )
    if per_id <= _FEW_REPEATS or options.duplicates != "error":
        repeats = f"an id occurs again in {with_id - different:,} of the rows"
        return "customers", f"{repeats}, but the rows are no purchases with a date"
    _need_log_columns(source, facts, options, ids=ids)
    return "transactions", f"ids repeat ({per_id:.1f} rows per id)"


def _told(options: Options) -> bool:
    return any((options.amount, options.price, options.order, options.product))


def _need_log_columns(
    source: Source, facts: Sequence[ColumnFacts], options: Options, *, ids: tuple[str, ...]
) -> None:
    """Refuse a log without dates or money, naming both options at once."""
    named = " and ".join(f'"{name}"' for name in ids) or "the row number"
    log = f"{source.label} is a purchase log (several rows per {named})"
    if options.kind == "transactions":
        log = f"{source.label} is to be a purchase log"
    otherwise = (
        "; or, if every row is one customer, --kind customers with --duplicates first, last or sum."
    )
    picked = set(pick_line_roles(facts, taken=ids).values())
    problems = []
    if options.date is None and not purchase_dates(facts, taken=ids):
        fix = "Pass --date with the column of the purchase date" + otherwise
        problems.append(Problem("date/none", f"{log}, but no column is a date.", fix))
    if not (picked & {"amount", "price"} or options.amount or options.price):
        fix = (
            "Pass --amount with the money of the line, or --price with that of a unit (and "
            "--quantity with the units)" + otherwise
        )
        problems.append(Problem("amount/none", f"{log}, but no column is money.", fix))
    if problems:
        raise InputError(*problems)
