"""A plan as TOML values in, its offers or all that is wrong with it out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from personae.errors import Problem, UsageError, nearest_names

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Offer", "read_plan"]

_NUMBERS = {
    "cost": (0.0, math.inf, "what one contact costs, 0 or more"),
    "margin": (0.0, 1.0, "what is left of each unit of money sold, a share from 0 to 1"),
    "response": (-math.inf, math.inf, "the money sold more per person contacted"),
    "error": (0.0, math.inf, "the standard error of response, 0 or more"),
    "min_contacts": (0.0, math.inf, "the fewest contacts in each segment, 0 or more"),
    "max_contacts": (0.0, math.inf, "the most contacts in each segment, 0 or more"),
    "max_share": (0.0, 1.0, "the largest share of a segment to contact, from 0 to 1"),
}
_KEYS = ("name", *_NUMBERS, "segments", "depth")


@dataclass(frozen=True)
class Offer:
    """One offer of a plan; `response` is None where a measured result has to supply it."""

    name: str
    cost: float
    margin: float
    response: float | None
    error: float | None
    segments: tuple[str, ...]
    depth: tuple[tuple[float, float], ...] | None
    min_contacts: float = 0.0
    max_contacts: float = math.inf
    max_share: float = 1.0


def read_plan(plan: Mapping[str, Any], *, measured: bool = False) -> tuple[Offer, ...]:
    """Check a plan and return its offers.

    Parameters
    ----------
    plan : dict
        ``margin`` (for all offers, optional) and the list ``offer``.
    measured : bool
        Whether a measured result supplies the response of offers that state none.

    Raises
    ------
    UsageError
        With everything that is wrong.

    Examples
    --------
    >>> [offer] = read_plan({"offer": [
    ...     {"name": "mail", "cost": 1, "margin": 0.4, "response": 5, "error": 1}]})
    >>> offer.name, offer.cost
    ('mail', 1.0)
    """
    problems = [
        _unknown(key, ("margin", "offer"), "the plan")
        for key in plan
        if key not in ("margin", "offer")
    ]
    rows = plan.get("offer")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        problems.append(_problem("The plan has no offer.", "Begin each offer with [[offer]]."))
        raise UsageError(*problems)
    shared = {"margin": plan["margin"]} if "margin" in plan else {}
    names = [row.get("name") for row in rows]
    for place, row in enumerate(rows, 1):
        problems += _wrong({**shared, **row}, place, measured=measured)
        if row.get("name") in names[: place - 1]:
            problems.append(_problem(f"Offer {place}: its name is taken.", "Give it another."))
    if problems:
        raise UsageError(*problems)
    return tuple(_offer({**shared, **row}) for row in rows)


def _wrong(row: Mapping[str, Any], place: int, *, measured: bool) -> list[Problem]:
    where = f"Offer {place}"
    problems = [_unknown(key, _KEYS, where) for key in row if key not in _KEYS]
    needed = ["name", "cost", "margin"]
    if not measured or "response" in row or "error" in row:
        needed += ["response", "error"]
    for key in needed:
        if key not in row:
            meant = _NUMBERS[key][2] if key in _NUMBERS else "a text of your own"
            problems.append(_problem(f"{where}: {key} is missing.", f"Add {key}: {meant}."))
    for key, (low, high, meant) in _NUMBERS.items():
        if key in row and not _within(row[key], low, high):
            problems.append(
                _problem(f"{where}: {key} is not a number it can be.", f"Set {key} to {meant}.")
            )
    if "name" in row and not (isinstance(row["name"], str) and row["name"].strip()):
        problems.append(_problem(f"{where}: name is not a text.", 'Write name = "Spring mail".'))
    segments = row.get("segments", [])
    if not isinstance(segments, list) or not all(isinstance(one, str) for one in segments):
        problems.append(
            _problem(
                f"{where}: segments is not a list of texts.", 'Write segments = ["1", "Loyal"].'
            )
        )
    if "depth" in row and not _falls(row["depth"]):
        problems.append(
            _problem(
                f"{where}: depth is not a list of steps that fall and cover the segment.",
                "Write depth = [[0.3, 1.0], [0.7, 0.5]]: shares that add up to 1, and factors from "
                "1 down to 0.",
            )
        )
    return problems


def _falls(depth: Any) -> bool:
    if not isinstance(depth, list) or not depth:
        return False
    if not all(
        isinstance(s, list) and len(s) == 2 and all(_within(v, 0, 1) for v in s) for s in depth
    ):
        return False
    factors = [step[1] for step in depth]
    return factors == sorted(factors, reverse=True) and math.isclose(sum(s[0] for s in depth), 1)


def _within(value: Any, low: float, high: float) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value) and low <= value <= high


def _offer(row: Mapping[str, Any]) -> Offer:
    numbers = {key: float(row[key]) for key in _NUMBERS if key in row}
    depth = (
        tuple((float(share), float(by)) for share, by in row["depth"]) if "depth" in row else None
    )
    numbers = {"response": None, "error": None, **numbers}  # type: ignore[dict-item]
    return Offer(
        name=row["name"].strip(), segments=tuple(row.get("segments", ())), depth=depth, **numbers
    )


def _unknown(key: str, known: tuple[str, ...], where: str) -> Problem:
    close = nearest_names(key, known) or list(known)
    return _problem(f'{where}: the key "{key}" is not known.', f"Known here: {', '.join(close)}.")


def _problem(what: str, fix: str) -> Problem:
    return Problem("budget/plan", what, fix)
