"""One number and segments of it in, the stretch of that number that each segment is out."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from personae.profile.rules import roundest_between, written_exactly

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from personae.profile.rules import Axis

__all__ = ["FROM_SEGMENTS", "ranges_of"]

FROM_SEGMENTS = 4
"""Fewer segments than this have plainer names: low, high."""


def ranges_of(axes: list[Axis], labels: NDArray[np.int64], *, k: int) -> tuple[str, ...] | None:
    """Name the segments of a single number by the stretch of it that each one is.

    K-means cuts one number into stretches. The bound between two neighbours is the roundest
    number above the highest value of the lower one, up to the lowest value of the upper one, so
    that every customer lies within the bounds of the name.

    Parameters
    ----------
    axes : list of Axis
        What made the segments.
    labels : ndarray, shape (n_rows,), int
        The segment of every row, counted from 0.
    k : int
        How many segments there are.

    Returns
    -------
    tuple of str, or None
        None where there are several axes or categories, fewer than four segments, or segments
        that overlap.

    Examples
    --------
    >>> import numpy as np
    >>> from personae.profile.rules import Axis
    >>> axis = Axis("spend", "spend", np.array([9.0, 12.0, 45.0, 47.0, 88.0, 90.0, 250.0, 300.0]))
    >>> ranges_of([axis], np.array([0, 0, 1, 1, 2, 2, 3, 3]), k=4)
    ('Spend below 40', 'Spend 40 to 50', 'Spend 50 to 200', 'Spend 200 and more')
    """
    if k < FROM_SEGMENTS or len(axes) != 1 or axes[0].category:
        return None
    parts = [axes[0].values[labels == segment] for segment in range(k)]
    order = sorted(range(k), key=lambda segment: float(parts[segment].min()))
    bounds = []
    for lower, upper in pairwise(order):
        low, high = float(parts[lower].max()), float(parts[upper].min())
        if low >= high:
            return None
        bounds.append(written_exactly(roundest_between(low, high)))
    label = axes[0].label[:1].upper() + axes[0].label[1:]
    names = [""] * k
    for place, segment in enumerate(order):
        if place == 0:
            names[segment] = f"{label} below {bounds[0]}"
        elif place == k - 1:
            names[segment] = f"{label} {bounds[-1]} and more"
        else:
            names[segment] = f"{label} {bounds[place - 1]} to {bounds[place]}"
    return tuple(names)
