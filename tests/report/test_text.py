"""The gist as text: one row per segment, and Markdown that a column's name cannot format."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from personae.report.content import document
from personae.report.text import markdown, segment_table
from personae.workflow.result import Result


def test_one_row_per_segment_with_equal_headings(example_document: dict[str, Any]) -> None:
    rows = segment_table(example_document)
    assert [row["#"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert {tuple(row) for row in rows} == {
        ("#", "Segment", "Customers", "Share", "Of revenue", "Trust", "What they are like")
    }
    assert [row["Trust"] for row in rows][-2:] == ["act on it", "not tested"]


def test_markdown_shows_hostile_names_as_they_are(make_result: Callable[..., Result]) -> None:
    text = markdown(document(make_result(names=("<b>|x|</b> [a](http://b)",))))
    assert r"\<b\>\|x\|\</b\> \[a\]\(http://b\)" in text
    assert "<b>" not in text
