"""How large each segment is and what share of the money it brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.profile.wording import count, percent
from personae.report.charts.theme import (
    INK,
    MUTED,
    WIDTH,
    Chart,
    add_axes,
    badge,
    chart,
    color,
    filled,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

__all__ = ["sizes_and_revenue"]

ROW = 0.72  # inches for a segment: its name, and a bar or two


@chart
def sizes_and_revenue(
    table: Mapping[str, Any], names: Mapping[int, str], *, money_word: str | None = None
) -> Chart:
    """Draw a bar for each segment's share of customers, and one for its share of the money."""
    rows = table["rows"]
    with_money = money_word is not None and any(row["revenue_share"] is not None for row in rows)
    row_height = ROW if with_money else ROW - 0.18
    figure = Chart(figsize=(WIDTH, row_height * len(rows) + 0.1))
    axes = add_axes(figure, left=0.1, top=0.05, width=WIDTH - 0.2, height=row_height * len(rows))
    axes.set(xlim=(0, 1), ylim=(row_height * len(rows), 0))
    axes.axis("off")
    longest = max(max(row["share"], row["revenue_share"] or 0.0) for row in rows) or 1.0
    scale = 0.55 / longest
    for place, row in enumerate(rows):
        top, segment = place * row_height, row["segment"]
        badge(axes, segment, at=(0.025, top + 0.17))
        axes.text(
            0.065, top + 0.17, wrapped(names[segment], 44, lines=1), va="center", fontweight="bold"
        )
        _bar(
            axes,
            row["share"] * scale,
            top + 0.32,
            segment,
            text=f"{percent(row['share'])} of customers ({count(row['size'])})",
        )
        if with_money and row["revenue_share"] is not None:
            _bar(
                axes,
                row["revenue_share"] * scale,
                top + 0.50,
                segment,
                hatched=True,
                text=f"{percent(row['revenue_share'])} of {money_word}",
            )
    return figure


def _bar(
    axes: Axes, length: float, top: float, segment: int, *, text: str, hatched: bool = False
) -> None:
    look = filled(segment)
    if hatched:
        look = {"facecolor": "none", "edgecolor": color(segment), "hatch": "////", "linewidth": 0.8}
    axes.barh(top + 0.065, max(length, 0.002), left=0.065, height=0.13, **look)
    axes.text(
        0.08 + max(length, 0.0),
        top + 0.07,
        text,
        va="center",
        fontsize=8.5,
        color=MUTED if hatched else INK,
    )
