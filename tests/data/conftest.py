"""Small tables of text, as they look after a file was read."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

import pyarrow as pa
import pytest

from personae.data.source import Column, Source
from personae.engines.duckdb import DuckDBEngine

_NUMBERS = itertools.count()

Cells = Sequence[str | None]


@pytest.fixture(scope="session")
def shared_engine() -> Iterator[DuckDBEngine]:
    """Open one engine for all small tables; every table has a name of its own in it."""
    engine = DuckDBEngine({"threads": 1})
    yield engine
    engine.close()


@pytest.fixture
def text_table(shared_engine: DuckDBEngine) -> Callable[..., Source]:
    """Make a source of text columns; the header is line 1."""

    def make(columns: dict[str, Cells], *, label: str = "customers.csv", refused=()) -> Source:
        n_rows = len(next(iter(columns.values())))
        cells = {
            f"c{at}": pa.array(list(values), pa.string())
            for at, values in enumerate(columns.values())
        }
        table = pa.table({"line": pa.array(range(2, n_rows + 2), pa.int64()), **cells})
        relation = shared_engine.load(table, into=f"rows{next(_NUMBERS)}")
        described = tuple(Column(name, f"c{at}", "text") for at, name in enumerate(columns))
        return Source(shared_engine, relation, described, label, n_rows, refused=tuple(refused))

    return make


@pytest.fixture
def stored_table(shared_engine: DuckDBEngine) -> Callable[..., Source]:
    """Make a source of one stored column, as Parquet and frames have them."""

    def make(name: str, values: pa.Array, storage: str) -> Source:
        lines = pa.array(range(1, len(values) + 1), pa.int64())
        table = pa.table({"line": lines, "c0": values})
        relation = shared_engine.load(table, into=f"rows{next(_NUMBERS)}")
        return Source(
            shared_engine, relation, (Column(name, "c0", storage),), "the table", len(values)
        )

    return make
