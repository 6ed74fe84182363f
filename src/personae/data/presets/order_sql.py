"""The SQL that makes purchase lines of an export: orders put together, judged, and shared out.

The money of an order is shared over its lines so that nothing is lost to rounding: a line gets
round(M x W / T) - round(M x V / T), where M is the order's money, T the weight of all lines, and W
and V the weight up to and with the line and up to the one before. The sum over the lines is M.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from personae.data.presets.catalogue import spelling
from personae.data.schema import NumberFormat
from personae.data.values import missing_sql, number_sql, plain_text_sql, text_sql
from personae.dataclass import dataclass
from personae.engines.duckdb import quote_identifier, quote_literal

if TYPE_CHECKING:
    from personae.data.presets.order_reading import OrderReading
    from personae.data.source import Source

__all__ = ["REASONS", "OrderTables", "gather_orders", "judge_orders", "share_out", "words_sql"]

REASONS = {
    "order/test": "a test order",
    "order/cancelled": "the order was cancelled",
    "order/not paid": "the order was never paid (voided, expired, failed or given up)",
    "order/refunded": "the order was refunded in full",
    "order/other currency": "the order is in another currency",
    "payment/failed": "the payment failed or was never made",
    "payment/cancelled": "the payment was cancelled",
    "payment/not captured": "the money was reserved and not taken",
}
"""Why an order of an export is left out."""

_MOST_DIGITS = 18
_OFFSET = r"^(.*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$"


@dataclass(frozen=True)
class OrderTables:
    """The tables of an export in the engine.

    ``rows`` has one row per row of the file: ``line``, ``n`` (its place), ``o`` (its order),
    ``weight`` and ``tie`` (which sorts lines of one weight). ``orders`` has one per order: ``o``,
    ``first``, ``last`` and ``lines``, the filled columns ``f0``, ``f1``, ..., ``differs``,
    ``told`` (rows that hold the status), ``status``, ``currency``, ``listed``, ``given_back``,
    ``money``, ``taken_off``, ``s0``, ... and ``verdict``, a key of `REASONS` or NULL. ``places``
    are the digits after the decimal mark: of all money the same, since decimals of several scales
    would be rounded to one of them when they meet.
    """

    rows: str
    orders: str
    places: dict[str, int]

    @property
    def of_money(self) -> int:
        """The digits of all money."""
        return self.places[""]


def gather_orders(source: Source, reading: OrderReading, places: dict[str, int]) -> OrderTables:
    """Put the rows of each order together."""
    tables = OrderTables(
        f"{source.relation}_export_rows", f"{source.relation}_export_orders", places
    )
    order = source.column(reading.order)
    key = (
        f"CASE WHEN {missing_sql(order)} THEN 'line ' || line ELSE 'order ' || "
        f"trim({plain_text_sql(order)}) END"
    )
    # lines of one weight are told apart by what they say, so that no cent hangs on their order
    said = [text_sql(source.column(name)) for name in (reading.product, reading.quantity) if name]
    tie = " || '|' || ".join(f"coalesce({text}, '')" for text in said) or "''"
    source.engine.run(
        f"""
        CREATE OR REPLACE TABLE {quote_identifier(tables.rows)} AS
        SELECT line, row_number() OVER (ORDER BY line) AS n, {key} AS o,
            greatest(0, coalesce({_weight(source, reading, places)}, 0)) AS weight,
            {_goods(source, reading, places)} AS goods, {tie} AS tie
        FROM {quote_identifier(source.relation)}
        """
    )
    columns = ", ".join(f"{sql} AS {name}" for name, sql in _order_columns(source, reading, places))
    source.engine.run(
        f"""
        CREATE OR REPLACE TABLE {quote_identifier(tables.orders)} AS
        WITH gathered AS (
            SELECT o, min(n) AS first, max(n) AS last, count(*) AS lines, {columns}
            FROM {quote_identifier(source.relation)} JOIN {quote_identifier(tables.rows)}
                USING (line) GROUP BY o
        )
        SELECT *, {_verdict(reading)} AS verdict, {_discount(reading)} AS taken_off,
            -- nothing is left rather than less than nothing; of what is not said, NULL
            CASE WHEN listed < 0 THEN listed WHEN listed > given_back THEN listed - given_back
                ELSE listed - listed END AS money
        FROM gathered
        """
    )
    return tables


def judge_orders(source: Source, reading: OrderReading, tables: OrderTables) -> None:
    """Mark what is in another currency than the one that counts, and what was refunded in full."""
    orders = quote_identifier(tables.orders)
    if reading.currency:
        source.engine.run(
            f"UPDATE {orders} SET verdict = 'order/other currency' WHERE verdict IS NULL "
            f"AND currency <> {quote_literal(reading.currency)}"
        )
    source.engine.run(
        f"UPDATE {orders} SET verdict = 'order/refunded' "
        "WHERE verdict IS NULL AND money = 0 AND given_back > 0"
    )


def share_out(source: Source, reading: OrderReading, tables: OrderTables) -> str:
    """Write the lines that count, with the order's fields and their share of its money."""
    into = f"{source.relation}_export_lines"
    filled = {name: f"f{at}" for at, name in enumerate(reading.filled)}
    cells = ", ".join(
        f"{_cell(source, reading, name, filled.get(name))} AS {quote_identifier(column.physical)}"
        for name, column in ((column.name, column) for column in source.columns)
    )
    places = tables.of_money
    shares = {
        reading.money: _share("money", places),
        reading.discount_of_line: _share("taken_off", places),
    }
    for at, name in enumerate(reading.shared.values()):
        shares[name] = _share(f"s{at}", places)
    made = ", ".join(
        f"{shares[name]} AS {quote_identifier(f'made{at}')}" for at, name in enumerate(reading.made)
    )
    source.engine.run(
        f"""
        CREATE OR REPLACE TABLE {quote_identifier(into)} AS
        WITH weighed AS (
            SELECT *, sum(weight) OVER (PARTITION BY o) AS total,
                sum(weight) OVER in_order AS upto, row_number() OVER in_order AS place
            FROM {quote_identifier(tables.rows)}
            WINDOW in_order AS (PARTITION BY o ORDER BY weight, tie, line
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
        )
        SELECT line, {cells}{", " + made if made else ""}
        FROM {quote_identifier(source.relation)} JOIN (SELECT * EXCLUDE (n, tie, goods)
            FROM weighed) USING (line)
            JOIN (SELECT * EXCLUDE (goods) FROM {quote_identifier(tables.orders)}) USING (o)
        WHERE verdict IS NULL ORDER BY line
        """
    )
    return into


