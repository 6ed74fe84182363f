"""Round figures below and beside a chart, and lines across it, as plain texts and one line.

matplotlib's own axes make five drawings of every tick, and measure its text several times to find
room for what stands beside it: a third of all drawing. Here the room is known.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from personae.report.charts.theme import GRID, MUTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.transforms import Transform

__all__ = ["FIGURES", "GAP", "scale_below", "scale_beside", "ticks_between"]

GAP, TITLE_GAP = 3.5, 16.0  # points between the axes and the figures, and the title below them
FIGURES: dict[str, Any] = {"fontsize": 8.5, "color": MUTED}
_BELOW_ALL = 0.5  # where matplotlib draws its own lines when they lie below what they measure


def ticks_between(low: float, high: float, *, steps: int, whole: bool = False) -> list[float]:
    """Return round figures within limits, with at most so many steps between them.

    Examples
    --------
    >>> ticks_between(0, 87, steps=5)
    [0.0, 20.0, 40.0, 60.0, 80.0]
    >>> ticks_between(1.5, 3.5, steps=5, whole=True)
    [2.0, 3.0]
    """
    found = np.asarray(MaxNLocator(steps, integer=whole).tick_values(low, high))
    slack = 1e-9 * (high - low)
    within: list[float] = found[(found >= low - slack) & (found <= high + slack)].tolist()
    return within


def scale_below(
    axes: Axes,
    ticks: Sequence[float],
    said: Callable[[float], str],
    *,
    title: str = "",
    title_size: float = 9,
    ruled: bool = False,
) -> None:
    """Write figures below a chart, and a title below them; with lines up from them if ruled."""
    axes.xaxis.set_visible(False)
    place, height = axes.get_xaxis_transform(), _points_high(axes)
    for tick in ticks:
        at = (tick, -GAP / height)
        axes.text(*at, said(tick), ha="center", va="top", transform=place, **FIGURES)
    if title:
        at = (0.5, -TITLE_GAP / height)
        look = FIGURES | {"fontsize": title_size}
        axes.text(*at, title, ha="center", va="top", transform=axes.transAxes, **look)
    if ruled:
        _rule(axes, _each(ticks), _from_side_to_side(ticks), place)


def scale_beside(axes: Axes, ticks: Sequence[float], said: Callable[[float], str]) -> None:
    """Write figures to the left of a chart, with lines from them across it."""
    axes.yaxis.set_visible(False)
    place, width = axes.get_yaxis_transform(), _points_wide(axes)
    for tick in ticks:
        at = (-GAP / width, tick)
        axes.text(*at, said(tick), ha="right", va="center_baseline", transform=place, **FIGURES)
    _rule(axes, _from_side_to_side(ticks), _each(ticks), place)


def _points_wide(axes: Axes) -> float:
    return float(axes.bbox.width / axes.figure.dpi * 72)


def _points_high(axes: Axes) -> float:
    return float(axes.bbox.height / axes.figure.dpi * 72)


def _rule(axes: Axes, across: list[float], up: list[float], place: Transform) -> None:
    look: dict[str, Any] = {"color": GRID, "linewidth": 0.7, "zorder": _BELOW_ALL}
    axes.add_artist(Line2D(across, up, transform=place, **look))


def _each(ticks: Iterable[float]) -> list[float]:
    """Return both ends of a line at each tick, and a gap."""
    return [place for tick in ticks for place in (tick, tick, math.nan)]


def _from_side_to_side(ticks: Sequence[float]) -> list[float]:
    return [0.0, 1.0, math.nan] * len(ticks)
