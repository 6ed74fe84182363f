"""Compiled code in, the same code for the later processes of this machine out."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from personae.disk.files import write_file
from personae.errors import BusyError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["folders_beside", "keep", "kept"]


def folders_beside(source: str | Path) -> list[Path]:
    """Return where code may be kept: beside its source as Python does, else in the user's cache.

    Parameters
    ----------
    source : path
        The file that it was compiled from.
    """
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    of_user = Path(home) if home else Path("~/.cache").expanduser()
    return [Path(source).parent / "__pycache__", of_user / "personae"]


def kept(places: Iterable[Path]) -> bytes | None:
    """Return what was kept at the first of the places that has it whole; None where none has.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     places = [pathlib.Path(folder) / "a.code", pathlib.Path(folder) / "b.code"]
    ...     kept(places), keep(places, b"code"), kept(places)
    (None, True, b'code')
    """
    for place in places:
        try:
            digest, content = place.read_bytes().split(b"\n", 1)
        except (OSError, ValueError):
            continue
        if digest == _digest(content):
            return content
    return None


def keep(places: Iterable[Path], content: bytes) -> bool:
    """Keep code at the first of the places that can be written; say whether there was one."""
    return any(_written(place, _digest(content) + b"\n" + content) for place in places)


def _written(place: Path, content: bytes) -> bool:
    try:
        write_file(place, content)
    except (OutputError, BusyError):
        return False
    return True


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
