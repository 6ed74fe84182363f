"""What somebody reads who asks whether a folder is as it was written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from personae.workflow.publish import publish


@pytest.fixture
def spring(tmp_path: Path) -> Path:
    folder = tmp_path / "spring"
    files = {"treatment.csv": b"id\n", "control.csv": b"id\n"}
    publish(files, folder, facts={"personae": "9"}, kind="personae.campaign/1")
    return folder


def test_what_was_checked_is_said(personae: Callable[..., Any], spring: Path) -> None:
    answer = personae("verify", spring)
    written = json.loads((spring / "manifest.json").read_text())["written"]
    moment = written.replace("T", " ").replace("+00:00", " UTC")
    assert (answer.code, answer.err) == (0, "")
    assert " ".join(answer.out.split()) == (
        f"{spring} is as it was written: the campaign of {moment} by Personae 9, 2 files (6 bytes)."
        " Checked: size and SHA-256 of every file that manifest.json lists, manifest.json itself."
    )


def test_files_of_others_are_named_beside_the_answer(
    personae: Callable[..., Any], spring: Path
) -> None:
    (spring / "notes.txt").write_text("")
    answer = personae("verify", spring, "--json")
    assert (answer.code, json.loads(answer.out)["extra"]) == (0, ["notes.txt"])
    assert answer.err == (
        "Note: 1 file is not from Personae, and no part of what was checked: notes.txt.\n"
    )


def test_every_file_that_changed_is_named(personae: Callable[..., Any], spring: Path) -> None:
    (spring / "control.csv").unlink()
    (spring / "treatment.csv").write_text("ID\n")
    answer = personae("verify", spring)
    assert (answer.code, answer.out) == (9, "")
    assert answer.err == (
        f"Error: 2 files of {spring} changed since the folder was written: control.csv (missing or "
        "not readable), treatment.csv (same size, other content).\n"
        "Fix: Fetch the folder from a backup, or remove it and make it again.\n"
    )


def test_quiet_says_nothing_where_all_is_well(personae: Callable[..., Any], spring: Path) -> None:
    answer = personae("verify", spring, "--quiet")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
