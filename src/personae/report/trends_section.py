"""How segments changed over time in, what the report says of it out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from personae.profile.wording import count, day, percent
from personae.report.numbers import plain
from personae.stats.suppression import hidden_rows

if TYPE_CHECKING:
    from personae.monitor.cohorts import Cohorts
    from personae.monitor.moves import Move
    from personae.monitor.snapshots import SnapshotGroup, Trends
    from personae.report.run import Run

__all__ = ["trend_names", "trends_section", "trends_table"]

DASH = "\N{EN DASH}"
_TOKEN = re.compile(r"⟪(\d+)⟫")
_DAYS_IN_WORDS = 13
"""So many days fit into the table; of more every second, third, ... is shown, the last always."""


def trends_section(run: Run) -> dict[str, Any] | None:
    """Return the section on how segments changed; None where there was no log to look at.

    The segments of a trend look back a window, and so may be none of the run's: they have names of
    their own, and stand in texts as ``⟪t3⟫``.
    """
    if run.customers.kind != "transactions":
        return None
    trends = run.trends
    if trends is None and not run.trends_reason:
        return None
    if trends is None:
        return {"reason": run.trends_reason, "names": [], "words": [], "days": [], "rows": []}
    every = -(-len(trends.snapshots) // _DAYS_IN_WORDS)
    shown = trends.snapshots[::-1][::every][::-1]
    smallest = run.options.smallest_group
    few = {
        (snapshot.as_of, group.segment)
        for snapshot in trends.snapshots
        for group, hidden in zip(
            snapshot.groups,
            hidden_rows([group.customers for group in snapshot.groups], smallest),
            strict=True,
        )
        if hidden
    }
    return {
        "reason": "",
        "names": trend_names(run),
        "words": [_TOKEN.sub(r"⟪t\1⟫", text) for text in trends.words(smallest=smallest)],
        "days": [day(snapshot.as_of) for snapshot in shown],
        "every": every,
        "step": trends.step,
        "rows": [
            {
                "name": _called(item.segment),
                "shares": [
                    {"share": "not shown", "customers": ""}
                    if (snapshot.as_of, item.segment) in few
                    else {"share": percent(group.share), "customers": count(group.customers)}
                    for snapshot in shown
                    for group in snapshot.groups
                    if group.segment == item.segment
                ],
            }
            for item in trends.segments
        ],
        "moves": [_move(move) for move in trends.together.largest() if move.n >= smallest],
        "steps": len(trends.moves),
        "flows": [_flow(trends, item.segment, smallest) for item in trends.segments],
        "cohorts": _cohorts(trends.cohorts, smallest),
    }


def trend_names(run: Run) -> list[dict[str, Any]]:
    """Return the names of the segments that are followed over time; none without trends."""
    trends = run.trends if run.customers.kind == "transactions" else None
    if trends is None:
        return []
    return [{"segment": item.segment, "name": item.name} for item in trends.segments]


def trends_table(run: Run) -> dict[str, Any] | None:
    """Return the share of every segment on every day, for a chart; None without trends."""
    trends = run.trends if run.customers.kind == "transactions" else None
    if trends is None:
        return None
    first, last = trends.snapshots[0], trends.snapshots[-1]
    parts = [
        f"{_called(now.segment)} from {percent(then.share)} to {percent(now.share)}"
        for then, now in zip(first.groups, last.groups, strict=True)
    ]
    return {
        "alt": (
            f"The share of customers in each segment from {day(first.as_of)} to "
            f"{day(last.as_of)}: {'; '.join(parts)}."
        ),
        "days": [snapshot.as_of.isoformat() for snapshot in trends.snapshots],
        "rows": [
            {
                "segment": item.segment,
                "name": _called(item.segment),
                "shares": [
                    plain(group.share)
                    for snapshot in trends.snapshots
                    for group in snapshot.groups
                    if group.segment == item.segment
                ],
            }
            for item in trends.segments
        ],
    }


def _called(segment: int) -> str:
    return f"⟪t{segment}⟫"


def _move(move: Move) -> dict[str, str]:
    return {
        "before": _called(move.before),
        "after": _called(move.after),
        "n": count(move.n),
        "share": percent(move.share),
    }


def _flow(trends: Trends, segment: int, smallest: int) -> dict[str, str]:
    """Return who came to a segment and who left it, over all steps, and who bought again."""
    groups = [
        group
        for snapshot in trends.snapshots
        for group in snapshot.groups
        if group.segment == segment
    ]

    def total(name: str) -> str:
        people = sum(getattr(group, name) or 0 for group in groups)
        return "few" if 0 < people < smallest else count(people)

    return {
        "name": _called(segment),
        "newcomers": total("newcomers"),
        "came_back": total("came_back"),
        "left": total("left"),
        "bought_again": _again(groups),
    }


def _again(groups: list[SnapshotGroup]) -> str:
    known = [group for group in groups if group.bought_again is not None]
    people = sum(group.customers for group in known)
    return percent(sum(group.bought_again or 0 for group in known) / people) if people else DASH


def _cohorts(cohorts: Cohorts, smallest: int) -> dict[str, Any] | None:
    """Return how many of those who first bought in one period came back in each later one."""
    most = max((len(row.bought) for row in cohorts.rows), default=0)
    if most == 0:
        return None
    return {
        "period": cohorts.period,
        "later": list(range(1, most + 1)),
        "rows": [
            {
                "first": row.first,
                "size": count(row.size),
                "shares": [percent(share) for share in row.shares],
            }
            for row in cohorts.rows
            if row.size >= smallest
        ],
    }
