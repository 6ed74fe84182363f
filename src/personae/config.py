"""Every option once: its name, default, bounds and help, for Python, command line and docs."""
# ruff: noqa: E501, FBT003 (one option, one line: the table reads better so)

from __future__ import annotations

import datetime as dt
import re
from dataclasses import field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from personae.dataclass import dataclass
from personae.errors import Problem, UsageError, nearest_names

__all__ = ["OptionSpec", "Options", "load_config", "option_specs"]


@dataclass(frozen=True)
class OptionSpec:
    """What the command line, the docs and the checks need to know of one option."""

    name: str
    default: Any
    type: str
    help: str
    group: str
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    metavar: str | None = None

    @property
    def flag(self) -> str:
        """The option as people type it."""
        if self.type == "bool" and self.default is True:
            return f"--no-{self.name.replace('_', '-')}"
        return f"--{self.name.replace('_', '-')}"


def _option(
    default: Any,
    help: str,  # noqa: A002 (the word that every command line uses)
    *,
    group: str,
    choices: tuple[str, ...] = (),
    low: float | None = None,
    high: float | None = None,
    metavar: str | None = None,
) -> Any:
    metadata = {
        "help": help,
        "group": group,
        "choices": choices,
        "low": low,
        "high": high,
        "metavar": metavar,
    }
    return field(default=default, metadata=metadata)


# What the engine knows of strptime; a lone percent sign or another letter would be refused by it.
_DATE_FORMAT = re.compile(r"dmy|mdy|ymd|(?=.*%)(?:[^%|]|%-?[aAbBdmyYHIMSfpzZj])+", flags=re.DOTALL)
_LEAST_MEMORY = 500_000_000  # less than Python and its libraries need for a small table

Transform = Literal["auto", "raw", "standard", "log"]

