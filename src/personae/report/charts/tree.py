"""How segments split as their number grows: one row of discs for each k, lines between them."""

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
    color,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

__all__ = ["tree"]

ROW, LABELS, HEAD = 0.52, 0.5, 0.32  # inches
LARGEST = 15.0  # points: the disc of everybody would have this radius
FAINT = 0.1  # a line of a smaller share of the segment that it leads to is left out
THINNEST, WIDEST = 0.5, 5.0  # points


@chart
def tree(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw the cluster tree; discs are as large as their segments, lines as their customers.

    Discs have the colour of the chosen segment that most of their customers are in; those of the
    chosen number have their own number instead of a size.
    """
    del names  # the numbers and colours are those of the other charts
    ks = sorted({node["k"] for node in table["nodes"]})
    height = ROW * len(ks)
    figure = Chart(figsize=(WIDTH, height + HEAD))
    axes = add_axes(figure, left=0, top=HEAD, width=WIDTH, height=height)
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    axes.axis("off")
    rows = {k: (place + 0.5) * ROW for place, k in enumerate(ks)}
    at = {
        (node["k"], node["segment"]): (LABELS + (WIDTH - LABELS) * node["place"], rows[node["k"]])
        for node in table["nodes"]
    }
    shares = {(node["k"], node["segment"]): node["share"] for node in table["nodes"]}
    _mark_row(axes, rows[table["k"]])
    for branch in table["branches"]:
        if branch["in_share"] >= FAINT:
            start, end = (
                (branch["k"], branch["segment"]),
                (branch["next_k"], branch["next_segment"]),
            )
            _line(axes, at[start], at[end], width=WIDEST * branch["out_share"] * shares[start])
    for k, middle in rows.items():
        weight = "bold" if k == table["k"] else "normal"
        axes.text(0.1, middle, f"k = {k}", va="center", fontsize=8.5, fontweight=weight)
    for node in table["nodes"]:
        _disc(axes, node, at=at[node["k"], node["segment"]], numbered=node["k"] == table["k"])
    _title(figure, f"k = {table['k']} ({table['how']})", height=height + HEAD)
    return figure


def _mark_row(axes: Axes, middle: float) -> None:
    axes.add_patch(
        Rectangle(
            (0.02, middle - ROW / 2),
            WIDTH - 0.04,
            ROW,
            facecolor="none",
            edgecolor=GRID,
            linewidth=1.0,
        )
    )


def _line(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], *, width: float
) -> None:
    across, down = zip(start, end, strict=True)
    axes.plot(
        across, down, color=MUTED, linewidth=max(THINNEST, width), solid_capstyle="butt", zorder=1
    )


def _disc(axes: Axes, node: Mapping[str, Any], *, at: tuple[float, float], numbered: bool) -> None:
    if numbered:
        badge(axes, node["home"], at=at)
        return
    axes.plot(
        *([value] for value in at),
        marker="o",
        markersize=max(4.0, 2 * LARGEST * (node["share"] / 2) ** 0.5),
        color=color(node["home"]),
        markeredgecolor=PAPER,
        markeredgewidth=0.8,
        zorder=3,
    )


def _title(figure: Chart, chosen: str, *, height: float) -> None:
    look: dict[str, Any] = {"va": "center", "fontsize": 9}
    up = 1 - 0.16 / height
    figure.text(0.1 / WIDTH, up, "segments of each k", color=MUTED, **look)
    figure.text(1 - 0.18 / WIDTH, up, chosen, ha="right", fontweight="bold", color=INK, **look)
