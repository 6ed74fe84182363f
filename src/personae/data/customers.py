"""One row per customer, whatever it came from: what features, profiles and reports stand on."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from personae.dataclass import dataclass

if TYPE_CHECKING:
    import datetime as dt

    import pyarrow as pa

    from personae.data.ledger import Ledger
    from personae.data.schema import Finding

__all__ = ["CustomerColumn", "Customers"]


@dataclass(frozen=True)
class CustomerColumn:
    """A column of the customer table.

    Parameters
    ----------
    name : str
        ``recency_days`` and the like from a log; the name in the file from a customer table.
    type : {"number", "category"}
        Numbers are float64, categories are text; null where missing.
    use : {"behaviour", "sensitive", "date", "outcome", "described"}
        What it may do: only behaviour becomes a feature unasked.
    meaning : str
        ``"recency"``, ``"frequency"``, ``"spend"``, ``"basket"``, ``"tenure"``, ``"income"``,
        ``"discount"``, ``"returns"``, ``"variety"``, ...
        as in `data.schema.ColumnRole`; else empty.
    unit : str
        ``"days"``, ``"money"``, ``"orders"``, ``"share"`` or empty.
    label : str
        The column in words for a report: "days since the last purchase".
    """

    name: str
    type: Literal["number", "category"]
    use: Literal["behaviour", "sensitive", "date", "outcome", "described"]
    meaning: str = ""
    unit: str = ""
    label: str = ""


@dataclass(frozen=True)
class Customers:
    """One row per customer, sorted by id (as UTF-8 bytes), so that nothing depends on row order.

    Parameters
    ----------
    kind : {"customers", "transactions"}
        What the table was made from.
    ids : pyarrow.Array of string
        The customer ids, byte for byte as they came.
    table : pyarrow.Table
        The columns of `columns`, in the same row order.
    columns : tuple of CustomerColumn
        What each column is.
    ledger : Ledger
        Where every row of the source went.
    money : str or None
        The column that is a customer's revenue, where money is known.
    money_word : {"revenue", "profit"}
        What to call it: revenue, unless a margin or cost was given.
    currency : str
        Its currency sign or code, if known.
    as_of : datetime.date or None
        The day from which recency counts.
    facts : dict
        Figures of the whole log for the report's first lines, JSON-ready: ``first_day``,
        ``last_day``,
        ``n_lines``, ``n_orders``, ``revenue``, ``gross_revenue``, ``lines_without_id``, ...
    findings : tuple of Finding
        What people should know about the data.
    """

    kind: Literal["customers", "transactions"]
    ids: pa.Array
    table: pa.Table
    columns: tuple[CustomerColumn, ...]
    ledger: Ledger
    money: str | None = None
    money_word: Literal["revenue", "profit"] = "revenue"
    currency: str = ""
    as_of: dt.date | None = None
    facts: dict[str, object] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def n_customers(self) -> int:
        """How many customers there are."""
        return len(self.ids)

    def column(self, name: str) -> CustomerColumn:
        """Return what a column is, by its name."""
        return next(column for column in self.columns if column.name == name)
