"""Buyers and people of two arms in, the difference of the shares who bought with its interval out.

The score interval of Miettinen and Nurminen (1985), Statistics in Medicine 4:213-226: the interval
holds every difference that a score test does not reject, so that interval and p-value never
disagree. Where few buy it keeps its level as well as any (docs/methods/lift.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.actions.lift.difference import Difference
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["rate_difference"]

_HALVINGS = 50  # 2 / 2^50 is far below what anybody reads


def rate_difference(
    buyers: ArrayLike,
    people: ArrayLike,
    *,
    control_buyers: ArrayLike,
    control_people: ArrayLike,
    level: float = 0.95,
    against: float = 0.0,
) -> Difference:
    """Compare the shares who bought in two arms.

    Parameters
    ----------
    buyers, people : int or array of int
        Who bought, and everybody, in the treatment arm; arrays compare many pairs at once.
    control_buyers, control_people : int or array of int
        The same in the control arm.
    level : float
        How sure the interval is, such as 0.95.
    against : float
        The difference that the p-value asks about.

    Returns
    -------
    Difference
        As shares: 0.021 is 2.1 more buyers per 100 people.

    Notes
    -----
    For a difference d the shares p1 = p0 + d that fit best are the root of a cubic equation; then
    z(d) = (x1/n1 - x0/n0 - d) / sqrt((p1(1-p1)/n1 + p0(1-p0)/n0) N/(N-1)), N = n1 + n0.

    Examples
    --------
    >>> found = rate_difference(56, 70, control_buyers=48, control_people=80)
    >>> round(float(found.estimate), 4), round(float(found.low), 4), round(float(found.high), 4)
    (0.2, 0.0528, 0.3382)
    """
    from scipy import stats

    counts = _Counts(
        *(
            np.asarray(part, dtype=np.float64)
            for part in np.broadcast_arrays(buyers, people, control_buyers, control_people)
        )
    )
    z = float(stats.norm.ppf(0.5 + level / 2))
    asked = np.full_like(counts.difference, against)
    return Difference(
        estimate=counts.difference,
        low=_end(counts, z=z, sign=-1.0),
        high=_end(counts, z=z, sign=1.0),
        error=np.sqrt(counts.spread(counts.x1 / counts.n1, counts.x0 / counts.n0)),
        p=np.asarray(2 * stats.norm.sf(np.abs(_score(counts, asked)))),
    )


@dataclass(frozen=True)
class _Counts:
    """Buyers (x) and people (n) of treatment (1) and control (0)."""

    x1: NDArray[np.float64]
    n1: NDArray[np.float64]
    x0: NDArray[np.float64]
    n0: NDArray[np.float64]

    @property
    def difference(self) -> NDArray[np.float64]:
        return np.asarray(self.x1 / self.n1 - self.x0 / self.n0)

    def spread(self, p1: NDArray[np.float64], p0: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the variance of the difference if these are the true shares."""
        return np.asarray(p1 * (1 - p1) / self.n1 + p0 * (1 - p0) / self.n0)


def _end(counts: _Counts, *, z: float, sign: float) -> NDArray[np.float64]:
    """Return the difference farthest in one direction that the test does not reject."""
    inside, outside = counts.difference, np.full_like(counts.n1, sign)
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        kept = np.abs(_score(counts, middle)) <= z
        inside, outside = np.where(kept, middle, inside), np.where(kept, outside, middle)
    return (inside + outside) / 2


def _score(counts: _Counts, difference: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many standard errors the observed difference lies from another one."""
    p0 = _control_share(counts, difference)
    total = counts.n1 + counts.n0
    spread = counts.spread(np.clip(p0 + difference, 0.0, 1.0), p0) * total / (total - 1)
    gap = counts.difference - difference
    with np.errstate(divide="ignore", invalid="ignore"):
        score = gap / np.sqrt(spread)
    # no spread at all: only the observed difference itself is possible
    return np.where(np.abs(gap) < 1e-15, 0.0, score)


def _control_share(counts: _Counts, d: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the most likely share of the control arm if the true difference is `d`.

    The closed form of Farrington and Manning (1990), Statistics in Medicine 9:1447-1454.
    """
    x1, n1, x0, n0 = counts.x1, counts.n1, counts.x0, counts.n0
    cubic = n1 + n0
    square = (n1 + 2 * n0) * d - cubic - x1 - x0
    linear = (n0 * d - cubic - 2 * x0) * d + x1 + x0
    shift = square / (3 * cubic)
    q = shift**3 - linear * square / (6 * cubic**2) + x0 * d * (1 - d) / (2 * cubic)
    p = np.sqrt(np.maximum(shift**2 - linear / (3 * cubic), 0.0)) * np.where(q >= 0, 1.0, -1.0)
    cosine = np.divide(q, p**3, out=np.zeros_like(q), where=p != 0)
    angle = (np.pi + np.arccos(np.clip(cosine, -1.0, 1.0))) / 3
    share = 2 * p * np.cos(angle) - shift
    return np.asarray(np.clip(share, np.maximum(0.0, -d), np.minimum(1.0, 1.0 - d)))
