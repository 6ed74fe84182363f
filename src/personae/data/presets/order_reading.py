"""How one export is read: the columns of a preset as they stand in a file, and what options say."""

from __future__ import annotations

from dataclasses import asdict, field, fields
from typing import TYPE_CHECKING, Any

from personae.data.presets.catalogue import known_presets, matching_preset, missing_of, spelling
from personae.data.values import missing_sql
from personae.dataclass import dataclass
from personae.engines.duckdb import quote_identifier
from personae.errors import Problem, UsageError, unknown_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from personae.config import Options
    from personae.data.presets.catalogue import Preset
    from personae.data.source import Source

__all__ = ["OrderReading", "decide_reading"]

MONEY_OF_LINE = "money of the line"
_SHARED_ROLES = ("discount", "cost")


@dataclass(frozen=True)
class OrderReading:
    """What turns an export into purchase lines; it is kept in the model and serves every score.

    Parameters
    ----------
    system, title : str
        As in `presets.toml`.
    order, id, date, product, quantity, price : str
        Columns as the file writes them; empty where there is none. `product` may be an option's.
    folded : bool
        Whether ids are e-mail addresses, compared trimmed and in lower case.
    filled : tuple of str
        Columns of the order that every line gets.
    plus, minus, line_plus, line_minus : tuple of str
        What the money of an order is made of.
    money : str
        The column that holds a line's share of it; empty where options name the money of a line.
    discount, discount_of_line : str
        Money taken off the order, and the column that holds a line's share of it.
    discount_capped : bool
        Whether it counts only as far as it lowered the price of the goods.
    shared : dict of str to str
        Further money of the order that an option names, and the column of a line's share.
    currency_column, currency : str
        The one currency that counts; empty where the export does not say.
    status, cancelled, captured : str
        Columns that say which orders count.
    out : dict of str to tuple of str
        Statuses that do not, by reason.
    fine, unpaid : tuple of str
        Statuses that do.
    test : dict of str to str
        Columns of marks of test orders, and the mark.
    tax : tuple of str
        Total, shipping and taxes of the order, where `plus` is its subtotal; else nothing.
    describe : tuple of str
        Columns that describe customers.
    numbers : dict of str to dict
        How the money columns are written (`data.schema.NumberFormat`).
    note : str
        What people should know of the export.
    """

    system: str
    title: str
    order: str
    id: str
    date: str
    product: str = ""
    quantity: str = ""
    price: str = ""
    folded: bool = False
    filled: tuple[str, ...] = ()
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    line_plus: tuple[str, ...] = ()
    line_minus: tuple[str, ...] = ()
    money: str = ""
    discount: str = ""
    discount_of_line: str = ""
    discount_capped: bool = False
    shared: dict[str, str] = field(default_factory=dict)
    currency_column: str = ""
    currency: str = ""
    status: str = ""
    cancelled: str = ""
    captured: str = ""
    out: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fine: tuple[str, ...] = ()
    unpaid: tuple[str, ...] = ()
    test: dict[str, str] = field(default_factory=dict)
    tax: tuple[str, ...] = ()
    describe: tuple[str, ...] = ()
    numbers: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    note: str = ""

    @property
    def of_order(self) -> tuple[str, ...]:
        """The columns that must say the same in all rows of an order."""
        named = (self.id, self.date, self.currency_column, self.status, *self.plus, *self.minus)
        return tuple(dict.fromkeys(name for name in named if name))

    @property
    def figures(self) -> tuple[str, ...]:
        """The columns that hold money or units."""
        named = (
            self.quantity, self.price, *self.plus, *self.minus, *self.line_plus, *self.line_minus,
            self.discount, *self.shared,
        )  # fmt: skip
        return tuple(dict.fromkeys(name for name in named if name))

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which a later file cannot be read alike."""
        named = (
            self.order, *self.of_order, *self.figures, self.cancelled, self.captured, *self.test,
        )  # fmt: skip
        return tuple(dict.fromkeys(name for name in named if name))

    @property
    def made(self) -> tuple[str, ...]:
        """The columns that the file does not have."""
        named = (self.money, self.discount_of_line, *self.shared.values())
        return tuple(name for name in named if name)

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values that `from_dict` reads back."""
        values = asdict(self)
        values["out"] = {code: list(names) for code, names in self.out.items()}
        return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> OrderReading:
        """Build the reading from what `to_dict` wrote."""
        known = {item.name for item in fields(cls)}
        parts: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in values.items()
            if name in known
        }
        parts["out"] = {code: tuple(names) for code, names in values["out"].items()}
        return cls(**parts)


