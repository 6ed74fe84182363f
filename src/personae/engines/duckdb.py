"""Passes that run in DuckDB: larger than memory, on all cores, in one process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb
    import pyarrow as pa

    from personae.engines.base import Aggregate

__all__ = ["DuckDBEngine", "quote_identifier", "quote_literal"]


def quote_identifier(name: str) -> str:
    """Return a name as it may stand in a query, whatever characters it holds.

    Examples
    --------
    >>> print(quote_identifier('a"b'))
    "a""b"
    """
    return '"' + name.replace('"', '""') + '"'


def quote_literal(text: str) -> str:
    """Return a text as it may stand in a query, for the few places that take no parameter.

    Examples
    --------
    >>> print(quote_literal("O'Neil"))
    'O''Neil'
    """
    return "'" + text.replace("'", "''") + "'"


class DuckDBEngine:
    """A private in-process database that loads no extension and opens no network address."""

    def __init__(self, settings: Mapping[str, Any] | None = None) -> None:
        import duckdb

        defaults = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": True,
        }
        self.connection: duckdb.DuckDBPyConnection = duckdb.connect(
            ":memory:", config={**defaults, **(settings or {})}
        )
        self.connection.execute("SET TimeZone = 'UTC'").fetchall()

    def run(self, statement: str, parameters: tuple[Any, ...] = ()) -> None:
        """Carry out a statement that has no answer."""
        self.connection.execute(statement, parameters).fetchall()

    def rows(self, query: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return a short answer as Python values."""
        return self.connection.execute(query, parameters).fetchall()

    def fetch(self, query: str, parameters: tuple[Any, ...] = ()) -> pa.Table:
        """Return the whole answer of a query as an Arrow table."""
        if parameters:
            return self.connection.sql(query, params=list(parameters)).to_arrow_table()
        return self.connection.sql(query).to_arrow_table()

    def load(self, table: pa.Table, *, into: str) -> str:
        """Copy an Arrow table into the engine; return the name it has there."""
        self.connection.register("__arriving", table)
        self.run(f"CREATE OR REPLACE TABLE {quote_identifier(into)} AS SELECT * FROM __arriving")
        self.connection.unregister("__arriving")
        return into

    def group(
        self, relation: str, by: str, aggregates: tuple[Aggregate, ...], *, into: str
    ) -> str:
        """Aggregate a table by a column (one row per group) into a new table; return its name."""
        columns = ", ".join(_aggregate_sql(aggregate) for aggregate in aggregates)
        self.run(
            f"CREATE OR REPLACE TABLE {quote_identifier(into)} AS "
            f"SELECT {by}, {columns} FROM {quote_identifier(relation)} GROUP BY {by}"
        )
        return into

    def close(self) -> None:
        """Give the memory back."""
        self.connection.close()


def _aggregate_sql(aggregate: Aggregate) -> str:
    inner = aggregate.expression
    call = f"count(DISTINCT {inner})" if aggregate.how == "count_distinct" else f"{aggregate.how}({inner})"
    where = f" FILTER (WHERE {aggregate.where})" if aggregate.where else ""
    return f"{call}{where} AS {quote_identifier(aggregate.name)}"
