"""Histograms per segment: what is written beside them stays on the paper."""

from __future__ import annotations

from matplotlib.backends.backend_agg import FigureCanvasAgg

from personae.report.charts.distributions import distributions


def test_a_median_with_its_unit_is_not_cut_off() -> None:
    row = {"segment": 1, "shares": [0.5, 0.5], "median": 2.0, "text": "41.5 orders"}
    panel = {
        "label": "number of orders", "unit": "orders", "currency": "", "log": False,
        "edges": [1.0, 2.0, 3.0], "rows": [row],
    }  # fmt: skip
    figure = distributions({"panels": [panel]}, {1: "Frequent high spenders"})
    renderer = FigureCanvasAgg(figure).get_renderer()
    (median,) = [text for text in figure.axes[0].texts if text.get_text() == "41.5 orders"]
    assert median.get_window_extent(renderer).x1 <= figure.bbox.x1
