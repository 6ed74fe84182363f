"""What each segment picks more often than others with baskets as varied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.report.charts.sheet import Sheet
from personae.report.charts.theme import (
    INK,
    MUTED,
    WIDTH,
    Chart,
    badge,
    chart,
    color,
    filled,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["picks"]

HEAD, ROW, FOOT = 0.27, 0.4, 0.36  # inches: a segment's name, one thing, and the axis
_LEFT, _LONGEST = 0.06, 0.74


@chart
def picks(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw a bar for each thing that a segment picks more often, from 100 to its index."""
    groups = table["rows"]
    height = sum(HEAD + ROW * len(group["picks"]) for group in groups) + FOOT
    figure = Chart(figsize=(WIDTH, height))
    sheet = Sheet(figure, left=0.1, top=0.0, width=WIDTH - 0.2, height=height, up=(height, 0))
    largest = max(one["high"] for group in groups for one in group["picks"])
    scale = _LONGEST / max(largest - 100.0, 1.0)
    top = 0.0
    for group in groups:
        segment = group["segment"]
        badge(sheet, segment, at=(0.025, top + 0.15))
        name = wrapped(names[segment], 44, lines=1)
        sheet.text(_LEFT, top + 0.15, name, va="center", fontweight="bold")
        top += HEAD
        for one in group["picks"]:
            label = wrapped(one["label"], 52, lines=1)
            sheet.text(_LEFT, top + 0.09, label, va="center", fontsize=8.5)
            length = (one["index"] - 100.0) * scale
            look = filled(segment) | {"alpha": 0.6}
            sheet.bar(_LEFT, top + 0.25, length=length, height=0.15, **look)
            ends = [_LEFT + (end - 100.0) * scale for end in (max(one["low"], 100.0), one["high"])]
            sheet.line(ends, [top + 0.25] * 2, color=INK, linewidth=1.0)
            at = (max(ends) + 0.015, top + 0.25)
            sheet.text(
                *at, str(round(one["index"])), va="center", fontsize=8.5, color=color(segment)
            )
            top += ROW
    note = "Bars begin at 100: as often as others. Lines: 95\N{NO-BREAK SPACE}% range."
    sheet.text(_LEFT, top + 0.15, note, va="center", fontsize=7.5, color=MUTED)
    return figure
