"""How many people and how often they buy in, the smallest effect that can be seen out.

Two proportions, compared with the normal test, two-sided at 5 %, found with a probability of 80 %:
Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed., section 4.3
(equal arms) and 4.5 (unequal arms), without the correction for continuity.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

__all__ = ["LEVEL", "POWER", "detectable_difference", "people_per_arm"]

LEVEL = 0.05
"""How often a campaign without any effect would look as if it had one, up or down."""
POWER = 0.80
"""How often an effect of the stated size is found."""


def detectable_difference(treatment: int, control: int, rate: float) -> float | None:
    """Return the smallest rise of a rate that these numbers of people can show.

    Parameters
    ----------
    treatment, control : int
        People who get the campaign, and people who are held out.
    rate : float
        The share, 0 to 1, that buys in the window without the campaign.

    Returns
    -------
    float or None
        A difference of shares, 0 to 1; None where not even a rise to everybody could be shown.

    Notes
    -----
    The d for which d = z(1 - LEVEL / 2) sqrt(m (1 - m) (1 / t + 1 / c)) + z(POWER) sqrt(p (1 - p) /
    t + r (1 - r) / c), where r is the rate of control, p = r + d that of treatment, and m the
    rate of both together.

    Examples
    --------
    >>> round(detectable_difference(4500, 500, 0.10), 4)
    0.0442
    >>> detectable_difference(0, 500, 0.10) is None
    True
    """
    highest = 1.0 - rate
    if (
        min(treatment, control) < 1
        or highest <= 0
        or _shortfall(highest, treatment, control, rate) > 0
    ):
        return None
    low, high = 0.0, highest
    # 60 halvings leave less than the last bit of any share
    for _ in range(60):
        middle = (low + high) / 2
        if _shortfall(middle, treatment, control, rate) > 0:
            low = middle
        else:
            high = middle
    return high


def people_per_arm(rate: float, difference: float) -> float:
    """Return how many people each of two equal arms needs to show a difference.

    Parameters
    ----------
    rate : float
        The share, 0 to 1, that buys in the window without the campaign.
    difference : float
        The rise to be shown, as a difference of shares.

    Returns
    -------
    float
        People in each arm; round up.

    Examples
    --------
    >>> round(people_per_arm(0.10, 0.02), 1)
    3840.8
    """
    raised = rate + difference
    mean = (rate + raised) / 2
    spread = _z(1 - LEVEL / 2) * sqrt(2 * mean * (1 - mean)) + _z(POWER) * sqrt(
        rate * (1 - rate) + raised * (1 - raised)
    )
    return (spread / difference) ** 2


def _shortfall(difference: float, treatment: int, control: int, rate: float) -> float:
    """Return by how much a difference is too small to be shown; zero or less if it is not."""
    raised = rate + difference
    mean = (treatment * raised + control * rate) / (treatment + control)
    by_chance = sqrt(max(mean * (1 - mean), 0.0) * (1 / treatment + 1 / control))
    own = sqrt(max(raised * (1 - raised), 0.0) / treatment + rate * (1 - rate) / control)
    return _z(1 - LEVEL / 2) * by_chance + _z(POWER) * own - difference


def _z(probability: float) -> float:
    return NormalDist().inv_cdf(probability)
