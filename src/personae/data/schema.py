"""What each column is: its type as a full scan found it, and its role."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from personae.data.source import Column, Stated
    from personae.errors import Problem

__all__ = ["ColumnFacts", "ColumnRole", "DateFormat", "Finding", "NumberFormat", "Schema"]

Role = Literal[
    "id",
    "date",
    "amount",
    "quantity",
    "price",
    "order",
    "product",
    "description",
    "category",
    "discount",
    "cost",
    "numeric",
    "categorical",
    "outcome",
    "ignored",
]
ROLES_OF_ONE_COLUMN = (
    "date", "amount", "quantity", "price", "order", "product", "category", "discount", "cost",
)  # fmt: skip


@dataclass(frozen=True)
class NumberFormat:
    """How the numbers of a text column are written.

    Parameters
    ----------
    decimal : {".", ","}
        The decimal mark.
    thousands : str
        What groups digits; empty if nothing does.
    prefix, suffix : str
        A currency sign, code or percent sign that every number may carry; several are separated by
        a blank.
    parentheses : bool
        Whether ``(25.00)`` and ``25.00-`` mean minus 25.
    places : int
        The most digits after the decimal mark.
    unicode : bool
        Whether signs, blanks or digits beyond ASCII occur, such as the minus of typesetters.
    """

    decimal: Literal[".", ","] = "."
    thousands: str = ""
    prefix: str = ""
    suffix: str = ""
    parentheses: bool = False
    places: int = 0
    unicode: bool = False


@dataclass(frozen=True)
class DateFormat:
    """How the dates of a column are written.

    Parameters
    ----------
    pattern : str
        ``"iso"``, ``"unix seconds"``, ``"unix milliseconds"``, ``"excel serial"``,
        or strptime patterns
        separated by ``|``.
    has_time : bool
        Whether any value has a time of day.
    """

    pattern: str
    has_time: bool = False


@dataclass(frozen=True)
class ColumnFacts:
    """What a scan of the whole column says.

    `type` is what the values are, whatever the storage: all present values of a ``"number"``
    column read as numbers but for `n_unreadable` of them. `minimum` and `maximum` of dates are
    Unix seconds. `tokens` holds the rows of every missing token (``""`` for blanks). The shares are
    of the present rows: `share_top` of the most frequent value, `share_email` of e-mail addresses,
    `share_spaced` of texts of several words, `share_coded` of whole numbers with a leading zero,
    `share_number` of what looks like a number in a column that is none, `share_shortened` of such
    as ``1.5k`` and ``1/2``, `share_zoned` of moments that name their zone. `personal` is the kind
    of personal data that the values look like, whatever the column is called. A `problem` says why
    the column cannot be read as it stands; it counts only if the column is used.
    """

    column: Column
    type: Literal["number", "date", "boolean", "text"]
    n_rows: int
    n_missing: int
    n_distinct: int
    n_unreadable: int = 0
    number: NumberFormat | None = None
    date: DateFormat | None = None
    minimum: float | None = None
    maximum: float | None = None
    share_zero: float = 0.0
    share_negative: float = 0.0
    share_whole: float = 0.0
    mean_length: float = 0.0
    tokens: tuple[tuple[str, int], ...] = ()
    share_top: float = 0.0
    share_email: float = 0.0
    share_spaced: float = 0.0
    share_coded: float = 0.0
    share_number: float = 0.0
    share_shortened: float = 0.0
    share_zoned: float = 0.0
    personal: str = ""
    problem: Problem | None = None

    @property
    def n_present(self) -> int:
        """Rows that hold a value."""
        return self.n_rows - self.n_missing


@dataclass(frozen=True)
class ColumnRole:
    """What a column is used as, and why.

    Parameters
    ----------
    name : str
        The column in the file.
    role : str
        One of the roles of this module.
    type : str
        ``"number"``, ``"date"``, ``"boolean"`` or ``"text"``.
    reason : str
        Why, in plain words.
    how : {"guessed", "option", "preset"}
        Who decided; a preset is what is known of an export of a shop system.
    meaning : str
        What kind of figure it is, where the name tells: ``"income"``, ``"spend"``, ``"frequency"``,
        ``"recency"``, ``"tenure"``, ``"basket"``, ``"discount"``, ``"satisfaction"``,
        ``"balance"``, ...
        (all of them stand in `data.understanding.meanings`); else empty.
    sensitive, personal : bool
        Age, gender and the like describe but never make segments; names and addresses are
        never shown at all.
    """

    name: str
    role: Role
    type: str
    reason: str
    how: Literal["guessed", "option", "preset"] = "guessed"
    meaning: str = ""
    sensitive: bool = False
    personal: bool = False


@dataclass(frozen=True)
class Finding:
    """Something about the data that people should know.

    Parameters
    ----------
    code : str
        A stable name, such as ``"features/redundant"``.
    severity : {"note", "warning"}
        Whether it changes how far the result can be trusted.
    what : str
        One full sentence, without a cell's value.
    column : str
        The column it is about; empty if none.
    count : int
        How many rows it touches.
    fix : str
        The option that changes it.
    """

    code: str
    severity: Literal["note", "warning"]
    what: str
    column: str = ""
    count: int = 0
    fix: str = ""


@dataclass(frozen=True)
class Schema:
    """The roles of all columns and the kind of the table."""

    kind: Literal["customers", "transactions"]
    kind_reason: str
    roles: tuple[ColumnRole, ...]
    facts: tuple[ColumnFacts, ...]
    money_check: str = ""
    stated: tuple[Stated, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    def having(self, role: Role) -> tuple[str, ...]:
        """Return the columns that have a role, in the order of the file."""
        return tuple(item.name for item in self.roles if item.role == role)

    def one(self, role: Role) -> str | None:
        """Return the column that has a role, if there is one."""
        return next(iter(self.having(role)), None)

    def role_of(self, name: str) -> ColumnRole:
        """Return what a column is used as."""
        return next(item for item in self.roles if item.name == name)

    def facts_of(self, name: str) -> ColumnFacts:
        """Return what the scan said of a column."""
        return next(item for item in self.facts if item.column.name == name)
