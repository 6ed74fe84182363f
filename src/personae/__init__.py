"""Personae: from an export of customers or a log of purchases to segments you can act on.

::

    result = personae.segment("customers.csv")
    result.segments                      # every customer's segment
    result.report("report.html")         # the page that people read
    result.model.save("model.json")
    personae.load_model("model.json").assign(new_customers)

Names are resolved when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from personae import plots
    from personae.cluster.estimator import KMeans
    from personae.config import Options
    from personae.errors import PersonaeError
    from personae.scoring.model import SegmentModel, load_model
    from personae.workflow.evidence import choose_k
    from personae.workflow.features import rfm
    from personae.workflow.result import Result
    from personae.workflow.segment import segment

__version__ = "0.1.0"

__all__ = [
    "KMeans",
    "Options",
    "PersonaeError",
    "Result",
    "SegmentModel",
    "choose_k",
    "load_model",
    "plots",
    "rfm",
    "segment",
]

_HOMES = {
    "KMeans": "personae.cluster.estimator",
    "Options": "personae.config",
    "PersonaeError": "personae.errors",
    "Result": "personae.workflow.result",
    "SegmentModel": "personae.scoring.model",
    "choose_k": "personae.workflow.evidence",
    "load_model": "personae.scoring.model",
    "rfm": "personae.workflow.features",
    "segment": "personae.workflow.segment",
}


def __getattr__(name: str) -> Any:
    if name == "plots":
        return importlib.import_module("personae.plots")
    if name not in _HOMES:
        message = f"module 'personae' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
