"""What a process works in stays while it lives, and goes when it does not."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from personae.disk import calls
from personae.disk.held import BEFORE, STAGE, hold_folder, sweep

DEAD = f"{STAGE}0123456789abcdef"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_held_folder_is_private_and_survives_a_sweep(tmp_path: Path) -> None:
    held = hold_folder(tmp_path, prefix=STAGE)
    assert held.path.stat().st_mode & 0o777 == 0o700
    assert sweep(tmp_path) == 0
    assert names(tmp_path) == [held.path.name]
    held.leave()
    assert names(tmp_path) == []


def test_the_folder_of_another_live_process_survives_a_sweep(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from personae.disk.held import STAGE, hold_folder\n"
        "print(hold_folder(pathlib.Path(sys.argv[1]), prefix=STAGE).path.name, flush=True)\n"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        name = child.stdout.readline().strip()
        assert sweep(tmp_path) == 0
        assert names(tmp_path) == [name]
        child.kill()
        child.wait()
        assert sweep(tmp_path) == 1
    assert names(tmp_path) == []


def test_a_sweep_takes_what_is_left_behind_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / DEAD / "run" / "plots").mkdir(parents=True)
    (tmp_path / DEAD / "run" / "plots" / "a.png").write_bytes(b"half")
    (tmp_path / f"{STAGE}lock-0123456789abcdef").write_bytes(b"")
    strangers = [f"{STAGE}mine", f"{STAGE}0123456789ABCDEF", "0123456789abcdef", f"{DEAD}0"]
    for name in strangers:
        (tmp_path / name).mkdir()
    link = tmp_path / f"{STAGE}fedcba9876543210"
    link.symlink_to(tmp_path / strangers[0])
    assert sweep(tmp_path) == 2
    assert names(tmp_path) == sorted([*strangers, link.name])


def test_a_sweep_puts_back_a_result_that_lost_its_place(tmp_path: Path) -> None:
    (tmp_path / DEAD / f"{BEFORE}run").mkdir(parents=True)
    (tmp_path / DEAD / f"{BEFORE}run" / "old").write_bytes(b"old")
    assert sweep(tmp_path) == 1
    assert (tmp_path / "run" / "old").read_bytes() == b"old"
    assert names(tmp_path) == ["run"]


def test_a_sweep_never_puts_an_old_result_over_a_new_one(tmp_path: Path) -> None:
    (tmp_path / DEAD / f"{BEFORE}run").mkdir(parents=True)
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "new").write_bytes(b"new")
    assert sweep(tmp_path) == 1
    assert names(tmp_path / "run") == ["new"]


def test_where_there_are_no_locks_nothing_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder there may belong to somebody who is alive; work goes on without locks."""

    def no_locks(function: Any, *arguments: Any, **keywords: Any) -> Any:
        if function.__name__ == "flock":
            raise OSError(errno.ENOLCK, "No locks available")
        return function(*arguments, **keywords)

    monkeypatch.setattr(calls, "system_call", no_locks)
    held = hold_folder(tmp_path, prefix=STAGE)
    assert sweep(tmp_path) == 0
    assert names(tmp_path) == [held.path.name]
    held.leave()


def test_a_folder_that_was_swept_before_it_was_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = calls.make_folder

    def made_and_swept(folder: calls.Folder, name: str, *, mode: int) -> calls.Folder:
        one = make(folder, name, mode=mode)
        made.append(name)
        if len(made) == 1:
            assert sweep(tmp_path) == 1
        return one

    monkeypatch.setattr(calls, "make_folder", made_and_swept)
    held = hold_folder(tmp_path, prefix=STAGE)
    assert len(made) == 2
    assert names(tmp_path) == [made[1]]
    held.leave()


def test_a_folder_that_was_swept_before_it_was_opened_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    open_inner = calls.inner_folder

    def swept_and_opened(folder: calls.Folder, name: str) -> calls.Folder:
        opened.append(name)
        if len(opened) == 1:
            assert sweep(tmp_path) == 1
        return open_inner(folder, name)

    monkeypatch.setattr(calls, "inner_folder", swept_and_opened)
    held = hold_folder(tmp_path, prefix=STAGE)
    assert names(tmp_path) == [held.path.name] == [opened[-1]]
    held.leave()


def test_in_a_folder_that_is_gone_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        hold_folder(tmp_path / "gone", prefix=STAGE)


def test_a_folder_that_cannot_be_read_is_not_swept(tmp_path: Path) -> None:
    assert sweep(tmp_path / "none") == 0


def test_what_another_user_left_behind_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / DEAD).mkdir()

    def not_mine(function: Any, *arguments: Any, **keywords: Any) -> Any:
        if function is os.open and DEAD in arguments:
            raise PermissionError(errno.EACCES, "Permission denied")
        return function(*arguments, **keywords)

    monkeypatch.setattr(calls, "system_call", not_mine)
    assert sweep(tmp_path) == 0
    assert names(tmp_path) == [DEAD]
