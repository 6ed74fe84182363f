"""A plan as TOML values in, its offers and limits or all that is wrong with it out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from personae.actions.budget.plan import ALIKE, Limits, Offer, Plan, Response, Terms
from personae.actions.budget.plan_values import (
    KINDS,
    LIMITS,
    fault_of,
    is_number,
    is_range,
    unknown_key,
)
from personae.errors import Problem, UsageError
from personae.stats.intervals import Z95

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["EXAMPLE", "read_plan"]

EXAMPLE = """\
margin = 0.4                # what is left of each unit of money sold

[[offer]]
name = "Postcard"
cost = 0.90                 # of one contact
response = 5.0              # sold more per person contacted, in money
range = [2.0, 8.0]          # how sure you are: 95 %
"""
"""The smallest plan there is."""

_ANSWER = ("response", "buyers", "spend", "error", "range")
_IN_SEGMENT = ("cost", "margin", *_ANSWER, "depth", *LIMITS, "max_share")
_OF_OFFER = ("name", *_IN_SEGMENT, "fixed_cost", "lift", "segments", "segment")
_OF_PLAN = ("margin", "offer", "segment", *LIMITS)


def read_plan(plan: Mapping[str, Any], *, lifts: Mapping[str, str] | None = None) -> Plan:
    """Check a plan and return what it says.

    Parameters
    ----------
    plan : dict
        The values of the file: ``margin`` for all offers, limits over everything, the list
        ``offer`` and the tables ``segment`` with limits over all offers in one segment.
    lifts : dict of str to str, optional
        Files of measured results by the name of the offer; ``""`` stands for all offers that
        state no response.

    Raises
    ------
    UsageError
        With everything that is wrong.

    Examples
    --------
    >>> plan = read_plan({"offer": [{
    ...     "name": "mail", "cost": 1, "margin": 0.4, "buyers": 2, "spend": 60, "range": [1, 3]}]})
    >>> terms = plan.offers[0].terms
    >>> round(terms.response.money, 2), round(terms.response.above, 3)
    (1.2, 0.306)
    """
    problems = [unknown_key("The plan", key, _OF_PLAN) for key in plan if key not in _OF_PLAN]
    problems += _faults("The plan", plan, ("margin", *LIMITS))
    problems += _limit_problems("The plan", plan)
    problems += _segment_problems("The plan", plan.get("segment", {}), (*LIMITS, "max_share"))
    rows = plan.get("offer")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        problems.append(_problem("The plan has no offer.", f"Begin with:\n{EXAMPLE}"))
        raise UsageError(*problems)
    shared = {"margin": plan["margin"]} if "margin" in plan else {}
    names: list[str] = []
    rows = [_with_lift(row, lifts or {}) for row in rows]
    for place, row in enumerate(rows, 1):
        problems += _offer_problems(row, place, shared=shared)
        name = str(row.get("name", "")).strip().casefold()
        if name and name in names:
            what = f"{_where(row, place)}: another offer has this name."
            problems.append(_problem(what, "Give each offer a name of its own."))
        names.append(name)
    problems += _strangers(lifts or {}, rows)
    if problems:
        raise UsageError(*problems)
    offers = sorted((_offer({**shared, **row}) for row in rows), key=lambda offer: offer.name)
    parts = {str(key): _limits(value) for key, value in plan.get("segment", {}).items()}
    return Plan(tuple(offers), _limits(plan), parts)


def _problem(what: str, fix: str) -> Problem:
    return Problem("budget/plan", what, fix)


def _where(row: Mapping[str, Any], place: int) -> str:
    name = row.get("name")
    return f'Offer "{name.strip()}"' if isinstance(name, str) and name.strip() else f"Offer {place}"


def _with_lift(row: Mapping[str, Any], lifts: Mapping[str, str]) -> dict[str, Any]:
    """Return an offer with the measured result that was given for it, or for all without one."""
    name = str(row.get("name", "")).strip().casefold()
    own = [file for offer, file in lifts.items() if offer and offer.casefold() == name]
    if own:
        return {**row, "lift": own[-1]}
    return {**row, "lift": lifts[""]} if "" in lifts and _may_use(row) else dict(row)


def _may_use(row: Mapping[str, Any]) -> bool:
    return not _states(row) and "lift" not in row


def _strangers(lifts: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """Refuse measured results for offers that the plan does not have, or for none at all."""
    names = [str(row.get("name", "")).strip() for row in rows]
    known = {name.casefold() for name in names}
    wrong = [
        Problem(
            "budget/lift",
            f'--lift names an offer "{offer}" that the plan does not have.',
            f"Its offers are: {', '.join(names)}.",
        )
        for offer in lifts
        if offer and offer.casefold() not in known
    ]
    if "" in lifts and not any(row.get("lift") == lifts[""] for row in rows):
        what = "--lift is given, but every offer of the plan says itself what a contact brings."
        wrong.append(
            Problem("budget/lift", what, "Leave it out, or take response out of an offer.")
        )
    return wrong


def _faults(where: str, row: Mapping[str, Any], keys: Iterable[str]) -> list[Problem]:
    return [fault for key in keys if key in row for fault in fault_of(where, key, row[key])]


def _offer_problems(
    row: Mapping[str, Any], place: int, *, shared: Mapping[str, Any]
) -> list[Problem]:
    """Check an offer and what it says of single segments."""
    where = _where(row, place)
    problems = [unknown_key(where, key, _OF_OFFER) for key in row if key not in _OF_OFFER]
    problems += _faults(where, row, (key for key in _OF_OFFER if key in KINDS))
    problems += [
        _problem(f"{where}: {key} is missing.", f"Add {key}: {meant}, such as {example}.")
        for key, (_, meant, example) in ((key, KINDS[key]) for key in ("name", "cost", "margin"))
        if key not in row and key not in shared
    ]
    problems += _limit_problems(where, row)
    problems += _answer_problems(where, row)
    if "lift" in row and _states(row):
        what = f"{where}: lift and {_states(row)} both say what a contact brings."
        problems.append(_problem(what, "Leave one of them out."))
    parts = row.get("segment", {})
    if _may_use(row) and not _some_state(parts):
        problems.append(
            _problem(
                f"{where}: nothing says what a contact brings.",
                "Add response (money sold more per person contacted), or buyers (more buyers per "
                "100 contacted) and spend (what one of them spends), with a range; or lift, a file "
                "that personae lift --out result.json wrote.",
            )
        )
    return problems + _segment_problems(where, parts, _IN_SEGMENT, spend=row.get("spend"))


def _states(row: Mapping[str, Any]) -> str:
    """Return by which key a table says what a contact brings; empty if by none."""
    return next((key for key in ("response", "buyers") if key in row), "")


def _some_state(parts: Any) -> bool:
    """Tell whether single segments have a response of their own."""
    return isinstance(parts, dict) and any(
        isinstance(part, dict) and _states(part) for part in parts.values()
    )


def _segment_problems(
    where: str, parts: Any, known: tuple[str, ...], *, spend: Any = None
) -> list[Problem]:
    """Check tables that hold for one segment each."""
    if not isinstance(parts, dict) or not all(isinstance(part, dict) for part in parts.values()):
        head = "[segment.1]" if where == "The plan" else "[offer.segment.1]"
        what = f"{where}: segment is not a table for each segment."
        return [_problem(what, f'Head it by the number or the name of the segment: "{head}".')]
    problems: list[Problem] = []
    for key, part in parts.items():
        here = f'{where}, segment "{key}"'
        problems += [unknown_key(here, name, known) for name in part if name not in known]
        problems += _faults(here, part, (name for name in known if name in KINDS))
        problems += _limit_problems(here, part)
        inherited = {"spend": spend} if "buyers" in part and spend is not None else {}
        problems += _answer_problems(here, {**inherited, **part})
    return problems


def _limit_problems(where: str, row: Mapping[str, Any]) -> list[Problem]:
    return [
        _problem(f"{where}: min_{unit} is above max_{unit}.", "Lower the one, or raise the other.")
        for unit in ("contacts", "money")
        if is_number(row.get(f"min_{unit}"))
        and is_number(row.get(f"max_{unit}"))
        and row[f"min_{unit}"] > row[f"max_{unit}"]
    ]


def _answer_problems(where: str, row: Mapping[str, Any]) -> list[Problem]:
    """Check what a contact brings: said in one way, and how sure it is."""
    found = []
    if "buyers" in row and "response" in row:
        what = f"{where}: buyers and response both say what a contact brings."
        found.append(_problem(what, "Leave one of them out."))
    if "buyers" in row and "spend" not in row:
        what = f"{where}: buyers needs spend: what one more buyer spends."
        found.append(_problem(what, "Write for example spend = 60."))
    if "range" in row and "error" in row:
        what = f"{where}: range and error both say how sure it is."
        found.append(_problem(what, "Leave one of them out."))
    said = _states(row)
    if not said:
        unsaid = [key for key in ("spend", "range", "error") if key in row]
        if unsaid:
            what = f"{where}: {' and '.join(unsaid)} without buyers or response."
            found.append(_problem(what, "Add the figure that is meant, or leave this out."))
    elif "range" not in row and "error" not in row:
        found.append(
            _problem(
                f"{where}: nothing says how sure {said} is.",
                f"Add range = [LOW, HIGH], between which {said} lies in 19 of 20 cases, or error, "
                "its standard error.",
            )
        )
    elif "range" in row and is_range(row["range"]) and is_number(row[said]):
        low, high = row["range"]
        if not low <= row[said] <= high:
            found.append(
                _problem(
                    f"{where}: {said} does not lie within its range.",
                    f"Write the ends between which {said} lies in 19 of 20 cases.",
                )
            )
    return found


def _offer(row: Mapping[str, Any]) -> Offer:
    parts = {}
    for key, part in row.get("segment", {}).items():
        kept = {name: row[name] for name in ("cost", "margin", "depth", "max_share") if name in row}
        if not _states(part):
            kept |= {name: row[name] for name in _ANSWER if name in row}
        elif "spend" in row:
            kept["spend"] = row["spend"]
        parts[str(key)] = _terms({**kept, **part}, limits=_limits(part))
    return Offer(
        name=row["name"].strip(),
        terms=_terms(row, limits=Limits()),
        parts=parts,
        # where only single segments have a response, the offer is for these
        segments=tuple(str(one) for one in row.get("segments", parts if _may_use(row) else ())),
        fixed_cost=float(row.get("fixed_cost", 0.0)),
        lift=row.get("lift", ""),
        limits=_limits(row),
    )


def _terms(row: Mapping[str, Any], *, limits: Limits) -> Terms:
    depth = tuple((float(share), float(by)) for share, by in row.get("depth", ALIKE))
    share = float(row.get("max_share", 1.0))
    return Terms(float(row["cost"]), float(row["margin"]), _response(row), depth, share, limits)


def _response(row: Mapping[str, Any]) -> Response | None:
    """Return money per contact from what is said; a range is one of 95 %, each side by itself."""
    said = _states(row)
    if not said:
        return None
    scale = row["spend"] / 100.0 if said == "buyers" else 1.0
    if "error" in row:
        return Response(row[said] * scale, row["error"] * scale, row["error"] * scale)
    low, high = row["range"]
    sides = (row[said] - low, high - row[said])
    return Response(row[said] * scale, *(side / Z95 * scale for side in sides))


def _limits(row: Mapping[str, Any]) -> Limits:
    low = {key: float(row.get(key, 0.0)) for key in LIMITS if key.startswith("min")}
    high = {key: float(row.get(key, math.inf)) for key in LIMITS if key.startswith("max")}
    return Limits(**low, **high, max_share=float(row.get("max_share", 1.0)))
