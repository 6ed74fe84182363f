"""The command line inside this process, and a workflow that only notes what it was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from personae.cli.main import execute

SUMMARY = {
    "rows_in": 3,
    "rows_rejected": 0,
    "customers": 3,
    "k": 2,
    "k_reason": "You asked for 2.",
    "money_word": None,
    "segments": [
        {
            "segment": 1,
            "name": "Big spenders",
            "size": 2,
            "share": 2 / 3,
            "trust": None,
            "rule": None,
        },
        {
            "segment": 2,
            "name": "Small spenders",
            "size": 1,
            "share": 1 / 3,
            "trust": "act",
            "rule": None,
        },
    ],
}


@dataclass(frozen=True)
class Answer:
    """What somebody at the terminal gets."""

    code: int
    out: str
    err: str


@pytest.fixture
def personae(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Run a command in this process: ``personae("run", path, "--k", "3")``."""

    def call(*arguments: str | Path) -> Answer:
        code = execute([str(argument) for argument in arguments])
        return Answer(code, *capsys.readouterr())

    return call


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Put a stand-in for `workflow.run`; the list holds the keywords of each call."""
    calls: list[dict[str, Any]] = []

    def run(where: Path, **keywords: Any) -> SimpleNamespace:
        calls.append({"where": where, **keywords})
        files = ("report.html", "segments.csv", "model.json")
        return SimpleNamespace(path=Path("out"), summary=SUMMARY, findings=(), files=files)

    monkeypatch.setattr("personae.workflow.run.run", run)
    return calls
