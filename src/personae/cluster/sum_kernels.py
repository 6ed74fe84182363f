"""Rows that join a cluster in, its sums with them out; see `kernels`.

Sums are whole numbers of steps, so that they are the same in every order. `totals` are which row of
the data each row is, whether that matters (`slab`), the weights, whether there are any and whether
all are whole, how many steps a coordinate and a weight of 1 are, and the sums and the mass.
"""

from __future__ import annotations

from personae.cluster.kernels import ABREAST, I64, U64, inner, sums_width, to_whole
from personae.cluster.lanes import load, load_apart, minus, plus, steps_of, store, times

__all__ = ["add_rows", "move_sums"]


@inner(fast=True)
def move_sums(block, movers, totals):
    """Move rows from the sums of the clusters where they were to those of their new ones.

    `movers` are the clusters that they join and leave (-1: none), the rows, and how many there are:
    none then.
    """
    d = block[3]
    joins, leaves, moved, filled = movers
    sums, mass = totals[-2:]
    wide = sums_width(d)
    m = I64(filled[0])
    filled[0] = 0
    for e in range(m):
        steps = _mass_of(moved[e], block, totals)
        mass[U64(joins[e])] += steps
        if leaves[e] >= 0:
            mass[U64(leaves[e])] -= steps
    for f in range(0, d, ABREAST):
        for e in range(m):
            steps = _steps_of(moved[e], f, block, totals)
            to, off = joins[e] * wide + f, leaves[e] * wide + f
            store(sums, to, plus(load(sums, to), steps))
            if leaves[e] >= 0:
                store(sums, off, minus(load(sums, off), steps))


@inner(fast=True)
def add_rows(first, last, block, labels, totals):
    """Add rows of a block to the sums of their clusters; they were in none before."""
    d, a = block[3], block[4]
    sums, mass = totals[-2:]
    wide = sums_width(d)
    for row in range(first, last):
        mass[U64(labels[a + row])] += _mass_of(row, block, totals)
    for f in range(0, d, ABREAST):
        for row in range(first, last):
            to = labels[a + row] * wide + f
            store(sums, to, plus(load(sums, to), _steps_of(row, f, block, totals)))


@inner(fast=True, inlined=True)
def _mass_of(row, block, totals):
    """Return how many steps of weight a row is."""
    weighted, weight_unit = totals[3], totals[6]
    return to_whole(_weight_of(row, block, totals) * weight_unit) if weighted else I64(1)


@inner(fast=True, inlined=True)
def _weight_of(row, block, totals):
    """Return the weight of a row."""
    rows, slab, weights = totals[:3]
    i = block[4] + row
    return weights[U64(rows[U64(i)] if slab else i)]


@inner(fast=True, inlined=True)
def _steps_of(row, f, block, totals):
    """Return how many steps the coordinates of a row from f on are, by its weight."""
    x, o, width, d, _, _ = block
    _, _, _, weighted, are_whole, unit, _, sums, _ = totals
    # Behind the last column nobody reads the sums.
    values = load_apart(x, o + f * width + row, width, d - 1 - f, sums)
    if not weighted:
        return steps_of(values, unit)
    weight = _weight_of(row, block, totals)
    return (
        times(steps_of(values, unit), I64(weight)) if are_whole else steps_of(values, unit * weight)
    )
