"""A document in, every chart of its run out, each as SVG for the page and PNG for slides."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from personae.report.charts.blades import silhouette_blades
from personae.report.charts.choice import elbow, silhouette_over_k
from personae.report.charts.distributions import distributions
from personae.report.charts.heatmap import profile_heatmap
from personae.report.charts.maps import map2d, map3d
from personae.report.charts.sizes import sizes_and_revenue
from personae.report.charts.svg import svg_of
from personae.report.charts.theme import PAPER, style
from personae.report.names import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

    from personae.report.charts.theme import Chart

__all__ = ["figures_of", "png_of", "rendered_charts"]

PNG_DPI = 150


def figures_of(document: dict[str, Any]) -> Iterator[tuple[str, str, Chart]]:
    """Yield name, alternative text and figure of every chart that a document has a table for."""
    page = shown(document)
    names = {item["segment"]: item["name"] for item in page["segments"]}
    tables = page["charts"]
    if table := tables.get("sizes_and_revenue"):
        figure = sizes_and_revenue(table, names, money_word=page["money_word"])
        yield "sizes_and_revenue", table["alt"], figure
    for name, draw in (
        ("profile_heatmap", profile_heatmap), ("distributions", distributions),
        ("silhouette_blades", silhouette_blades),
    ):
        if table := tables.get(name):
            yield name, table["alt"], draw(table, names)
    if table := tables.get("map"):
        yield "map2d", table["alt"], map2d(table, names)
        yield "map3d", table["alt"], map3d(table, names)
    if table := tables.get("choice"):
        yield "elbow", table["alt_elbow"], elbow(table)
        yield "silhouette_over_k", table["alt_silhouette"], silhouette_over_k(table)


def rendered_charts(document: dict[str, Any]) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, SVG and PNG of every chart; each figure is drawn once and freed."""
    for name, alt, figure in figures_of(document):
        yield name, svg_of(figure, name=name, alt=alt), png_of(figure)


def png_of(figure: Figure) -> bytes:
    """Return a figure as the bytes of a PNG file, the same for the same figure."""
    buffer = io.BytesIO()
    with style():
        figure.savefig(buffer, format="png", dpi=PNG_DPI, facecolor=PAPER, metadata={"Software": None})
    return buffer.getvalue()
