"""A block of code in, the same without what compiled code prints into a program's answer out."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["silent_stdout"]

_turn = threading.Lock()


@contextlib.contextmanager
def silent_stdout() -> Iterator[None]:
    """Keep standard output free of what compiled code prints by itself.

    Now and then HiGHS prints a line for its developers, whatever it is told (seen in scipy 1.17).
    It would land in the JSON that ``--json`` promises. Where there is no standard output, or the
    system is Windows, nothing is changed. One thread at a time.

    Examples
    --------
    >>> with silent_stdout():
    ...     written = os.write(1, b"for developers")
    """
    if sys.platform == "win32":
        yield
        return
    with _turn:
        try:
            kept = os.dup(1)
        except OSError:  # closed, as in a service
            yield
            return
        try:
            with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 (a device)
                _flush()
                os.dup2(nowhere.fileno(), 1)
                yield
        finally:
            _flush()  # else the line waits in C's own buffer and comes out later
            os.dup2(kept, 1)
            os.close(kept)


def _flush() -> None:
    ctypes.CDLL(None).fflush(None)
