"""How each part of a purchase line is read from its cell: roles in, SQL expressions out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.cells import Cells
from personae.data.cleaning.purchase_log import Described
from personae.data.values import date_sql, id_sql, number_sql, plain_text_sql, text_sql
from personae.dataclass import dataclass
from personae.engines.duckdb import quote_identifier

if TYPE_CHECKING:
    from personae.data.plan import CleaningPlan, ColumnPlan
    from personae.data.source import Column, Source

__all__ = ["LineColumns", "line_columns", "places_of"]

MOST_PLACES = 6  # a float written out, such as 0.30000000000000004, is no amount of 17 places
_NARROW = 18  # digits of a DECIMAL that fits in 64 bits, which DuckDB adds up several times faster
_WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
_NO_NUMBER = "CAST(NULL AS DECIMAL(18, 0))"


@dataclass(frozen=True)
class LineColumns:
    """SQL over the rows of `cells`, one expression per part of a purchase line.

    Each is NULL where the log has no such column or the cell holds no readable value; only in
    `product_cell` missing tokens, such as a dash, are left as they are. `money` is an expression
    over ``quantity`` and ``price``, the parts as read; `places` are its digits after the decimal
    mark. `texts` are the tables of texts of those parts that are codes. `told_apart` are the
    columns whose missing cells are told apart from unreadable ones.
    """

    cells: Cells
    customer_id: str
    bought_at: str
    order_id: str
    day_as_order: str
    product: str
    product_cell: str
    quantity: str
    price: str
    money: str
    places: int
    discount: str
    cost: str
    described: tuple[Described, ...]
    described_sql: tuple[str, ...]
    texts: dict[str, str]
    told_apart: dict[str, Column]


def line_columns(source: Source, plan: CleaningPlan) -> LineColumns:
    """Return how the parts of a purchase line are read."""
    cells = Cells(source)
    described = tuple(
        Described(f"d{place}", column)
        for place, column in enumerate((*plan.having("category"), *plan.having("categorical")))
    )
    quantity, cost, date = plan.one("quantity"), plan.one("cost"), plan.having("date")[0]
    price = plan.one("price") if plan.unit_price else plan.one("amount") or plan.one("price")
    money, places = _money(source, plan, price)
    order, product = plan.one("order"), plan.one("product") or plan.one("description")
    order_id = _key(source, cells, order)
    moment = cells.made(source.column(date.name), lambda cell: date_sql(cell, date.date))
    texts = _texts(source, plan, described)
    day = "CAST(bought_at AS DATE)"
    whole = "order_id" in texts or "BIGINT" in order_id
    return LineColumns(
        cells=cells,
        customer_id=_customer(source, plan, cells),
        bought_at=moment,
        order_id=order_id,
        # below zero, where no order number is
        day_as_order=f"DATE '0001-01-01' - {day}" if whole else f"CAST({day} AS VARCHAR)",
        product=_key(source, cells, product),
        product_cell=_key(source, cells, product, untouched=True),
        quantity=_number(source, cells, quantity) if quantity else _NO_NUMBER,
        price=_number(source, cells, price) if price else _NO_NUMBER,
        money=money,
        places=places,
        discount=_discount(source, cells, plan.having("discount")),
        cost=_number(source, cells, cost) if cost else _NO_NUMBER,
        described=described,
        described_sql=tuple(_untouched(source.column(item.plan.name)) for item in described),
        texts=texts,
        told_apart={
            part: source.column(column.name)
            for part, column in (("date", date), ("quantity", quantity), ("amount", price))
            if column is not None
        },
    )


def _texts(source: Source, plan: CleaningPlan, described: tuple[Described, ...]) -> dict[str, str]:
    """Return the tables of texts of the parts that are codes."""
    ids = plan.having("id")
    parts = {
        "customer_id": ids[0] if len(ids) == 1 else None,
        "order_id": plan.one("order"),
        "product": plan.one("product") or plan.one("description"),
        **{item.physical: item.plan for item in described},
    }
    found = {part: source.column(item.name).texts for part, item in parts.items() if item}
    return {part: texts for part, texts in found.items() if texts}


def _customer(source: Source, plan: CleaningPlan, cells: Cells) -> str:
    columns = [source.column(column.name) for column in plan.having("id")]
    if len(columns) == 1 and columns[0].texts:
        return cells.key(columns[0])
    return id_sql([cells.text(column) for column in columns])


def _key(source: Source, cells: Cells, plan: ColumnPlan | None, *, untouched: bool = False) -> str:
    """Return what tells orders or products apart: text, or whole numbers where a table has them."""
    if plan is None:
        return "CAST(NULL AS VARCHAR)"
    column = source.column(plan.name)
    cell = quote_identifier(column.physical)
    if column.storage == "number":
        # numbers need a third of the time of their texts, and a key is never shown or written
        kind = source.engine.rows(
            f"SELECT typeof({cell}) FROM {quote_identifier(source.relation)} LIMIT 1"
        )
        if kind and kind[0][0] in _WHOLE:
            return f"CAST({cell} AS BIGINT)"
    if untouched:
        return _untouched(column)
    return cells.key(column) if column.texts else text_sql(column)


def _untouched(column: Column) -> str:
    """Return the cell as it is: its code if it has one, else its text."""
    return quote_identifier(column.physical) if column.texts else plain_text_sql(column)


def _number(source: Source, cells: Cells, plan: ColumnPlan) -> str:
    """Return an exact number of at most 18 digits; larger ones cannot be read."""
    places = places_of(source, plan)

    def read(cell: Column) -> str:
        exact = number_sql(cell, plan.number, places=places)
        narrow = f"TRY_CAST({exact} AS DECIMAL({_NARROW}, {places}))"
        if plan.number is not None and "%" in plan.number.suffix:
            return f"CAST({narrow} / 100 AS DECIMAL({_NARROW}, {places + 2}))"
        return narrow

    return cells.made(source.column(plan.name), read)


def _discount(source: Source, cells: Cells, plans: tuple[ColumnPlan, ...]) -> str:
    """Return what was taken off, whatever its sign, over all columns that say so."""
    if not plans:
        return _NO_NUMBER
    return " + ".join(f"coalesce(abs({_number(source, cells, plan)}), 0)" for plan in plans)


def _money(source: Source, plan: CleaningPlan, price: ColumnPlan | None) -> tuple[str, int]:
    """Return the money of a line and its places; without a money column, its units."""
    quantity = plan.one("quantity")
    if price is None:
        return (
            ("quantity", places_of(source, quantity))
            if quantity
            else ("CAST(1 AS DECIMAL(18, 0))", 0)
        )
    places = places_of(source, price)
    if not plan.unit_price or quantity is None:
        return "price", places
    places += places_of(source, quantity)
    width = _NARROW if places <= MOST_PLACES else 38
    return f"TRY_CAST(quantity * price AS DECIMAL({width}, {places}))", places


def places_of(source: Source, plan: ColumnPlan) -> int:
    """Return the digits after the decimal mark: as written, or as the values of a table need.

    Parameters
    ----------
    source : Source
        The table.
    plan : ColumnPlan
        One of its columns, and how its numbers are written.
    """
    column = source.column(plan.name)
    if plan.number is not None:
        return min(plan.number.places, MOST_PLACES)
    if column.storage == "text":
        return MOST_PLACES
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
