"""A line of text has the size that matplotlib gives it, and its letters stand where they belong."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from personae.report.charts import lettering
from personae.report.charts.lettering import set_line
from personae.report.charts.theme import style
from personae.report.names import shown

TEXTS = ("Hxgj|", "jumbo", "1", "k = 4 (chosen)", "Größe", "忠実な", "سلام عليكم", "W.A.V.")


@pytest.fixture(autouse=True)
def theme() -> Iterator[None]:
    with style():
        yield


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("size", [6.8, 9.0])
def test_the_size_is_that_of_matplotlib(text: str, size: float) -> None:
    font = FontProperties(size=size)
    line = set_line(text, font, 150)
    theirs = RendererAgg(10, 10, 150).get_text_width_height_descent(text, font, ismath=False)
    assert line.width == pytest.approx(theirs[0], abs=0.05)
    # above the base line nothing differs; below it a space before the line reaches down to it
    assert line.height - line.descent == pytest.approx(theirs[1] - theirs[2])
    assert line.descent == pytest.approx(max(theirs[2], 0.0))


@pytest.mark.parametrize("text", TEXTS)
def test_the_ink_lies_where_matplotlib_has_it(text: str) -> None:
    font, (x, y) = FontProperties(size=9), (20, 20)
    line = set_line(text, font, 150)
    mine = np.zeros((60, 400), dtype=np.uint8)
    left, bottom = round(x + line.left), y + line.bottom
    rows, columns = line.ink.shape
    mine[bottom : bottom + rows, left : left + columns] = line.ink
    canvas = RendererAgg(400, 60, 150)
    canvas.draw_text(canvas.new_gc(), x, 60 - y, text, font, 0)
    theirs = np.asarray(canvas.buffer_rgba())[::-1, :, 3]
    assert mine.sum(dtype=float) == pytest.approx(theirs.sum(dtype=float), rel=0.03)
    for axis in (0, 1):
        assert np.abs(ends(mine, axis) - ends(theirs, axis)).max() <= 1
        assert middle(mine, axis) == pytest.approx(middle(theirs, axis), abs=1.05)


def ends(ink: np.ndarray, axis: int) -> np.ndarray:
    return np.flatnonzero(ink.any(axis=axis))[[0, -1]]


def middle(ink: np.ndarray, axis: int) -> float:
    weights = ink.sum(axis=axis, dtype=float)
    return float(np.average(np.arange(len(weights)), weights=weights))


def test_a_first_letter_keeps_its_distance_from_the_second() -> None:
    # FreeType alone would put the first one a pixel too near, whatever it is
    ink = set_line("l l l", FontProperties(size=9), 150).ink.sum(axis=0, dtype=float)
    stems = np.split(np.arange(len(ink)), [len(ink) // 2 - 3, len(ink) // 2 + 7])
    places = [np.average(stem, weights=ink[stem]) for stem in stems]
    assert np.diff(places)[0] == pytest.approx(np.diff(places)[1], abs=0.2)


def test_a_blank_line_has_width_and_no_ink() -> None:
    line = set_line(" ", FontProperties(size=9), 150)
    assert line.width > 4
    assert not line.ink.any()


def test_a_letter_that_the_font_lacks_is_a_box_beside_those_that_it_has() -> None:
    font = FontProperties(size=9)
    alone, beside = (set_line(text, font, 150) for text in ("忠", "a忠"))
    assert alone.ink.any()
    assert beside.width > alone.width


def test_threads_do_not_share_a_face() -> None:
    font = FontProperties(size=9)
    with ThreadPoolExecutor(1) as other:
        theirs = other.submit(lettering._face, "one", font, 150).result()
    assert theirs is not lettering._face("one", font, 150)


def test_every_text_can_be_set(hostile_texts: tuple[str, ...]) -> None:
    for line in shown({"segments": [], "texts": list(hostile_texts)})["texts"]:
        assert set_line(line[:200], FontProperties(size=9), 150).width >= 0
