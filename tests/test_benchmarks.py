"""The benchmark runs; what it measures on a busy machine is not a test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_both_sides_of_the_benchmark_run(data_folder: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    command = [sys.executable, "benchmarks/whole_process.py", "--rounds", "0", "--k-max", "3"]
    command += ["--only", "mall,help", "--json", str(figures)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    results = json.loads(figures.read_text(encoding="utf-8"))
    assert set(results) == {"mall", "help"}
    assert results["help"]["time_ratio"] > 0
    assert results["mall"]["personae"]["peak_mb"] > 1
