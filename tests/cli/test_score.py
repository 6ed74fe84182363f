"""`personae score` hands on model, file, list and day, and says where the list is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest


def test_model_file_list_and_day_arrive(
    personae: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
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
