"""The inner loops of an assignment; see `kernels`.

`nearest` is the one arithmetic: (x - c)^2 added up in the order of the features, in float64, every
step rounded and nothing fused; ties go to the lower number. `coarse_labels` gives the same labels,
found in float32 where that decides.
"""

from __future__ import annotations

import math

import numpy as np
from numba import carray

from personae.cluster.kernels import F32, F64, I32, I64, TILE, export, inner, load_tile
from personae.cluster.lanes import (
    lane_count,
    load,
    load_at,
    load_like,
    pick_less,
    plus_rounded_square,
    smaller,
    spread,
    store,
    widened,
)
from personae.cluster.tile_kernels import lay_out, two_nearest

__all__ = ["coarse_labels", "nearest"]


def coarse_labels(
    xp, n, d, a, b, cp, nearp, k, reach, labelsp, measured, squaredp, workp, indexp
):  # fmt: skip
    """Fill the nearest centre of the float32 rows [a, b), measured in float32 where that decides.

    It does where the two smallest distances are further apart than both can be wrong: by `reach`,
    which is what rounding moves a centre, and a rounding per feature. All other rows are measured
    again, by the one arithmetic (see `nearest`); and so is the squared distance of each row to its
    centre, if it is to be `measured`. Returns how many tiles hold a number not finite.
    """
    centers = carray(cp, (k * d,))
    x, c, near = carray(xp, (n * d,)), carray(cp, (k, d)), carray(nearp, (k, d))
    labels, squared = carray(labelsp, (n,)), carray(squaredp, (n,))
    index = carray(indexp, (TILE,))
    scratch = carray(workp, ((d + 2) * TILE + k * d,))
    work, tile = scratch[: 2 * TILE], scratch[2 * TILE : (d + 2) * TILE]
    packed = scratch[(d + 2) * TILE :]
    lay_out(near, k, d, packed)
    for e in range(d * TILE):
        tile[e] = 0.0
    share = F32(1) - F32(d + 8) * F32(2.4e-7)
    bad = I64(0)
    for s in range(a, b, TILE):
        m = min(TILE, b - s)
        load_tile(x, s, m, d, tile)
        bad += _holds_no_number(tile, d * TILE)
        two_nearest(m, (tile, I64(0), I64(TILE), d), (packed, k), work, index)
        own = labels[s : s + m]
        for t in range(m):
            own[t] = index[t]
        for t in range(m):
            left = share * math.sqrt(work[TILE + t]) - math.sqrt(work[t])
            # Also where a square was beyond the largest float32 and nothing can be said.
            index[t] = I32(0) if left > reach else I32(1)
        doubtful = I32(0)
        for t in range(m):
            doubtful += index[t]
        if doubtful > 0:
            for t in range(m):
                if index[t]:
                    own[t] = _nearest_of(x[(s + t) * d : (s + t + 1) * d], c, k, d)
        if measured:
            for t in range(m):
                index[t] = own[t] * I32(d)
            _measure(tile, m, d, centers, index, squared[s : s + m])
    return bad


@inner(fast=False)
def _measure(tile, m, d, centers, places, squared):
    """Fill the squared distance of each row to its own centre, by the one arithmetic."""
    count = lane_count(squared)
    for t in range(0, m - count + 1, count):
        total = spread(squared, 0)
        place = load_like(places, t, total)
        for f in range(d):
            rows = widened(load_like(tile, f * TILE + t, total))
            total = plus_rounded_square(total, rows, load_at(centers[f:], place))
        store(squared, t, total)
    for t in range(m - m % count, m):
        squared[t] = 0.0
        for f in range(d):
            away = F64(tile[f * TILE + t]) - centers[places[t] + f]
            squared[t] += away * away


@inner(fast=False)
def _holds_no_number(tile, size):
    """Tell by their bits whether one of so many float32 is infinite or missing."""
    largest = I32(0)
    for e in range(size):
        largest = max(largest, np.float32(tile[e]).view(np.int32) & I32(0x7FFFFFFF))
    return I64(largest >= I32(0x7F800000))