_READING, _ROLES, _CLEANING, _FEATURES, _SEGMENTS, _MONEY, _PRIVACY = (
    "Reading",
    "Roles of columns",
    "Cleaning",
    "Features",
    "Segments",
    "Money",
    "Privacy",
)


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a user can decide; every field has a default that suits most files.

    Raises
    ------
    UsageError
        If a value is outside its bounds or choices; all problems at once.

    Examples
    --------
    >>> Options(k=5).k
    5
    >>> Options().k is None
    True
    """

    # fmt: off
    encoding: str | None = _option(None, "Text encoding, such as utf-8, utf-16 or cp1252; detected from the whole file.", group=_READING, metavar="NAME")
    delimiter: str | None = _option(None, "What stands between two fields: a character, tab, or spaces for runs of blanks.", group=_READING, metavar="CHAR")
    decimal: str | None = _option(None, "The decimal mark of numbers.", group=_READING, choices=(".", ","))
    date_format: str | None = _option(None, "How dates are written: dmy, mdy, ymd, or a pattern such as %d.%m.%Y.", group=_READING, metavar="FORMAT")
    currency: str | None = _option(None, "The currency of the money columns; of an export of orders in several, the one to keep.", group=_READING, metavar="CODE")
    header: bool = _option(True, "The first row holds the column names.", group=_READING)
    skip: int | None = _option(None, "Lines to skip before the header.", group=_READING, low=0, metavar="N")
    sheet: str | None = _option(None, "The sheet of a workbook.", group=_READING, metavar="NAME")
    table: str | None = _option(None, "The table of a DuckDB file.", group=_READING, metavar="NAME")
    memory: int | None = _option(None, "Memory that may be used, such as 2GB or 500MB; three quarters of the machine's. Larger work is put on the disk or refused.", group=_READING, metavar="SIZE")

    preset: str = _option("auto", "The shop system that an export of orders comes from; auto recognises it by its columns, none reads it as any other table.", group=_READING, choices=("auto", "none", "shopify", "woocommerce", "stripe"))

    kind: str = _option("auto", "One row per customer, or one row per purchase line.", group=_ROLES, choices=("auto", "customers", "transactions"))
    id: tuple[str, ...] | None = _option(None, "The column(s) that identify a customer; row numbers the rows.", group=_ROLES, metavar="COL[,COL]")
    date: str | None = _option(None, "When the purchase was made.", group=_ROLES, metavar="COL")
    amount: str | None = _option(None, "Money of the line, all units together.", group=_ROLES, metavar="COL")
    quantity: str | None = _option(None, "Units bought on the line.", group=_ROLES, metavar="COL")
    price: str | None = _option(None, "Money per unit.", group=_ROLES, metavar="COL")
    order: str | None = _option(None, "Which lines belong to one order.", group=_ROLES, metavar="COL")
    product: str | None = _option(None, "The product of the line.", group=_ROLES, metavar="COL")
    category: str | None = _option(None, "The category of the product.", group=_ROLES, metavar="COL")
    discount: str | None = _option(None, "Money taken off the line.", group=_ROLES, metavar="COL")
    cost: str | None = _option(None, "What the line cost the shop, for profit instead of revenue.", group=_ROLES, metavar="COL")
    outcome: tuple[str, ...] = _option((), "Columns that say what became of a customer; never features.", group=_ROLES, metavar="COL[,COL]")
    describe: tuple[str, ...] = _option((), "Columns that only describe the segments.", group=_ROLES, metavar="COL[,COL]")
    ignore: tuple[str, ...] = _option((), "Columns to leave out altogether.", group=_ROLES, metavar="COL[,COL]")

    returns: str = _option("net", "Set returns against the purchase they undo, or drop cancelled and negative lines.", group=_CLEANING, choices=("net", "ignore"))
    charges: tuple[str, ...] | None = _option(None, "Product codes of postage, fees and gift cards; recognised by their text. none: count every line as goods.", group=_CLEANING, metavar="CODE[,CODE]")
    drop_duplicates: bool = _option(False, "Count purchase lines that are equal in every column once.", group=_CLEANING)
    duplicates: str = _option("error", "What to do with rows of one customer that differ.", group=_CLEANING, choices=("error", "first", "last", "sum"))

    features: tuple[str, ...] | None = _option(None, "The features that make the segments.", group=_FEATURES, metavar="A,B,...")
    as_of: dt.date | None = _option(None, "The day from which recency counts; the day after the last purchase.", group=_FEATURES, metavar="DATE")
    window: int | None = _option(None, "Days to look back from the as-of date; the whole log.", group=_FEATURES, low=1, metavar="DAYS")
    transform: Transform = _option("auto", "How columns become comparable: as they are, z-scores, or log1p and z-scores; auto decides per column.", group=_FEATURES, choices=("auto", "raw", "standard", "log"))

    k: int | None = _option(None, "The number of segments; auto compares 2 to --k-max.", group=_SEGMENTS, low=1, high=1000, metavar="auto|N")
    k_max: int = _option(10, "The largest number of segments that auto looks at.", group=_SEGMENTS, low=2, high=100, metavar="N")
    min_share: float = _option(0.02, "The smallest share of customers a segment should hold.", group=_SEGMENTS, low=0.0, high=0.5, metavar="SHARE")
    seed: int = _option(0, "Another seed, other random starts.", group=_SEGMENTS, low=0, metavar="N")

    margin: float | None = _option(None, "Profit as a share of revenue, such as 0.35; without it money is called revenue.", group=_MONEY, low=0.0, high=1.0, metavar="SHARE")
    horizon: int | None = _option(None, "Days ahead for which purchases and money are foretold; half of the log, which is what can be tested.", group=_MONEY, low=1, metavar="DAYS")
    discount_rate: float | None = _option(None, "What money in a year is worth less than money today, such as 0.1; without it nothing is discounted.", group=_MONEY, low=0.0, high=10.0, metavar="SHARE")
    complete_histories: bool = _option(False, "The log holds the very first purchase of all its customers, also where most of them come at its start.", group=_MONEY)

    min_cell: int | None = _option(None, "Describe no group of fewer people than this; 5, and 11 with --share.", group=_PRIVACY, low=1, metavar="N")
    share: bool = _option(False, "Make a report for others: no lists of people, no model, no figures of few.", group=_PRIVACY)
    # fmt: on

    def __post_init__(self) -> None:
        problems = [problem for spec in option_specs() for problem in _problems_of(spec, self)]
        if problems:
            raise UsageError(*problems)

    @classmethod
    def from_mapping(cls, values: dict[str, Any], *, origin: str = "the call") -> Options:
        """Build options from loosely typed values, as a config file or a keyword call has them.

        Raises
        ------
        UsageError
            If a name is unknown or a value cannot be meant; all problems at once.

        Examples
        --------
        >>> Options.from_mapping({"k": "auto", "features": "income,spend"}).features
        ('income', 'spend')
        """
        specs = {spec.name: spec for spec in option_specs()}
        problems, parsed = [], {}
        for raw_name, value in values.items():
            name = raw_name.replace("-", "_")
            if name not in specs:
                close = nearest_names(name, specs)
                hint = f'Closest: "{close[0]}".' if close else "See: personae run --help"
                problems.append(
                    Problem("options/unknown", f'There is no option "{raw_name}" ({origin}).', hint)
                )
                continue
            try:
                parsed[name] = _parse(specs[name], value)
            except (TypeError, ValueError, OverflowError):
                problems.append(
                    Problem(
                        "options/value",
                        f"{specs[name].flag} ({origin}) needs {_expectation(specs[name])}.",
                        _advice(specs[name]),
                    )
                )
        if problems:
            raise UsageError(*problems)
        return cls(**parsed)

    @property
    def smallest_group(self) -> int:
        """The fewest people of whom anything is told."""
        if self.min_cell is not None:
            return self.min_cell
        return 11 if self.share else 5

    def but(self, **changes: Any) -> Options:
        """Return the same options with some changed."""
        return replace(self, **changes)

    def to_dict(self) -> dict[str, Any]:
        """Return the options as JSON-ready values that `from_mapping` reads back."""
        values = {}
        for spec in option_specs():
            value = getattr(self, spec.name)
            if isinstance(value, dt.date):
                value = value.isoformat()
            elif isinstance(value, tuple):
                value = list(value)
            values[spec.name] = value
        return values


@cache
def option_specs() -> tuple[OptionSpec, ...]:
    """Return every option in the order in which help and docs show them."""
    return tuple(
        OptionSpec(name=item.name, default=item.default, type=str(item.type), **item.metadata)
        for item in fields(Options)
    )


def load_config(path: str | Path) -> dict[str, Any]:
    """Read options from a TOML or JSON file.

    Raises
    ------
    UsageError
        If the file cannot be read or is neither.
    """
    import json
    import tomllib

    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(
            Problem(
                "config/missing",
                f"The config file {path} cannot be read ({error.strerror}).",
                "Check the path after --config.",
            )
        ) from None
    try:
        text = content.decode("utf-8")
        values = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except ValueError as error:
        raise UsageError(
            Problem(
                "config/unreadable",
                f"The config file {path} cannot be read as {'JSON' if path.suffix == '.json' else 'TOML'} "
                f"({type(error).__name__}).",
                'Write one option per line, such as: k = 5 or features = ["income", "spend"]',
            )
        ) from None
    if not isinstance(values, dict):
        raise UsageError(
            Problem(
                "config/unreadable",
                f"The config file {path} holds no options.",
                "Write one option per line.",
            )
        )
    return values


def _parse(spec: OptionSpec, value: Any) -> Any:
    """Turn one loosely typed value into the option's own type."""
    if value is None or (spec.name == "k" and value == "auto"):
        return None
    if spec.type.startswith("tuple"):
        parts = value.split(",") if isinstance(value, str) else list(value)
        return tuple(str(part).strip() for part in parts if str(part).strip())
    if spec.type.startswith("dt.date"):
        return _parse_date(value)
    if spec.type == "bool":
        if not isinstance(value, bool):
            raise TypeError
        return value
    if isinstance(value, bool):
        raise TypeError
    if spec.name == "memory":
        return _parse_size(value)
    if spec.type.startswith("int"):
        number = float(value)
        if number != int(number):
            raise ValueError
        return int(number)
    if spec.type.startswith("float"):
        return float(value)
    return str(value)


