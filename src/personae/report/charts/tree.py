"""How segments split as their number grows: one row of discs for each k, lines between them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from matplotlib.collections import CircleCollection, LineCollection
from matplotlib.patches import Rectangle

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
    heading,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    _Node = tuple[int, int]  # the number of segments, and one of them
    _Places = Mapping[_Node, tuple[float, float]]

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
    sheet = Sheet(
        figure, left=0, top=HEAD, width=WIDTH, height=height, across=(0, WIDTH), up=(height, 0)
    )
    rows = {k: (place + 0.5) * ROW for place, k in enumerate(ks)}
    at = {
        (node["k"], node["segment"]): (LABELS + (WIDTH - LABELS) * node["place"], rows[node["k"]])
        for node in table["nodes"]
    }
    shares = {(node["k"], node["segment"]): node["share"] for node in table["nodes"]}
    _mark_row(sheet, rows[table["k"]])
    _draw_branches(sheet, table["branches"], at, shares)
    for k, middle in rows.items():
        weight = "bold" if k == table["k"] else "normal"
        sheet.text(0.1, middle, f"k = {k}", va="center", fontsize=8.5, fontweight=weight)
    _draw_nodes(sheet, table, at)
    heading(figure, "segments of each k", chosen=f"k = {table['k']} ({table['how']})")
    return figure


def _mark_row(sheet: Sheet, middle: float) -> None:
    sheet.add(
        Rectangle(
            (0.02, middle - ROW / 2),
            WIDTH - 0.04,
            ROW,
            facecolor="none",
            edgecolor=GRID,
            linewidth=1.0,
        )
    )


def _draw_branches(
    sheet: Sheet, branches: Sequence[Mapping[str, Any]], at: _Places, shares: Mapping[_Node, float]
) -> None:
    lines, widths = [], []
    for branch in branches:
        if branch["in_share"] >= FAINT:
            start = branch["k"], branch["segment"]
            lines.append([at[start], at[branch["next_k"], branch["next_segment"]]])
            widths.append(max(THINNEST, WIDEST * branch["out_share"] * shares[start]))
    sheet.add(LineCollection(lines, linewidths=widths, colors=MUTED, zorder=1))


def _draw_nodes(sheet: Sheet, table: Mapping[str, Any], at: _Places) -> None:
    discs = [node for node in table["nodes"] if node["k"] != table["k"]]
    look: dict[str, Any] = {"edgecolors": PAPER, "linewidths": 0.8, "zorder": 3}
    sheet.add(
        CircleCollection(
            [math.pi * max(2.0, LARGEST * (node["share"] / 2) ** 0.5) ** 2 for node in discs],
            offsets=[at[node["k"], node["segment"]] for node in discs],
            offset_transform=sheet.place,
            facecolors=[color(node["home"]) for node in discs],
            **look,
        )
    )
    for node in table["nodes"]:
        if node["k"] == table["k"]:
            badge(sheet, node["home"], at=at[node["k"], node["segment"]])
