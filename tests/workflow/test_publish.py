"""A run folder appears whole or not at all, and an earlier result survives every failure."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from personae.errors import BusyError, OutputError
from personae.workflow import publish as module
from personae.workflow.publish import check_target, publish, write_file


def names_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def names_of(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_holds_what_was_given_and_a_manifest_that_matches(tmp_path: Path) -> None:
    target = tmp_path / "run"
    publish({"a.txt": b"one", "plots/b.png": b"two"}, target, facts={"personae": "9"})
    assert names_in(target) == {"a.txt", "plots/b.png", "manifest.json"}
    manifest = json.loads((target / "manifest.json").read_text())
    assert manifest["personae"] == "9"
    for item in manifest["files"]:
        content = (target / item["name"]).read_bytes()
        assert item["bytes"] == len(content)
        assert item["sha256"] == hashlib.sha256(content).hexdigest()


def test_a_folder_of_ours_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "run"
    publish({"old.txt": b"old"}, target, facts={})
    publish({"new.txt": b"new"}, target, facts={})
    assert names_in(target) == {"new.txt", "manifest.json"}
    assert names_of(tmp_path) == ["run"]


def test_without_an_atomic_exchange_the_folder_is_replaced_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_exchange", lambda one, other: False)
    target = tmp_path / "run"
    publish({"old.txt": b"old"}, target, facts={})
    publish({"new.txt": b"new"}, target, facts={})
    assert names_in(target) == {"new.txt", "manifest.json"}
    assert names_of(tmp_path) == ["run"]


def test_a_folder_with_other_peoples_files_is_never_touched(tmp_path: Path) -> None:
    target = tmp_path / "photos"
    target.mkdir()
    (target / "cat.jpg").write_bytes(b"cat")
    with pytest.raises(OutputError) as caught:
        publish({"a": b""}, target, facts={})
    assert str(caught.value) == (
        f"The folder {target} holds files that Personae did not write.\n"
        "Fix: Pass --out with a new or empty folder; nothing was changed."
    )
    assert names_in(target) == {"cat.jpg"}


def test_a_foreign_manifest_does_not_make_a_folder_ours(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('["personae.run/1"]')
    with pytest.raises(OutputError):
        check_target(tmp_path)


def test_a_folder_is_only_replaced_by_one_of_its_own_kind(tmp_path: Path) -> None:
    target = tmp_path / "spring"
    publish({"old": b""}, target, facts={}, kind="personae.campaign/1")
    with pytest.raises(OutputError) as caught:
        publish({"a": b""}, target, facts={})
    assert str(caught.value) == (
        f"The folder {target} holds what another command of Personae wrote.\n"
        "Fix: Pass --out with a new or empty folder; nothing was changed."
    )
    publish({"new": b""}, target, facts={}, kind="personae.campaign/2")
    assert names_in(target) == {"new", "manifest.json"}


def test_a_file_or_link_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("file", "link"):
        with pytest.raises(OutputError, match="is not a folder"):
            check_target(tmp_path / name)


def test_a_path_through_a_file_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError) as caught:
        check_target(tmp_path / "file" / "run")
    assert caught.value.exit_code == 5
    assert caught.value.codes == ("output/not-writable",)


@pytest.mark.parametrize("failing", ["a.txt", "b.txt", "manifest.json"])
def test_any_write_that_fails_leaves_the_earlier_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    target = tmp_path / "run"
    publish({"a.txt": b"old"}, target, facts={})
    before = {name: (target / name).read_bytes() for name in names_in(target)}
    write = module._write

    def broken(stage: Path, name: str, content: object) -> object:
        if name == failing:
            raise OSError(28, "No space left on device")
        return write(stage, name, content)

    monkeypatch.setattr(module, "_write", broken)
    with pytest.raises(OutputError) as caught:
        publish({"a.txt": b"new", "b.txt": b"new"}, target, facts={})
    assert str(caught.value) == (
        f"The result cannot be written to {target} (No space left on device).\n"
        "Fix: Free some space or pass --out with another folder; an earlier result is as it was."
    )
    assert {name: (target / name).read_bytes() for name in names_in(target)} == before
    assert names_of(tmp_path) == ["run"]


def test_a_swap_that_fails_leaves_the_earlier_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "run"
    publish({"a.txt": b"old"}, target, facts={})
    monkeypatch.setattr(module, "_exchange", lambda one, other: False)
    rename = Path.rename

    def broken(path: Path, goal: Path) -> Path:
        if Path(goal) == target and (path / "a.txt").read_bytes() == b"new":
            raise OSError(5, "Input/output error")
        return rename(path, goal)

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(OutputError):
        publish({"a.txt": b"new"}, target, facts={})
    assert (target / "a.txt").read_bytes() == b"old"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="folders can be locked on POSIX systems only")
def test_a_second_writer_beside_is_told_to_wait(tmp_path: Path) -> None:
    with module._lock(tmp_path), pytest.raises(BusyError) as caught:
        publish({"a": b""}, tmp_path / "run", facts={})
    assert caught.value.exit_code == 6
    assert names_of(tmp_path) == []


def test_a_single_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    write_file(path, b"old")
    write_file(path, b"new")
    assert path.read_bytes() == b"new"

    def broken(place: Path) -> None:
        place.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError):
        write_file(path, broken)
    assert path.read_bytes() == b"new"
    assert names_of(tmp_path) == ["list.csv"]
