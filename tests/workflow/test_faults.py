"""Every call to the system fails once, of the writing commands: exit 5, and nothing is lost."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from personae.disk import calls
from personae.disk.files import write_files
from personae.errors import OutputError
from personae.workflow.publish import publish
from personae.workflow.rename import rename
from personae.workflow.run import RunFolder
from personae.workflow.run_folder import folder_files
from personae.workflow.score import score
from personae.workflow.verify import verify

SCRIPT = Path(__file__).with_name("failing_disk.py")
# A failure of these leaves the new result in its place; what they clear away is swept later.
CLEARING = {"rmtree", "unlink", "rmdir"}


def failing(number: int, code: int, failed: list[str]) -> Callable[..., Any]:
    """Return a system whose n-th call fails, and which notes what that was."""
    count = iter(range(1, 10_000))

    def call(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
        if next(count) == number:
            failed.append(function.__name__)
            raise OSError(code, os.strerror(code))
        return function(*arguments, **keywords)

    return call


def fail_one_call_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    act: Callable[[], object],
    *,
    is_old: Callable[[], bool],
) -> set[str]:
    """Let the n-th call fail, for n from 1 until the act succeeds untouched; return which failed.

    `is_old` says whether what the act replaces is as it was before; the act is repeated as long as
    it is.
    """
    met: set[str] = set()
    for number in range(1, 500):
        failed: list[str] = []
        monkeypatch.setattr(calls, "system_call", failing(number, code, failed))
        try:
            act()
            told = False
        except OutputError:  # whose exit code is 5
            told = True
        finally:
            monkeypatch.undo()
        met.update(failed)
        assert is_old() == told
        if not failed:
            return met
        assert told or set(failed) <= CLEARING | {"flock", "listdir", "open"}, (
            f"{failed} was not told"
        )
    pytest.fail("the calls never came to an end")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=["ENOSPC", "EIO"])
def test_a_run_folder_is_replaced_or_as_it_was(
    finished: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    target = tmp_path / "run"
    names = ("model.json", "segments.csv", "summary.json", "quality.json")
    old = {name: text for name, text in folder_files(finished.path).items() if name in names}
    new = {**old, "segments.csv": b"new", "plots/more.png": b"new"}

    def back_to_old() -> None:
        publish(old, target, facts={})

    def is_old() -> bool:
        verify(target)
        before = folder_files(target) == old
        back_to_old()  # the next command; it sweeps what the failed one left
        assert [path.name for path in tmp_path.iterdir()] == ["run"]
        return before

    back_to_old()
    met = fail_one_call_after_the_other(
        monkeypatch, code, lambda: publish(new, target, facts={}), is_old=is_old
    )
    assert met >= {"open", "mkdir", "flock", "write", "fsync", "renameat2", "rmtree", "unlink"}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=["ENOSPC", "EIO"])
def test_a_first_run_folder_is_there_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    target = tmp_path / "new" / "run"

    def is_old() -> bool:
        missing = not target.exists()
        if not missing:
            verify(target)
        publish({"x": b""}, target.with_name("other"), facts={})  # sweeps
        assert {path.name for path in target.parent.iterdir()} <= {"run", "other"}
        shutil.rmtree(target.parent)
        return missing

    fail_one_call_after_the_other(
        monkeypatch, code, lambda: publish({"a/b": b"1"}, target, facts={}), is_old=is_old
    )


def test_a_list_and_its_rejected_rows_are_replaced_together(
    finished: RunFolder, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "more.csv"
    source.write_text(shop.read_text() + ",1,2,south\n")
    folder = tmp_path / "lists"
    folder.mkdir()
    names = ("list.csv", "list.rejected_rows.csv")
    for name in names:
        (folder / name).write_bytes(b"old")

    def is_old() -> bool:
        olds = {(folder / name).read_bytes() == b"old" for name in names}
        assert len(olds) == 1, "one of the two is new"
        for name in names:
            (folder / name).write_bytes(b"old")
        return olds.pop()

    lists = score(finished.path, source).table  # scored once; only the writing is of interest
    assert lists.num_rows > 0
    fail_one_call_after_the_other(
        monkeypatch,
        errno.EIO,
        lambda: write_files(folder, dict.fromkeys(names, b"new")),
        is_old=is_old,
    )
    outcome = score(finished.path, source, out=folder / "list.csv")
    assert outcome.rejected_path == folder / "list.rejected_rows.csv"
    assert sorted(path.name for path in folder.iterdir()) == list(names)


def test_a_name_is_given_or_the_run_is_as_it_was(
    finished: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(finished.path, tmp_path / "run"))

    def full(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
        if function is os.write:
            raise OSError(errno.ENOSPC, "No space left on device")
        return function(*arguments, **keywords)

    monkeypatch.setattr(calls, "system_call", full)
    with pytest.raises(OutputError):
        rename(folder, 1, "Wholesale VIPs")
    assert folder_files(folder) == folder_files(finished.path)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
@pytest.mark.parametrize("rhythm", ["5+11", "3+17"])
def test_errors_of_the_kernel_lose_nothing(tmp_path: Path, error: str, rhythm: str) -> None:
    """The kernel itself gives the errors, so that no call goes past the layer that tests use."""
    kinds = "fsync,write,mkdirat,renameat2,unlinkat"
    inject = ["-e", f"trace={kinds}", "-e", f"inject={kinds}:error={error}:when={rhythm}"]
    child = [sys.executable, "-B", SCRIPT, tmp_path]
    answer = subprocess.run(
        ["strace", "-qq", "-o", "/dev/null", *inject, *child],
        capture_output=True,
        text=True,
        check=False,
    )
    if "PTRACE" in answer.stderr or "ptrace" in answer.stderr:
        pytest.skip("processes may not be traced here")
    assert answer.returncode == 0, answer.stderr
    met = json.loads(answer.stdout)
    assert min(met["told"], met["written"]) > 10, met
