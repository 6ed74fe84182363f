"""A log-likelihood with its gradient in, its peak and how sharp it is out."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass
from personae.stats.descent import lowest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    LogLikelihood = Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]]

__all__ = ["Peak", "Unfitted", "most_likely"]

# Of the logarithms of the parameters, in units in which they are near 1. Beyond these, two of them
# run away together and no single value is meant.
_BOUNDS = (-8.0, 8.0)
_STEP = 1e-5
_MOST_STEPS = 20


class Unfitted(Exception):  # noqa: N818 (an answer, not an accident)
    """The data do not determine a model; the message says why, after "because"."""


@dataclass(frozen=True)
class Peak:
    """Where a likelihood is largest.

    Parameters
    ----------
    parameters : ndarray of float64, shape (n_parameters,)
        All positive.
    log_likelihood : float
        There.
    covariance : ndarray of float64, shape (n_parameters, n_parameters)
        Of the logarithms of the parameters: the inverse of the curvature.
    """

    parameters: NDArray[np.float64]
    log_likelihood: float
    covariance: NDArray[np.float64] = field(repr=False)


def most_likely(
    log_likelihood: LogLikelihood, starts: Sequence[Sequence[float]], *, n: float
) -> Peak:
    """Find the positive parameters under which the data are most likely.

    The search runs over the logarithms of the parameters from every start (BFGS), then takes
    Newton steps until the slope stops falling, so that the answer does not hang on the search.

    Parameters
    ----------
    log_likelihood : callable
        Returns the log-likelihood of all data and its gradient by the parameters.
    starts : sequence of sequences of float
        Logarithms of the parameters to start from.
    n : float
        How many observations there are: slopes are judged per observation.

    Raises
    ------
    Unfitted
        If there is no peak inside the bounds.

    Examples
    --------
    >>> waits = np.array([1.0, 2.0, 6.0])
    >>> def exponential(rate):
    ...     return 3 * np.log(rate[0]) - rate[0] * waits.sum(), 3 / rate - waits.sum()
    >>> peak = most_likely(exponential, [[0.0]], n=3)
    >>> round(peak.parameters[0].item(), 6), round(peak.covariance[0, 0].item(), 4)
    (0.333333, 0.3333)
    """

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        within = np.clip(theta, *_BOUNDS)
        value, gradient = log_likelihood(np.exp(within))
        return -value / n, -gradient * np.exp(within) * (within == theta) / n

    ends = [lowest(loss, start) for start in starts]
    theta, value, curvature = _polished(loss, min(ends, key=lambda end: end[1])[0])
    if (np.abs(theta) > _BOUNDS[1] - 0.5).any():
        raise Unfitted("the data do not tell its parameters from one another")
    curvature = curvature * n
    if not np.linalg.eigvalsh(curvature)[0] > 0.0:
        raise Unfitted("the likelihood has no clear peak")
    covariance = np.linalg.inv(curvature).astype(np.float64)
    return Peak(np.exp(theta), -value * n, covariance)


def _polished(
    loss: LogLikelihood, theta: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float, NDArray[np.float64]]:
    """Take Newton steps as long as they make the slope smaller and do not climb.

    Returns where they end, and the loss and its curvature there.
    """
    value, gradient = loss(theta)
    curvature = _curvature(loss, theta)
    for _ in range(_MOST_STEPS):
        if not np.linalg.eigvalsh(curvature)[0] > 0.0:
            break
        step = np.clip(np.linalg.solve(curvature, gradient), -1.0, 1.0)
        ahead = np.clip(theta - step, *_BOUNDS)
        lower, slope = loss(ahead)
        # values of one size differ in their last digits only
        if lower > value + 1e-12 * abs(value) or np.abs(slope).max() >= np.abs(gradient).max():
            break
        theta, value, gradient = ahead, lower, slope
        curvature = _curvature(loss, theta)
    return theta, value, curvature


def _curvature(loss: LogLikelihood, theta: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the second derivatives, from exact gradients to either side."""
    columns = []
    for place in range(len(theta)):
        aside = np.zeros(len(theta))
        aside[place] = _STEP
        columns.append((loss(theta + aside)[1] - loss(theta - aside)[1]) / (2.0 * _STEP))
    curvature = np.array(columns)
    return (curvature + curvature.T) / 2.0
