"""How each column is spread within each segment."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import PolyCollection

from personae.profile.wording import number
from personae.report.charts.scales import FIGURES, GAP, ticks_between
from personae.report.charts.sheet import Sheet
from personae.report.charts.theme import (
    GRID,
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
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["distributions"]

# inches
ROW, HEAD, FOOT, LABELS, RIGHT = 0.36, 0.32, 0.38, 1.62, 0.84
FIELD = WIDTH - LABELS - RIGHT
_BETWEEN = (math.nan, math.nan)  # lines that one line draws have a gap between them


@chart
def distributions(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw a histogram per segment and column; a line and a figure mark the median.

    Each histogram is as tall as its row: it shows where a segment lies, not how large it is. All
    are drawn on one sheet, in inches: axes for every column would cost more than what is on them.
    """
    panels = table["panels"]
    heights = [HEAD + ROW * len(panel["rows"]) + FOOT for panel in panels]
    height = sum(heights)
    figure = Chart(figsize=(WIDTH, height))
    sheet = Sheet(
        figure, left=0, top=0, width=WIDTH, height=height, across=(0, WIDTH), up=(height, 0)
    )
    tops = [sum(heights[:place]) for place in range(len(panels))]
    for panel, top in zip(panels, tops, strict=True):
        _words(sheet, panel, names, top=top)
        _figures(sheet, panel, top=top + HEAD + ROW * len(panel["rows"]))
    _histograms(sheet, panels, tops)
    _lines(sheet, panels, tops)
    return figure


def _words(sheet: Sheet, panel: Mapping[str, Any], names: Mapping[int, str], *, top: float) -> None:
    title = wrapped(panel["label"], 44, lines=1) + (" (log scale)" if panel["log"] else "")
    right, line = LABELS + 1.02 * FIELD, top + HEAD - 0.1
    sheet.text(0.06, line, title, fontweight="bold", fontsize=9)
    sheet.text(right, line, "median", fontsize=7.5, color=MUTED)
    for place, row in enumerate(panel["rows"]):
        middle = top + HEAD + ROW * (place + 0.55)
        badge(sheet, row["segment"], at=(0.14, middle), fontsize=7.5)
        name = wrapped(names[row["segment"]], 22)
        sheet.text(0.30, middle, name, va="center", fontsize=7.6, linespacing=1.0)
        sheet.text(right, middle, row["text"], va="center", fontsize=8.5)


def _figures(sheet: Sheet, panel: Mapping[str, Any], *, top: float) -> None:
    low, high = panel["edges"][0], panel["edges"][-1]
    ticks = _log_ticks(low, high) if panel["log"] else ticks_between(low, high, steps=5)
    for tick, across in zip(ticks, _across(panel, ticks).tolist(), strict=True):
        sheet.text(across, top + GAP / 72, number(tick), ha="center", va="top", **FIGURES)


def _histograms(sheet: Sheet, panels: Sequence[Mapping[str, Any]], tops: Sequence[float]) -> None:
    """Draw all histograms of a segment as one drawing."""
    outlines: dict[int, list[NDArray[Any]]] = defaultdict(list)
    for panel, top in zip(panels, tops, strict=True):
        across = np.repeat(_across(panel, panel["edges"]), 2)
        for place, row in enumerate(panel["rows"]):
            shares = np.asarray(row["shares"]) / (max(row["shares"]) or 1.0)
            up = np.concatenate([[0.0], np.repeat(0.86 * ROW * shares, 2), [0.0]])
            floor = top + HEAD + ROW * (place + 1)
            outlines[row["segment"]].append(np.column_stack([across, floor - up]))
    for segment, shapes in outlines.items():
        sheet.add(PolyCollection(shapes, alpha=0.85, **filled(segment)))


def _lines(sheet: Sheet, panels: Sequence[Mapping[str, Any]], tops: Sequence[float]) -> None:
    """Draw what the histograms stand on, and their medians."""
    floors: list[tuple[float, float]] = []
    medians: list[tuple[float, float]] = []
    for panel, top in zip(panels, tops, strict=True):
        edges = panel["edges"]
        for place, row in enumerate(panel["rows"]):
            floor = top + HEAD + ROW * (place + 1)
            floors += [(LABELS, floor), (LABELS + FIELD, floor), _BETWEEN]
            if row["median"] is not None:
                across = float(_across(panel, min(max(row["median"], edges[0]), edges[-1])))
                medians += [(across, floor), (across, floor - 0.9 * ROW), _BETWEEN]
    _line(sheet, floors, color=GRID, linewidth=0.7, zorder=0)
    _line(sheet, medians, color=INK, linewidth=1.3, solid_capstyle="butt")


def _line(sheet: Sheet, points: list[tuple[float, float]], **look: Any) -> None:
    across, down = np.reshape(points, (-1, 2)).T
    sheet.line(across, down, **look)


def _across(panel: Mapping[str, Any], values: ArrayLike) -> NDArray[Any]:
    """Return where values of a column lie, in inches from the left."""
    edges, places = np.asarray(panel["edges"]), np.asarray(values, dtype=float)
    if panel["log"]:
        edges, places = np.log1p(edges), np.log1p(places)
    inches: NDArray[Any] = LABELS + FIELD * (places - edges[0]) / (edges[-1] - edges[0])
    return inches


def _log_ticks(low: float, high: float) -> list[float]:
    """Return round figures for a logarithmic axis: powers of ten, or 1-2-5 where those are few."""
    for leads in ((1,), (1, 3), (1, 2, 5)):
        ticks = [lead * 10.0**power for power in range(-2, 12) for lead in leads]
        inside = [tick for tick in ticks if low <= tick <= high and tick >= high / 3000]
        if len(inside) >= 3:
            break
    return ([0.0] if low <= 0 else []) + inside
