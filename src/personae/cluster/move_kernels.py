"""The inner loops of moves of single rows; see `kernels` and `moves`."""

from __future__ import annotations

import math

from numba import carray

from personae.cluster.kernels import F64, I32, I64, TILE, export, inner, sums_width
from personae.cluster.sum_kernels import move_sums

__all__ = ["moved_sums", "paying_moves"]


def paying_moves(
    xp, n, d, labelsp, cp, countsp, k, weightsp, weighted, rowsp, targetsp, gainsp, scratchp
):  # fmt: skip
    """Fill the rows whose move pays, where to, and what each would gain alone; return how many.

    `c` are the means of the clusters, `counts` what these hold.
    """
    x, c, counts = carray(xp, (d * n,)), carray(cp, (k, d)), carray(countsp, (k,))
    labels, weights = carray(labelsp, (n,)), carray(weightsp, (n,))
    rows, targets, gains = carray(rowsp, (n,)), carray(targetsp, (n,)), carray(gainsp, (n,))
    scratch = carray(scratchp, (5 * TILE,))
    squared, mass, saved = scratch[:TILE], scratch[TILE : 2 * TILE], scratch[2 * TILE : 3 * TILE]
    least, best = scratch[3 * TILE : 4 * TILE], scratch[4 * TILE :]
    found = 0
    for s in range(0, n, TILE):
        m = min(TILE, n - s)
        own = labels[s : s + m]
        for t in range(m):
            mass[t] = weights[s + t] if weighted else 1.0
            saved[t], least[t], best[t] = 0.0, math.inf, -1.0
        for j in range(k):
            _measure(x, s, m, n, d, c[j], squared)
            held = counts[j]
            for t in range(m):
                here = own[t] == j
                # A row that is all of its cluster cannot leave it.
                left = held - mass[t]
                leaving = mass[t] * held * squared[t] / left if left > 0 else 0.0
                joining = squared[t] * (mass[t] * held / (held + mass[t]))
                nearer = joining < least[t] and not here
                saved[t] = leaving if here else saved[t]
                least[t] = joining if nearer else least[t]
                best[t] = F64(j) if nearer else best[t]
        for t in range(m):
            if saved[t] > least[t]:
                rows[found], targets[found] = s + t, I32(best[t])
                gains[found] = saved[t] - least[t]
                found += 1
    return found


@inner(fast=False)
def _measure(x, s, m, n, d, center, squared):
    """Fill the squared distances of the rows s to s + m to a centre."""
    for t in range(m):
        squared[t] = 0.0
    for f in range(d):
        one, place = x[f * n + s : f * n + s + m], center[f]
        for t in range(m):
            squared[t] += (one[t] - place) * (one[t] - place)


def moved_sums(
    xp, n, d, rowsp, joinsp, leavesp, filledp, k, weightsp, weighted, whole, unit, weight_unit,
    sumsp, massp,
):  # fmt: skip
    """Move rows from the sums of their clusters to those of others; return how many have none left.

    `filled` is how many rows there are; none then, as in `sum_kernels.move_sums`.
    """
    filled, weights = carray(filledp, (1,)), carray(weightsp, (n,))
    m = filled[0]
    rows, joins, leaves = carray(rowsp, (m,)), carray(joinsp, (m,)), carray(leavesp, (m,))
    sums, mass = carray(sumsp, (k * sums_width(d),)), carray(massp, (k,))
    block = carray(xp, (d * n,)), I64(0), n, d, I64(0), n
    totals = rows, I64(0), weights, weighted, whole, unit, weight_unit, sums, mass
    move_sums(block, (joins, leaves, rows, filled), totals)
    emptied = 0
    for j in range(k):
        emptied += mass[j] <= 0
    return emptied


export(
    paying_moves, "paying_moves", [F64], I64, I64, [I32], [F64], [F64], I64, [F64], I64, [I64],
    [I32], [F64], [F64],
)  # fmt: skip
export(
    moved_sums, "moved_sums", [F64], I64, I64, [I64], [I32], [I32], [I64], I64, [F64], I64, I64,
    F64, F64, [I64], [I64],
)  # fmt: skip
