"""A matplotlib figure in, drawn at one go by all who draw it: as SVG, as pixels, or as both.

Most of the time goes into finding out what there is to draw and where, and into the sizes of
texts; that is the same for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backend_bases import RendererBase

from personae.report.charts.lettering import set_line
from personae.report.charts.pixels import PixelRenderer
from personae.report.charts.theme import style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

__all__ = ["DPI", "POINT", "draw"]

DPI = 150
POINT = DPI / 72  # pixels


def draw(figure: Figure, *renderers: RendererBase) -> None:
    """Have a figure drawn by each of the renderers, but for its paper.

    They are told places in pixels from the lower left corner; there are `DPI` of them to an inch.
    """
    dpi, with_paper = figure.dpi, figure.patch.get_visible()
    try:
        figure.dpi = DPI
        figure.patch.set_visible(False)
        with style():
            figure.draw(_Easel(figure, renderers))
    finally:
        figure.dpi = dpi
        figure.patch.set_visible(with_paper)


class _Easel(RendererBase):
    """Hands on what a figure wants to be drawn, and says how large texts are.

    What is to become an image even among shapes is drawn on pixels of its own, and then handed on
    as one.
    """

    def __init__(self, figure: Figure, renderers: tuple[RendererBase, ...]) -> None:
        super().__init__()
        self._size = figure.bbox.width, figure.bbox.height
        self._renderers = renderers
        self._layer: PixelRenderer | None = None

    def draw_path(self, *what: Any, **more: Any) -> None:
        for renderer in self._here():
            renderer.draw_path(*what, **more)

    def draw_markers(self, *what: Any, **more: Any) -> None:
        for renderer in self._here():
            renderer.draw_markers(*what, **more)

    def draw_path_collection(self, *what: Any, **more: Any) -> None:
        for renderer in self._here():
            renderer.draw_path_collection(*what, **more)

    def draw_image(self, *what: Any, **more: Any) -> None:
        for renderer in self._here():
            renderer.draw_image(*what, **more)

    def draw_text(self, *what: Any, **more: Any) -> None:
        for renderer in self._here():
            renderer.draw_text(*what, **more)

    def start_rasterizing(self) -> None:
        self._layer = PixelRenderer(*self._size, DPI)

    def stop_rasterizing(self) -> None:
        assert self._layer is not None
        pixels = self._layer.pixels()[::-1]  # images come with their lowest row first
        self._layer = None
        rows, columns = (np.flatnonzero(pixels[..., 3].any(axis=axis)) for axis in (1, 0))
        if len(rows):
            left, bottom = columns[0], rows[0]
            drawn = pixels[bottom : rows[-1] + 1, left : columns[-1] + 1]
            self.draw_image(self.new_gc(), left, bottom, drawn)

    def _here(self) -> Sequence[RendererBase]:
        return self._renderers if self._layer is None else (self._layer,)

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        line = set_line(s, prop, DPI)
        return line.width, line.height, line.descent

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._size

    def flipy(self) -> bool:
        return False

    def points_to_pixels(self, points: Any) -> Any:
        return points * POINT
