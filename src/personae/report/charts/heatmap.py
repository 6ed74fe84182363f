"""What each segment is like, column by column, beside everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.patches import Rectangle

from personae.report.charts.theme import (
    GRID,
    INK,
    MUTED,
    PAPER,
    WIDTH,
    Chart,
    add_axes,
    badge,
    chart,
    level_color,
    wrapped,
)
from personae.report.numbers import signed

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["profile_heatmap"]

LABELS, ALL, CELL, ROW, FOOT = 1.3, 0.5, 0.58, 0.42, 0.4
NAME_LINE, MOST_NAME_LINES = 0.125, 4


@chart
def profile_heatmap(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw a table of means with shades: one row per column of the data, one column per segment.

    Each cell says the mean and how many standard deviations it lies from everybody's.
    """
    segments, rows = table["segments"], table["rows"]
    cell = max(CELL, (WIDTH - LABELS - ALL) / len(segments))
    heads = {
        segment: wrapped(names[segment], int(cell * 15.5), lines=MOST_NAME_LINES).splitlines()
        for segment in segments
    }
    head = 0.36 + NAME_LINE * max(map(len, heads.values()))
    width, height = LABELS + ALL + cell * len(segments), head + ROW * len(rows)
    figure = Chart(figsize=(width, height + FOOT))
    axes = add_axes(figure, left=0, top=0, width=width, height=height + FOOT)
    axes.set(xlim=(0, width), ylim=(height + FOOT, 0))
    axes.axis("off")
    for place, segment in enumerate(segments):
        middle = LABELS + ALL + cell * (place + 0.5)
        badge(axes, segment, at=(middle, 0.14))
        # line by line: the lines of one text would be centred for this font, not for the page's
        for line, text in enumerate(heads[segment]):
            axes.text(middle, 0.35 + NAME_LINE * line, text, ha="center", va="center", fontsize=7)
    axes.text(LABELS + ALL / 2, 0.35, "all", ha="center", va="center", fontsize=7.5, color=MUTED)
    for place, row in enumerate(rows):
        top = head + ROW * place
        axes.text(
            0.04,
            top + ROW / 2,
            wrapped(row["label"], 18),
            va="center",
            fontsize=8.5,
            linespacing=1.05,
            fontweight="bold" if row["is_feature"] else "normal",
        )
        axes.text(
            LABELS + ALL / 2,
            top + ROW / 2,
            row["everybody"],
            ha="center",
            va="center",
            fontsize=8,
            color=MUTED,
        )
        for number, item in enumerate(row["cells"]):
            left = LABELS + ALL + cell * number
            axes.add_patch(
                Rectangle(
                    (left, top),
                    cell,
                    ROW,
                    facecolor=level_color(item["difference"]),
                    edgecolor=PAPER,
                    linewidth=1.5,
                )
            )
            axes.text(
                left + cell / 2,
                top + ROW * 0.36,
                item["mean"],
                ha="center",
                va="center",
                fontsize=8.5,
                color=INK,
            )
            if item["difference"] is not None:
                axes.text(
                    left + cell / 2,
                    top + ROW * 0.74,
                    f"{signed(item['difference'])} sd",
                    ha="center",
                    va="center",
                    fontsize=6.8,
                    color=INK,
                )
    axes.plot((0.04, width), (head - 0.03,) * 2, color=GRID, linewidth=0.8)
    note = (
        "Means; below them the distance from the mean of all customers in standard deviations (sd)."
    )
    if any(row["is_feature"] for row in rows) and not all(row["is_feature"] for row in rows):
        note += " Bold: features."
    axes.text(
        0.04, height + 0.1, wrapped(note, int(width * 15)), va="top", fontsize=7.5, color=MUTED
    )
    return figure
