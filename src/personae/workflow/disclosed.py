"""Tables of a finished run in, the same without counts that tell of too few people out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from personae.stats.suppression import hidden_moves, hidden_parts, hidden_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

    from personae.monitor.moves import MoveCounts
    from personae.monitor.snapshots import Snapshot, Trends
    from personae.workflow.result import Result

__all__ = ["move_rows", "moves_of", "risk_of", "things", "trend_rows"]


def trend_rows(trends: Trends, smallest: int) -> list[dict[str, Any]]:
    """Return the rows of `trends.csv`; empty where a group or a part of it is small."""
    few: dict[tuple[Any, int], set[str]] = {}
    for day in trends.snapshots:
        for name, hidden in _few_of(day, smallest).items():
            for group, is_hidden in zip(day.groups, hidden, strict=True):
                if is_hidden:
                    few.setdefault((day.as_of, group.segment), set()).add(name)
    return [
        row | dict.fromkeys(_with(few.get((row["as_of"], row["segment"]), set())))
        for row in trends.to_rows()
    ]


_PARTS = ("newcomers", "came_back", "bought_again")


def _few_of(day: Snapshot, smallest: int) -> dict[str, list[bool]]:
    """Return which counts of a day are hidden, by what is counted and segment."""
    sizes = [group.customers for group in day.groups]
    few = {"customers": hidden_rows(sizes, smallest)}
    few["left"] = hidden_rows([group.left or 0 for group in day.groups], smallest)
    for name in _PARTS:
        parts = [getattr(group, name) or 0 for group in day.groups]
        few[name] = hidden_parts(parts, sizes, smallest)
    return few


def _with(names: set[str]) -> set[str]:
    """Return the columns that go with a hidden one."""
    if "customers" not in names:
        return names
    return {"customers", "share", "revenue", "revenue_share", "left", *_PARTS}


def move_rows(trends: Trends, smallest: int) -> list[dict[str, Any]]:
    """Return the rows of `migration.csv`; empty where few went, or it could be worked out."""
    hidden: list[bool] = []
    for move in trends.moves:
        few = hidden_moves(move.matrix, move.leavers, move.newcomers, smallest=smallest)
        hidden += [*few[:-1].ravel().tolist(), *few[-1, :-1].tolist()]
    rows = trends.move_rows()
    return [
        row | ({"customers": None} if is_hidden else {})
        for row, is_hidden in zip(rows, hidden, strict=True)
    ]


def moves_of(told: dict[str, Any], moves: MoveCounts, smallest: int) -> dict[str, Any]:
    """Return the counts of moves for the summary; None where few went."""
    hidden = hidden_moves(moves.matrix, moves.leavers, moves.newcomers, smallest=smallest)

    def shown(counts: Sequence[int], few: Iterable[Any]) -> list[int | None]:
        return [None if is_few else n for n, is_few in zip(counts, few, strict=True)]

    before, after = list(moves.before), list(moves.after)
    return told | {
        "matrix": [
            shown(row, few[:-1]) for row, few in zip(moves.matrix, hidden[:-1], strict=True)
        ],
        "leavers": shown(moves.leavers, hidden[:-1, -1]),
        "newcomers": shown(moves.newcomers, hidden[-1, :-1]),
        "largest": [
            item
            for item in told["largest"]
            if not hidden[before.index(item["before"]), after.index(item["after"])]
        ],
    }


def risk_of(told: list[dict[str, Any]], result: Result) -> list[dict[str, Any]]:
    """Return who is at risk per segment for the summary; None where they are few."""
    back = [place for place, item in enumerate(result.segmentation.segments) if not item.described]
    hidden = hidden_parts(
        [item["n"] for item in told],
        [item["size"] for item in told],
        result.options.smallest_group,
        rows=back,
    )
    names = ("n", "share", "revenue", "revenue_share")
    return [
        item | (dict.fromkeys(names) if few else {}) for item, few in zip(told, hidden, strict=True)
    ]


def things(table: pa.Table, result: Result) -> pa.Table:
    """Return the rows of `affinity.csv` or `gaps.csv` that tell of nobody or of enough people."""
    import pyarrow as pa

    told = {item.segment for item in result.segmentation.segments if item.described}
    people = table.column("customers").to_numpy()
    keep = (people == 0) | (people >= result.options.smallest_group)
    keep &= np.isin(table.column("segment").to_numpy(), sorted(told))
    return table.filter(pa.array(keep))
