"""Tables in, the same made safe to open in a spreadsheet program out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["guarded", "guarded_table"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet program would take for a formula.

    A name such as ``=HYPERLINK(...)`` would otherwise be carried out when somebody opens the file
    (OWASP, "CSV Injection"). A phone number gets one too, so this is no file to upload.

    Examples
    --------
    >>> guarded("=1+1"), guarded("+441234567890"), guarded("Mary")
    ("'=1+1", "'+441234567890", 'Mary')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def guarded_table(table: pa.Table) -> pa.Table:
    """Return a table of texts with every cell and every column name guarded."""
    import pyarrow as pa

    columns = [
        pa.array(
            [None if text is None else guarded(text) for text in column.to_pylist()], pa.string()
        )
        for column in table.columns
    ]
    return pa.table(dict(zip(map(guarded, table.column_names), columns, strict=True)))
