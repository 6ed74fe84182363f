"""An SVG that may stand in a strict page, beside others."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from personae.report.charts.svg import svg_of
from personae.report.charts.theme import INK, Chart, chart
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
