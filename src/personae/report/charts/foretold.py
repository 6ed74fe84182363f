"""What was foretold of each tenth of the customers, beside what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.profile.wording import money, number
from personae.report.charts.scales import scale_below, scale_beside, ticks_between
from personae.report.charts.theme import MUTED, WIDTH, Chart, add_axes, chart, color

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["foretold"]

HEIGHT = 2.9
_BAR = 0.38


@chart
def foretold(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw two bars for each tenth of the customers: foretold, and as it came."""
    del names  # every chart is called alike; this one names no segment
    figure = Chart(figsize=(WIDTH, HEIGHT))
    axes = add_axes(figure, left=0.82, top=0.38, width=WIDTH - 1.0, height=HEIGHT - 0.9)
    striped: dict[str, Any] = {"facecolor": "none", "edgecolor": color(1), "hatch": "////"}
    tenths = [row["tenth"] for row in table["rows"]]
    axes.bar(
        [tenth - _BAR / 2 for tenth in tenths],
        [row["foretold"] or 0.0 for row in table["rows"]],
        width=_BAR,
        label="foretold",
        linewidth=0.8,
        **striped,
    )
    axes.bar(
        [tenth + _BAR / 2 for tenth in tenths],
        [row["happened"] or 0.0 for row in table["rows"]],
        width=_BAR,
        color=color(1),
        label="as it came",
    )
    title = "tenths of the customers, most promising first"
    scale_below(axes, tenths, "{:.0f}".format, title=title)
    ticks = ticks_between(*axes.get_ylim(), steps=5)
    scale_beside(axes, ticks, lambda value: _amount(value, table))
    figure.text(0.1 / WIDTH, 1 - 0.16 / HEIGHT, table["what"], va="center", fontsize=9, color=MUTED)
    axes.legend(loc="upper right", frameon=False, fontsize=9)
    return figure


def _amount(value: float, table: Mapping[str, Any]) -> str:
    return money(value, table["currency"]) if table["currency"] else number(value)
