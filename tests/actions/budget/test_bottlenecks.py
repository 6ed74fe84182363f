"""What holds an answer back, and why money is left over."""

from __future__ import annotations

import math

import pytest

from personae.actions.budget.allocate import allocate
from personae.actions.budget.bottlenecks import bottlenecks, why_left_over
from personae.actions.budget.question import Cell, Limit, Question


def cell(segment: int, offer: str, response: float, cost: float = 1.0) -> Cell:
    return Cell(segment, offer, cost, 0.5, response, (), ((400, 1.0),))


def test_each_limit_says_what_moving_it_returns() -> None:
    cap = Limit("mail", "contacts", None, "mail", 0.0, 50.0)
    least = Limit("call to Lost", "contacts", 2, "call", 30.0, math.inf)
    idle = Limit("", "contacts", None, None, 0.0, 5000.0)
    asked = Question(
        (cell(1, "mail", 8.0), cell(2, "call", 1.0)), {1: 400, 2: 400}, {}, (cap, least, idle)
    )
    found = bottlenecks(asked, 1000.0)
    assert [(one.limit, one.side) for one in found] == [(cap, "most"), (least, "least")]
    # 100 more letters at 8 * .5 - 1; 30 calls at 1 - .5 lost
    assert [one.returns for one in found] == pytest.approx([300, 15])


def test_every_reason_for_money_that_is_left() -> None:
    cells = (
        cell(1, "mail", 8.0),
        cell(2, "mail", 8.0),
        cell(3, "call", 1.0),
        cell(4, "gift", 3.0),
    )
    limits = (Limit("mail to Lost", "contacts", 2, "mail", 0.0, 50.0),)
    asked = Question(cells, dict.fromkeys((1, 2, 3, 4), 400), {"gift": 900.0}, limits)
    answer = allocate(asked, 5000.0)
    assert why_left_over(asked, answer, bottlenecks(asked, 5000.0)) == {
        "everybody": ["1"],
        "limits": ["mail to Lost"],
        "does_not_pay": ["call"],
        "fixed_cost": ["gift"],
    }
