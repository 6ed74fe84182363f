"""What the report says of whether segments foretell anything."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from personae import segment
from personae.actions.headroom import Headroom, SegmentHeadroom
from personae.report.content import document
from personae.report.html import render
from personae.report.proof_section import proof_section
from personae.workflow.result import Result


@pytest.fixture(scope="module")
def retail(data_folder: Path) -> Result:
    return segment(data_folder / "CDNOW_master.txt", k=4)


def test_either_way_the_words_of_the_test_are_told(retail: Result) -> None:
    told = document(retail)["proof"]
    assert retail.usefulness is not None
    assert [told["headline"], *told["words"]] == list(retail.usefulness.words())
    assert "What the segments tell of tomorrow" in render(document(retail), {})


def test_headroom_that_a_log_does_not_prove_is_not_shown(retail: Result) -> None:
    assert document(retail)["proof"]["headroom"].startswith("This log has no headroom to show: ")


def test_headroom_is_told_by_segment_where_it_is_proved(retail: Result) -> None:
    proved: Any = SimpleNamespace(
        customers=retail.customers,
        usefulness=retail.usefulness,
        usefulness_reason=None,
        headroom=Headroom("", 90, None, (SegmentHeadroom(2, 100, 40, 1234.0),)),
    )
    told = proof_section(proved)
    assert told is not None
    assert told["headroom"] == (
        "Customers who spend less than the median of their like, and by how much together, in 90 "
        "days: ⟪2⟫: 40 of 100, 1,234."
    )


def test_a_customer_table_has_no_such_section(make_result: Callable[..., Result]) -> None:
    result = make_result()
    customers = dataclasses.replace(result.customers, kind="customers")
    assert document(dataclasses.replace(result, customers=customers))["proof"] is None
