"""One writer per place, from the first reading to the last byte."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from personae.disk import calls
from personae.disk.writer import sole_writer
from personae.errors import BusyError


def test_the_second_writer_is_told_at_once_and_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "run"
    with sole_writer(target):
        with pytest.raises(BusyError) as caught, sole_writer(target):
            pass
        assert str(caught.value) == (
            f"Another command of Personae is writing to {target} at this moment.\n"
            "Fix: Wait until it has finished, or pass --out with another place."
        )
    with sole_writer(target):
        pass
    assert list(tmp_path.iterdir()) == []


def test_two_places_in_one_folder_are_written_side_by_side(tmp_path: Path) -> None:
    with sole_writer(tmp_path / "one"), sole_writer(tmp_path / "other"):
        assert len(list(tmp_path.iterdir())) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_place_is_the_same_by_whatever_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    with (
        sole_writer(Path("run")),
        pytest.raises(BusyError),
        sole_writer(tmp_path / "link" / "run"),
    ):
        pass


def test_folders_on_the_way_are_made_and_go_again_if_nothing_came(tmp_path: Path) -> None:
    with sole_writer(tmp_path / "a" / "b" / "run"):
        assert (tmp_path / "a" / "b").is_dir()
    assert list(tmp_path.iterdir()) == []
    with sole_writer(tmp_path / "a" / "b" / "run"):
        (tmp_path / "a" / "b" / "run").mkdir()
    assert (tmp_path / "a" / "b" / "run").is_dir()


def test_a_lock_that_a_killed_process_left_keeps_nobody_out(tmp_path: Path) -> None:
    with sole_writer(tmp_path / "run"):
        (lock,) = tmp_path.iterdir()
    lock.write_bytes(b"")
    with sole_writer(tmp_path / "run"):
        assert [path.name for path in tmp_path.iterdir()] == [lock.name]
    assert list(tmp_path.iterdir()) == []


def test_a_lock_on_a_file_that_was_removed_meanwhile_is_taken_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one before us may remove the file between our opening and our locking."""
    opened: list[int] = []
    open_file = calls.open_lock_file

    def open_and_lose(folder: calls.Folder, name: str) -> int:
        handle = open_file(folder, name)
        opened.append(handle)
        if len(opened) == 1:
            (tmp_path / name).unlink()
        return handle

    monkeypatch.setattr(calls, "open_lock_file", open_and_lose)
    with sole_writer(tmp_path / "run"):
        assert len(opened) == 2
        assert os.fstat(opened[1]).st_nlink == 1
