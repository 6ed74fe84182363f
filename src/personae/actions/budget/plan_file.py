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
_BY_BUYERS = {
    "buyers": (-100.0, 100.0, "how many more of 100 people contacted buy"),
    "spend": (0.0, math.inf, "what one more buyer spends, 0 or more"),
}
_KEYS = ("name", *_NUMBERS, *_BY_BUYERS, "range", "segments", "depth")
_Z95 = 1.959963984540054


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
    >>> [offer] = read_plan({"offer": [
    ...     {"name": "mail", "cost": 1, "margin": 0.4, "buyers": 2, "spend": 60, "range": [1, 3]}]})
    >>> round(offer.response, 2), round(offer.error, 3)
    (1.2, 0.306)
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
        problems += _wrong_ways(row, f"Offer {place}")
        problems += _wrong({**shared, **_in_money(row)}, place, measured=measured)
        if row.get("name") in names[: place - 1]:
            problems.append(_problem(f"Offer {place}: its name is taken.", "Give it another."))
    if problems:
        raise UsageError(*problems)
    return tuple(_offer({**shared, **_in_money(row)}) for row in rows)


def _wrong_ways(row: Mapping[str, Any], where: str) -> list[Problem]:
    """Check buyers, what they spend, and a range: other ways to say response and error."""
    problems = [
        _problem(f"{where}: {key} is not a number it can be.", f"Set {key} to {meant}.")
        for key, (low, high, meant) in _BY_BUYERS.items()
        if key in row and not _within(row[key], low, high)
    ]
    if ("buyers" in row) != ("spend" in row):
        problems.append(
            _problem(
                f"{where}: buyers and spend go together.",
                "Say how many more of 100 buy, and what one of them spends.",
            )
        )
    if "buyers" in row and "response" in row:
        problems.append(
            _problem(f"{where}: buyers and response say the same.", "Leave one of them out.")
        )
    if "range" in row and not _is_range(row["range"]):
        problems.append(
            _problem(
                f"{where}: range is not a lower and an upper end.",
                "Write the 95 % range of response or buyers, such as range = [1.0, 3.2].",
            )
        )
    if "range" in row and "error" in row:
        problems.append(_problem(f"{where}: range and error say the same.", "Leave one out."))
    return problems


def _is_range(value: Any) -> bool:
    ends = isinstance(value, list) and len(value) == 2
    return ends and all(_within(end, -math.inf, math.inf) for end in value) and value[0] <= value[1]


def _in_money(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same offer with response and error in money per contact, where they can be."""
    told = dict(row)
    scale = 1.0
    if "buyers" in told and "spend" in told:
        buyers, spend = told.pop("buyers"), told.pop("spend")
        if _within(buyers, -100, 100) and _within(spend, 0, math.inf):
            scale = spend / 100.0
            told.setdefault("response", buyers * scale)
    ends = told.pop("range", None)
    if _is_range(ends):
        told.setdefault("error", (ends[1] - ends[0]) / (2.0 * _Z95) * scale)
    elif "error" in told and _within(told["error"], 0, math.inf):
        told["error"] *= scale
    return told


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
