"""What the report says of how segments change."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from personae import segment
from personae.report.content import document
from personae.report.html import render
from personae.report.names import shown
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


def test_segments_are_called_by_the_names_that_they_have_within_the_window(retail: Result) -> None:
    content = document(retail)
    told = shown(content)["trends"]
    assert "⟪" not in str(told)
    assert retail.trends is not None
    names = {item.name for item in retail.trends.segments}
    assert {row["name"] for row in told["rows"]} == names
    assert any(name in text for text in told["words"] for name in names)
    assert "How they change" in render(content, {})


def test_a_persons_name_reaches_every_text_and_the_chart(example_document: dict[str, Any]) -> None:
    content = copy.deepcopy(example_document)
    content["trends"]["names"][0]["name"] = "Our regulars"
    page = shown(content)
    assert page["trends"]["rows"][0]["name"] == "Our regulars"
    assert page["trends"]["moves"][0]["after"] == "Our regulars"
    assert page["charts"]["trends"]["rows"][0]["name"] == "Our regulars"
    assert any("Our regulars" in text for text in page["trends"]["words"])


def test_who_came_and_went_is_added_up(example_document: dict[str, Any]) -> None:
    told = example_document["trends"]
    assert told["flows"][1] == {
        "name": "⟪t2⟫",
        "newcomers": "15",
        "came_back": "5",
        "left": "10",
        "bought_again": "50\u00a0%",
    }
    assert told["moves"][0] == {"before": "⟪t2⟫", "after": "⟪t1⟫", "n": "4", "share": "6.2\u00a0%"}
    assert told["cohorts"]["rows"][0] == {
        "first": "2011 Q1",
        "size": "50",
        "shares": ["40\u00a0%", "20\u00a0%"],
    }
    page = render(example_document, {})
    assert "Who comes back, by the quarter of the first purchase" in page


def test_of_many_days_the_table_shows_the_last_and_every_second_before(
    make_result: Callable[..., Result],
) -> None:
    result = make_result(with_found=True)
    trends = result.trends
    assert trends is not None
    many = dataclasses.replace(trends, snapshots=trends.snapshots * 3, moves=trends.moves * 3)
    vars(result)["trends"] = many
    told = document(result)["trends"]
    assert (len(told["days"]), told["every"]) == (8, 2)
    assert told["days"][-1] == "29\u00a0Sep\u00a02011"
    assert all(len(row["shares"]) == 8 for row in told["rows"])


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
