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
    from collections.abc import Callable, Iterator, Mapping

    from matplotlib.figure import Figure

    from personae.report.charts.theme import Chart

__all__ = ["TABLES", "figure_of", "png_of", "rendered_charts"]

# Every chart, and the table of the document that it is drawn from.
TABLES = {
    "sizes_and_revenue": "sizes_and_revenue",
    "profile_heatmap": "profile_heatmap",
    "distributions": "distributions",
    "map2d": "map",
    "map3d": "map",
    "elbow": "choice",
    "silhouette_over_k": "choice",
    "silhouette_blades": "silhouette_blades",
}
_DRAWN_FROM_ONE_TABLE: dict[str, Callable[[Mapping[str, Any], Mapping[int, str]], Chart]] = {
    "profile_heatmap": profile_heatmap,
    "distributions": distributions,
    "map2d": map2d,
    "map3d": map3d,
    "elbow": elbow,
    "silhouette_over_k": silhouette_over_k,
    "silhouette_blades": silhouette_blades,
}
PNG_DPI = 150


def figure_of(document: dict[str, Any], name: str) -> Chart | None:
    """Return one chart of a document; None where the run has no figures for it."""
    page = shown(document)
    names = {item["segment"]: item["name"] for item in page["segments"]}
    table = page["charts"].get(TABLES[name])
    if not table:
        return None
    if name == "sizes_and_revenue":
        return sizes_and_revenue(table, names, money_word=page["money_word"])
    return _DRAWN_FROM_ONE_TABLE[name](table, names)


def rendered_charts(document: dict[str, Any]) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, SVG and PNG of every chart; each figure is drawn once and freed."""
    page = shown(document)
    for name, table in TABLES.items():
        figure = figure_of(page, name)
        if figure is not None:
            alt = page["charts"][table].get(f"alt_{name}") or page["charts"][table]["alt"]
            yield name, svg_of(figure, name=name, alt=alt), png_of(figure)


def png_of(figure: Figure) -> bytes:
    """Return a figure as the bytes of a PNG file, the same for the same figure."""
    buffer = io.BytesIO()
    with style():
        figure.savefig(
            buffer, format="png", dpi=PNG_DPI, facecolor=PAPER, metadata={"Software": None}
        )
    return buffer.getvalue()
