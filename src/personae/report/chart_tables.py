"""A finished run in, one small table per chart out: everything that the drawings show.

The charts themselves compute nothing. No table holds a customer's id or a single customer's
figures, but for the points of the maps, which are coordinates on combined axes.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.profile.wording import count, figure, number, percent
from personae.report.choice_section import silhouette_interval
from personae.report.numbers import plain
from personae.report.offers_section import picks_table
from personae.report.proof_section import proof_table
from personae.report.risk_section import returns_table
from personae.report.spend_section import break_even_table
from personae.report.tree_table import tree_table
from personae.report.trends_section import trends_table
from personae.report.worth_section import foretold_table
from personae.stats.suppression import pooled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from personae.cluster.evidence import KChoice
    from personae.data.customers import CustomerColumn
    from personae.features.history import History
    from personae.profile.segment import NumberProfile, Segment, Segmentation
    from personae.report.run import Run

__all__ = [
    "chart_tables",
    "described_columns",
    "heatmap_columns",
    "profile_of",
    "tables_of_choice",
    "tables_of_segments",
    "tables_of_time",
]

MAP_STEPS = 1000  # points of the maps lie on a grid of this many steps a side
BINS = 36
BLADE_POINTS = 120
MOST_HEATMAP_ROWS = 16
MOST_DISTRIBUTIONS = 6
NO_VALUE = "no value"
NOT_SHOWN = "not shown"
COARSE = (24, 16, 12, 8, 6, 4)  # steps a side of a map whose marks stand for several people


def chart_tables(run: Run, *known: dict[str, Any]) -> dict[str, Any]:
    """Return the table of every chart that this run can show, by the chart's name.

    A chart that the run has no figures for (the silhouette of one segment, say) is left out. What
    `tables_of_choice`, `tables_of_segments` and `tables_of_time` gave before is not made again.
    """
    choice, segments, time = known or (
        tables_of_choice(run.choice, run.segmentation.numbers, run.history),
        tables_of_segments(run),
        tables_of_time(run),
    )
    return choice | segments | time | _present(picks=picks_table(run))


def tables_of_choice(
    choice: KChoice, numbers: Sequence[int], history: History | None
) -> dict[str, Any]:
    """Return the tables that need neither names nor figures of segments: those known first."""
    return _present(
        choice=_choice(choice),
        tree=tree_table(choice, numbers),
        returns=returns_table(history),
    )


def tables_of_segments(run: Run) -> dict[str, Any]:
    """Return the tables that need only the segments: those known next."""
    return _present(
        sizes_and_revenue=_sizes(run),
        profile_heatmap=_heatmap(run),
        distributions=_distributions(run),
        map=_map(run),
        silhouette_blades=_blades(run),
        break_even=break_even_table(run),
    )


def tables_of_time(run: Run) -> dict[str, Any]:
    """Return the tables that need what was foretold and what changed: those known then."""
    return _present(
        foretold=foretold_table(run),
        trends=trends_table(run),
        proof=proof_table(run),
    )


def _present(**tables: dict[str, Any] | None) -> dict[str, Any]:
    return {name: table for name, table in tables.items() if table is not None}


def profile_of(segment: Segment, name: str) -> NumberProfile | None:
    """Return a column within a segment; None where nobody there has a value in it."""
    return next((item for item in segment.numbers if item.column == name), None)


def _sizes(run: Run) -> dict[str, Any]:
    segments, word = run.segmentation.segments, run.customers.money_word
    rows = [
        {
            "segment": item.segment,
            "size": item.size,
            "share": plain(item.share),
            "revenue_share": plain(item.revenue_share),
        }
        for item in segments
    ]
    parts = [
        f"⟪{item.segment}⟫: {percent(item.share)} of customers"
        + ("" if item.revenue_share is None else f", {percent(item.revenue_share)} of {word}")
        for item in segments
    ]
    return {"alt": "Bars of the segments. " + "; ".join(parts) + ".", "rows": rows}


def _heatmap(run: Run) -> dict[str, Any] | None:
    columns = heatmap_columns(run)
    if not columns:
        return None
    rows = []
    for name in columns:
        column = run.customers.column(name)
        profiles = [profile_of(item, name) for item in run.segmentation.segments]
        overall = next(profile.overall_mean for profile in profiles if profile is not None)
        rows.append(
            {
                "label": column.label or name,
                "is_feature": name in run.selection.features,
                "everybody": _short_figure(overall, column, run),
                "cells": [
                    {"mean": NO_VALUE if item.described else NOT_SHOWN, "difference": None}
                    if profile is None
                    else {
                        "mean": _short_figure(profile.mean, column, run),
                        "difference": plain(profile.difference),
                    }
                    for item, profile in zip(run.segmentation.segments, profiles, strict=True)
                ],
            }
        )
    return {
        "alt": "A table of means, shaded by how far each segment lies from everybody. "
        + " ".join(_strongest_in_words(item) for item in run.segmentation.segments),
        "segments": [item.segment for item in run.segmentation.segments],
        "rows": rows,
        "n_columns_left_out": len(described_columns(run)) - len(columns),
    }


def _short_figure(value: float, column: CustomerColumn, run: Run) -> str:
    """Return a figure for a narrow cell; the label of the row names its unit, but for money."""
    signed = column.unit in {"money", "share"}
    return figure(value, column, run.customers) if signed else number(value)


def _strongest_in_words(segment: Segment) -> str:
    if not segment.strongest:
        return f"⟪{segment.segment}⟫: like all customers."
    return f"⟪{segment.segment}⟫: " + "; ".join(item.text for item in segment.strongest[:2]) + "."


def described_columns(run: Run) -> list[str]:
    """Return the numeric columns that some segment is described in, features first."""
    told = {item.column for segment in run.segmentation.segments for item in segment.numbers}
    described = [column.name for column in run.customers.columns if column.name in told]
    features = [name for name in run.selection.features if name in described]
    return features + [name for name in described if name not in features]


def heatmap_columns(run: Run) -> list[str]:
    """Return all features and the described columns that differ most, in that order."""
    columns = described_columns(run)
    features = [name for name in columns if name in run.selection.features]
    spread = {
        name: max(
            abs(profile.difference)
            for item in run.segmentation.segments
            if (profile := profile_of(item, name)) is not None
        )
        for name in columns
        if name not in features
    }
    room = max(0, MOST_HEATMAP_ROWS - len(features))
    kept = sorted(spread, key=lambda name: (-spread[name], name))[:room]
    return (features + [name for name in columns if name in kept])[:MOST_HEATMAP_ROWS]


def _distributions(run: Run) -> dict[str, Any] | None:
    panels = [
        panel
        for name in heatmap_columns(run)[:MOST_DISTRIBUTIONS]
        if (panel := _panel(run, name)) is not None
    ]
    if not panels:
        return None
    what = ", ".join(panel["label"] for panel in panels)
    return {
        "alt": f"Histograms per segment of: {what}. A line marks each median.",
        "panels": panels,
    }


def _panel(run: Run, name: str) -> dict[str, Any] | None:
    """Return the histogram of one column in every segment, on one common axis."""
    values = run.customers.table.column(name).to_numpy().astype(np.float64)
    present = np.isfinite(values)
    if not present.any():
        return None
    column = run.customers.column(name)
    # the outer half per cent is counted in the outer bars, so that no extreme customer shows
    smallest = run.options.smallest_group
    outer = min(0.25, max(0.005, smallest / present.sum()))
    low, high = np.quantile(values[present], [outer, 1.0 - outer])
    if not low < high:
        low, high = low - 0.5, high + 0.5
    log = bool(low >= 0 and _skewed(values[present]))
    edges = _edges(float(low), float(high), log=log)
    clipped = np.clip(values, edges[0], edges[-1])
    rows = []
    for label, item in enumerate(run.segmentation.segments):
        mine = clipped[present & (run.fit.labels == label)]
        profile = profile_of(item, name)
        bars = np.histogram(mine, bins=edges)[0] if profile else np.zeros(BINS, dtype=np.int64)
        counts = pooled(bars, smallest)
        rows.append(
            {
                "segment": item.segment,
                "shares": [plain(share) for share in counts / max(1, len(mine))],
                "median": None if profile is None else plain(profile.median),
                "text": (NO_VALUE if item.described else NOT_SHOWN)
                if profile is None
                else figure(profile.median, column, run.customers),
            }
        )
    return {
        "label": column.label or name,
        "unit": column.unit,
        "currency": run.customers.currency if column.unit == "money" else "",
        "log": log,
        "edges": [plain(edge) for edge in edges],
        "rows": rows,
    }


def _skewed(values: NDArray[np.float64]) -> bool:
    """Tell whether most of a linear axis would be empty."""
    low, median, high = np.quantile(values, [0.005, 0.5, 0.995])
    return bool(median - low < 0.12 * (high - low))


def _edges(low: float, high: float, *, log: bool) -> NDArray[np.float64]:
    if not log:
        return np.linspace(low, high, BINS + 1)
    edges: NDArray[np.float64] = np.expm1(np.linspace(math.log1p(low), math.log1p(high), BINS + 1))
    return edges


def _map(run: Run) -> dict[str, Any] | None:
    segmentation = run.segmentation
    points = segmentation.map.points
    if points.num_rows == 0:
        return None
    raw = np.column_stack([points.column(axis).to_numpy() for axis in "xyz"]).astype(np.float64)
    segment = points.column("segment").to_numpy().astype(np.int64)
    low, high = raw.min(axis=0), raw.max(axis=0)
    # one scale for all axes: distances on the map mean the same in every direction
    scale = (MAP_STEPS - 1) / (float((high - low).max()) or 1.0)
    offset = (MAP_STEPS - 1 - (high - low) * scale) / 2

    def grid(values: NDArray[np.float64]) -> NDArray[np.int64]:
        placed: NDArray[np.int64] = np.rint((values - low) * scale + offset).astype(np.int64)
        return placed

    placed = grid(raw)
    people = 1
    if run.options.share:
        people = run.options.smallest_group
        placed, segment = _marks_of_several(placed, segment, people)
    if len(placed) == 0:
        return None
    described = [item.described or not run.options.share for item in segmentation.segments]
    # sorted by place: the order of the rows says nothing of the order of the ids
    order = np.lexsort((segment, placed[:, 2], placed[:, 1], placed[:, 0]))
    spread = segmentation.map
    return {
        "alt": _map_in_words(segmentation, people),
        "steps": MAP_STEPS,
        "segment": segment[order].tolist(),
        "x": placed[order, 0].tolist(),
        "y": placed[order, 1].tolist(),
        "z": placed[order, 2].tolist(),
        "numbers": [n for n, told in zip(segmentation.numbers, described, strict=True) if told],
        "centers": grid(np.asarray(spread.centers, dtype=np.float64))[described].tolist(),
        "people_per_mark": people,
        "explained": [plain(share) for share in spread.explained],
        "axes": list(spread.axes),
        "n_points": len(placed),
        "n_customers": spread.n_customers,
        "sampled": spread.sampled,
    }


def _marks_of_several(
    placed: NDArray[np.int64], segment: NDArray[np.int64], smallest: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Put one mark where at least so many of a segment are near each other, and none elsewhere.

    The marks lie on the finest grid on which most customers stand for one.
    """
    for steps in COARSE:
        width = MAP_STEPS / steps
        cells = np.floor(placed / width).astype(np.int64)
        found, people = np.unique(np.column_stack([cells, segment]), axis=0, return_counts=True)
        kept = people >= smallest
        if people[kept].sum() >= 0.6 * len(placed):
            break
    middle = np.rint((found[kept, :3] + 0.5) * width).astype(np.int64)
    return middle, found[kept, 3]


