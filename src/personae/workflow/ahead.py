"""What the later stages of a run need, imported while the engine works on the rows."""

from __future__ import annotations

import importlib
import threading

__all__ = ["LATER", "OF_LOGS", "import_ahead"]

LATER = (
    "personae.workflow.segment",
    "personae.report.content",
    "personae.workflow.run_files",
    "personae.report.html",
)
"""Modules after the rows, each with all that it is made of, in the order in which a run uses them.
"""

OF_LOGS = ("scipy.special",)
"""What only the forecasts of a purchase log need."""


def import_ahead(names: tuple[str, ...]) -> None:
    """Import modules in a thread; who needs one before it is there waits for it.

    They take a fifth of a second, in which this process would only wait for its engine.
    """
    threading.Thread(target=_import_all, args=(names,), daemon=True).start()


def _import_all(names: tuple[str, ...]) -> None:
    for name in names:
        importlib.import_module(name)
