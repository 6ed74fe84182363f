"""Small tables of text, as they look after a file was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa
import pytest

from personae.data.source import Column, Source
from personae.engines.duckdb import DuckDBEngine

Cells = Sequence[str | None]


@pytest.fixture
def text_table(request: pytest.FixtureRequest) -> Callable[..., Source]:
    """Make a source of text columns; the header is line 1."""

    def make(columns: dict[str, Cells], *, label: str = "customers.csv", refused=()) -> Source:
        engine = DuckDBEngine()
        request.addfinalizer(engine.close)
        n_rows = len(next(iter(columns.values())))
        cells = {f"c{at}": pa.array(list(values), pa.string()) for at, values in enumerate(columns.values())}
        engine.load(pa.table({"line": pa.array(range(2, n_rows + 2), pa.int64()), **cells}), into="rows")
        described = tuple(Column(name, f"c{at}", "text") for at, name in enumerate(columns))
        return Source(engine, "rows", described, label, n_rows, refused=tuple(refused))

    return make


@pytest.fixture
def stored_table(request: pytest.FixtureRequest) -> Callable[..., Source]:
    """Make a source of one stored column, as Parquet and frames have them."""

    def make(name: str, values: pa.Array, storage: str) -> Source:
        engine = DuckDBEngine()
        request.addfinalizer(engine.close)
        lines = pa.array(range(1, len(values) + 1), pa.int64())
        engine.load(pa.table({"line": lines, "c0": values}), into="rows")
        return Source(engine, "rows", (Column(name, "c0", storage),), "the table", len(values))

    return make