def _parse_size(value: Any) -> int:
    """Read bytes, or a size such as 2GB, 1.5 GiB or 500M."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(I?)B?\s*", str(value).upper())
    if found is None:
        raise ValueError
    step = 1024 if found[3] else 1000
    size = int(float(found[1]) * step ** " KMGT".index(found[2] or " "))
    if size < _LEAST_MEMORY:
        raise ValueError
    return size


def _parse_date(value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(str(value))


def _advice(spec: OptionSpec) -> str:
    """Show a value that works."""
    if spec.choices:
        example = spec.choices[-1]
    elif spec.type.startswith("dt.date"):
        example = "2024-12-31"
    elif spec.name == "date_format":
        example = "%d.%m.%Y"
    elif spec.name == "memory":
        example = "2GB"
    elif spec.default is None:
        example = "5" if spec.type.startswith("int") else "0.35"
    else:
        example = f"{spec.default}"
    typed = spec.flag if spec.type == "bool" else f"{spec.flag} {example}"
    return f"Pass for example {typed}; see: personae run --help"


def _expectation(spec: OptionSpec) -> str:
    """Say what a value of this option looks like."""
    if spec.choices:
        return "one of " + ", ".join(spec.choices)
    if spec.name == "date_format":
        return "dmy, mdy, ymd, or a pattern of signs such as %d, %m and %Y"
    if spec.name == "memory":
        return "a size of at least 500MB"
    if spec.name == "k":
        return 'a whole number of segments or "auto"'
    if spec.type.startswith("dt.date"):
        return "a date such as 2024-12-31"
    if spec.type.startswith("int"):
        return "a whole number" + _bounds(spec)
    if spec.type.startswith("float"):
        return "a number" + _bounds(spec)
    return "true or false" if spec.type == "bool" else "text"


def _bounds(spec: OptionSpec) -> str:
    if spec.low is not None and spec.high is not None:
        return f" from {spec.low:g} to {spec.high:g}"
    return f" of at least {spec.low:g}" if spec.low is not None else ""


def _problems_of(spec: OptionSpec, options: Options) -> list[Problem]:
    value = getattr(options, spec.name)
    if value is None:
        return []
    fine = True
    if spec.name == "date_format":
        fine = _DATE_FORMAT.fullmatch(value) is not None
    elif spec.choices:
        fine = value in spec.choices
    elif spec.low is not None or spec.high is not None:
        low = -float("inf") if spec.low is None else spec.low
        high = float("inf") if spec.high is None else spec.high
        fine = (
            isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
        )
    if fine:
        return []
    return [Problem("options/value", f"{spec.flag} needs {_expectation(spec)}.", _advice(spec))]
