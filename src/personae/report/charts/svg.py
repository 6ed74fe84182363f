"""A matplotlib figure in, an SVG for the page out: small, safe, and coloured by CSS variables."""

from __future__ import annotations

import base64
import functools
import html
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_hex
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from personae.report.charts.easel import POINT, draw
from personae.report.charts.png import file_of
from personae.report.charts.theme import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text
    from matplotlib.transforms import Transform

__all__ = ["SvgRenderer", "svg_of"]

_STOP, _MOVE, _CLOSE = int(Path.STOP), int(Path.MOVETO), int(Path.CLOSEPOLY)
_LETTERS = {_MOVE: "M", int(Path.LINETO): "L", int(Path.CURVE3): "Q", int(Path.CURVE4): "C"}
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_CAPS = {"projecting": "square", "round": "round"}
_HATCH_SIZE = 72  # points, as matplotlib has it


def svg_of(figure: Figure, *, name: str, alt: str) -> str:
    """Return a figure as an SVG element that can stand in a page.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The drawing.
    name : str
        Comes before every id.
    alt : str
        What the picture shows, for those who do not see it.
    """
    renderer = SvgRenderer(figure, name)
    draw(figure, renderer)
    return renderer.element(alt)


class SvgRenderer(RendererBase):
    """Writes what a figure wants to be drawn as SVG, in points.

    Text stays text, so that it can be read aloud, searched and set in the page's own type. There
    are no ``style`` attributes (a strict page refuses them), no links, and no ids that another
    chart of the page could have. Texts are the only thing that comes from a user.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        What will be drawn; says how large.
    name : str
        Comes before every id.
    """

    def __init__(self, figure: Figure, name: str) -> None:
        super().__init__()
        self._width, self._height = (72.0 * length for length in figure.get_size_inches())
        self._name = name
        self._place = Affine2D().scale(1 / POINT, -1 / POINT).translate(0, self._height)
        self._written: list[str] = []
        self._ids: dict[str, str] = {}

    def element(self, alt: str) -> str:
        """Return what was drawn, under a text that says what it shows."""
        attributes = {
            "viewBox": f"0 0 {_number(self._width)} {_number(self._height)}",
            "xmlns": "http://www.w3.org/2000/svg",
            "role": "img",
            "aria-label": html.escape(alt),
        }
        return _element("svg", attributes, "".join(self._written))

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,
    ) -> None:
        """Write a shape; one that nobody would see is left out."""
        look = self._look(gc, rgbFace)
        if "stroke" not in look and look["fill"] == "none":
            return
        # what lies outside can be cut off lines, not off areas
        is_line = rgbFace is None and gc.get_hatch() is None
        within = (0.0, 0.0, self._width, self._height) if is_line else None
        simplify = is_line and path.should_simplify
        data = _data(path, transform + self._place, clip=within, simplify=simplify)
        if data:
            self._write("path", {"d": data, **self._clip(gc), **look})

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,
    ) -> None:
        """Write a mark at each point of a path; what they have in common is said once."""
        data = _data(marker_path, marker_trans + Affine2D().scale(1 / POINT, -1 / POINT))
        link = {"href": f"#{self._defined('path', {'d': data})}"}
        look = {**self._clip(gc), **self._look(gc, rgbFace)}
        # the opacity of a group differs from that of each mark
        each = {"opacity": look.pop("opacity")} if "opacity" in look else {}
        points = (trans + self._place).transform(path.vertices)
        uses = [
            _element("use", {**link, "x": _number(x), "y": _number(y), **each})
            for x, y in points[np.isfinite(points).all(axis=1)].tolist()
        ]
        self._write("g", look, "".join(uses))

    def draw_image(
        self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Any = None
    ) -> None:
        """Write pixels, the lowest row first, that begin at a place."""
        height, width = im.shape[:2]
        picture = base64.b64encode(file_of(im[::-1])).decode()
        attributes = {
            "href": f"data:image/png;base64,{picture}",
            "x": _number(x / POINT),
            "y": _number(self._height - (y + height) / POINT),
            "width": _number(width / POINT),
            "height": _number(height / POINT),
        }
        self._write("image", {**attributes, **self._clip(gc)})

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
        """Write a line of text.

        One that is a whole text hangs on the point that it was given, and not on where it begins
        in this font: the page decides on the type.
        """
        attributes = {"font-size": _number(prop.get_size_in_points()), "fill": _color(gc.get_rgb())}
        if prop.get_weight() == "bold":
            attributes["font-weight"] = "700"
        if _alpha(gc.get_rgb()) < 1:
            attributes["fill-opacity"] = _number(_alpha(gc.get_rgb()))
        if mtext is not None and not angle:
            x = mtext.get_transform().transform(mtext.get_unitless_position())[0]
            attributes["text-anchor"] = _ANCHORS[mtext.get_horizontalalignment()]
        across, down = map(_number, self._place.transform((x, y)))
        if angle:
            attributes["transform"] = f"translate({across} {down}) rotate({_number(-angle)})"
        else:
            attributes |= {"x": across, "y": down}
        text = _element("text", attributes, html.escape(s, quote=False))
        clip = self._clip(gc)
        # within a group, since what clips a text that is turned would be turned as well
        self._written.append(_element("g", clip, text) if clip else text)

    def _write(self, tag: str, attributes: Mapping[str, str], inside: str = "") -> None:
        self._written.append(_element(tag, attributes, inside))

    def _defined(self, tag: str, attributes: Mapping[str, str], inside: str = "") -> str:
        """Return the id of something that is used by others; it is written only once."""
        key = _element(tag, attributes, inside)
        if key not in self._ids:
            self._ids[key] = f"{self._name}-{len(self._ids)}"
            named = {"id": self._ids[key], **attributes}
            self._write("defs", {}, _element(tag, named, inside))
        return self._ids[key]

    def _clip(self, gc: GraphicsContextBase) -> dict[str, str]:
        """Return what keeps a shape within its axes."""
        box = gc.get_clip_rectangle()
        if box is None:
            return {}
        left, bottom, width, height = (length / POINT for length in box.bounds)
        numbers = (left, self._height - bottom - height, width, height)
        within = dict(zip(("x", "y", "width", "height"), map(_number, numbers), strict=True))
        return {"clip-path": f"url(#{self._defined('clipPath', {}, _element('rect', within))})"}

    def _look(self, gc: GraphicsContextBase, face: Any) -> dict[str, str]:
        """Return how a shape is filled and its edge drawn."""
        hatched = gc.get_hatch() is not None
        look = {"fill": f"url(#{self._hatch(gc, face)})" if hatched else _color(face)}
        if gc.get_linewidth() > 0 and _alpha(gc.get_rgb()) > 0:
            look |= _edge(gc)
        if gc.get_forced_alpha():  # it stands in the colours, too
            opacities = {"opacity": gc.get_alpha()}
        else:
            opacities = {"fill-opacity": _alpha(face), "stroke-opacity": _alpha(gc.get_rgb())}
        return look | {name: _number(part) for name, part in opacities.items() if 0 < part < 1}

    def _hatch(self, gc: GraphicsContextBase, face: Any) -> str:
        size = _number(_HATCH_SIZE)
        paper = _element("rect", {"width": size, "height": size, "fill": _color(face)})
        place = Affine2D().scale(_HATCH_SIZE, -_HATCH_SIZE).translate(0, _HATCH_SIZE)
        color = _color(gc.get_hatch_color())
        lines = {
            "d": _data(gc.get_hatch_path(), place),
            "fill": color,
            "stroke": color,
            "stroke-width": _number(gc.get_hatch_linewidth()),
        }
        if _alpha(gc.get_hatch_color()) < 1:
            lines["stroke-opacity"] = _number(_alpha(gc.get_hatch_color()))
        attributes = {"patternUnits": "userSpaceOnUse", "width": size, "height": size}
        return self._defined("pattern", attributes, paper + _element("path", lines))


