"""Values of cells, worked out once for every different text instead of once a row."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from personae.data.values import missing_sql
from personae.engines.duckdb import quote_identifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from personae.data.source import Column, Source

__all__ = ["Cells", "shown_sql"]


class Cells:
    """The cells of a source, and what is made of them, as SQL over one relation.

    What is made of a column that has codes is worked out over the table of its texts and laid out
    by code; of any other column, row by row. Ask for all values first, then for `rows`, over which
    they are meant.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._made: dict[str, list[str]] = {}
        self._texts: dict[str, str] = {}

    def made(self, column: Column, sql: Callable[[Column], str]) -> str:
        """Return SQL for a value that is made of a single cell; of no cell it must be NULL.

        Parameters
        ----------
        column : Column
            A column of the source.
        sql : callable
            Returns the SQL of the value over a column that holds the cells themselves.
        """
        if not column.texts:
            return sql(column)
        made = self._made.setdefault(column.physical, [])
        self._texts[column.physical] = column.texts
        made.append(sql(_as_text(column)))
        return f"{column.physical}_{len(made) - 1}"

    def text(self, column: Column) -> Column:
        """Return a column over `rows` that holds the cells themselves."""
        if not column.texts:
            return column
        return replace(column, physical=self.made(column, lambda cell: cell.physical), texts="")

    def key(self, column: Column) -> str:
        """Return SQL for the code of a cell in a column that has codes; NULL where it is missing.

        Codes tell cells apart, and sort, as their texts do. A handful of texts at most is missing:
        to look whether a code is one of theirs takes less time than to join all of them.
        """
        missing = (
            f"SELECT code FROM {quote_identifier(column.texts)} "
            f"WHERE {missing_sql(_as_text(column))}"
        )
        return f"CASE WHEN {column.physical} NOT IN ({missing}) THEN {column.physical} END"

    @contextlib.contextmanager
    def rows(self) -> Iterator[str]:
        """Show every row once, for as long as it is asked; give what stands behind FROM."""
        source = self._source
        if not self._made:
            yield quote_identifier(source.coded)
            return
        table = source.engine.table(source.coded)
        for physical, made in self._made.items():
            values = self._values(physical, made)
            for name, value in zip(values.column_names, values.columns, strict=True):
                table = table.append_column(name, _by_code(value, table[physical]))
        shown = source.engine.show(table, into=f"{source.coded}_made")
        try:
            yield quote_identifier(shown)
        finally:
            source.engine.hide(shown)

    def _values(self, physical: str, made: list[str]) -> pa.Table:
        """Work out what is made of every text of a column, in the order of their codes."""
        values = ", ".join(f"{sql} AS {physical}_{place}" for place, sql in enumerate(made))
        texts = quote_identifier(self._texts[physical])
        return self._source.engine.fetch(f"SELECT {values} FROM {texts} ORDER BY code")


def _by_code(values: pa.ChunkedArray, codes: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the value of every code: codes count from 0, so that no join has to look them up."""
    import pyarrow as pa

    whole = values.combine_chunks()
    return pa.chunked_array([whole.take(chunk) for chunk in codes.chunks], whole.type)


def shown_sql(texts: str, code: str) -> str:
    """Return SQL for the text that a code stands for; the value itself without a table of texts.

    Parameters
    ----------
    texts : str
        `Column.texts`.
    code : str
        SQL for the code, by the name of a column that the table of texts does not have.
    """
    if not texts:
        return code
    return f"(SELECT text FROM {quote_identifier(texts)} WHERE code = {code})"


def _as_text(column: Column) -> Column:
    return replace(column, physical="text", texts="")
