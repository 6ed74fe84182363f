"""Rows in, the two nearest centres of each out: where K-means spends its time.

See `kernels`. As many rows as fit side by side go through all features of four centres at a time,
so that their distances stay in registers: loading and storing would take longer than reckoning.
"""

from __future__ import annotations

from personae.cluster.kernels import inner
from personae.cluster.lanes import larger, load, pick_less, plus_square, smaller, spread

__all__ = ["HUGE", "two_nearest"]

# More than any distance here; fast kernels know no infinity.
HUGE = 3e38


@inner(fast=True, inlined=True)
def two_nearest(x, p, width, d, c, k):
    """Return the smallest squared distance, the second smallest, and the centre of the smallest.

    Side by side for the rows from x[p] on; their features are `width` apart.
    """
    zero = spread(x, 0)
    first, second, best = spread(x, HUGE), spread(x, HUGE), zero
    for group in range(k // 4):
        j = 4 * group
        u0, u1, u2, u3 = zero, zero, zero, zero
        for f in range(d):
            rows = load(x, p + f * width)
            u0 = plus_square(u0, rows, spread(x, c[j, f]))
            u1 = plus_square(u1, rows, spread(x, c[j + 1, f]))
            u2 = plus_square(u2, rows, spread(x, c[j + 2, f]))
            u3 = plus_square(u3, rows, spread(x, c[j + 3, f]))
        first, second, best = _compared(u0, j, x, first, second, best)
        first, second, best = _compared(u1, j + 1, x, first, second, best)
        first, second, best = _compared(u2, j + 2, x, first, second, best)
        first, second, best = _compared(u3, j + 3, x, first, second, best)
    for j in range(k - k % 4, k):
        u0 = zero
        for f in range(d):
            u0 = plus_square(u0, load(x, p + f * width), spread(x, c[j, f]))
        first, second, best = _compared(u0, j, x, first, second, best)
    return first, second, best


@inner(fast=True, inlined=True)
def _compared(u, j, x, first, second, best):
    """Return the smallest two distances and the centre of the smallest with one more compared."""
    second = smaller(second, larger(first, u))
    return smaller(first, u), second, pick_less(u, first, spread(x, j), best)
