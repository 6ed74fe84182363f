"""A matplotlib figure in, an SVG for the page out: small, safe, and coloured by CSS variables."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET  # parses our own drawing, never a user's file

from personae.report.charts.theme import VARIABLES, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["svg_of"]

_KEPT = {
    "svg",
    "g",
    "path",
    "use",
    "defs",
    "clipPath",
    "rect",
    "text",
    "tspan",
    "image",
    "pattern",
    "circle",
}
_NUMBER = re.compile(r"-?\d{1,15}\.\d+")
_FONT = re.compile(r"(?:(\d+|bold) )?([\d.]+)px")
_REFERENCE = re.compile(r"#([\w-]+)")
_HEX = re.compile(r"#[0-9a-f]{6}")


def svg_of(figure: Figure, *, name: str, alt: str) -> str:
    """Return a figure as an SVG element that can stand in a page.

    Text stays text, so that it can be read aloud, searched and set in the page's own type. There
    are no ``style`` attributes (a strict page refuses them), no links, and no ids that another
    chart of the page could have.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The drawing.
    name : str
        Comes before every id.
    alt : str
        What the picture shows, for those who do not see it.
    """
    buffer = io.StringIO()
    with style():
        figure.savefig(
            buffer,
            format="svg",
            facecolor="none",
            dpi=144,
            metadata={"Date": None, "Creator": None},
        )
    root = ET.fromstring(buffer.getvalue())  # noqa: S314 (our own drawing)
    _clean(root)
    _rename_ids(root, name)
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    root.attrib |= {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-label": alt}
    return ET.tostring(root, encoding="unicode")


def _clean(element: ET.Element) -> None:
    """Drop what the page does not need, and turn styles into attributes."""
    element.tag = element.tag.rpartition("}")[2]
    element.tail = None
    attributes = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
    declared = _attributes_of_style(attributes.pop("style", ""))
    element.attrib.clear()
    for name, value in {**attributes, **declared}.items():
        if not value.startswith("rotate(-0 "):
            element.set(name, _short(name, value))
    for child in list(element):
        if child.tag.rpartition("}")[2] not in _KEPT:
            element.remove(child)
        else:
            _clean(child)
    if element.tag not in {"text", "tspan"}:
        element.text = None
        _flatten(element)
        _share(element)


def _attributes_of_style(text: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for declaration in filter(None, (part.strip() for part in text.split(";"))):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "font":  # the short form of older versions of matplotlib
            weight, size = _FONT.match(value).groups()  # type: ignore[union-attr]
            attributes |= {"font-size": size, "font-weight": weight or "400"}
        elif name in {"font-size", "font-weight"}:
            attributes[name] = value.removesuffix("px")
        elif name != "font-family":  # the page decides on the type
            attributes[name] = value
    if attributes.get("font-weight") == "400":
        del attributes["font-weight"]
    return attributes


def _short(name: str, value: str) -> str:
    if name in {"fill", "stroke"}:
        return _HEX.sub(lambda found: _variable(found[0]), value)
    if name in {
        "d",
        "x",
        "y",
        "points",
        "transform",
        "width",
        "height",
        "viewBox",
        "opacity",
        "stroke-width",
    }:
        text = _NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), value)
        return re.sub(r"\s*\n\s*", "", text).strip() if name == "d" else text
    return value


def _variable(hexadecimal: str) -> str:
    return f"var({VARIABLES[hexadecimal]})" if hexadecimal in VARIABLES else hexadecimal


def _flatten(element: ET.Element) -> None:
    """Put the children of bare groups in their place."""
    children: list[ET.Element] = []
    for child in element:
        bare = child.tag == "g" and not set(child.attrib) - {"id"}
        children.extend(child if bare else [child])
    element[:] = children


def _share(element: ET.Element) -> None:
    """Say once on the group what all its marks have in common."""
    uses = [child for child in element if child.tag == "use"]
    if element.tag != "g" or len(uses) < 2:
        return
    for name in ("fill", "stroke", "fill-opacity", "stroke-opacity", "opacity", "stroke-width"):
        values = {child.get(name) for child in uses}
        # group opacity differs from the opacity of each mark, but that of fill and stroke does not
        if len(values) == 1 and None not in values and name != "opacity":
            element.set(name, values.pop() or "")
            for child in uses:
                del child.attrib[name]


def _rename_ids(root: ET.Element, name: str) -> None:
    """Keep only ids that are referred to, under names of this chart."""
    referred: dict[str, str] = {}
    for element in root.iter():
        for attribute in ("href", "clip-path", "fill"):
            found = _REFERENCE.search(element.get(attribute, ""))
            if found and not element.get(attribute, "").startswith("data:"):
                referred.setdefault(found[1], f"{name}-{len(referred)}")
    for element in root.iter():
        old = element.attrib.pop("id", None)
        if old in referred:
            element.set("id", referred[old])
        for attribute in ("href", "clip-path", "fill"):
            value = element.get(attribute)
            if value and not value.startswith("data:"):
                element.set(
                    attribute,
                    _REFERENCE.sub(lambda found: "#" + referred.get(found[1], found[1]), value),
                )
