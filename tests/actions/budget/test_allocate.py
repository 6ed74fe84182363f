"""The allocation against brute force, a greedy referee and the laws that it must keep."""

from __future__ import annotations

import ctypes
import itertools
import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from personae.actions.budget.allocate import allocate, best_plan, without_crumbs
from personae.actions.budget.question import Cell, Limit, Question
from personae.errors import UsageError

DEPTH = ((2, 1.0), (2, 0.5))


def question(
    responses: list[float],
    *,
    costs: tuple[float, float] = (1.0, 1.0),
    fixed: dict[str, float] | None = None,
    limits: tuple[Limit, ...] = (),
    steps: tuple[tuple[int, float], ...] = DEPTH,
) -> Question:
    """Two offers, a and b, to two segments of as many people as the steps hold."""
    places = [(1, "a"), (1, "b"), (2, "a"), (2, "b")]
    cells = tuple(
        Cell(segment, offer, costs["ab".index(offer)], 0.5, response, (), steps)
        for (segment, offer), response in zip(places, responses, strict=True)
    )
    size = sum(people for people, _ in steps)
    return Question(cells, {1: size, 2: size}, fixed or {}, limits)


def best_by_trying(asked: Question, budget: float) -> float | None:
    """Try every whole number of contacts; None if nothing is allowed."""
    best = None
    size = asked.people[1]
    for n in itertools.product(range(size + 1), repeat=4):
        counts = [float(one) for one in n]
        if n[0] + n[1] > size or n[2] + n[3] > size or asked.money(counts) > budget + 1e-9:
            continue
        if all(limit.least <= _used(asked, limit, counts) <= limit.most for limit in asked.limits):
            left = asked.net(counts)
            best = left if best is None else max(best, left)
    return best


def _used(asked: Question, limit: Limit, counts: list[float]) -> float:
    pairs = [(c, n) for c, n in zip(asked.cells, counts, strict=True) if limit.covers(c)]
    if limit.unit == "contacts":
        return sum(n for _, n in pairs)
    offers = {c.offer for c, n in zip(asked.cells, counts, strict=True) if n}
    once = sum(asked.fixed.get(offer, 0.0) for offer in offers if limit.with_fixed(offer))
    return sum(c.cost * n for c, n in pairs) + once


LIMITS = st.lists(
    st.builds(
        lambda unit, segment, offer, least, more: Limit(
            "x", unit, segment, offer, float(least), float(least + more)
        ),
        st.sampled_from(["contacts", "money"]),
        st.sampled_from([None, 1, 2]),
        st.sampled_from([None, "a", "b"]),
        st.sampled_from([0, 0, 1, 3]),
        st.integers(0, 6),
    ),
    max_size=2,
)


@settings(max_examples=40, deadline=None)
@given(
    responses=st.lists(st.integers(0, 12).map(float), min_size=4, max_size=4),
    budget=st.integers(1, 24).map(float),
    costs=st.tuples(st.sampled_from([1.0, 1.5]), st.sampled_from([1.0, 2.0, 3.0])),
    fixed=st.sampled_from([{}, {"a": 1.0}, {"a": 4.0, "b": 2.0}]),
    limits=LIMITS,
)
def test_nothing_beats_it_when_everything_is_tried(
    responses: list[float], budget: float, **rest: Any
) -> None:
    asked = question(responses, **{**rest, "limits": tuple(rest["limits"])})
    best = best_by_trying(asked, budget)
    if best is None:
        with pytest.raises(UsageError, match="minimum"):
            allocate(asked, budget)
        return
    found = allocate(asked, budget)
    counts = found.contacts.tolist()
    assert counts == [round(n) for n in counts]
    assert found.net == pytest.approx(best)
    assert found.spent <= budget + 1e-9
    assert counts[0] + counts[1] <= 4
    assert counts[2] + counts[3] <= 4


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), budget=st.floats(1.0, 4000.0))
def test_one_offer_without_fixed_cost_goes_to_the_best_net_per_money_first(
    seed: int, budget: float
) -> None:
    """A continuous knapsack, for which greed is exact (Dantzig, 1957, Operations Research 5)."""
    draw = random.Random(seed)
    cells = tuple(
        Cell(
            segment,
            "a",
            draw.uniform(0.5, 5.0),
            0.4,
            draw.uniform(0.0, 30.0),
            (),
            ((draw.randint(1, 300), 1.0), (draw.randint(1, 300), 0.6)),
        )
        for segment in range(1, 6)
    )
    people = {cell.segment: sum(n for n, _ in cell.steps) for cell in cells}
    steps = [
        (cell.margin * cell.response * factor - cell.cost, cell.cost, n)
        for cell in cells
        for n, factor in cell.steps
    ]
    left, net = budget, 0.0
    for worth, cost, n in sorted(steps, key=lambda step: -step[0] / step[1]):
        if worth > 0:
            bought = min(n, left / cost)
            net, left = net + bought * worth, left - bought * cost
    found = best_plan(Question(cells, people, {}), budget)
    assert found is not None
    assert found.net == pytest.approx(net, abs=1e-6)


