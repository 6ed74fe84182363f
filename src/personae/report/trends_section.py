"""How segments changed over time in, what the report says of it out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from personae.profile.wording import count, day, percent
from personae.stats.suppression import hidden_rows

if TYPE_CHECKING:
    from personae.report.run import Run

__all__ = ["trends_section"]

_TOKEN = re.compile(r"⟪(\d+)⟫")


def trends_section(run: Run) -> dict[str, Any] | None:
    """Return the section on how segments changed; None where there was no log to look at.

    The segments of a trend look back a window, and so may be none of the run's: they are called by
    their own names here.
    """
    if run.customers.kind != "transactions":
        return None
    trends = run.trends
    if trends is None and not run.trends_reason:
        return None
    if trends is None:
        return {"reason": run.trends_reason, "words": [], "days": [], "rows": []}
    names = {item.segment: item.name for item in trends.segments}

    def named(text: str) -> str:
        return _TOKEN.sub(lambda match: names[int(match[1])], text)

    few = {
        (snapshot.as_of, group.segment)
        for snapshot in trends.snapshots
        for group, hidden in zip(
            snapshot.groups,
            hidden_rows([group.customers for group in snapshot.groups], run.options.smallest_group),
            strict=True,
        )
        if hidden
    }
    return {
        "reason": "",
        "words": [named(text) for text in trends.words()],
        "days": [day(snapshot.as_of) for snapshot in trends.snapshots],
        "rows": [
            {
                "name": names[number],
                "shares": [
                    {"share": "not shown", "customers": ""}
                    if (snapshot.as_of, number) in few
                    else {"share": percent(group.share), "customers": count(group.customers)}
                    for snapshot in trends.snapshots
                    for group in snapshot.groups
                    if group.segment == number
                ],
            }
            for number in names
        ],
    }
