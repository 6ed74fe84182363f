"""Rows in, the two nearest centres of each out: where K-means spends its time.

See `kernels`. As many rows as fit side by side go through all features of four centres at a time,
so that their distances stay in registers: loading and storing would take longer than reckoning.
"""

from __future__ import annotations

from personae.cluster.kernels import TILE, U64, inner, prefetch
from personae.cluster.lanes import (
    lane_count,
    larger,
    load,
    number_in,
    pick_less,
    plus_square,
    smaller,
    spread,
    store,
)

__all__ = ["HUGE", "lay_out", "nearest_alone", "two_nearest"]

# More than any distance here; fast kernels know no infinity.
HUGE = 3e38
# Of so many columns at most the processor knows itself what will be read next.
SEEN_COMING = 8


@inner(fast=True)
def lay_out(c, k, d, packed):
    """Write k centres in the order in which they are read, whatever their number.

    Four at a time as long as there are four: the first coordinate of each, then the second.
    """
    for j in range(0, k - k % 4, 4):
        for f in range(d):
            for i in range(4):
                packed[j * d + 4 * f + i] = c[j + i, f]
    for j in range(k - k % 4, k):
        for f in range(d):
            packed[j * d + f] = c[j, f]


@inner(fast=True)
def nearest_alone(rows, near, labels):
    """Fill the nearest centre of every row of a tile.

    In two thirds of the time of `two_nearest`. `rows`: x, where the first coordinate of the first
    of them is, how far the next column is away, and the number of columns.
    """
    x, p, width, d = rows
    c, k = near
    for t in range(0, TILE, lane_count(x)):
        _prefetch_next(rows, t)
        first, best = spread(x, HUGE), number_in(spread(x, 0), 0)
        for j in range(0, k - k % 4, 4):
            u0, u1, u2, u3 = _four_distances(x, p + t, width, d, c, j)
            first, best = _nearer(u0, j, first, best)
            first, best = _nearer(u1, j + 1, first, best)
            first, best = _nearer(u2, j + 2, first, best)
            first, best = _nearer(u3, j + 3, first, best)
        for j in range(k - k % 4, k):
            first, best = _nearer(_distance(x, p + t, width, d, c, j), j, first, best)
        store(labels, t, best)


@inner(fast=True)
def two_nearest(m, rows, near, work, labels):
    """Fill the nearest centre of the first m rows of a tile.

    In `work` go the smallest squared distance of each, and the second smallest, TILE further on.
    """
    x, p, width, d = rows
    c, k = near
    for t in range(0, m, lane_count(x)):
        _prefetch_next(rows, t)
        first, second, best = spread(x, HUGE), spread(x, HUGE), number_in(spread(x, 0), 0)
        for j in range(0, k - k % 4, 4):
            u0, u1, u2, u3 = _four_distances(x, p + t, width, d, c, j)
            first, second, best = _compared(u0, j, first, second, best)
            first, second, best = _compared(u1, j + 1, first, second, best)
            first, second, best = _compared(u2, j + 2, first, second, best)
            first, second, best = _compared(u3, j + 3, first, second, best)
        for j in range(k - k % 4, k):
            u = _distance(x, p + t, width, d, c, j)
            first, second, best = _compared(u, j, first, second, best)
        store(work, t, first)
        store(work, TILE + t, second)
        store(labels, t, best)


@inner(fast=True, inlined=True)
def _prefetch_next(rows, t):
    """Have the same rows of the next tile brought near, where there are many columns."""
    x, p, width, d = rows
    for f in range(d if d > SEEN_COMING else 0):
        prefetch(x, p + t + f * width + TILE)


@inner(fast=True, inlined=True)
def _four_distances(x, p, width, d, c, j):
    """Return the squared distances to four centres from j on."""
    u0, u1, u2, u3 = spread(x, 0), spread(x, 0), spread(x, 0), spread(x, 0)
    for f in range(d):
        rows, place = load(x, p + f * width), U64(j * d + 4 * f)
        u0 = plus_square(u0, rows, spread(x, c[place]))
        u1 = plus_square(u1, rows, spread(x, c[place + U64(1)]))
        u2 = plus_square(u2, rows, spread(x, c[place + U64(2)]))
        u3 = plus_square(u3, rows, spread(x, c[place + U64(3)]))
    return u0, u1, u2, u3


@inner(fast=True, inlined=True)
def _distance(x, p, width, d, c, j):
    """Return the squared distance to one centre, of those that are not among four."""
    u = spread(x, 0)
    for f in range(d):
        u = plus_square(u, load(x, p + f * width), spread(x, c[U64(j * d + f)]))
    return u


@inner(fast=True, inlined=True)
def _nearer(u, j, first, best):
    """Return the smallest distance and its centre with one more compared."""
    return smaller(first, u), pick_less(u, first, number_in(u, j), best)


@inner(fast=True, inlined=True)
def _compared(u, j, first, second, best):
    """Return the smallest two distances and the centre of the smallest with one more compared."""
    second = smaller(second, larger(first, u))
    return smaller(first, u), second, pick_less(u, first, number_in(u, j), best)
