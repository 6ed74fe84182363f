"""Contents in, single files that are written whole or not at all out."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from personae.disk.place import place
from personae.disk.writer import sole_writer
from personae.errors import OutputError, PersonaeError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["telling", "write_file", "write_files"]


def write_file(path: str | Path, content: bytes) -> None:
    """Write one file whole or not at all, replacing an earlier one.

    Raises
    ------
    OutputError
        If it cannot be written; an earlier file is untouched.
    BusyError
        If another command is writing it at this moment.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "list.csv"
    ...     write_file(path, b"id")
    ...     path.read_bytes()
    b'id'
    """
    path = Path(path).absolute()
    write_files(path.parent, {path.name: content})


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, all of them whole or none, replacing earlier ones.

    Parameters
    ----------
    folder : Path
        The folder.
    files : dict of str to bytes
        Contents by name.

    Raises
    ------
    OutputError
        If one cannot be written; the earlier ones are untouched.
    BusyError
        If another command is writing one of them at this moment.
    """
    paths = [folder / name for name in files]
    with contextlib.ExitStack() as held, telling(_what(paths), "Pass --out with another file."):
        for path in paths:
            if path.is_dir():  # it would be swapped for the file, and removed
                raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
            held.enter_context(sole_writer(path))
        place(folder.absolute(), files)


def _what(paths: list[Path]) -> str:
    return f"{' and '.join(str(path) for path in paths)} cannot be written"


@contextlib.contextmanager
def telling(what: str, fix: str) -> Iterator[None]:
    """Say of an error of the system what could not be done because of it.

    Parameters
    ----------
    what, fix : str
        What went wrong, without the system's own reason, and how to get on.

    Raises
    ------
    OutputError
        In the place of the error.
    """
    try:
        yield
    except PersonaeError:
        raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(Problem("output/failed", f"{what} ({reason}).", fix)) from error
