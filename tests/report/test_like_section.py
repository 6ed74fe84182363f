"""What the report says of the run that this one follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa
import pytest

from personae.monitor.identity import EarlierSegment, Identity, NewSegment
from personae.monitor.moves import Moves
from personae.report.content import document
from personae.report.html import render
from personae.workflow.result import Result

GAP = "\u00a0"


@pytest.fixture(scope="module")
def following(make_result: Callable[..., Result]) -> Result:
    """A run in whom the second segment is new and an earlier one is gone."""
    import dataclasses

    identity = Identity(
        order=(0, 1),
        numbers=(1, 2),
        last_number=4,
        now=(NewSegment(1, "kept", (1,), 0.8, 0.1), NewSegment(2, "new")),
        then=(EarlierSegment(1, "<b>Loyal", "kept", (1,)), EarlierSegment(4, "Gone", "vanished")),
        n_both=100,
        run="march",
    )
    moves = Moves(
        before=(1, 4),
        after=(1, 2),
        matrix=((60, 20), (5, 15)),
        newcomers=(7, 0),
        leavers=(0, 3),
        table=pa.table({"id": ["a"]}),
    )
    return dataclasses.replace(make_result(k=2), identity=identity, moves=moves)


def test_says_where_every_segment_comes_from_and_which_is_gone(following: Result) -> None:
    told = document(following)["like"]
    assert told["rows"] == [
        {
            "segment": 1,
            "text": f"was “<b>Loyal” (1); 80{GAP}% of its customers then and now are the same",
        },
        {"segment": 2, "text": "new"},
    ]
    assert told["gone"] == ["“Gone” (4)"]
    assert told["words"] == [
        "1 of the 2 segments of march were found again; 2 is new; 4 is gone.",
        f"40 of the 100 customers who are in both runs moved (40{GAP}%).",
    ]


def test_the_largest_moves_and_everybody_who_moved(following: Result) -> None:
    following = replace(following, options=following.options.but(min_cell=1))
    told = document(following)["like"]
    assert told["largest"][0] == {
        "before": "“<b>Loyal” (1)",
        "after": 2,
        "n": "20",
        "share": f"25{GAP}%",
    }
    assert told["matrix"] == {
        "now": [1, 2],
        "rows": [
            {"name": "1 <b>Loyal", "cells": ["60", "20"], "left": "0"},
            {"name": "4 Gone", "cells": ["5", "15"], "left": "3"},
        ],
        "newcomers": ["7", "0"],
    }
    page = render(document(following), {})
    assert "Since the earlier run" in page
    assert "<b>Loyal" not in page


def test_a_run_that_follows_none_has_no_such_section(make_result: Callable[..., Result]) -> None:
    content = document(make_result())
    assert content["like"] is None
    assert "Since the earlier run" not in render(content, {})
