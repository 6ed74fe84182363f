"""The tables of the charts: shares that add up, coordinates on a grid, blades that fall."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from personae.report.chart_tables import BLADE_POINTS, MAP_STEPS, chart_tables
from personae.workflow.result import Result

Make = Callable[..., Result]


def test_each_histogram_holds_the_whole_segment(make_result: Make) -> None:
    for panel in chart_tables(make_result())["distributions"]["panels"]:
        assert all(np.diff(panel["edges"]) > 0)
        for row in panel["rows"]:
            assert len(row["shares"]) == len(panel["edges"]) - 1
            assert sum(row["shares"]) == pytest.approx(1.0, abs=1e-5)


def test_no_histogram_reaches_out_to_an_extreme_customer(make_result: Make) -> None:
    panels = chart_tables(make_result(richest=1e12))["distributions"]["panels"]
    assert max(max(panel["edges"]) for panel in panels) < 1e6


def test_a_segment_without_a_value_has_an_empty_cell_and_histogram(ageless_result: Result) -> None:
    tables = chart_tables(ageless_result)
    (row,) = [row for row in tables["profile_heatmap"]["rows"] if row["label"] == "age"]
    assert [cell["mean"] == "no value" for cell in row["cells"]] == [False, True] + [False] * 3
    assert row["cells"][1]["difference"] is None
    (panel,) = [item for item in tables["distributions"]["panels"] if item["label"] == "age"]
    empty = panel["rows"][1]
    assert (empty["median"], empty["text"], sum(empty["shares"])) == (None, "no value", 0.0)


def test_the_first_segment_need_not_have_every_column(ageless_result: Result) -> None:
    segmentation = ageless_result.segmentation
    first, second, *others = segmentation.segments
    turned = dataclasses.replace(segmentation, segments=(second, first, *others))
    tables = chart_tables(dataclasses.replace(ageless_result, segmentation=turned))
    assert "age" in {row["label"] for row in tables["profile_heatmap"]["rows"]}


def test_map_points_lie_on_the_grid_and_keep_their_distances(make_result: Make) -> None:
    result = make_result()
    table = chart_tables(result)["map"]
    placed = np.column_stack([table["x"], table["y"], table["z"]])
    assert placed.min() >= 0
    assert placed.max() == MAP_STEPS - 1
    raw = np.column_stack(
        [result.segmentation.map.points.column(axis).to_numpy() for axis in "xyz"]
    )
    scale = np.ptp(placed, axis=0) / np.ptp(raw, axis=0)
    assert scale == pytest.approx(scale[0], rel=0.01)


def test_map_says_nothing_of_the_order_of_the_ids(make_result: Make) -> None:
    table = chart_tables(make_result())["map"]
    points = list(zip(table["x"], table["y"], table["z"], table["segment"], strict=True))
    assert points == sorted(points)


def test_blades_fall_and_stay_short(make_result: Make) -> None:
    table = chart_tables(make_result())["silhouette_blades"]
    assert sum(row["n"] for row in table["rows"]) == table["n"] == 400
    for row in table["rows"]:
        assert row["silhouette"] == sorted(row["silhouette"], reverse=True)
        assert len(row["silhouette"]) == len(row["rank"]) <= BLADE_POINTS
        assert (row["rank"][0], row["rank"][-1]) == (0.0, 1.0)


def test_a_chart_without_figures_is_left_out(make_result: Make) -> None:
    assert "silhouette_blades" not in chart_tables(make_result(with_silhouette=False))


def test_the_chosen_k_is_marked_once(make_result: Make) -> None:
    rows = chart_tables(make_result())["choice"]["rows"]
    assert [row["k"] for row in rows if row["chosen"]] == [5]
