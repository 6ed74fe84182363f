"""Colours, marks, type and sizes of every chart, in one place.

The colours are told apart by people with the common colour blindnesses, and no chart relies on
them: segments also carry a number and a mark. In the page each colour becomes a CSS variable,
so that a chart follows the reader's light or dark mode.
"""

from __future__ import annotations

import contextlib
import functools
import io
import textwrap
import unicodedata
import warnings
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ParamSpec

import matplotlib as mpl
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from personae.report.charts.sheet import Sheet

__all__ = [
    "GRID",
    "INK",
    "MUTED",
    "PAPER",
    "VARIABLES",
    "WIDTH",
    "Chart",
    "badge",
    "chart",
    "color",
    "filled",
    "level_color",
    "mark",
    "style",
    "wrapped",
]

P = ParamSpec("P")

WIDTH = 4.7  # inches: on a phone the type of a chart keeps about its size, on a desktop it grows
INK, MUTED, GRID, PAPER = "#1c2530", "#5a6675", "#d8dde4", "#fefefe"
SEGMENTS = (
    "#0072b2",
    "#c24a00",
    "#007a5a",
    "#93278f",
    "#4d3b00",
    "#3b3fa8",
    "#5f6b78",
    "#7a1030",
)
MARKS = ("o", "s", "^", "D", "v", "P", "X", "h")
# Nine steps from far below everybody (-4) to far above (+4).
LEVELS = {
    -4: "#7db0dc",
    -3: "#a3c8e7",
    -2: "#c7def0",
    -1: "#e3eef7",
    0: "#f3f4f6",
    1: "#fbeadc",
    2: "#f6d3b4",
    3: "#efb987",
    4: "#e79b5a",
}
LEVEL_BOUNDS = (0.25, 0.5, 1.0, 1.5)

VARIABLES = (
    {INK: "--ink", MUTED: "--muted", GRID: "--line", PAPER: "--paper"}
    | {value: f"--s{place}" for place, value in enumerate(SEGMENTS, start=1)}
    | {value: f"--d{'n' if step < 0 else 'p'}{abs(step)}" for step, value in LEVELS.items()}
)

_STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "text.color": INK,
    "text.parse_math": False,
    # at 150 dots per inch hinting costs a seventh of all drawing and shows nothing
    "text.hinting": "none",
    "axes.edgecolor": GRID,
    "axes.labelcolor": MUTED,
    "axes.labelsize": 9,
    "axes.linewidth": 0.8,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.unicode_minus": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.facecolor": "none",
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "figure.facecolor": PAPER,
    "hatch.linewidth": 0.8,
    "svg.fonttype": "none",
    "svg.hashsalt": "personae",
    "path.simplify": True,
}


_in_use: ContextVar[bool] = ContextVar("_in_use", default=False)


class Chart(Figure):
    """A matplotlib figure that notebooks show without pyplot."""

    def _repr_png_(self) -> bytes:
        buffer = io.BytesIO()
        self.savefig(buffer, format="png", dpi=110)
        return buffer.getvalue()


def chart(draw: Callable[P, Chart]) -> Callable[P, Chart]:
    """Make a drawing function use this theme, whatever the reader's own settings are."""

    @functools.wraps(draw)
    def themed(*args: P.args, **kwargs: P.kwargs) -> Chart:
        with style():
            return draw(*args, **kwargs)

    return themed


@contextlib.contextmanager
def style() -> Iterator[None]:
    """Use this theme alone within a block; glyphs that its font lacks raise no warning.

    A block within a block keeps what the outer one set: setting all of it takes milliseconds.
    """
    if _in_use.get():
        yield
        return
    token = _in_use.set(True)
    try:
        with mpl.rc_context(), warnings.catch_warnings():
            mpl.rcdefaults()
            mpl.rcParams.update(_STYLE)
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            yield
    finally:
        _in_use.reset(token)


def color(segment: int) -> str:
    """Return the colour of a segment; from the ninth on they repeat, with other marks."""
    return SEGMENTS[(segment - 1) % len(SEGMENTS)]


def filled(segment: int) -> dict[str, Any]:
    """Return how a shape of a segment is filled; hatched where the colours repeat."""
    look: dict[str, Any] = {"facecolor": color(segment), "linewidth": 0}
    if segment > len(SEGMENTS):
        look |= {"hatch": "//////", "edgecolor": PAPER}
    return look


def mark(segment: int) -> str:
    """Return the mark of a segment, as matplotlib names it."""
    turn = (segment - 1) // len(SEGMENTS)
    return MARKS[(segment - 1 + turn) % len(MARKS)]


def level_color(difference: float | None) -> str:
    """Return the shade for a standardised difference from everybody."""
    if difference is None:
        return LEVELS[0]
    step = sum(abs(difference) >= bound for bound in LEVEL_BOUNDS)
    return LEVELS[step if difference > 0 else -step]


def heading(figure: Figure, text: str, *, chosen: str = "") -> None:
    """Write above a chart what its curves or bars are, and at the right what was chosen of them."""
    wide, high = figure.get_size_inches()
    up = 1 - 0.16 / high
    look: dict[str, Any] = {"va": "center", "fontsize": 9}
    figure.text(0.1 / wide, up, text, color=MUTED, **look)
    if chosen:
        figure.text(1 - 0.18 / wide, up, chosen, ha="right", fontweight="bold", color=INK, **look)


def badge(sheet: Sheet, segment: int, *, at: tuple[float, float], **options: Any) -> None:
    """Write a segment's number on a disc of its colour, or on a tile where colours repeat."""
    box = {
        "boxstyle": "circle,pad=0.25" if segment <= len(SEGMENTS) else "round,pad=0.25",
        "facecolor": color(segment),
        "edgecolor": PAPER,
        "linewidth": 0.8,
    }
    settings: dict[str, Any] = {
        "ha": "center",
        "va": "center",
        "fontsize": 8,
        "fontweight": "bold",
        "color": PAPER,
        "zorder": 6,
        "bbox": box,
    }
    sheet.text(*at, str(segment), **{**settings, **options})


def wrapped(text: str, width: int, *, lines: int = 2) -> str:
    r"""Break a text into at most `lines` lines of about `width` letters; the rest becomes ``…``.

    Examples
    --------
    >>> wrapped("High spenders who come back often", 14)
    'High spenders\nwho come back…'
    """
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    if wide > len(text) / 3:
        width = max(4, width // 2)
    elif any(len(word) > width for word in text.split()):
        # a word too long for its line is broken with a hyphen, not in silence
        text = " ".join(part for word in text.split() for part in _broken(word, width))
    broken = textwrap.wrap(text, width)
    if len(broken) > lines:
        # textwrap's own placeholder would leave nothing of one very long word
        broken = [*broken[: lines - 1], broken[lines - 1][: width - 1].rstrip(" -") + "…"]
    return "\n".join(broken) or " "


def _broken(word: str, width: int) -> list[str]:
    if len(word) <= width or not word.isalpha():
        return [word]
    step = min(width - 1, max(width // 2, -(-len(word) // 2)))
    return [f"{word[:step]}-", *_broken(word[step:], width)]
