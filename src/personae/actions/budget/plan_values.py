"""One value of a plan in, what is wrong with it and how to write it out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from personae.errors import Problem, nearest_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["KINDS", "LIMITS", "fault_of", "is_number", "is_range", "unknown_key"]

LIMITS = ("min_contacts", "max_contacts", "min_money", "max_money")


def is_number(value: Any, low: float = -math.inf, high: float = math.inf) -> bool:
    """Tell whether a value is a finite number within bounds; true and false are none.

    Examples
    --------
    >>> is_number(2, low=0), is_number(True), is_number(float("nan")), is_number("2")
    (True, False, False, False)
    """
    fine = isinstance(value, int | float) and not isinstance(value, bool)
    return fine and math.isfinite(value) and low <= value <= high


def is_range(value: Any) -> bool:
    """Tell whether a value is a lower and an upper end.

    Examples
    --------
    >>> is_range([1.0, 3]), is_range([3, 1])
    (True, False)
    """
    ends = isinstance(value, list) and len(value) == 2
    return ends and all(is_number(end) for end in value) and value[0] <= value[1]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _are_segments(value: Any) -> bool:
    def fine(one: Any) -> bool:
        return _is_text(one) or _is_count(one)

    return isinstance(value, list) and bool(value) and all(fine(one) for one in value)


def _falls(depth: Any) -> bool:
    """Tell whether shares add up to 1 and factors fall: else the best would not come first."""
    if not isinstance(depth, list) or not depth:
        return False
    if not all(
        isinstance(step, list) and len(step) == 2 and all(is_number(v, 0, 1) for v in step)
        for step in depth
    ):
        return False
    factors = [step[1] for step in depth]
    return factors == sorted(factors, reverse=True) and math.isclose(sum(s[0] for s in depth), 1)


_MONEY = (lambda value: is_number(value, 0), "a sum of money, 0 or more", "0.80")
_SHARE = (lambda value: is_number(value, 0, 1), "a share from 0 to 1", "0.35")
_COUNT = (_is_count, "a whole number of people, 0 or more", "500")

KINDS: dict[str, tuple[Callable[[Any], bool], str, str]] = {
    "name": (_is_text, "a text in quotes", '"Postcard"'),
    "cost": _MONEY,
    "fixed_cost": _MONEY,
    "margin": _SHARE,
    "response": (is_number, "a number: money sold more per person contacted", "5.0"),
    "error": (lambda value: is_number(value, 0), "a number, 0 or more", "1.5"),
    "range": (is_range, "a lower and an upper end", "[1.0, 3.2]"),
    "buyers": (
        lambda value: is_number(value, -100, 100),
        "a number from -100 to 100: how many more of 100 people contacted buy",
        "2.5",
    ),
    "spend": _MONEY,
    "lift": (_is_text, "the name of a file in quotes", '"result.json"'),
    "segments": (_are_segments, "a list of segments, by number or name", '["1", "Loyal"]'),
    "depth": (
        _falls,
        (
            "a list of steps: shares of the segment that add up to 1, and factors that fall from 1 "
            "down to 0"
        ),
        "[[0.3, 1.0], [0.7, 0.5]]",
    ),
    "min_contacts": _COUNT,
    "max_contacts": _COUNT,
    "min_money": _MONEY,
    "max_money": _MONEY,
    "max_share": _SHARE,
}
"""For every key: what is right, that in words, and an example."""


def fault_of(where: str, key: str, value: Any) -> list[Problem]:
    """Say what is wrong with a value, if anything is.

    Examples
    --------
    >>> [problem] = fault_of('Offer "Mail"', "cost", -1)
    >>> print(problem)
    Offer "Mail": cost is not a sum of money, 0 or more.
    Fix: Write for example cost = 0.80.
    """
    good, meant, example = KINDS[key]
    if good(value):
        return []
    what = f"{where}: {key} is not {meant}."
    return [Problem("budget/plan", what, f"Write for example {key} = {example}.")]


def unknown_key(where: str, key: str, known: Iterable[str]) -> Problem:
    """Say that a key means nothing, and which was meant.

    Examples
    --------
    >>> print(unknown_key('Offer "Mail"', "costs", ["cost", "margin"]))
    Offer "Mail": the key "costs" is not known.
    Fix: Write cost, or leave it out.
    """
    names = list(known)
    close = nearest_names(key, names)[:1]
    fix = f"Write {close[0]}, or leave it out." if close else f"Known here: {', '.join(names)}."
    return Problem("budget/plan", f'{where}: the key "{key}" is not known.', fix)
