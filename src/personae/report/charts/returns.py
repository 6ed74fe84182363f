"""How the chance that a customer returns falls with the days of silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.profile.wording import percent
from personae.report.charts.scales import scale_below, scale_beside, ticks_between
from personae.report.charts.sheet import Sheet
from personae.report.charts.theme import MUTED, WIDTH, Chart, chart, color, heading

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["returns"]

HEIGHT = 2.9
HALF = 0.5  # a curve above it leaves room for words at the bottom


@chart
def returns(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw the chance to return with its range, and the lapse day."""
    del names  # every chart is called alike; this one names no segment
    figure = Chart(figsize=(WIDTH, HEIGHT))
    days = [row["silence"] for row in table["rows"]]
    last = max(days) * 1.04
    sheet = Sheet(
        figure,
        left=0.62,
        top=0.38,
        width=WIDTH - 0.8,
        height=HEIGHT - 0.9,
        across=(0, last),
    )
    low, high = ([(row["silence"], row[end]) for row in table["rows"]] for end in ("low", "high"))
    sheet.area([*low, *reversed(high)], facecolor=color(1), alpha=0.2, linewidth=0.0)
    chances = [row["chance"] for row in table["rows"]]
    sheet.line(days, chances, color=color(1), marker="o", markersize=4.5, linewidth=1.4)
    sheet.edge("left", "bottom")
    whole = ticks_between(0, last, steps=6, whole=True)
    scale_below(sheet, whole, "{:.0f}".format, title="days of silence")
    scale_beside(sheet, ticks_between(0.0, 1.0, steps=5), percent)
    heading(figure, f"buys again within {table['horizon']} days")
    is_high = chances[len(chances) // 2] > HALF
    _mark(sheet, table["lapse_day"], "lapse day", height=0.1 if is_high else 0.97)
    if table["lost_day"] is not None and table["lost_day"] <= max(days):
        _mark(sheet, table["lost_day"], "lost", height=0.2 if is_high else 0.87)
    return figure


def _mark(sheet: Sheet, day: int, word: str, *, height: float) -> None:
    sheet.upright(day, color=MUTED, linewidth=1.0, linestyle=(0, (2, 3)))
    sheet.text(day, height, f" {word}: {day}", va="top", fontsize=8.5, color=MUTED)
