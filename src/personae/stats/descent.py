"""A smooth function of a few numbers and its slope in, its lowest point nearby out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Smooth = Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]]

__all__ = ["lowest"]

# A step must bring at least this share of what the slope promises, and leave at most this share
# of the slope along it.
_GAIN, _SLOPE = 1e-4, 0.9
_MOST_HALVINGS = 60


def lowest(
    function: Smooth,
    start: Sequence[float],
    *,
    flat: float = 1e-6,
    most_steps: int = 300,
) -> tuple[NDArray[np.float64], float]:
    """Walk downhill until the ground is flat: quasi-Newton steps (BFGS).

    scipy's search does the same; but to import it takes half a second, twenty times as long as the
    searches of a run. Nocedal and Wright (2006), Numerical Optimization, algorithm 6.1; steps are
    bracketed as in Lewis and Overton (2013), Math. Program. 141:135-163, algorithm 2.6.

    Parameters
    ----------
    function : callable
        Returns a value and its gradient.
    start : sequence of float
        Where to begin; near 1 in the function's own units.
    flat : float
        The walk ends where no part of the gradient is larger than this.
    most_steps : int
        It ends after so many steps in any case.

    Returns
    -------
    ndarray of float64
        Where it ended.
    float
        The function's value there.

    Examples
    --------
    >>> bowl = lambda x: (float(((x - [1.0, 2.0]) ** 2).sum()), 2 * (x - [1.0, 2.0]))
    >>> place, value = lowest(bowl, [0.0, 0.0])
    >>> place.round(6).tolist(), round(value, 9)
    ([1.0, 2.0], 0.0)
    """
    x = np.array(start, dtype=np.float64)
    value, slope = function(x)
    inverse, scaled = np.eye(len(x)), False
    for _ in range(most_steps):
        if not np.abs(slope).max() > flat:
            break
        ahead = -(inverse * slope).sum(axis=1)
        length = 1.0 if scaled else min(1.0, 1.0 / float(np.abs(slope).sum()))
        found = _step(function, x, value, slope, ahead=ahead, length=length)
        if found is None:
            break
        step, value, new = found
        turn, x, slope = new - slope, x + step, new
        bend = float((step * turn).sum())
        if bend > 0.0:
            if not scaled:
                inverse *= bend / float((turn * turn).sum())
                scaled = True
            inverse = _updated(inverse, step, turn, bend)
    return x, value


def _step(
    function: Smooth,
    x: NDArray[np.float64],
    value: float,
    slope: NDArray[np.float64],
    *,
    ahead: NDArray[np.float64],
    length: float,
) -> tuple[NDArray[np.float64], float, NDArray[np.float64]] | None:
    """Return a step that leads down far enough, with value and slope there; None if none does."""
    fall = float((slope * ahead).sum())
    short, long = 0.0, math.inf
    best = None
    for _ in range(_MOST_HALVINGS):
        there, new = function(x + length * ahead)
        if not there <= value + _GAIN * length * fall:
            long = length
        else:
            best = (length * ahead, there, new)
            if float((new * ahead).sum()) >= _SLOPE * fall:
                break
            short = length
        length = 2.0 * length if long == math.inf else (short + long) / 2.0
    return best


def _updated(
    inverse: NDArray[np.float64],
    step: NDArray[np.float64],
    turn: NDArray[np.float64],
    bend: float,
) -> NDArray[np.float64]:
    """Return the inverse curvature that also explains how the slope turned along the last step."""
    bent = (inverse * turn).sum(axis=1)
    width = (1.0 + float((turn * bent).sum()) / bend) / bend
    both = step[:, None] * bent[None, :]
    changed: NDArray[np.float64] = (
        inverse + width * step[:, None] * step[None, :] - (both + both.T) / bend
    )
    return changed
