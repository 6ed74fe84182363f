"""Every chart by its name; apart from the tables, since who only draws needs nothing of them."""

from __future__ import annotations

__all__ = ["CHARTS"]

# Every chart, and the table that it is drawn from; those that take longest to draw come first, so
# that processes that share them end at about the same time.
CHARTS = {
    "distributions": "distributions",
    "profile_heatmap": "profile_heatmap",
    "map3d": "map",
    "map2d": "map",
    "silhouette_blades": "silhouette_blades",
    "sizes_and_revenue": "sizes_and_revenue",
    "elbow": "choice",
    "silhouette_over_k": "choice",
    "tree": "tree",
    "foretold": "foretold",
    "returns": "returns",
    "picks": "picks",
    "trends": "trends",
    "proof": "proof",
    "break_even": "break_even",
}
