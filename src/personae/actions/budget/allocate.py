"""A question and a budget in, how many contacts to buy in which segment out."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.actions.budget.question import Limit
from personae.actions.budget.silent_stdout import silent_stdout
from personae.dataclass import dataclass
from personae.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from personae.actions.budget.question import Question

__all__ = ["Allocation", "allocate", "best_plan", "without_crumbs"]

_SOLVED, _INFEASIBLE = 0, 2
_SURE = (_SOLVED, _INFEASIBLE)
_ENDLESS = float("inf")
_CRUMB, _NEXT_TO_NOTHING = 10, 0.001


@dataclass(frozen=True)
class Allocation:
    """How many contacts to buy.

    Parameters
    ----------
    contacts : ndarray of float, shape (n_cells,)
        By cell of the question.
    spent : float
        What they cost, fixed costs among it.
    net : float
        What is left of the margin they bring, after cost.
    """

    contacts: NDArray[np.float64] = field(repr=False)
    spent: float
    net: float


def without_crumbs(question: Question, budget: float, answer: Allocation) -> Allocation:
    """Leave out cells with fewer than 10 contacts that only use up what others left.

    Nobody prints three letters to spend the last two coins. A cell is left out if without it
    less than a thousandth of what is left is lost, all such cells together.

    Examples
    --------
    >>> from personae.actions.budget.question import Cell, Question
    >>> call = Cell(1, "call", 6.0, 0.5, 90.0, (), ((400, 1.0),))
    >>> mail = Cell(1, "mail", 1.0, 0.5, 3.0, (), ((400, 1.0),))
    >>> asked = Question((call, mail), {1: 400}, {})
    >>> crumbs = allocate(asked, budget=602.0)
    >>> crumbs.contacts.tolist(), without_crumbs(asked, 602.0, crumbs).contacts.tolist()
    ([100.0, 2.0], [100.0, 0.0])
    """
    kept, least = answer, answer.net - _NEXT_TO_NOTHING * abs(answer.net)
    small = sorted(
        (number, place) for place, number in enumerate(answer.contacts) if 0 < number < _CRUMB
    )
    for _, place in small:
        cell = question.cells[place]
        ban = Limit("", "contacts", cell.segment, cell.offer, 0.0, 0.0)
        without = replace(question, limits=(*question.limits, ban))
        found = best_plan(without, budget, whole=True)
        if found is not None and found.net >= least:
            question, kept = without, found
    return kept


@dataclass(frozen=True)
class _Program:
    """A question as rows and columns: steps of the cells first, then offers with a fixed cost."""

    owner: NDArray[np.intp]
    worth: NDArray[np.float64]
    upper: NDArray[np.float64]
    fixed: tuple[str, ...]
    rows: NDArray[np.float64]
    least: NDArray[np.float64]
    most: NDArray[np.float64]


def allocate(question: Question, budget: float, *, whole: bool = True) -> Allocation:
    """Return the contacts that leave most after cost, for at most the budget.

    A mixed-integer linear program, solved to the end by HiGHS (Huangfu and Hall, 2018,
    Mathematical Programming Computation 10:119-142): contacts per segment, offer and depth step;
    a switch for each offer with a fixed cost; nobody gets two offers.

    Parameters
    ----------
    question : Question
        What there is to decide.
    budget : float
        The most money.
    whole : bool
        Whether people are counted in whole numbers; parts of people are quicker, and show what
        more money returns without the jumps of single contacts.

    Raises
    ------
    UsageError
        If the minimums of the plan cannot be met.

    Examples
    --------
    >>> from personae.actions.budget.question import Cell, Question
    >>> mail = Cell(1, "mail", 1.0, 0.5, 4.0, (), ((30, 1.0),))
    >>> other = Cell(2, "mail", 1.0, 0.5, 1.0, (), ((100, 1.0),))
    >>> found = allocate(Question((mail, other), {1: 30, 2: 100}, {}), budget=80.0)
    >>> found.contacts.tolist(), found.spent, found.net
    ([30.0, 0.0], 30.0, 30.0)
    """
    found = best_plan(question, budget, whole=whole)
    if found is None:
        raise UsageError(*_unmet(question, budget))
    return found


def best_plan(question: Question, budget: float, *, whole: bool = False) -> Allocation | None:
    """Return what `allocate` does, by default in parts of people; None if minimums forbid it."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    program = _program(question, budget)
    n_steps, n_fixed = len(program.owner), len(program.fixed)
    price = np.concatenate([-program.worth, [question.fixed[offer] for offer in program.fixed]])
    upper = np.concatenate([program.upper, np.ones(n_fixed)])
    terms: dict[str, Any] = {
        "constraints": LinearConstraint(program.rows, program.least, program.most),
        "bounds": Bounds(0.0, upper),
        "integrality": np.concatenate([np.full(n_steps, int(whole)), np.ones(n_fixed)]),
    }
    with silent_stdout():
        found = milp(price, **terms, options={"mip_rel_gap": 0.0})
        if found.status not in _SURE:
            # seldom HiGHS cannot carry its answer back from the program that it had simplified
            found = milp(price, **terms, options={"mip_rel_gap": 0.0, "presolve": False})
    if found.status == _INFEASIBLE:
        return None
    if found.status != _SOLVED or found.x is None:
        msg = f"the solver ended with status {found.status}"
        raise AssertionError(msg)
    steps = np.clip(found.x[:n_steps], 0.0, None)
    contacts = np.zeros(len(question.cells))
    np.add.at(contacts, program.owner, steps)
    # the solver is sure of a contact to about a millionth
    contacts = np.round(contacts) if whole else np.where(contacts < 1e-6, 0.0, contacts)
    counts = contacts.tolist()
    return Allocation(contacts, question.money(counts), question.net(counts))


