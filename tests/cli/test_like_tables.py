"""What a terminal shows of an earlier run: who is found again, who moved, and the largest moves."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from personae.cli.like_tables import like_parts


def shown(parts: list[Any]) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=80, markup=False, highlight=False, emoji=False)
    for part in parts:
        console.print(part)
    return stream.getvalue()


def summary_of(**moves: Any) -> dict[str, Any]:
    now = [
        {"segment": 1, "origin": "kept", "comes_from": [1]},
        {"segment": 3, "origin": "split", "comes_from": [1]},
    ]
    then = [
        {"segment": 1, "name": "Loyal", "fate": "split"},
        {"segment": 2, "name": "Lost\x1b[2J", "fate": "vanished"},
    ]
    told = {
        "customers_in_both": 100, "moved": 40, "changed": 30, "before": [1, 2], "after": [1, 3],
        "matrix": [[50, 30], [10, 10]], "newcomers": [5, 0], "leavers": [0, 2],
        "largest": [{"before": 1, "after": 3, "n": 30, "share": 0.375}],
    }  # fmt: skip
    return {
        "segments": [{"segment": 1, "name": "Loyal"}, {"segment": 3, "name": "Fans"}],
        "like": {"run": "march", "now": now, "then": then, "moves": told | moves},
    }


def test_a_run_that_follows_none_says_nothing() -> None:
    assert like_parts({"segments": [], "like": None}) == []


def test_what_became_of_the_segments_is_said() -> None:
    text = " ".join(shown(like_parts(summary_of())).split())
    assert (
        "1 of the 2 segments of march were found again; 3 is a part of 1; 2 is gone. 40 of the 100 "
        "customers who are in both runs moved (40 %): 30 of them changed, and would have "
        "moved between the segments of then too; for 10 only the borders did."
    ) in text
    assert "30 from 1 Loyal to 3 Fans (38% of it)" in text
    assert "\x1b" not in text


def test_a_segment_that_went_into_a_new_one_is_said() -> None:
    summary = summary_of()
    summary["like"]["now"][1] = {"segment": 3, "origin": "new", "comes_from": [2]}
    summary["like"]["then"][1] |= {"fate": "merged", "goes_to": [3]}
    text = shown(like_parts(summary))
    assert "were found again; 3 is new; 2 went into 3." in text


def test_the_matrix_has_a_row_for_everybody() -> None:
    lines = shown(like_parts(summary_of())).splitlines()
    assert [line.split() for line in lines if line.startswith(("1 Loyal", "not"))] == [
        ["1", "Loyal", "50", "30", "0"],
        ["not", "there", "5", "0"],
    ]


def test_nobody_in_common_is_said_plainly() -> None:
    text = shown(like_parts(summary_of(customers_in_both=0, largest=[])))
    assert "No customer is in both runs." in text
    assert "Were in" not in text
    assert "Largest moves" not in text