def _edge(gc: GraphicsContextBase) -> dict[str, str]:
    """Return how the edge of a shape is drawn, where that is not what a page does anyway."""
    look = {"stroke": _color(gc.get_rgb())}
    if gc.get_linewidth() != 1.0:
        look["stroke-width"] = _number(gc.get_linewidth())
    if gc.get_joinstyle() != "round":
        look["stroke-linejoin"] = gc.get_joinstyle()
    if gc.get_capstyle() in _CAPS:
        look["stroke-linecap"] = _CAPS[gc.get_capstyle()]
    offset, dashes = gc.get_dashes()
    if dashes is not None:
        look["stroke-dasharray"] = ",".join(map(_number, np.asarray(dashes).tolist()))
        if offset:
            look["stroke-dashoffset"] = _number(offset)
    return look


def _data(path: Path, transform: Transform, **options: Any) -> str:
    """Return a path in the short form of SVG; nothing where it has no length."""
    cleaned = path.cleaned(transform, remove_nans=True, curves=True, **options)
    parts, before = [], _STOP
    points = np.asarray(cleaned.vertices).round(2) + 0.0  # adding 0 makes -0 plain
    codes: list[int] = np.asarray(cleaned.codes).tolist()
    for (x, y), code in zip(points.tolist(), codes, strict=True):
        if code == _STOP:
            break
        if code == _CLOSE:
            parts.append("z")
        else:
            # points of one kind that follow one another need no more letters
            letter = _LETTERS[code] if code != before or code == _MOVE else " "
            parts.append(f"{letter}{x:.6g} {y:.6g}")
        before = code
    return "".join(parts) if len(parts) > 1 else ""


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:.6g}"


def _color(value: Any) -> str:
    """Return a colour as the page's variable for it; none where there is none to see."""
    return "none" if value is None or _alpha(value) == 0 else _variable(tuple(value[:3]))


@functools.lru_cache
def _variable(value: tuple[float, float, float]) -> str:
    hexadecimal = to_hex(value)
    return f"var({VARIABLES[hexadecimal]})" if hexadecimal in VARIABLES else hexadecimal


def _alpha(value: Any) -> float:
    return float(value[3]) if value is not None and len(value) == 4 else 1.0


def _element(tag: str, attributes: Mapping[str, str], inside: str = "") -> str:
    """Return an element; texts in it have to be escaped before."""
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{said}>{inside}</{tag}>" if inside else f"<{tag}{said} />"
