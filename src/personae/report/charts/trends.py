"""How the share of customers in each segment went, day by day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num, num2date

from personae.profile.wording import percent
from personae.report.charts.scales import scale_below, scale_beside, ticks_between
from personae.report.charts.sheet import Sheet
from personae.report.charts.theme import WIDTH, Chart, badge, chart, color, heading, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["trends"]

PLOT, ROW = 2.3, 0.24  # inches: the curves, and a line of the legend
_DASHES = ("-", (0, (5, 2)), (0, (2, 1.5)), (0, (6, 1.5, 1.5, 1.5)))
_NEAREST = 0.075
"""Two numbers at the ends of curves stand so far apart, as a part of the height."""


@chart
def trends(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw one curve for each segment that is followed, with its number where the curve ends."""
    del names  # the segments of a trend have names of their own
    rows = table["rows"]
    height = PLOT + 0.75 + ROW * len(rows)
    figure = Chart(figsize=(WIDTH, height))
    dates = [dt.date.fromisoformat(text) for text in table["days"]]
    days: list[float] = date2num(dates).tolist()  # type: ignore[no-untyped-call]
    top = max(max(row["shares"]) for row in rows) * 1.1 or 1.0
    sheet = Sheet(
        figure,
        left=0.55,
        top=0.38,
        width=WIDTH - 1.0,
        height=PLOT,
        across=(days[0], days[-1]),
        up=(0.0, top),
    )
    for place, row in enumerate(rows):
        sheet.line(
            days,
            row["shares"],
            color=color(row["segment"]),
            linestyle=_DASHES[place % len(_DASHES)],
            marker="o",
            markersize=3,
            clipped=False,
            linewidth=1.7,
        )
    sheet.edge("left", "bottom")
    said = _dates(days[0], days[-1])
    scale_below(sheet, list(said), said.__getitem__)
    scale_beside(sheet, ticks_between(0.0, top, steps=5), percent)
    ends = _apart([row["shares"][-1] / top for row in rows])
    for row, end in zip(rows, ends, strict=True):
        at = (1.045, end)
        badge(sheet, row["segment"], at=at, transform=sheet.frame, fontsize=7)
    heading(figure, "share of customers")
    legend = Sheet(
        figure,
        left=0.1,
        top=PLOT + 0.72,
        width=WIDTH - 0.2,
        height=ROW * len(rows),
        up=(len(rows), 0),
    )
    for place, row in enumerate(rows):
        badge(legend, row["segment"], at=(0.03, place + 0.5), fontsize=7)
        legend.text(0.07, place + 0.5, wrapped(row["name"], 60, lines=1), va="center", fontsize=8.5)
    return figure


def _dates(first: float, last: float) -> dict[float, str]:
    """Return three to six dates between two, in matplotlib's numbers, and what to write."""
    locator = AutoDateLocator(minticks=3, maxticks=6)  # type: ignore[no-untyped-call]
    ticks = locator.tick_values(num2date(first), num2date(last))  # type: ignore[no-untyped-call]
    formatter = ConciseDateFormatter(locator, show_offset=False)  # type: ignore[no-untyped-call]
    said = formatter.format_ticks(ticks)  # type: ignore[no-untyped-call]
    return {
        tick: text for tick, text in zip(ticks.tolist(), said, strict=True) if first <= tick <= last
    }


def _apart(heights: Sequence[float]) -> list[float]:
    """Return heights (0 to 1) in the same order, moved so far that no two overlap."""
    placed = dict.fromkeys(range(len(heights)), 0.0)
    below = -_NEAREST
    for place in sorted(placed, key=lambda item: heights[item]):
        below = placed[place] = max(heights[place], below + _NEAREST)
    over = max(0.0, below - 1.0)
    return [placed[place] - over for place in range(len(heights))]
