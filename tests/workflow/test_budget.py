"""Measured results and plans, as the budget reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from personae.actions.budget.allocate import Cell
from personae.errors import InputError
from personae.workflow.budget import _answer, _measured


def test_more_budget_never_leaves_less() -> None:
    cells = [
        Cell(1, "a", 1.0, 0.5, 4.0, 1.0, "a", ((0.5, 1.0), (0.5, 0.6))),
        Cell(2, "a", 1.0, 0.5, 4.0, 1.0, "a"),
    ]
    left = [
        _answer(cells, {1: 40, 2: 30}, money, {1: "x", 2: "y"})["left_after_cost"]
        for money in (10.0, 30.0, 60.0, 90.0)
    ]
    assert left == sorted(left)


def test_measured_effects_are_drawn_to_their_mean(tmp_path: Path) -> None:
    rows = [
        {"segment": name, "difference": {"money": {"estimate": value, "error": 1.0}}}
        for name, value in (("x", 0.0), ("y", 4.0))
    ]
    file = tmp_path / "result.json"
    file.write_text(json.dumps({"format": "personae.lift/1", "doubts": [], "segments": rows}))
    used, shown = _measured([file])
    assert used["y"][0] == pytest.approx(3.75)
    assert [row["kept"] for row in shown] == pytest.approx([0.875, 0.875])


def test_a_doubtful_result_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    file.write_text(
        json.dumps({"format": "personae.lift/1", "doubts": ["sample ratio"], "segments": []})
    )
    with pytest.raises(InputError, match="its arms are doubtful"):
        _measured([file])
