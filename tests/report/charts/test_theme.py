"""Colours and marks tell segments apart, also for the colour-blind; labels stay short."""

from __future__ import annotations

import itertools

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.report.charts.theme import (
    LEVELS,
    SEGMENTS,
    Chart,
    chart,
    color,
    level_color,
    mark,
    wrapped,
)


def test_no_two_of_forty_segments_share_colour_and_mark() -> None:
    looks = [(color(number), mark(number)) for number in range(1, 41)]
    assert len(set(looks)) == 40


# Viénot, Brettel and Mollon (1999), "Digital video colourmaps for checking the legibility of
# displays by dichromats", linear RGB.
PROTAN = ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0))
DEUTAN = ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0))


@pytest.mark.parametrize("sight", [PROTAN, DEUTAN])
def test_the_first_five_colours_differ_for_dichromats(sight: tuple[tuple[float, ...], ...]) -> None:
    seen = [_seen(value, sight) for value in SEGMENTS[:5]]
    for first, second in itertools.combinations(seen, 2):
        assert sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5 > 0.08


def _seen(value: str, sight: tuple[tuple[float, ...], ...]) -> list[float]:
    linear = [(int(value[place : place + 2], 16) / 255) ** 2.2 for place in (1, 3, 5)]
    turned = [sum(weight * part for weight, part in zip(row, linear, strict=True)) for row in sight]
    return [max(0.0, part) ** (1 / 2.2) for part in turned]


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
