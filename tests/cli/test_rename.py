"""`personae rename` hands on the run, the segment's number and the name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

Personae = Callable[..., Any]


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    calls: list[Any] = []

    def rename(*given: Any) -> SimpleNamespace:
        calls.append(given)
        return SimpleNamespace(path=given[0], summary={"k": 1}, findings=(), files=())

    monkeypatch.setattr("personae.workflow.rename.rename", rename)
    return calls


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        (("R", "2", "VIPs"), (Path("R"), 2, "VIPs")),
        (("R", "--", "-1", "-x"), (Path("R"), -1, "-x")),
        (("R", "2", ""), (Path("R"), 2, "")),
    ],
)
def test_everything_that_was_typed_arrives(
    personae: Personae, renamed: list[Any], typed: tuple[str, ...], given: tuple[Any, ...]
) -> None:
    answer = personae("rename", "--json", *typed)
    assert (answer.code, answer.out, renamed) == (0, '{\n  "k": 1\n}\n', [given])


@pytest.mark.parametrize("number", ["three", "1.5", "", "nan", "inf", "9" * 5000])
def test_a_number_that_is_none_is_refused(
    personae: Personae, renamed: list[Any], number: str
) -> None:
    answer = personae("rename", "R", number, "VIPs")
    assert (answer.code, answer.out, renamed) == (2, "", [])
    assert answer.err == (
        "Error: Invalid value for 'SEGMENT': This needs a whole number.\n"
        "Fix: See personae rename --help\n"
    )
