"""What the later stages of a run need, imported while the engine works on the rows."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["import_ahead", "of_logs"]


def of_logs() -> None:
    """Import what only purchase logs need: forecasts, trends, offers and what they are made of."""
    import scipy.special  # noqa: F401

    import personae.actions.headroom
    import personae.actions.offers.offers
    import personae.features.scores
    import personae.monitor.snapshots
    import personae.monitor.usefulness  # noqa: F401


def import_ahead(what: Callable[[], None]) -> None:
    """Import something in a thread; who needs a module of it earlier waits for it.

    All that a run needs takes a fifth of a second, in which it would only wait for its engine.
    """
    threading.Thread(target=what, daemon=True).start()
