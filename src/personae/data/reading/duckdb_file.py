"""A table in a DuckDB file in, a source out; the file is never written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.reading.typed import RAW, typed_source
from personae.data.source import Source, Stated
from personae.engines.duckdb import DuckDBEngine
from personae.errors import InputError, Problem, UsageError, nearest_names

if TYPE_CHECKING:
    from pathlib import Path

    from personae.engines.duckdb import TableName

__all__ = ["open_duckdb"]


def open_duckdb(path: Path, *, table: str | None, memory: int | None = None) -> Source:
    """Read a table or view of a DuckDB file, opened for reading only.

    Parameters
    ----------
    path : Path
        The file.
    table : str, optional
        Its name, with the schema before it where that is not ``main``: ``sales.orders``. May be
        left out if there is only one.

    Raises
    ------
    InputError
        If there are several tables and none was named, or the file is damaged.
    DatabaseError
        If another program holds the file, or a newer version wrote it.
    UsageError
        If there is no such table.
    """
    engine = DuckDBEngine(memory=memory)
    try:
        engine.attach(path)
        # before anything of it is read: a view may hold a query that reads other files
        engine.lock()
        chosen = _choose(engine, table, path.name)
        engine.view_table(chosen, into=RAW)
        how = Stated("table", chosen.shown, "option" if table else "detected", "--table")
        return typed_source(engine, chosen.columns, path.name, stated=(how,))
    except BaseException:
        engine.close()
        raise


def _choose(engine: DuckDBEngine, wanted: str | None, name: str) -> TableName:
    tables = engine.tables()
    if not tables:
        raise InputError(
            Problem("input/empty", f"{name} holds no table.", "Give a file that holds one.")
        )
    shown = [table.shown for table in tables]
    if wanted is not None:
        found = [table for table in tables if wanted in (table.shown, table.full)]
        if found:
            return found[0]
        close = nearest_names(wanted, shown) or shown[:3]
        listed = ", ".join(f'"{item}"' for item in close)
        raise UsageError(
            Problem(
                "input/table",
                f'{name} has no table "{wanted}". Closest: {listed}.',
                f'Pass --table with the name of a table, such as --table "{close[0]}".',
            )
        )
    if len(tables) > 1:
        rows = {table.shown: engine.count_rows(table) for table in tables}
        ranked = sorted(rows, key=lambda table: -rows[table])
        listed = ", ".join(f'"{item}" ({rows[item]:,} rows)' for item in ranked[:10]) + (
            ", ..." if len(shown) > 10 else ""
        )
        raise InputError(
            Problem(
                "input/table",
                f"{name} holds {len(shown)} tables: {listed}.",
                f'Pass --table with the one to read, such as --table "{ranked[0]}".',
            )
        )
    return tables[0]
