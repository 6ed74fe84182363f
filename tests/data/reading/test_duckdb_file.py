"""A table of a DuckDB file is read without writing to it; which one is never guessed."""

# ruff: noqa: PLR0917

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from personae.config import Options
from personae.data.reading.read import open_source
from personae.errors import DatabaseError, PersonaeError


def make(path: Path, *statements: str) -> Path:
    with duckdb.connect(path) as connection:
        for statement in statements:
            connection.execute(statement).fetchall()
    return path


def rows(path: Path, **options: object) -> list[tuple[object, ...]]:
    source = open_source(path, Options(**options))
    found = source.engine.rows("SELECT * FROM source ORDER BY line")
    source.engine.close()
    return found


def test_the_only_table_is_read_and_the_file_stays_as_it_was(tmp_path: Path) -> None:
    path = make(
        tmp_path / "shop.db",
        "CREATE TABLE customers AS SELECT '00123' AS id, 1.50::DECIMAL(10,2) AS \"spend; --\", "
        "1152921504606846977 AS big",
    )
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    source = open_source(path, Options())
    assert source.names == ("id", "spend; --", "big")
    assert [column.storage for column in source.columns] == ["text", "decimal", "number"]
    assert source.engine.rows("SELECT c0, CAST(c1 AS VARCHAR), c2 FROM source") == [
        ("00123", "1.50", 1152921504606846977)
    ]
    assert source.stated[0].value == "customers"
    source.engine.close()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [file.name for file in tmp_path.iterdir()] == ["shop.db"]


def test_a_table_a_view_and_a_schema(tmp_path: Path) -> None:
    path = make(
        tmp_path / "shop.duckdb",
        "CREATE TABLE customers AS SELECT 1 AS id",
        "CREATE VIEW rich AS SELECT id + 1 AS id FROM customers",
        "CREATE SCHEMA sales",
        'CREATE TABLE sales."the ""orders""" AS SELECT 3 AS id UNION ALL SELECT 3',
    )
    assert rows(path, table="customers") == [(1, 1)]
    assert rows(path, table="main.rich") == [(1, 2)]
    assert rows(path, table='sales.the "orders"') == [(1, 3), (2, 3)]


@pytest.mark.parametrize(
    ("statements", "options", "exit_code", "message"),
    [
        (
            ["CREATE TABLE a AS SELECT 1 AS x", "CREATE TABLE b AS FROM range(2)"],
            {},
            3,
            (
                'shop.duckdb holds 2 tables: "b" (2 rows), "a" (1 rows).\n'
                'Fix: Pass --table with the one to read, such as --table "b".'
            ),
        ),
        (
            ["CREATE TABLE orders AS SELECT 1 AS x"],
            {"table": "order"},
            2,
            (
                'shop.duckdb has no table "order". Closest: "orders".\n'
                'Fix: Pass --table with the name of a table, such as --table "orders".'
            ),
        ),
        ([], {}, 3, "shop.duckdb holds no table.\nFix: Give a file that holds one."),
        (
            ["CREATE TABLE orders (x INTEGER)"],
            {},
            3,
            "shop.duckdb has no row with a value.\nFix: Export the table again, with its rows.",
        ),
    ],
)
def test_what_is_refused_and_how_to_mend_it(
    tmp_path: Path, statements, options, exit_code, message
) -> None:
    path = make(tmp_path / "shop.duckdb", *statements)
    with pytest.raises(PersonaeError) as found:
        open_source(path, Options(**options))
    assert found.value.exit_code == exit_code
    assert str(found.value) == message


def test_a_file_that_another_program_holds(tmp_path: Path) -> None:
    path = make(tmp_path / "shop.duckdb", "CREATE TABLE a AS SELECT 1 AS x")
    code = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); "
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(DatabaseError) as found:
            open_source(path, Options())
        holder.communicate(b"")
    assert str(found.value) == (
        "shop.duckdb is open in another program.\n"
        "Fix: Close that program, or copy the file and give the copy."
    )


def test_a_damaged_file(tmp_path: Path) -> None:
    path = make(tmp_path / "shop.duckdb", "CREATE TABLE a AS SELECT 1 AS x")
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(DatabaseError) as found:
        open_source(path, Options())
    assert str(found.value).startswith("shop.duckdb is a damaged DuckDB file")
