"""What the report says of what segments buy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from personae import segment
from personae.report.content import document
from personae.report.html import render
from personae.workflow.result import Result


@pytest.fixture(scope="module")
def tea_lovers() -> Result:
    """Two hundred frequent customers buy anything; two hundred rare ones mostly tea as well."""
    rng = np.random.default_rng(5)
    rows = []
    for customer in range(400):
        rare = customer >= 200
        for visit in range(2 if rare else 9):
            day = dt.date(2024, 1, 1) + dt.timedelta(days=int(rng.integers(0, 30)) + 30 * visit)
            things = rng.choice(25, size=3, replace=False)
            rows += [(f"c{customer:03d}", day, f"<thing {thing}>", 10.0) for thing in things]
            if rare and rng.random() < 0.7:
                rows.append((f"c{customer:03d}", day, "<b>Tea</b>", 12.0))
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "product", "amount"])
    return segment(frame, k=2)


def test_what_is_picked_more_often_leads_and_is_escaped(tea_lovers: Result) -> None:
    content = document(tea_lovers)
    rare = next(item for item in tea_lovers.segmentation.segments if item.size == 200 and _is(item))
    row = next(row for row in content["offers"]["rows"] if row["segment"] == rare.segment)
    assert row["picks"][0]["label"] == "<b>Tea</b>"
    assert "would be expected (index " in row["picks"][0]["text"]
    card = next(item for item in content["segments"] if item["segment"] == rare.segment)
    assert card["picks"].startswith("<b>Tea</b>")
    page = render(content, {})
    assert "&lt;b&gt;Tea&lt;/b&gt;" in page
    assert "<b>Tea</b>" not in page


def _is(item: object) -> bool:
    numbers = {number.column: number.median for number in item.numbers}  # type: ignore[attr-defined]
    return bool(numbers["frequency"] < 5)


def test_without_products_the_column_that_would_help_is_named(
    make_result: Callable[..., Result],
) -> None:
    told = document(make_result())["offers"]
    assert told["rows"] == []
    (said,) = told["not_told"]
    assert said == (
        "What the segments buy cannot be told: the log names no goods that were bought and kept. A "
        "column with the product of every line would do (--product)."
    )
    assert document(make_result())["segments"][0]["picks"] is None
