"""Text is blended onto what is there, within its axes, in its colour."""

from __future__ import annotations

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Bbox

from personae.report.charts.lettering import set_line
from personae.report.charts.pixels import PixelRenderer
from personae.report.charts.theme import style

FONT = FontProperties(size=9)


def drawn(**look: object) -> np.ndarray:
    canvas = PixelRenderer(120, 60, 150)
    canvas.pixels()[:] = 255
    gc = canvas.new_gc()
    gc.set_foreground("#0072b2")
    for name, value in look.items():
        getattr(gc, f"set_{name}")(value)
    with style():
        canvas.draw_text(gc, 20.3, 20.4, "Hl", FONT, 0)
    return canvas.pixels()[::-1].astype(int)


def test_a_stem_has_the_colour_of_the_text() -> None:
    assert tuple(drawn().min(axis=(0, 1))[:3]) == (0x00, 0x72, 0xB2)


def test_a_letter_without_a_tail_stands_on_the_base_line() -> None:
    rows = np.flatnonzero((drawn()[..., 0] < 250).any(axis=1))
    with style():
        ink = set_line("Hl", FONT, 150).ink
    assert rows[0] == 20
    assert len(rows) == np.count_nonzero((ink > 5).any(axis=1))


def test_opacity_and_clip_hold_for_text() -> None:
    half = drawn(alpha=0.5)
    assert 120 <= half[..., 0].min() <= 135
    clipped = drawn(clip_rectangle=Bbox.from_bounds(0, 0, 30, 60))
    assert (clipped[:, 31:] == 255).all()
    assert (clipped[:, :30] == drawn()[:, :30]).all()
