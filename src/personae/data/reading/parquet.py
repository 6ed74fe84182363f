"""A Parquet file in, a source out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.reading.typed import RAW, typed_source
from personae.data.source import Source, Stated
from personae.engines.duckdb import DuckDBEngine
from personae.errors import DatabaseError, InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["open_parquet"]


def open_parquet(path: Path, *, memory: int | None = None) -> Source:
    """Read a Parquet file; only the columns that are asked for are ever unpacked.

    Raises
    ------
    InputError
        If the file is damaged, has no rows, or has a nested column.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError):
        raise _corrupt(path) from None
    if not schema.names:
        raise InputError(
            Problem("input/empty", f"{path.name} has no columns.", "Export the table again.")
        )
    engine = DuckDBEngine(memory=memory)
    try:
        engine.view_parquet(path, n_columns=len(schema.names), into=RAW)
        stated = (Stated("format", "Parquet", "file", note="told by the file's first bytes"),)
        return typed_source(engine, schema.names, path.name, stated=stated)
    except DatabaseError:
        engine.close()
        raise _corrupt(path) from None
    except BaseException:
        engine.close()
        raise


def _corrupt(path: Path) -> InputError:
    return InputError(
        Problem(
            "input/corrupt",
            f"{path.name} is a damaged Parquet file.",
            "Copy or export it again; no row of it was used.",
        )
    )
