"""A question and its answer in, how sure the answer is and what more money would return out."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from personae.actions.budget.allocate import best_plan
from personae.dataclass import dataclass
from personae.stats.sample import normals, row_keys, uniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.actions.budget.allocate import Allocation
    from personae.actions.budget.question import Question

__all__ = ["DRAWS", "SOLVED_DRAWS", "Curve", "Outlook", "curve", "drawn_responses", "outlook"]

DRAWS = 2000
"""How often the uncertain responses are drawn for a range."""
SOLVED_DRAWS = 200
"""For how many of these draws the best plan is looked for."""
STEP = 100.0
_RANGE = (0.025, 0.975)
_BARELY = 0.5  # less than half a person is nobody


@dataclass(frozen=True)
class Outlook:
    """How an answer moves with what is not known, and with the budget.

    Parameters
    ----------
    low, high : float
        Between them lies what is left after cost in 95 % of the draws.
    cell_low, cell_high : ndarray of float
        The same for every cell, without fixed costs.
    loss_share : float
        The share of draws in which this spending loses money.
    stays : ndarray of float
        The share of solved draws in which the best plan has the cell.
    contacts_low, contacts_high : ndarray of float
        Between them lie the contacts of the cell in 95 % of these best plans.
    worth_knowing : float
        How much more would be left on average if the responses were known before spending.
    next_100, last_100 : float or None
        What 100 more would leave more, and what the last 100 leave; the latter is None where the
        minimums need them.
    """

    low: float
    high: float
    cell_low: NDArray[np.float64] = field(repr=False)
    cell_high: NDArray[np.float64] = field(repr=False)
    loss_share: float
    stays: NDArray[np.float64] = field(repr=False)
    contacts_low: NDArray[np.float64] = field(repr=False)
    contacts_high: NDArray[np.float64] = field(repr=False)
    worth_knowing: float
    next_100: float
    last_100: float | None


def drawn_responses(question: Question, draws: int = DRAWS) -> NDArray[np.float64]:
    """Draw the responses as they may truly be.

    Each source of error is drawn once per draw from its name alone, as a normal number; its two
    sides may be of different width, so that half of the draws lie on either side of the response.

    Returns
    -------
    ndarray of float64, shape (draws, n_cells)
        Money per contact.
    """
    names = question.sources
    keys = row_keys(names, key="personae.budget")
    rows = [
        normals(*(uniforms(keys, seed=0, stage="budget", step=(step, k)) for k in (0, 1)))
        for step in range(draws)
    ]
    off = dict(zip(names, np.array(rows).reshape(draws, len(names)).T, strict=True))
    responses = np.tile([cell.response for cell in question.cells], (draws, 1))
    for place, cell in enumerate(question.cells):
        for part in cell.errors:
            z = off[part.source]
            responses[:, place] += z * np.where(z > 0, part.above, part.below)
    return responses


def outlook(question: Question, budget: float, answer: Allocation) -> Outlook:
    """Ask the question again: with other responses, and with a little more or less money.

    Parameters
    ----------
    question : Question
        What was decided.
    budget : float
        The most money.
    answer : Allocation
        The best plan for the responses as they are stated and measured.
    """
    responses = drawn_responses(question)
    cells, total = _nets(question, answer, responses)
    best, nets = [], []
    for row in responses[:SOLVED_DRAWS]:
        found = best_plan(question.with_responses(row.tolist()), budget)
        assert found is not None
        best.append(found.contacts)
        nets.append(found.net)
    plans = np.array(best)
    now, more, less = (
        best_plan(question, money) for money in (budget, budget + STEP, max(0.0, budget - STEP))
    )
    assert now is not None
    assert more is not None
    low, high = np.quantile(total, _RANGE).tolist()
    cell_low, cell_high = np.quantile(cells, _RANGE, axis=0)
    contacts_low, contacts_high = np.quantile(plans, _RANGE, axis=0)
    missed = np.array(nets) - total[:SOLVED_DRAWS]
    return Outlook(
        low=low,
        high=high,
        cell_low=cell_low,
        cell_high=cell_high,
        loss_share=float(np.mean(total < 0)),
        stays=np.mean(plans > _BARELY, axis=0),
        contacts_low=contacts_low,
        contacts_high=contacts_high,
        # whole people leave a little less than parts of people do
        worth_knowing=max(0.0, float(missed.mean()) - (now.net - answer.net)),
        # a billionth of a penny is the solver's rounding, not a return
        next_100=max(0.0, more.net - now.net),
        last_100=None if less is None else max(0.0, now.net - less.net),
    )


@dataclass(frozen=True)
class Curve:
    """What the best plan leaves at one budget, with the range over the draws."""

    budget: float
    spent: float
    left_after_cost: float
    low: float
    high: float


def curve(question: Question, budgets: list[float]) -> list[Curve]:
    """Return what is left after cost at several budgets; not at those below the minimums."""
    responses = drawn_responses(question)
    points = []
    for budget in budgets:
        found = best_plan(question, budget)
        if found is None:
            continue
        total = _nets(question, found, responses)[1]
        low, high = np.quantile(total, _RANGE).tolist()
        points.append(Curve(budget, found.spent, found.net, low, high))
    return points


def _nets(
    question: Question, answer: Allocation, responses: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what every cell leaves in every draw without fixed costs, and all with them."""
    contacts = answer.contacts.tolist()
    pairs = list(zip(question.cells, contacts, strict=True))
    margin = np.array([cell.margin * cell.full_contacts(number) for cell, number in pairs])
    cost = np.array([cell.cost * number for cell, number in pairs])
    each = responses * margin - cost
    once = answer.spent - float(cost.sum())
    return each, each.sum(axis=1) - once
