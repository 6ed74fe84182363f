"""What the later stages of a run need, imported while the engine works on the rows."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["forecasts", "import_ahead"]


def forecasts() -> None:
    """Import what the forecasts of a purchase log need, and nothing else does."""
    import scipy.special  # noqa: F401


def import_ahead(what: Callable[[], None]) -> None:
    """Import something in a thread; who needs a module of it earlier waits for it.

    All that a run needs takes a fifth of a second, in which it would only wait for its engine.
    """
    threading.Thread(target=what, daemon=True).start()
