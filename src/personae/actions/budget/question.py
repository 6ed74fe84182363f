"""A plan, measured results and head counts in, what there is to decide out."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from personae.actions.campaigns.base_rates import chosen_segments
from personae.dataclass import dataclass
from personae.errors import InputError, Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from personae.actions.budget.measured import Measured
    from personae.actions.budget.plan import Limits, Offer, Plan, Terms

__all__ = ["Cell", "ErrorPart", "Limit", "Question", "question_of"]


@dataclass(frozen=True)
class ErrorPart:
    """How far a response may be off for one reason.

    Parameters
    ----------
    source : str
        Responses with the same source share one figure, and are wrong together.
    below, above : float
        Standard errors towards less and towards more, in money per contact.
    """

    source: str
    below: float
    above: float


@dataclass(frozen=True)
class Cell:
    """One offer to one segment.

    Parameters
    ----------
    segment : int
        The segment's number.
    offer : str
        The offer's name.
    cost : float
        Money per contact.
    margin : float
        What is left of each unit of money sold.
    response : float
        Money sold per contact that would not have been sold otherwise.
    errors : tuple of ErrorPart
        How far it may be off.
    steps : tuple of (int, float)
        So many people respond by this factor, the next ones by the next, falling.
    is_measured : bool
        Whether the response comes from a measured result rather than from the plan.
    """

    segment: int
    offer: str
    cost: float
    margin: float
    response: float
    errors: tuple[ErrorPart, ...]
    steps: tuple[tuple[int, float], ...]
    is_measured: bool = False

    def full_contacts(self, contacts: float) -> float:
        """Return how many contacts at the full response are worth as much as these.

        Examples
        --------
        >>> Cell(1, "mail", 1.0, 0.5, 4.0, (), ((30, 1.0), (70, 0.5))).full_contacts(50)
        40.0
        """
        left, full = float(contacts), 0.0
        for people, factor in self.steps:
            here = min(left, people)
            full += here * factor
            left -= here
        return full

    def net_of_next(self, contacts: float) -> float:
        """Return what one contact more leaves after its cost; minus its cost if nobody is left."""
        full = self.full_contacts(contacts + 1) - self.full_contacts(contacts)
        return self.margin * self.response * full - self.cost


@dataclass(frozen=True)
class Limit:
    """The fewest and the most of something.

    Parameters
    ----------
    name : str
        Whose it is, in words; empty for everything.
    unit : {"contacts", "money"}
        What is counted. Money holds the fixed costs of offers, but not within one segment.
    segment : int or None
        The segment that it holds for; None for all.
    offer : str or None
        The offer; None for all.
    least, most : float
        In people or in money.
    """

    name: str
    unit: Literal["contacts", "money"]
    segment: int | None
    offer: str | None
    least: float
    most: float

    def covers(self, cell: Cell) -> bool:
        """Tell whether contacts of a cell count."""
        return self.segment in (None, cell.segment) and self.offer in (None, cell.offer)

    def with_fixed(self, offer: str) -> bool:
        """Tell whether the fixed cost of an offer counts."""
        return self.unit == "money" and self.segment is None and self.offer in (None, offer)


@dataclass(frozen=True)
class Question:
    """Everything that decides where money goes, but for how much there is.

    Parameters
    ----------
    cells : tuple of Cell
        In the order of segments and offers.
    people : dict of int to int
        How many of each segment may be contacted, by its number.
    fixed : dict of str to float
        What offers cost once, if anybody gets them: those that do.
    limits : tuple of Limit
        Besides the number of people.
    """

    cells: tuple[Cell, ...]
    people: Mapping[int, int]
    fixed: Mapping[str, float]
    limits: tuple[Limit, ...] = ()

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Where the responses' errors come from, in the order of their names."""
        return tuple(sorted({part.source for cell in self.cells for part in cell.errors}))

    def money(self, contacts: Sequence[float]) -> float:
        """Return what these contacts cost, fixed costs among it."""
        pairs = list(zip(self.cells, contacts, strict=True))
        used = {cell.offer for cell, number in pairs if number > 0}
        once = sum(cost for offer, cost in self.fixed.items() if offer in used)
        return math.fsum(cell.cost * number for cell, number in pairs) + once

    def gain(self, contacts: Sequence[float]) -> float:
        """Return the margin that these contacts bring before cost."""
        return math.fsum(
            cell.margin * cell.response * cell.full_contacts(number)
            for cell, number in zip(self.cells, contacts, strict=True)
        )

    def net(self, contacts: Sequence[float]) -> float:
        """Return what these contacts leave after cost."""
        return self.gain(contacts) - self.money(contacts)

    def with_responses(self, responses: Sequence[float]) -> Question:
        """Return the same question with other responses, one for each cell."""
        cells = tuple(
            replace(cell, response=float(one))
            for cell, one in zip(self.cells, responses, strict=True)
        )
        return replace(self, cells=cells)


