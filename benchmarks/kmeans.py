"""K-means, silhouette and assignment against what people use, side by side: time and memory.

    python benchmarks/kmeans.py [--only lloyd,rest] [--rounds 5] [--memory lloyd] [--json FILE]

Every side gets the same rows, first centres, iterations and threads, and they run A B C A B C in
one process, so that a slow minute of the machine hits all; the first round warms up and is not
counted. Printed are the median, the lowest and the highest of the seconds, the processor's own
seconds (all threads added up), and the ratio of the medians. On a machine that has other work,
threads that wait by spinning lose most: OMP_WAIT_POLICY=passive lets them sleep. For the cases of
`--memory` every side runs once more in a process of its own, which takes the highest resident size
above what the rows and the imports need. Sides that are not installed are named as such.

The rows are described in `blobs.py`. faiss knows float32 alone; it gets at most as many iterations
as scikit-learn took, and all rows (left alone it would take 256 a cluster).
`--scale 0.01` takes one row in a hundred of everything.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

THREADS = 2
# Read when the libraries are loaded, so set before they are.
for _limit in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "PERSONAE_THREADS"):
    os.environ.setdefault(_limit, str(THREADS))
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])

import sides  # noqa: E402
from blobs import blobs, first_centers  # noqa: E402

Side = Callable[[], dict[str, float]]


@dataclass(frozen=True)
class Case:
    """One row of the table.

    `ratios` are how many times faster than the other sides this must be and should be; for
    assignment, how many memory reads it may take. `against` names the sides that count.
    """

    title: str
    make: Callable[..., dict[str, Side]]
    rows: int
    features: int
    k: int
    dtype: str = "float32"
    against: tuple[str, ...] = ("scikit-learn", "scikit-learn-intelex", "faiss")
    ratios: tuple[float, float] | None = None
    rounds: int = 5
    options: dict[str, float] = field(default_factory=dict)


def _growth(n: int) -> Case:
    return Case(
        f"20 iterations, {n:,} x 8", sides.fits, n, 8, 8, options={"max_iter": 20}, rounds=3
    )


_ONLY_SKLEARN = ("scikit-learn",)
CASES = {
    "lloyd": Case(
        "20 iterations",
        sides.fits,
        1_000_000,
        8,
        8,
        against=_ONLY_SKLEARN,
        ratios=(5, 8),
        options={"max_iter": 20},
    ),
    "lloyd-float64": Case(
        "20 iterations", sides.fits, 1_000_000, 8, 8, "float64", options={"max_iter": 20}
    ),
    "rest": Case(
        "fit to rest, 300 iterations at most",
        sides.fits,
        1_000_000,
        8,
        12,
        ratios=(6, 12),
        rounds=3,
    ),
    "rest-float64": Case(
        "fit to rest, 300 iterations at most", sides.fits, 1_000_000, 8, 12, "float64", rounds=3
    ),
    "rest-20": Case(
        "fit to rest, 300 iterations at most", sides.fits, 300_000, 20, 12, ratios=(3, 5), rounds=3
    ),
    "rest-50": Case(
        "fit to rest, 300 iterations at most", sides.fits, 100_000, 50, 20, ratios=(1.3, 2.5)
    ),
    "small": Case(
        "fit, ten starts",
        sides.many_starts,
        5_000,
        4,
        5,
        "float64",
        against=_ONLY_SKLEARN,
        ratios=(3, 8),
        rounds=15,
    ),
    "silhouette": Case(
        "exact silhouette", sides.silhouettes, 40_000, 8, 6, ratios=(30, 50), rounds=3
    ),
    "sweep": Case("k = 2..10, ten starts", sides.sweeps, 200_000, 8, 10, ratios=(15, 30), rounds=1),
    "sweep-million": Case(
        "k = 2..10, ten starts", sides.sweeps, 1_000_000, 8, 10, ratios=(15, 30), rounds=1
    ),
    "assign": Case(
        "assign", sides.assigns, 10_000_000, 8, 8, against=("memory read",), ratios=(1 / 6, 1 / 3)
    ),
    **{f"growth-{n:.0e}".replace("e+0", "e"): _growth(n) for n in (10**4, 10**5, 10**6, 10**7)},
}


def sides_of(case: Case, scale: float) -> dict[str, Side]:
    """Make the rows and return what to run on them."""
    n = max(10 * case.k, math.ceil(case.rows * scale))
    X = blobs(n, case.features, case.dtype)
    return case.make(X, first_centers(X, case.k), **case.options)


def measure(case: Case, *, rounds: int, scale: float) -> dict[str, dict[str, object]]:
    """Run the sides in turn; return seconds and what they found. 0 rounds count the first."""
    runs = sides_of(case, scale)
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    cpu: dict[str, list[float]] = {name: [] for name in runs}
    found: dict[str, dict[str, float]] = {}
    for number in range(rounds + 1):
        for name, run in runs.items():
            started, spent = time.perf_counter(), time.process_time()
            found[name] = run()
            taken, spent = time.perf_counter() - started, time.process_time() - spent
            if number or rounds == 0:
                seconds[name].append(taken)
                cpu[name].append(spent)
    return {
        name: {
            "seconds": statistics.median(taken),
            "lowest": min(taken),
            "highest": max(taken),
            "rounds": len(taken),
            "cpu_seconds": statistics.median(cpu[name]),
            **found[name],
        }
        for name, taken in seconds.items()
    }


def peak_memory(name: str, side: str, scale: float) -> float:
    """Return the MB that one side needs above its rows, in a process of its own."""
    command = [sys.executable, __file__, "--child", name, side, "--scale", str(scale)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout.splitlines()[-1])


def child(name: str, side: str, scale: float) -> None:
    """Print how far the resident size rises while one side runs for a second time.

    The first run, on few rows, loads and compiles what is loaded and compiled once.
    """
    case = CASES[name]
    sides_of(case, 1e-9)[side]()
    run = sides_of(case, scale)[side]
    before = _status("VmRSS")
    # Lets the kernel's mark of the highest size start again from here.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    run()
    print((_status("VmHWM") - before) / 1024)


def _status(entry: str) -> int:
    """Return a size of this process in kB, as the kernel keeps it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(entry))


