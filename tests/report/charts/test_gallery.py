"""Every chart of every kind of run can be drawn, whatever the names are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from matplotlib.collections import PolyCollection
from matplotlib.text import Text

from personae.report.chart_list import CHARTS
from personae.report.charts.gallery import figure_of
from personae.report.charts.svg import svg_of
from personae.report.content import document
from personae.workflow.result import Result

Make = Callable[..., Result]


@pytest.mark.parametrize("variant", [{"k": 1}, {"k": 12, "n": 300}, {"with_money": False}])
def test_draws_what_a_run_has(make_result: Make, variant: dict[str, object]) -> None:
    values = document(make_result(**variant))
    drawn = {name for name in CHARTS if figure_of(values, name) is not None}
    assert drawn == {name for name, table in CHARTS.items() if table in values["charts"]}


def test_an_empty_cell_is_drawn(ageless_result: Result) -> None:
    for name in ("profile_heatmap", "distributions"):
        figure = figure_of(document(ageless_result), name)
        assert figure is not None
        assert svg_of(figure, name=name, alt="x").count(">no value<") == 1


def test_a_curve_of_one_point_is_left_out(make_result: Make) -> None:
    values = document(make_result())
    values["charts"]["choice"]["rows"] = values["charts"]["choice"]["rows"][:1]
    assert figure_of(values, "elbow") is None
    assert figure_of(values, "silhouette_over_k") is None


def test_nothing_of_the_axes_is_cut_below_the_map(make_result: Make) -> None:
    long = "more orders and less days since the last purchase than anybody would think"
    values = document(make_result())
    values["charts"]["map"]["axes"] = [long] * 3
    figure = figure_of(values, "map3d")
    assert figure is not None
    told = " ".join(text.get_text() for text in figure.findobj(Text))
    assert " ".join(told.split()).count(long) == 3


def test_a_blade_is_one_shape(make_result: Make) -> None:
    figure = figure_of(document(make_result()), "silhouette_blades")
    assert figure is not None
    shapes = figure.findobj(PolyCollection)
    assert len(shapes) == 5


def test_many_points_become_one_picture(make_result: Make) -> None:
    for n, pictures in ((400, 0), (2000, 1)):
        figure = figure_of(document(make_result(n=n)), "map2d")
        assert figure is not None
        svg = svg_of(figure, name="map2d", alt="a map")
        assert (svg.count("<image") > 0) == bool(pictures)
        assert len(svg) < 350_000


def test_names_in_any_script_are_drawn_without_a_warning(make_result: Make) -> None:
    names = ("忠実なお客様とその家族", "Кто давно не был", "زبائن جدد", "$x^2$ {\\frac", "a" * 200)
    values = document(make_result(names=names))
    for name in ("profile_heatmap", "sizes_and_revenue", "map2d"):
        figure = figure_of(values, name)
        assert figure is not None
        svg_of(figure, name=name, alt="x")