def _number(source: Source, reading: OrderReading, name: str, places: dict[str, int]) -> str:
    written = reading.numbers.get(name)
    number = NumberFormat(**written) if written else None
    exact = number_sql(source.column(name), number, places=places[name])
    return f"TRY_CAST({exact} AS DECIMAL({_MOST_DIGITS}, {places[name]}))"


def _goods(source: Source, reading: OrderReading, places: dict[str, int]) -> str:
    """Return units x price, the goods of a line before any discount; NULL where neither is read."""
    if not (reading.quantity and reading.price):
        return "CAST(NULL AS DECIMAL(38, 0))"
    units, price = (
        _number(source, reading, name, places) for name in (reading.quantity, reading.price)
    )
    return f"({units} * {price})"


def _weight(source: Source, reading: OrderReading, places: dict[str, int]) -> str:
    """Return what a line weighs in its order: its own money where the file says it."""
    if not reading.line_plus:
        return _goods(source, reading, places)
    return " + ".join(
        f"coalesce({_number(source, reading, name, places)}, 0)" for name in reading.line_plus
    )


def _order_columns(
    source: Source, reading: OrderReading, places: dict[str, int]
) -> list[tuple[str, str]]:
    """Return what is told of an order: its fields, its money, and whether its rows disagree."""

    def once(name: str) -> str:
        column = source.column(name)
        return f"min({quote_identifier(column.physical)}) FILTER (WHERE NOT {missing_sql(column)})"

    def word(name: str) -> str:
        return f"lower(trim(CAST({once(name)} AS VARCHAR)))" if name else "CAST(NULL AS VARCHAR)"

    def money(name: str) -> str:
        return f"abs(min({_number(source, reading, name, places)}))"

    def lines(names: tuple[str, ...]) -> list[str]:
        return [f"sum({_number(source, reading, name, places)})" for name in names]

    listed = [f"min({_number(source, reading, name, places)})" for name in reading.plus]
    back = [f"coalesce({money(name)}, 0)" for name in reading.minus]
    back += [f"coalesce(abs({total}), 0)" for total in lines(reading.line_minus)]
    columns = [(f"f{at}", once(name)) for at, name in enumerate(reading.filled)]
    columns += [(f"s{at}", money(name)) for at, name in enumerate(reading.shared)]
    status = f"regexp_replace({word(reading.status)}, '[ _-]+', ' ', 'g')"
    kind = f"DECIMAL(38, {places['']})"
    columns += [
        ("status", f"regexp_replace({status}, '^wc ', '')"),
        ("cancelled", f"{word(reading.cancelled)} IS NOT NULL"),
        ("captured", word(reading.captured)),
        ("currency", f"upper({word(reading.currency_column)})"),
        ("listed", f"CAST({' + '.join([*listed, *lines(reading.line_plus)]) or 'NULL'} AS {kind})"),
        ("given_back", f"CAST({' + '.join(back) or '0'} AS {kind})"),
        ("discount", f"CAST({money(reading.discount) if reading.discount else 'NULL'} AS {kind})"),
        ("goods", f"TRY_CAST(sum(goods) AS {kind})"),
        ("differs", _differs(source, reading)),
        ("told", _told(source, reading)),
    ]  # fmt: skip
    columns += [(f"t{at}", word(name)) for at, name in enumerate(reading.test)]
    return columns


