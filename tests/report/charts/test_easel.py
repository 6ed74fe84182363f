"""A figure is drawn at one go by all who draw it, and is as it was afterwards."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image

from personae.report.charts.easel import DPI, draw
from personae.report.charts.png import file_of, paper_for, png_of
from personae.report.charts.svg import SvgRenderer, svg_of
from personae.report.charts.theme import Chart, style


@pytest.fixture
def figure() -> Chart:
    with style():
        chart = Chart(figsize=(3.03, 2.01))
        axes = chart.add_axes((0.5 / 3.03, 0.2, 2.2 / 3.03, 0.75))
        axes.scatter([0, 1, 2], [3, 1, 2], c=["#c24a00", "#0072b2", "#007a5a"])
        axes.plot([0, 1, 2], [1, 2, 3], "o", alpha=0.6, markersize=9, rasterized=True)
        axes.set_ylabel("words that are turned")
        axes.legend(["one"])
    return chart


def test_both_are_what_each_is_alone(figure: Chart) -> None:
    page, paper = SvgRenderer(figure, "x"), paper_for(figure)
    draw(figure, page, paper)
    assert page.element("it") == svg_of(figure, name="x", alt="it")
    assert file_of(paper.pixels()[..., :3]) == png_of(figure)


def test_a_figure_is_as_it_was_afterwards(figure: Chart) -> None:
    figure.set_dpi(83)
    svg_of(figure, name="x", alt="")
    assert figure.dpi == 83
    assert figure.patch.get_visible()


def test_what_is_drawn_as_pixels_is_one_image_among_shapes(figure: Chart) -> None:
    svg = svg_of(figure, name="x", alt="")
    images = re.findall(r'<image href="data:image/png;base64,[\w+/=]+" ([^>]+)/>', svg)
    assert len(images) == 1
    # two units of marks at 2.2 inches of axes, which are 5 % wider on each side, and a mark
    width = float(dict(re.findall(r'(\w+)="([^"]+)"', images[0]))["width"])
    assert width == pytest.approx(2.2 * 72 / 1.1 + 10, abs=1)


def test_what_is_drawn_as_pixels_looks_the_same_on_paper(figure: Chart) -> None:
    layered = np.asarray(Image.open(io.BytesIO(png_of(figure)))).astype(int)
    for line in figure.axes[0].lines:
        line.set_rasterized(False)
    plain = np.asarray(Image.open(io.BytesIO(png_of(figure)))).astype(int)
    assert np.abs(layered - plain).max() <= 2


def test_the_paper_has_the_size_of_the_figure(figure: Chart) -> None:
    assert paper_for(figure).pixels().shape == (int(2.01 * DPI), int(3.03 * DPI), 4)
