"""What whoever spends a budget reads first."""

from __future__ import annotations

from typing import Any

import pytest

from personae.actions.budget.budget_readme import readme
from personae.actions.budget.question import Cell, Question
from personae.workflow.budget_summary import budget_summary

NAMES = {1: "New", 3: "Loyal"}


@pytest.fixture(scope="module")
def account() -> dict[str, Any]:
    """Letters to half of the loyal ones, at full response to the first thirty."""
    cells = (
        Cell(1, "Letter", 1.0, 0.5, 1.0, (), ((90, 1.0),)),
        Cell(3, "Letter", 1.0, 0.5, 6.0, (), ((30, 1.0), (70, 0.5))),
    )
    asked = Question(cells, {1: 90, 3: 100}, {"Letter": 5.0})
    people = [{"left_out": {"never to be contacted": 4}}, {"left_out": {}}]
    more = {"run": "my run", "people": people, "not_considered": [],
            "supplied_by_user": ["the budget"], "lists": {"lists/letter.csv": 50}}  # fmt: skip
    return budget_summary(asked, 55.0, NAMES, measured={}) | more


def test_what_to_do_comes_first(account: dict[str, Any]) -> None:
    assert readme(account).startswith(
        "Where to spend a budget of 55.00\n\n"
        "   Spend 55.00 of 55.00: expect 65 to be left after cost (95 %: 65 to 65).\n\n"
        "What to do\n"
        "   Letter to 50 of 100 in segment 3, Loyal: 50.00\n"
        "   once for Letter: 5.00\n\n"
        "   Send each offer to the ids in its list, and to nobody else. Nobody is on two.\n"
    )


def test_what_the_lists_cannot_do_and_how_to_measure(account: dict[str, Any]) -> None:
    told = " ".join(readme(account).split())
    assert "the response of Letter falls with depth, but the lists are drawn by chance" in told
    assert (
        "personae campaign 'my run' --campaign Letter --segment 3 --max-contacts 50 --out FOLDER"
    ) in told
    assert "Counted and listed nowhere: 4 never to be contacted." in told
    assert "lists/letter.csv 50 people" in told


def test_without_lists_it_says_how_to_get_them(account: dict[str, Any]) -> None:
    told = readme({**account, "lists": {}})
    assert "Who they are: the same command with --lists says it." in told
    assert "Send each offer" not in told


def test_nothing_to_buy_is_nothing_to_send(account: dict[str, Any]) -> None:
    rows = [{**row, "contacts": 0} for row in account["allocation"]]
    told = readme({**account, "allocation": rows, "lists": {}})
    assert "What to do\n   Send nothing. Keep the money.\n" in told


def test_no_line_is_too_long_to_read(account: dict[str, Any]) -> None:
    assert max(map(len, readme(account).splitlines())) <= 95
