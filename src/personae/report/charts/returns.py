"""How the chance that a customer returns falls with the days of silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.profile.wording import percent
from personae.report.charts.scales import scale_below, scale_beside, ticks_between
from personae.report.charts.theme import MUTED, WIDTH, Chart, add_axes, chart, color

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

__all__ = ["returns"]

HEIGHT = 2.9
HALF = 0.5  # a curve above it leaves room for words at the bottom


@chart
def returns(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw the chance to return with its range, and the lapse day."""
    del names  # every chart is called alike; this one names no segment
    figure = Chart(figsize=(WIDTH, HEIGHT))
    axes = add_axes(figure, left=0.62, top=0.38, width=WIDTH - 0.8, height=HEIGHT - 0.9)
    days = [row["silence"] for row in table["rows"]]
    axes.fill_between(
        days,
        [row["low"] for row in table["rows"]],
        [row["high"] for row in table["rows"]],
        facecolor=color(1),
        alpha=0.2,
        linewidth=0.0,
    )
    chances = [row["chance"] for row in table["rows"]]
    axes.plot(days, chances, color=color(1), marker="o", markersize=4.5, linewidth=1.4)
    last = max(days) * 1.04
    axes.set(xlim=(0, last), ylim=(0.0, 1.0))
    whole = ticks_between(0, last, steps=6, whole=True)
    scale_below(axes, whole, "{:.0f}".format, title="days of silence")
    scale_beside(axes, ticks_between(0.0, 1.0, steps=5), percent)
    figure.text(
        0.1 / WIDTH,
        1 - 0.16 / HEIGHT,
        f"buys again within {table['horizon']} days",
        va="center",
        fontsize=9,
        color=MUTED,
    )
    high = chances[len(chances) // 2] > HALF
    _mark(axes, table["lapse_day"], "lapse day", height=0.1 if high else 0.97)
    if table["lost_day"] is not None and table["lost_day"] <= max(days):
        _mark(axes, table["lost_day"], "lost", height=0.2 if high else 0.87)
    return figure


def _mark(axes: Axes, day: int, word: str, *, height: float) -> None:
    axes.axvline(day, color=MUTED, linewidth=1.0, linestyle=(0, (2, 3)))
    axes.text(day, height, f" {word}: {day}", va="top", fontsize=8.5, color=MUTED)
