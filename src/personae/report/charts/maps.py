"""Customers as points on the principal axes of the feature space, flat and in perspective."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.profile.wording import percent
from personae.report.charts.sheet import Sheet
from personae.report.charts.theme import (
    GRID,
    MUTED,
    PAPER,
    WIDTH,
    Chart,
    badge,
    chart,
    color,
    mark,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["AZIMUTH", "ELEVATION", "map2d", "map3d"]

# The view that the page's rotatable map opens with, in degrees.
AZIMUTH, ELEVATION = -34.0, 22.0
# More marks than this become one picture inside the SVG, which then stays small.
MOST_VECTOR_MARKS = 1500
FIELD, FIELD_WIDTH, LEGEND_ROW = 3.6, WIDTH - 0.5, 0.24
_ASIDE = 4 / 72  # inches between the field and what its axes are


@chart
def map2d(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw the first two axes; each segment has its own mark, colour and number."""
    x, y = np.asarray(table["x"]), np.asarray(table["y"])
    centers = np.asarray(table["centers"], dtype=float)[:, :2]
    across, up = _middle_and_half(x), _middle_and_half(y)
    half = max(up[1], across[1] * FIELD / FIELD_WIDTH) + 0.04 * table["steps"]
    figure, sheet = _field(table, names, middle=(across[0], up[0]), half=half)
    sheet.edge("left", "bottom")
    look: dict[str, Any] = {"transform": sheet.frame, "fontsize": 8, "color": MUTED}
    sheet.text(0, -_ASIDE / FIELD, _axis(table, 0), va="top", **look)
    turned: dict[str, Any] = {"va": "bottom", "rotation": 90, "rotation_mode": "anchor"}
    sheet.text(-_ASIDE / FIELD_WIDTH, 0, _axis(table, 1, letters=46), **turned, **look)
    _points(sheet, x, y, segment=np.asarray(table["segment"]))
    _numbers(sheet, table["numbers"], centers)
    return figure


