"""The document of an answer, and its tables."""

from __future__ import annotations

from personae.actions.budget.question import Cell, Question
from personae.data.csv_file import to_csv
from personae.workflow.budget_summary import allocation_table, budget_summary, curve_table


def test_a_small_answer_by_hand() -> None:
    cells = (
        Cell(1, "=mail", 1.0, 0.5, 6.0, (), ((30, 1.0), (70, 0.5))),
        Cell(5, "=mail", 1.0, 0.5, 1.0, (), ((80, 1.0),)),
    )
    asked = Question(cells, {1: 100, 5: 80}, {"=mail": 5.0})
    found = budget_summary(asked, 55.0, {1: "New", 5: "Lost"}, measured={})
    # thirty leave 2 each, twenty half as much sold and so 0.5 each, less the 5 once
    assert (found["spent"], found["left_over"], found["left_after_cost"]) == (55.0, 0.0, 65.0)
    assert (found["next_100"], found["all_that_pays"]) == (
        25.0, {"cost": 105.0, "left_after_cost": 90.0}
    )  # fmt: skip
    first, second = found["allocation"]
    assert (first["contacts"], first["next_contact"], first["first_contact"]) == (50, 0.5, 2.0)
    assert (second["contacts"], second["first_contact"]) == (0, -0.5)
    assert found["fixed_costs"] == {"=mail": 5.0}
    assert allocation_table(found).column("offer").to_pylist() == ["=mail", "=mail"]
    assert b"'=mail" in to_csv(allocation_table(found))
    assert curve_table(found).column("left_after_cost").to_pylist()[-1] == 90.0
