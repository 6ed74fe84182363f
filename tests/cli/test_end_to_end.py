"""The main job as somebody types it, on Mall's customers."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Personae = Callable[..., Any]


@pytest.fixture
def mall(data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return data_folder / "mall_customers.csv"


def test_run_then_rename_then_score(personae: Personae, mall: Path) -> None:
    ran = personae("run", mall, "--json")
    assert (ran.code, ran.err) == (0, "")
    summary = json.loads(ran.out)
    assert [segment["size"] for segment in summary["segments"]] == [81, 39, 35, 23, 22]
    folder = Path("mall_customers-personae")
    assert json.loads((folder / "summary.json").read_text(encoding="utf-8")) == summary
    assert (folder / "report.html").stat().st_size > 10_000

    renamed = personae("rename", folder, "2", "Wholesale VIPs", "--quiet")
    assert (renamed.code, renamed.out, renamed.err) == (0, "", "")

    scored = personae("score", folder, mall, "--out", "scored.csv")
    assert scored.code == 0
    assert "Wholesale VIPs" in " ".join(scored.out.split())
    with Path("scored.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert Counter(row["segment"] for row in rows)["1"] == 81
    assert sum(row["name"] == "Wholesale VIPs" for row in rows) == 39


def test_a_process_of_its_own_leaves_stdout_to_the_summary(mall: Path) -> None:
    arguments = ["run", str(mall), "--k", "3", "--json", "--out", "run"]
    answer = subprocess.run(
        [sys.executable, "-m", "personae", *arguments], capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert json.loads(answer.stdout)["k"] == 3
    assert Path("run/manifest.json").is_file()
