"""A question and its answer in, what holds it back and what minimums cost out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from personae.actions.budget.allocate import best_plan
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from personae.actions.budget.allocate import Allocation
    from personae.actions.budget.question import Cell, Limit, Question

__all__ = ["Bottleneck", "bottlenecks", "why_left_over"]

STEP = 100.0
_WORTH_SAYING = 0.005  # less than a penny is no return


@dataclass(frozen=True)
class Bottleneck:
    """A limit that changes the answer.

    Parameters
    ----------
    limit : Limit
        Which.
    side : {"least", "most"}
        Whether its minimum forces something, or its maximum is reached.
    returns : float
        What 100 contacts (or 100 in money) more would leave more, or what there would be more
        without the minimum.
    """

    limit: Limit
    side: Literal["least", "most"]
    returns: float


def bottlenecks(question: Question, budget: float) -> list[Bottleneck]:
    """Find the limits without which more would be left, the dearest first.

    Each is moved by itself, with all others as they are.
    """
    now = best_plan(question, budget)
    assert now is not None
    found = []
    for limit in question.limits:
        if limit.least > 0:
            more = _net(question, budget, (limit, replace(limit, least=0.0))) - now.net
            found.append(Bottleneck(limit, "least", more))
        if limit.most < float("inf"):
            wider = replace(limit, most=limit.most + STEP)
            more = _net(question, budget, (limit, wider)) - now.net
            found.append(Bottleneck(limit, "most", more))
    return sorted(
        (one for one in found if one.returns > _WORTH_SAYING),
        key=lambda one: (-one.returns, one.limit.name, one.limit.unit),
    )


def _net(question: Question, budget: float, moved: tuple[Limit, Limit]) -> float:
    """Return what is left with the second limit in the place of the first."""
    limits = tuple(moved[1] if one is moved[0] else one for one in question.limits)
    found = best_plan(replace(question, limits=limits), budget)
    assert found is not None
    return found.net


def why_left_over(
    question: Question, answer: Allocation, limiting: list[Bottleneck]
) -> dict[Literal["does_not_pay", "everybody", "limits", "fixed_cost"], list[str]]:
    """Say what stops every offer to every segment from taking money that is left.

    Returns
    -------
    dict of str to list of str
        ``does_not_pay``: offers whose next contact costs more than it brings; ``everybody``:
        segments, by number, where everybody gets an offer; ``limits``: those that are reached;
        ``fixed_cost``: offers that nobody gets and whose fixed cost is not earned.
    """
    contacts = dict(zip(question.cells, answer.contacts.tolist(), strict=True))
    used = {cell.offer for cell, number in contacts.items() if number}
    reached = [one.limit for one in limiting if one.side == "most"]
    why: dict[Literal["does_not_pay", "everybody", "limits", "fixed_cost"], set[str]] = {
        "does_not_pay": set(), "everybody": set(), "limits": set(), "fixed_cost": set()
    }  # fmt: skip
    for cell, number in contacts.items():
        in_segment = sum(n for other, n in contacts.items() if other.segment == cell.segment)
        stops = [limit for limit in reached if limit.covers(cell)]
        if in_segment >= question.people[cell.segment]:
            why["everybody"].add(str(cell.segment))
        elif cell.net_of_next(number) <= 0:
            why["does_not_pay"].add(cell.offer)
        elif stops:
            why["limits"] |= {stop.name for stop in stops}
        elif _is_unearned(cell, used, question):
            why["fixed_cost"].add(cell.offer)
    return {key: sorted(value) for key, value in why.items()}


def _is_unearned(cell: Cell, used: set[str], question: Question) -> bool:
    return cell.offer not in used and cell.offer in question.fixed
