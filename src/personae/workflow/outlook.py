"""A run and what was fitted to its log in, what to expect of its customers and segments out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from personae.actions.worth.worth import worth_of
from personae.cluster.assign import nearest_labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from personae.actions.worth.worth import Forecasts, Worth
    from personae.workflow.result import Result

__all__ = ["worth"]


def worth(result: Result, forecasts: Forecasts | None) -> Worth | None:
    """Say what the customers of a log are worth in the time ahead; None for a customer table."""
    if forecasts is None:
        return None
    told = worth_of(
        forecasts,
        result.fit.labels,
        segments_then=_segments_then(result),
        horizon=result.options.horizon,
        discount_rate=result.options.discount_rate,
    )
    return _numbered(told, result.segmentation.numbers)


def _numbered(told: Worth, numbers: Sequence[int]) -> Worth:
    """Give the groups that are segments the segments' numbers instead of their places."""
    segments = tuple(replace(item, group=numbers[item.group - 1]) for item in told.segments)
    test = told.test
    if test is not None:
        then = tuple(replace(item, group=numbers[item.group - 1]) for item in test.segments)
        test = replace(test, segments=then)
    return replace(told, segments=segments, test=test)


def _segments_then(result: Result) -> NDArray[np.int32] | None:
    """Return the segments that the customers of the middle of the log would have been in."""
    then = None if result.history is None else result.history.then
    X = None if then is None else result.space.matrix_where_known(then.table)
    return None if X is None else nearest_labels(X, result.fit.centers)
