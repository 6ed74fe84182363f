"""How each part of a purchase line is read from its column: roles in, SQL expressions out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from personae.data.purchase_log import Described
from personae.data.values import date_sql, missing_sql, number_sql, plain_text_sql, text_sql
from personae.engines.duckdb import quote_identifier

if TYPE_CHECKING:
    from personae.data.plan import CleaningPlan, ColumnPlan
    from personae.data.source import Source

__all__ = ["LineColumns", "line_columns"]

MOST_PLACES = 6  # a float written out, such as 0.30000000000000004, is no amount of 17 places
_NARROW = 18  # digits of a DECIMAL that fits in 64 bits, which DuckDB adds up several times faster


@dataclass(frozen=True)
class LineColumns:
    """SQL over the table of a source, one expression per part of a purchase line.

    Each is NULL where the log has no such column or the cell holds no readable value. `raw` names
    the untouched cells that tell a missing value from an unreadable one; `missing` says, over
    these names, which it is. `places` are the digits of money after the decimal mark.
    """

    customer_id: str
    at: str
    order_id: str
    product: str
    description: str | None
    category: str
    quantity: str
    money: str
    places: int
    discount: str
    cost: str
    raw: dict[str, str]
    missing: dict[str, str]
    described: tuple[Described, ...]
    described_sql: tuple[str, ...]


def line_columns(source: Source, plan: CleaningPlan) -> LineColumns:
    """Return how the parts of a purchase line are read."""
    described = tuple(
        Described(f"d{place}", column)
        for place, column in enumerate((*plan.having("category"), *plan.having("categorical")))
    )
    money = plan.one("price") if plan.unit_price else plan.one("amount") or plan.one("price")
    description = _text(source, plan.one("description"))
    money_sql, places = _money(source, plan, money)
    raw, missing = _raw_cells(source, {"date": plan.one("date"), "money": money})
    return LineColumns(
        customer_id=_customer_id(source, plan),
        at=date_sql(source.column(plan.having("date")[0].name), plan.having("date")[0].date),
        order_id=_text(source, plan.one("order")) or "CAST(NULL AS VARCHAR)",
        product=_text(source, plan.one("product")) or description or "CAST(NULL AS VARCHAR)",
        description=description,
        category=_text(source, plan.one("category")) or "CAST(NULL AS VARCHAR)",
        quantity=_number(source, plan.one("quantity")),
        money=money_sql,
        places=places,
        discount=_sum(source, plan.having("discount")),
        cost=_number(source, plan.one("cost")),
        raw=raw,
        missing=missing,
        described=described,
        described_sql=tuple(
            plain_text_sql(source.column(item.plan.name)) for item in described
        ),
    )


def _customer_id(source: Source, plan: CleaningPlan) -> str:
    """Return the id; of several columns, all of which must be there, joined by a bar."""
    parts = [text_sql(source.column(column.name)) for column in plan.having("id")]
    return " || '|' || ".join(f"({part})" for part in parts)


def _text(source: Source, column: ColumnPlan | None) -> str | None:
    return None if column is None else text_sql(source.column(column.name))


def _raw_cells(
    source: Source, columns: dict[str, ColumnPlan | None]
) -> tuple[dict[str, str], dict[str, str]]:
    raw, missing = {}, {}
    for part, plan in columns.items():
        name = f"raw_{part}"
        if plan is None:
            raw[name], missing[part] = "CAST(NULL AS VARCHAR)", "true"
            continue
        column = source.column(plan.name)
        raw[name] = quote_identifier(column.physical)
        missing[part] = missing_sql(column, name) if column.storage == "text" else f"{name} IS NULL"
    return raw, missing


def _number(source: Source, plan: ColumnPlan | None) -> str:
    """Return an exact number of at most 18 digits; larger ones cannot be read."""
    if plan is None:
        return "CAST(NULL AS DECIMAL(18, 0))"
    places = _places(source, plan)
    exact = number_sql(source.column(plan.name), plan.number, places=places)
    narrow = f"TRY_CAST({exact} AS DECIMAL({_NARROW}, {places}))"
    if plan.number is not None and plan.number.suffix == "%":
        return f"CAST({narrow} / 100 AS DECIMAL({_NARROW}, {places + 2}))"
    return narrow


def _sum(source: Source, plans: tuple[ColumnPlan, ...]) -> str:
    if not plans:
        return "CAST(NULL AS DECIMAL(18, 0))"
    return " + ".join(f"coalesce(abs({_number(source, plan)}), 0)" for plan in plans)


def _money(source: Source, plan: CleaningPlan, money: ColumnPlan | None) -> tuple[str, int]:
    """Return the money of a line and its places; without a money column, its units."""
    quantity = plan.one("quantity")
    money = money or quantity
    if money is None:
        return "CAST(1 AS DECIMAL(18, 0))", 0
    places = _places(source, money)
    if not plan.unit_price or quantity is None or money is quantity:
        return _number(source, money), places
    places += _places(source, quantity)
    width = _NARROW if places <= MOST_PLACES else 38
    product = f"({_number(source, quantity)}) * ({_number(source, money)})"
    return f"TRY_CAST({product} AS DECIMAL({width}, {places}))", places


def _places(source: Source, plan: ColumnPlan) -> int:
    """Return the digits after the decimal mark: as written, or as the values of a table need."""
    column = source.column(plan.name)
    if column.storage == "text":
        return min(plan.number.places if plan.number else MOST_PLACES, MOST_PLACES)
    value = f"CAST({quote_identifier(column.physical)} AS DOUBLE)"
    # money in a float column is cents with noise in the sixteenth digit
    near = f"abs({value} - round({value}, {{places}})) <= 1e-9 * greatest(1, abs({value}))"
    cases = " ".join(
        f"WHEN {near.format(places=places)} THEN {places}" for places in range(MOST_PLACES)
    )
    found = source.engine.rows(
        f"SELECT max(CASE WHEN NOT isfinite({value}) THEN 0 {cases} ELSE {MOST_PLACES} END) "
        f"FROM {quote_identifier(source.relation)}"
    )[0][0]
    return int(found or 0)