@chart
def map3d(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw the first three axes as seen from one side, within a box."""
    points = np.column_stack([table["x"], table["y"], table["z"]]).astype(float)
    place, half = _unit(points, table["steps"]), _reach(points, table["steps"])
    seen = _turned(place)
    centers = _turned(_unit(np.asarray(table["centers"], dtype=float), table["steps"]))
    told = [wrapped(_axis(table, place, letters=200), 72) for place in range(3)]
    explained = "\n".join(told)
    below = 0.26 + 0.13 * len(explained.splitlines())
    radius = float(np.linalg.norm(half))
    figure, sheet = _field(table, names, middle=(0.0, 0.0), half=radius, below=below)
    for edge in _box_edges(half):
        ends = _turned(edge)
        sheet.line(ends[:, 0], ends[:, 1], color=GRID, linewidth=0.8, zorder=0)
    for number in range(3):
        end = -half[None, :]
        end[0, number] = half[number] + 0.06
        at = _turned(end)[0]
        sheet.text(
            at[0], at[1], f"axis {number + 1}", ha="center", va="center", fontsize=8, color=MUTED
        )
    back_to_front = np.argsort(seen[:, 2], kind="stable")
    _points(
        sheet,
        seen[back_to_front, 0],
        seen[back_to_front, 1],
        segment=np.asarray(table["segment"])[back_to_front],
    )
    _numbers(sheet, table["numbers"], centers[:, :2])
    sheet.text(0, -0.02, explained, transform=sheet.frame, va="top", fontsize=7.6, color=MUTED)
    return figure


def _field(
    table: Mapping[str, Any],
    names: Mapping[int, str],
    *,
    middle: tuple[float, float],
    half: float,
    below: float = 0.5,
) -> tuple[Chart, Sheet]:
    """Return a field with the legend of the segments under it.

    It shows `half` above and below the middle, and as much to the sides as it is wide.
    """
    segments = table["numbers"]
    columns = 2 if max(map(len, names.values())) <= 30 else 1
    rows = math.ceil(len(segments) / columns)
    height = FIELD + below + LEGEND_ROW * rows + 0.1
    figure = Chart(figsize=(WIDTH, height))
    wide = half * FIELD_WIDTH / FIELD
    sheet = Sheet(
        figure,
        left=0.42,
        top=0.05,
        width=FIELD_WIDTH,
        height=FIELD,
        across=(middle[0] - wide, middle[0] + wide),
        up=(middle[1] - half, middle[1] + half),
    )
    legend = Sheet(
        figure,
        left=0.2,
        top=FIELD + below + 0.05,
        width=WIDTH - 0.3,
        height=LEGEND_ROW * rows,
        across=(0, columns),
        up=(rows, 0),
    )
    for place, segment in enumerate(segments):
        left, top = divmod(place, rows)
        legend.line(
            [left + 0.015 * columns],
            [top + 0.5],
            marker=mark(segment),
            color=color(segment),
            markersize=6,
            linestyle="none",
            clipped=False,
        )
        legend.text(
            left + 0.04 * columns,
            top + 0.5,
            wrapped(f"{segment}  {names[segment]}", 66 // columns, lines=1),
            va="center",
            fontsize=8,
        )
    return figure, sheet


def _middle_and_half(values: NDArray[Any]) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    return (low + high) / 2, (high - low) / 2


def _points(sheet: Sheet, x: NDArray[Any], y: NDArray[Any], *, segment: NDArray[Any]) -> None:
    size = 5.0 if len(x) <= 400 else 3.6 if len(x) <= MOST_VECTOR_MARKS else 2.6
    for number in np.unique(segment).tolist():
        mine = segment == number
        sheet.line(
            x[mine],
            y[mine],
            linestyle="none",
            marker=mark(number),
            markersize=size,
            markerfacecolor=color(number),
            markeredgecolor=PAPER,
            markeredgewidth=0.0 if len(x) > MOST_VECTOR_MARKS else 0.3,
            alpha=0.75,
            rasterized=len(x) > MOST_VECTOR_MARKS,
        )


def _numbers(sheet: Sheet, numbers: Sequence[int], centers: NDArray[Any]) -> None:
    for number, at in zip(numbers, centers.tolist(), strict=True):
        badge(sheet, number, at=(at[0], at[1]), fontsize=9)


def _axis(table: Mapping[str, Any], place: int, *, letters: int = 58) -> str:
    share = table["explained"][place]
    if not table["axes"][place]:
        return f"Axis {place + 1}: empty"
    known = "" if share is None else f" · {percent(share)} of the variance"
    return wrapped(f"Axis {place + 1}{known}: {table['axes'][place]}", letters)


def _unit(points: NDArray[Any], steps: int) -> NDArray[Any]:
    return points / (steps - 1) - 0.5


def _reach(points: NDArray[Any], steps: int) -> NDArray[Any]:
    """Return how far the points go from the middle along each axis."""
    reach: NDArray[Any] = np.maximum(np.abs(_unit(points, steps)).max(axis=0), 0.02)
    return reach


def _turned(points: NDArray[Any]) -> NDArray[Any]:
    """Turn points of the unit box to the opening view: across, up, and towards the reader."""
    a, e = math.radians(AZIMUTH), math.radians(ELEVATION)
    x, y, z = points.T
    across, depth = x * math.cos(a) + z * math.sin(a), z * math.cos(a) - x * math.sin(a)
    up, near = y * math.cos(e) + depth * math.sin(e), depth * math.cos(e) - y * math.sin(e)
    return np.column_stack([across, up, -near])


def _box_edges(half: NDArray[Any]) -> list[NDArray[Any]]:
    signs = [np.array([i, j, k], dtype=float) for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)]
    return [
        np.array([first * half, second * half])
        for place, first in enumerate(signs)
        for second in signs[place + 1 :]
        if np.abs(first - second).sum() == 2
    ]
