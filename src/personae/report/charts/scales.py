"""Round figures below and beside a chart, and lines across it, as plain texts and one line.

matplotlib's own axes make five drawings of every tick, and measure its text several times to find
room for what stands beside it: a third of all drawing. Here the room is known.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.ticker import MaxNLocator

from personae.report.charts.theme import GRID, MUTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from personae.report.charts.sheet import Sheet

__all__ = ["FIGURES", "GAP", "scale_below", "scale_beside", "ticks_between"]

GAP, TITLE_GAP = 3.5, 16.0  # points between the sheet and the figures, and the title below them
FIGURES: dict[str, Any] = {"fontsize": 8.5, "color": MUTED}
# they lie below what they measure
_RULES: dict[str, Any] = {"color": GRID, "linewidth": 0.7, "zorder": 0.5}


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
    sheet: Sheet,
    ticks: Sequence[float],
    said: Callable[[float], str],
    *,
    title: str = "",
    title_size: float = 9,
    ruled: bool = False,
) -> None:
    """Write figures below a chart, and a title below them; with lines up from them if ruled."""
    height = 72 * sheet.height
    look = FIGURES | {"ha": "center", "va": "top"}
    for tick in ticks:
        sheet.text(tick, -GAP / height, said(tick), transform=sheet.by_column, **look)
    if title:
        look["fontsize"] = title_size
        sheet.text(0.5, -TITLE_GAP / height, title, transform=sheet.frame, **look)
    if ruled:
        across, up = _each(ticks), _from_side_to_side(ticks)
        sheet.line(across, up, transform=sheet.by_column, **_RULES)


def scale_beside(sheet: Sheet, ticks: Sequence[float], said: Callable[[float], str]) -> None:
    """Write figures to the left of a chart, with lines from them across it."""
    left = -GAP / (72 * sheet.width)
    look = FIGURES | {"ha": "right", "va": "center_baseline"}
    for tick in ticks:
        sheet.text(left, tick, said(tick), transform=sheet.by_row, **look)
    across, up = _from_side_to_side(ticks), _each(ticks)
    sheet.line(across, up, transform=sheet.by_row, **_RULES)


def _each(ticks: Iterable[float]) -> list[float]:
    """Return both ends of a line at each tick, and a gap."""
    return [place for tick in ticks for place in (tick, tick, math.nan)]


def _from_side_to_side(ticks: Sequence[float]) -> list[float]:
    return [0.0, 1.0, math.nan] * len(ticks)
