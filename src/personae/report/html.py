"""A document and its charts in, one HTML page that opens from the disk out."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from personae.report.names import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["render"]

_TEMPLATES = Path(__file__).parent / "templates"
TRUST = {
    "act": ("●", "Act on it"),
    "pattern": ("◐", "A pattern only"),
    "weak": ("○", "Do not trust"),
    None: ("\N{EN DASH}", "Not tested"),
}
# What can be acted on in a continuum is no natural group.
SLICE = "A stable slice: act on it"
# The marks of the charts (report.charts.theme.MARKS, same order) as paths in a box of 16 by 16.
MARK_PATHS = (
    "M8 2a6 6 0 1 0 .01 0z",
    "M3 3h10v10h-10z",
    "M8 2l6.5 12h-13z",
    "M8 1l7 7-7 7-7-7z",
    "M8 14l6.5-12h-13z",
    "M6 2h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
    "M4.5 2L8 5.5 11.5 2 14 4.5 10.5 8 14 11.5 11.5 14 8 10.5 4.5 14 2 11.5 5.5 8 2 4.5z",
    "M8 1.5l6 3.25v6.5l-6 3.25-6-3.25v-6.5z",
)
N_COLORS = 8


def render(document: Mapping[str, Any], svg: Mapping[str, str]) -> str:
    """Return the report as one self-contained page.

    The page loads nothing and sends nothing: its policy forbids every request, and allows the
    one script and the one style sheet that stand in it by their hashes. Names of columns, files
    and segments are escaped wherever they stand.

    Parameters
    ----------
    document : dict
        What `personae.report.content.document` returned, or what was stored as ``report.json``.
    svg : dict of str to str
        The charts that `personae.report.drawing.draw` made of it; one that is missing is left out.
    """
    from markupsafe import Markup

    from personae.report.template import filled

    page = shown(dict(document))
    style, script = _asset("report.css"), _asset("report.js")
    return filled(
        page=page,
        charts={name: Markup(text) for name, text in svg.items()},  # noqa: S704 (drawn by us, parsed and cleaned)
        style=Markup(style),  # noqa: S704 (our own file)
        script=Markup(script),  # noqa: S704 (our own file)
        policy=_policy(style, script),
        strips=_strips(page),
        segments={item["segment"]: item for item in page["segments"]},
        trust=TRUST,
        slice=SLICE,
        mark_path=mark_path,
        color_number=color_number,
        n_colors=N_COLORS,
        points=Markup(_points(page)) if "map" in page["charts"] else None,  # noqa: S704 (numbers only)
        bar=_bar,
    )


def color_number(segment: int) -> int:
    """Return which of the page's colours a segment has; they repeat from the ninth on."""
    return (segment - 1) % N_COLORS + 1


def mark_path(segment: int) -> str:
    """Return the mark of a segment as an SVG path, as the charts choose it."""
    turn = (segment - 1) // N_COLORS
    return MARK_PATHS[(segment - 1 + turn) % len(MARK_PATHS)]


@functools.cache
def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return the page's content security policy."""
    hashes = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (style, script)
    ]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _strips(page: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the two bars of the first screen: shares of customers, shares of the money."""
    bars = [("customers", "share")]
    if page["money_word"] and all(item["revenue_share"] is not None for item in page["segments"]):
        bars.append((page["money_word"], "revenue_share"))
    strips = []
    for word, key in bars:
        left, parts = 0.0, []
        for item in page["segments"]:
            width = 100.0 * max(0.0, item[key])
            parts.append(
                {
                    "segment": item["segment"],
                    "left": round(left, 3),
                    "width": round(width, 3),
                    "text": item[f"{key}_text"],
                    "roomy": width >= 9.0,
                    "tight": width < 20.0,
                    # room for the number on a phone
                    "thin": width < (4.2 if item["segment"] < 10 else 6.0),
                    "narrow": width < 1.6,
                }
            )
            left += width
        strips.append({"word": word, "parts": parts})
    return strips


def _bar(difference: float | None) -> dict[str, float]:
    """Return where the small bar of a difference starts and how long it is, of a width of 100."""
    size = min(abs(difference or 0.0), 2.0) / 2.0 * 50.0
    return {
        "left": round(50.0 if (difference or 0.0) >= 0 else 50.0 - size, 2),
        "width": round(size, 2),
    }


def _points(page: dict[str, Any]) -> str:
    """Return the points of the rotatable map as JSON that cannot end its script element."""
    table = page["charts"]["map"]
    values = {key: table[key] for key in ("steps", "segment", "x", "y", "z", "numbers", "centers")}
    text = json.dumps(values, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
