"""Whenever a process is killed that replaces a result, the old or the new one is there, whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from personae.workflow.run import RunFolder

SCRIPT = Path(__file__).with_name("kill_loop.py")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")


def killed(run: Path, folder: Path, *options: str) -> dict[str, int]:
    """Run the loop in a process of its own, so that what forks has no threads."""
    answer = subprocess.run(
        [sys.executable, SCRIPT, run, "--within", folder, *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    found: dict[str, int] = json.loads(answer.stdout)
    return found


def test_thirty_kills_lose_nothing(finished: RunFolder, tmp_path: Path) -> None:
    found = killed(finished.path, tmp_path, "--kills", "30", "--seed", "1")
    assert found["kills"] == 30
    assert found["killed while it wrote"] > 3, "the moments missed the writing"


def test_a_kill_before_or_after_any_call_to_the_system_loses_nothing(
    finished: RunFolder, tmp_path: Path
) -> None:
    found = killed(finished.path, tmp_path, "--every-call")
    assert found["old"] > 40  # every file is opened, written and synced
    assert found["new"] > 5  # after the swap: the disk is awaited, the old one removed


@pytest.mark.full
def test_two_thousand_kills_lose_nothing(finished: RunFolder, tmp_path: Path) -> None:
    found = killed(finished.path, tmp_path, "--kills", "2000", "--seed", "2")
    assert found["killed while it wrote"] > 200
    assert found["new one there though not said to be done"] > 0