@inner(fast=False)
def _nearest_of(row, c, k, d):
    """Return the nearest centre of one row by the one arithmetic."""
    best, label = math.inf, I32(0)
    for j in range(k):
        squared = 0.0
        for f in range(d):
            squared += (F64(row[f]) - c[j, f]) * (F64(row[f]) - c[j, f])
        if squared < best:
            best, label = squared, I32(j)
    return label


def nearest(xp, n, d, a, b, cp, k, detail, labelsp, firstp, runnerp, secondp, scratchp):
    """Fill the nearest and second nearest centre of the rows [a, b) and both squared distances.

    `detail` 0: the labels alone; 1: and the distance to it; 2: the second nearest too.
    """
    x, c = carray(xp, (n * d,)), carray(cp, (k, d))
    labels, first = carray(labelsp, (n,)), carray(firstp, (n,))
    runner, second = carray(runnerp, (n,)), carray(secondp, (n,))
    scratch = carray(scratchp, ((d + 4) * TILE,))
    work, tile = scratch[: 4 * TILE], scratch[4 * TILE :]
    for e in range(d * TILE):
        tile[e] = 0.0
    for s in range(a, b, TILE):
        m = min(TILE, b - s)
        load_tile(x, s, m, d, tile)
        for t in range(0, m, lane_count(tile)):
            low, high, best, other = _two_exactly_nearest(tile, t, d, c, k, detail)
            store(work, t, low)
            store(work, TILE + t, high)
            store(work, 2 * TILE + t, best)
            store(work, 3 * TILE + t, other)
        own = labels[s : s + m]
        for t in range(m):
            own[t] = I32(work[2 * TILE + t])
        if detail > 0:
            squared = first[s : s + m]
            for t in range(m):
                squared[t] = work[t]
        if detail > 1:
            for t in range(m):
                second[s + t], runner[s + t] = work[TILE + t], I32(work[3 * TILE + t])
    return 0


@inner(fast=False, inlined=True)
def _two_exactly_nearest(tile, t, d, c, k, detail):
    """Return both squared distances and both centres, side by side for the rows from t on.

    The second of each only for `detail` 2.
    """
    zero, none = spread(tile, 0), spread(tile, -1)
    low, high, best, other = spread(tile, math.inf), spread(tile, math.inf), none, none
    for group in range(k // 4):
        j = 4 * group
        u0, u1, u2, u3 = zero, zero, zero, zero
        for f in range(d):
            rows = load(tile, f * TILE + t)
            u0 = plus_rounded_square(u0, rows, spread(tile, c[j, f]))
            u1 = plus_rounded_square(u1, rows, spread(tile, c[j + 1, f]))
            u2 = plus_rounded_square(u2, rows, spread(tile, c[j + 2, f]))
            u3 = plus_rounded_square(u3, rows, spread(tile, c[j + 3, f]))
        low, high, best, other = _compared(u0, j, tile, low, high, best, other, detail)
        low, high, best, other = _compared(u1, j + 1, tile, low, high, best, other, detail)
        low, high, best, other = _compared(u2, j + 2, tile, low, high, best, other, detail)
        low, high, best, other = _compared(u3, j + 3, tile, low, high, best, other, detail)
    for j in range(k - k % 4, k):
        u0 = zero
        for f in range(d):
            u0 = plus_rounded_square(u0, load(tile, f * TILE + t), spread(tile, c[j, f]))
        low, high, best, other = _compared(u0, j, tile, low, high, best, other, detail)
    return low, high, best, other


@inner(fast=False, inlined=True)
def _compared(u, j, tile, low, high, best, other, detail):
    """Return the smallest two distances and their centres with one more compared to them."""
    number = spread(tile, j)
    if detail > 1:
        other = pick_less(u, low, best, pick_less(u, high, number, other))
        high = pick_less(u, low, low, smaller(high, u))
    return smaller(low, u), high, pick_less(u, low, number, best), other


for _real, _suffix in ((F32, "float32"), (F64, "float64")):
    export(
        nearest, f"nearest_{_suffix}", [_real], I64, I64, I64, I64, [F64], I64, I64, [I32], [F64],
        [I32], [F64], [F64],
    )  # fmt: skip
export(
    coarse_labels, "coarse_labels", [F32], I64, I64, I64, I64, [F64], [F32], I64, F32, [I32],
    I64, [F64], [F32], [I32], fast=True,
)  # fmt: skip
