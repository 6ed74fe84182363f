"""Colours and marks tell segments apart, also for the colour-blind; labels stay short."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.report.charts.theme import (
    LEVELS,
    SEGMENTS,
    Chart,
    chart,
    color,
    filled,
    level_color,
    mark,
    wrapped,
)


def test_no_two_of_forty_segments_share_colour_and_mark() -> None:
    looks = [(color(number), mark(number)) for number in range(1, 41)]
    assert len(set(looks)) == 40


# Viénot, Brettel and Mollon (1999), "Digital video colourmaps for checking the legibility of
# displays by dichromats": what linear RGB becomes without the first or second kind of cone.
SIGHTS = {
    "everybody": np.eye(3),
    "protanope": np.array([[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]),
    "deuteranope": np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]),
}
# sRGB to XYZ, and the white of D65 (IEC 61966-2-1)
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


@pytest.mark.parametrize("sight", SIGHTS)
def test_no_two_colours_look_alike_to_anybody(sight: str) -> None:
    # a difference of 2.3 is just noticeable (CIE 1976); marks are small, so far more is asked
    looks = np.array([_lab(value, SIGHTS[sight]) for value in SEGMENTS])
    apart = np.linalg.norm(looks[:, None] - looks[None], axis=-1)[np.triu_indices(len(looks), 1)]
    assert apart.min() > 15


def _lab(value: str, sight: np.ndarray) -> np.ndarray:
    coded = np.array([int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    ratio = XYZ @ np.clip(sight @ linear, 0, 1) / WHITE
    x, y, z = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_shapes_of_one_colour_differ_by_hatching() -> None:
    first, ninth = filled(1), filled(9)
    assert first["facecolor"] == ninth["facecolor"]
    assert "hatch" in ninth
    assert "hatch" not in first


def test_a_long_word_is_broken_with_a_hyphen_and_a_script_without_spaces_is_not() -> None:
    assert wrapped("Low detergents", 8, lines=3) == "Low\ndeter-\ngents"
    assert wrapped("Low detergents", 8) == "Low\ndeter…"
    assert "-" not in wrapped("忠実なお客様とその家族のみなさま", 8)


def test_shades_have_the_sign_of_the_difference() -> None:
    assert [level_color(value) for value in (None, 0.1, -0.1)] == [LEVELS[0]] * 3
    assert level_color(1.6) == LEVELS[4]
    assert level_color(-0.6) == LEVELS[-2]


def test_the_readers_own_settings_change_nothing_and_stay() -> None:
    @chart
    def size() -> Chart:
        return Chart(figsize=(1, mpl.rcParams["font.size"]))

    with mpl.rc_context({"font.size": 30}):
        assert size().get_figheight() == 9.5
        assert mpl.rcParams["font.size"] == 30


@given(st.text(max_size=300), st.integers(4, 60), st.integers(1, 4))
def test_a_label_never_grows_beyond_its_place(text: str, width: int, lines: int) -> None:
    result = wrapped(text, width, lines=lines).split("\n")
    assert len(result) <= lines
    assert max(map(len, result)) <= width


def test_a_figure_shows_itself_in_a_notebook() -> None:
    assert Chart(figsize=(1, 1))._repr_png_().startswith(b"\x89PNG")
