"""Everything a run found out, in one frozen object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from personae.actions.suggestion import Suggestion
    from personae.cluster.evidence import KChoice, KMeansFit
    from personae.config import Options
    from personae.data.customers import Customers
    from personae.data.plan import CleaningPlan
    from personae.data.schema import Finding, Schema
    from personae.data.source import Source
    from personae.features.select import FeatureSelection
    from personae.features.space import FeatureSpace
    from personae.profile.segment import Segmentation
    from personae.scoring.model import SegmentModel

__all__ = ["Result"]


@dataclass(frozen=True)
class Result:
    """Everything a run found out."""

    options: Options
    source: Source = field(repr=False)
    schema: Schema = field(repr=False)
    plan: CleaningPlan = field(repr=False)
    customers: Customers = field(repr=False)
    selection: FeatureSelection
    space: FeatureSpace
    X: NDArray[np.float64] = field(repr=False)
    choice: KChoice
    fit: KMeansFit = field(repr=False)
    silhouette: NDArray[np.float64] | None = field(repr=False)
    segmentation: Segmentation = field(repr=False)
    suggestions: tuple[Suggestion, ...] = field(repr=False)
    findings: tuple[Finding, ...]
    model: SegmentModel = field(repr=False)
    summary: dict[str, Any]
