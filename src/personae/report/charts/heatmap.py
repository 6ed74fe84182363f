"""What each segment is like, column by column, beside everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.collections import PolyCollection

from personae.report.charts.sheet import Sheet
from personae.report.charts.theme import (
    GRID,
    MUTED,
    PAPER,
    WIDTH,
    Chart,
    badge,
    chart,
    level_color,
    wrapped,
)
from personae.report.numbers import signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["profile_heatmap"]

LABELS, ALL, CELL, ROW, FOOT = 1.3, 0.5, 0.58, 0.42, 0.4
MANY, WIDE_CELL = 6, 0.76  # with more segments a chart is wider, and scrolls on a phone
NAME_LINE, MOST_NAME_LINES = 0.125, 5


@chart
def profile_heatmap(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw a table of means with shades: one row per column of the data, one column per segment.

    Each cell says the mean and how many standard deviations it lies from everybody's.
    """
    segments, rows = table["segments"], table["rows"]
    least = WIDE_CELL if len(segments) > MANY else CELL
    cell = max(least, (WIDTH - LABELS - ALL) / len(segments))
    letters = int(cell * 15.5)
    heads = [wrapped(names[item], letters, lines=MOST_NAME_LINES).splitlines() for item in segments]
    head = 0.36 + NAME_LINE * max(map(len, heads))
    width, height = LABELS + ALL + cell * len(segments), head + ROW * len(rows)
    figure = Chart(figsize=(width, height + FOOT))
    inches: dict[str, Any] = {"across": (0, width), "up": (height + FOOT, 0)}
    sheet = Sheet(figure, left=0, top=0, width=width, height=height + FOOT, **inches)
    _say(sheet, "all", at=(LABELS + ALL / 2, 0.35), fontsize=7.5, color=MUTED)
    for place, (segment, lines) in enumerate(zip(segments, heads, strict=True)):
        middle = LABELS + ALL + cell * (place + 0.5)
        badge(sheet, segment, at=(middle, 0.14))
        # line by line: the lines of one text would be centred for this font, not for the page's
        for line, text in enumerate(lines):
            _say(sheet, text, at=(middle, 0.35 + NAME_LINE * line), fontsize=7)
    for place, row in enumerate(rows):
        _row(sheet, row, top=head + ROW * place, cell=cell)
    sheet.line((0.04, width), (head - 0.03,) * 2, color=GRID, linewidth=0.8)
    note = wrapped(_note(rows), int(width * 15))
    sheet.text(0.04, height + 0.1, note, va="top", fontsize=7.5, color=MUTED)
    return figure


def _row(sheet: Sheet, row: Mapping[str, Any], *, top: float, cell: float) -> None:
    """Draw one column of the data: its label, everybody's mean, and each segment's."""
    middle, weight = top + ROW / 2, "bold" if row["is_feature"] else "normal"
    lefts = [LABELS + ALL + cell * number for number in range(len(row["cells"]))]
    _shade(sheet, row, lefts, top=top, cell=cell)
    label = wrapped(row["label"], 18)
    sheet.text(0.04, middle, label, va="center", fontsize=8.5, linespacing=1.05, fontweight=weight)
    _say(sheet, row["everybody"], at=(LABELS + ALL / 2, middle), fontsize=8, color=MUTED)
    for left, item in zip(lefts, row["cells"], strict=True):
        difference = item["difference"]
        _say(sheet, item["mean"], at=(left + cell / 2, top + ROW * 0.36), fontsize=8.5)
        if difference is not None:
            at = (left + cell / 2, top + ROW * 0.74)
            _say(sheet, f"{signed(difference)} sd", at=at, fontsize=6.8)


def _shade(
    sheet: Sheet, row: Mapping[str, Any], lefts: Sequence[float], *, top: float, cell: float
) -> None:
    below = top + ROW
    corners = [((x, top), (x + cell, top), (x + cell, below), (x, below)) for x in lefts]
    shades = [level_color(item["difference"]) for item in row["cells"]]
    look: dict[str, Any] = {"edgecolors": PAPER, "linewidths": 1.5, "joinstyle": "miter"}
    sheet.add(PolyCollection(corners, facecolors=shades, **look))


def _say(sheet: Sheet, text: str, *, at: tuple[float, float], **look: Any) -> None:
    sheet.text(*at, text, ha="center", va="center", **look)


def _note(rows: Sequence[Mapping[str, Any]]) -> str:
    note = (
        "Means; below them the distance from the mean of all customers in standard deviations (sd)."
    )
    mixed = len({row["is_feature"] for row in rows}) == 2
    return f"{note} Bold: features." if mixed else note
