"""What the report says of where to spend: what a contact must bring to pay."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from matplotlib.patches import Rectangle

from personae import segment
from personae.report.charts.gallery import figure_of
from personae.report.content import document
from personae.report.html import render
from personae.report.spend_section import break_even_table, spend_section
from personae.workflow.result import Result


@pytest.fixture(scope="module")
def discs(data_folder: Path) -> Result:
    return segment(data_folder / "CDNOW_master.txt", k=4)


def test_a_contact_pays_when_the_extra_purchases_are_worth_it(discs: Result) -> None:
    told, table = spend_section(discs), break_even_table(discs)
    assert told is not None
    assert table is not None
    for row, bar, item in zip(
        told["rows"], table["rows"], discs.segmentation.segments, strict=True
    ):
        (profile,) = (one for one in item.numbers if one.column == "average_order_value")
        assert row["segment"] == bar["segment"] == item.segment
        # so many purchases bring what a hundred contacts cost
        assert bar["needed"] * profile.mean == pytest.approx(100.0, abs=1e-4)
        assert float(row["needed"]) == pytest.approx(bar["needed"], rel=0.06)
    assert told["is_profit"] is False


def test_the_page_names_the_command_and_the_margin(discs: Result) -> None:
    page = render(document(discs), {})
    assert "Where to spend" in page
    assert "personae budget RUN --budget 1000 --plan plan.toml" in page
    assert "divide the figures by your margin" in page


def test_the_chart_has_a_bar_for_each_segment(discs: Result) -> None:
    figure = figure_of(document(discs), "break_even")
    assert figure is not None
    (sheet,) = figure.artists
    lengths = [bar.get_width() for bar in sheet.findobj(Rectangle)]
    table = break_even_table(discs)
    assert table is not None
    needed = [row["needed"] for row in table["rows"]]
    assert [length / lengths[0] for length in lengths] == pytest.approx(
        [value / needed[0] for value in needed]
    )


def test_a_table_without_purchases_says_what_would_tell(make_result: Callable[..., Result]) -> None:
    result = make_result()
    table = dataclasses.replace(
        result, customers=dataclasses.replace(result.customers, kind="customers"), worth=None
    )
    told = spend_section(table)
    assert told is not None
    assert told["rows"] == []
    assert told["reason"] == (
        "What a contact must bring to pay cannot be told: these data do not say what a purchase "
        "is worth. A purchase log with money does (--date, --amount)."
    )
    assert break_even_table(table) is None


def test_one_segment_has_nothing_to_divide_a_budget_over(
    make_result: Callable[..., Result],
) -> None:
    assert spend_section(make_result(k=1)) is None
