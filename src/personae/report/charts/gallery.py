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
from personae.report.charts.tree import tree
from personae.report.names import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    "tree": "tree",
}
_DRAWN_FROM_ONE_TABLE: dict[str, Callable[[Mapping[str, Any], Mapping[int, str]], Chart]] = {
    "profile_heatmap": profile_heatmap,
    "distributions": distributions,
    "map2d": map2d,
    "map3d": map3d,
    "elbow": elbow,
    "silhouette_over_k": silhouette_over_k,
    "silhouette_blades": silhouette_blades,
    "tree": tree,
}
_OVER_K = {"elbow": "inertia", "silhouette_over_k": "silhouette"}
PNG_DPI = 150


def figure_of(document: dict[str, Any], name: str) -> Chart | None:
    """Return one chart of a document; None where the run has no figures for it."""
    page = shown(document)
    names = {item["segment"]: item["name"] for item in page["segments"]}
    table = page["charts"].get(TABLES[name])
    if not table or (name in _OVER_K and _n_known(table, _OVER_K[name]) < 2):
        return None
    if name == "sizes_and_revenue":
        return sizes_and_revenue(table, names, money_word=page["money_word"])
    return _DRAWN_FROM_ONE_TABLE[name](table, names)


def _n_known(table: Mapping[str, Any], column: str) -> int:
    """Return how many points a curve over k would have; one alone is no curve."""
    return sum(row[column] is not None for row in table["rows"])


def rendered_charts(document: dict[str, Any]) -> list[tuple[str, str, bytes]]:
    """Return name, SVG and PNG of every chart; each figure is drawn once and freed."""
    page = shown(document)
    charts = []
    # the theme is set once for all of them
    with style():
        for name, table in TABLES.items():
            figure = figure_of(page, name)
            if figure is not None:
                alt = page["charts"][table].get(f"alt_{name}") or page["charts"][table]["alt"]
                charts.append((name, svg_of(figure, name=name, alt=alt), png_of(figure)))
    return charts


def png_of(figure: Figure) -> bytes:
    """Return a figure as the bytes of a PNG file, the same for the same figure."""
    buffer = io.BytesIO()
    with style():
        figure.savefig(
            buffer,
            format="png",
            dpi=PNG_DPI,
            facecolor=PAPER,
            metadata={"Software": None},
            # packing harder takes twice as long and saves a twentieth
            pil_kwargs={"compress_level": 3},
        )
    return buffer.getvalue()
