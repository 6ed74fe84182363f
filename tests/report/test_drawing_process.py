"""A process that draws is whole, and leaves the run alone, however it was started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import personae
from personae.errors import ResourceError
from personae.report import drawing_process
from personae.report.drawing import DrawingRoom, Drawings, draw

NOTHING: dict[str, Any] = {"segments": [], "charts": {}, "money_word": None}

linux_only = pytest.mark.skipif(not drawing_process._CAN_DOUBLE, reason="doubles are for Linux")


def script(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script of somebody who has odd things lying in the working directory."""
    where = folder / "cwd"
    where.mkdir()
    (where / "matplotlibrc").write_text("figure.dpi: nonsense\n")
    (where / "json.py").write_text("raise SystemExit('the wrong json')\n")
    (folder / "script.py").write_text(code)
    return subprocess.run(
        [sys.executable, str(folder / "script.py")],
        cwd=where,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(personae.__file__).parents[1]),
            "OPENBLAS_NUM_THREADS": "1",
        },
    )


def test_a_script_without_a_main_guard_can_draw(tmp_path: Path) -> None:
    # a pool of spawned processes would run the script again
    code = f"from personae.report.drawing import draw\nprint('drawn', draw({NOTHING!r}).svg)\n"
    done = script(code, tmp_path)
    assert (done.stdout, done.returncode) == ("drawn {}\n", 0), done.stderr


@linux_only
def test_a_double_draws_what_a_fresh_process_draws(
    tmp_path: Path, example_document: dict[str, Any], example_drawings: Drawings
) -> None:
    tables = {name: example_document["charts"][name] for name in ("choice", "sizes_and_revenue")}
    (tmp_path / "document.json").write_text(json.dumps({**example_document, "charts": tables}))
    code = f"""
import hashlib, json, sys
from personae.report.drawing import DrawingRoom
from personae.report.drawing_process import double_to_draw

double_to_draw()
print("not sent yet", end=" ")
with DrawingRoom() as room:
    room.add_artist()
    room.draw(json.loads(open({str(tmp_path / "document.json")!r}).read()))
    drawings, (process,) = room.finish(), room._processes
print(type(process._process).__name__)
told = [drawings.svg, {{name: png.hex() for name, png in drawings.png.items()}}]
print(json.dumps(told))
"""
    done = script(code, tmp_path)
    assert done.returncode == 0, done.stderr
    how, told = done.stdout.splitlines()
    svg, png = json.loads(told)
    assert how == "not sent yet _Double"
    assert set(svg) == {"elbow", "silhouette_over_k", "sizes_and_revenue"}
    assert svg == {name: example_drawings.svg[name] for name in svg}
    assert png == {name: example_drawings.png[name].hex() for name in svg}


@linux_only
def test_a_double_keeps_nothing_open_that_its_process_opened(tmp_path: Path) -> None:
    code = """
import os
from personae.report.drawing import DrawingRoom
from personae.report.drawing_process import double_to_draw

double_to_draw()
read, write = os.pipe()
with DrawingRoom():
    os.close(write)
    print(os.read(read, 1))  # waits as long as anybody could write
"""
    done = script(code, tmp_path)
    assert (done.stdout, done.returncode) == ("b''\n", 0), done.stderr


@linux_only
@pytest.mark.parametrize(
    ("before", "how"),
    [
        ("double_to_draw()", "_Double"),
        ("", "Popen"),
        ("double_to_draw(); threading.Thread(target=threading.Event().wait, daemon=True).start()",
         "Popen"),
        ("double_to_draw(); import os; os.close(0)", "Popen"),
        ("double_to_draw(); drawing_process._TASKS = drawing_process.Path('none')", "Popen"),
    ],
)  # fmt: skip
def test_only_a_process_that_is_ours_and_has_one_thread_is_doubled(
    tmp_path: Path, before: str, how: str
) -> None:
    code = f"""
import threading
from personae.report import drawing_process
from personae.report.drawing_process import DrawingProcess, double_to_draw

{before}
process = DrawingProcess()
print(type(process._process).__name__, process._process.poll(), end=" ")
for stream in process.first:
    stream.close()
process.leave()
print(process._process.poll())
"""
    done = script(code, tmp_path)
    assert (done.stdout, done.returncode) == (f"{how} None 0\n", 0), done.stderr


@linux_only
def test_a_double_that_is_stopped_or_dies_is_told_like_any_other(tmp_path: Path) -> None:
    broken = {**NOTHING, "charts": {"elbow": 1, "choice": {"rows": [{"secret": 1}], "alt": ""}}}
    code = f"""
from personae.errors import ResourceError
from personae.report.drawing import DrawingRoom, draw
from personae.report.drawing_process import double_to_draw

double_to_draw()
with DrawingRoom() as room:
    process = room._processes[0]._process
print(process.returncode)
try:
    draw({broken!r})
except ResourceError as error:
    print(error)
"""
    done = script(code, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "-9\nThe process that draws the charts ended early (exit code 1, KeyError).\n"
        "Fix: Free some memory and run again; nothing was written.\n"
    )


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
