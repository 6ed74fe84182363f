"""How many of those who are written to must buy once more for it to pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.report.charts.sheet import Sheet
from personae.report.charts.theme import (
    MUTED,
    WIDTH,
    Chart,
    badge,
    chart,
    filled,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["break_even"]

HEAD, ROW = 0.34, 0.5  # inches: the title, and a segment
_LEFT, _LONGEST = 0.065, 0.75


@chart
def break_even(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw a bar for each segment, as long as the people are many who must buy once more."""
    rows = table["rows"]
    height = HEAD + ROW * len(rows) + 0.05
    figure = Chart(figsize=(WIDTH, height))
    sheet = Sheet(figure, left=0.1, top=0.0, width=WIDTH - 0.2, height=height, up=(height, 0))
    sheet.text(0.0, 0.15, wrapped(table["title"], 72), va="center", fontsize=8.5, color=MUTED)
    scale = _LONGEST / max(row["needed"] for row in rows)
    for place, row in enumerate(rows):
        top = HEAD + ROW * place
        badge(sheet, row["segment"], at=(0.025, top + 0.13))
        name = wrapped(names[row["segment"]], 44, lines=1)
        sheet.text(_LEFT, top + 0.13, name, va="center", fontweight="bold")
        length = row["needed"] * scale
        look = filled(row["segment"])
        sheet.bar(_LEFT, top + 0.34, length=length, height=0.15, **look)
        said = f"{row['needed']:.2g}"
        sheet.text(_LEFT + length + 0.015, top + 0.34, said, va="center", fontsize=8.5)
    return figure
