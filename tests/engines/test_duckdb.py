"""The engine reads what it is told to read, exactly, and leaves nothing behind."""

# ruff: noqa: E501

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from personae.engines.base import Aggregate
from personae.engines.duckdb import DuckDBEngine, TextLayout, quote_identifier, quote_literal
from personae.errors import DatabaseError


@pytest.fixture
def engine() -> Iterator[DuckDBEngine]:
    made = DuckDBEngine()
    yield made
    made.close()


@pytest.mark.parametrize("name", ["plain", 'a"b', "x; DROP TABLE t; --", "a\nb", "😀", "sel'ect"])
def test_any_name_and_any_text_may_stand_in_a_query(engine: DuckDBEngine, name: str) -> None:
    query = f"SELECT {quote_literal(name)} AS {quote_identifier(name)}"
    table = engine.fetch(query)
    assert table.column_names == [name]
    assert table.column(0).to_pylist() == [name]


def test_rows_keep_the_order_of_the_file_over_many_threads(
    engine: DuckDBEngine, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    # More than one of the engine's buffers, so that several threads read.
    path.write_text("".join(f"{i},{'x' * 40}\n" for i in range(400_000)), encoding="utf-8")
    assert engine.read_text(path, TextLayout(2, ","), into="t") == 400_000
    query = "SELECT count(*) FILTER (WHERE CAST(c0 AS BIGINT) = rowid), max(rowid) FROM t"
    assert engine.rows(query) == [(400_000, 399_999)]


@pytest.mark.parametrize(
    "data",
    [b"1,2\n3\n", b"1,2\n3,4,5\n", b'1,"a"b\n', b'1,"abc\n3,4\n', b"1,2\n3,\xff\n"],
    ids=["short", "long", "quote", "unclosed", "no text"],
)
def test_a_text_that_is_not_laid_out_so_is_refused_without_its_cells(
    engine: DuckDBEngine, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    with pytest.raises(DatabaseError) as found:
        engine.read_text(path, TextLayout(2, ","), into="t")
    assert str(found.value) == (
        "The engine does not read the text as 2 fields a record (InvalidInputException)."
    )


def test_groups_count_and_sum_exactly(engine: DuckDBEngine) -> None:
    engine.load(
        pa.table({"c0": ["a", "a", "b"], "c1": [2**60, 1, 5], "c2": ["x", "x", "y"]}), into="t"
    )
    name = engine.group(
        "t",
        "c0",
        (
            Aggregate("n", "count"),
            Aggregate("kinds", "count_distinct", "c2"),
            Aggregate("total", "sum", "c1"),
            Aggregate("small", "sum", "c1", where="c1 < 10"),
            Aggregate("low", "min", "c1"),
            Aggregate("high", "max", "c1"),
        ),
        into="per_customer",
    )
    assert engine.rows(f"SELECT * FROM {name} ORDER BY c0") == [
        ("a", 2, 1, 2**60 + 1, 1, 1, 2**60),
        ("b", 1, 1, 5, 5, 5, 5),
    ]


def test_parameters_are_bound(engine: DuckDBEngine) -> None:
    assert engine.fetch("SELECT ? AS x", ("'; --",)).column(0).to_pylist() == ["'; --"]


def test_a_shown_table_is_given_back_uncopied_until_it_is_hidden(engine: DuckDBEngine) -> None:
    table = pa.table({"x": [1, 2]})
    engine.show(table, into="shown")
    assert engine.table("shown") is table
    engine.run("CREATE VIEW more AS SELECT x + 1 AS x FROM shown")
    assert engine.table("more").to_pydict() == {"x": [2, 3]}
    engine.hide("shown")
    with pytest.raises(duckdb.Error):
        engine.table("shown")


def test_the_session_is_in_utc_and_loads_no_extension(engine: DuckDBEngine) -> None:
    assert engine.rows("SELECT current_setting('TimeZone')") == [("UTC",)]
    with pytest.raises(duckdb.Error):
        engine.rows("SELECT * FROM read_csv('https://example.org/a.csv')")


def test_what_is_spilled_goes_when_the_engine_goes() -> None:
    engine = DuckDBEngine()
    folder = engine.folder
    assert folder.stat().st_mode & 0o777 == 0o700
    engine.close()
    assert not folder.exists()
    forgotten = DuckDBEngine()
    folder = forgotten.folder
    del forgotten
    gc.collect()
    assert not folder.exists()


@pytest.mark.full
def test_a_table_larger_than_the_memory_is_read(tmp_path: Path, request) -> None:
    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8") as out:
        for start in range(0, 4_000_000, 10_000):
            out.writelines(
                f"{i},{i * 7919 % 4_000_037:060d}\n" for i in range(start, start + 10_000)
            )
    engine = DuckDBEngine({"memory_limit": "200MB"})
    request.addfinalizer(engine.close)
    assert engine.read_text(path, TextLayout(2, ","), into="t") == 4_000_000
    assert engine.rows("SELECT min(c1), max(rowid) FROM t") == [("0" * 60, 3_999_999)]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (
            (
                "IO Error: Trying to read a database file with version number 200, but we can only read "
                "versions between 64 and 69. The database file was created with a newer version of DuckDB."
            ),
            (
                "shop.duckdb was written by a newer version of DuckDB.\n"
                "Fix: Install a newer duckdb, or export the table as Parquet."
            ),
        ),
        (
            "IO Error: Could not set lock on file: Conflicting lock is held",
            (
                "shop.duckdb is open in another program.\n"
                "Fix: Close that program, or copy the file and give the copy."
            ),
        ),
        (
            "Cannot open encrypted database without a key",
            "shop.duckdb is encrypted.\nFix: Export the table as Parquet.",
        ),
        (
            "IO Error: Could not read enough bytes; error in block at location 0",
            "shop.duckdb is a damaged DuckDB file (IOException).\nFix: Copy or export it again.",
        ),
    ],
)
def test_why_a_file_cannot_be_attached(
    engine: DuckDBEngine, monkeypatch: pytest.MonkeyPatch, said: str, message: str
) -> None:
    def fail(statement: str) -> None:
        raise duckdb.IOException(said)

    monkeypatch.setattr(engine, "run", fail)
    with pytest.raises(DatabaseError) as found:
        engine.attach(Path("shop.duckdb"))
    assert str(found.value) == message


def test_a_query_of_another_thread_can_be_ended() -> None:
    engine = DuckDBEngine()
    ended: list[BaseException] = []

    def count() -> None:
        try:
            engine.rows("SELECT count(*) FROM range(10_000_000) a, range(10_000_000) b")
        except duckdb.InterruptException as error:
            ended.append(error)

    thread = threading.Thread(target=count)
    thread.start()
    while thread.is_alive():
        engine.interrupt()
        thread.join(0.01)
    assert len(ended) == 1
    engine.close()
    engine.interrupt()  # there is nothing left to end, and nothing happens
