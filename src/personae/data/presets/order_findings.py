"""What people should know of an export that was made into purchase lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.presets.order_sql import words_sql
from personae.data.schema import Finding, NumberFormat
from personae.data.values import missing_sql, number_sql, plain_text_sql
from personae.engines.duckdb import quote_identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from personae.data.presets.order_reading import OrderReading
    from personae.data.presets.order_sql import OrderTables
    from personae.data.schema import ColumnFacts
    from personae.data.source import Source

__all__ = ["findings_of_orders", "unreadable_figure"]


def findings_of_orders(
    source: Source, reading: OrderReading, tables: OrderTables
) -> tuple[Finding, ...]:
    """Say what was put together, merged and taken off, with counts.

    Parameters
    ----------
    source : Source
        The export as it was read.
    reading : OrderReading
        What its columns are.
    tables : OrderTables
        Its orders, judged.
    """
    return (
        *_of_rows(source, reading, tables),
        *_of_customers(source, reading, tables),
        *_of_money(source, reading, tables),
        *_of_tax(source, reading),
        *_of_statuses(source, reading, tables),
        *_of_dates(source, reading),
    )


def unreadable_figure(facts: ColumnFacts) -> Finding:
    """Say that numbers of the export cannot be read."""
    name = facts.column.name
    return Finding(
        "numbers/unreadable",
        "warning",
        f'Values of "{name}" that cannot be read as numbers: {facts.n_unreadable:,}. They count '
        "as missing.",
        name,
        facts.n_unreadable,
        "Correct them in the file, or pass --decimal if they are written otherwise.",
    )


def _of_rows(source: Source, reading: OrderReading, tables: OrderTables) -> Iterator[Finding]:
    orders, scattered, twice = source.engine.rows(
        "SELECT count(*) FILTER (WHERE lines > 1), "
        "count(*) FILTER (WHERE last - first + 1 > lines), count(*) FILTER (WHERE told > 1 "
        # of an export that tells the status once per order, each of them stands there once
        "AND (told < lines OR (SELECT bool_or(told = 1 AND lines > 1) FROM "
        f"{quote_identifier(tables.orders)}))) FROM {quote_identifier(tables.orders)}"
    )[0]
    what = f"The file was read as {reading.title}."
    if orders:
        what += (
            f" Orders with several rows: {orders:,}. Each row got the fields of its order, and "
            "the money of the order was shared over them."
        )
    yield Finding(
        "orders/preset", "note", f"{what} {reading.note}".strip(), count=int(orders),
        fix="Pass --preset none to read it as any other table.",
    )  # fmt: skip
    if twice:
        yield Finding(
            "orders/twice", "warning",
            f"Orders that seem to stand in the file more than once: {twice:,}. Their money counts "
            "once, their units as often as they stand there.",
            reading.order, int(twice), "Export all orders at once, into one file.",
        )  # fmt: skip
    if scattered:
        yield Finding(
            "orders/scattered", "note",
            f"Orders whose rows do not stand together: {scattered:,}. In an export that was not "
            "sorted they do; they were put together by their order number.",
            reading.order, int(scattered), "Export the orders again if the file was edited.",
        )  # fmt: skip


def _of_customers(source: Source, reading: OrderReading, tables: OrderTables) -> Iterator[Finding]:
    if not reading.folded or reading.id not in reading.filled:
        return
    column = f"f{reading.filled.index(reading.id)}"
    merged = source.engine.rows(
        f"SELECT count(DISTINCT {column}) - count(DISTINCT lower(trim({column}))) "
        f"FROM {quote_identifier(tables.orders)} WHERE verdict IS NULL"
    )[0][0]
    if merged:
        yield Finding(
            "id/merged", "note",
            f'Addresses in "{reading.id}" that differ from another one only in capitals or in '
            f"blanks around them: {merged:,}. They count as the same customer.",
            reading.id, int(merged),
        )  # fmt: skip


def _of_money(source: Source, reading: OrderReading, tables: OrderTables) -> Iterator[Finding]:
    if not reading.money:
        return
    lowered, beyond = source.engine.rows(
        "SELECT count(*) FILTER (WHERE given_back > 0 AND money > 0), "
        "count(*) FILTER (WHERE given_back > listed AND listed > 0) "
        f"FROM {quote_identifier(tables.orders)} "
        "WHERE verdict IS NULL OR verdict = 'order/refunded'"
    )[0]
    if lowered or beyond:
        listed = " and ".join(f'"{name}"' for name in (*reading.minus, *reading.line_minus))
        what = (
            f"Orders whose money is lowered by {listed}: {lowered:,}, on the day of the order. "
            "The file does not say when money went back, so that no share of returns is reckoned."
        )
        if beyond:
            what += (
                f" Orders of which more went back than the goods cost, with tax and shipping: "
                f"{beyond:,}. Their money is 0."
            )
        yield Finding("orders/refunds", "note", what, count=int(lowered + beyond))


def _of_tax(source: Source, reading: OrderReading) -> Iterator[Finding]:
    """Say that money is with tax where subtotal and shipping are the total, taxes or not."""
    if not reading.tax:
        return
    written = reading.numbers.get(reading.plus[0])
    number = NumberFormat(**written) if written else None
    listed, total, shipping, taxes = (
        number_sql(source.column(name), number, places=2)
        for name in (reading.plus[0], *reading.tax)
    )
    taxed, within = source.engine.rows(
        f"SELECT count(*) FILTER (WHERE {taxes} > 0), "
        f"count(*) FILTER (WHERE {taxes} > 0 AND {listed} + coalesce({shipping}, 0) = {total}) "
        f"FROM {quote_identifier(source.relation)}"
    )[0]
    if within:
        yield Finding(
            "orders/with-tax", "note",
            f'Orders with tax: {taxed:,}. In {within:,} of them "{reading.plus[0]}" is with tax, '
            f'since with "{reading.tax[1]}" it makes "{reading.tax[0]}": their money is with tax.',
            reading.plus[0], int(within),
        )  # fmt: skip


def _of_statuses(source: Source, reading: OrderReading, tables: OrderTables) -> Iterator[Finding]:
    if not reading.status:
        return
    unpaid, unknown = source.engine.rows(
        f"SELECT count(*) FILTER (WHERE status IN ({words_sql(reading.unpaid)})), "
        f"count(*) FILTER (WHERE status NOT IN ({words_sql((*reading.fine, *reading.unpaid))})) "
        f"FROM {quote_identifier(tables.orders)} WHERE verdict IS NULL"
    )[0]
    if unpaid:
        yield Finding(
            "orders/unpaid", "note",
            f'Orders that are not paid yet, as "{reading.status}" says: {unpaid:,}. They count.',
            reading.status, int(unpaid), "Leave them out of the export if they shall not count.",
        )  # fmt: skip
    if unknown:
        yield Finding(
            "orders/unknown-status", "warning",
            f'Orders with a status in "{reading.status}" that Personae does not know: '
            f"{unknown:,}. They count.",
            reading.status, int(unknown), "Leave them out of the export if they shall not count.",
        )  # fmt: skip


def _of_dates(source: Source, reading: OrderReading) -> Iterator[Finding]:
    column = source.column(reading.date)
    if column.storage != "text":
        return
    text = f"trim({plain_text_sql(column)})"
    offset = f"regexp_extract({text}, ':\\d{{2}} ?([+-]\\d{{2}}:?\\d{{2}})$', 1)"
    offsets = source.engine.rows(
        f"SELECT count(DISTINCT {offset}) FILTER (WHERE {offset} <> '') "
        f"FROM {quote_identifier(source.relation)} WHERE NOT {missing_sql(column)}"
    )[0][0]
    if offsets:
        zones = "a time zone" if offsets == 1 else f"{offsets} time zones"
        yield Finding(
            "dates/local", "note",
            f'"{reading.date}" is written with {zones}; what counts is the day that stands there, '
            "which is the day in the shop.",
            reading.date,
        )  # fmt: skip
