"""Money per person of two arms in, its difference with an interval that skewed spend allows out.

Most people buy nothing and a few buy much: the mean of the smaller arm is skewed, and the usual
interval (Welch's) misses too often on one side. Two things mend that. What people spent before the
send explains part of what they spend after it and is taken off (CUPED: Deng, Xu, Kohavi and Walker
2013, WSDM). And the test figure is brought back to a symmetric one by the transformation of Hall
(1992), J. R. Stat. Soc. B 54:221-228, as Zhou and Dinh (2005), Biostatistics 6:187-200, use it for
two samples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.actions.lift.difference import Difference
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["amount_difference"]


@dataclass(frozen=True)
class _Arm:
    """One arm: people, mean, variance, and the skewness of the money of one person."""

    people: int
    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    skewness: NDArray[np.float64]

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> _Arm:
        people, mean = values.shape[-1], values.mean(axis=-1)
        off = values - mean[..., None]
        square = off * off
        variance = square.sum(axis=-1) / (people - 1)
        third = (square * off).sum(axis=-1) / people
        skewness = np.divide(third, variance**1.5, out=np.zeros_like(third), where=variance > 0)
        return cls(people, mean, variance, skewness)


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
    With y the spend and x the spend before, y - theta x is compared, where theta is the covariance
    of y and x over the variance of x, both within the arms and pooled over them. With
    T = (d - D) / se and s the skewness of one person's money, pooled over the arms,
    A = s (1/n1^2 - 1/n0^2) / (1/n1 + 1/n0)^1.5 is the skewness of d, and
    g(T) = T + A T^2/3 + A^2 T^3/27 + A/6 is read in Student's t with Welch's degrees of freedom.
    A takes the arms as alike in spread and shape: what the smaller arm alone says of its own is
    tied to its mean, and an A made of it misses more often (docs/methods/lift.md).

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
    error, freedom = _welch(one, other)
    skew = _skew(one, other)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (estimate - against) / error
    reach = np.asarray(stats.t.ppf(0.5 + level / 2, freedom), dtype=np.float64)
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
    shared = _products(x1, y1) + _products(x0, y0)
    own = _products(x1, x1) + _products(x0, x0)
    weight = np.divide(shared, own, out=np.zeros_like(own), where=own > 0)
    return np.asarray(weight)[..., None]


def _products(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sum of products of two columns about their means."""
    off = (a - a.mean(axis=-1, keepdims=True)) * (b - b.mean(axis=-1, keepdims=True))
    return np.asarray(off.sum(axis=-1))


def _welch(one: _Arm, other: _Arm) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the standard error of the difference and its degrees of freedom."""
    first, second = one.variance / one.people, other.variance / other.people
    total = first + second
    parts = first**2 / (one.people - 1) + second**2 / (other.people - 1)
    freedom = np.divide(total**2, parts, out=np.ones_like(total), where=parts > 0)
    return np.sqrt(total), freedom


def _skew(one: _Arm, other: _Arm) -> NDArray[np.float64]:
    """Return the skewness of the difference of the means."""
    first, second = 1 / one.people, 1 / other.people
    weight = one.people / (one.people + other.people)
    shape = weight * one.skewness + (1 - weight) * other.skewness
    return np.asarray(shape * (first**2 - second**2) / (first + second) ** 1.5)


def _symmetric(t: NDArray[np.float64], skew: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bring a skewed test figure back to Student's; it never falls as `t` rises."""
    return np.asarray(t + skew * t**2 / 3 + skew**2 * t**3 / 27 + skew / 6)


def _skewed(y: NDArray[np.float64], skew: NDArray[np.float64]) -> NDArray[np.float64]:
    """Undo `_symmetric`."""
    flat = np.abs(skew) < 1e-8
    held = np.where(flat, 1.0, skew)
    bent = 3 / held * (np.cbrt(1 + held * (y - held / 6)) - 1)
    return np.where(flat, y - skew / 6, bent)
