"""A customer table and its features in, the fitted feature space out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from personae.errors import NotEnoughDataError, Problem, UsageError
from personae.features.space import FeatureSpace
from personae.features.transform import category_steps, number_step, numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.data.customers import Customers
    from personae.features.space import SpaceStep

__all__ = ["fit_space"]

# A gap here is an answer ("bought once"), not a figure that was lost: no number may stand for it.
GAPS_BY_NATURE = ("days_between_orders",)


def fit_space(
    customers: Customers,
    features: Sequence[str],
    *,
    transform: Literal["auto", "raw", "standard", "log"] = "auto",
) -> FeatureSpace:
    """Fit the steps that turn features into comparable numbers.

    Parameters
    ----------
    customers : Customers
        The customer table.
    features : sequence of str
        Its columns that make the segments.
    transform : {"auto", "raw", "standard", "log"}
        ``raw`` takes numbers as they are, ``standard`` makes z-scores (ddof 0), ``log`` takes ln(1
        + x) and then z-scores, each exactly so; ``auto`` decides for every column and says why, and
        counts what it takes the logarithm of in the median of its values above 0, so that no unit
        matters. In all of them a missing number takes the median of the others.

    Returns
    -------
    FeatureSpace
        One step per axis, in the order of the features.

    Raises
    ------
    UsageError
        If a feature has gaps that mean something and must not be filled.
    NotEnoughDataError
        If a feature has no value at all.
    InputError
        If a value is infinite or has no logarithm where one is asked for.
    """
    _refuse_gaps(customers, features)
    steps: list[SpaceStep] = []
    for name in features:
        column = customers.table.column(name)
        if customers.column(name).type == "category":
            steps.extend(category_steps(name, column))
        else:
            steps.append(number_step(name, numbers(column), transform=transform))
    return FeatureSpace(transform, tuple(steps))


def _refuse_gaps(customers: Customers, features: Sequence[str]) -> None:
    gaps, empty = [], []
    for name in features:
        column = customers.table.column(name)
        missing = column.null_count
        if customers.column(name).type == "number":
            missing = int(np.isnan(numbers(column)).sum())
        if missing == customers.n_customers:
            empty.append(
                Problem(
                    "features/empty",
                    f'Column "{name}" has no value at all.',
                    "Leave it out of --features.",
                )
            )
        elif missing and customers.kind == "transactions" and name in GAPS_BY_NATURE:
            gaps.append(
                Problem(
                    "features/gaps",
                    f'"{name}" does not exist for {missing:,} of {customers.n_customers:,} '
                    "customers, who bought "
                    "once: a made-up number would decide their segment.",
                    "Leave it out of --features; it describes the segments all the same. "
                    "recency_days and frequency tell one-time buyers apart.",
                )
            )
    if gaps:
        raise UsageError(*gaps)
    if empty:
        raise NotEnoughDataError(*empty)
