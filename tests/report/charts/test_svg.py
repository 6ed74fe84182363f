"""An SVG that may stand in a strict page, beside others."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from personae.report.charts.svg import svg_of
from personae.report.charts.theme import INK, SEGMENTS, Chart, chart
from personae.report.drawing import Drawings


@chart
def words(text: str) -> Chart:
    figure = Chart(figsize=(2, 1))
    figure.text(0.1, 0.5, text, color=INK)
    return figure


def test_text_stays_text_and_is_escaped() -> None:
    svg = svg_of(words('<script>alert("$1$")</script> & co'), name="words", alt='say "<hi>"')
    root = ET.fromstring(svg)
    (text,) = [item for item in root.iter() if item.tag.endswith("text")]
    assert text.text == '<script>alert("$1$")</script> & co'
    assert root.get("aria-label") == 'say "<hi>"'
    assert text.get("fill") == "var(--ink)"


def test_charts_hold_no_style_no_link_and_no_foreign_id(example_drawings: Drawings) -> None:
    for name, svg in example_drawings.svg.items():
        assert not re.search(r"<(script|style|foreignObject|a|metadata)\b|\bstyle=|\bon\w+=", svg)
        assert all(found.startswith(f"{name}-") for found in re.findall(r'\bid="([^"]+)"', svg))
        assert all(target.startswith(f"#{name}-") for target in re.findall(r'href="([^"]+)"', svg))


def test_every_colour_follows_the_page(example_drawings: Drawings) -> None:
    for name, svg in example_drawings.svg.items():
        assert not re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', svg), name


def test_the_same_figure_gives_the_same_bytes() -> None:
    first, second = (svg_of(words("x"), name="w", alt="x") for _ in range(2))
    assert first == second


def elements(figure: Chart, tag: str) -> list[dict[str, str]]:
    root = ET.fromstring(svg_of(figure, name="x", alt=""))
    return [dict(item.attrib) for item in root.iter() if item.tag.endswith(f"}}{tag}")]


@pytest.fixture
def empty() -> Chart:
    """An inch is 72 points, and places are given from the upper left corner."""
    return Chart(figsize=(2, 1))


def test_a_shape_is_written_in_points(empty: Chart) -> None:
    look = {"facecolor": SEGMENTS[0], "edgecolor": INK, "linewidth": 1.5}
    empty.add_artist(Rectangle((0.5, 0.25), 0.25, 0.5, **look))
    assert elements(empty, "path") == [{
        "d": "M72 54L108 54 108 18 72 18z", "fill": "var(--s1)", "stroke": "var(--ink)",
        "stroke-width": "1.5", "stroke-linejoin": "miter",
    }]  # fmt: skip


def test_a_dashed_line_is_cut_off_at_the_edge(empty: Chart) -> None:
    look = {"color": INK, "linewidth": 2, "linestyle": (0, (4, 3)), "alpha": 0.5}
    empty.add_artist(Line2D((0.25, 0.25), (0.5, 9.0), **look))
    assert elements(empty, "path") == [{
        "d": "M36 36L36 -1", "fill": "none", "stroke": "var(--ink)", "stroke-width": "2",
        "stroke-dasharray": "8,6", "stroke-opacity": "0.5",
    }]  # fmt: skip


def test_what_nobody_sees_is_left_out(empty: Chart) -> None:
    empty.add_artist(Rectangle((0, 0), 1, 1, facecolor="none", edgecolor="none"))
    empty.add_artist(Line2D((0.5,), (0.5,), color=INK))
    assert svg_of(empty, name="x", alt="").count("<") == 1


def test_what_marks_have_in_common_is_said_once(empty: Chart) -> None:
    axes = empty.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 2), ylim=(0, 1))
    axes.axis("off")
    axes.plot([0.5, float("nan"), 1], [0.5, 1, 0.25], "s", color=SEGMENTS[1], ms=4, alpha=0.7)
    assert elements(empty, "use") == [
        {"href": "#x-0", "x": "36", "y": "36"},
        {"href": "#x-0", "x": "72", "y": "54"},
    ]
    assert elements(empty, "g") == [
        {"clip-path": "url(#x-1)", "fill": "var(--s2)", "stroke": "var(--s2)",
         "fill-opacity": "0.7", "stroke-opacity": "0.7",
         "stroke-linejoin": "miter"},
    ]  # fmt: skip
    assert elements(empty, "path") == [{"id": "x-0", "d": "M-2 2L2 2 2 -2 -2 -2z"}]
    assert elements(empty, "rect") == [{"x": "0", "y": "0", "width": "144", "height": "72"}]


def test_a_hatch_is_a_pattern_that_shapes_share(empty: Chart) -> None:
    for left in (0.1, 0.6):
        look = {"facecolor": SEGMENTS[0], "edgecolor": INK, "hatch": "//", "linewidth": 0}
        empty.add_artist(Rectangle((left, 0.25), 0.25, 0.5, **look))
    (pattern,) = elements(empty, "pattern")
    assert pattern == {"id": "x-0", "patternUnits": "userSpaceOnUse", "width": "72", "height": "72"}
    fills = [item["fill"] for item in elements(empty, "path")]
    assert fills == ["var(--ink)", "url(#x-0)", "url(#x-0)"]
    assert elements(empty, "rect") == [{"width": "72", "height": "72", "fill": "var(--s1)"}]


def test_the_lines_of_a_faint_hatch_are_faint(empty: Chart) -> None:
    look = {"facecolor": SEGMENTS[0], "edgecolor": INK, "hatch": "//", "linewidth": 0}
    empty.add_artist(Rectangle((0, 0), 1, 1, alpha=0.5, **look))
    hatch, shape = elements(empty, "path")
    assert (hatch["stroke-opacity"], shape["opacity"]) == ("0.5", "0.5")


def test_a_text_hangs_on_the_point_that_it_was_given(empty: Chart) -> None:
    for place, side in ((0.25, "left"), (0.5, "center"), (0.75, "right")):
        empty.text(place, 0.5, "words", ha=side, fontsize=8.5, fontweight="bold", color=INK)
    assert elements(empty, "text") == [
        {"font-size": "8.5", "fill": "var(--ink)", "font-weight": "700", "text-anchor": anchor,
         "x": x, "y": "36"}
        for anchor, x in (("start", "36"), ("middle", "72"), ("end", "108"))
    ]  # fmt: skip


def test_a_turned_text_is_turned(empty: Chart) -> None:
    empty.text(0.5, 0.5, "words", rotation=90, color=INK, va="bottom", ha="right")
    (text,) = elements(empty, "text")
    assert re.fullmatch(r"translate\([\d.]+ 36\) rotate\(-90\)", text["transform"])
