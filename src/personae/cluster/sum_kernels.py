"""Rows that join a cluster in, its sums with them out; see `kernels`.

Sums are whole numbers of steps, so that they are the same in every order. `totals` are which row of
the data each row is, whether that matters (`slab`), the weights, whether there are any and whether
all are whole, how many steps a coordinate and a weight of 1 are, and the sums and the mass.
"""

from __future__ import annotations

from personae.cluster.kernels import I64, TILE, U64, inner, to_whole
from personae.cluster.lanes import (
    lane_count,
    load,
    load_like,
    no_steps,
    plus_where,
    steps_of,
    total,
)

__all__ = ["add_tile", "move_sums"]


@inner(fast=True)
def move_sums(m, block, label, before, moved, totals):
    """Move m rows from the sums of the clusters where they were to those of their new ones."""
    x, o, width, d, a, _ = block
    rows, slab, weights, weighted, are_whole, unit, weight_unit, sums, mass = totals
    for e in range(m):
        add = I64(1)
        if weighted:
            i = a + moved[e]
            add = to_whole(weights[U64(rows[i] if slab else i)] * weight_unit)
        mass[U64(label[e])] += add
        if before[e] >= 0:
            mass[U64(before[e])] -= add
    for f in range(d):
        column = x[o + f * width :]
        for e in range(m):
            value = column[U64(moved[e])] * unit
            if weighted:
                i = a + moved[e]
                w = weights[U64(rows[i] if slab else i)]
                add = to_whole(value) * I64(w) if are_whole else to_whole(value * w)
            else:
                add = to_whole(value)
            sums[U64(label[e]), U64(f)] += add
            if before[e] >= 0:
                sums[U64(before[e]), U64(f)] -= add


@inner(fast=True)
def add_tile(x, p, width, d, k, label, totals):
    """Add the rows of a tile to the sums of their clusters, which none of them was in before.

    Rows without weights only.
    """
    _, _, _, _, _, unit, _, sums, mass = totals
    for t in range(TILE):
        mass[U64(label[t])] += 1
    for j in range(0, k, 4):
        for f in range(d):
            s0, s1, s2, s3 = no_steps(x), no_steps(x), no_steps(x), no_steps(x)
            for t in range(0, TILE, lane_count(x)):
                steps = steps_of(load(x, p + f * width + t), unit)
                own = load_like(label, t, steps)
                s0 = plus_where(s0, steps, own, j)
                s1 = plus_where(s1, steps, own, j + 1)
                s2 = plus_where(s2, steps, own, j + 2)
                s3 = plus_where(s3, steps, own, j + 3)
            sums[j, f] += total(s0)
            if j + 1 < k:
                sums[j + 1, f] += total(s1)
            if j + 2 < k:
                sums[j + 2, f] += total(s2)
            if j + 3 < k:
                sums[j + 3, f] += total(s3)
