"""The roles of an export's columns: those of its preset, unless an option says otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from personae.data.presets.order_reading import OrderReading

if TYPE_CHECKING:
    from personae.config import Options
    from personae.data.schema import ColumnRole
    from personae.data.source import Source

__all__ = ["options_of_preset", "roles_of_preset", "words_of_money"]


def options_of_preset(source: Source, options: Options) -> Options:
    """Return the options as if the user had named the columns of the export.

    Parameters
    ----------
    source : Source
        Purchase lines of an export, or any other table, for which nothing changes.
    options : Options
        What the user named stays, but for money of the order: a line has its share of it.
    """
    if source.orders is None:
        return options
    reading = OrderReading.from_dict(source.orders.settings)
    named: dict[str, Any] = {
        "kind": "transactions",
        "id": options.id or (reading.id,),
        "date": options.date or reading.date,
        "order": options.order or reading.order,
        "product": options.product or reading.product or None,
        "quantity": options.quantity or reading.quantity or None,
        "describe": reading.describe,
    }
    if reading.money:
        named["amount"] = reading.money
    if reading.discount_of_line:
        named["discount"] = reading.discount_of_line
    for role in ("discount", "cost"):
        given = getattr(options, role)
        if given in reading.shared:
            named[role] = reading.shared[given]
    return options.but(**named)


def roles_of_preset(source: Source, roles: list[ColumnRole], options: Options) -> list[ColumnRole]:
    """Say which roles the preset gave, and leave out what nobody asked for.

    Parameters
    ----------
    source : Source
        Purchase lines of an export, or any other table, for which nothing changes.
    roles : list of ColumnRole
        The roles by `options_of_preset`.
    options : Options
        What the user named.
    """
    if source.orders is None:
        return roles
    reading = OrderReading.from_dict(source.orders.settings)
    reasons = _reasons(reading)
    # money of the order that an option names has given way to its share
    asked = _named_by_user(options) - {*reading.plus, *reading.shared}
    return [_role(role, reading, reasons, asked=role.name in asked) for role in roles]


def words_of_money(source: Source) -> str:
    """Return in a sentence how the money of a line is reckoned; empty for any other table."""
    if source.orders is None:
        return ""
    reading = OrderReading.from_dict(source.orders.settings)
    if not reading.money:
        return ""
    return f"The money of a line is its share of the money of its order: {_formula(reading)}."


def _role(
    role: ColumnRole, reading: OrderReading, reasons: dict[str, str], *, asked: bool
) -> ColumnRole:
    if asked:
        return role
    if role.name in reasons and role.role != "ignored":
        return replace(role, reason=reasons[role.name], how="preset")
    return replace(role, role="ignored", reason=_why_ignored(role, reading), how="preset")


def _why_ignored(role: ColumnRole, reading: OrderReading) -> str:
    """Say what a column without a role did, or that it is not needed."""
    parts = (*reading.plus, *reading.minus, *reading.line_plus, *reading.line_minus)
    if role.name in parts and reading.money:
        return f'a part of "{reading.money}"'
    if role.name in {reading.price, reading.discount, *reading.shared}:
        return "it says what each line of an order gets"
    deciding = {reading.status, reading.cancelled, reading.captured, reading.currency_column}
    if role.name in deciding | set(reading.test):
        return "it says which orders count"
    return "personal data, not needed" if role.personal else f"not needed from {reading.title}"


def _reasons(reading: OrderReading) -> dict[str, str]:
    of = f"in {reading.title}"
    reasons = dict.fromkeys(reading.describe, f"describes customers {of}")
    reasons |= {
        reading.quantity: f"the units of the line {of}",
        reading.product: f"what was bought {of}",
        reading.date: f"when the order was placed {of}",
        reading.order: f"the number of the order {of}",
        reading.id: f"the customer {of}"
        + (", trimmed and in lower case" if reading.folded else ""),
        reading.money: _formula(reading),
        reading.discount_of_line: f'the line\'s share of "{reading.discount}"',
    }
    reasons |= {made: f'the line\'s share of "{column}"' for column, made in reading.shared.items()}
    reasons.pop("", None)
    return reasons


def _formula(reading: OrderReading) -> str:
    """Return how an order's money is made of its columns."""
    plus = " + ".join(f'"{name}"' for name in (*reading.plus, *reading.line_plus))
    minus = "".join(f' - "{name}"' for name in (*reading.minus, *reading.line_minus))
    by = "in equal parts"
    if reading.line_plus:
        by = " + ".join(f'"{name}"' for name in reading.line_plus)
        by = f"by {by}"
    elif reading.quantity and reading.price:
        by = f'by "{reading.quantity}" x "{reading.price}"'
    return f"{plus}{minus}, shared over the lines of the order {by}"


def _named_by_user(options: Options) -> set[str]:
    single = (
        options.date, options.amount, options.quantity, options.price, options.order,
        options.product, options.category, options.discount, options.cost,
    )  # fmt: skip
    several = (
        *(options.id or ()), *options.outcome, *options.describe, *options.ignore,
        *(options.features or ()),
    )  # fmt: skip
    return {name for name in (*single, *several) if name is not None}
