"""Figures along a chart are those, and lie where, matplotlib's own would."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from personae.report.charts.easel import DPI
from personae.report.charts.scales import scale_below, scale_beside, ticks_between
from personae.report.charts.sheet import Sheet
from personae.report.charts.theme import Chart, style

LIMITS = (0.0, 87.0)


def sheet_of_a_chart() -> tuple[Chart, Sheet]:
    figure = Chart(figsize=(3, 2), dpi=DPI)
    inches = {"left": 0.5, "top": 0.2, "width": 2.3, "height": 1.2}
    return figure, Sheet(figure, **inches, across=LIMITS, up=LIMITS)


def extents(figure: Chart, texts: list) -> np.ndarray:
    renderer = FigureCanvasAgg(figure).get_renderer()
    return np.array([text.get_window_extent(renderer).extents for text in texts])


def test_figures_and_title_lie_where_matplotlib_would_have_them() -> None:
    with style():
        figure = Chart(figsize=(3, 2), dpi=DPI)
        axes = figure.add_axes((0.5 / 3, 0.3, 2.3 / 3, 0.6), xlim=LIMITS, ylim=LIMITS)
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.yaxis.set_major_locator(MaxNLocator(5))
        axes.set_xlabel("days")
        FigureCanvasAgg(figure).draw()
        theirs = [*axes.get_xticklabels()[:5], axes.xaxis.label, *axes.get_yticklabels()[:5]]
        expected = extents(figure, theirs)

        figure, sheet = sheet_of_a_chart()
        ticks = ticks_between(*LIMITS, steps=5)
        scale_below(sheet, ticks, "{:.0f}".format, title="days")
        scale_beside(sheet, ticks, "{:.0f}".format)
        texts = [item for item in sheet.get_children() if isinstance(item, Text)]
        assert [text.get_text() for text in texts] == [text.get_text() for text in theirs]
        assert extents(figure, texts) == pytest.approx(expected, abs=1.0)


def test_a_line_runs_through_every_figure() -> None:
    with style():
        _, sheet = sheet_of_a_chart()
        scale_below(sheet, [10, 20], str, ruled=True)
        scale_beside(sheet, [30], str)
    lines = [item for item in sheet.get_children() if isinstance(item, Line2D)]
    up, across = (line.get_xydata().tolist() for line in lines)
    assert up[:2] + up[3:5] == [[10, 0], [10, 1], [20, 0], [20, 1]]
    assert across[:2] == [[0, 30], [1, 30]]


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(3, 10))
def test_ticks_are_few_and_within_the_limits(low: float, width: float, steps: int) -> None:
    ticks = ticks_between(low, low + width, steps=steps)
    assert len(ticks) <= steps + 1
    assert all(low - 1e-6 * width <= tick <= low + width * (1 + 1e-6) for tick in ticks)