def _program(question: Question, budget: float) -> _Program:
    """Lay a question out in rows: the budget, people, switches and limits."""
    cells = question.cells
    steps = [
        (place, people, factor)
        for place, cell in enumerate(cells)
        for people, factor in cell.steps
        if people
    ]
    owner = np.array([place for place, _, _ in steps], dtype=np.intp)
    fixed = tuple(sorted(question.fixed))
    worth = np.array([cells[k].margin * cells[k].response * f - cells[k].cost for k, _, f in steps])
    upper = np.array([float(people) for _, people, _ in steps])
    cost = np.array([cells[place].cost for place in owner])

    def row(per_contact: NDArray[np.float64], per_offer: Iterable[float]) -> NDArray[np.float64]:
        return np.concatenate([per_contact, list(per_offer)])

    rows = [row(cost, (question.fixed[offer] for offer in fixed))]
    least, most = [-_ENDLESS], [budget]
    for segment, people in question.people.items():
        inside = np.array([float(cells[place].segment == segment) for place in owner])
        rows.append(row(inside, (0.0 for _ in fixed)))
        least.append(-_ENDLESS)
        most.append(float(people))
    for step, place in enumerate(owner):
        if cells[place].offer in question.fixed:
            only = np.zeros(len(owner))
            only[step] = 1.0
            switch = (-upper[step] * (offer == cells[place].offer) for offer in fixed)
            rows.append(row(only, switch))
            least.append(-_ENDLESS)
            most.append(0.0)
    for offer in fixed:
        # nobody pays a fixed cost for nobody, be it to meet a minimum of money
        theirs = np.array([-float(cells[place].offer == offer) for place in owner])
        rows.append(row(theirs, (float(offer == other) for other in fixed)))
        least.append(-_ENDLESS)
        most.append(0.0)
    for limit in question.limits:
        covered = np.array([float(limit.covers(cells[place])) for place in owner])
        if limit.unit == "money":
            covered = covered * cost
        once = (question.fixed[offer] * limit.with_fixed(offer) for offer in fixed)
        rows.append(row(covered, once))
        least.append(limit.least if limit.least > 0 else -_ENDLESS)
        most.append(limit.most)
    return _Program(owner, worth, upper, fixed, np.array(rows), np.array(least), np.array(most))


def _unmet(question: Question, budget: float) -> list[Problem]:
    """Say why minimums cannot be met: how much money they need, or which has too few people."""
    needed = _least_money(question)
    if needed is not None:
        return [
            Problem(
                "budget/minimums-money",
                f"The minimums of the plan cost at least {needed:,.2f}; the budget is "
                f"{budget:,.2f}.",
                f"Raise --budget to {needed:,.2f} or more, or lower the minimums.",
            )
        ]
    demanding = [limit for limit in question.limits if limit.least > 0]
    alone = [
        limit
        for limit in demanding
        if _least_money(replace(question, limits=_without_other_minimums(question, limit))) is None
    ]
    if not alone:
        listed = "; ".join(_minimum(limit) for limit in demanding)
        return [
            Problem(
                "budget/minimums",
                "The minimums of the plan cannot all be met together, however much money there "
                f"is: {listed}.",
                "Lower one of them, or raise the limits and the number of people beside them.",
            )
        ]
    return [
        Problem(
            "budget/minimums",
            f"The plan's minimum cannot be met: {_minimum(limit)}, but there is room for "
            f"{_room(question, limit)} only.",
            "Lower it, or raise the limits and the number of people beside it.",
        )
        for limit in alone
    ]


def _minimum(limit: Limit) -> str:
    whose = limit.name or "everything together"
    unit = "contacts" if limit.unit == "contacts" else "in money"
    return f"{limit.least:,.10g} {unit} for {whose}"


def _without_other_minimums(question: Question, kept: Limit) -> tuple[Limit, ...]:
    return tuple(limit if limit is kept else replace(limit, least=0.0) for limit in question.limits)


def _least_money(question: Question) -> float | None:
    """Return what the minimums cost at least; None if no money could meet them."""
    free = question.with_responses([0.0] * len(question.cells))
    found = best_plan(free, _ENDLESS, whole=True)
    return None if found is None else found.spent


def _room(question: Question, limit: Limit) -> str:
    """Return how much of something there can be at most if nothing else is wanted."""
    cells = []
    for cell in question.cells:
        # each contact, or each unit of money, that counts is worth 1 after its cost; others nothing
        worth = cell.cost + (cell.cost if limit.unit == "money" else 1.0)
        people = sum(people for people, _ in cell.steps)
        response = worth if limit.covers(cell) else 0.0
        cells.append(replace(cell, margin=1.0, response=response, steps=((people, 1.0),)))
    limits = tuple(replace(one, least=0.0) for one in question.limits)
    free = replace(question, cells=tuple(cells), limits=limits, fixed={})
    found = best_plan(free, _ENDLESS, whole=True)
    assert found is not None
    once = sum(cost for offer, cost in question.fixed.items() if limit.with_fixed(offer))
    return f"{found.net + once:,.10g}"
