"""What each segment is like, column by column, beside everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.patches import Rectangle

from personae.report.charts.theme import (
    GRID, INK, MUTED, PAPER, WIDTH, Chart, add_axes, badge, chart, level_color, wrapped,
)
from personae.report.numbers import signed

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["profile_heatmap"]

LABELS, ALL, CELL, ROW, HEAD = 1.5, 0.55, 0.60, 0.42, 0.74


@chart
def profile_heatmap(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw a table of means with shades: one row per column of the data, one column per segment.

    Each cell says the mean and how many standard deviations it lies from everybody's.
    """
    segments, rows = table["segments"], table["rows"]
    cell = max(CELL, (WIDTH - LABELS - ALL) / len(segments))
    width, height = LABELS + ALL + cell * len(segments), HEAD + ROW * len(rows)
    figure = Chart(figsize=(width, height + 0.34))
    axes = add_axes(figure, left=0, top=0, width=width, height=height + 0.34)
    axes.set(xlim=(0, width), ylim=(height + 0.34, 0))
    axes.axis("off")
    letters = int(cell * 16)
    for place, segment in enumerate(segments):
        middle = LABELS + ALL + cell * (place + 0.5)
        badge(axes, segment, at=(middle, 0.14))
        # line by line: the lines of one text would be centred for this font, not for the page's
        for line, text in enumerate(wrapped(names[segment], letters, lines=3).splitlines()):
            axes.text(middle, 0.35 + 0.125 * line, text, ha="center", va="center", fontsize=7)
    axes.text(LABELS + ALL / 2, 0.35, "all", ha="center", va="center", fontsize=7.5, color=MUTED)
    for place, row in enumerate(rows):
        top = HEAD + ROW * place
        axes.text(0.04, top + ROW / 2, wrapped(row["label"], 20), va="center", fontsize=8.5, linespacing=1.05,
                  fontweight="bold" if row["is_feature"] else "normal")
        axes.text(LABELS + ALL / 2, top + ROW / 2, row["everybody"], ha="center", va="center",
                  fontsize=8, color=MUTED)
        for number, item in enumerate(row["cells"]):
            left = LABELS + ALL + cell * number
            axes.add_patch(Rectangle((left, top), cell, ROW, facecolor=level_color(item["difference"]),
                                     edgecolor=PAPER, linewidth=1.5))
            axes.text(left + cell / 2, top + ROW * 0.36, item["mean"], ha="center", va="center",
                      fontsize=8.5, color=INK)
            if item["difference"] is not None:
                axes.text(left + cell / 2, top + ROW * 0.74, f"{signed(item['difference'])} sd", ha="center",
                          va="center", fontsize=6.8, color=INK)
    axes.plot((0.04, width), (HEAD - 0.03,) * 2, color=GRID, linewidth=0.8)
    note = "Mean; below it the distance from all customers in standard deviations (sd)."
    if any(row["is_feature"] for row in rows) and not all(row["is_feature"] for row in rows):
        note += " Bold: features."
    axes.text(0.04, height + 0.2, note, va="center", fontsize=7.2, color=MUTED)
    return figure