def test_the_next_money_returns_the_dual_price_of_the_budget() -> None:
    """The price comes from a linear program that is written down here by hand."""
    asked = question([9.0, 14.0, 5.0, 8.0], costs=(1.0, 2.0), steps=((200, 1.0), (200, 0.5)))
    worth = [0.5 * c.response * f - c.cost for c in asked.cells for _, f in c.steps]
    cost = [c.cost for c in asked.cells for _ in c.steps]
    one, two = [1, 1, 1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 1]
    referee = linprog(
        [-w for w in worth], A_ub=[cost, one, two], b_ub=[500.0, 400, 400], bounds=(0, 200)
    )
    price = -referee.ineqlin.marginals[0]
    now, more = (allocate(asked, money, whole=False).net for money in (500.0, 501.0))
    assert now == pytest.approx(-referee.fun)
    assert more - now == pytest.approx(price)
    assert price > 0


def test_a_fixed_cost_is_paid_once_or_not_at_all() -> None:
    # 4 + 4 people, each worth 8 * .5 - 1 = 3 at most: 2 * (2 * 3 + 2 * 1) = 16
    asked = question([8.0, 0.0, 8.0, 0.0], fixed={"a": 15.0})
    found = allocate(asked, 100.0)
    assert (found.contacts.tolist(), found.spent, found.net) == ([4.0, 0.0, 4.0, 0.0], 23.0, 1.0)
    dear = allocate(replace(asked, fixed={"a": 16.5}), 100.0)
    assert (dear.contacts.tolist(), dear.spent, dear.net) == ([0.0] * 4, 0.0, 0.0)


def test_a_cap_of_money_holds_the_fixed_cost() -> None:
    cap = Limit("a", "money", None, "a", 0.0, 7.0)
    found = allocate(question([8.0, 0.0, 8.0, 0.0], fixed={"a": 3.0}, limits=(cap,)), 100.0)
    assert (sum(found.contacts), found.spent) == (4.0, 7.0)


def test_a_fixed_cost_alone_meets_no_minimum_of_money() -> None:
    """Paying for the design of a letter that nobody gets is no letter."""
    least = Limit("a", "money", None, "a", 3.0, 20.0)
    found = allocate(question([0.0, 8.0, 0.0, 8.0], fixed={"a": 3.0}, limits=(least,)), 100.0)
    assert found.contacts[0] + found.contacts[2] == 1.0
    # one letter at a loss of 1 and its fixed cost, so one person fewer for the other offer
    assert found.net == pytest.approx(best_by_trying(question(
        [0.0, 8.0, 0.0, 8.0], fixed={"a": 3.0}, limits=(least,)), 100.0))  # fmt: skip


