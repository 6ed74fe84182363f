"""A run that is stopped or killed leaves the earlier result, and nothing beside it."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from personae.workflow.publish import hold
from personae.workflow.verify import verify

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")

STAGE = re.compile(r"\.stage-[0-9a-f]{16}")
LOCK = re.compile(r"\.stage-lock-[0-9a-f]{16}")
WORK = re.compile(r"\.personae-work-[0-9a-f]{16}")
PATIENCE = 60.0  # seconds until a child that never comes so far is given up


@pytest.fixture
def shop_file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.csv"
    rows = "".join(f"c{row},{row * 37 % 91},{row * 53 % 89}\n" for row in range(60))
    path.write_text(f"customer_id,visits,spend\n{rows}")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def running(source: Path, out: Path, **settings: Any) -> Iterator[subprocess.Popen[str]]:
    """Start a run, whose temporary files go to a folder of their own beside the results."""
    work = out.parent.parent / "work"
    work.mkdir(exist_ok=True)
    options = ["--k", "2", "--k-max", "3", "--out", str(out)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **settings}
    with subprocess.Popen(
        [sys.executable, "-m", "personae", "run", source, *options],
        env={**os.environ, "TMPDIR": str(work)},
        text=True,
        **pipes,
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def wait_for(child: subprocess.Popen[str], folder: Path, pattern: re.Pattern[str]) -> None:
    """Wait until something of that name is there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and child.poll() is None:
        if folder.is_dir() and any(map(pattern.fullmatch, names(folder))):
            return
        select.select([], [], [], 0.001)  # leaves the processor to the child
    pytest.fail(f"nothing called {pattern.pattern} came; exit code {child.poll()}")


STOPS = {signal.SIGINT: (130, "Stopped"), signal.SIGTERM: (143, "Terminated")}


@pytest.mark.parametrize("number", STOPS)
def test_a_stop_at_work_leaves_nothing(
    shop_file: Path, tmp_path: Path, number: signal.Signals
) -> None:
    code, word = STOPS[number]
    results = tmp_path / "results"
    with running(shop_file, results / "run") as child:
        wait_for(child, tmp_path / "work", WORK)
        child.send_signal(number)
        out, err = child.communicate(timeout=PATIENCE)
    assert (child.returncode, out, err) == (code, "", f"{word}. Nothing was written.\n")
    assert not results.exists()  # made for the run, and gone with it
    assert names(tmp_path / "work") == []


def test_a_stop_while_it_is_written_says_what_is_there(shop_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "results" / "run"
    with running(shop_file, out) as child:
        wait_for(child, out.parent, STAGE)
        child.send_signal(signal.SIGTERM)
        _, err = child.communicate(timeout=PATIENCE)
    assert child.returncode == 143
    if out.exists():  # it was too late to stop it
        assert err == f"Terminated. The result was written before: {out}.\n"
        verify(out)
        assert names(out.parent) == ["run"]
    else:
        assert err == "Terminated. Nothing was written.\n"
        assert not out.parent.exists()
    assert names(tmp_path / "work") == []


def test_a_second_run_into_the_same_folder_ends_at_once(
    personae: Callable[..., Any], shop_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "results" / "run"
    with running(shop_file, out) as child:
        wait_for(child, out.parent, LOCK)
        child.send_signal(signal.SIGSTOP)  # or it might have ended before the second one begins
        answer = personae("run", tmp_path / "no such file", "--out", out)
        child.send_signal(signal.SIGCONT)
        assert (answer.code, answer.out) == (6, "")  # before it looked for the file
        assert answer.err == (
            f"Error: Another command of Personae is writing to {out} at this moment.\n"
            "Fix: Wait until it has finished, or pass --out with another place.\n"
        )
        _, err = child.communicate(timeout=PATIENCE)
    assert (child.returncode, err) == (0, "")
    assert verify(out).kind == "run"


def test_a_run_beside_another_one_goes_on(
    personae: Callable[..., Any], shop_file: Path, tmp_path: Path
) -> None:
    with hold(tmp_path / "one"):
        answer = personae("run", shop_file, "--k", "2", "--quiet", "--out", tmp_path / "other")
    assert (answer.code, answer.err) == (0, "")
    assert names(tmp_path) == ["other", "shop.csv"]


def test_a_reader_that_has_gone_does_not_cost_the_result(shop_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "results" / "run"
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed, running(shop_file, out, stdout=closed) as child:
        _, err = child.communicate(timeout=PATIENCE)
    assert (child.returncode, err) == (0, "")
    verify(out)
    assert names(out.parent) == ["run"]
    assert names(tmp_path / "work") == []


def killed(source: Path, out: Path, *, at: re.Pattern[str], within: Path) -> None:
    """Kill a run at a moment that shows on the disk."""
    with running(source, out) as child:
        wait_for(child, within, at)
        child.kill()
        child.wait(timeout=PATIENCE)


def test_whole_runs_that_are_killed_leave_the_earlier_result(
    personae: Callable[..., Any],
    data_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At work and while it writes, on real customers; the next run needs no repair."""
    mall, out = data_folder / "mall_customers.csv", tmp_path / "results" / "run"
    assert personae("run", mall, "--k", "5", "--k-max", "6", "--quiet", "--out", out).code == 0
    for pattern, within in ((WORK, tmp_path / "work"), (STAGE, out.parent)):
        before = (out / "manifest.json").read_bytes()
        killed(mall, out, at=pattern, within=within)
        assert any(pattern.fullmatch(name) for name in names(within))
        verify(out)
        # the swap may have come before the kill, but then the new result is whole
        assert (out / "manifest.json").read_bytes() == before or pattern is STAGE
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "work"))
    assert personae("run", mall, "--k", "5", "--k-max", "6", "--quiet", "--out", out).code == 0
    assert verify(out).files > 10
    assert names(out.parent) == ["run"]
    assert names(tmp_path / "work") == []
