"""A data frame in, a source out: pandas, polars, pyarrow or any frame that narwhals knows."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from personae.data.reading.typed import RAW, typed_source
from personae.data.source import Source, Stated
from personae.engines.duckdb import DuckDBEngine
from personae.errors import InputError, Problem, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["open_arrow", "open_frame"]

_LABEL = "the table"


def open_frame(frame: Any, *, memory: int | None = None) -> Source:
    """Read a data frame.

    The index of a pandas frame is left out unless it has a name; then it is a column.

    Raises
    ------
    UsageError
        If it is no data frame.
    InputError
        If a column holds values of several types, or lists.
    """
    table, names, kind = _arrow(frame)
    return open_arrow(table, names, _LABEL, stated=(Stated("kind", kind, "file"),), memory=memory)


def open_arrow(
    table: pa.Table,
    names: list[str],
    label: str,
    *,
    stated: tuple[Stated, ...],
    first_line: int = 1,
    memory: int | None = None,
) -> Source:
    """Read an Arrow table whose columns are called `names`, in order.

    Raises
    ------
    InputError
        If it has no columns or no rows, or a column is nested.
    """
    import numpy as np
    import pyarrow as pa

    if not table.num_columns or not table.num_rows:
        what = "row" if table.num_columns else "column"
        raise InputError(
            Problem(
                "input/no-rows" if table.num_columns else "input/empty",
                f"{label} has no {what}.",
                "Give a table with at least one row and one column.",
            )
        )
    physical = pa.table(
        {
            # A column without any value has no type; text is what it would be in a file.
            f"c{i}": column.cast(pa.string()) if pa.types.is_null(column.type) else column
            for i, column in enumerate(table.columns)
        }
    )
    lines = pa.array(np.arange(first_line, first_line + table.num_rows, dtype=np.int64))
    engine = DuckDBEngine(memory=memory)
    try:
        # Loaded, not only looked at: the caller may change the frame while we work.
        engine.load(physical.append_column("line", lines), into=RAW)
        return typed_source(engine, names, label, stated=stated)
    except BaseException:
        engine.close()
        raise


def _arrow(frame: Any) -> tuple[pa.Table, list[str], str]:
    """Return a frame as an Arrow table, its names, and what it was."""
    import pyarrow as pa

    if isinstance(frame, pa.RecordBatch):
        frame = pa.Table.from_batches([frame])
    if isinstance(frame, pa.Table):
        return frame, list(frame.column_names), "pyarrow"
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(frame, pandas.DataFrame):
        return _from_pandas(frame)
    import narwhals as nw

    try:
        known = nw.from_native(frame)
    except TypeError:
        raise UsageError(
            Problem(
                "input/type",
                f"A {type(frame).__name__} is neither a path nor a data frame.",
                "Give the path of a file, or a frame of pandas, polars or pyarrow.",
            )
        ) from None
    if isinstance(known, nw.LazyFrame):
        known = known.collect("pyarrow")
    table = known.to_arrow()
    return table, list(table.column_names), type(frame).__module__.partition(".")[0]


def _from_pandas(frame: Any) -> tuple[pa.Table, list[str], str]:
    """Turn a pandas frame into Arrow column by column, to name every column that is mixed."""
    import pyarrow as pa

    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    names = [name if isinstance(name, str) else str(name) for name in frame.columns]
    arrays, problems = [], []
    for i, name in enumerate(names):
        try:
            arrays.append(pa.array(frame.iloc[:, i], from_pandas=True))
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
            problems.append(
                Problem(
                    "columns/mixed",
                    f'{_LABEL}: column "{name}" holds values of several types.',
                    "Make them one type first, such as "
                    f'frame["{name}"] = frame["{name}"].astype("string").',
                )
            )
    if problems:
        raise InputError(*problems)
    columns = [pa.chunked_array([a]) if isinstance(a, pa.Array) else a for a in arrays]
    return pa.table(columns, names=[f"c{i}" for i in range(len(columns))]), names, "pandas"
