"""An export of orders in, one purchase line per row out; every row is accounted for."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Literal

from personae.data.cleaning.log_columns import places_of
from personae.data.plan import ColumnPlan
from personae.data.presets.catalogue import spelling
from personae.data.presets.order_currency import choose_currency
from personae.data.presets.order_findings import findings_of_orders, unreadable_figure
from personae.data.presets.order_reading import OrderReading, decide_reading
from personae.data.presets.order_sql import REASONS, gather_orders, judge_orders, share_out
from personae.data.schema import NumberFormat
from personae.data.source import Column, OrdersRead, Stated
from personae.data.understanding.facts import scan_columns
from personae.engines.duckdb import quote_identifier
from personae.errors import InputError, NotEnoughDataError, Problem, nearest_names

if TYPE_CHECKING:
    from personae.config import Options
    from personae.data.presets.order_sql import OrderTables
    from personae.data.schema import Finding
    from personae.data.source import Source

__all__ = ["orders_again", "read_orders"]


def read_orders(source: Source, options: Options) -> Source:
    """Make purchase lines of a table that is an export of orders; leave any other as it is.

    Parameters
    ----------
    source : Source
        A table that was read.
    options : Options
        `preset` chooses or turns this off; `currency` keeps one of several; roles go before it.

    Returns
    -------
    Source
        One row per line of an order that counts; its `orders` says how it was read. Lines of
        orders that do not count are among `refused`, each with its reason.

    Raises
    ------
    UsageError
        If the preset that was asked for does not fit the header.
    InputError
        If orders are in several currencies, or an order number stands for several orders.
    NotEnoughDataError
        If no order counts.
    """
    reading = decide_reading(source, options)
    if reading is None:
        return source
    reading, unread = _with_numbers(source, reading, options)
    tables = _gathered(source, reading)
    if reading.currency_column:
        currency = choose_currency(source, tables, options)
        reading = replace(reading, currency=currency)
    how: Literal["detected", "option"] = "detected" if options.preset == "auto" else "option"
    return _lines_of(source, reading, tables, stated=_stated(reading, options, how), more=unread)


def orders_again(source: Source, settings: dict[str, Any] | None) -> Source:
    """Read a later export as the model's was read; any other table is left as it is.

    Parameters
    ----------
    source : Source
        The later table.
    settings : dict or None
        What `OrderReading.to_dict` wrote; None if the model was not made of an export.

    Raises
    ------
    InputError
        If the export lacks a column, or an order number stands for several orders.
    NotEnoughDataError
        If no order counts.
    """
    if not settings:
        return source
    source, reading = _fitted(source, OrderReading.from_dict(settings))
    return _lines_of(source, reading, _gathered(source, reading), stated=(), more=())


def _lines_of(
    source: Source, reading: OrderReading, tables: OrderTables, *,
    stated: tuple[Stated, ...], more: tuple[Finding, ...],
) -> Source:  # fmt: skip
    judge_orders(source, reading, tables)
    left_out = source.engine.rows(
        f"SELECT line, verdict FROM {quote_identifier(tables.rows)} "
        f"JOIN {quote_identifier(tables.orders)} USING (o) WHERE verdict IS NOT NULL ORDER BY line"
    )
    refused = tuple((int(line), code, REASONS[code]) for line, code in left_out)
    n_rows = source.n_rows - len(refused)
    if not n_rows:
        raise NotEnoughDataError(_no_orders(source, reading, refused))
    made = tuple(Column(name, f"made{at}", "decimal") for at, name in enumerate(reading.made))
    findings = (*findings_of_orders(source, reading, tables), *more)
    return replace(
        source,
        relation=share_out(source, reading, tables),
        coded_relation="",
        columns=(*(replace(column, texts="") for column in source.columns), *made),
        n_rows=n_rows,
        refused=(*source.refused, *refused),
        stated=(*source.stated, *stated),
        orders=OrdersRead(reading.to_dict(), findings),
    )


def _with_numbers(
    source: Source, reading: OrderReading, options: Options
) -> tuple[OrderReading, tuple[Finding, ...]]:
    """Find out how the money is written, and what of it cannot be read."""
    columns = tuple(source.column(name) for name in reading.figures)
    facts = scan_columns(replace(source, columns=columns), options, figures=reading.figures)
    problems = [item.problem for item in facts if item.problem is not None]
    problems += [
        _not_money(source, item.column.name)
        for item in facts
        if item.problem is None and item.type != "number" and item.n_present
    ]
    if problems:
        raise InputError(*problems)
    numbers = {item.column.name: asdict(item.number) if item.number else None for item in facts}
    return replace(reading, numbers=numbers), tuple(
        unreadable_figure(item) for item in facts if item.n_unreadable
    )


def _gathered(source: Source, reading: OrderReading) -> OrderTables:
    places = {}
    for name in reading.figures:
        written = reading.numbers.get(name)
        number = NumberFormat(**written) if written else None
        plan = ColumnPlan(name, "amount", "number", number=number)
        places[name] = places_of(source, plan)
    of_line = {reading.quantity, reading.price}
    most = max((places[name] for name in places if name not in of_line), default=0)
    places = {name: digits if name in of_line else most for name, digits in places.items()}
    tables = gather_orders(source, reading, {**places, "": most})
    differing = source.engine.rows(
        f"SELECT count(*) FILTER (WHERE differs) FROM {quote_identifier(tables.orders)}"
    )[0][0]
    if differing:
        raise InputError(_several_orders(source, reading, int(differing)))
    return tables


def _fitted(source: Source, reading: OrderReading) -> tuple[Source, OrderReading]:
    """Give the columns of a later export the names that the first one had.

    What only describes may be missing, as in any later table.
    """
    wanted = {spelling(name): name for name in (*reading.needed, *reading.filled, reading.product)}
    there = {spelling(name) for name in source.names}
    missing = [name for name in reading.needed if spelling(name) not in there]
    if missing:
        raise InputError(*(_lacking(source, reading, name) for name in missing))
    columns = tuple(
        replace(column, name=wanted.get(spelling(column.name), column.name))
        for column in source.columns
    )
    names = {column.name for column in columns}
    filled = tuple(name for name in reading.filled if name in names)
    product = reading.product if reading.product in names else ""
    return replace(source, columns=columns), replace(
        reading, filled=filled, product=product, tax=()
    )


def _stated(
    reading: OrderReading, options: Options, how: Literal["detected", "option"]
) -> tuple[Stated, ...]:
    """State what the file was taken for, and the currency."""
    note = "recognised by its columns" if how == "detected" else "as --preset says"
    found = [Stated("kind of export", reading.title, how, "--preset", note)]
    if reading.currency and not options.currency:
        why = f'the only one in "{reading.currency_column}"'
        found.append(Stated("currency", reading.currency, "file", "--currency", why))
    return tuple(found)


def _several_orders(source: Source, reading: OrderReading, differing: int) -> Problem:
    return Problem(
        "orders/number-twice",
        f'{differing:,} order numbers in "{reading.order}" of {source.label} stand for several '
        "orders: their rows have different customers, dates, currencies, statuses or sums.",
        "Export all orders at once into one file; files of several shops, or of several days of "
        "the same orders, cannot be put together. Or pass --preset none.",
    )


def _not_money(source: Source, name: str) -> Problem:
    return Problem(
        "columns/not-a-number",
        f'Column "{name}" of {source.label} should hold numbers, but its values do not read so.',
        "Export it again, say how its numbers are written with --decimal, or pass --preset none.",
    )


def _lacking(source: Source, reading: OrderReading, name: str) -> Problem:
    close = nearest_names(name, source.names)
    hint = f' Closest: "{close[0]}".' if close else ""
    return Problem(
        "columns/missing",
        f'{source.label} has no column "{name}" ({len(source.names)} columns), which the model '
        f"needs of {reading.title}.{hint}",
        "Export the orders again with all columns.",
    )


def _no_orders(
    source: Source, reading: OrderReading, refused: tuple[tuple[int, str, str], ...]
) -> Problem:
    counts = Counter(reason for _, _, reason in refused).most_common(3)
    listed = ", ".join(f"{count:,} x {reason}" for reason, count in counts)
    return Problem(
        "orders/none",
        f"{source.label} was read as {reading.title}, and none of its {source.n_rows:,} rows "
        f"counts: {listed}.",
        "Export all orders, not only those of one status; or pass --currency, or --preset none.",
    )