def _map_in_words(segmentation: Segmentation, people: int) -> str:
    shown = segmentation.map
    flat = shown.explained[0] + shown.explained[1]
    text = (
        f"Customers as points, one mark and colour per segment, on axes that combine the features. "
        f"The first two axes carry {percent(flat)} of what tells customers apart."
    )
    if people > 1:
        return f"{text} Every mark stands for {people} customers or more; fewer are not drawn."
    if shown.sampled:
        of = f"{count(shown.points.num_rows)} of {count(shown.n_customers)}"
        text += f" Shown is a sample of {of} customers."
    return text


def _choice(choice: KChoice) -> dict[str, Any] | None:
    rows = [
        {
            "k": row.k,
            "inertia": plain(row.inertia),
            "explained": plain(row.explained),
            "elbow": plain(row.elbow),
            "silhouette": plain(row.silhouette),
            "silhouette_interval": silhouette_interval(row.silhouette_low, row.silhouette_high),
            "silhouette_exact": row.silhouette_exact,
            "silhouette_rows": row.silhouette_rows,
            "calinski_harabasz": plain(row.calinski_harabasz),
            "davies_bouldin": plain(row.davies_bouldin),
            "gap": plain(row.gap),
            "gap_error": plain(row.gap_error),
            "bic": plain(row.bic),
            "smallest_stability": plain(min(row.stability)) if row.stability else None,
            "smallest_share": plain(row.smallest_share),
            "separated": row.separated,
            "carved_off": row.carved_off,
            "chosen": row.k == choice.k,
        }
        for row in choice.evidence
    ]
    if not rows:
        return None
    known = [
        (row.silhouette, -row.k) for row in choice.evidence if row.silhouette == row.silhouette
    ]
    best = -max(known)[1] if known else None
    marked = f"k = {choice.k} ({choice.how}) is marked"
    return {
        "k": choice.k,
        "how": choice.how,
        "rows": rows,
        "alt_elbow": f"Inertia from k = {rows[0]['k']} to {rows[-1]['k']}; {marked}.",
        "alt_silhouette_over_k": f"Mean silhouette of each k, highest at k = {best}; {marked}.",
    }


