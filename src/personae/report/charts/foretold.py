"""What was foretold of each tenth of the customers, beside what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.patches import Patch, Rectangle

from personae.profile.wording import money, number
from personae.report.charts.scales import scale_below, scale_beside, ticks_between
from personae.report.charts.sheet import Sheet
from personae.report.charts.theme import WIDTH, Chart, chart, color, heading

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["foretold"]

HEIGHT = 2.9
_BAR = 0.38
_ASIDE = 0.05  # beside and above the bars there is so much of what they take
_STRIPED: dict[str, Any] = {
    "facecolor": "none",
    "edgecolor": color(1),
    "hatch": "////",
    "linewidth": 0.8,
}
_PLAIN: dict[str, Any] = {"facecolor": color(1)}


@chart
def foretold(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw two bars for each tenth of the customers: foretold, and as it came."""
    del names  # every chart is called alike; this one names no segment
    figure = Chart(figsize=(WIDTH, HEIGHT))
    tenths = [row["tenth"] for row in table["rows"]]
    expected, happened = (
        [row[column] or 0.0 for row in table["rows"]] for column in ("foretold", "happened")
    )
    aside = _BAR + _ASIDE * (tenths[-1] - tenths[0] + 2 * _BAR)
    top = (1 + _ASIDE) * max(*expected, *happened) or 1.0
    sheet = Sheet(
        figure,
        left=0.82,
        top=0.38,
        width=WIDTH - 1.0,
        height=HEIGHT - 0.9,
        across=(tenths[0] - aside, tenths[-1] + aside),
        up=(0.0, top),
    )
    for tenth, before, after in zip(tenths, expected, happened, strict=True):
        sheet.add(Rectangle((tenth - _BAR, 0), _BAR, before, **_STRIPED))
        sheet.add(Rectangle((tenth, 0), _BAR, after, **_PLAIN))
    sheet.edge("left", "bottom")
    title = "tenths of the customers, most promising first"
    scale_below(sheet, tenths, "{:.0f}".format, title=title)
    scale_beside(sheet, ticks_between(0.0, top, steps=5), lambda value: _amount(value, table))
    heading(figure, table["what"])
    figure.legend(
        handles=[Patch(label="foretold", **_STRIPED), Patch(label="as it came", **_PLAIN)],
        loc="upper right",
        bbox_to_anchor=(1, 1),
        bbox_transform=sheet.frame,
        frameon=False,
        fontsize=9,
    )
    return figure


def _amount(value: float, table: Mapping[str, Any]) -> str:
    return money(value, table["currency"]) if table["currency"] else number(value)
