"""Money per person of two arms in, its difference with an interval that skewed spend allows out.

Most people buy nothing and a few buy much: the mean of the smaller arm is skewed, and the usual
interval (Welch's) misses too often on one side. Two things mend that. What people spent before the
send explains part of what they spend after it and is taken off (CUPED: Deng, Xu, Kohavi and Walker
2013, WSDM). And the test figure is brought back to a symmetric one by the transformation of Hall
(1992), J. R. Stat. Soc. B 54:221-228, as Zhou and Dinh (2005), Biostatistics 6:187-200, use it for
two samples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from personae.actions.difference import Difference

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["amount_difference"]


@dataclass(frozen=True)
class _Arm:
    """People, mean, and what the spread and the skew of one arm add to those of its mean."""

    people: int
    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    third: NDArray[np.float64]

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> _Arm:
        people, mean = values.shape[-1], values.mean(axis=-1)
        off = values - mean[..., None]
        square = off * off
        return cls(
            people,
            mean,
            square.sum(axis=-1) / (people - 1) / people,
            (square * off).sum(axis=-1) / people / people**2,
        )


def amount_difference(
    spend: NDArray[np.float64],
    control_spend: NDArray[np.float64],
    *,
    before: NDArray[np.float64] | None = None,
    control_before: NDArray[np.float64] | None = None,
    level: float = 0.95,
    against: float = 0.0,
) -> Difference:
    """Compare the money per person of two arms.

    Parameters
    ----------
    spend, control_spend : ndarray of float, shape (..., n_people)
        Money of everybody in the treatment and in the control arm; 0 for those who bought nothing.
        Leading axes compare many pairs of arms at once.
    before, control_before : ndarray of float, optional
        What the same people spent before the send; what it explains is taken off.
    level : float
        How sure the interval is, such as 0.95.
    against : float
        The difference that the p-value asks about, such as the break-even.

    Returns
    -------
    Difference
        Money per person.

    Notes
    -----
    With y the spend and x the spend before, y - theta x is compared, where
    theta = (cov1/n1 + cov0/n0) / (var1/n1 + var0/n0) makes the error of the difference smallest.
    With T = (d - D) / se, and A the third central moment of the difference over se cubed,
    g(T) = T + A T^2/3 + A^2 T^3/27 + A/6 is read in Student's t with Welch's degrees of freedom.

    Examples
    --------
    >>> treated, control = np.array([0.0, 4.0, 8.0, 4.0]), np.array([0.0, 2.0, 4.0, 2.0])
    >>> round(float(amount_difference(treated, control).estimate), 3)
    2.0
    """
    from scipy import stats

    if before is not None and control_before is not None:
        weight = _explained(spend, before, control_spend, control_before)
        spend = spend - weight * before
        control_spend = control_spend - weight * control_before
    one, other = _Arm.of(spend), _Arm.of(control_spend)
    estimate = one.mean - other.mean
    variance = one.variance + other.variance
    error = np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        skew = np.where(error > 0, (one.third - other.third) / error**3, 0.0)
        freedom = variance**2 / (
            one.variance**2 / (one.people - 1) + other.variance**2 / (other.people - 1)
        )
        t = (estimate - against) / error
    reach = stats.t.ppf(0.5 + level / 2, freedom)
    p = 2 * stats.t.sf(np.abs(_symmetric(t, skew)), freedom)
    low = estimate - error * _skewed(reach, skew)
    high = estimate - error * _skewed(-reach, skew)
    return Difference(*(np.asarray(part) for part in (estimate, low, high, error, p)))


def _explained(
    y1: NDArray[np.float64],
    x1: NDArray[np.float64],
    y0: NDArray[np.float64],
    x0: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return how much of a unit of earlier spend comes again; 0 where nobody differs."""
    shared = _covariance(x1, y1) + _covariance(x0, y0)
    own = _covariance(x1, x1) + _covariance(x0, x0)
    weight = np.divide(shared, own, out=np.zeros_like(own), where=own > 0)
    return weight[..., None]


def _covariance(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the covariance of the means of two columns."""
    people = a.shape[-1]
    off = (a - a.mean(axis=-1, keepdims=True)) * (b - b.mean(axis=-1, keepdims=True))
    return np.asarray(off.sum(axis=-1) / (people - 1) / people)


def _symmetric(t: NDArray[np.float64], skew: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bring a skewed test figure back to Student's; it never falls as `t` rises."""
    return t + skew * t**2 / 3 + skew**2 * t**3 / 27 + skew / 6


def _skewed(y: NDArray[np.float64], skew: NDArray[np.float64]) -> NDArray[np.float64]:
    """Undo `_symmetric`."""
    flat = np.abs(skew) < 1e-8
    held = np.where(flat, 1.0, skew)
    return np.where(flat, y - skew / 6, 3 / held * (np.cbrt(1 + held * (y - held / 6)) - 1))
