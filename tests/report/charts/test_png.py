"""A picture holds exactly what matplotlib draws, in a file that others can read."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from personae.report.charts.png import DPI, png_of
from personae.report.charts.theme import PAPER, Chart, add_axes, style


@pytest.fixture
def figure() -> Chart:
    chart = Chart(figsize=(2.03, 1.01))
    axes = add_axes(chart, left=0.3, top=0.1, width=1.5, height=0.6)
    axes.plot([0, 1, 2], [3, 1, 2], color="#c24a00")
    chart.text(0.1, 0.9, "Größe", color="#0072b2")
    return chart


def test_the_pixels_are_those_of_matplotlibs_own_file(figure: Chart) -> None:
    theirs = io.BytesIO()
    with style():
        figure.savefig(theirs, format="png", dpi=DPI, facecolor=PAPER)
    expected = np.asarray(Image.open(theirs).convert("RGB"))
    with Image.open(io.BytesIO(png_of(figure))) as picture:
        assert picture.mode == "RGB"
        assert np.array_equal(np.asarray(picture), expected)


def test_the_file_says_how_large_it_is_on_paper(figure: Chart) -> None:
    with Image.open(io.BytesIO(png_of(figure))) as picture:
        assert picture.info["dpi"] == pytest.approx((DPI, DPI), rel=1e-4)


def test_the_same_figure_gives_the_same_bytes(figure: Chart) -> None:
    assert png_of(figure) == png_of(figure)
