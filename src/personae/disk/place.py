"""Contents in, files and folders that appear in their place whole or not at all out.

The protocol: write everything into a stage beside the target, wait for the disk after each file and
folder, swap the stage's content with what stood there by one rename each, and wait for the disk
again. Whatever fails until then is undone. Only afterwards is the earlier result removed.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from personae.disk import calls
from personae.disk.held import BEFORE, STAGE, hold_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from personae.disk.calls import Folder

__all__ = ["place", "placed"]

placed: list[Path] = []
"""All that this process has put in its place, so that nobody says that nothing was written."""

_AWAITED = (signal.SIGINT, signal.SIGTERM)


def place(parent: Path, contents: Mapping[str, bytes | Mapping[str, bytes]]) -> None:
    """Put files and folders in their place, all of them or none.

    Parameters
    ----------
    parent : Path
        The folder that they shall stand in; it is there.
    contents : dict of str to bytes or dict
        A file by its name and content, or a folder by its name and what is in it: the content of
        every file by its path within the folder, written in this order.

    Raises
    ------
    OSError
        If anything cannot be written; what stood there is untouched.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     place(pathlib.Path(folder), {"list.csv": b"id", "run": {"plots/a.png": b"", "b": b""}})
    ...     sorted(path.name for path in pathlib.Path(folder).rglob("*"))
    ['a.png', 'b', 'list.csv', 'plots', 'run']
    """
    stage = hold_folder(parent, prefix=STAGE)
    try:
        for name, content in contents.items():
            if isinstance(content, Mapping):
                _write_folder(stage.folder, name, content)
            else:
                calls.write_new(stage.folder, name, content)
        calls.sync(stage.folder)
        with _uninterrupted():
            _swap_in(stage.folder, stage.parent, list(contents))
            placed.extend(parent / name for name in contents)
    finally:
        stage.leave()


def _write_folder(stage: Folder, name: str, files: Mapping[str, bytes]) -> None:
    folder = calls.make_folder(stage, name, mode=0o777)
    inner: dict[str, Folder] = {"": folder}
    try:
        for path, content in files.items():
            within, _, file = path.rpartition("/")
            if within not in inner:
                inner[within] = calls.make_folder(folder, within, mode=0o777)
            calls.write_new(inner[within], file, content)
        for one in reversed(inner.values()):
            calls.sync(one)
    finally:
        for one in inner.values():
            calls.close(one)


def _swap_in(stage: Folder, parent: Folder, names: list[str]) -> None:
    """Swap all names between stage and parent, or none."""
    undo: list[Callable[[], Any]] = []
    try:
        for name in names:
            undo.append(_swap(stage, parent, name))  # noqa: PERF401 (each is done at once)
        calls.sync(parent)
    except BaseException:
        for step in reversed(undo):
            with contextlib.suppress(OSError):
                step()
        raise


def _swap(stage: Folder, parent: Folder, name: str) -> Callable[[], Any]:
    """Put a name of the stage in its place; return what undoes it."""
    kind = calls.kind_of(parent, name)
    if kind is None:
        calls.move(stage, parent, name)
        return lambda: calls.move(parent, stage, name)
    if calls.exchange(stage, parent, name):
        return lambda: calls.exchange(stage, parent, name)
    # Here the system has no exchange. A file is replaced in one step, once and for all; a folder
    # cannot be, so the old one steps aside for a moment, from where a sweep would fetch it.
    if kind != "folder":
        calls.replace(stage, parent, name)
        return lambda: None
    aside = f"{BEFORE}{name}"
    calls.move(parent, stage, name, new_name=aside)
    try:
        calls.move(stage, parent, name)
    except BaseException:
        calls.move(stage, parent, aside, new_name=name)
        raise

    def undo() -> None:
        calls.move(parent, stage, name)
        calls.move(stage, parent, aside, new_name=name)

    return undo


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait until what is half done is done."""
    if threading.current_thread() is not threading.main_thread():
        yield  # other threads are not interrupted
        return
    caught: list[int] = []
    # what was set by no Python code (None), or is ignored, stays as it is
    before = {kind: signal.getsignal(kind) for kind in _AWAITED}
    before = {kind: now for kind, now in before.items() if now not in (None, signal.SIG_IGN)}
    for kind in before:
        signal.signal(kind, lambda number, _: caught.append(number))
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
        for number in caught[:1]:
            signal.raise_signal(number)
