"""How large each segment is and what share of the money it brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.profile.wording import count, percent
from personae.report.charts.sheet import Sheet
from personae.report.charts.theme import (
    INK,
    MUTED,
    WIDTH,
    Chart,
    badge,
    chart,
    color,
    filled,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    height = row_height * len(rows)
    figure = Chart(figsize=(WIDTH, height + 0.1))
    sheet = Sheet(figure, left=0.1, top=0.05, width=WIDTH - 0.2, height=height, up=(height, 0))
    longest = max(max(row["share"], row["revenue_share"] or 0.0) for row in rows) or 1.0
    scale = 0.55 / longest
    for place, row in enumerate(rows):
        top, segment = place * row_height, row["segment"]
        badge(sheet, segment, at=(0.025, top + 0.17))
        sheet.text(
            0.065, top + 0.17, wrapped(names[segment], 44, lines=1), va="center", fontweight="bold"
        )
        _bar(
            sheet,
            row["share"] * scale,
            top + 0.32,
            segment,
            text=f"{percent(row['share'])} of customers ({count(row['size'])})",
        )
        if with_money and row["revenue_share"] is not None:
            _bar(
                sheet,
                row["revenue_share"] * scale,
                top + 0.50,
                segment,
                hatched=True,
                text=f"{percent(row['revenue_share'])} of {money_word}",
            )
    return figure


def _bar(
    sheet: Sheet, length: float, top: float, segment: int, *, text: str, hatched: bool = False
) -> None:
    look = filled(segment)
    if hatched:
        look = {"facecolor": "none", "edgecolor": color(segment), "hatch": "////", "linewidth": 0.8}
    sheet.bar(0.065, top + 0.065, length=max(length, 0.002), height=0.13, **look)
    sheet.text(
        0.08 + max(length, 0.0),
        top + 0.07,
        text,
        va="center",
        fontsize=8.5,
        color=MUTED if hatched else INK,
    )
