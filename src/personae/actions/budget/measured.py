"""Results of measured campaigns in, what a contact brings in each segment of a run out."""

from __future__ import annotations

import json
from dataclasses import field
from typing import TYPE_CHECKING, Any

from personae.actions.budget.shrink import shrink
from personae.dataclass import dataclass
from personae.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Measured", "MeasuredSegment", "read_measured"]

_FORMAT = "personae.lift/1"


@dataclass(frozen=True)
class MeasuredSegment:
    """What a contact brings in one segment, in money per person.

    Parameters
    ----------
    segment : int
        Its number in the run.
    called : str
        What the result calls it.
    measured : float
        As measured.
    used : float
        Drawn towards the effect on everybody.
    kept : float
        How much of its own figure is in that, from 0 to 1.
    own_error, shared_error : float
        Standard errors: of its own, and shared by all segments of this result.
    """

    segment: int
    called: str
    measured: float
    used: float
    kept: float
    own_error: float
    shared_error: float


@dataclass(frozen=True)
class Measured:
    """One result.

    Parameters
    ----------
    label : str
        The name of its file.
    overall : float
        The effect on everybody of the campaign's list, in money per person.
    segments : dict of int to MeasuredSegment
        By the number in the run.
    notes : tuple of str
        What people should know: who was found under another name, and who was not found.
    """

    label: str
    overall: float
    segments: Mapping[int, MeasuredSegment]
    notes: tuple[str, ...] = field(default=())


def read_measured(path: Path, names: Mapping[int, str]) -> Measured:
    """Read what a campaign brought per person, by segment, drawn towards everybody's effect.

    A segment is found by its name, else by its number: names change when somebody renames a
    segment, numbers stay. Segments that the campaign did not measure are not in the answer.

    Parameters
    ----------
    path : Path
        What ``personae lift --out result.json`` wrote.
    names : dict of int to str
        The segments of the run.

    Raises
    ------
    InputError
        If there is no such result, its arms are doubtful, or it measured none of these segments.
    """
    result = _read(path)
    _refuse_doubts(path, result)
    overall = _effect(result["whole"])
    if overall is None:
        raise InputError(
            Problem(
                "budget/lift-money",
                f"{path} measured no difference in money, so it does not say what a contact "
                "brings.",
                "State response and range in the plan instead.",
            )
        )
    listed = {row["segment"]: row["number"] for row in result.get("listed_segments", ())}
    effects = {row["segment"]: _effect(row) for row in result["segments"]}
    if not effects and len(listed) == 1:
        # a list of one segment: what was measured of everybody is what was measured of it
        effects = dict.fromkeys(listed, overall)
    known = {name: effect for name, effect in effects.items() if effect is not None}
    places, notes = _places(known, listed, names)
    if not places:
        raise InputError(_no_segment(path, bool(effects)))
    found = shrink(
        [known[name][0] for name in known], [known[name][1] for name in known], overall=overall
    )
    segments = {}
    for place, name in enumerate(known):
        if name in places:
            segments[places[name]] = MeasuredSegment(
                places[name],
                name,
                known[name][0],
                float(found.estimate[place]),
                float(found.weight[place]),
                float(found.own_error[place]),
                float(found.shared_error[place]),
            )
    if len(known) == 1:
        notes.append(
            "One measured segment cannot show how far segments differ, so the effect on everybody "
            "of that campaign is used."
        )
    return Measured(path.name, overall[0], segments, tuple(notes))


def _read(path: Path) -> dict[str, Any]:
    try:
        result = json.loads(path.read_bytes())
    except (OSError, ValueError):
        result = None
    if not isinstance(result, dict) or result.get("format") != _FORMAT:
        raise InputError(
            Problem(
                "budget/lift",
                f"{path} is not the result of a measured campaign.",
                "Pass the file that personae lift LIST OUTCOMES --out result.json wrote.",
            )
        )
    return result


def _refuse_doubts(path: Path, result: Mapping[str, Any]) -> None:
    """Refuse a result that must not be trusted: money would follow a mistake."""
    if result["doubts"]:
        raise InputError(
            Problem(
                "budget/lift-doubts",
                f"{path} is not to be trusted, as it says itself: {', '.join(result['doubts'])}.",
                "Leave it out, and state response and range in the plan, or measure again.",
            )
        )


def _effect(row: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return the money more per person and its error; None where nothing was measured."""
    money = row["difference"]["money"]
    return None if money is None or not money["error"] > 0 else (money["estimate"], money["error"])


def _places(
    known: Mapping[str, Any], listed: Mapping[str, int | None], names: Mapping[int, str]
) -> tuple[dict[str, int], list[str]]:
    """Return which segment of the run each one of the result is, and what to say of it."""
    by_name = {name.casefold(): number for number, name in names.items()}
    places = {name: by_name[name.casefold()] for name in known if name.casefold() in by_name}
    notes, taken = [], set(places.values())
    for name in known:
        if name in places:
            continue
        number = listed.get(name)
        if number in names and number not in taken:
            assert number is not None
            places[name] = number
            notes.append(
                f'"{name}" of the measured campaign is taken for segment {number}, which is '
                f'called "{names[number]}" here.'
            )
        else:
            notes.append(
                f'"{name}" of the measured campaign is no segment of this run; it is not used.'
            )
    return places, notes


def _no_segment(path: Path, has_segments: bool) -> Problem:  # noqa: FBT001 (private)
    what = (
        f"{path} measured none of the segments of this run: it has other names."
        if has_segments
        else f"{path} does not say which segments it measured."
    )
    return Problem(
        "budget/lift-segments",
        what,
        "Measure again with personae lift, which notes the numbers of the segments too, or state "
        "response and range in the plan.",
    )