def test_the_solver_prints_nothing_even_where_it_stumbles(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """HiGHS loses its way back from its own simplification here, and says so on stdout."""
    limits = (
        Limit("x", "money", 2, None, 3.0, 3.0),
        Limit("y", "money", 2, "b", 1.0, 7.0),
    )
    asked = question([1.0, 12.0, 12.0, 6.0], costs=(1.5, 2.0), fixed={"a": 1.0}, limits=limits)
    best = best_by_trying(asked, 8.0)
    found = best_plan(asked, 8.0, whole=True)
    assert (None if found is None else found.net) == best
    ctypes.CDLL(None).fflush(None)
    assert capfd.readouterr().out == ""


def test_what_does_not_pay_is_not_bought() -> None:
    found = allocate(question([1.9, 1.9, 1.9, 1.9]), 100.0)
    assert (found.contacts.tolist(), found.net) == ([0.0] * 4, 0.0)


@settings(max_examples=25, deadline=None)
@given(
    responses=st.lists(st.floats(-5, 20), min_size=4, max_size=4),
    budgets=st.lists(st.floats(0, 40), min_size=2, max_size=2),
    once=st.floats(0, 10),
)
def test_more_budget_never_leaves_less_and_never_a_loss(
    responses: list[float], budgets: list[float], once: float
) -> None:
    asked = question(responses, fixed={"b": once})
    few, many = (allocate(asked, budget).net for budget in sorted(budgets))
    assert 0 <= few <= many + 1e-9


def test_the_order_of_the_offers_changes_nothing() -> None:
    asked = question([4.0, 5.0, 3.0, 6.0], costs=(1.0, 1.3), fixed={"a": 1.0, "b": 2.0})
    other = Question(asked.cells[::-1], {2: 4, 1: 4}, {"b": 2.0, "a": 1.0})
    one, two = allocate(asked, 7.0), allocate(other, 7.0)
    assert one.net == two.net
    assert one.contacts.tolist() == two.contacts.tolist()[::-1]


def test_parts_of_people_leave_at_least_as_much_as_whole_people() -> None:
    asked = question([4.0, 5.0, 3.0, 6.0], costs=(1.0, 1.3))
    whole, parts = allocate(asked, 6.1), allocate(asked, 6.1, whole=False)
    assert parts.net > whole.net
    assert parts.spent == pytest.approx(6.1)
    assert np.any(parts.contacts % 1 > 0.01)


@pytest.mark.parametrize(
    ("limits", "budget", "said"),
    [
        (
            (Limit("a", "contacts", None, "a", 20.0, np.inf),),
            100.0,
            (
                "The plan's minimum cannot be met: 20 contacts for a, but there is room for 8 "
                "only.\nFix: Lower it, or raise the limits and the number of people beside it."
            ),
        ),
        (
            (Limit("", "money", None, None, 30.0, np.inf),),
            100.0,
            (
                "The plan's minimum cannot be met: 30 in money for everything together, but there "
                "is room for 16 only.\n"
                "Fix: Lower it, or raise the limits and the number of people beside it."
            ),
        ),
        (
            (Limit("a", "contacts", None, "a", 6.0, np.inf),),
            5.0,
            (
                "The minimums of the plan cost at least 6.00; the budget is 5.00.\n"
                "Fix: Raise --budget to 6.00 or more, or lower the minimums."
            ),
        ),
        (
            (
                Limit("a", "contacts", None, "a", 6.0, np.inf),
                Limit("b", "contacts", None, "b", 3.0, np.inf),
            ),
            100.0,
            (
                "The minimums of the plan cannot all be met together, however much money there is: "
                "6 contacts for a; 3 contacts for b.\n"
                "Fix: Lower one of them, or raise the limits and the number of people beside them."
            ),
        ),
    ],
    ids=["people", "money of all", "budget", "together"],
)
def test_minimums_that_cannot_be_met_are_refused(
    limits: tuple[Limit, ...], budget: float, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        allocate(question([4.0, 4.0, 4.0, 4.0], costs=(1.0, 2.0), limits=limits), budget)
    assert str(caught.value) == said


def test_a_minimum_is_met_even_at_a_loss() -> None:
    least = Limit("a", "contacts", None, "a", 3.0, np.inf)
    found = allocate(question([0.0, 0.0, 0.0, 0.0], limits=(least,)), 100.0)
    assert (sum(found.contacts), found.net) == (3.0, -3.0)


def test_crumbs_are_left_out_and_what_counts_stays() -> None:
    call = Cell(1, "call", 6.0, 0.5, 90.0, (), ((400, 1.0),))
    mail = Cell(1, "mail", 1.0, 0.5, 30.0, (), ((400, 1.0),))
    asked = Question((call, mail), {1: 103}, {})
    # 101 calls cost 606; two letters to the others leave 28 of 3,967, which is no crumb
    found = allocate(asked, 609.0)
    assert found.contacts.tolist() == [101.0, 2.0]
    assert without_crumbs(asked, 609.0, found) is found
    least = Limit("mail", "contacts", None, "mail", 2.0, np.inf)
    cheap = replace(asked, cells=(call, replace(mail, response=2.5)))
    assert without_crumbs(cheap, 609.0, allocate(cheap, 609.0)).contacts.tolist() == [101.0, 0.0]
    promised = replace(cheap, limits=(least,))
    kept = without_crumbs(promised, 609.0, allocate(promised, 609.0))
    assert kept.contacts.tolist() == [101.0, 2.0]
