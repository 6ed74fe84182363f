"""Ctrl-C and SIGTERM in, an exception out; again where it was lost on its way."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

__all__ = ["STOPS", "Stopped", "raise_lost", "stops_raise"]

STOPS = {signal.SIGINT: ("Stopped", 130), signal.SIGTERM: ("Terminated", 143)}
"""What a command that was stopped says, and its exit code."""

# Who asks so often does not want to wait for the cleaning up; the next run does it.
_INSISTING = 3

# Those that came while `stops_raise` looks for them; a process has one set of signals.
_come: list[signal.Signals] = []


class Stopped(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM; no `Exception`, so that only cleaning up sees it."""


@contextlib.contextmanager
def stops_raise() -> Iterator[list[signal.Signals]]:
    """Turn Ctrl-C and SIGTERM into an exception, so that half-made folders are cleaned up.

    Gives a list that holds the signal from the moment it came, since the exception may not come
    through: a library that was interrupted raises one of its own, or none.
    """
    _come.clear()
    if threading.current_thread() is not threading.main_thread():
        yield _come
        return
    # where it was ignored from outside (nohup, a shell's background job), it stays so
    before = {kind: signal.getsignal(kind) for kind in STOPS}
    before = {kind: now for kind, now in before.items() if now not in (None, signal.SIG_IGN)}
    for kind in before:
        signal.signal(kind, _stop)
    try:
        yield _come
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
        _come.clear()


def raise_lost() -> None:
    """Raise again where a signal came and its exception did not come through."""
    if _come:
        raise Stopped


def _stop(number: int, _frame: FrameType | None) -> None:
    _come.append(signal.Signals(number))
    if len(_come) >= _INSISTING:
        os._exit(STOPS[_come[0]][1])
    if len(_come) == 1:  # a second one must not stop the cleaning up
        raise Stopped
