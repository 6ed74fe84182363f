"""Files in, a run folder that appears whole or not at all.

The protocol: write everything to a stage beside the target, flush each file to the disk, write
the manifest last, then swap the stage in with one rename. A run that fails or is killed leaves
the earlier result as it was.
"""

from __future__ import annotations

import contextlib
import ctypes
import datetime as dt
import hashlib
import json
import os
import secrets
import shutil
import sys
from typing import TYPE_CHECKING, Any

from personae.errors import BusyError, OutputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

__all__ = ["FORMAT", "MANIFEST", "check_target", "publish", "write_file"]

MANIFEST = "manifest.json"
FORMAT = "personae.run/1"
"""What a run's manifest says it is; a folder is only ever replaced by one of its own kind."""
_STAGE = ".stage-"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def check_target(target: Path, *, kind: str = FORMAT) -> None:
    """Make sure that a result may be written there, before any work is done.

    Parameters
    ----------
    target : Path
        Where the folder shall stand.
    kind : str
        What its manifest says it is. A campaign must not take the place of the run that it was
        made from, nor a run that of a campaign whose arms somebody still has to compare.

    Raises
    ------
    OutputError
        If the place is a file, a link, a folder with other things in it, or cannot be written.
    """
    _refuse_impossible_name(target)
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise OutputError(
            Problem(
                "output/not-a-folder",
                f"{target} is not a folder.",
                "Pass --out with another folder.",
            )
        )
    if target.is_dir() and any(target.iterdir()) and (found := _kind(target)) != _stem(kind):
        ours = "what another command of Personae wrote"
        holds = "files that Personae did not write" if found is None else ours
        raise OutputError(
            Problem(
                "output/not-empty",
                f"The folder {target} holds {holds}.",
                "Pass --out with a new or empty folder; nothing was changed.",
            )
        )
    parent = target.absolute().parent
    nearest = next(folder for folder in (parent, *parent.parents) if folder.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise OutputError(
            Problem(
                "output/not-writable",
                f"The folder {nearest} cannot be written to.",
                "Pass --out with a folder that you may write to.",
            )
        )


def _refuse_impossible_name(target: Path) -> None:
    """Refuse what no file system takes as a name: too long, or with a NUL in it."""
    try:
        target.lstat()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return  # nothing is there yet; whether it may be written shows later
    except (OSError, ValueError) as error:
        raise OutputError(
            Problem(
                "output/name",
                f"The folder for the result cannot have that name ({type(error).__name__}).",
                "Pass --out with a shorter name of letters, digits and hyphens.",
            )
        ) from None


def publish(
    files: Mapping[str, bytes | Callable[[Path], None]],
    target: Path,
    *,
    facts: dict[str, Any],
    kind: str = FORMAT,
) -> None:
    """Write a folder of results in one step.

    Parameters
    ----------
    files : dict of str to bytes or callable
        The content of every file by its path within the folder, or what writes it there.
    target : Path
        Where the folder shall stand. A folder of the same kind is replaced.
    facts : dict
        What else the manifest says, such as the version.
    kind : str
        What the manifest says that the folder is.

    Raises
    ------
    OutputError
        If anything cannot be written; the earlier result is untouched.
    BusyError
        If another run is publishing beside it at this moment.
    """
    check_target(target, kind=kind)
    target = target.absolute()
    stage = target.parent / f"{_STAGE}{secrets.token_hex(8)}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _lock(target.parent):
            stage.mkdir(mode=0o700)
            entries = [_write(stage, name, content) for name, content in sorted(files.items())]
            _write(stage, MANIFEST, _manifest(entries, facts, kind))
            stage.chmod(0o755)
            _sync_folder(stage)
            _swap(stage, target)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(
            Problem(
                "output/failed",
                f"The result cannot be written to {target} "
                f"({error.strerror or type(error).__name__}).",
                "Free some space or pass --out with another folder; "
                "an earlier result is as it was.",
            )
        ) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def write_file(path: Path, content: bytes | Callable[[Path], None]) -> None:
    """Write one file whole or not at all, replacing an earlier one.

    Raises
    ------
    OutputError
        If it cannot be written; an earlier file is untouched.
    """
    stage = path.absolute().parent / f"{_STAGE}{secrets.token_hex(8)}"
    try:
        stage.mkdir(mode=0o700)
        _write(stage, path.name, content)
        (stage / path.name).replace(path)
        _sync_folder(path.absolute().parent)
    except OSError as error:
        raise OutputError(
            Problem(
                "output/failed",
                f"{path} cannot be written ({error.strerror or type(error).__name__}).",
                "Pass --out with a file that you may write to.",
            )
        ) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _kind(folder: Path) -> str | None:
    """Return what a folder's manifest says it is, of whatever version; None if it is not ours."""
    try:
        kind = str(json.loads((folder / MANIFEST).read_bytes())["format"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return _stem(kind) if kind.startswith("personae.") else None


def _stem(kind: str) -> str:
    return kind.split("/", maxsplit=1)[0]


def _write(stage: Path, name: str, content: bytes | Callable[[Path], None]) -> dict[str, Any]:
    path = stage / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if callable(content):
        content(path)
    else:
        path.write_bytes(content)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = os.fstat(file.fileno()).st_size
        os.fsync(file.fileno())
    return {"name": name, "bytes": size, "sha256": digest}


def _manifest(entries: list[dict[str, Any]], facts: dict[str, Any], kind: str) -> bytes:
    written = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    manifest = {"format": kind, "written": written, **facts, "files": entries}
    return (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode()


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the folder's own lock, which the system gives back even after a kill."""
    if sys.platform == "win32":  # folders cannot be locked there; the rename still decides
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BusyError(
            Problem(
                "output/busy", f"Another run is writing in {folder}.", "Wait until it has finished."
            )
        ) from None
    else:
        yield
    finally:
        os.close(handle)


def _swap(stage: Path, target: Path) -> None:
    """Put the stage in the target's place, with a single rename where the system has one."""
    if target.exists() and not _exchange(stage, target):
        retired = target.parent / f"{_STAGE}{secrets.token_hex(8)}"
        target.rename(retired)
        try:
            stage.rename(target)
        except OSError:
            retired.rename(target)
            raise
        shutil.rmtree(retired, ignore_errors=True)
    elif stage.exists() and not target.exists():
        stage.rename(target)
    _sync_folder(target.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders atomically; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    answer = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(answer == 0)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
