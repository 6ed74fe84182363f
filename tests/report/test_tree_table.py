"""The table of the cluster tree: every segment once, placed so that lines do not tangle."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from personae.report.tree_table import tree_table
from personae.workflow.result import Result

Make = Callable[..., Result]


def tree_of(run: Result) -> dict[str, Any] | None:
    return tree_table(run.choice, run.segmentation.numbers)


def test_every_segment_of_every_k_has_its_own_place_and_share(make_result: Make) -> None:
    table = tree_of(make_result())
    assert table is not None
    for k in (4, 5, 6):
        row = [node for node in table["nodes"] if node["k"] == k]
        assert [node["segment"] for node in row] == list(range(1, k + 1))
        assert sum(node["share"] for node in row) == pytest.approx(1.0, abs=1e-5)
        assert len({node["place"] for node in row}) == k
        assert all(0 < node["place"] < 1 for node in row)


def test_halves_stand_side_by_side_and_in_the_colour_of_the_whole(make_result: Make) -> None:
    # In the made run segment 6 of 6 is half of segment 1 of 5.
    table = tree_of(make_result())
    assert table is not None
    six = [node for node in table["nodes"] if node["k"] == 6]
    order = [node["segment"] for node in sorted(six, key=lambda node: node["place"])]
    assert order == [1, 6, 2, 3, 4, 5]
    assert [node["home"] for node in six] == [1, 2, 3, 4, 5, 1]


def test_steps_and_words_say_what_split(make_result: Make) -> None:
    table = tree_of(make_result())
    assert table is not None
    first, *_, last = table["steps"]
    half = "segment {} of 6 (50\N{NO-BREAK SPACE}%)"
    assert first == {
        "segment": 1,
        "comes_from": "segment 1 of 4 (100\N{NO-BREAK SPACE}%)",
        "goes_to": f"{half.format(1)}, {half.format(6)}",
    }
    assert last["comes_from"] == "segment 4 of 4 (100\N{NO-BREAK SPACE}%)"
    assert table["alt"].endswith("k = 5 is marked. From k = 4 to 5, segment 4 split.")


def test_one_fit_is_no_tree(make_result: Make) -> None:
    result = make_result()
    alone = dataclasses.replace(result.choice, fits={5: result.fit})
    assert tree_of(dataclasses.replace(result, choice=alone)) is None
