"""Three readers of text files with their defaults: Personae, pandas and DuckDB."""

from __future__ import annotations

import datetime as dt
import math
import tempfile
from pathlib import Path
from typing import Any

from catalogue.torture import Reading

__all__ = ["read_with_duckdb", "read_with_pandas", "read_with_personae"]


def read_with_personae(content: bytes) -> Reading:
    """Read a table as `personae check` does; the id is told, as all three could not know it."""
    from personae.config import Options
    from personae.workflow.check import check

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        path.write_bytes(content)
        options = Options(id=("customer_id",), kind="customers")
        found = check(path, options=options)
    try:
        columns = [found.customers.ids.to_pylist()]
        table = found.customers.table
        for name in found.source.names[1:]:
            column = table.column(name).to_pylist() if name in table.column_names else None
            columns.append(column or [None] * len(columns[0]))
        day = found.customers.as_of
        if day is not None and found.schema.role_of("signup_date").role == "date":
            columns[5] = [None if x is None else day - dt.timedelta(days=x) for x in columns[5]]
        told = {change.column for change in found.customers.ledger.changes if change.column}
        return Reading(
            found.source.names, tuple(columns), found.customers.ledger.rows_rejected,
            frozenset(told),
        )  # fmt: skip
    finally:
        found.source.engine.close()


def read_with_pandas(content: bytes) -> Reading:
    """Read a table with ``pandas.read_csv(path)``."""
    import pandas as pd

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        path.write_bytes(content)
        frame = pd.read_csv(path)
    columns = [frame.iloc[:, at].tolist() for at in range(frame.shape[1])]
    return Reading(tuple(map(str, frame.columns)), tuple(map(_plain, columns)))


def read_with_duckdb(content: bytes) -> Reading:
    """Read a table with DuckDB's ``FROM 'file.csv'``."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        path.write_bytes(content)
        answer = duckdb.execute("SELECT * FROM read_csv(?)", [str(path)])
        names = tuple(item[0] for item in answer.description)
        rows = answer.fetchall()
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]
    return Reading(names, tuple(map(_plain, columns)))


def _plain(cells: list[Any]) -> list[Any]:
    """Return ids and texts as they would be printed, NaN as None, moments as days."""
    plain: list[Any] = []
    for cell in cells:
        value = cell
        if isinstance(cell, dt.datetime):
            value = cell.date()
        elif isinstance(cell, float) and math.isnan(cell):
            value = None
        plain.append(value)
    return plain
