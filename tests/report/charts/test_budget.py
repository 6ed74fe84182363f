"""The picture of a budget: a bar for all that is bought, and the curve over budgets."""

from __future__ import annotations

from typing import Any

import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from personae.report.charts.budget import budget_chart


def bought(segment: int, contacts: int) -> dict[str, Any]:
    return {"segment": segment, "name": f"Segment {segment}", "offer": "Mail", "contacts": contacts,
            "cost": 2.0 * contacts, "left_after_cost": 3.0 * contacts}  # fmt: skip


def table(*rows: dict[str, Any]) -> dict[str, Any]:
    points = [{"budget": 100.0 * k, "left_after_cost": 90.0 * k, "low": 50.0 * k, "high": 99.0 * k}
              for k in range(3)]  # fmt: skip
    return {"budget": 100.0, "spent": 90.0, "left_after_cost": 90.0, "next_100": 12.0,
            "allocation": list(rows), "curve": points}  # fmt: skip


def texts(chart: Any) -> list[str]:
    return [text.get_text() for text in chart.artists[0].findobj(Text)]


def test_the_dearest_comes_first_and_nobody_gets_no_bar() -> None:
    chart = budget_chart(table(bought(1, 10), bought(2, 0), bought(5, 30)))
    assert texts(chart) == [
        "5", "Mail to Segment 5", "60 for 30 people, leaves 90",
        "1", "Mail to Segment 1", "20 for 10 people, leaves 30",
    ]  # fmt: skip
    bars = chart.artists[0].findobj(Rectangle)
    assert bars[0].get_width() == pytest.approx(3 * bars[1].get_width())
    assert [text.get_text() for text in chart.texts] == [
        "Where 90 of 100 goes",
        "What is left after cost, by budget",
        "dashed: this budget; the next 100 leave 12 more",
    ]


def test_the_curve_is_the_table() -> None:
    line = budget_chart(table(bought(1, 1))).findobj(Line2D)[0]
    assert line.get_xydata().tolist() == [[0, 0], [100, 90], [200, 180]]


def test_many_rows_are_summed_up() -> None:
    said = texts(budget_chart(table(*(bought(k, k) for k in range(1, 16)))))
    assert said[-1] == "and 3 smaller ones: 12"
    assert texts(budget_chart(table()))[0] == "Nowhere: no contact brings more than it costs."
