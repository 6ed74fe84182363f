"""What a measured campaign says of the segments of a run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from personae.actions.budget.measured import read_measured
from personae.errors import InputError


def money(estimate: float, error: float) -> dict[str, Any]:
    return {"difference": {"money": {"estimate": estimate, "error": error}}}


@pytest.fixture
def result_file(tmp_path: Path) -> Callable[..., Path]:
    def write(**changes: Any) -> Path:
        result = {
            "format": "personae.lift/1",
            "doubts": [],
            "whole": money(2.0, 0.5),
            "segments": [{"segment": "New", **money(0.0, 1.0)},
                         {"segment": "Loyal", **money(4.0, 1.0)}],
            "listed_segments": [{"segment": "New", "number": 1}, {"segment": "Loyal", "number": 4}],
            **changes,
        }  # fmt: skip
        file = tmp_path / "result.json"
        file.write_text(json.dumps(result))
        return file

    return write


def test_segments_are_drawn_towards_everybody(result_file: Callable[..., Path]) -> None:
    found = read_measured(result_file(), {1: "New", 2: "Lost", 4: "Loyal"})
    assert sorted(found.segments) == [1, 4]
    loyal = found.segments[4]
    assert (loyal.measured, loyal.used, loyal.kept) == (4.0, pytest.approx(3.75), 0.875)
    assert (found.overall, found.notes) == (2.0, ())


def test_a_segment_that_was_renamed_is_found_by_its_number(
    result_file: Callable[..., Path],
) -> None:
    found = read_measured(result_file(), {1: "New", 4: "My best"})
    assert sorted(found.segments) == [1, 4]
    assert found.notes == (
        '"Loyal" of the measured campaign is taken for segment 4, which is called "My best" here.',
    )


def test_a_name_goes_before_a_number(result_file: Callable[..., Path]) -> None:
    found = read_measured(result_file(), {1: "loyal", 4: "Others"})
    assert (found.segments[1].called, sorted(found.segments)) == ("Loyal", [1])
    assert found.notes == (
        '"New" of the measured campaign is no segment of this run; it is not used.',
    )


def test_without_numbers_a_renamed_segment_is_said_not_to_be_found(
    result_file: Callable[..., Path],
) -> None:
    found = read_measured(result_file(listed_segments=[]), {1: "New", 4: "My best"})
    assert sorted(found.segments) == [1]
    assert found.notes == (
        '"Loyal" of the measured campaign is no segment of this run; it is not used.',
    )


def test_one_measured_segment_becomes_everybody(result_file: Callable[..., Path]) -> None:
    rows = [
        {"segment": "Loyal", **money(9.0, 1.0)},
        {"segment": "New", "difference": {"money": None}},
    ]
    found = read_measured(result_file(segments=rows), {1: "New", 4: "Loyal"})
    assert sorted(found.segments) == [4]
    assert (found.segments[4].used, found.segments[4].shared_error) == (2.0, 0.5)
    assert found.notes == (
        (
            "One measured segment cannot show how far segments differ, so the effect on everybody "
            "of that campaign is used."
        ),
    )


def test_a_list_of_one_segment_measured_that_segment(result_file: Callable[..., Path]) -> None:
    listed = [{"segment": "Loyal", "number": 4}]
    found = read_measured(result_file(segments=[], listed_segments=listed), {4: "Loyal", 5: "x"})
    assert (found.segments[4].used, sorted(found.segments)) == (2.0, [4])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"format": "personae.run/1"},
            (
                " is not the result of a measured campaign.\n"
                "Fix: Pass the file that personae lift LIST OUTCOMES --out result.json wrote."
            ),
        ),
        (
            {"doubts": ["sample ratio", "not alike before"]},
            (
                " is not to be trusted, as it says itself: sample ratio, not alike before.\n"
                "Fix: Leave it out, and state response and range in the plan, or measure again."
            ),
        ),
        (
            {"whole": {"difference": {"money": None}}},
            (
                " measured no difference in money, so it does not say what a contact brings.\n"
                "Fix: State response and range in the plan instead."
            ),
        ),
        (
            {"segments": [], "listed_segments": []},
            (
                " does not say which segments it measured.\n"
                "Fix: Measure again with personae lift, which notes the numbers of the segments "
                "too, or state response and range in the plan."
            ),
        ),
        (
            {"segments": [{"segment": "VIP", **money(1.0, 1.0)}]},
            (
                " measured none of the segments of this run: it has other names.\n"
                "Fix: Measure again with personae lift, which notes the numbers of the segments "
                "too, or state response and range in the plan."
            ),
        ),
    ],
    ids=["kind", "doubts", "no money", "no segments", "strangers"],
)
def test_what_cannot_be_built_on_is_refused(
    result_file: Callable[..., Path], changes: dict[str, Any], said: str
) -> None:
    file = result_file(**changes)
    with pytest.raises(InputError) as caught:
        read_measured(file, {1: "New", 4: "Loyal"})
    assert str(caught.value) == f"{file}{said}"


def test_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not the result of a measured campaign"):
        read_measured(tmp_path / "none.json", {1: "New"})
