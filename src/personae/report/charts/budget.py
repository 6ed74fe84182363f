"""Where a budget goes, and what other budgets would leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.ticker import FuncFormatter, MaxNLocator

from personae.profile.wording import count
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

__all__ = ["budget_chart"]

ROW = 0.46  # inches for a row: whom, and a bar
CURVE = 2.1
MOST_ROWS = 12
BAR_TOP, BAR_HEIGHT = 0.25, 0.13


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
    axes = add_axes(figure, left=0.1, top=0.45, width=WIDTH - 0.2, height=bars)
    axes.set(xlim=(0, 1), ylim=(bars, 0))
    axes.axis("off")
    if not rows:
        axes.text(0.0, 0.15, "Nowhere: no contact brings more than it costs.", va="center")
    longest = max((row["cost"] for row in rows), default=0.0) or 1.0
    for place, row in enumerate(shown):
        _bar(axes, row, place * ROW, scale=0.42 / longest)
    if rest:
        money = sum(row["cost"] for row in rest)
        text = f"and {len(rest)} smaller ones: {money:,.0f}"
        axes.text(0.065, len(shown) * ROW + 0.15, text, va="center", color=MUTED)
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
    lower = add_axes(figure, left=0.75, top=top + 0.4, width=WIDTH - 1.0, height=CURVE)
    _curve(lower, table)
    return figure


def _title(figure: Chart, text: str, *, top: float) -> None:
    down = figure.get_size_inches()[1]
    figure.text(0.1 / WIDTH, 1 - top / down, text, va="center", fontweight="bold", color=INK)


def _bar(axes: Axes, row: Mapping[str, Any], top: float, *, scale: float) -> None:
    badge(axes, row["segment"], at=(0.025, top + 0.12))
    whom = wrapped(f"{row['offer']} to {row['name']}", 52, lines=1)
    axes.text(0.065, top + 0.12, whom, va="center")
    length = max(row["cost"] * scale, 0.002)
    axes.barh(
        top + BAR_TOP + BAR_HEIGHT / 2,
        length,
        left=0.065,
        height=BAR_HEIGHT,
        **filled(row["segment"]),
    )
    people = "person" if row["contacts"] == 1 else "people"
    text = f"{row['cost']:,.0f} for {count(row['contacts'])} {people}"
    text = f"{text}, leaves {row['left_after_cost']:,.0f}"
    axes.text(
        0.08 + length, top + BAR_TOP + BAR_HEIGHT / 2, text, va="center", fontsize=8.5, color=MUTED
    )


def _curve(axes: Axes, table: Mapping[str, Any]) -> None:
    points = table["curve"]
    budgets = [point["budget"] for point in points]
    axes.fill_between(
        budgets,
        [point["low"] for point in points],
        [point["high"] for point in points],
        facecolor=color(1),
        alpha=0.2,
        linewidth=0.0,
    )
    axes.plot(
        budgets, [point["left_after_cost"] for point in points], color=color(1), linewidth=1.6
    )
    axes.axhline(0.0, color=MUTED, linewidth=0.8)
    axes.axvline(table["budget"], color=MUTED, linewidth=1.0, linestyle=(0, (2, 3)))
    axes.plot(
        [table["budget"]], [table["left_after_cost"]], color=color(1), marker="o", markersize=5
    )
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    axes.set_xlim(0.0, 2.0 * table["budget"])
    money = FuncFormatter(lambda value, _: f"{value:,.0f}".replace("-", "\N{MINUS SIGN}"))
    axes.xaxis.set_major_formatter(money)
    axes.yaxis.set_major_formatter(money)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.set_xlabel("budget (shaded: 95 % of the draws of the uncertain responses)", fontsize=8)
