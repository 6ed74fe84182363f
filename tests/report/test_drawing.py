"""The charts come from a process of their own, the same wherever it is started."""

from __future__ import annotations

import io
import json
import os
from collections import deque
from types import SimpleNamespace
from typing import Any

import pytest

from personae.errors import ResourceError
from personae.report import drawing, drawing_process
from personae.report.chart_list import CHARTS
from personae.report.charts.gallery import rendered_chart
from personae.report.drawing import DrawingRoom, Drawings

NOTHING: dict[str, Any] = {"segments": [], "charts": {}, "money_word": None}


def test_draws_every_chart_as_svg_and_png(example_drawings: Drawings) -> None:
    assert set(example_drawings.svg) == set(example_drawings.png) == set(CHARTS) - {"break_even"}
    assert all(picture.startswith(b"\x89PNG") for picture in example_drawings.png.values())


def test_another_process_draws_the_same_bytes(
    example_document: dict[str, Any], example_drawings: Drawings
) -> None:
    for name in ("sizes_and_revenue", "map2d", "map3d"):
        drawn = (example_drawings.svg[name], example_drawings.png[name])
        assert rendered_chart(example_document, name) == drawn


def test_the_end_of_the_first_process_shows_while_its_double_lives() -> None:
    with DrawingRoom() as room:
        room.add_artist()
        room.draw(NOTHING)
        room._processes[0].stop()
        with pytest.raises(ResourceError, match=r"ended early \(exit code -9\)"):
            room.finish()


@pytest.mark.parametrize("can_double", [drawing_process._CAN_DOUBLE, False])
def test_two_draw_what_one_draws(
    can_double: bool,
    example_drawings: Drawings,
    example_document: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(drawing_process, "_CAN_DOUBLE", can_double)
    with DrawingRoom() as room:
        room.add_artist()
        room.add_artist()
        assert len(room._artists) == 2
        assert len(room._processes) == (1 if can_double else 2)
        room.draw(example_document)
        assert room.finish() == example_drawings


def test_finishing_what_was_never_begun_is_our_own_mistake() -> None:
    with DrawingRoom() as room, pytest.raises(RuntimeError, match="draw"):
        room.finish()


def test_what_was_drawn_early_is_not_drawn_again(example_document: dict[str, Any]) -> None:
    sizes = {**example_document, "charts": {}}
    sizes["charts"]["sizes_and_revenue"] = example_document["charts"]["sizes_and_revenue"]
    with DrawingRoom() as room:
        room.draw(sizes)
        room.draw({**NOTHING, "charts": {"sizes_and_revenue": "no table", "tree": None}})
        drawings = room.finish()
    assert set(drawings.svg) == {"sizes_and_revenue"}


def test_the_document_survives_the_way_there(example_document: dict[str, Any]) -> None:
    assert json.loads(json.dumps(example_document)) == example_document


def test_an_answer_that_is_cut_off_is_the_end_of_its_process() -> None:
    """A process that is stopped may be within its line."""
    jobs = drawing._Jobs()
    jobs.put("elbow", b"{}\n")
    jobs.end()
    drawn = Drawings({}, {})
    drawing._Artist(jobs, drawn, io.BytesIO(), io.BytesIO(b'{"svg": "<svg')).leave()
    assert (drawn.svg, drawn.png) == ({}, {})


def test_the_last_charts_wait_for_who_is_free() -> None:
    """One that draws a large chart would keep its next one from an idle process."""
    jobs = drawing._Jobs()
    assert [jobs._is_time(n_asked) for n_asked in (0, 1)] == [False, False], "nothing waits"
    told = []
    for name in "abcd":
        jobs.put(name, b"{}\n")
        told.append([jobs._is_time(n_asked) for n_asked in (0, 1, 2)])
    assert told == [
        [True, False, False], [True, False, False], [True, True, False], [True, True, False],
    ]  # fmt: skip
    artist: Any = SimpleNamespace(asked=deque(), has_ended=False)
    jobs.end()
    given = [jobs.next_for(artist) for _ in range(5)]
    assert given == [("a", b"{}\n"), ("b", b"{}\n"), ("c", b"{}\n"), ("d", b"{}\n"), None]


def test_who_has_ended_is_given_nothing() -> None:
    jobs = drawing._Jobs()
    jobs.put("elbow", b"{}\n")
    artist: Any = SimpleNamespace(asked=deque(), has_ended=True)
    assert jobs.next_for(artist) is None