def decide_reading(source: Source, options: Options) -> OrderReading | None:
    """Decide whether a table is an export that is known, and how its columns are used.

    Parameters
    ----------
    source : Source
        The table as it was read.
    options : Options
        `preset` chooses; the options of roles go before the preset.

    Returns
    -------
    OrderReading or None
        None for any other table. The currency and the numbers are still open.

    Raises
    ------
    UsageError
        If `--preset` names a system whose exports the header does not fit, or options fit it not.
    """
    # "none" needs no header, and a table that is to hold customers holds no orders
    if options.preset == "none" or (options.preset == "auto" and options.kind == "customers"):
        return None
    preset = matching_preset(source.names, system=options.preset)
    if preset is None:
        if options.preset != "auto":
            raise UsageError(_other_header(source, options.preset))
        return None
    _refuse_unfit(source, preset, options)
    return _reading(source, preset, options)


def _reading(source: Source, preset: Preset, options: Options) -> OrderReading:
    names = {spelling(name): name for name in source.names}

    def every(candidates: Iterable[str]) -> tuple[str, ...]:
        found = (names[item] for item in candidates if item in names)
        return tuple(name for name in found if name not in options.ignore)

    def first(candidates: Iterable[str]) -> str:
        return next(iter(every(candidates)), "")

    ids = options.id if options.id and len(options.id) == 1 else None
    id_column = ids[0] if ids else _fullest(source, every(preset.id))
    plus, minus, line_plus, line_minus = _parts_of_money(preset, options, every)
    money = _new_name(source, MONEY_OF_LINE) if plus or line_plus else ""
    discount = first(preset.discount) if money and not options.discount else ""
    known = [name for name, rows in _present(source, every(preset.describe)).items() if rows]
    describe = tuple(dict.fromkeys((*known, *options.describe)))
    date = options.date or first(preset.date)
    product = options.product or first(preset.product)
    return OrderReading(
        system=preset.system,
        title=preset.title,
        order=names[preset.order],
        id=id_column,
        date=date,
        product="" if _says_it_once(source, preset, product, options) else product,
        quantity=options.quantity or first(preset.quantity),
        price=first(preset.price),
        folded=spelling(id_column) in preset.emails,
        filled=_of_the_order(source, preset, (id_column, date, *describe, *_named(options))),
        plus=plus,
        minus=minus,
        line_plus=line_plus,
        line_minus=line_minus,
        money=money,
        discount=discount,
        discount_of_line=_new_name(source, f"{discount} of the line") if discount else "",
        # the price of a line is before any code only where the price is not the item's cost
        discount_capped=preset.system == "shopify" and plus == every(preset.plus),
        shared=_shared(source, preset, options),
        currency_column=first(preset.currency),
        status=first(preset.status),
        cancelled=first(preset.cancelled),
        captured=first(preset.captured),
        out=dict(preset.out),
        fine=preset.fine,
        unpaid=preset.unpaid,
        test={names[column]: mark for column, mark in preset.test.items() if column in names},
        tax=_tax(preset, plus, every),
        describe=describe,
        note=preset.note,
    )


def _parts_of_money(
    preset: Preset, options: Options, every: Callable[[Iterable[str]], tuple[str, ...]]
) -> tuple[tuple[str, ...], ...]:
    """Return the columns that an order's money is made of: plus, minus, and those of its lines.

    An option that names money of the order replaces them all; one that names money of the line
    leaves nothing to share.
    """
    if options.amount and not preset.of_the_line(options.amount):
        return (options.amount,), (), (), ()
    if options.amount or options.price:
        return (), (), (), ()
    minus = every(preset.minus)
    line_minus = () if minus else every(preset.line_minus)
    return every(preset.plus), minus, every(preset.line_plus), line_minus


def _tax(
    preset: Preset, plus: tuple[str, ...], every: Callable[[Iterable[str]], tuple[str, ...]]
) -> tuple[str, ...]:
    found = every(preset.tax)
    return found if found and len(found) == len(preset.tax) and plus == every(preset.plus) else ()


