"""Histograms per segment: what is written beside them stays on the paper."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D
from matplotlib.text import Text

from personae.report.charts.distributions import FIELD, HEAD, LABELS, ROW, distributions
from personae.report.charts.theme import Chart


def test_a_median_with_its_unit_is_not_cut_off() -> None:
    row = {"segment": 1, "shares": [0.5, 0.5], "median": 2.0, "text": "41.5 orders"}
    panel = {
        "label": "number of orders", "unit": "orders", "currency": "", "log": False,
        "edges": [1.0, 2.0, 3.0], "rows": [row],
    }  # fmt: skip
    figure = distributions({"panels": [panel]}, {1: "Frequent high spenders"})
    renderer = FigureCanvasAgg(figure).get_renderer()
    (median,) = [text for text in figure.findobj(Text) if text.get_text() == "41.5 orders"]
    assert median.get_window_extent(renderer).x1 <= figure.bbox.x1


def figure_of_two(log: bool) -> Chart:
    rows = [
        {"segment": 1, "shares": [0.2, 0.8], "median": 3.0, "text": "3"},
        {"segment": 2, "shares": [1.0, 0.0], "median": None, "text": "no value"},
    ]
    panel = {"label": "orders", "log": log, "edges": [0.0, 1.0, 9.0], "rows": rows}
    return distributions({"panels": [panel, panel]}, {1: "One", 2: "Two"})


def test_a_histogram_stands_on_its_line_between_the_edges() -> None:
    figure = figure_of_two(log=False)
    first, second = figure.findobj(
        PolyCollection
    )  # one for each segment, with a shape for each column
    shape = first.get_paths()[0].vertices
    floor = HEAD + ROW
    left, middle, right = LABELS, LABELS + FIELD / 9, LABELS + FIELD
    low, high = floor - 0.86 * ROW / 4, floor - 0.86 * ROW
    expected = [(left, floor), (left, low), (middle, low), (middle, high), (right, high),
                (right, floor)]  # fmt: skip
    assert np.allclose(shape[:6], expected)
    assert [len(item.get_paths()) for item in (first, second)] == [2, 2]


def test_a_median_is_marked_where_its_column_is_measured() -> None:
    for log, share in ((False, 3 / 9), (True, np.log(4) / np.log(10))):
        _, medians = figure_of_two(log=log).findobj(Line2D)
        across = medians.get_xdata()
        assert across[0] == pytest.approx(LABELS + FIELD * share)
        assert len(across) == 2 * 3  # one in each of two columns: both ends and a gap


def test_figures_stand_below_where_they_are_on_the_scale() -> None:
    texts = figure_of_two(log=True).findobj(Text)
    places = {text.get_text(): text.get_position()[0] for text in texts}
    assert places["0"] == pytest.approx(LABELS)
    assert places["1"] == pytest.approx(LABELS + FIELD * np.log(2) / np.log(10))
