"""How well each customer sits in its segment: the silhouette, sorted within each segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from personae.profile.wording import count, number
from personae.report.charts.scales import scale_below, ticks_between
from personae.report.charts.sheet import Sheet
from personae.report.charts.theme import (
    INK,
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

__all__ = ["silhouette_blades"]

LABELS, FIELD, GAP = 1.62, 2.6, 0.1
THINNEST = 0.42  # inches: room for a name of two lines and the figures


@chart
def silhouette_blades(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw one blade per segment: as thick as the segment is large, as long as it is distinct.

    A blade is one filled shape; customers left of zero lie nearer to another segment.
    """
    rows = table["rows"]
    thickness = [max(FIELD * row["n"] / table["n"], THINNEST) for row in rows]
    height = sum(thickness) + GAP * (len(rows) + 1)
    figure = Chart(figsize=(WIDTH, height + 0.76))
    lowest = min(0.0, *(min(row["silhouette"]) for row in rows))
    limits = lowest - 0.02, 1.0
    sheet = Sheet(
        figure,
        left=LABELS,
        top=0.28,
        width=WIDTH - LABELS - 0.15,
        height=height,
        across=limits,
        up=(height - GAP, -GAP),
    )
    top = 0.0
    for row, thick in zip(rows, thickness, strict=True):
        y = top + np.asarray(row["rank"]) * thick
        sheet.area(
            [(0, y[0]), *zip(row["silhouette"], y, strict=True), (0, y[-1])],
            **filled(row["segment"]),
        )
        _label(sheet, row, names, at=top + thick / 2)
        top += thick + GAP
    sheet.upright(0, color=MUTED, linewidth=0.8)
    sheet.upright(table["mean"], color=INK, linewidth=1.1, linestyle=(0, (4, 3)))
    over = 1 + 4 / (72 * height)
    mean = f"mean {table['mean']:.2f}"
    sheet.text(table["mean"], over, mean, transform=sheet.by_column, ha="center", fontsize=8.5)
    sheet.edge("bottom")
    scale_below(
        sheet,
        ticks_between(*limits, steps=6),
        number,
        title="silhouette (1: clearly here, 0: in between)",
        title_size=8.5,
    )
    return figure


def _label(sheet: Sheet, row: Mapping[str, Any], names: Mapping[int, str], *, at: float) -> None:
    over, width = sheet.by_row, sheet.width
    badge(sheet, row["segment"], at=(-(LABELS - 0.14) / width, at), transform=over, fontsize=7.5)
    text = f"{wrapped(names[row['segment']], 22)}\n{row['mean']:.2f} · {count(row['n'])}"
    sheet.text(
        -(LABELS - 0.30) / width,
        at,
        text,
        transform=over,
        va="center",
        fontsize=7.6,
        linespacing=1.05,
    )
