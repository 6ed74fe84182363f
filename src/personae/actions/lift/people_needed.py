"""How far a measured difference lies from break-even in, how many people would settle it out."""

from __future__ import annotations

import math

__all__ = ["POWER", "people_needed"]

POWER = 0.8
"""How often a repetition of that size would settle it, if the difference is what it seems."""


def people_needed(*, people: int, error: float, distance: float, level: float) -> int | None:
    """Return how many people, split alike, would show that a difference pays.

    Parameters
    ----------
    people : int
        Who was measured, both arms together.
    error : float
        The standard error of their difference.
    distance : float
        The difference minus break-even.
    level : float
        How sure the interval must be.

    Returns
    -------
    int or None
        Both arms together; None where the difference is no larger than break-even, so that more
        people would not show that it pays.

    Notes
    -----
    n' = n ((z(level) + z(power)) error / distance)^2: an estimate, as far off as the difference is.

    Examples
    --------
    >>> people_needed(people=10_000, error=1.0, distance=1.4, level=0.95)
    40046
    >>> people_needed(people=10_000, error=1.0, distance=-0.1, level=0.95) is None
    True
    """
    from scipy import stats

    if not distance > 0 or not error > 0:
        return None
    reach = float(stats.norm.ppf(0.5 + level / 2) + stats.norm.ppf(POWER))
    return math.ceil(people * (reach * error / distance) ** 2)
