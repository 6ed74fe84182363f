"""A line of text in, its size and its picture out: each is set and drawn once for all charts.

Charts say the same numbers and names in the same sizes again and again, and matplotlib asks for
the size of every line before it draws it. FreeType sets a line and draws it in one go here, as
matplotlib had it do until 3.10; since then it draws glyph by glyph, which takes three times as
long. It reads a font bit by bit, about 18 times for a letter and each time through Python; from
memory that takes a third of the time that it takes from a file.
"""

from __future__ import annotations

import functools
import io
import threading
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.backends.backend_agg import get_hinting_flag
from matplotlib.font_manager import findfont, get_font
from matplotlib.ft2font import FT2Font

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from numpy.typing import NDArray

__all__ = ["Line", "set_line"]

_KEPT = 4096  # lines; the charts of a run have about 300 different ones
_SUBPIXELS = 64  # FreeType counts in these


@dataclass(frozen=True)
class Line:
    """A line of text.

    Parameters
    ----------
    width, height, descent : float
        Pixels, as matplotlib lays texts out by them; the descent is a part of the height.
    ink : array of uint8, shape (rows, columns)
        How much of each pixel is covered, the lowest row first.
    left : float
        Where the first column lies, in pixels to the right of the start of the line.
    bottom : int
        Where the first row lies, in pixels above the base line.
    """

    width: float
    height: float
    descent: float
    ink: NDArray[np.uint8] = field(repr=False)
    left: float
    bottom: int


@functools.lru_cache(_KEPT)
def set_line(text: str, font: FontProperties, dpi: float) -> Line:
    """Set a line of text in a font; letters that the font lacks become boxes."""
    space = _space(font, dpi)
    # FreeType's picture begins where the ink does, and a first letter that begins within a pixel
    # would be moved to its edge, nearer to the second; with a space before it, it is not
    face = _face(f" {text}", font, dpi)
    width, height = face.get_width_height()
    descent = face.get_descent()
    face.draw_glyphs_to_bitmap(antialiased=True)
    ink = face.get_image()[::-1].copy()
    # where ink begins at once the line runs from right to left, and the space is at its other end
    before = space if np.argmax(ink.any(axis=0)) > space / _SUBPIXELS / 2 else 0
    return Line(
        width=(width - space) / _SUBPIXELS,
        height=height / _SUBPIXELS,
        descent=descent / _SUBPIXELS,
        ink=ink,
        left=-before / _SUBPIXELS,
        # the picture has one row more than there are whole pixels above the base line
        bottom=(height - descent) // _SUBPIXELS + 1 - len(ink),
    )


@functools.lru_cache(_KEPT)
def _space(font: FontProperties, dpi: float) -> int:
    """Return how wide a space is, in parts of a pixel."""
    width: int = _face(" ", font, dpi).get_width_height()[0]
    return width


def _face(text: str, font: FontProperties, dpi: float) -> FT2Font:
    """Return the face of a font in which a text is set."""
    path = findfont(font)
    face = _read(path, threading.get_ident())
    if not all(map(face.get_char_index, map(ord, text))):
        # slow, but it knows boxes for the letters that it lacks
        face = get_font(path)
    face.clear()
    face.set_size(font.get_size_in_points(), dpi)
    flags = get_hinting_flag()  # type: ignore[no-untyped-call]
    face.set_text(text, 0.0, flags=flags)
    return face


@functools.lru_cache
def _read(path: str, thread: int) -> FT2Font:
    """Read a font into memory; a face can only be used by one thread."""
    del thread  # it tells one thread's face from another's
    return FT2Font(io.BytesIO(Path(path).read_bytes()))
