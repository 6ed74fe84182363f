"""The roles of a table -> the cleaning that is repeated alike on every later file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.data.plan import CleaningPlan, ColumnPlan
from personae.data.understanding.meanings import (
    is_household,
    is_named_share,
    is_share,
    money_rank,
)
from personae.data.understanding.numbers import currency_of
from personae.data.understanding.words import words_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from personae.config import Options
    from personae.data.schema import ColumnFacts, ColumnRole, Schema
    from personae.data.source import Source

__all__ = ["needed_columns", "plan_cleaning"]


def plan_cleaning(
    source: Source,
    schema: Schema,
    options: Options,
) -> CleaningPlan:
    """Decide how every used column is read and what is done with bad rows.

    Parameters
    ----------
    source : Source
        The table that the schema is of.
    schema : Schema
        The role of every column.
    options : Options
        Returns, duplicates, charges and so on.

    Returns
    -------
    CleaningPlan
        Without any value of a customer: it is stored in the model and used at every score.
    """
    columns = tuple(
        _column_plan(schema, role, options)
        for role in _ordered(schema, options)
        if role.role != "ignored"
    )
    log = schema.kind == "transactions"
    dated = log or any(column.use == "date" for column in columns)
    policy = "none"
    if dated:
        policy = "fixed" if options.as_of else "day after the last purchase"
    roles = {column.role for column in columns}
    return CleaningPlan(
        kind=schema.kind,
        columns=columns,
        unit_price=log and "price" in roles and "amount" not in roles and "quantity" in roles,
        returns=options.returns,
        drop_duplicates=options.drop_duplicates,
        duplicates=options.duplicates,
        charges=options.charges,
        margin=options.margin,
        currency=_currency(source, schema, options),
        as_of_policy=policy,
        window=options.window,
        extra=_extra(source, schema, options),
    )


_DESCRIBING = {"category", "categorical"}


def needed_columns(plan: CleaningPlan, features: Collection[str]) -> tuple[str, ...]:
    """Return the columns that a later file must have for its customers to be scored.

    Of a customer table these are the id and the features; of a purchase log everything that the
    figures are reckoned from, but for the columns that only describe a customer. A discount is
    needed only for the feature ``discount_share``. If a date is a feature, all dates are needed:
    their latest is the day from which days are counted.

    Parameters
    ----------
    plan : CleaningPlan
        What was decided at the fit.
    features : collection of str
        The columns of the customer table that make the segments.

    Examples
    --------
    >>> id, age, spend = (
    ...     ColumnPlan("id", "id", "number"), ColumnPlan("age", "numeric", "number"),
    ...     ColumnPlan("spend", "numeric", "number"))
    >>> needed_columns(CleaningPlan("customers", (id, age, spend)), {"spend"})
    ('id', 'spend')
    """
    if plan.kind == "customers":
        chosen = [column for column in plan.columns if column.name in features]
        # the latest of all dates is the day from which the days of each are counted
        dates = {"date"} if any(column.role == "date" for column in chosen) else set()
        return tuple(
            column.name
            for column in plan.columns
            if column.role in {"id", *dates} or column in chosen
        )
    spared = _DESCRIBING | (set() if "discount_share" in features else {"discount"})
    return tuple(
        column.name
        for column in plan.columns
        if column.role not in spared or column.name in features
    )


def _ordered(schema: Schema, options: Options) -> list[ColumnRole]:
    """Return the roles in the order of the file; a composite id in the order of the option."""
    ids = options.id or ()
    parts = [
        role for name in ids for role in schema.roles if role.name == name and role.role == "id"
    ]
    if len(parts) < 2:
        return list(schema.roles)
    return parts + [role for role in schema.roles if role.role != "id"]


def _column_plan(schema: Schema, role: ColumnRole, options: Options) -> ColumnPlan:
    facts = schema.facts_of(role.name)
    kind = facts.type
    if kind == "number" and role.role in {"categorical", "outcome"} and facts.n_distinct <= 12:
        yes_no = role.role == "outcome" and {facts.minimum, facts.maximum} <= {0.0, 1.0}
        kind = "boolean" if yes_no else "text"
    use = _use(role, options)
    return ColumnPlan(
        name=role.name, role=role.role, type=kind, number=facts.number, date=facts.date, use=use,
        meaning=_meaning(role), unit=_unit(role, facts), label=_label(role),
    )  # fmt: skip


def _use(role: ColumnRole, options: Options) -> str:
    if role.role in {"outcome", "date"}:
        return role.role
    if role.sensitive:
        return "sensitive"
    if role.role != "numeric" or role.name in options.describe or is_household(role.name):
        return "described"
    return "described" if "year" in words_of(role.name) else "behaviour"


def _meaning(role: ColumnRole) -> str:
    if role.role != "date":
        return role.meaning
    return role.meaning if role.meaning in {"recency", "tenure"} else _meaning_of_date(role.name)


def _meaning_of_date(name: str) -> str:
    words = set(words_of(name))
    if words & {"last", "latest", "recent"}:
        return "recency"
    started = {
        "first",
        "created",
        "start",
        "started",
        "opened",
        "signup",
        "joined",
        "since",
        "registered",
        "customer",
    }
    return "tenure" if words & started else ""


def _unit(role: ColumnRole, facts: ColumnFacts) -> str:
    if role.role == "date":
        return "days"
    if role.role != "numeric":
        return ""
    if facts.number is not None and facts.number.suffix.strip() == "%":
        return "%"
    if money_rank(role.name, role.meaning) is not None:
        return "money"
    if is_share(facts) and is_named_share(role.name):
        return "share"
    return "days" if "days" in words_of(role.name) else ""


def _label(role: ColumnRole) -> str:
    return f"days since {role.name}" if role.role == "date" else role.name


def _extra(source: Source, schema: Schema, options: Options) -> dict[str, Any]:
    """Return what only some tables need: how an export was read, or the money of a customer."""
    if source.orders is not None:
        return {"orders": source.orders.settings}
    return {} if schema.kind == "transactions" else {"money": _money_column(schema, options)}


def _currency(source: Source, schema: Schema, options: Options) -> str:
    if options.currency:
        return options.currency
    if source.orders is not None and source.orders.settings["currency"]:
        return str(source.orders.settings["currency"])
    codes = {
        currency_of(schema.facts_of(role.name).number)
        for role in schema.roles
        if role.role != "ignored"
    }
    codes -= {"", "kr"}
    return codes.pop() if len(codes) == 1 else ""


def _money_column(schema: Schema, options: Options) -> str | None:
    """Return the one column that is all the money of a customer, if there is one."""
    if options.amount:
        return options.amount
    ranked = [
        (rank, role.name) for role in schema.roles
        if role.role == "numeric" and (rank := money_rank(role.name, role.meaning)) is not None
    ]  # fmt: skip
    for wanted in (0, 1):
        named = [name for rank, name in ranked if rank == wanted]
        if named:
            return named[0] if len(named) == 1 else None
    return None
