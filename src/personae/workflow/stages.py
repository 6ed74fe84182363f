"""Where a run is: told to listeners, and the place where it stops when they ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.errors import Cancelled, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Stages", "silent"]


def silent(stage: str, done: int, total: int) -> None:
    """Listen to a run's events without a word."""


class Stages:
    """Tells listeners where the run is, and stops it where they ask."""

    def __init__(
        self,
        on_event: Callable[[str, int, int], None] | None,
        cancel: Callable[[], bool] | None,
    ) -> None:
        self.on_event = on_event
        self.cancel = cancel
        self._current = ""

    def __call__(self, stage: str) -> Stages:
        """Name the stage that a with statement is about to enter."""
        self._current = stage
        return self

    def __enter__(self) -> None:
        self.tell(self._current, 0, 1)

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self.tell(self._current, 1, 1)

    def tell_of_compilation(self) -> None:
        """Say that this takes longer than it will ever again."""
        self.tell("compiling, once on this machine", 0, 1)

    def tell(self, stage: str, done: int, total: int) -> None:
        """Pass an event on, unless the run shall end."""
        if self.cancel is not None and self.cancel():
            raise Cancelled(Problem("run/cancelled", "The run was stopped; nothing was written."))
        if self.on_event is not None:
            self.on_event(stage, done, total)