def _shared(source: Source, preset: Preset, options: Options) -> dict[str, str]:
    """Return further money of the order that options name, and the names of its shares."""
    named = (getattr(options, role) for role in _SHARED_ROLES)
    return {
        column: _new_name(source, f"{column} of the line")
        for column in named
        if column and not preset.of_the_line(column)
    }


def _of_the_order(source: Source, preset: Preset, used: Iterable[str]) -> tuple[str, ...]:
    """Return those of the used columns that stand once per order."""
    return tuple(
        name
        for name in dict.fromkeys(used)
        if name in source.names and not preset.of_the_line(name)
    )


def _named(options: Options) -> tuple[str, ...]:
    """Return the columns of the order that options may name beside the preset's."""
    single = (options.order, options.product, options.category)
    several = (*(options.id or ()), *options.outcome, *(options.features or ()))
    return (*(name for name in single if name), *several)


def _fullest(source: Source, candidates: tuple[str, ...]) -> str:
    """Return the column that most rows have; the first of several."""
    if len(candidates) == 1:
        return candidates[0]
    counts = _present(source, candidates)
    return max(candidates, key=lambda name: counts[name])


def _present(source: Source, names: tuple[str, ...]) -> dict[str, int]:
    """Count the rows that have a value in each of some columns."""
    if not names:
        return {}
    listed = ", ".join(
        f"count(*) FILTER (WHERE NOT {missing_sql(source.column(name))})" for name in names
    )
    row = source.engine.rows(f"SELECT {listed} FROM {quote_identifier(source.relation)}")[0]
    return dict(zip(names, map(int, row), strict=True))


def _says_it_once(source: Source, preset: Preset, product: str, options: Options) -> bool:
    """Tell whether a description tells rows apart instead of saying what was bought."""
    if not preset.repeats or not product or options.product:
        return False
    cell = quote_identifier(source.column(product).physical)
    present, different = source.engine.rows(
        f"SELECT count({cell}), count(DISTINCT {cell}) FROM {quote_identifier(source.relation)}"
    )[0]
    return bool(2 * different > present)


def _new_name(source: Source, name: str) -> str:
    while name in source.names:
        name += "'"
    return name


def _refuse_unfit(source: Source, preset: Preset, options: Options) -> None:
    """Refuse options that name no column, or that would take an order's money apart again."""
    problems = [
        unknown_column(f"--{role}", name, source.names, where=source.label)
        for role in ("date", "amount", "quantity", "price", "product", "discount", "cost")
        if (name := getattr(options, role)) and name not in source.names
    ]
    for option in ("id", "describe", "outcome"):
        problems += [
            unknown_column(f"--{option}", name, source.names, where=source.label)
            for name in getattr(options, option) or ()
            if name not in source.names and (option, name) != ("id", "row")
        ]
    problems += [
        _ignored(preset, role)
        for role, candidates in (("id", preset.id), ("date", preset.date))
        if not getattr(options, role) and _all_ignored(source, candidates, options)
    ]
    if options.drop_duplicates:
        what = f"--drop-duplicates does not suit {preset.title}: equal lines of an order share its "
        what += "money, which counts once already."
        problems.append(Problem("preset/duplicates", what, "Leave it out, or pass --preset none."))
    if problems:
        raise UsageError(*problems)


def _all_ignored(source: Source, candidates: tuple[str, ...], options: Options) -> bool:
    there = [name for name in source.names if spelling(name) in candidates]
    return set(there) <= set(options.ignore)


def _ignored(preset: Preset, role: str) -> Problem:
    words = {"id": "the customer", "date": "the date"}
    return Problem(
        f"preset/no-{role}",
        f"--ignore leaves out what is {words[role]} in {preset.title}.",
        f"Pass --{role} with another column, or leave that column out of --ignore.",
    )


def _other_header(source: Source, system: str) -> Problem:
    nearest = min(
        (preset for preset in known_presets() if preset.system == system),
        key=lambda preset: len(missing_of(preset, source.names)),
    )
    lacks = ", ".join(f'"{name}"' for name in missing_of(nearest, source.names))
    why = f"it lacks {lacks}" if lacks else "two of its columns have the same name"
    return Problem(
        "preset/other-header",
        f"--preset {system}: {source.label} is not {nearest.title}; {why}.",
        "Export the orders again with all columns; or pass --preset none and name the columns "
        "with --id, --date and --amount.",
    )
