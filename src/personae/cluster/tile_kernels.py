"""A tile of rows in, the two nearest centres of each out: where K-means spends its time.

See `kernels`. Rows go side by side through all features of four centres at a time, so that their
distances stay in registers: loading and storing would take longer than reckoning.
"""

from __future__ import annotations

from personae.cluster.kernels import TILE, inner
from personae.cluster.lanes import (
    add_square,
    lane_count,
    larger,
    load,
    pick_less,
    smaller,
    spread,
    store,
)

__all__ = ["HUGE", "two_nearest"]

# More than any distance here; fast kernels know no infinity.
HUGE = 3e38


@inner(fast=True)
def two_nearest(x, o, width, d, c, k, work):
    """Fill the smallest and second smallest squared distance and the centre, for a whole tile.

    Column f of the tile is x[o + f * width :]; `work` has room for seven times TILE, and holds the
    smallest from the fifth on, then the second smallest, and whose the smallest is.
    """
    zero = spread(x, 0)
    for t in range(0, TILE, lane_count(x)):
        first, second, best = spread(x, HUGE), spread(x, HUGE), zero
        for group in range(k // 4):
            j = 4 * group
            u0, u1, u2, u3 = zero, zero, zero, zero
            for f in range(d):
                rows = load(x, o + f * width + t)
                u0 = add_square(u0, rows, spread(x, c[j, f]))
                u1 = add_square(u1, rows, spread(x, c[j + 1, f]))
                u2 = add_square(u2, rows, spread(x, c[j + 2, f]))
                u3 = add_square(u3, rows, spread(x, c[j + 3, f]))
            second = smaller(second, larger(first, u0))
            best = pick_less(u0, first, spread(x, j), best)
            first = smaller(first, u0)
            second = smaller(second, larger(first, u1))
            best = pick_less(u1, first, spread(x, j + 1), best)
            first = smaller(first, u1)
            second = smaller(second, larger(first, u2))
            best = pick_less(u2, first, spread(x, j + 2), best)
            first = smaller(first, u2)
            second = smaller(second, larger(first, u3))
            best = pick_less(u3, first, spread(x, j + 3), best)
            first = smaller(first, u3)
        for j in range(k - k % 4, k):
            u0 = zero
            for f in range(d):
                u0 = add_square(u0, load(x, o + f * width + t), spread(x, c[j, f]))
            second = smaller(second, larger(first, u0))
            best = pick_less(u0, first, spread(x, j), best)
            first = smaller(first, u0)
        store(work, 4 * TILE + t, first)
        store(work, 5 * TILE + t, second)
        store(work, 6 * TILE + t, best)
