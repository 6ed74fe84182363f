"""What a run left behind is told, each part on its own stream."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from personae.data.schema import Finding

Personae = Callable[..., Any]


def test_people_get_the_segments_and_the_places_of_the_files(
    personae: Personae, asked: list[dict[str, Any]]
) -> None:
    answer = personae("run", "x.csv")
    assert answer.err == ""
    assert answer.out.splitlines()[0] == "3 customers in 2 segments. You asked for 2."
    assert "Big spenders" in answer.out
    assert answer.out.splitlines()[-3:] == [
        "Report:       out/report.html",
        "List:         out/segments.csv",
        "Model:        out/model.json",
    ]


def test_warnings_go_to_stderr_with_their_fix(
    personae: Personae, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = (
        Finding("a/b", "warning", "Half of the rows have no id.", fix="--id"),
        Finding("c/d", "note", "Two columns are equal."),
    )
    folder = SimpleNamespace(path=Path("o"), summary={"k": 1}, findings=findings, files=())
    monkeypatch.setattr("personae.workflow.run.run", lambda *_, **__: folder)
    answer = personae("run", "x.csv", "--json")
    assert answer.err == "Note: Half of the rows have no id. (--id)\n"
    assert json.loads(answer.out) == {"k": 1}
