"""Whether the segments foretold what came next better than simple rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.patches import Rectangle

from personae.report.charts.scales import scale_below, ticks_between
from personae.report.charts.sheet import Sheet
from personae.report.charts.theme import (
    GRID,
    INK,
    MUTED,
    WIDTH,
    Chart,
    chart,
    color,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["proof"]

ROW, HEAD, FOOT = 0.42, 0.34, 0.52  # inches: one rule, a panel's title, its axis
_LABELS = 1.75


@chart
def proof(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw the segments' lead over every other way to divide customers, with its 95 % range."""
    del names  # every chart is called alike; this one names no segment
    panels = table["panels"]
    heights = [HEAD + ROW * len(panel["rows"]) + FOOT for panel in panels]
    figure = Chart(figsize=(WIDTH, sum(heights)))
    top = 0.0
    for panel, height in zip(panels, heights, strict=True):
        _panel(figure, panel, top=top)
        top += height
    return figure


def _panel(figure: Chart, panel: Mapping[str, Any], *, top: float) -> None:
    rows = panel["rows"]
    down = figure.get_size_inches()[1]
    title = 1 - (top + 0.17) / down
    figure.text(0.1 / WIDTH, title, panel["title"], va="center", fontsize=9.5, fontweight="bold")
    reach = max(max(abs(row["low"]), abs(row["high"])) for row in rows) * 1.08 or 1.0
    sheet = Sheet(
        figure,
        left=_LABELS,
        top=top + HEAD,
        width=WIDTH - _LABELS - 0.2,
        height=ROW * len(rows),
        across=(-reach, reach),
        up=(len(rows) - 0.5, -0.5),
    )
    better: dict[str, Any] = {"facecolor": color(1), "alpha": 0.07, "linewidth": 0}
    sheet.add(Rectangle((0, 0), reach, 1, transform=sheet.by_column, **better))
    sheet.edge("left", "bottom")
    sheet.upright(0, color=INK, linewidth=1.0)
    for place, row in enumerate(rows):
        sure = row["verdict"] != "same"
        look: dict[str, Any] = {"color": color(1 if row["verdict"] == "better" else 2)}
        if not sure:
            look = {"color": MUTED}
        sheet.line((row["low"], row["high"]), (place, place), linewidth=1.8, **look)
        hollow: dict[str, Any] = {} if sure else {"markerfacecolor": GRID}
        sheet.line([row["difference"]], [place], marker="o", markersize=7, **look, **hollow)
        sheet.text(
            -0.04,
            place,
            wrapped(row["name"], 24),
            transform=sheet.by_row,
            ha="right",
            va="center",
            fontsize=8.5,
        )
    ticks = ticks_between(-reach, reach, steps=4)
    scale_below(sheet, ticks, _points, title=panel["unit"], title_size=8.5, ruled=True)


def _points(value: float) -> str:
    return f"{100 * value:+.0f}" if value else "0"
