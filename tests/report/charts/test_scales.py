"""Figures along a chart are those, and lie where, matplotlib's own would."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.ticker import MaxNLocator

from personae.report.charts.easel import DPI
from personae.report.charts.scales import scale_below, scale_beside, ticks_between
from personae.report.charts.theme import Chart, add_axes, style

LIMITS = (0.0, 87.0)


def axes_of_a_chart() -> tuple[Chart, object]:
    figure = Chart(figsize=(3, 2), dpi=DPI)
    axes = add_axes(figure, left=0.5, top=0.2, width=2.3, height=1.2)
    axes.set(xlim=LIMITS, ylim=LIMITS)
    return figure, axes


def extents(figure: Chart, texts: list) -> np.ndarray:
    renderer = FigureCanvasAgg(figure).get_renderer()
    return np.array([text.get_window_extent(renderer).extents for text in texts])


def test_figures_and_title_lie_where_matplotlib_would_have_them() -> None:
    with style():
        figure, axes = axes_of_a_chart()
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.yaxis.set_major_locator(MaxNLocator(5))
        axes.set_xlabel("days")
        FigureCanvasAgg(figure).draw()
        theirs = [*axes.get_xticklabels()[:5], axes.xaxis.label, *axes.get_yticklabels()[:5]]
        expected = extents(figure, theirs)

        figure, axes = axes_of_a_chart()
        ticks = ticks_between(*LIMITS, steps=5)
        scale_below(axes, ticks, "{:.0f}".format, title="days")
        scale_beside(axes, ticks, "{:.0f}".format)
        assert [text.get_text() for text in axes.texts] == [text.get_text() for text in theirs]
        assert extents(figure, axes.texts) == pytest.approx(expected, abs=1.0)
        assert not axes.xaxis.get_visible()
        assert not axes.yaxis.get_visible()


def test_a_line_runs_through_every_figure() -> None:
    with style():
        _, axes = axes_of_a_chart()
        scale_below(axes, [10, 20], str, ruled=True)
        scale_beside(axes, [30], str)
    up, across = (line.get_xydata().tolist() for line in axes.lines)
    assert up[:2] + up[3:5] == [[10, 0], [10, 1], [20, 0], [20, 1]]
    assert across[:2] == [[0, 30], [1, 30]]


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(3, 10))
def test_ticks_are_few_and_within_the_limits(low: float, width: float, steps: int) -> None:
    ticks = ticks_between(low, low + width, steps=steps)
    assert len(ticks) <= steps + 1
    assert all(low - 1e-6 * width <= tick <= low + width * (1 + 1e-6) for tick in ticks)
