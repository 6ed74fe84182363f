"""A piece of work in, its answer out when it is asked for; a thread does it meanwhile."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Beside"]

Answer = TypeVar("Answer")

# Seconds between two requests to stop: the first may come while nothing is there to be stopped.
_AGAIN = 0.02
# Requests after which the end is not waited for: the work may hang on a lock of Python's imports,
# which an interruption can leave closed.
_MOST = 500


class Beside(Generic[Answer]):
    """Work that is done beside what its caller does, begun at once.

    Parameters
    ----------
    work : callable
        What to do.

    Examples
    --------
    >>> Beside(lambda: 6 * 7).result()
    42
    """

    def __init__(self, work: Callable[[], Answer]) -> None:
        self._answer: Future[Answer] = Future()
        self._thread = threading.Thread(target=self._do, args=(work,), daemon=True)
        self._thread.start()

    def _do(self, work: Callable[[], Answer]) -> None:
        try:
            self._answer.set_result(work())
        except BaseException as error:  # noqa: BLE001 (who asks for the answer gets it)
            self._answer.set_exception(error)

    def result(self) -> Answer:
        """Wait for the answer and return it; an error of the work is raised here."""
        return self._answer.result()

    def end(self, stop: Callable[[], None]) -> None:
        """Wait until the work has ended, ten seconds at most; nobody is told its error then.

        Parameters
        ----------
        stop : callable
            Makes the work end soon with an error; called more than once.
        """
        for _ in range(_MOST):
            if not self._thread.is_alive():
                break
            stop()
            self._thread.join(_AGAIN)