def _differs(source: Source, reading: OrderReading) -> str:
    """Return SQL that is true where rows of one order number cannot be of one order."""
    found = []
    for name in reading.of_order:
        column = source.column(name)
        text = f"lower(trim({plain_text_sql(column)}))"
        found.append(f"count(DISTINCT {text}) FILTER (WHERE NOT {missing_sql(column)}) > 1")
    return " OR ".join(found)


def _told(source: Source, reading: OrderReading) -> str:
    """Return how many rows of an order hold its status: the first alone, or all of them."""
    if not reading.status:
        return "0"
    return f"count(*) FILTER (WHERE NOT {missing_sql(source.column(reading.status))})"


def _discount(reading: OrderReading) -> str:
    """Return what was taken off the goods; a free delivery lowered no price."""
    if not reading.discount_capped:
        return "coalesce(discount, 0)"
    return (
        "CASE WHEN discount IS NULL OR goods IS NULL OR listed IS NULL OR goods <= listed THEN 0 "
        "ELSE least(discount, goods - listed) END"
    )


def _verdict(reading: OrderReading) -> str:
    """Return SQL for why an order is left out; NULL where it counts."""
    rules = [(_is_marked(f"t{at}", mark), "order/test") for at, mark in enumerate(
        reading.test.values())]  # fmt: skip
    rules.append(("cancelled", "order/cancelled"))
    for code, statuses in reading.out.items():
        rules.append((f"status IN ({words_sql(statuses)})", code))
    rules.append(("captured = 'false'", "payment/not captured"))
    cases = " ".join(f"WHEN {rule} THEN '{code}'" for rule, code in rules)
    return f"CASE {cases} END"


def _is_marked(column: str, mark: str) -> str:
    if mark.startswith("*"):
        return f"contains({column}, {quote_literal(mark.strip('*'))})"
    one_of_them = rf"(^|,)\s*{re.escape(mark)}\s*(,|$)"
    return f"regexp_matches({column}, {quote_literal(one_of_them)})"


def words_sql(statuses: tuple[str, ...]) -> str:
    """Return statuses as they are compared, as a list in SQL."""
    plain = (spelling(status).replace("_", " ").replace("-", " ") for status in statuses)
    return ", ".join(quote_literal(status) for status in plain) or "''"


def _share(money: str, places: int) -> str:
    """Return SQL for a line's share of the order's `money`; the shares add up to it exactly."""

    def until(weight: str, place: str) -> str:
        part = f"CASE WHEN total > 0 THEN CAST({weight} AS DOUBLE) / total ELSE {place} / lines END"
        return (
            f"TRY_CAST(round(CAST({money} AS DOUBLE) * ({part}), {places}) "
            f"AS DECIMAL({_MOST_DIGITS}, {places}))"
        )

    return f"({until('upto', 'place')} - {until('(upto - weight)', '(place - 1)')})"


def _cell(source: Source, reading: OrderReading, name: str, filled: str | None) -> str:
    """Return the cell of a line: the order's where it belongs to the order."""
    column = source.column(name)
    cell = filled or quote_identifier(column.physical)
    if name == reading.id and reading.folded:
        return f"lower(trim({cell}))"
    if name == reading.date and column.storage == "text":
        return f"regexp_replace(trim({cell}), {quote_literal(_OFFSET)}, '\\1')"
    return cell
