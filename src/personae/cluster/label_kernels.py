"""The inner loop of labels alone; see `kernels`. Float32 where that decides, float64 where not."""

from __future__ import annotations

import math

import numpy as np
from numba import carray

from personae.cluster.kernels import F32, F64, I32, I64, TILE, export, inner, load_tile
from personae.cluster.lanes import lane_count, store
from personae.cluster.tile_kernels import two_nearest

__all__ = ["coarse_labels"]


def coarse_labels(xp, n, d, a, b, cp, nearp, k, reach, labelsp, workp, indexp):
    """Fill the nearest centre of the float32 rows [a, b), measured in float32 where that decides.

    It does where the two smallest distances are further apart than both can be wrong: by `reach`,
    which is what rounding moves a centre, and a rounding per feature. All other rows are measured
    again, by the one arithmetic (see `nearest`). Returns how many tiles hold a number not finite.
    """
    x, c, near = carray(xp, (n * d,)), carray(cp, (k, d)), carray(nearp, (k, d))
    labels, index = carray(labelsp, (n,)), carray(indexp, (TILE,))
    scratch = carray(workp, ((d + 7) * TILE,))
    work, tile = scratch[: 7 * TILE], scratch[7 * TILE :]
    for e in range(d * TILE):
        tile[e] = 0.0
    share = F32(1) - F32(d + 8) * F32(2.4e-7)
    bad = I64(0)
    for s in range(a, b, TILE):
        m = min(TILE, b - s)
        load_tile(x, s, m, d, tile)
        bad += _holds_no_number(tile, d * TILE)
        for t in range(0, m, lane_count(x)):
            first, second, best = two_nearest(tile, t, TILE, d, near, k)
            store(work, 4 * TILE + t, first)
            store(work, 5 * TILE + t, second)
            store(work, 6 * TILE + t, best)
        own = labels[s : s + m]
        for t in range(m):
            own[t] = I32(work[6 * TILE + t])
        for t in range(m):
            left = share * math.sqrt(work[5 * TILE + t]) - math.sqrt(work[4 * TILE + t])
            # Also where a square was beyond the largest float32 and nothing can be said.
            index[t] = I32(0) if left > reach else I32(1)
        doubtful = I32(0)
        for t in range(m):
            doubtful += index[t]
        if doubtful == 0:
            continue
        for t in range(m):
            if index[t]:
                own[t] = _nearest_of(x[(s + t) * d : (s + t + 1) * d], c, k, d)
    return bad


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


export(
    coarse_labels, "coarse_labels", [F32], I64, I64, I64, I64, [F64], [F32], I64, F32, [I32], [F32],
    [I32], fast=True,
)  # fmt: skip
