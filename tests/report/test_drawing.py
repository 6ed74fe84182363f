"""The charts come from a process of their own, the same wherever it is started."""

from __future__ import annotations

import io
import json
import os
import queue
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import personae
from personae.errors import ResourceError
from personae.report import drawing
from personae.report.chart_list import CHARTS
from personae.report.charts.gallery import rendered_chart
from personae.report.drawing import DrawingRoom, Drawings, draw

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


def test_a_script_without_a_main_guard_can_draw(tmp_path: Path) -> None:
    # a pool of spawned processes would run the script again; settings and modules that lie in
    # the working directory must not be read
    folder = tmp_path / "cwd"
    folder.mkdir()
    (folder / "matplotlibrc").write_text("figure.dpi: nonsense\n")
    (folder / "json.py").write_text("raise SystemExit('the wrong json')\n")
    script = tmp_path / "script.py"
    script.write_text(
        f"from personae.report.drawing import draw\nprint('drawn', draw({NOTHING!r}).svg)\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(personae.__file__).parents[1])},
    )
    assert (done.stdout, done.returncode) == ("drawn {}\n", 0), done.stderr


def test_a_process_that_dies_is_reported_without_a_value() -> None:
    broken = {**NOTHING, "charts": {"elbow": 1, "choice": {"rows": [{"secret": 1}], "alt": ""}}}
    with pytest.raises(ResourceError) as caught:
        draw(broken)
    assert str(caught.value) == (
        "The process that draws the charts ended early (exit code 1, KeyError).\n"
        "Fix: Free some memory and run again; nothing was written."
    )


def test_a_room_that_is_left_early_leaves_no_process() -> None:
    with DrawingRoom() as room:
        room.add_artist()
        processes = [process._process for process in room._processes]
    assert all(process.returncode is not None for process in processes)
    assert not any(thread.is_alive() for artist in room._artists for thread in artist._threads)


def test_the_end_of_the_first_process_shows_while_its_double_lives() -> None:
    with DrawingRoom() as room:
        room.add_artist()
        room.draw(NOTHING)
        room._processes[0].stop()
        with pytest.raises(ResourceError, match=r"ended early \(exit code -9\)"):
            room.finish()


@pytest.mark.parametrize("can_double", [drawing._CAN_DOUBLE, False])
def test_two_draw_what_one_draws(
    can_double: bool,
    example_drawings: Drawings,
    example_document: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(drawing, "_CAN_DOUBLE", can_double)
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
    jobs: drawing._Jobs = queue.SimpleQueue()
    jobs.put(("elbow", b"{}\n"))
    jobs.put(None)
    drawn = Drawings({}, {})
    drawing._Artist(jobs, drawn, io.BytesIO(), io.BytesIO(b'{"svg": "<svg')).leave()
    assert (drawn.svg, drawn.png) == ({}, {})
