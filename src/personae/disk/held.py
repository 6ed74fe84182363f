"""Folders for half-made things: held by a lock while their process lives, swept when it does not.

A process that is killed cannot clean up behind itself, but the system gives its locks back. So
whoever comes next can tell what is being worked in from what was left behind.
"""

from __future__ import annotations

import contextlib
import os
import re
from typing import TYPE_CHECKING

from personae.dataclass import dataclass
from personae.disk import calls

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from personae.disk.calls import Folder

__all__ = ["BEFORE", "STAGE", "HeldFolder", "hold_folder", "sweep"]

STAGE = ".stage-"
"""What the name of a folder begins with in which a result is being made."""
BEFORE = "before-"
"""What the name of an earlier result begins with while it waits in a stage for its successor."""
_TRIES = 50


@dataclass(frozen=True)
class HeldFolder:
    """A folder that only this process works in; `folder` is open, and locked by that.

    Parameters
    ----------
    parent, folder : Folder
        Where it stands, and itself.
    """

    parent: Folder
    folder: Folder

    @property
    def path(self) -> Path:
        """Where it is."""
        return self.folder.path

    def leave(self) -> None:
        """Remove it with all that is in it, as far as the disk allows, and let go of it."""
        # What cannot be removed now is swept later; the result itself does not hang on it.
        with contextlib.suppress(OSError):
            calls.remove(self.parent, self.folder.path.name)
        calls.close(self.folder)
        calls.close(self.parent)


def hold_folder(parent: Path, *, prefix: str) -> HeldFolder:
    """Make a folder that only this user can enter and that nobody sweeps while it is held.

    Parameters
    ----------
    parent : Path
        Where to make it.
    prefix : str
        What its name begins with; eight random bytes follow.

    Raises
    ------
    OSError
        If it cannot be made.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as parent:
    ...     held = hold_folder(pathlib.Path(parent), prefix=".work-")
    ...     sweep(pathlib.Path(parent), prefix=".work-")  # ours is held, so it stays
    ...     held.path.is_dir()
    ...     held.leave()
    ...     held.path.exists()
    0
    True
    False
    """
    above = calls.open_folder(parent)
    made, tries = None, 0
    try:
        while made is None:
            # a sweep may come before the opening or the lock, but not every time
            tries += 1
            try:
                made = _made_and_locked(above, f"{prefix}{os.urandom(8).hex()}")
            except FileNotFoundError:
                if tries == _TRIES:
                    raise
        return HeldFolder(above, made)
    except BaseException:  # a stop may come at any moment
        if made is not None:
            with contextlib.suppress(OSError):
                calls.remove(above, made.path.name)
            calls.close(made)
        calls.close(above)
        raise


def _made_and_locked(above: Folder, name: str) -> Folder | None:
    """Return a new folder; None if a sweep came between its making and its lock."""
    folder = None
    try:
        folder = calls.make_folder(above, name, mode=0o700)
        held = calls.lock(folder.handle, unknown=True)
        if held and calls.still_named(above, name, folder.handle):
            return folder
    except BaseException:
        with contextlib.suppress(OSError):
            calls.remove(above, name)
        if folder is not None:
            calls.close(folder)
        raise
    calls.close(folder)
    return None


def sweep(parent: Path, *, prefix: str = STAGE) -> int:
    """Remove what processes left behind that are no more; return how much that was.

    An earlier result that such a process had set aside goes back to its place, if nothing stands
    there now. What somebody works in is locked, and stays.

    Parameters
    ----------
    parent : Path
        Where to look.
    prefix : str
        What the names begin with, as given to `hold_folder`.
    """
    pattern = re.compile(re.escape(prefix) + r"(lock-)?[0-9a-f]{16}")
    swept = 0
    try:
        above = calls.open_folder(parent)
    except OSError:
        return 0  # whoever writes there next will hear why
    try:
        for name in calls.names_in(above):
            if pattern.fullmatch(name):
                # What another user left behind, or the disk does not let go, is left to others.
                with contextlib.suppress(OSError):
                    swept += _swept(above, name)
    except OSError:
        return swept
    finally:
        calls.close(above)
    return swept


def _swept(above: Folder, name: str) -> bool:
    """Remove a folder or a lock file, if nobody holds it; say whether nobody did."""
    with _opened(above, name) as (handle, inner):
        if not calls.lock(handle, unknown=False) or not calls.still_named(above, name, handle):
            return False
        if inner is not None:
            _put_back(inner, above)
        calls.remove(above, name)
        return True


@contextlib.contextmanager
def _opened(above: Folder, name: str) -> Iterator[tuple[int | None, Folder | None]]:
    """Open a folder or a lock file for as long as it is looked at."""
    kind = calls.kind_of(above, name)
    if kind == "folder":
        inner = calls.inner_folder(above, name)
        try:
            yield inner.handle, inner
        finally:
            calls.close(inner)
    elif kind == "file":
        handle = calls.open_lock_file(above, name)
        try:
            yield handle, None
        finally:
            os.close(handle)
    else:
        raise OSError("neither a folder nor a file of ours")


def _put_back(stage: Folder, above: Folder) -> None:
    """Give a result that was set aside its place again, if the new one never took it."""
    for name in calls.names_in(stage):
        home = name.removeprefix(BEFORE)
        if home != name and calls.kind_of(above, home) is None:
            calls.move(stage, above, name, new_name=home)
