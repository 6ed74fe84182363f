"""A picture holds exactly what matplotlib draws, in a file that others can read."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from personae.report.charts.png import DPI, file_of, png_of
from personae.report.charts.theme import PAPER, Chart, style


@pytest.fixture
def figure() -> Chart:
    with style():
        chart = Chart(figsize=(2.03, 1.01))
        axes = chart.add_axes((0.15, 0.3, 0.74, 0.6))
        axes.plot([0, 1, 2], [3, 1, 2], color="#c24a00", marker="o")
        axes.bar([0, 1], [1, 2], alpha=0.5, edgecolor="#0072b2", hatch="//")
        axes.fill_between([0, 2], [0, 1], [1, 2], alpha=0.2)
        axes.set(xticks=[], yticks=[])
    return chart


def pixels_of(file: io.BytesIO) -> np.ndarray:
    with Image.open(file) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


def matplotlibs(figure: Chart) -> np.ndarray:
    file = io.BytesIO()
    with style():
        figure.savefig(file, format="png", dpi=DPI, facecolor=PAPER)
    return pixels_of(file)


def test_the_pixels_are_those_of_matplotlibs_own_file(figure: Chart) -> None:
    assert np.array_equal(pixels_of(io.BytesIO(png_of(figure))), matplotlibs(figure))


@pytest.mark.parametrize("rotation", [0, 30, 90])
def test_a_text_is_where_matplotlib_has_it_to_a_pixel(rotation: float) -> None:
    with style():
        chart = Chart(figsize=(2.03, 1.01))
        chart.text(0.5, 0.5, "Größe\nof it", ha="center", va="center", rotation=rotation)
    mine, theirs = (254 - pixels[..., 0] for pixels in (
        pixels_of(io.BytesIO(png_of(chart))), matplotlibs(chart)))  # fmt: skip
    assert mine.sum() == pytest.approx(theirs.sum(), rel=0.02)
    for axis in (0, 1):
        places = [
            np.average(np.arange(ink.shape[1 - axis]), weights=ink.sum(axis=axis))
            for ink in (mine, theirs)
        ]
        assert places[0] == pytest.approx(places[1], abs=1.05)


def test_transparency_is_kept_where_there_is_some() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (5, 7, 4), dtype=np.uint8)
    for channels, mode in ((4, "RGBA"), (3, "RGB")):
        with Image.open(io.BytesIO(file_of(pixels[..., :channels]))) as picture:
            assert picture.mode == mode
            assert np.array_equal(np.asarray(picture), pixels[..., :channels])


@pytest.mark.parametrize("height", [1, 64, 65, 200])
def test_no_row_is_lost_between_bands(height: int) -> None:
    pixels = np.random.default_rng(height).integers(0, 256, (height, 3, 3), dtype=np.uint8)
    with Image.open(io.BytesIO(file_of(pixels))) as picture:
        assert np.array_equal(np.asarray(picture), pixels)


def test_the_file_says_how_large_it_is_on_paper(figure: Chart) -> None:
    with Image.open(io.BytesIO(png_of(figure))) as picture:
        assert picture.info["dpi"] == pytest.approx((DPI, DPI), rel=1e-4)


def test_the_same_figure_gives_the_same_bytes(figure: Chart) -> None:
    assert png_of(figure) == png_of(figure)
