"""The cleaning that was decided on the fitted file, to be repeated alike on every later one."""

from __future__ import annotations

from dataclasses import asdict, field
from typing import Any, Literal

from personae.data.schema import DateFormat, NumberFormat
from personae.dataclass import dataclass

__all__ = ["CleaningPlan", "ColumnPlan"]


@dataclass(frozen=True)
class ColumnPlan:
    """How one column of the file is read.

    `role` is a role of `data.schema`; `number` and `date` say how its text is written; `use`,
    `meaning`, `unit` and `label` are those of `data.customers.CustomerColumn`.
    """

    name: str
    role: str
    type: Literal["number", "date", "boolean", "text"]
    number: NumberFormat | None = None
    date: DateFormat | None = None
    use: str = "described"
    meaning: str = ""
    unit: str = ""
    label: str = ""


@dataclass(frozen=True)
class CleaningPlan:
    """Everything that turns a file into clean rows, without any customer in it.

    Parameters
    ----------
    kind : {"customers", "transactions"}
        One row per customer or one per purchase line.
    columns : tuple of ColumnPlan
        The columns that are used; all others are left out.
    unit_price : bool
        Whether the money of a line is quantity x price.
    returns, drop_duplicates, duplicates, charges, margin, currency
        As the options of the same names say.
    as_of_policy : {"day after the last purchase", "fixed", "none"}
        A fixed date must be given again at score.
    window : int or None
        Days to look back.
    needed : tuple of str or None
        The columns that a later file must have, once the segments are made: those that the id and
        the features are made of. Any other column may be missing at score and is then empty. None
        before the features are chosen: every column.
    """

    kind: Literal["customers", "transactions"]
    columns: tuple[ColumnPlan, ...]
    unit_price: bool = False
    returns: str = "net"
    drop_duplicates: bool = False
    duplicates: str = "error"
    charges: tuple[str, ...] | None = None
    margin: float | None = None
    currency: str = ""
    as_of_policy: str = "none"
    window: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    needed: tuple[str, ...] | None = None

    def having(self, role: str) -> tuple[ColumnPlan, ...]:
        """Return the columns that have a role."""
        return tuple(column for column in self.columns if column.role == role)

    def one(self, role: str) -> ColumnPlan | None:
        """Return the column that has a role, if there is one."""
        return next(iter(self.having(role)), None)

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as JSON-ready values that `from_dict` reads back."""
        values = asdict(self)
        values["columns"] = list(values["columns"])
        for name in ("charges", "needed"):
            values[name] = None if values[name] is None else list(values[name])
        return values

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> CleaningPlan:
        """Build a plan from what `to_dict` wrote."""
        columns = tuple(
            ColumnPlan(
                **{
                    **column,
                    "number": NumberFormat(**column["number"]) if column["number"] else None,
                    "date": DateFormat(**column["date"]) if column["date"] else None,
                }
            )
            for column in values["columns"]
        )
        listed = {
            name: None if values.get(name) is None else tuple(values[name])
            for name in ("charges", "needed")
        }
        return cls(**{**values, "columns": columns, **listed})
