"""A sheet has its drawings where axes would have them, and keeps them within."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from matplotlib.patches import Rectangle
from PIL import Image

from personae.report.charts.png import png_of
from personae.report.charts.sheet import Sheet
from personae.report.charts.svg import svg_of
from personae.report.charts.theme import Chart, style

BLUE = "#0072b2"


def chart_of_one() -> tuple[Chart, Sheet]:
    """Return two by one inches with a sheet of half that size, half an inch in and 0.1 down."""
    chart = Chart(figsize=(2, 1))
    spot = {"left": 0.5, "top": 0.1, "width": 1.0, "height": 0.5}
    return chart, Sheet(chart, **spot, across=(-10.0, 10.0), up=(4.0, 0.0))


def pixels_of(chart: Chart) -> np.ndarray:
    with Image.open(io.BytesIO(png_of(chart))) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


def test_places_are_inches_and_figures_of_its_scales() -> None:
    chart, sheet = chart_of_one()
    inches = chart.dpi_scale_trans.inverted()
    for place, at, expected in (
        (sheet.place, (-10, 4), (0.5, 0.4)),
        (sheet.place, (0, 1), (1.0, 0.775)),
        (sheet.frame, (1, 1), (1.5, 0.9)),
        (sheet.by_column, (0, 1), (1.0, 0.9)),
        (sheet.by_row, (0, 1), (0.5, 0.775)),
    ):
        assert (place + inches).transform(at) == pytest.approx(expected)


def test_it_draws_what_axes_would() -> None:
    look = {"color": BLUE, "marker": "o", "linewidth": 2.0}
    with style():
        chart, sheet = chart_of_one()
        sheet.line([-20, 0, 5], [3, 1, 2], **look)
        sheet.bar(0, 3, length=4, height=1, facecolor=BLUE)
        sheet.area([(-5, 4), (0, 2), (5, 4)], facecolor=BLUE, linewidth=0)
        sheet.upright(-2, color=BLUE)
        sheet.edge("left", "bottom")

        other = Chart(figsize=(2, 1))
        axes = other.add_axes((0.25, 0.4, 0.5, 0.5), xlim=(-10, 10), ylim=(4, 0))
        axes.plot([-20, 0, 5], [3, 1, 2], **look)
        axes.barh(3, 4, height=1, facecolor=BLUE)
        axes.fill_between([-5, 0, 5], [4, 2, 4], 4, facecolor=BLUE, linewidth=0)
        axes.axvline(-2, color=BLUE)
        axes.set(xticks=[], yticks=[])
        assert np.abs(pixels_of(chart) - pixels_of(other)).max() <= 1


def test_what_lies_outside_is_cut_off_unless_it_may_reach_beyond() -> None:
    for clipped, reach in ((True, 1.5), (False, 2.0)):
        chart, sheet = chart_of_one()
        sheet.line([0, 99], [2, 2], color=BLUE, clipped=clipped)
        columns = np.flatnonzero((pixels_of(chart) < 200).any(axis=(0, 2)))
        assert columns[-1] == pytest.approx(150 * reach, abs=2)


def test_the_higher_comes_later_and_equals_as_they_came() -> None:
    chart, sheet = chart_of_one()
    sheet.text(0, 2, "over all")
    for number, height in enumerate((2, 1, 1)):
        sheet.add(Rectangle((0, number), 5, 1, facecolor=BLUE, zorder=height))
    svg = svg_of(chart, name="x", alt="")
    # one unit is an eighth of an inch, from a tenth below the upper edge
    assert re.findall(r'd="M72 ([\d.]+)', svg) == ["16.2", "25.2", "7.2"]
    assert svg.index("over all") > svg.rindex("<path")


def test_it_reaches_as_far_as_what_is_on_it() -> None:
    chart, sheet = chart_of_one()
    sheet.bar(0, 3, length=10, height=2, facecolor=BLUE)
    left, low, right, high = sheet.get_window_extent().extents / chart.dpi
    assert (left, low, right, high) == pytest.approx((1.0, 0.4, 1.5, 0.65))
    assert sheet.get_children() == sheet.findobj(Rectangle)
