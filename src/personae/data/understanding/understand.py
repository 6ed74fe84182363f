"""A table and what the user said of it -> the role of every column, and the kind of the table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, get_args

from personae.data.presets.preset_roles import (
    options_of_preset,
    roles_of_preset,
    words_of_money,
)
from personae.data.schema import ROLES_OF_ONE_COLUMN, ColumnRole, Role, Schema
from personae.data.understanding.facts import scan_columns
from personae.data.understanding.findings import findings_of_columns, findings_of_ids
from personae.data.understanding.ids import choose_id, count_ids
from personae.data.understanding.kind import decide_kind
from personae.data.understanding.line_roles import pick_line_roles, purchase_dates
from personae.data.understanding.meanings import figure_meaning, is_sensitive
from personae.data.understanding.money import MoneyCheck, check_money
from personae.data.understanding.personal_data.personal import personal_kind
from personae.data.understanding.roles import find_copies, guess_role, role_by_type
from personae.data.understanding.stated import state_formats
from personae.data.values import number_sql
from personae.engines.duckdb import quote_identifier
from personae.errors import InputError, Problem, ResourceError, UsageError, unknown_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.config import Options
    from personae.data.schema import ColumnFacts
    from personae.data.source import Source

__all__ = ["LOG_FEATURES", "understand"]

LOG_FEATURES = (
    "recency_days", "frequency", "monetary", "average_order_value", "tenure_days",
    "days_between_orders",
    "items_per_order", "distinct_products", "return_rate", "discount_share", "recency_score",
    "frequency_score",
    "monetary_score",
)  # fmt: skip
_ROWS_OF_ORDERS = "every row is a line of an order, as in all exports of this kind"
MAX_COLUMNS = 1_000
"""Columns of the widest table; each is looked at cell by cell, and held against all others."""
_MONEY_ROLES = {"amount", "quantity", "price", "discount", "cost"}


def understand(source: Source, options: Options) -> Schema:
    """Guess the role of every column and the kind of the table, and check what the user set.

    Parameters
    ----------
    source : Source
        A table that was read.
    options : Options
        Every role and the kind can be set.

    Returns
    -------
    Schema
        Every column with its role and the reason.

    Raises
    ------
    UsageError
        If options name columns that the table lacks, or ask for what it cannot give; all of them
        at once.
    InputError
        If the id or the kind is open, or a used column can be read in two ways; all such columns
        at once.
    ResourceError
        If there are more columns than `MAX_COLUMNS`.
    """
    _refuse_too_wide(source)
    asked, options = options, options_of_preset(source, options)
    _refuse_unknown_columns(source, options)
    if source.n_rows == 0:
        raise InputError(_no_rows(source))
    facts = scan_columns(source, options)
    ids, id_reason = choose_id(source, facts, options)
    counted = count_ids(source, ids, facts)
    kind, kind_reason = decide_kind(source, facts, options, ids=ids, counted=counted)
    _refuse_unfit_options(options, ids=ids, kind=kind, source=source)
    told = _roles_by_option(options, kind=kind)
    picked = _pick(facts, told, ids=ids, log=kind == "transactions")
    check = MoneyCheck(unit_price=False, sentence="")
    if kind == "transactions":
        by_role: dict[str, str] = {role: name for name, role in reversed(picked.items())}
        if words_of_money(source):
            check = MoneyCheck(unit_price=False, sentence=words_of_money(source))
        else:
            check = check_money(source, facts, by_role, told=bool(options.amount or options.price))
        if "price" in by_role and "amount" not in by_role and not check.unit_price:
            picked[by_role["price"]] = "amount"
    roles = [
        _role(
            item,
            ids=ids,
            id_reason=id_reason,
            picked=picked,
            told=told,
            options=options,
            log=kind == "transactions",
        )
        for item in facts
    ]
    roles = roles_of_preset(source, roles, asked)
    roles = _without_copies(source, facts, roles)
    roles = _with_true_recency(source, facts, roles)
    _refuse_open_columns(source, facts, roles, kind=kind, options=options)
    return Schema(
        kind=kind,
        kind_reason=kind_reason if source.orders is None else _ROWS_OF_ORDERS,
        roles=tuple(roles),
        facts=facts,
        money_check=check.sentence,
        stated=state_formats(facts, roles, options),
        findings=(
            *(source.orders.findings if source.orders else ()),
            *source.findings,
            *findings_of_ids(source, ids, facts),
            *findings_of_columns(facts, roles, check=check),
        ),
    )


def _refuse_too_wide(source: Source) -> None:
    if len(source.columns) > MAX_COLUMNS:
        raise ResourceError(
            Problem(
                "columns/too-many",
                f"{source.label} has {len(source.columns):,} columns; at most {MAX_COLUMNS:,} are "
                "looked at.",
                "Export the columns that say something of a customer, or pass --delimiter if the "
                "fields are split wrongly.",
            )
        )


def _options_with_columns(options: Options) -> list[tuple[str, str]]:
    """List every column that an option names, with the option as people type it."""
    named = [
        (f"--{role}", value)
        for role in ROLES_OF_ONE_COLUMN
        if (value := getattr(options, role)) is not None
    ]
    for option in ("id", "outcome", "describe", "ignore"):
        named += [(f"--{option}", name) for name in getattr(options, option) or ()]
    return named


def _refuse_unknown_columns(source: Source, options: Options) -> None:
    known = source.names
    problems = [
        unknown_column(option, name, known, where=source.label)
        for option, name in _options_with_columns(options)
        if name not in known and not (option == "--id" and options.id == ("row",))
    ]
    if options.kind != "transactions":
        problems += [
            unknown_column("--features", name, known, where=source.label)
            for name in options.features or ()
            if name not in known and name not in LOG_FEATURES
        ]
    if problems:
        raise UsageError(*problems)


def _refuse_unfit_options(
    options: Options, *, ids: tuple[str, ...], kind: str, source: Source
) -> None:
    """Refuse options that the table cannot follow, instead of passing over them."""
    problems = []
    if options.features is not None and not any(name.strip() for name in options.features):
        what = "--features names no column."
        fix = "Name columns, such as --features visits,spend, or leave the option out."
        problems.append(Problem("features/none", what, fix))
    for name in sorted({*ids} & {*(options.features or ())}):
        what = f'Column "{name}" of {source.label} is the customer id and cannot be a feature.'
        fix = "Leave it out of --features; or pass --id with the column that is the id."
        problems.append(Problem("features/id", what, fix))
    if options.window is not None and kind == "customers":
        what = f"--window needs a purchase log; {source.label} has one row per customer."
        fix = "Leave --window out; or pass --kind transactions if every row is a purchase."
        problems.append(Problem("window/no-log", what, fix))
    if problems:
        raise UsageError(*problems)


def _roles_by_option(options: Options, *, kind: str) -> dict[str, Role]:
    """Return the roles that the user set. A customer table's money column stays a figure."""
    told: dict[str, Role] = {}
    for role in ROLES_OF_ONE_COLUMN:
        name = getattr(options, role)
        if name is not None and (kind == "transactions" or role == "date"):
            told[name] = next(item for item in get_args(Role) if item == role)
    told |= dict.fromkeys(options.outcome, "outcome")
    told |= dict.fromkeys(options.ignore, "ignored")
    return told


