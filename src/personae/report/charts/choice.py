"""What speaks for each number of segments: the elbow, and the silhouette."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.profile.wording import number
from personae.report.charts.scales import scale_below, scale_beside, ticks_between
from personae.report.charts.sheet import Sheet
from personae.report.charts.theme import MUTED, WIDTH, Chart, chart, color, heading

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["elbow", "silhouette_over_k"]

HEIGHT = 2.7
_ASIDE = 0.05  # left and right of the curve there is so much of its width


@chart
def elbow(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw how the inertia falls with each more segment."""
    del names  # every chart is called alike; this one names no segment
    return _curve(table, "inertia", label="inertia")


@chart
def silhouette_over_k(table: Mapping[str, Any], names: Mapping[int, str]) -> Chart:
    """Draw the mean silhouette of every k: how much nearer customers are to their own segment."""
    del names
    return _curve(table, "silhouette", label="mean silhouette")


def _curve(table: Mapping[str, Any], column: str, *, label: str) -> Chart:
    rows = [row for row in table["rows"] if row[column] is not None]
    figure = Chart(figsize=(WIDTH, HEIGHT))
    ks, values = [row["k"] for row in rows], [row[column] for row in rows]
    aside = _ASIDE * (max(ks) - min(ks))
    across = min(ks) - aside, max(ks) + aside
    low, high = min(0.0, *values), max(values) * 1.14 or 1.0
    sheet = Sheet(
        figure,
        left=0.72,
        top=0.3,
        width=WIDTH - 0.9,
        height=HEIGHT - 0.82,
        across=across,
        up=(low, high),
    )
    sheet.line(ks, values, color=MUTED, marker="o", markersize=4.5, linewidth=1.4)
    sheet.edge("left", "bottom")
    whole = ticks_between(*across, steps=10, whole=True)
    scale_below(sheet, whole, "{:.0f}".format, title="number of segments (k)")
    scale_beside(sheet, ticks_between(low, high, steps=5), number)
    chosen = ""
    for row in rows:
        if row["chosen"]:
            _mark_choice(sheet, row["k"], row[column])
            chosen = f"k = {row['k']} ({table['how']}): {number(row[column])}"
    heading(figure, label, chosen=chosen)
    return figure


def _mark_choice(sheet: Sheet, k: int, value: float) -> None:
    sheet.upright(k, color=color(1), linewidth=1.0, linestyle=(0, (2, 3)))
    sheet.line(
        [k],
        [value],
        color=color(1),
        marker="o",
        markersize=11,
        markerfacecolor="none",
        markeredgewidth=2.2,
    )
