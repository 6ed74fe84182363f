"""Measured effects of several segments in, effects that chance no longer flatters out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Shrunk", "shrink"]


@dataclass(frozen=True)
class Shrunk:
    """Effects drawn towards that of everybody.

    Parameters
    ----------
    spread : float
        The standard deviation of the true effects between segments (tau).
    weight : ndarray of float
        How much of each segment's own figure is kept, from 0 to 1.
    estimate : ndarray of float
        The drawn-in effects.
    own_error : ndarray of float
        The part of their standard errors that is each segment's own: sqrt(weight) * error.
    shared_error : ndarray of float
        The part that all have in common, since it is that of the effect on everybody:
        (1 - weight) * its error.
    """

    spread: float
    weight: NDArray[np.float64]
    estimate: NDArray[np.float64]
    own_error: NDArray[np.float64]
    shared_error: NDArray[np.float64]


def shrink(
    estimates: Sequence[float], errors: Sequence[float], *, overall: tuple[float, float]
) -> Shrunk:
    """Draw measured effects towards that of everybody, the less sure the more.

    The best of several measured segments looks better than it is (the winner's curse). Empirical
    Bayes under a normal model; the spread between segments by DerSimonian and Laird (1986),
    Controlled Clinical Trials 7:177-188: tau^2 = max(0, (Q - (n - 1)) / (S1 - S2 / S1)), and
    weight = tau^2 / (tau^2 + error^2). One segment alone cannot show how far segments differ, so
    nothing of its own figure is kept.

    Parameters
    ----------
    estimates, errors : sequence of float
        One effect and its standard error (above 0) per segment.
    overall : (float, float)
        The effect on everybody together, and its standard error.

    Examples
    --------
    >>> found = shrink([0.0, 4.0], [1.0, 1.0], overall=(2.0, 0.7))
    >>> round(found.spread**2, 9), found.estimate.round(3).tolist()
    (7.0, [0.25, 3.75])
    """
    values, variances = np.asarray(estimates, float), np.asarray(errors, float) ** 2
    sure = 1 / variances
    fixed = float(sure @ values / sure.sum())
    apart = float(sure @ (values - fixed) ** 2)
    room = float(sure.sum() - (sure @ sure) / sure.sum())
    tau2 = max(0.0, (apart - (len(values) - 1)) / room) if len(values) > 1 else 0.0
    weight = tau2 / (tau2 + variances)
    middle, error = overall
    return Shrunk(
        float(np.sqrt(tau2)),
        weight,
        middle + weight * (values - middle),
        np.sqrt(weight * variances),
        (1 - weight) * error,
    )