def _pick(
    facts: Sequence[ColumnFacts], told: dict[str, Role], *, ids: tuple[str, ...], log: bool
) -> dict[str, Role]:
    """Find date, money, order and product of a log, beside what the user set."""
    if not log:
        return {}
    picked = dict(told)
    # a date of birth is not that of a purchase, and a product is not called after a person
    personal = {item.column.name for item in facts if item.personal and personal_kind(item)}
    taken = {*ids, *told, *personal}
    set_by_user = set(told.values())
    money_told = bool(set_by_user & {"amount", "price"})
    for name, role in pick_line_roles(facts, taken=taken).items():
        if role in set_by_user or (money_told and role in {"amount", "price"}):
            continue
        picked[name] = next(item for item in get_args(Role) if item == role)
    dates = purchase_dates(facts, taken={*taken, *picked})
    if "date" not in picked.values() and dates:
        picked[dates[0][1]] = "date"
    return picked


def _role(
    facts: ColumnFacts, *, ids: tuple[str, ...], id_reason: str, picked: dict[str, Role],
    told: dict[str, Role],
    options: Options, log: bool,
) -> ColumnRole:  # fmt: skip
    """Return the role of one column: as the user says, as the log needs it, or as guessed."""
    name = facts.column.name
    if name in ids:
        personal = bool(personal_kind(facts, as_id=True))
        how: Literal["option", "guessed"] = "option" if options.id else "guessed"
        return ColumnRole(name, "id", facts.type, id_reason, how, personal=personal)
    meaning, sensitive = figure_meaning(facts), is_sensitive(name)
    if name in told:
        role, reason = picked.get(name, told[name]), f"set by {_option_of(name, options)}"
        return ColumnRole(name, role, facts.type, reason, "option", meaning, sensitive)
    guess = guess_role(facts, log=log)
    if name in options.describe or name in (options.features or ()):
        option = "--describe" if name in options.describe else "--features"
        # numbers that were asked for as features are figures, even where they look like codes
        figure = facts.type == "number" and option == "--features"
        role = "numeric" if figure else role_by_type(facts)
        personal = bool(personal_kind(facts))
        reason = f"set by {option}"
        return ColumnRole(
            name, role, facts.type, reason, "option", meaning, sensitive, personal=personal
        )
    if name in picked:
        return ColumnRole(
            name, picked[name], facts.type, _REASONS[picked[name]], "guessed", meaning
        )
    return guess