def question_of(
    plan: Plan,
    people: Mapping[int, int],
    names: Mapping[int, str],
    *,
    measured: Mapping[str, Measured],
) -> tuple[Question, list[tuple[int, str]]]:
    """Return what there is to decide, and what cannot be considered.

    Parameters
    ----------
    plan : Plan
        Offers and limits.
    people : dict of int to int
        How many of each segment may be contacted.
    names : dict of int to str
        What the segments are called.
    measured : dict of str to Measured
        Results by the file that the plan names.

    Returns
    -------
    Question, list of (int, str)
        The segments and offers in the list have no response: nobody stated or measured it.

    Raises
    ------
    UsageError
        If the plan names segments that are not there, or one of them twice.
    InputError
        If nothing has a response.
    """
    _refuse_unknown(plan, names)
    cells, limits, unknown = [], list(_limits_of(plan.limits, "")), []
    for key, own in plan.segments.items():
        [number] = chosen_segments((key,), names)
        limits += _limits_of(own, names[number], segment=number, people=people[number])
    for offer in plan.offers:
        limits += _limits_of(offer.limits, offer.name, offer=offer.name)
        parts = {chosen_segments((key,), names)[0]: part for key, part in offer.parts.items()}
        for number in chosen_segments(offer.segments, names):
            terms = parts.get(number, offer.terms)
            cell = _cell(
                offer,
                terms,
                measured.get(offer.lift),
                segment=number,
                people=people[number],
            )
            if cell is None:
                unknown.append((number, offer.name))
                continue
            cells.append(cell)
            whose = f"{offer.name} to {names[number]}"
            own = replace(terms.limits, max_share=terms.max_share)
            limits += _limits_of(
                own, whose, segment=number, offer=offer.name, people=people[number]
            )
    if not cells:
        raise InputError(
            Problem(
                "budget/no-response",
                "No offer of the plan has a response in any segment of this run.",
                "State response and range in the plan, or pass --lift with a result that measured "
                "these segments.",
            )
        )
    cells.sort(key=lambda cell: (cell.segment, cell.offer))
    fixed = {offer.name: offer.fixed_cost for offer in plan.offers if offer.fixed_cost > 0}
    return Question(tuple(cells), dict(people), fixed, tuple(limits)), sorted(unknown)


def _refuse_unknown(plan: Plan, names: Mapping[int, str]) -> None:
    """Refuse segments that are not there or stand twice in one table, all at once."""
    problems: list[Problem] = []
    for where, keys in (
        ("The plan", tuple(plan.segments)),
        *((f'Offer "{offer.name}"', offer.segments) for offer in plan.offers),
        *((f'Offer "{offer.name}"', tuple(offer.parts)) for offer in plan.offers),
    ):
        try:
            numbers = chosen_segments(keys, names)
        except UsageError as error:
            problems += [_in_plan(problem, where) for problem in error.problems]
            continue
        if keys and len(numbers) < len(keys):
            problems.append(
                Problem(
                    "budget/plan",
                    f"{where}: a segment stands there twice, by its number and by its name.",
                    "Leave one of the two out.",
                )
            )
    problems += [
        Problem(
            "budget/plan",
            f'Offer "{offer.name}": it says something of segment "{key}", which is not among its '
            "segments.",
            "Add it to segments, or leave its table out.",
        )
        for offer in plan.offers
        for key in offer.parts
        if not problems
        and chosen_segments((key,), names)[0] not in chosen_segments(offer.segments, names)
    ]
    if problems:
        raise UsageError(*problems)


def _in_plan(problem: Problem, where: str) -> Problem:
    """Return what is wrong with an option as what is wrong with a plan."""
    what = f"{where}: {problem.what[0].lower()}{problem.what[1:]}"
    return replace(problem, what=what, fix=problem.fix.replace("Pass --segment with", "Write"))


def _cell(
    offer: Offer,
    terms: Terms,
    measured: Measured | None,
    *,
    segment: int,
    people: int,
) -> Cell | None:
    """Return an offer to a segment; None where nobody knows what it brings there."""
    errors: tuple[ErrorPart, ...]
    if terms.response is not None:
        money = terms.response.money
        source = f"offer {offer.name}"
        if terms.response != offer.terms.response:
            source = f"{source} in segment {segment}"
        errors = (ErrorPart(source, terms.response.below, terms.response.above),)
    elif measured is not None and segment in measured.segments:
        found = measured.segments[segment]
        money = found.used
        own = ErrorPart(f"{measured.label}: segment {segment}", found.own_error, found.own_error)
        all_of_it = ErrorPart(f"{measured.label}", found.shared_error, found.shared_error)
        errors = (own, all_of_it)
    else:
        return None
    steps = _whole_people(terms.depth, people)
    is_measured = terms.response is None
    return Cell(segment, offer.name, terms.cost, terms.margin, money, errors, steps, is_measured)


def _whole_people(
    depth: Sequence[tuple[float, float]], people: int
) -> tuple[tuple[int, float], ...]:
    """Turn shares of a segment into numbers of people that add up to all of them.

    >>> _whole_people(((0.3, 1.0), (0.7, 0.5)), 95)
    ((28, 1.0), (67, 0.5))
    """
    ends, total = [0], 0.0
    for share, _ in depth:
        total += share
        ends.append(round(total * people))
    return tuple(
        (end - start, factor)
        for start, end, (_, factor) in zip(ends, ends[1:], depth, strict=False)
    )


def _limits_of(
    own: Limits,
    name: str,
    *,
    segment: int | None = None,
    offer: str | None = None,
    people: int | None = None,
) -> list[Limit]:
    """Return what of a table of limits limits anything."""
    most = own.max_contacts
    if people is not None and own.max_share < 1:
        # 0.07 * 100 is a hair above 7 in binary; 0.29 * 100 a hair below 29
        most = min(most, math.floor(own.max_share * people + 1e-9))
    found = (
        Limit(name, "contacts", segment, offer, own.min_contacts, most),
        Limit(name, "money", segment, offer, own.min_money, own.max_money),
    )
    return [limit for limit in found if limit.least > 0 or math.isfinite(limit.most)]
