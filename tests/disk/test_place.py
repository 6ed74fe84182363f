"""What is put in its place is there whole or not at all, whichever call to the system fails."""

from __future__ import annotations

import errno
import os
import signal
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from personae.disk import calls
from personae.disk import place as module
from personae.disk.held import STAGE, sweep
from personae.disk.place import place

OLD: dict[str, Any] = {"list.csv": b"old", "run": {"a": b"old", "plots/b": b"old", "gone": b"old"}}
NEW: dict[str, Any] = {"list.csv": b"new", "run": {"a": b"new", "plots/b": b"new", "more": b"new"}}


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def flat(contents: dict[str, Any]) -> dict[str, bytes]:
    files = {}
    for name, content in contents.items():
        if isinstance(content, dict):
            files |= {f"{name}/{path}": text for path, text in content.items()}
        else:
            files[name] = content
    return files


class Failing:
    """Lets one call to the system fail, and counts them."""

    def __init__(self, number: int, code: int) -> None:
        self.number, self.code, self.count = number, code, 0
        self.failed = ""

    def __call__(self, function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
        self.count += 1
        if self.count == self.number:
            self.failed = function.__name__
            raise OSError(self.code, os.strerror(self.code))
        return function(*arguments, **keywords)


@pytest.fixture(params=["exchange", "no exchange"])
def with_or_without_exchange(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Linux, and as where the file system knows no exchange of names."""
    if request.param == "no exchange":
        monkeypatch.setattr(calls, "_renameat2", lambda: None)


@pytest.mark.usefixtures("with_or_without_exchange")
def test_new_things_take_the_place_of_old_ones_whole(tmp_path: Path) -> None:
    place(tmp_path, OLD)
    assert tree(tmp_path) == flat(OLD)
    place(tmp_path, NEW)
    assert tree(tmp_path) == flat(NEW)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.csv", "run"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("first", [True, False], ids=["first", "replacing"])
def test_whichever_call_fails_all_is_old_or_all_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, first: bool
) -> None:
    """The n-th call fails, for every n until none does: told, the old things are untouched."""
    failed = set()
    for number in range(1, 200):
        folder = tmp_path / str(number)
        folder.mkdir()
        if not first:
            place(folder, OLD)
        before = tree(folder)
        failing = Failing(number, code)
        monkeypatch.setattr(calls, "system_call", failing)
        try:
            place(folder, NEW)
            after = flat(NEW)
        except OSError:
            after = before
        finally:
            monkeypatch.undo()
        kept = {name: text for name, text in tree(folder).items() if not name.startswith(STAGE)}
        assert kept == after
        sweep(folder)
        assert tree(folder) == after
        if not failing.failed:
            break
        failed.add(failing.failed)
        if failing.failed != "rmtree":  # it only clears away the old things
            assert after == before
    assert not failing.failed, "the calls never came to an end"
    assert failed >= {"open", "mkdir", "flock", "write", "fsync", "renameat2", "rmtree"}


def test_without_an_exchange_a_failing_call_leaves_the_old_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = {"run": NEW["run"]}
    for number in range(1, 200):
        folder = tmp_path / str(number)
        folder.mkdir()
        place(folder, {"run": OLD["run"]})
        failing = Failing(number, errno.EIO)
        monkeypatch.setattr(calls, "_renameat2", lambda: None)
        monkeypatch.setattr(calls, "system_call", failing)
        try:
            place(folder, contents)
            after = flat(contents)
        except OSError:
            after = flat({"run": OLD["run"]})
        finally:
            monkeypatch.undo()
        sweep(folder)
        assert tree(folder) == after
        if not failing.failed:
            return
    pytest.fail("the calls never came to an end")


def test_a_short_write_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def short(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
        if function is os.write:
            handle, rest = arguments
            return os.write(handle, rest[:3])
        return function(*arguments, **keywords)

    monkeypatch.setattr(calls, "system_call", short)
    place(tmp_path, {"list.csv": b"0123456789"})
    assert (tmp_path / "list.csv").read_bytes() == b"0123456789"


def test_everything_is_on_the_disk_before_it_is_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []

    def watch(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
        name = function.__name__
        if name == "fsync":
            is_folder = stat.S_ISDIR(os.fstat(arguments[0]).st_mode)
            where = Path(f"/proc/self/fd/{arguments[0]}")
            kind = "parent" if is_folder and where.exists() and where.samefile(tmp_path) else ""
            name = kind or ("folder" if is_folder else "file")
        steps.append(name)
        return function(*arguments, **keywords)

    place(tmp_path, {"run": OLD["run"]})
    monkeypatch.setattr(calls, "system_call", watch)
    place(tmp_path, {"run": NEW["run"]})
    told = [step for step in steps if step in ("file", "folder", "parent", "renameat2", "rmtree")]
    assert told == [*["file"] * 3, *["folder"] * 3, "renameat2", "parent", "rmtree"]


def test_files_are_as_readable_as_the_user_lets_files_be(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        place(tmp_path, NEW)
    finally:
        os.umask(before)
    assert (tmp_path / "run").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "run" / "a").stat().st_mode & 0o777 == 0o640


def test_a_stop_waits_until_the_swap_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(tmp_path, OLD)
    swap, seen = module._swap, []

    def interrupted(*arguments: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        seen.append(arguments[-1])
        return swap(*arguments)

    monkeypatch.setattr(module, "_swap", interrupted)
    with pytest.raises(KeyboardInterrupt):
        place(tmp_path, NEW)
    assert seen == ["list.csv", "run"]
    assert tree(tmp_path) == flat(NEW)
    assert module.placed[-2:] == [tmp_path / "list.csv", tmp_path / "run"]


def test_a_stop_before_the_swap_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(tmp_path, OLD)
    done = len(module.placed)

    def stopped(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
        if function is os.fsync:
            raise KeyboardInterrupt
        return function(*arguments, **keywords)

    monkeypatch.setattr(calls, "system_call", stopped)
    with pytest.raises(KeyboardInterrupt):
        place(tmp_path, NEW)
    assert tree(tmp_path) == flat(OLD)
    assert len(module.placed) == done


def test_another_thread_may_write_too(tmp_path: Path) -> None:
    thread = threading.Thread(target=place, args=(tmp_path, NEW))
    thread.start()
    thread.join()
    assert tree(tmp_path) == flat(NEW)