_REASONS = {
    "date": "when the purchase was made",
    "amount": "the money of the line",
    "price": "the price of a unit",
    "quantity": "the units bought",
    "order": "lines with the same value are one order",
    "product": "what was bought",
    "description": "the product in words",
    "category": "the category of the product",
    "discount": "money taken off the line",
    "cost": "what the line cost the shop",
}


def _option_of(name: str, options: Options) -> str:
    return next(option for option, column in _options_with_columns(options) if column == name)


def _without_copies(
    source: Source, facts: Sequence[ColumnFacts], roles: list[ColumnRole]
) -> list[ColumnRole]:
    copies = find_copies(source, facts, roles)
    return [
        replace(role, role="ignored", reason=f'a copy of "{copies[role.name]}"')
        if role.name in copies and role.how == "guessed"
        else role
        for role in roles
    ]


def _with_true_recency(
    source: Source, facts: Sequence[ColumnFacts], roles: list[ColumnRole]
) -> list[ColumnRole]:
    """Take the meaning from a "recency" that counts from the first purchase to the last.

    The summaries of buy-till-you-die models hold it beside "frequency" (the repeat purchases) and
    "T": it is 0 where nothing was bought again, and high for customers who bought of late.
    """
    named = {item.column.name.strip().lower(): item for item in facts if item.type == "number"}
    if not {"recency", "frequency", "t"} <= set(named):
        return roles
    recency, frequency, age = (
        number_sql(named[name].column, named[name].number) for name in ("recency", "frequency", "t")
    )
    once, against = source.engine.rows(
        f"SELECT count(*) FILTER (WHERE {frequency} = 0), count(*) FILTER (WHERE "
        f"{recency} > {age} OR ({frequency} = 0 AND {recency} <> 0)) "
        f"FROM {quote_identifier(source.relation)}"
    )[0]
    if not once or against:
        return roles
    name = named["recency"].column.name
    return [replace(role, meaning="") if role.name == name else role for role in roles]


def _refuse_open_columns(
    source: Source,
    facts: Sequence[ColumnFacts],
    roles: Sequence[ColumnRole],
    *,
    kind: str,
    options: Options,
) -> None:
    """Refuse used columns that can be read in two ways, and roles that columns cannot fill."""
    read_as_text = {"id", "order", "product", "description", "category", "ignored"}
    problems = [
        item.problem
        for item, role in zip(facts, roles, strict=True)
        if item.problem is not None and role.role not in read_as_text
    ]
    for item, role in zip(facts, roles, strict=True):
        wanted = "date" if role.role == "date" else "number" if role.role in _MONEY_ROLES else ""
        if wanted and item.type != wanted and item.problem is None:
            problems.append(_wrong_type(item, role, wanted, source))
        unfit = _not_a_feature(item, source) if role.name in (options.features or ()) else None
        if unfit is not None:
            problems.append(unfit)
    present = {role.role for role in roles}
    if kind == "transactions" and "date" not in present:
        problems.append(
            Problem(
                "date/none",
                f"No column of {source.label} is the date of a purchase.",
                "Pass --date.",
            )
        )
    if problems:
        raise InputError(*problems)


def _no_rows(source: Source) -> Problem:
    return Problem(
        "input/no-rows",
        f"{source.label} has {len(source.columns)} columns and no rows.",
        "Export it again with the rows of the customers or their purchases.",
    )


def _not_a_feature(facts: ColumnFacts, source: Source) -> Problem | None:
    """Say why a column that was asked for as a feature cannot be one."""
    if facts.type != "text":
        return None
    text = facts.n_present - round(facts.share_number * facts.n_present)
    if facts.share_number >= 0.3:
        what = f"{text:,} of its {facts.n_present:,} values do not read as numbers"
    elif facts.n_distinct > 50:
        what = f"it holds text with {facts.n_distinct:,} different values"
    else:
        return None
    return Problem(
        "columns/not-a-number",
        f'Column "{facts.column.name}" of {source.label} cannot be a feature: {what}.',
        "Correct the values in the file, leave the column out of --features, or say how its "
        "numbers are "
        "written with --decimal.",
    )


def _wrong_type(facts: ColumnFacts, role: ColumnRole, wanted: str, source: Source) -> Problem:
    hint = "--date-format" if wanted == "date" else "--decimal"
    return Problem(
        f"columns/not-a-{wanted}",
        f'Column "{facts.column.name}" of {source.label} is to be the {role.role}, but its '
        "values do not read "
        f"as {wanted}s.",
        f"Pass --{role.role} with another column, or say how it is written with {hint}.",
    )
