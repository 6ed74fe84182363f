"""What a figure wants to be drawn in, pixels out: matplotlib's own, but for lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg

from personae.report.charts.lettering import set_line

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text
    from numpy.typing import NDArray

__all__ = ["PixelRenderer"]


class PixelRenderer(RendererAgg):
    """Draws on pixels; a level line of text is put there as one picture."""

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__(width, height, dpi)  # type: ignore[no-untyped-call]

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Text | None = None,
    ) -> None:
        """Draw a line of text whose base line lies `y` pixels above the lower edge."""
        if angle:
            down = self.height - y
            super().draw_text(gc, x, down, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]
            return
        line = set_line(s, prop, self.dpi)
        picture = np.empty((*line.ink.shape, 4), dtype=np.uint8)
        *color, alpha = gc.get_rgb()
        picture[..., :3] = [round(255 * part) for part in color]
        np.multiply(line.ink, alpha, out=picture[..., 3], casting="unsafe")
        self.draw_image(gc, round(x + line.left), round(y) + line.bottom, picture)

    def pixels(self) -> NDArray[np.uint8]:
        """Return what was drawn as rows, from the upper one, of columns of RGBA."""
        return np.asarray(self.buffer_rgba())  # type: ignore[no-untyped-call]
