"""Which currency of an export counts: amounts in different ones cannot be added."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from personae.engines.duckdb import quote_identifier
from personae.errors import InputError, Problem, UsageError

if TYPE_CHECKING:
    from personae.config import Options
    from personae.data.presets.order_sql import OrderTables
    from personae.data.source import Source

__all__ = ["choose_currency"]

_CODE = re.compile(r"[A-Z]{3}")


def choose_currency(source: Source, tables: OrderTables, options: Options) -> str:
    """Return the currency of the orders that count, in capitals; empty if none is stated.

    Parameters
    ----------
    source : Source
        The export.
    tables : OrderTables
        Its orders.
    options : Options
        `currency` keeps one of several; a sign such as ``$`` is for display only.

    Raises
    ------
    InputError
        If orders are in several currencies and no option says which.
    UsageError
        If no order is in the currency that was asked for.
    """
    found = [
        (str(code), int(orders))
        for code, orders in source.engine.rows(
            f"SELECT currency, count(*) FROM {quote_identifier(tables.orders)} "
            "WHERE verdict IS NULL AND currency IS NOT NULL GROUP BY currency "
            "ORDER BY count(*) DESC, currency"
        )
    ]
    wanted = (options.currency or "").strip().upper()
    codes = [code for code, _ in found]
    if wanted in codes:
        return wanted
    if wanted and found and _CODE.fullmatch(wanted):
        raise UsageError(_not_there(source, wanted, found))
    if len(found) > 1:
        raise InputError(_several(source, found))
    return codes[0] if codes else ""


def _listed(found: list[tuple[str, int]]) -> str:
    """List currencies by their codes; whatever else stands in the column is not shown."""
    known = [f"{code} ({orders:,} orders)" for code, orders in found if _CODE.fullmatch(code)]
    others = len(found) - len(known)
    return ", ".join([*known[:6], *([f"{others} that are no codes"] if others else [])])


def _several(source: Source, found: list[tuple[str, int]]) -> Problem:
    code = next((code for code, _ in found if _CODE.fullmatch(code)), "CODE")
    return Problem(
        "currency/mixed",
        f"The orders of {source.label} are in {len(found)} currencies, which cannot be added: "
        f"{_listed(found)}.",
        f"Pass --currency {code} to keep the orders in {code} and leave the others out, counted; "
        "or convert all to one currency in the file.",
    )


def _not_there(source: Source, wanted: str, found: list[tuple[str, int]]) -> Problem:
    code = next((code for code, _ in found if _CODE.fullmatch(code)), "CODE")
    return Problem(
        "currency/absent",
        f"No order of {source.label} that counts is in {wanted}; they are in {_listed(found)}.",
        f"Pass --currency {code}, or leave it out.",
    )
