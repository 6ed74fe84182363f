"""Personae against the usual notebook, as whole processes in turn: time, memory and their ratios.

    python benchmarks/whole_process.py [--rounds 5] [--only mall,retail,help] [--json FILE]

Both sides run with the interpreter that runs this script, so in the same environment, with
compiled bytecode (the first rounds are not timed) and A B A B in turn, so that a slow
minute of the machine hits both. Each run begins without results of an earlier one. Memory is the
peak of what a process and its children take of the machine together, sampled every 20 ms
(proportional set size: a page that several processes share counts once); and beside it the peak of
the largest single process as the kernel keeps it. It is taken in rounds of its own, since looking
so often takes a tenth of the time of a run that keeps all cores busy.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / os.environ.get("PERSONAE_TEST_DATA", "../shared/data")
PERSONAE = [sys.executable, "-m", "personae"]
NOTEBOOK = [sys.executable, str(ROOT / "benchmarks" / "notebook.py")]
# Rounds in which memory is watched.
WATCHED = 3
# The most that each ratio may be, from the issue that set it.
GOALS = {"retail": 0.5, "mall": 1.0, "help": 0.3}


@dataclass(frozen=True)
class Usage:
    """What one process cost."""

    seconds: float
    peak_mb: float
    largest_process_mb: float


def measure(command: list[str], *, watched: bool) -> Usage:
    """Run a command to its end; what is not watched has no peak of several processes."""
    environment = {n: v for n, v in os.environ.items() if n != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    )
    peak = [0.0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, done))
    if watched:
        watcher.start()
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    done.set()
    if watched:
        watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{errors.decode(errors='replace')}")
    largest = usage.ru_maxrss / 1024
    return Usage(seconds, peak[0], largest)


def _watch(pid: int, peak: list[float], done: threading.Event) -> None:
    """Keep the largest sum of proportional set sizes over a process and all below it."""
    while not done.wait(0.02):
        peak[0] = max(peak[0], sum(_proportional_mb(member) for member in _family(pid)))


def _family(pid: int) -> list[int]:
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in _family(child))]


def _proportional_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def pairs(folder: Path, names: list[str], k_max: int) -> dict[str, tuple[list[str], list[str]]]:
    """Return, for each comparison, the command of Personae and the command it is held against."""
    mall = str(DATA / "mall_customers.csv")
    retail = folder / "online_retail.csv"
    if "retail" in names:
        with gzip.open(DATA / "online_retail.csv.gz") as packed, retail.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
    columns = "Annual Income (k$),Spending Score (1-100)"
    limit = ["--k-max", str(k_max), "--quiet", "--out"]
    notebook = str(folder / "notebook")
    every = {
        "retail": (
            [*PERSONAE, "run", str(retail), *limit, str(folder / "retail")],
            [*NOTEBOOK, "retail", str(retail), notebook, str(k_max)],
        ),
        "mall": (
            [*PERSONAE, "run", mall, "--features", columns, *limit, str(folder / "mall")],
            [*NOTEBOOK, "mall", mall, notebook, str(k_max)],
        ),
        "help": ([*PERSONAE, "--help"], [sys.executable, "-c", "import sklearn.cluster"]),
    }
    return {name: every[name] for name in names}


def compare(
    ours: list[str], theirs: list[str], rounds: int, *, results: list[Path]
) -> dict[str, object]:
    """Run two commands in turn; return the medians of time and peaks, and their ratios."""
    taken: tuple[list[Usage], list[Usage]] = ([], [])
    watched = WATCHED if rounds else 1
    for number in range(watched + rounds):
        for command, usages in zip((ours, theirs), taken, strict=True):
            for folder in results:
                shutil.rmtree(folder, ignore_errors=True)
            usages.append(measure(command, watched=number < watched))
    us, them = (
        Usage(
            statistics.median(usage.seconds for usage in usages[watched if rounds else 0 :]),
            statistics.median(usage.peak_mb for usage in usages[:watched]),
            statistics.median(usage.largest_process_mb for usage in usages[:watched]),
        )
        for usages in taken
    )
    return {
        "personae": asdict(us),
        "other": asdict(them),
        "time_ratio": us.seconds / them.seconds,
        "memory_ratio": us.peak_mb / them.peak_mb,
        "rounds": rounds,
    }


def main() -> None:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--rounds", type=int, default=5, help="timed rounds; 0 times the watched one"
    )
    parser.add_argument("--only", default="mall,retail,help", help="which comparisons")
    parser.add_argument("--k-max", type=int, default=10, help="the largest k that both look at")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    wanted = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        commands = pairs(Path(folder), wanted.only.split(","), wanted.k_max)
        for name, (ours, theirs) in commands.items():
            made = [Path(folder) / made for made in (name, "notebook")]
            result = results[name] = compare(ours, theirs, wanted.rounds, results=made)
            us, them = result["personae"], result["other"]
            print(
                f"{name:7} {us['seconds']:7.2f} s against {them['seconds']:7.2f} s"
                f"   ratio {result['time_ratio']:.3f} (goal {GOALS[name]})"
                f"   {us['peak_mb']:5.0f} MB against {them['peak_mb']:5.0f} MB"
                f"   ratio {result['memory_ratio']:.2f}",
                flush=True,
            )
    if wanted.json:
        wanted.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
