"""A finished segmentation in, the model that scores like it out."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from personae import __version__
from personae.data.cleaning.plan_cleaning import needed_columns
from personae.scoring.model import ModelSegment, SegmentModel
from personae.stats.sample import content_keys, row_keys, splitmix64

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.cluster.evidence import KChoice
    from personae.config import Options
    from personae.data.customers import Customers
    from personae.data.plan import CleaningPlan
    from personae.features.space import FeatureSpace
    from personae.profile.segment import Segmentation

__all__ = ["fitted_model"]


def fitted_model(
    customers: Customers,
    segmentation: Segmentation,
    *,
    plan: CleaningPlan,
    space: FeatureSpace,
    X: NDArray[np.float64],
    choice: KChoice,
    options: Options,
    last_number: int = 0,
) -> SegmentModel:
    """Keep what scoring needs, and nothing of any customer.

    Parameters
    ----------
    customers : Customers
        Whom the segments were found in.
    segmentation : Segmentation
        What is told of the segments.
    plan, space, options
        How a file becomes coordinates.
    X : ndarray, shape (n_customers, n_axes)
        The coordinates.
    choice : KChoice
        The centres, and whether there are natural groups.
    last_number : int
        The largest number of a segment so far, where this fit follows an earlier one.
    """
    centers = choice.fits[choice.k].centers
    originals = space.original(centers)
    segments = tuple(
        ModelSegment(
            segment=item.segment,
            name=item.name,
            named_by=item.named_by,
            archetype=item.archetype,
            size=item.size,
            share=item.share,
            center=tuple(centers[place].tolist()),
            original=tuple(originals[place].tolist()),
            rule=item.rule.text if item.rule else "",
            stability=item.stability,
            trust=item.trust,
            numbers=item.numbers,
        )
        for place, item in enumerate(segmentation.segments)
    )
    history = customers.facts.get("history_days")
    return SegmentModel(
        plan=replace(plan, needed=needed_columns(plan, {step.column for step in space.steps})),
        space=space,
        segments=segments,
        n_customers=customers.n_customers,
        fingerprint=_fingerprint(customers, X),
        as_of=customers.as_of.isoformat() if customers.as_of else None,
        history_days=history if isinstance(history, int) else None,
        options=options.to_dict(),
        structure=choice.structure.verdict if choice.structure else None,
        version=__version__,
        last_number=last_number,
    )


def _fingerprint(customers: Customers, X: NDArray[np.float64]) -> str:
    """Sum a hash of every row's id and coordinates; the order of rows cannot matter."""
    keys = splitmix64(row_keys(customers.ids, key="fingerprint") ^ content_keys(X))
    total = int(keys.sum(dtype=np.uint64))
    return hashlib.sha256(f"{len(X)}:{total}".encode()).hexdigest()[:16]
