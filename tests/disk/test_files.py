"""Single files are replaced whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from personae.disk import calls
from personae.disk.files import write_file, write_files
from personae.disk.writer import sole_writer
from personae.errors import BusyError, OutputError


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    write_file(path, b"old")
    write_file(str(path), b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_of_the_system_is_told_and_the_earlier_files_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, {"a": b"old", "b": b"old"})

    def full(function: Any, *arguments: Any, **keywords: Any) -> Any:
        if function is os.fsync:
            raise OSError(errno.ENOSPC, "No space left on device")
        return function(*arguments, **keywords)

    monkeypatch.setattr(calls, "system_call", full)
    with pytest.raises(OutputError) as caught:
        write_files(tmp_path, {"a": b"new", "b": b"new"})
    assert str(caught.value) == (
        f"{tmp_path / 'a'} and {tmp_path / 'b'} cannot be written (No space left on device).\n"
        "Fix: Pass --out with another file."
    )
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "a": b"old",
        "b": b"old",
    }


def test_a_folder_is_never_swapped_for_a_file(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"cat")
    with pytest.raises(OutputError, match="Is a directory"):
        write_file(tmp_path / "photos", b"report")
    assert (tmp_path / "photos" / "cat.jpg").read_bytes() == b"cat"


def test_a_file_has_one_writer_at_a_time(tmp_path: Path) -> None:
    with sole_writer(tmp_path / "b"), pytest.raises(BusyError):
        write_files(tmp_path, {"a": b"", "b": b""})
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / "list.csv").symlink_to(tmp_path / "precious")
    write_file(tmp_path / "list.csv", b"new")
    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert (tmp_path / "list.csv").read_bytes() == b"new"
