"""What the report says of how segments change."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from personae import segment
from personae.report.content import document
from personae.report.html import render
from personae.workflow.result import Result


@pytest.fixture(scope="module")
def retail(data_folder: Path) -> Result:
    return segment(data_folder / "CDNOW_master.txt", k=4)


def test_every_day_has_all_of_its_customers(retail: Result) -> None:
    told = document(retail)["trends"]
    assert told["reason"] == ""
    assert len(told["days"]) >= 3
    trends = retail.trends
    assert trends is not None
    for place, snapshot in enumerate(trends.snapshots):
        counted = [int(row["shares"][place]["customers"].replace(",", "")) for row in told["rows"]]
        assert sum(counted) == snapshot.customers


def test_segments_are_called_by_name(retail: Result) -> None:
    told = document(retail)["trends"]
    assert "⟪" not in "".join(told["words"])
    names = {row["name"] for row in told["rows"]}
    assert any(name in text for text in told["words"] for name in names)
    assert "How they change" in render(document(retail), {})


def test_a_short_log_says_why_there_is_none() -> None:
    days = pd.date_range("2024-01-01", periods=60).repeat(3)
    frame = pd.DataFrame({"date": days, "amount": 5.0 + np.arange(180) % 9})
    frame["customer_id"] = [f"c{place % 50}" for place in range(180)]
    told = document(segment(frame, k=2))["trends"]
    assert told["rows"] == []
    assert "days" in told["reason"]


def test_a_customer_table_has_no_such_section(make_result: Callable[..., Result]) -> None:
    result = make_result()
    table = dataclasses.replace(
        result, customers=dataclasses.replace(result.customers, kind="customers"), worth=None
    )
    assert document(table)["trends"] is None
