"""A job and its items in, the answers out; several threads share the items.

Kernels let other threads run (`native`), so that Python's own lock is no hindrance.
"""

from __future__ import annotations

import atexit
import itertools
import os
import threading
from functools import cache
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["N_THREADS", "on_threads", "row_chunks"]

# Threads above the kernels; results do not depend on it.
N_THREADS = os.cpu_count() or 1
# Fewer rows than this in a chunk, and handing it to a thread costs more than it saves.
LEAST_CHUNK = 8_192
LEAST_SHARED = 1_024

_THREAD = threading.local()
# One for each thread of ours, held while it works.
_AT_WORK: list[threading.Lock] = []


def on_threads(
    job: Callable[[Any], Any], items: Iterable[Any], *, n_rows: int = LEAST_SHARED
) -> list[Any]:
    """Return what `job` makes of each item, in their order; several run side by side.

    `n_rows` is how many rows an item is about: with few, waking a thread costs more than the job.
    What a job itself wants side by side runs one after the other: all threads have work already.
    After an error no other item is begun.
    """
    work = list(items)
    inside = getattr(_THREAD, "works", False)
    if N_THREADS == 1 or len(work) < 2 or n_rows < LEAST_SHARED or inside:
        return [job(item) for item in work]
    shared = _Shared(job, work)
    # This thread does its share instead of waiting: a kernel can take less time than a wake-up.
    queue = _wanted(N_THREADS - 1)
    for _ in range(min(N_THREADS, len(work)) - 1):
        queue.put(shared)
    shared.take()
    return shared.finished()


class _Shared:
    """Items that several threads take from, one after the other.

    Futures, which tell more than is asked here, would take longer than many a kernel.
    """

    def __init__(self, job: Callable[[Any], Any], work: list[Any]) -> None:
        self._answers: list[Any] = [None] * len(work)
        self._job, self._left = job, enumerate(work)
        self._lock, self._all_done = threading.Lock(), threading.Lock()
        self._at_work, self._awaited = 0, False
        self._error: BaseException | None = None

    def take(self) -> None:
        """Work until nothing is left."""
        with self._lock:
            self._at_work += 1
        try:
            while True:
                with self._lock:
                    place, item = next(self._left, (-1, None))
                if place < 0:
                    break
                self._answers[place] = self._job(item)
        except BaseException as error:  # noqa: BLE001 - whoever asked raises it
            with self._lock:
                self._left, self._error = enumerate(()), self._error or error
        with self._lock:
            self._at_work -= 1
            if self._awaited and self._at_work == 0:
                self._awaited = False
                self._all_done.release()

    def finished(self) -> list[Any]:
        """Wait for those who are still at work, not for those who never began; return answers."""
        with self._lock:
            self._awaited = self._at_work > 0
            if self._awaited:
                self._all_done.acquire()
        try:
            # Held until the last of them lets go, if any was there.
            with self._all_done:
                pass
        except BaseException:
            with self._lock:
                self._left = enumerate(())
            raise
        if self._error is not None:
            try:
                raise self._error
            finally:
                self._error = None  # else the two would keep each other, and the arrays
        return self._answers


def row_chunks(n_rows: int, *, least: int = LEAST_CHUNK) -> list[tuple[int, int]]:
    """Return the ranges of rows that threads work through, a few for each thread.

    Examples
    --------
    >>> row_chunks(10)
    [(0, 10)]
    """
    n_chunks = max(1, min(4 * N_THREADS, n_rows // least)) if N_THREADS > 1 else 1
    edges = [n_rows * part // n_chunks for part in range(n_chunks + 1)]
    return list(itertools.pairwise(edges))


@cache
def _wanted(n_threads: int) -> SimpleQueue[_Shared]:
    """Start threads; return the queue from which they take what is to be shared."""
    queue: SimpleQueue[_Shared] = SimpleQueue()
    for _ in range(n_threads):
        _AT_WORK.append(threading.Lock())
        threading.Thread(
            target=_help, args=(queue, _AT_WORK[-1]), name="personae", daemon=True
        ).start()
    return queue


def _help(queue: SimpleQueue[_Shared], at_work: threading.Lock) -> None:
    """Work with others for as long as the process lives."""
    _THREAD.works = True
    while True:
        shared = queue.get()
        with at_work:
            shared.take()
        del shared  # and with it the arrays


@atexit.register
def _end() -> None:
    """Let threads end what they are at, after an interruption, before memory goes from under it."""
    for at_work in _AT_WORK:
        at_work.acquire()


def _alone() -> None:
    """Forget the threads: a process that has been forked off has none of them."""
    _wanted.cache_clear()
    _AT_WORK.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_alone)
