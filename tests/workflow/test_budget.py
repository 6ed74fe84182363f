"""Measured results and plans, as the budget reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from personae.actions.budget.allocate import Cell
from personae.errors import InputError
from personae.workflow.budget import _answer, _measured, budget


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


PLAN = """
margin = 0.4
[[offer]]
name = "Postcard"
cost = 0.9
buyers = 4
spend = 120
range = [1, 7]
depth = [[0.3, 1.0], [0.7, 0.5]]
[[offer]]
name = "Call"
cost = 6
response = 40
error = 15
segments = ["1"]
max_share = 0.2
[[offer]]
name = "Catalogue"
cost = 5
response = 9
error = 2
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN)
    return path


def test_a_budget_for_a_real_run(log_run: Path, plan: Path, tmp_path: Path) -> None:
    made = budget(log_run, plan, money=900.0, out=tmp_path / "spend")
    found = made.summary
    rows = found["allocation"]
    assert found["spent"] == pytest.approx(sum(row["cost"] for row in rows))
    assert found["spent"] <= 900.0
    assert found["spent"] + found["left_over"] == pytest.approx(900.0)
    for segment, people in found["people"].items():
        assert sum(row["contacts"] for row in rows if row["segment"] == segment) <= people
    # 9 sold at a margin of .4 is less than the 5 it costs
    catalogue = [row for row in rows if row["offer"] == "Catalogue"]
    assert [(row["contacts"], row["pays"]) for row in catalogue] == [(0, False)] * 4
    [call] = [row for row in rows if row["offer"] == "Call"]
    size = found["people"][call["segment"]]
    assert 0 < call["contacts"] <= 0.2 * size
    assert found["low"] < found["left_after_cost"] < found["high"]
    assert found["next_100"] >= 0.0
    assert found["linear"] == ["Call", "Catalogue"]
    assert found["stated_by_user"] == ["Postcard", "Call", "Catalogue"]
    assert json.loads((tmp_path / "spend" / "budget.json").read_bytes()) == found


def test_the_global_holdout_is_in_no_plan(log_run: Path, plan: Path) -> None:
    whole = budget(log_run, plan, money=9000.0).summary["people"]
    less = budget(log_run, plan, money=9000.0, global_holdout=0.1).summary["people"]
    assert sum(whole.values()) == 995
    assert 0.85 * 995 < sum(less.values()) < 0.95 * 995


def test_the_same_request_gives_the_same_answer(log_run: Path, plan: Path) -> None:
    one, other = (budget(log_run, plan, money=900.0).summary for _ in range(2))
    assert one == other


def test_a_plan_that_is_no_file_is_refused(log_run: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        budget(log_run, tmp_path / "none.toml", money=10.0)
    assert str(caught.value) == (
        f"{tmp_path / 'none.toml'} cannot be read as a TOML file.\n"
        "Fix: docs/methods/budget.md has one to begin with."
    )
