"""Where a budget goes, and what other budgets would leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.profile.wording import count
from personae.report.charts.scales import scale_below, scale_beside, ticks_between
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

__all__ = ["budget_chart"]

ROW = 0.46  # inches for a row: whom, and a bar
CURVE = 2.1
MOST_ROWS = 12
BAR_TOP, BAR_HEIGHT = 0.25, 0.13
_ASIDE = 0.05  # above and below the curve there is so much of its height


@chart
def budget_chart(table: Mapping[str, Any]) -> Chart:
    """Draw a bar for the money of each segment and offer, and the curve over budgets.

    Parameters
    ----------
    table : dict
        ``budget``, ``spent``, ``left_after_cost``, ``next_100``, the rows of ``allocation`` and
        of ``curve``: what `budget.json` holds.
    """
    rows = sorted(
        (row for row in table["allocation"] if row["contacts"]),
        key=lambda row: (-row["cost"], row["segment"], row["offer"]),
    )
    shown, rest = rows[:MOST_ROWS], rows[MOST_ROWS:]
    bars = ROW * max(1, len(shown) + bool(rest))
    height = 0.45 + bars + 0.75 + CURVE + 0.5
    figure = Chart(figsize=(WIDTH, height))
    _title(figure, f"Where {table['spent']:,.0f} of {table['budget']:,.0f} goes", top=0.2)
    sheet = Sheet(figure, left=0.1, top=0.45, width=WIDTH - 0.2, height=bars, up=(bars, 0))
    if not rows:
        sheet.text(0.0, 0.15, "Nowhere: no contact brings more than it costs.", va="center")
    longest = max((row["cost"] for row in rows), default=0.0) or 1.0
    for place, row in enumerate(shown):
        _bar(sheet, row, place * ROW, scale=0.42 / longest)
    if rest:
        money = sum(row["cost"] for row in rest)
        text = f"and {len(rest)} smaller ones: {money:,.0f}"
        sheet.text(0.065, len(shown) * ROW + 0.15, text, va="center", color=MUTED)
    top = 0.45 + bars + 0.35
    _title(figure, "What is left after cost, by budget", top=top)
    figure.text(
        0.1 / WIDTH,
        1 - (top + 0.2) / height,
        f"dashed: this budget; the next 100 leave {table['next_100']:,.0f} more",
        va="center",
        fontsize=9,
        color=MUTED,
    )
    _curve(figure, table, top=top + 0.4)
    return figure


def _title(figure: Chart, text: str, *, top: float) -> None:
    down = figure.get_size_inches()[1]
    figure.text(0.1 / WIDTH, 1 - top / down, text, va="center", fontweight="bold", color=INK)


def _bar(sheet: Sheet, row: Mapping[str, Any], top: float, *, scale: float) -> None:
    badge(sheet, row["segment"], at=(0.025, top + 0.12))
    whom = wrapped(f"{row['offer']} to {row['name']}", 52, lines=1)
    sheet.text(0.065, top + 0.12, whom, va="center")
    length = max(row["cost"] * scale, 0.002)
    middle = top + BAR_TOP + BAR_HEIGHT / 2
    sheet.bar(0.065, middle, length=length, height=BAR_HEIGHT, **filled(row["segment"]))
    people = "person" if row["contacts"] == 1 else "people"
    text = f"{row['cost']:,.0f} for {count(row['contacts'])} {people}"
    text = f"{text}, leaves {row['left_after_cost']:,.0f}"
    sheet.text(0.08 + length, middle, text, va="center", fontsize=8.5, color=MUTED)


def _curve(figure: Chart, table: Mapping[str, Any], *, top: float) -> None:
    points = table["curve"]
    low, left, high = (
        [(point["budget"], point[column]) for point in points]
        for column in ("low", "left_after_cost", "high")
    )
    heights = [0.0, *(up for line in (low, left, high) for _, up in line)]
    aside = _ASIDE * (max(heights) - min(heights)) or 1.0
    across = 0.0, 2.0 * table["budget"]
    up = min(heights) - aside, max(heights) + aside
    sheet = Sheet(figure, left=0.75, top=top, width=WIDTH - 1.0, height=CURVE, across=across, up=up)
    sheet.area([*low, *reversed(high)], facecolor=color(1), alpha=0.2, linewidth=0.0)
    sheet.line(*zip(*left, strict=True), color=color(1), linewidth=1.6)
    sheet.line((0, 1), (0, 0), transform=sheet.by_row, color=MUTED, linewidth=0.8)
    sheet.upright(table["budget"], color=MUTED, linewidth=1.0, linestyle=(0, (2, 3)))
    here = [table["budget"]], [table["left_after_cost"]]
    sheet.line(*here, color=color(1), marker="o", markersize=5)
    sheet.edge("left", "bottom")
    title = "budget (shaded: 95 % of the draws of the uncertain responses)"
    scale_below(sheet, ticks_between(*across, steps=5), _money, title=title, title_size=8)
    scale_beside(sheet, ticks_between(*up, steps=5), _money)


def _money(value: float) -> str:
    return f"{value:,.0f}".replace("-", "\N{MINUS SIGN}")
