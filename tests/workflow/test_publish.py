"""A run folder appears whole or not at all, and an earlier result survives every failure."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from personae.disk import calls
from personae.errors import BusyError, OutputError
from personae.workflow.publish import check_target, hold, publish


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


def test_a_folder_in_which_others_keep_files_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "run"
    publish({"a": b"old"}, target, facts={})
    (target / ".DS_Store").write_bytes(b"")  # file managers leave it wherever somebody looks
    publish({"a": b"new"}, target, facts={})
    (target / "notes.txt").write_bytes(b"call the wholesaler")
    with pytest.raises(OutputError) as caught:
        publish({"a": b"newer"}, target, facts={})
    assert str(caught.value) == (
        f"The folder {target} holds a file that Personae did not write there (notes.txt), which a "
        "new result would take away.\n"
        "Fix: Move what you want to keep to another place, or pass --out with another folder; "
        "nothing was changed."
    )
    assert names_in(target) == {"a", "manifest.json", "notes.txt"}
    for name in ("b", "c", "d"):
        (target / name).write_bytes(b"")
    with pytest.raises(OutputError, match=r"4 files that Personae .* \(b, c, d, \.\.\.\)"):
        check_target(target)


def test_a_result_that_was_damaged_can_be_made_again(tmp_path: Path) -> None:
    target = tmp_path / "run"
    publish({"a": b"old", "b": b"old"}, target, facts={})
    (target / "a").unlink()
    (target / "b").write_bytes(b"edited")
    publish({"a": b"new"}, target, facts={})
    assert names_in(target) == {"a", "manifest.json"}


def test_where_the_list_of_files_was_damaged_nothing_is_taken_away(tmp_path: Path) -> None:
    target = tmp_path / "run"
    publish({"a": b"old"}, target, facts={})
    content = (target / "manifest.json").read_bytes()
    (target / "manifest.json").write_bytes(content.replace(b'"a"', b'"b"'))
    with pytest.raises(OutputError) as caught:
        publish({"a": b"new"}, target, facts={})
    assert str(caught.value) == (
        f"manifest.json of {target} was changed, so nobody can tell whether all that is in this "
        "folder was written by Personae.\n"
        "Fix: Look what is in it, and remove it or pass --out with another folder; nothing was "
        "changed."
    )
    assert (target / "a").read_bytes() == b"old"


def test_an_error_of_the_system_is_told_and_the_earlier_result_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "run"
    publish({"a.txt": b"old"}, target, facts={})

    def full(function: Any, *arguments: Any, **keywords: Any) -> Any:
        if function is os.write:
            raise OSError(errno.ENOSPC, "No space left on device")
        return function(*arguments, **keywords)

    monkeypatch.setattr(calls, "system_call", full)
    with pytest.raises(OutputError) as caught:
        publish({"a.txt": b"new", "b.txt": b"new"}, target, facts={})
    assert str(caught.value) == (
        f"The result cannot be written to {target} (No space left on device).\n"
        "Fix: Free some space or pass --out with another folder; an earlier result is as it was."
    )
    assert (target / "a.txt").read_bytes() == b"old"
    assert names_in(target) == {"a.txt", "manifest.json"}
    assert names_of(tmp_path) == ["run"]


def test_a_claim_keeps_others_out_from_the_beginning_of_the_work(tmp_path: Path) -> None:
    target = tmp_path / "run"
    with hold(target) as claim:
        with pytest.raises(BusyError) as caught:
            publish({"a": b"theirs"}, target, facts={})
        assert caught.value.exit_code == 6
        publish({"a": b"beside"}, tmp_path / "other", facts={})
        claim.publish({"a": b"ours"}, facts={})
    assert (target / "a").read_bytes() == b"ours"
    assert names_of(tmp_path) == ["other", "run"]


def test_what_came_to_the_place_after_the_claim_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "run"
    with hold(target) as claim:
        target.mkdir()
        (target / "cat.jpg").write_bytes(b"cat")
        with pytest.raises(OutputError, match="files that Personae did not write"):
            claim.publish({"a": b"ours"}, facts={})
    assert names_in(target) == {"cat.jpg"}


def test_a_claim_that_is_not_used_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError), hold(tmp_path / "new" / "run"):
        raise KeyError
    assert names_of(tmp_path) == []
