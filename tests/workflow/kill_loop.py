"""Kills processes that replace a result, at random moments, and looks at what is there afterwards.

    python tests/workflow/kill_loop.py RUN --kills 2000
    python tests/workflow/kill_loop.py RUN --every-call

RUN is a finished run; its files are what is written. A child process writes them into a folder
again and again, each time another version with the next number, and says when one is done. It is
killed (SIGKILL) at a random moment of that. Afterwards the folder must be verified, and hold the
last version that was said to be done or the one after it. The next child writes there with no
repair before it, and must have swept what the one before left behind.

With --every-call one process is killed before and one after each call to the system that a
replacement makes.

The processes are forked ones that do nothing but write: a whole run spends a hundredth of its time
on that. That a whole run can be killed is tested in tests/cli/test_stopped.py.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from personae.disk import calls
from personae.disk.held import sweep
from personae.workflow.manifest import read_manifest
from personae.workflow.publish import publish
from personae.workflow.run_folder import folder_files
from personae.workflow.verify import verify

LOCK = "-lock-"  # the empty lock file keeps its name as long as one writes after the other


def version(files: dict[str, bytes], number: int) -> dict[str, bytes]:
    """Return the files of a version; odd and even ones differ in names, sizes and contents."""
    if number % 2:
        return {**files, "plots/odd.png": b"odd" * 999, "segments.csv": b"odd\n" * 99}
    return files


def write_on(files: dict[str, bytes], target: Path, number: int, said: int) -> None:
    """Write one version after the other, and say so, until somebody ends the process."""
    os.write(said, f"{number - 1}\n".encode())
    while True:
        publish(version(files, number), target, facts={"number": number})
        os.write(said, f"{number}\n".encode())
        number += 1


def killed_child(files: dict[str, bytes], target: Path, first: int, moment: float) -> int:
    """Let a child write versions from `first` on, kill it; return the last one it said was done."""
    read, said = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        write_on(files, target, first, said)
    os.close(said)
    text = os.read(read, 64)  # it begins
    select.select([], [], [], moment)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(read, 4096):
        text += more
    os.close(read)
    return int(text.split()[-1])


def look(files: dict[str, bytes], target: Path, done: int) -> int:
    """Return the number of the version that is there, after making sure that it is whole."""
    assert not verify(target).extra
    number = int(read_manifest(target).facts["number"])
    assert folder_files(target) == version(files, number)
    assert number in (done, done + 1), f"version {done} was done, but {number} is there"
    return number


def kill_often(run: Path, folder: Path, *, kills: int, seed: int) -> Counter[str]:
    """Kill many children; return how often what was met."""
    files = folder_files(run)
    target, chance = folder / "run", random.Random(seed)
    start = time.monotonic()
    for number in (0, 1):
        publish(version(files, number), target, facts={"number": number})
    usual = (time.monotonic() - start) / 2
    met = Counter({"kills": kills})
    left: set[str] = set()
    for _ in range(kills):
        done = killed_child(files, target, number + 1, chance.uniform(0, 4 * usual))
        before = left
        left = {path.name for path in folder.iterdir() if LOCK not in path.name} - {"run"}
        if done > number:
            assert not (before & left), "a child did not sweep what was left behind"
        halfway = bool(left - before)
        met["killed while it wrote" if halfway else "killed before or between"] += 1
        met["new one there though not said to be done"] += look(files, target, done) > done
        met["versions written"] += done - number
        number = look(files, target, done)
    publish(version(files, number + 1), target, facts={"number": number + 1})
    look(files, target, number + 1)
    assert [path.name for path in folder.iterdir()] == ["run"], "something was left behind"
    return met


def kill_at_every_call(run: Path, folder: Path) -> Counter[str]:
    """Kill one child before and one after each call to the system, until one ends untouched."""
    files = dict(sorted(folder_files(run).items())[:3])  # each further file makes the same calls
    target, number = folder / "run", 1
    publish(version(files, number), target, facts={"number": number})
    met: Counter[str] = Counter()
    for last in range(1, 1000):
        for after in (False, True):
            child = os.fork()
            if child == 0:
                calls.system_call = dying(last, after=after)
                publish(version(files, number + 1), target, facts={"number": number + 1})
                os._exit(0)
            untouched = os.waitpid(child, 0)[1] == 0
            found = look(files, target, number)
            met["old" if found == number else "new"] += 1
            # swept and put back here, so that every child makes the same calls in the same order
            assert sweep(folder) == 0 if untouched else sweep(folder) < 3
            publish(version(files, number), target, facts={"number": number})
            assert [path.name for path in folder.iterdir()] == ["run"]
            if untouched:
                return met
    raise AssertionError("the calls never came to an end")


def dying(last: int, *, after: bool) -> Callable[..., Any]:
    """Return a system whose n-th call is the last thing that the process does, or nearly does."""
    count = iter(range(1, 10_000))

    def call(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
        is_last = next(count) == last
        if is_last and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = function(*arguments, **keywords)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return call


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=Path)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every-call", action="store_true", help="not at random, but everywhere")
    parser.add_argument("--within", type=Path, help="where to write, if not in TMPDIR")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.within) as place:
        if asked.every_call:
            found = kill_at_every_call(asked.run, Path(place))
        else:
            found = kill_often(asked.run, Path(place), kills=asked.kills, seed=asked.seed)
    sys.stdout.write(json.dumps(found) + "\n")
