"""Numbers are put in everywhere at once, and numbers 1 to k change nothing."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

import personae
from personae.profile.numbering import numbered_column, numbered_text, renumbered


@pytest.fixture(scope="module")
def result() -> personae.Result:
    rows = [(f"{x}-{y}-{i:02d}", x + i % 5, y + i % 7) for x, y in ((0, 0), (0, 400), (300, 0))
            for i in range(30 + x // 100)]  # fmt: skip
    return personae.segment(pd.DataFrame(rows, columns=["customer_id", "visits", "spend"]), k=3)


def test_one_to_k_changes_nothing(result: personae.Result) -> None:
    same = renumbered(result.segmentation, (1, 2, 3))
    assert same.segments == result.segmentation.segments
    assert (same.sentence, same.trust_sentence) == (
        result.segmentation.sentence, result.segmentation.trust_sentence
    )  # fmt: skip
    assert same.map.points.equals(result.segmentation.map.points)


def test_numbers_stand_everywhere(result: personae.Result) -> None:
    told = renumbered(result.segmentation, (2, 7, 9))
    assert told.numbers == (2, 7, 9)
    assert set(told.map.points.column("segment").to_pylist()) == {2, 7, 9}
    for before, after in zip(result.segmentation.segments, told.segments, strict=True):
        assert before.neighbour is not None
        assert after.neighbour is not None
        assert after.neighbour.segment == (2, 7, 9)[before.neighbour.segment - 1]
        assert after.size == before.size
    assert "⟪1⟫" not in told.sentence + told.trust_sentence


def test_a_text_is_numbered_once() -> None:
    """The place 1 becomes 2, and that 2 does not become 3."""
    assert numbered_text("⟪1⟫, ⟪2⟫ and ⟪3⟫", (2, 3, 11)) == "⟪2⟫, ⟪3⟫ and ⟪11⟫"


def test_a_column_keeps_its_type_and_place() -> None:
    table = pa.table({"segment": pa.array([2, 1], pa.int32()), "name": ["b", "a"]})
    told = numbered_column(table, "segment", (4, 6))
    assert told.schema == table.schema
    assert told.column("segment").to_pylist() == [6, 4]