def ratios(figures: dict[str, dict[str, object]], what: str = "seconds") -> dict[str, float]:
    """Return how many times as long as ours every other side took."""
    if "personae" not in figures:
        return {}
    ours = float(figures["personae"][what])
    return {
        name: float(figure[what]) / ours for name, figure in figures.items() if name != "personae"
    }


def show(case: Case, result: dict[str, object], scale: float) -> None:
    """Print one case as a table."""
    n = max(10 * case.k, math.ceil(case.rows * scale))
    goal = "" if case.ratios is None else _goal(case, result["ratios"])
    print(f"\n{case.title}: {n:,} x {case.features} {case.dtype}, k = {case.k}{goal}")
    for name, figure in result["sides"].items():
        ratio, cpu = result["ratios"].get(name), result["cpu_ratios"].get(name)
        extra = {
            key: value
            for key, value in figure.items()
            if key not in {"seconds", "lowest", "highest", "rounds", "cpu_seconds"}
        }
        print(
            f"  {name:22} {figure['seconds']:9.4f} s  ({figure['lowest']:.4f} to "
            f"{figure['highest']:.4f}, {figure['rounds']} rounds; cpu {figure['cpu_seconds']:.4f})"
            + ("" if ratio is None else f"  {ratio:6.2f} x ours (cpu {cpu:.2f} x)")
            + "".join(f"  {key} {value:.6g}" for key, value in extra.items()),
            flush=True,
        )
    for name in sides.missing():
        print(f"  {name:22} not installed")


def _goal(case: Case, found: dict[str, float]) -> str:
    """Say how the ratio to the fastest side that counts stands to what was set."""
    must, should = case.ratios or (0.0, 0.0)
    counted = {name: found[name] for name in case.against if name in found}
    if not counted:
        return ""
    name = min(counted, key=lambda side: counted[side])
    state = "reached" if counted[name] >= should else "must" if counted[name] >= must else "MISSED"
    return f"; {counted[name]:.2f} x {name} (must {must:.3g}, goal {should:.3g}: {state})"


def machine() -> dict[str, object]:
    """Return what the figures hang on."""
    names = ("numpy", "scipy", "numba", "scikit-learn", "scikit-learn-intelex", "faiss-cpu")
    versions = {}
    for name in names:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            versions[name] = "not installed"
    cpu = platform.processor() or platform.machine()
    listed = Path("/proc/cpuinfo")
    if listed.is_file():
        lines = listed.read_text(encoding="utf-8").splitlines()
        cpu = next((line.split(":")[1].strip() for line in lines if "model name" in line), cpu)
    return {
        "cpu": cpu,
        "threads": THREADS,
        "system": platform.system(),
        "python": platform.python_version(),
        **versions,
    }


def main() -> None:
    """Measure what was asked for, print it and write it down."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default=",".join(CASES), help="which cases")
    parser.add_argument("--without", default="", help="sides to leave out")
    parser.add_argument("--rounds", type=int, help="counted rounds; 0 counts the first")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the rows")
    parser.add_argument("--memory", default="", help="of which cases to take peak memory too")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    sides.LEFT_OUT.update(wanted.without.split(","))
    if wanted.child:
        child(*wanted.child, wanted.scale)
        return
    results: dict[str, object] = {"machine": machine(), "cases": {}}
    for name in wanted.only.split(","):
        case = CASES[name]
        rounds = case.rounds if wanted.rounds is None else wanted.rounds
        figures = measure(case, rounds=rounds, scale=wanted.scale)
        if name in wanted.memory.split(","):
            for side, figure in figures.items():
                figure["peak_mb"] = peak_memory(name, side, wanted.scale)
        result = {
            "sides": figures,
            "ratios": ratios(figures),
            "cpu_ratios": ratios(figures, "cpu_seconds"),
        }
        results["cases"][name] = result
        show(case, result, wanted.scale)
    if wanted.json:
        wanted.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
