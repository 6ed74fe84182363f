"""Whoever gives pandas gets pandas back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from personae.data.reading.native import like

TABLE = pa.table({"id": ["00123", "1E5"], "segment": pa.array([1, 2], pa.int32())})


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (pd.DataFrame({"a": [1]}), pd.DataFrame),
        (pl.DataFrame({"a": [1]}), pl.DataFrame),
        (pl.LazyFrame({"a": [1]}), pl.DataFrame),
        (pa.table({"a": [1]}), pa.Table),
        ("customers.csv", pd.DataFrame),
        (Path("customers.csv"), pd.DataFrame),
    ],
)
def test_the_frame_is_of_the_library_that_came_in(given: object, kind: type) -> None:
    back = like(given, TABLE)
    assert isinstance(back, kind)
    assert list(back["id"].to_pylist() if kind is pa.Table else back["id"]) == ["00123", "1E5"]
