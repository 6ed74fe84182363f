"""The allocation against brute force, and the laws that it must keep."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.actions.budget.allocate import Cell, allocate, gain_of
from personae.errors import UsageError

DEPTH = ((0.5, 1.0), (0.5, 0.5))


def left(cells, people, contacts):
    return sum(
        gain_of(c, n, people[c.segment])[0] - c.cost * n
        for c, n in zip(cells, contacts, strict=True)
    )


@settings(max_examples=40, deadline=None)
@given(
    responses=st.lists(st.integers(0, 12), min_size=4, max_size=4),
    budget=st.integers(0, 14),
)
def test_nothing_beats_it_when_everything_is_tried(responses, budget) -> None:
    people = {1: 4, 2: 4}
    places = [(1, "a"), (1, "b"), (2, "a"), (2, "b")]
    cells = [
        Cell(s, o, 1.0, 0.5, float(r), 0.0, o, DEPTH)
        for (s, o), r in zip(places, responses, strict=True)
    ]
    best = max(
        left(cells, people, n)
        for n in itertools.product(range(5), repeat=4)
        if n[0] + n[1] <= 4 and n[2] + n[3] <= 4 and sum(n) <= budget
    )
    found = allocate(cells, people, float(budget))
    assert sum(found) <= budget
    assert left(cells, people, found) == pytest.approx(best)


def test_what_does_not_pay_is_not_bought() -> None:
    assert allocate([Cell(1, "a", 1.0, 0.5, 1.9, 0.0, "a")], {1: 9}, 100.0).tolist() == [0]


def test_the_order_of_the_cells_changes_nothing() -> None:
    cells = [Cell(s, "a", 1.0, 0.5, 2.0 + s, 0.0, "a", DEPTH) for s in (1, 2, 3)]
    people = {1: 10, 2: 10, 3: 10}
    assert (
        allocate(cells[::-1], people, 17.0).tolist() == allocate(cells, people, 17.0).tolist()[::-1]
    )


def test_minimums_that_do_not_fit_are_refused() -> None:
    with pytest.raises(UsageError, match="minimums of the plan cannot all be met"):
        allocate([Cell(1, "a", 1.0, 0.5, 3.0, 0.0, "a", least=20)], {1: 9}, 100.0)
