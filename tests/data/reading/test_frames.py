"""Frames of every kind give the same source; values arrive exactly."""

# ruff: noqa: DTZ001, E501

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from personae.config import Options
from personae.data.reading.read import open_source
from personae.data.source import Source
from personae.errors import InputError, PersonaeError, UsageError

DATA = {"id": ["00123", "1E5", None], "spend": [1.5, None, 2.25], "n": [1, 2, 2**60 + 1]}


def rows(source: Source) -> list[tuple[object, ...]]:
    found = source.engine.rows("SELECT * FROM source ORDER BY line")
    source.engine.close()
    return found


@pytest.mark.parametrize(
    "make",
    [
        pd.DataFrame,
        pl.DataFrame,
        pl.LazyFrame,
        pa.table,
        lambda data: pa.table(data).to_batches()[0],
        lambda data: nw.from_native(pl.DataFrame(data)),
    ],
    ids=["pandas", "polars", "polars lazy", "pyarrow", "batch", "narwhals"],
)
def test_every_frame_gives_the_same_source(make) -> None:
    source = open_source(make(DATA), Options())
    assert [(column.name, column.storage) for column in source.columns] == [
        ("id", "text"),
        ("spend", "number"),
        ("n", "number"),
    ]
    assert source.label == "the table"
    assert rows(source) == [(1, "00123", 1.5, 1), (2, "1E5", None, 2), (3, None, 2.25, 2**60 + 1)]


def test_pandas_ids_that_a_gap_made_floats_are_whole_again() -> None:
    frame = pd.DataFrame({"id": [17850.0, np.nan, 13047.0], "x": [0.5, np.inf, np.nan]})
    source = open_source(frame, Options())
    assert source.engine.rows("SELECT CAST(c0 AS VARCHAR) FROM source ORDER BY line") == [
        ("17850",),
        (None,),
        ("13047",),
    ]
    assert rows(source) == [(1, 17850, 0.5), (2, None, float("inf")), (3, 13047, None)]


def test_every_type_has_a_storage() -> None:
    moment = dt.datetime(2024, 1, 1, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    table = pa.table(
        {
            "tz": pa.array([moment], pa.timestamp("ns", "Europe/Berlin")),
            "ns": pa.array([dt.datetime(2024, 1, 1, 10, 0, 0, 5)], pa.timestamp("ns")),
            "day": pa.array([dt.datetime(2024, 1, 1)], pa.timestamp("s")),
            "date": pa.array([dt.date(2024, 1, 1)]),
            "money": pa.array([Decimal("12345678901234567890.12")], pa.decimal128(38, 2)),
            "flag": pa.array([True]),
            "kind": pa.array(["a"]).dictionary_encode(),
            "u64": pa.array([2**64 - 1], pa.uint64()),
            "small": pa.array([0.5], pa.float32()),
            "time": pa.array([dt.time(10, 5)]),
            "bytes": pa.array(["é".encode()]),
            "null": pa.nulls(1),
            "view": pa.array(["x"], pa.string_view()),
        }
    )
    source = open_source(table, Options())
    assert {column.name: column.storage for column in source.columns} == {
        "tz": "timestamp", "ns": "timestamp", "day": "date", "date": "date", "money": "decimal",
        "flag": "boolean", "kind": "text", "u64": "number", "small": "number", "time": "text",
        "bytes": "text", "null": "text", "view": "text",
    }  # fmt: skip
    assert rows(source) == [
        (
            1, dt.datetime(2024, 1, 1, 9), dt.datetime(2024, 1, 1, 10, 0, 0, 5),
            dt.date(2024, 1, 1), dt.date(2024, 1, 1), Decimal("12345678901234567890.12"), True,
            "a", 2**64 - 1, 0.5, "10:05:00", "é", None, "x",
        )
    ]  # fmt: skip


def test_an_index_counts_only_with_a_name() -> None:
    frame = pd.DataFrame({"x": [1.5, 2.5]}, index=["b", "a"])
    assert open_source(frame, Options()).names == ("x",)
    named = open_source(frame.rename_axis("id"), Options())
    assert named.names == ("id", "x")
    assert rows(named) == [(1, "b", 1.5), (2, "a", 2.5)]


def test_names_that_are_no_text_become_text() -> None:
    assert open_source(pd.DataFrame({0: [1], ("a", "b"): [2]}), Options()).names == (
        "0",
        "('a', 'b')",
    )


def test_a_frame_may_change_afterwards() -> None:
    frame = pd.DataFrame({"id": [1.5, 2.5]})
    source = open_source(frame, Options())
    frame.loc[:, "id"] = 9.5
    assert rows(source) == [(1, 1.5), (2, 2.5)]


def test_rows_without_a_value_are_passed_over_and_stated() -> None:
    source = open_source(pa.table({"a": ["x", None, "y"], "b": [1, None, None]}), Options())
    assert source.n_rows == 2
    assert [(s.value, s.note) for s in source.stated if s.what == "blank rows"] == [
        ("1", "passed over")
    ]
    assert rows(source) == [(1, "x", 1), (3, "y", None)]


@pytest.mark.parametrize(
    ("frame", "kind", "message"),
    [
        (
            pd.DataFrame({"a": [1, "x"], "b": [1, 2], "c": [1, "x"]}),
            InputError,
            (
                'the table: column "a" holds values of several types.\n'
                'Fix: Make them one type first, such as frame["a"] = frame["a"].astype("string").\n\n'
                'the table: column "c" holds values of several types.\n'
                'Fix: Make them one type first, such as frame["c"] = frame["c"].astype("string").'
            ),
        ),
        (
            pl.DataFrame({"a": [[1], [2]], "b": [1, 2], "c": [{"x": 1}, {"x": 2}]}),
            InputError,
            (
                'the table: column "a" holds lists or records, not single values.\n'
                "Fix: Unnest it into rows or columns, or leave it out of the file.\n\n"
                'the table: column "c" holds lists or records, not single values.\n'
                "Fix: Unnest it into rows or columns, or leave it out of the file."
            ),
        ),
        (
            pd.DataFrame([[1, 2]], columns=["a", "a"]),
            InputError,
            (
                'the table: the column name "a" occurs 2 times (columns 1, 2).\n'
                "Fix: Rename the columns so that each name occurs once."
            ),
        ),
        (
            pd.DataFrame(),
            InputError,
            "the table has no column.\nFix: Give a table with at least one row and one column.",
        ),
        (
            pd.DataFrame({"a": []}),
            InputError,
            "the table has no row.\nFix: Give a table with at least one row and one column.",
        ),
        (
            pa.table({"id": ["a"], "photo": [b"\xff"]}),
            InputError,
            (
                'the table: column "photo" holds bytes that are no UTF-8 text.\n'
                "Fix: Leave it out of the file, or write it as text."
            ),
        ),
        (
            [1, 2],
            UsageError,
            (
                "A list is neither a path nor a data frame.\n"
                "Fix: Give the path of a file, or a frame of pandas, polars or pyarrow."
            ),
        ),
    ],
)
def test_what_is_refused_and_how_to_mend_it(frame, kind, message) -> None:
    with pytest.raises(PersonaeError) as found:
        open_source(frame, Options())
    assert isinstance(found.value, kind)
    assert str(found.value) == message
