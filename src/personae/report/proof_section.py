"""Whether segments foretell anything, and whether anybody has room to grow, in; the words out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.profile.wording import count, money, token
from personae.report.numbers import plain

if TYPE_CHECKING:
    from personae.actions.headroom import Headroom
    from personae.report.run import Run

__all__ = ["headroom_of_segment", "proof_section", "proof_table"]

_PANELS = {
    "spend": ("How much they spend next", "points of explained differences"),
    "returned": ("Who comes back", "points of pairs told right"),
}


def proof_section(run: Run) -> dict[str, Any] | None:
    """Return what the segments of a log's first half told of its second; None without a log."""
    if run.customers.kind != "transactions":
        return None
    useful, why = run.usefulness, run.usefulness_reason
    if useful is None and not why:
        return None
    return {
        "headline": None if useful is None else useful.words()[0],
        "words": [why] if useful is None else list(useful.words()[1:]),
        "headroom": None if run.headroom is None else _headroom(run, run.headroom),
    }


def headroom_of_segment(run: Run, segment: int) -> str | None:
    """Return how far a segment spends below its like, for its card; None where that is not shown.

    It is shown where the log proves that it foretells growth, and somebody has some.
    """
    room = run.headroom
    if room is None or not room.is_shown:
        return None
    own = next((item for item in room.segments if item.segment == segment and item.below), None)
    if own is None or own.below < run.options.smallest_group:
        return None
    return (
        f"{count(own.below)} of {count(own.customers)} spend less than the median of their like: "
        f"together {money(own.amount, run.customers.currency)} in {count(room.days)} days."
    )


def proof_table(run: Run) -> dict[str, Any] | None:
    """Return the segments' lead over every other way to divide customers, for a chart."""
    found = run.usefulness if run.customers.kind == "transactions" else None
    if found is None or not found.versus:
        return None
    names = {item.code: item.name for item in found.groupings}
    panels = [
        {
            "title": title,
            "unit": unit,
            "rows": [
                {
                    "name": names[item.code],
                    "difference": plain(item.difference),
                    "low": plain(item.low),
                    "high": plain(item.high),
                    "verdict": item.verdict,
                }
                for item in found.versus
                if item.measure == measure
            ],
        }
        for measure, (title, unit) in _PANELS.items()
    ]
    return {"alt": " ".join(found.words()[3:]), "panels": [one for one in panels if one["rows"]]}


def _headroom(run: Run, room: Headroom) -> str:
    """Say how far customers spend below their like, or why that is not shown."""
    if not room.is_shown:
        return room.reason
    parts = [
        f"{token(item.segment)}: {count(item.below)} of {count(item.customers)}, "
        f"{money(item.amount, run.customers.currency)}"
        for item in room.segments
        if item.below
    ]
    return (
        "Customers who spend less than the median of their like, and by how much together, in "
        f"{count(room.days)} days: {'; '.join(parts)}."
    )
