"""The system calls that writing is made of, one function each.

All of them pass through `system_call`, so that a test can let any single one fail. Names are looked
up in an open folder and links are never followed: what is written cannot be led elsewhere by
somebody who swaps a folder for a link meanwhile.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = [
    "Folder",
    "close",
    "exchange",
    "inner_folder",
    "kind_of",
    "lock",
    "make_folder",
    "move",
    "names_in",
    "open_folder",
    "open_lock_file",
    "remove",
    "replace",
    "still_named",
    "sync",
    "write_new",
]

_FOLDER = getattr(os, "O_DIRECTORY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_RENAME_NOREPLACE, _RENAME_EXCHANGE = 1, 2
# What file systems answer to what they do not know.
_UNKNOWN = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
_NO_LOCKS = _UNKNOWN | {errno.ENOLCK}


@dataclass(frozen=True)
class Folder:
    """An open folder; `handle` is None where the system does not open folders (Windows)."""

    path: Path
    handle: int | None


def system_call(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
    """Call the system; here a test puts what fails."""
    return function(*arguments, **keywords)


def open_folder(path: Path) -> Folder:
    """Open a folder that is there, through links if there are some on the way."""
    if sys.platform == "win32":
        return Folder(path, None)
    return Folder(path, system_call(os.open, path, os.O_RDONLY | _FOLDER))


def inner_folder(folder: Folder, name: str) -> Folder:
    """Open a folder within a folder, if it is one and no link."""
    if folder.handle is None:
        return Folder(folder.path / name, None)
    flags = os.O_RDONLY | _FOLDER | _NO_LINK
    return Folder(folder.path / name, system_call(os.open, name, flags, dir_fd=folder.handle))


def close(folder: Folder) -> None:
    """Close a folder, and give back a lock on it."""
    if folder.handle is not None:
        os.close(folder.handle)


def make_folder(folder: Folder, name: str, *, mode: int) -> Folder:
    """Make and open a folder within a folder."""
    system_call(os.mkdir, *_at(folder, name), mode=mode, **_by(folder))
    return inner_folder(folder, name)


def write_new(folder: Folder, name: str, content: bytes) -> None:
    """Write a file that was not there, until the disk says that it has all of it."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK | _BINARY
    handle = system_call(os.open, *_at(folder, name), flags, 0o666, **_by(folder))
    try:
        rest = memoryview(content)
        while rest:  # a call may take a part only
            rest = rest[system_call(os.write, handle, rest) :]
        # Never asked again after a failure: the system may have thrown the bytes away by then.
        system_call(os.fsync, handle)
    finally:
        os.close(handle)


def sync(folder: Folder) -> None:
    """Wait until the disk has the names in a folder."""
    if folder.handle is None:
        return
    try:
        system_call(os.fsync, folder.handle)
    except OSError as error:
        if error.errno not in _UNKNOWN:  # some file systems cannot, and need not, sync a folder
            raise


def move(source: Folder, target: Folder, name: str, *, new_name: str | None = None) -> None:
    """Move a name from one folder to another where it is free."""
    new_name = new_name or name
    if not _rename(source, target, (name, new_name), flags=_RENAME_NOREPLACE):
        old, new = _at(source, name)[0], _at(target, new_name)[0]
        system_call(os.rename, old, new, **_by_both(source, target))


def exchange(one: Folder, other: Folder, name: str) -> bool:
    """Swap what has the same name in two folders, in one step; False where the system cannot."""
    return _rename(one, other, (name, name), flags=_RENAME_EXCHANGE)


def replace(source: Folder, target: Folder, name: str) -> None:
    """Move a file over another one of that name."""
    system_call(os.replace, _at(source, name)[0], _at(target, name)[0], **_by_both(source, target))


def remove(folder: Folder, name: str) -> None:
    """Remove a file, or a folder with all that is in it."""
    if kind_of(folder, name) == "folder":
        system_call(shutil.rmtree, *_at(folder, name), **_by(folder))
    else:
        system_call(os.unlink, *_at(folder, name), **_by(folder))


def names_in(folder: Folder) -> list[str]:
    """Return what is in a folder, sorted."""
    place = folder.path if folder.handle is None else folder.handle
    return sorted(system_call(os.listdir, place))


def kind_of(folder: Folder, name: str) -> str | None:
    """Return "file", "folder" or "other" (a link, for one); None where there is nothing."""
    try:
        found = os.stat(*_at(folder, name), follow_symlinks=False, **_by(folder))
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        return "folder"
    return "file" if stat.S_ISREG(found.st_mode) else "other"


def still_named(folder: Folder, name: str, handle: int | None) -> bool:
    """Tell whether a name stands for what a handle has open; it may have been removed meanwhile."""
    if handle is None:
        return kind_of(folder, name) is not None
    try:
        named = os.stat(*_at(folder, name), follow_symlinks=False, **_by(folder))
    except FileNotFoundError:
        return False
    return os.path.samestat(named, os.fstat(handle))


def open_lock_file(folder: Folder, name: str) -> int:
    """Open an empty file to lock, made if it is not there; anybody who may read it may lock it."""
    flags = os.O_RDONLY | os.O_CREAT | _NO_LINK
    handle: int = system_call(os.open, *_at(folder, name), flags, 0o644, **_by(folder))
    return handle


def lock(handle: int | None, *, unknown: bool) -> bool:
    """Lock what is open, until it is closed or the process ends; False if somebody else has it.

    Where the system or the file system has no locks (Windows, some network shares) the answer is
    `unknown`: a writer goes on, since the renames alone keep results whole, and a sweep does not.
    """
    if handle is None or sys.platform == "win32":
        return unknown
    import fcntl

    try:
        system_call(fcntl.flock, handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        return unknown
    return True


def _at(folder: Folder, name: str) -> tuple[Any]:
    return (folder.path / name,) if folder.handle is None else (name,)


def _by(folder: Folder) -> dict[str, int]:
    return {} if folder.handle is None else {"dir_fd": folder.handle}


def _by_both(source: Folder, target: Folder) -> dict[str, int]:
    if source.handle is None or target.handle is None:
        return {}
    return {"src_dir_fd": source.handle, "dst_dir_fd": target.handle}


def _rename(source: Folder, target: Folder, names: tuple[str, str], *, flags: int) -> bool:
    """Rename in a way that only Linux knows; False where the system cannot."""
    function = _renameat2()
    if function is None or source.handle is None or target.handle is None:
        return False
    try:
        system_call(function, source.handle, target.handle, names, flags)
    except OSError as error:
        if error.errno in _UNKNOWN:
            return False
        raise
    return True


@cache
def _renameat2() -> Callable[[int, int, tuple[str, str], int], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if function is None:
        return None

    def renameat2(source: int, target: int, names: tuple[str, str], flags: int) -> None:
        old, new = map(os.fsencode, names)
        if function(source, old, target, new, flags) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), names[1])

    return renameat2
