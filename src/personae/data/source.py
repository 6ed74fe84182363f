"""A table that was found and read, before anybody decided what its columns mean."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from personae.data.schema import Finding
    from personae.engines.duckdb import DuckDBEngine

__all__ = ["Column", "OrdersRead", "Source", "Stated"]

Storage = Literal["text", "number", "decimal", "boolean", "date", "timestamp"]


@dataclass(frozen=True)
class Column:
    """One column of a source.

    Parameters
    ----------
    name : str
        The name as it stands in the file; hostile text.
    physical : str
        The name inside the engine: ``c0``, ``c1``, ...
    storage : str
        How the engine holds it. Everything read from a text file is ``"text"``.
    texts : str
        Where `Source.coded` holds codes in place of its texts: the table of these texts with the
        columns ``code``, ``text`` and ``n``, each text once with the rows of the source that hold
        it, which may be none. Else empty.
    """

    name: str
    physical: str
    storage: Storage
    texts: str = ""


@dataclass(frozen=True)
class Stated:
    """Something that was decided about the input, so that people can see and change it.

    Parameters
    ----------
    what : str
        Such as ``"encoding"`` or ``"delimiter"``.
    value : str
        What was decided, as people would type it.
    how : {"detected", "option", "file"}
        Whether we found out, were told, or the file format says so.
    option : str
        The option that sets it, such as ``"--encoding"``; empty if none does.
    note : str
        The reason in plain words.
    """

    what: str
    value: str
    how: Literal["detected", "option", "file"]
    option: str = ""
    note: str = ""


@dataclass(frozen=True)
class OrdersRead:
    """How an export of a shop system became purchase lines.

    Parameters
    ----------
    settings : dict
        What `data.presets.order_reading.OrderReading.to_dict` wrote, JSON-ready: it is kept in the
        model, so that a later export is read alike.
    findings : tuple of Finding
        What people should know of it.
    """

    settings: dict[str, Any]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Source:
    """A table in an engine, with its columns and how it was read.

    The table `relation` has one column ``line`` (BIGINT: the line in the text file, or the row
    counted from 1 where there are no lines) and the physical columns of `columns`. `coded` has the
    same rows; its columns tell cells apart just as well, but those with `Column.texts` hold whole
    numbers, which sort as the texts do and are grouped and joined in a fraction of the time.

    Parameters
    ----------
    engine : DuckDBEngine
        Where the table lies.
    relation : str
        Its name there.
    columns : tuple of Column
        Its columns in the order of the file.
    label : str
        What to call it in messages: the file's name, or "the table".
    n_rows : int
        Data rows, refused ones not counted.
    stated : tuple of Stated
        Encoding, delimiter and so on.
    refused : tuple of (int, str, str)
        Rows that could not be read: line, code, reason. No cell's value.
    coded_relation : str
        The name of `coded`; empty where no column has codes.
    orders : OrdersRead or None
        How the lines were made of an export of orders; None for any other table.
    findings : tuple of Finding
        What people should know of the file before they trust what it says.
    """

    engine: DuckDBEngine
    relation: str
    columns: tuple[Column, ...]
    label: str
    n_rows: int
    stated: tuple[Stated, ...] = ()
    refused: tuple[tuple[int, str, str], ...] = field(default=(), repr=False)
    coded_relation: str = ""
    orders: OrdersRead | None = field(default=None, repr=False)
    findings: tuple[Finding, ...] = ()

    @property
    def coded(self) -> str:
        """The table for grouping and joining: codes where texts come again, else the cells."""
        return self.coded_relation or self.relation

    @property
    def names(self) -> tuple[str, ...]:
        """The column names as they stand in the file."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return a column by its name in the file."""
        return next(column for column in self.columns if column.name == name)
