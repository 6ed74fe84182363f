"""A place in, the sole right to write there out, from the first reading to the last byte."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time
from typing import TYPE_CHECKING

from personae.disk import calls
from personae.disk.held import STAGE, sweep
from personae.errors import BusyError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from personae.disk.calls import Folder

__all__ = ["sole_writer"]

_A_MOMENT = 0.05  # seconds; a sweep holds a lock for much less


@contextlib.contextmanager
def sole_writer(target: Path) -> Iterator[None]:
    """Be the only one who writes to a place; what was left behind beside it is swept first.

    The right hangs on a lock of a file beside the target, so that it is there before the target
    is, and it ends with the process however that ends. Other places in the same folder are free.

    Parameters
    ----------
    target : Path
        A file or folder that there need not be yet; folders on the way to it are made, and go
        again if nothing came to be in them.

    Raises
    ------
    BusyError
        If somebody else is writing there.
    OSError
        If the folder around it cannot be written to.
    """
    target = target.absolute()
    made = _make_parents(target.parent)
    try:
        sweep(target.parent)
        with _locked(target):
            yield
    finally:
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                folder.rmdir()  # fails where something is in it, as it should


def _make_parents(parent: Path) -> list[Path]:
    """Make the folders that are missing; return them, the outermost first."""
    missing = [folder for folder in (parent, *parent.parents) if not folder.exists()]
    parent.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


@contextlib.contextmanager
def _locked(target: Path) -> Iterator[None]:
    if sys.platform == "win32":  # no locks there; the renames alone keep results whole
        yield
        return
    name = f"{STAGE}lock-{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]}"
    above = calls.open_folder(target.parent)
    try:
        handle = _acquire(above, name)
        if handle is None:
            time.sleep(_A_MOMENT)
            handle = _acquire(above, name)
        if handle is None:
            raise BusyError(
                Problem(
                    "output/busy",
                    f"Another command of Personae is writing to {target} at this moment.",
                    "Wait until it has finished, or pass --out with another place.",
                )
            )
        try:
            yield
        finally:
            # Removed while it is still locked: whoever waits for it sees that it is gone.
            with contextlib.suppress(OSError):
                calls.remove(above, name)
            os.close(handle)
    finally:
        calls.close(above)


def _acquire(above: Folder, name: str) -> int | None:
    """Return the open and locked file of that name; None if somebody else has it."""
    while True:
        handle = calls.open_lock_file(above, name)
        try:
            mine = calls.lock(handle, unknown=True)
            # The one before us removes the file; a lock on what has no name keeps nobody out.
            named = mine and calls.still_named(above, name, handle)
        except BaseException:
            os.close(handle)
            raise
        if named:
            return handle
        os.close(handle)
        if not mine:
            return None
