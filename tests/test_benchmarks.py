"""The benchmark runs; what it measures on a busy machine is not a test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

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


def test_every_side_of_the_kmeans_benchmark_runs(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    cases = {"lloyd", "small", "silhouette", "sweep", "assign"}
    command = [sys.executable, "benchmarks/kmeans.py", "--rounds", "0", "--scale", "0.0005"]
    command += ["--only", ",".join(sorted(cases)), "--memory", "lloyd", "--json", str(figures)]
    # Threads that spin while they wait take the time of whatever else the machine does.
    patient = {**os.environ, "OMP_WAIT_POLICY": "passive"}
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True, env=patient)
    results = json.loads(figures.read_text(encoding="utf-8"))["cases"]
    assert set(results) == cases
    for name, case in results.items():
        assert {"personae", "scikit-learn"} <= set(case["sides"]), name
        assert all(ratio > 0 for ratio in case["ratios"].values()), name
    ours, theirs = (results["lloyd"]["sides"][side] for side in ("personae", "scikit-learn"))
    assert ours["inertia"] == pytest.approx(theirs["inertia"], rel=1e-2)
    assert 0 <= ours["peak_mb"] < 100
    ours, theirs = (results["assign"]["sides"][side] for side in ("personae", "scikit-learn"))
    assert ours["in_first"] == theirs["in_first"]


def test_the_worth_benchmark_runs(data_folder: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    command = [sys.executable, "benchmarks/worth.py", "--customers", "2000", "--rounds", "1"]
    given = {**os.environ, "PERSONAE_TEST_DATA": str(data_folder)}
    command += ["--json", str(figures)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True, env=given)
    results = json.loads(figures.read_text(encoding="utf-8"))
    assert results["customers"] == 2000
    assert results["fitted_and_scored"] > 0
    assert results["with_ranges"] > 0
