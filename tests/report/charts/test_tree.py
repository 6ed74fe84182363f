"""The cluster tree: a disc for every segment of every k, and no line that means nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matplotlib.collections import CircleCollection, LineCollection
from matplotlib.text import Text

from personae.report.charts.tree import tree
from personae.report.tree_table import tree_table
from personae.workflow.result import Result


def tree_of(run: Result) -> dict[str, Any] | None:
    return tree_table(run.choice, run.segmentation.numbers)


def test_every_segment_is_drawn_and_the_chosen_ones_are_numbered(
    make_result: Callable[..., Result],
) -> None:
    table = tree_of(make_result())
    assert table is not None
    figure = tree(table, {})
    (discs,) = figure.findobj(CircleCollection)
    assert len(discs.get_offsets()) == len(discs.get_sizes()) == 4 + 6
    (sheet,) = figure.artists
    told = [text.get_text() for text in sheet.findobj(Text)]
    assert sorted(told) == ["1", "2", "3", "4", "5", "k = 4", "k = 5", "k = 6"]


def test_a_line_of_under_a_tenth_is_left_out(make_result: Callable[..., Result]) -> None:
    table = tree_of(make_result())
    assert table is not None

    def lines() -> int:
        (drawn,) = tree(table, {}).findobj(LineCollection)
        return len(drawn.get_segments())

    assert lines() == len(table["branches"]) == 5 + 6
    table["branches"][0]["in_share"] = 0.09
    assert lines() == 10
