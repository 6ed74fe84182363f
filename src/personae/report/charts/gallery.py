"""A document in, any chart of its run out, as SVG for the page and PNG for slides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.report.chart_list import CHARTS
from personae.report.charts.blades import silhouette_blades
from personae.report.charts.break_even import break_even
from personae.report.charts.choice import elbow, silhouette_over_k
from personae.report.charts.distributions import distributions
from personae.report.charts.easel import draw
from personae.report.charts.foretold import foretold
from personae.report.charts.heatmap import profile_heatmap
from personae.report.charts.maps import map2d, map3d
from personae.report.charts.picks import picks
from personae.report.charts.png import file_of, paper_for
from personae.report.charts.proof import proof
from personae.report.charts.returns import returns
from personae.report.charts.sizes import sizes_and_revenue
from personae.report.charts.svg import SvgRenderer
from personae.report.charts.theme import style
from personae.report.charts.tree import tree
from personae.report.charts.trends import trends
from personae.report.names import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from personae.report.charts.theme import Chart

__all__ = ["figure_of", "rendered_chart"]

_DRAWN_FROM_ONE_TABLE: dict[str, Callable[[Mapping[str, Any], Mapping[int, str]], Chart]] = {
    "profile_heatmap": profile_heatmap,
    "distributions": distributions,
    "map2d": map2d,
    "map3d": map3d,
    "elbow": elbow,
    "silhouette_over_k": silhouette_over_k,
    "silhouette_blades": silhouette_blades,
    "tree": tree,
    "foretold": foretold,
    "returns": returns,
    "picks": picks,
    "trends": trends,
    "proof": proof,
    "break_even": break_even,
}
_OVER_K = {"elbow": "inertia", "silhouette_over_k": "silhouette"}


def figure_of(document: dict[str, Any], name: str) -> Chart | None:
    """Return one chart of a document; None where the run has no figures for it."""
    page = shown(document)
    names = {item["segment"]: item["name"] for item in page["segments"]}
    table = page["charts"].get(CHARTS[name])
    if not table or (name in _OVER_K and _n_known(table, _OVER_K[name]) < 2):
        return None
    if name == "sizes_and_revenue":
        return sizes_and_revenue(table, names, money_word=page["money_word"])
    return _DRAWN_FROM_ONE_TABLE[name](table, names)


def _n_known(table: Mapping[str, Any], column: str) -> int:
    """Return how many points a curve over k would have; one alone is no curve."""
    return sum(row[column] is not None for row in table["rows"])


def rendered_chart(document: dict[str, Any], name: str) -> tuple[str, bytes] | None:
    """Return one chart as SVG and PNG, drawn once; None where the run has no figures for it."""
    # the theme is set once for all of it
    with style():
        figure = figure_of(document, name)
        if figure is None:
            return None
        table = shown(document)["charts"][CHARTS[name]]
        alt = table.get(f"alt_{name}") or table["alt"]
        page, paper = SvgRenderer(figure, name), paper_for(figure)
        draw(figure, page, paper)
        return page.element(alt), file_of(paper.pixels()[..., :3])
