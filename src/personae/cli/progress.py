"""A line on stderr that says what is being done, where somebody is watching."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Self

from personae.cli.stops import raise_lost
from personae.cli.terminal import escape

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["ProgressLine"]


class ProgressLine:
    """Shows the events of a run; silent where stderr is no terminal or quiet was asked for.

    Each event is also a place where a run ends that was stopped and does not know it yet.

    Parameters
    ----------
    quiet : bool
        Show nothing at all.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._progress: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        if self._shown:
            self._progress = _rich_progress()
            self._task = self._progress.add_task("reading", total=None)
            self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def __call__(self, stage: str, done: int = 0, total: int | None = None) -> None:
        """Show one event: what is being done, and how far it is if that is known."""
        raise_lost()
        if self._progress is not None:
            # one step says nothing about how far it is; the bar then only shows that it goes on
            total = total if total and total > 1 else None
            self._progress.update(
                self._task, description=escape(stage), completed=done, total=total
            )


def _rich_progress() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TimeElapsedColumn(),
        console=Console(stderr=True, markup=False, highlight=False),
        transient=True,
    )
