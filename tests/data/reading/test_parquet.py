"""Parquet is read exactly, and a damaged file is refused."""

# ruff: noqa: DTZ001

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from personae.config import Options
from personae.data.reading.read import open_source
from personae.errors import InputError


def test_values_names_and_rows_are_exact(tmp_path: Path) -> None:
    table = pa.table(
        [
            pa.array(["00123", None, "1E5"]),
            pa.array([2**60 + 1, None, 3]),
            pa.array([Decimal("1.50"), None, None], pa.decimal128(10, 2)),
            pa.array(
                [dt.datetime(2024, 1, 1, 10), None, None], pa.timestamp("us", "America/New_York")
            ),
        ],
        names=["id", 'a"; DROP TABLE x; --', "Spend", "SPEND"],
    )
    path = tmp_path / "customers.parquet"
    pq.write_table(table, path, row_group_size=1)
    source = open_source(path, Options())
    assert source.names == ("id", 'a"; DROP TABLE x; --', "Spend", "SPEND")
    assert [column.storage for column in source.columns] == [
        "text",
        "number",
        "decimal",
        "timestamp",
    ]
    # The second row holds nothing; the third keeps its number.
    assert source.engine.rows("SELECT * FROM source ORDER BY line") == [
        (1, "00123", 2**60 + 1, Decimal("1.50"), dt.datetime(2024, 1, 1, 10)),
        (3, "1E5", 3, None, None),
    ]
    source.engine.close()


def test_text_that_old_programs_wrote_as_bytes(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"id": pa.array([b"a", "é".encode()])}), path)
    source = open_source(path, Options())
    assert source.engine.rows("SELECT c0 FROM source ORDER BY line") == [("a",), ("é",)]
    source.engine.close()


@pytest.mark.parametrize("size", [4, 12, 300])
def test_a_cut_off_file_is_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"id": [str(i) for i in range(100)]}), path)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(InputError) as found:
        open_source(path, Options())
    assert str(found.value) == (
        "t.parquet is a damaged Parquet file.\nFix: Copy or export it again; no row of it was used."
    )


def test_a_nested_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"id": ["a"], "tags": [["x"]], "where": [{"city": "y"}]}), path)
    with pytest.raises(InputError) as found:
        open_source(path, Options())
    assert found.value.codes == ("columns/nested", "columns/nested")
    assert 'column "tags"' in str(found.value)


def test_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"id": pa.array([], pa.string())}), path)
    with pytest.raises(InputError) as found:
        open_source(path, Options())
    assert found.value.codes == ("input/no-rows",)
