"""How each column is spread within each segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import StepPatch
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from personae.profile.wording import number
from personae.report.charts.theme import (
    GRID,
    INK,
    MUTED,
    WIDTH,
    Chart,
    add_axes,
    badge,
    chart,
    filled,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

__all__ = ["distributions"]

ROW, HEAD, FOOT, LABELS, RIGHT = 0.36, 0.32, 0.38, 1.62, 0.84


@chart
def distributions(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw a histogram per segment and column; a line and a figure mark the median.

    Each histogram is as tall as its row: it shows where a segment lies, not how large it is.
    """
    panels = table["panels"]
    heights = [HEAD + ROW * len(panel["rows"]) + FOOT for panel in panels]
    figure = Chart(figsize=(WIDTH, sum(heights)))
    top = 0.0
    for panel, height in zip(panels, heights, strict=True):
        axes = add_axes(
            figure,
            left=LABELS,
            top=top + HEAD,
            width=WIDTH - LABELS - RIGHT,
            height=ROW * len(panel["rows"]),
        )
        _panel(axes, panel, names)
        top += height
    return figure


def _panel(axes: Axes, panel: Mapping[str, Any], names: Mapping[int, str]) -> None:
    edges = np.asarray(panel["edges"])
    rows = panel["rows"]
    if panel["log"]:
        axes.set_xscale("function", functions=(np.log1p, np.expm1))
    axes.set(xlim=(edges[0], edges[-1]), ylim=(len(rows), 0))
    for place, row in enumerate(rows):
        floor = place + 1
        heights = np.asarray(row["shares"]) / (max(row["shares"]) or 1.0) * 0.86
        # not `axes.stairs`: that would look for the outermost points of limits that are set
        bars = StepPatch(floor - heights, edges, baseline=floor, fill=True, alpha=0.85)
        bars.set(**filled(row["segment"]))
        axes.add_artist(bars)
        axes.axhline(floor, color=GRID, linewidth=0.7, zorder=0)
        if row["median"] is not None:
            at = min(max(row["median"], edges[0]), edges[-1])
            line = Line2D((at, at), (floor, floor - 0.9), color=INK, linewidth=1.3)
            line.set_solid_capstyle("butt")
            axes.add_artist(line)
        _row_label(axes, place, row, names)
    above = 1 + 0.1 / (ROW * len(rows))
    left = -(LABELS - 0.06) / (WIDTH - LABELS - RIGHT)
    title = wrapped(panel["label"], 44, lines=1) + (" (log scale)" if panel["log"] else "")
    axes.text(left, above, title, transform=axes.transAxes, fontweight="bold", fontsize=9)
    axes.text(1.02, above, "median", transform=axes.transAxes, fontsize=7.5, color=MUTED)
    _ticks(axes, panel)


def _row_label(axes: Axes, place: int, row: Mapping[str, Any], names: Mapping[int, str]) -> None:
    over = axes.get_yaxis_transform()
    width = axes.get_position().width * WIDTH
    badge(
        axes,
        row["segment"],
        at=(-(LABELS - 0.14) / width, place + 0.55),
        transform=over,
        fontsize=7.5,
    )
    axes.text(
        -(LABELS - 0.30) / width,
        place + 0.55,
        wrapped(names[row["segment"]], 22),
        transform=over,
        va="center",
        fontsize=7.6,
        linespacing=1.0,
    )
    axes.text(1.02, place + 0.55, row["text"], transform=over, va="center", fontsize=8.5)


def _ticks(axes: Axes, panel: Mapping[str, Any]) -> None:
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)
    if panel["log"]:
        axes.xaxis.set_major_locator(
            FixedLocator(_log_ticks(panel["edges"][0], panel["edges"][-1]))
        )
        axes.xaxis.set_minor_locator(NullLocator())
    else:
        axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))


def _log_ticks(low: float, high: float) -> list[float]:
    """Return round figures for a logarithmic axis: powers of ten, or 1-2-5 where those are few."""
    for leads in ((1,), (1, 3), (1, 2, 5)):
        ticks = [lead * 10.0**power for power in range(-2, 12) for lead in leads]
        inside = [tick for tick in ticks if low <= tick <= high and tick >= high / 3000]
        if len(inside) >= 3:
            break
    return ([0.0] if low <= 0 else []) + inside
