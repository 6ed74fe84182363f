"""A question and a budget in, one JSON-ready document of the answer out."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from personae.actions.budget.allocate import Allocation
    from personae.actions.budget.bottlenecks import Bottleneck
    from personae.actions.budget.measured import Measured
    from personae.actions.budget.outlook import Outlook
    from personae.actions.budget.question import Question

__all__ = ["allocation_table", "budget_summary", "curve_table"]

_CURVE_STEPS = 20  # from nothing to twice the budget
_CENTS = 6  # digits; what lies beyond is the rounding of sums


def budget_summary(
    question: Question,
    budget: float,
    names: Mapping[int, str],
    *,
    measured: Mapping[str, Measured],
) -> dict[str, Any]:
    """Answer a question, and say how sure the answer is and what holds it back.

    Parameters
    ----------
    question : Question
        What there is to decide.
    budget : float
        The most money.
    names : dict of int to str
        What the segments are called.
    measured : dict of str to Measured
        The results that responses come from.

    Raises
    ------
    UsageError
        If the minimums of the plan cannot be met.
    """
    from personae.actions.budget.allocate import allocate, without_crumbs
    from personae.actions.budget.bottlenecks import bottlenecks, why_left_over
    from personae.actions.budget.outlook import DRAWS, SOLVED_DRAWS, curve, outlook

    answer = without_crumbs(question, budget, allocate(question, budget))
    view = outlook(question, budget, answer)
    limiting = bottlenecks(question, budget)
    points = curve(question, [2 * budget * step / _CURVE_STEPS for step in range(_CURVE_STEPS + 1)])
    ample = allocate(question, float("inf"))
    linear = sorted(
        {cell.offer for cell in question.cells}
        - {cell.offer for cell in question.cells if len(cell.steps) > 1}
    )
    return {
        "budget": budget,
        "spent": _rounded(answer.spent),
        "left_over": _rounded(budget - answer.spent),
        "left_over_why": why_left_over(question, answer, limiting),
        "left_after_cost": _rounded(answer.net),
        "low": _rounded(view.low),
        "high": _rounded(view.high),
        "loss_share": view.loss_share,
        "next_100": _rounded(view.next_100),
        "last_100": None if view.last_100 is None else _rounded(view.last_100),
        "all_that_pays": {
            "cost": _rounded(ample.spent),
            "left_after_cost": _rounded(ample.net),
        },
        "worth_knowing": _rounded(view.worth_knowing),
        "draws": DRAWS,
        "solved_draws": SOLVED_DRAWS,
        "allocation": _rows(question, answer, view, names),
        "fixed_costs": _fixed(question, answer),
        "limits": [_limit(one) for one in limiting],
        "curve": [{key: _rounded(value) for key, value in asdict(one).items()} for one in points],
        "same_response_at_any_depth": linear,
        "same_in_all_segments": _alike(question, answer),
        "measured": [_measured_row(label, one, names) for label, one in measured.items()],
    }


def _rounded(value: float) -> float:
    return round(float(value), _CENTS) + 0.0


def _rows(
    question: Question, answer: Allocation, view: Outlook, names: Mapping[int, str]
) -> list[dict[str, Any]]:
    rows = []
    for place, (cell, contacts) in enumerate(
        zip(question.cells, answer.contacts.astype(int).tolist(), strict=True)
    ):
        gain = cell.margin * cell.response * cell.full_contacts(contacts)
        cost = cell.cost * contacts
        rows.append(
            {
                "segment": cell.segment,
                "name": names[cell.segment],
                "offer": cell.offer,
                "contacts": contacts,
                "people": question.people[cell.segment],
                "cost": _rounded(cost),
                "left_after_cost": _rounded(gain - cost),
                "low": _rounded(view.cell_low[place]),
                "high": _rounded(view.cell_high[place]),
                "in_best_plans": float(view.stays[place]),
                "contacts_low": _rounded(view.contacts_low[place]),
                "contacts_high": _rounded(view.contacts_high[place]),
                "next_contact": _rounded(cell.net_of_next(contacts)),
                "first_contact": _rounded(cell.net_of_next(0)),
                "response": _rounded(cell.response),
                "response_from": "measured" if cell.is_measured else "plan",
            }
        )
    return rows


def _alike(question: Question, answer: Allocation) -> list[str]:
    """Return offers that some people get while nothing says which segments they suit best."""
    facts: dict[str, set[tuple[Any, ...]]] = {}
    left: dict[str, list[bool]] = {}
    for cell, number in zip(question.cells, answer.contacts.tolist(), strict=True):
        factors = tuple(factor for _, factor in cell.steps)
        facts.setdefault(cell.offer, set()).add((cell.cost, cell.margin, cell.response, factors))
        left.setdefault(cell.offer, []).append(number < question.people[cell.segment])
    used = {c.offer for c, n in zip(question.cells, answer.contacts.tolist(), strict=True) if n}
    return sorted(
        offer for offer in used if len(facts[offer]) == 1 and any(left[offer]) and left[offer][1:]
    )


def _fixed(question: Question, answer: Allocation) -> dict[str, float]:
    """Return what offers that somebody gets cost once."""
    pairs = zip(question.cells, answer.contacts.tolist(), strict=True)
    used = {cell.offer for cell, number in pairs if number}
    return {offer: cost for offer, cost in sorted(question.fixed.items()) if offer in used}


def _limit(one: Bottleneck) -> dict[str, Any]:
    limit = one.limit
    return {
        "of": limit.name,
        "unit": limit.unit,
        "side": one.side,
        "at": limit.least if one.side == "least" else limit.most,
        "returns": _rounded(one.returns),
    }


def _measured_row(label: str, one: Measured, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "file": label,
        "everybody": one.overall,
        "segments": [
            {
                "segment": number,
                "name": names[number],
                "measured": found.measured,
                "used": found.used,
                "kept": found.kept,
            }
            for number, found in sorted(one.segments.items())
        ],
        "notes": list(one.notes),
    }


def allocation_table(summary: Mapping[str, Any]) -> pa.Table:
    """Return the answer as a table."""
    import pyarrow as pa

    return pa.Table.from_pylist(summary["allocation"])


def curve_table(summary: Mapping[str, Any]) -> pa.Table:
    """Return what is left at other budgets as a table."""
    import pyarrow as pa

    return pa.Table.from_pylist(summary["curve"])