def _blades(run: Run) -> dict[str, Any] | None:
    if run.silhouette is None or len(run.segmentation.segments) < 2:
        return None
    known = np.isfinite(run.silhouette)
    if not known.any():
        return None
    rows = []
    for label, item in enumerate(run.segmentation.segments):
        mine = np.sort(run.silhouette[known & (run.fit.labels == label)])[::-1]
        if len(mine) == 0 or (run.options.share and len(mine) < run.options.smallest_group):
            continue
        shares = np.linspace(0.0, 1.0, len(mine)).round(4)
        if run.options.share:
            mine, shares = _in_groups(mine, run.options.smallest_group)
        at = np.unique(
            np.linspace(0, len(mine) - 1, min(len(mine), BLADE_POINTS)).round().astype(int)
        )
        rows.append(
            {
                "segment": item.segment,
                "n": item.size,
                "mean": plain(item.silhouette if run.options.share else float(mine.mean())),
                "rank": shares[at].tolist(),
                "silhouette": mine[at].round(4).tolist(),
                "share_negative": plain(float((mine < 0).mean())),
            }
        )
    if not rows:
        return None
    means = "; ".join(f"⟪{row['segment']}⟫ {row['mean']:.2f}" for row in rows)
    return {
        "alt": f"One blade per segment: the silhouette of its customers, sorted. Means: {means}.",
        "mean": plain(run.choice.of(run.choice.k).silhouette),
        "n": sum(row["n"] for row in rows),
        "rows": rows,
    }


def _in_groups(
    falling: NDArray[np.float64], smallest: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the means of equal groups of at least so many, and where along the blade each lies."""
    groups = np.array_split(falling, min(BLADE_POINTS, len(falling) // smallest))
    means = np.array([group.mean() for group in groups])
    return means, ((np.arange(len(groups)) + 0.5) / len(groups)).round(4)
