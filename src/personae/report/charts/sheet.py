"""A part of a figure with scales of its own; what is drawn on it stays within it.

That is what matplotlib's axes are. They make twenty lines and texts for their ticks before
anything is drawn, which takes as long as drawing a simple chart, and none of those is seen here.
"""

from __future__ import annotations

from operator import methodcaller
from typing import TYPE_CHECKING, Any

from matplotlib.artist import Artist
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import (
    Bbox,
    BboxTransformFrom,
    BboxTransformTo,
    TransformedBbox,
    blended_transform_factory,
)

from personae.report.charts.theme import GRID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.backend_bases import RendererBase
    from matplotlib.figure import Figure
    from matplotlib.transforms import Transform
    from numpy.typing import NDArray

    _Figures = Sequence[float] | NDArray[Any]

__all__ = ["Sheet"]

_OVER_LINES = 2.5  # where matplotlib draws the edges of axes: over lines, and below texts


class Sheet(Artist):
    """A part of a figure, placed by inches from its upper left corner.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Where it lies.
    left, top, width, height : float
        Inches.
    across, up : tuple of two floats, default: (0, 1)
        What the left and the right end, and the lower and the upper one, stand for.

    Attributes
    ----------
    place, frame : matplotlib.transforms.Transform
        What turns such figures, or parts of the width and the height, into pixels.
    by_column, by_row : matplotlib.transforms.Transform
        A figure across and a part of the height, or a part of the width and a figure up.
    """

    def __init__(
        self,
        figure: Figure,
        *,
        left: float,
        top: float,
        width: float,
        height: float,
        across: tuple[float, float] = (0.0, 1.0),
        up: tuple[float, float] = (0.0, 1.0),
    ) -> None:
        super().__init__()
        self._figure = figure
        wide, high = figure.get_size_inches()
        spot = Bbox.from_bounds(left / wide, 1 - (top + height) / high, width / wide, height / high)
        scales = Bbox.from_extents(across[0], up[0], across[1], up[1])
        self.width, self.height = width, height
        self._spot = TransformedBbox(spot, figure.transFigure)
        self.frame: Transform = BboxTransformTo(self._spot)
        self.place: Transform = BboxTransformFrom(scales) + self.frame
        self.by_column = blended_transform_factory(self.place, self.frame)
        self.by_row = blended_transform_factory(self.frame, self.place)
        self._drawn: list[Artist] = []
        figure.add_artist(self)

    def add(self, artist: Artist, *, clipped: bool = True) -> None:
        """Have something drawn here; what lies outside is cut off."""
        artist.set_figure(self._figure)
        if not artist.is_transform_set():
            artist.set_transform(self.place)
        if clipped:
            artist.set_clip_box(self._spot)
        self._drawn.append(artist)

    def line(self, across: _Figures, up: _Figures, *, clipped: bool = True, **look: Any) -> None:
        """Draw a line, or marks, through points."""
        self.add(Line2D(across, up, **look), clipped=clipped)

    def bar(self, left: float, middle: float, *, length: float, height: float, **look: Any) -> None:
        """Draw a level bar."""
        self.add(Rectangle((left, middle - height / 2), length, height, **look))

    def upright(self, across: float, **look: Any) -> None:
        """Draw a line from the lower end to the upper one."""
        self.line((across, across), (0, 1), transform=self.by_column, **look)

    def area(self, outline: Sequence[tuple[float, float]], **look: Any) -> None:
        """Fill what lies within an outline."""
        self.add(PolyCollection([outline], **look))

    def text(self, across: float, up: float, said: str, **look: Any) -> None:
        """Write a text, which may reach beyond the sheet."""
        self.add(Text(across, up, said, **look), clipped=False)

    def edge(self, *sides: str) -> None:
        """Draw the left or the bottom edge, or both."""
        ends = {"left": ((0, 0), (0, 1)), "bottom": ((0, 1), (0, 0))}
        look: dict[str, Any] = {"solid_capstyle": "projecting", "solid_joinstyle": "miter"}
        look |= {"color": GRID, "linewidth": 0.8, "zorder": _OVER_LINES}
        for side in sides:
            self.line(*ends[side], transform=self.frame, clipped=False, **look)

    def get_children(self) -> list[Artist]:
        """Return all that is drawn here, in the order in which it came."""
        return self._drawn

    def get_window_extent(self, renderer: RendererBase | None = None) -> Bbox:
        """Return how far all of it reaches, in pixels."""
        return Bbox.union([artist.get_window_extent(renderer) for artist in self._drawn])

    def draw(self, renderer: RendererBase) -> None:
        """Draw all of it, from the lowest to the uppermost."""
        for artist in sorted(self._drawn, key=methodcaller("get_zorder")):
            artist.draw(renderer)
