"""Whether segments foretell anything, and whether anybody has room to grow, in; the words out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.profile.wording import count, money, token

if TYPE_CHECKING:
    from personae.actions.headroom import Headroom
    from personae.report.run import Run

__all__ = ["proof_section"]


def proof_section(run: Run) -> dict[str, Any] | None:
    """Return what the segments of a log's first half told of its second; None without a log."""
    if run.customers.kind != "transactions":
        return None
    useful, why = run.usefulness, run.usefulness_reason
    if useful is None and not why:
        return None
    return {
        "words": [why] if useful is None else list(useful.words()),
        "headroom": None if run.headroom is None else _headroom(run, run.headroom),
    }


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
