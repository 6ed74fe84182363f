"""The inner loops of K-means' iterations; see `kernels`.

Most of the time goes into `two_nearest`, for rows whose bounds are used up. Those of many rows are
sorted (`_sort`), so that whole tiles need not be looked at.
"""

from __future__ import annotations

import math

import numpy as np
from numba import carray

from personae.cluster.kernels import (
    F32,
    F64,
    I32,
    I64,
    TILE,
    U64,
    export,
    inner,
    prefetch,
    slab_width,
    to_whole,
)

__all__ = ["BINS", "lloyd_pass", "lloyd_starts", "move", "two_nearest"]

# More than any distance here; fast kernels know no infinity.
HUGE = 3e38
# Classes of what is left of a bound, by which rows are sorted.
BINS = 64
# From so many rows to measure on, the whole of a tile is: putting one on a list takes time too.
MOST_OF_TILE = 48
# Then so many tiles that follow are measured without a look at their bounds, which takes half as
# long as measuring.
UNLOOKED = 15


@inner(fast=True)
def two_nearest(x, o, width, d, c, k, work):
    """Fill the smallest and second smallest squared distance and the centre, for a whole tile.

    Column f of the tile is x[o + f * width :]; `work` has room for seven times TILE: four
    distances, then the smallest, the second smallest, and whose the smallest is. Features and
    centres go by fours: each coordinate is loaded once for four centres, each distance once for
    four features. Slices, unlike sums of indices, tell the compiler that no index is negative, and
    loops of a constant length take two thirds of the time of others.
    """
    for t in range(TILE):
        work[4 * TILE + t] = HUGE
        work[5 * TILE + t] = HUGE
        work[6 * TILE + t] = 0
    for group in range(k // 4):
        j = 4 * group
        for t in range(4 * TILE):
            work[t] = 0
        for four in range(d // 4):
            f = 4 * four
            # Centres in local variables: the compiler cannot know that `work` does not overlap
            # them.
            a0, a1, a2, a3 = c[j, f], c[j, f + 1], c[j, f + 2], c[j, f + 3]
            b0, b1, b2, b3 = c[j + 1, f], c[j + 1, f + 1], c[j + 1, f + 2], c[j + 1, f + 3]
            c0, c1, c2, c3 = c[j + 2, f], c[j + 2, f + 1], c[j + 2, f + 2], c[j + 2, f + 3]
            d0, d1, d2, d3 = c[j + 3, f], c[j + 3, f + 1], c[j + 3, f + 2], c[j + 3, f + 3]
            p = o + f * width
            q, r, s = p + width, p + 2 * width, p + 3 * width
            one, two, three, last = (
                x[p : p + TILE],
                x[q : q + TILE],
                x[r : r + TILE],
                x[s : s + TILE],
            )
            for t in range(TILE):
                x0, x1, x2, x3 = one[t], two[t], three[t], last[t]
                work[t] += ((x0 - a0) * (x0 - a0) + (x1 - a1) * (x1 - a1)) + (
                    (x2 - a2) * (x2 - a2) + (x3 - a3) * (x3 - a3)
                )
                work[TILE + t] += ((x0 - b0) * (x0 - b0) + (x1 - b1) * (x1 - b1)) + (
                    (x2 - b2) * (x2 - b2) + (x3 - b3) * (x3 - b3)
                )
                work[2 * TILE + t] += ((x0 - c0) * (x0 - c0) + (x1 - c1) * (x1 - c1)) + (
                    (x2 - c2) * (x2 - c2) + (x3 - c3) * (x3 - c3)
                )
                work[3 * TILE + t] += ((x0 - d0) * (x0 - d0) + (x1 - d1) * (x1 - d1)) + (
                    (x2 - d2) * (x2 - d2) + (x3 - d3) * (x3 - d3)
                )
        for single in range(d % 4):
            f = d - d % 4 + single
            a0, b0, c0, d0 = c[j, f], c[j + 1, f], c[j + 2, f], c[j + 3, f]
            p = o + f * width
            one = x[p : p + TILE]
            for t in range(TILE):
                x0 = one[t]
                work[t] += (x0 - a0) * (x0 - a0)
                work[TILE + t] += (x0 - b0) * (x0 - b0)
                work[2 * TILE + t] += (x0 - c0) * (x0 - c0)
                work[3 * TILE + t] += (x0 - d0) * (x0 - d0)
        n0, n1 = c.dtype.type(j), c.dtype.type(j + 1)
        n2, n3 = c.dtype.type(j + 2), c.dtype.type(j + 3)
        for t in range(TILE):
            first, second, best = work[4 * TILE + t], work[5 * TILE + t], work[6 * TILE + t]
            u0, u1, u2, u3 = work[t], work[TILE + t], work[2 * TILE + t], work[3 * TILE + t]
            second = min(second, max(first, u0))
            best = n0 if u0 < first else best
            first = min(first, u0)
            second = min(second, max(first, u1))
            best = n1 if u1 < first else best
            first = min(first, u1)
            second = min(second, max(first, u2))
            best = n2 if u2 < first else best
            first = min(first, u2)
            second = min(second, max(first, u3))
            best = n3 if u3 < first else best
            work[5 * TILE + t] = second
            work[6 * TILE + t] = best
            work[4 * TILE + t] = min(first, u3)
    for single in range(k % 4):
        j = k - k % 4 + single
        for t in range(TILE):
            work[t] = 0
        for pair in range(d // 2):
            f = 2 * pair
            a0, a1 = c[j, f], c[j, f + 1]
            p = o + f * width
            q = p + width
            one, two = x[p : p + TILE], x[q : q + TILE]
            for t in range(TILE):
                x0, x1 = one[t], two[t]
                work[t] += (x0 - a0) * (x0 - a0) + (x1 - a1) * (x1 - a1)
        if d % 2 == 1:
            a0 = c[j, d - 1]
            p = o + (d - 1) * width
            one = x[p : p + TILE]
            for t in range(TILE):
                work[t] += (one[t] - a0) * (one[t] - a0)
        number = c.dtype.type(j)
        for t in range(TILE):
            u, first, second = work[t], work[4 * TILE + t], work[5 * TILE + t]
            best = work[6 * TILE + t]
            work[5 * TILE + t] = min(second, max(first, u))
            work[6 * TILE + t] = number if u < first else best
            work[4 * TILE + t] = min(first, u)


@inner(fast=True)
def _least(values):
    """Return the least of a tile of numbers, of which it keeps none.

    By halves: the compiler does not see that a running minimum could be four at a time.
    """
    for t in range(TILE // 2):
        values[t] = min(values[t], values[TILE // 2 + t])
    for t in range(TILE // 4):
        values[t] = min(values[t], values[TILE // 4 + t])
    for t in range(TILE // 8):
        values[t] = min(values[t], values[TILE // 8 + t])
    least = values[0]
    for t in range(1, TILE // 8):
        least = min(least, values[t])
    return F32(least)


@inner(fast=True)
def _expired(labels, expiry, drift, left, others):
    """Count the rows of a tile whose bound is used up; return also the least that others have left.

    `left` is filled with what each has; `others` is scratch space.
    """
    m = len(labels)
    for t in range(m):
        # Unsigned: no look whether an index counts from the end.
        left[t] = drift[U64(labels[t])]
    for t in range(m):
        left[t] = expiry[t] - F32(left[t])
    for t in range(m, TILE):
        left[t] = HUGE
    for t in range(TILE):
        rest = left[t]
        others[t] = HUGE if rest <= 0 else rest
    count = I32(0)
    for t in range(TILE):
        count += I32(left[t] <= 0)
    return count, _least(others)


@inner(fast=True)
def _put(left, m, first, at, waiting):
    """Put the rows of a tile whose bound is used up at the end of a list; return its new length."""
    end = U64(waiting)
    for t in range(m):
        # Written whether it counts or not: the processor need not guess.
        at[end] = I32(first + t)
        end += U64(left[t] <= 0)
    return I64(end)


@inner(fast=True)
def _next(until, number, n_tiles, limit):
    """Return the next tile, from this one on, in which the bound of a row may be used up."""
    while number < n_tiles and until[number] > limit:
        number += 1
    return number


@inner(fast=True)
def _fetch_bounds(labels, expiry, row):
    """Have the bounds of a tile brought near while the one before it is looked at.

    Memory takes as long to answer as a tile takes to be measured, and tiles that are skipped keep
    the processor from guessing which comes next.
    """
    for line in range(0, TILE, 16):
        prefetch(labels, row + line)
        prefetch(expiry, row + line)


@inner(fast=True)
def _measure(x, p, width, d, c, k, drift, work, label):
    """Find the nearest centre and the bound of every row of a tile.

    Leaves in `work` what each row has left, then when that expires.
    """
    two_nearest(x, p, width, d, c, k, work)
    for t in range(TILE):
        # Rounded down: a row may be looked at once too often, never once too seldom.
        near, far = F32(work[4 * TILE + t]), F32(work[5 * TILE + t])
        work[t] = F32(0.999998) * math.sqrt(far) - F32(1.000002) * math.sqrt(near)
    for t in range(TILE):
        label[t] = I32(work[6 * TILE + t])
    for t in range(TILE):
        work[TILE + t] = drift[U64(label[t])]
    for t in range(TILE):
        work[TILE + t] = F32((work[t] + work[TILE + t]) * F32(0.9999995))


@inner(fast=True)
def _assign_tile(number, x, o, width, d, a, c, k, labels, expiry, drift, until, work, at, *rest):
    """Assign all rows of a tile; return how many moved."""
    label, before, moved = at[:TILE], at[TILE : 2 * TILE], at[2 * TILE : 4 * TILE]
    first = number * TILE
    own, bounds = labels[a + first : a + first + TILE], expiry[a + first : a + first + TILE]
    _measure(x, o + first, width, d, c, k, drift, work, label)
    for t in range(TILE):
        bounds[t] = work[TILE + t]
    until[number] = (_least(work[:TILE]) + drift[k]) * F32(0.9999995)
    for t in range(TILE):
        before[t] = own[t]
        own[t] = label[t]
    for t in range(TILE):
        moved[t] = I32(first + t)
    m = _differing(TILE, label, before, moved)
    _move_sums(m, x, o, width, d, a, label, before, moved, *rest)
    return m


@inner(fast=True)
def _assign_list(m, x, o, width, d, a, c, k, labels, expiry, drift, until, work, at, tile, *rest):
    """Assign the first m rows of the list behind at[4 * TILE]; return how many moved."""
    label, before, moved = at[:TILE], at[TILE : 2 * TILE], at[2 * TILE : 4 * TILE]
    listed = at[4 * TILE : 5 * TILE]
    for t in range(m, TILE):
        listed[t] = listed[0]
    for f in range(d):
        column, copy = x[o + f * width :], tile[f * TILE : (f + 1) * TILE]
        for t in range(TILE):
            copy[t] = column[U64(listed[t])]
    _measure(tile, I64(0), I64(TILE), d, c, k, drift, work, label)
    own, bounds = labels[a:], expiry[a:]
    # Rows of a tile come one after the other.
    number, least = U64(listed[0]) // U64(TILE), F32(HUGE)
    for t in range(m):
        i = U64(listed[t])
        before[t], moved[t] = own[i], listed[t]
        own[i], bounds[i] = label[t], work[TILE + t]
        if i // U64(TILE) != number:
            until[number] = min(until[number], F32((least + drift[k]) * F32(0.9999995)))
            number, least = i // U64(TILE), F32(HUGE)
        least = min(least, F32(work[t]))
    until[number] = min(until[number], F32((least + drift[k]) * F32(0.9999995)))
    m = _differing(m, label, before, moved)
    _move_sums(m, x, o, width, d, a, label, before, moved, *rest)
    return m


@inner(fast=True)
def _differing(m, label, before, moved):
    """Keep, of m rows, those whose label is not what it was; return how many they are.

    `moved` has room for as many numbers again, behind the first TILE.
    """
    differ = I32(0)
    for t in range(m):
        differ += I32(label[t] != before[t])
    if differ == 0:
        return I64(0)
    places, count = moved[TILE : 2 * TILE], U64(0)
    for t in range(m):
        # Written whether they differ or not: the processor need not guess.
        places[count] = t
        count += U64(label[t] != before[t])
    for e in range(I64(count)):
        t = U64(places[e])
        label[e], before[e], moved[e] = label[t], before[t], moved[t]
    return I64(count)


@inner(fast=True)
def _move_sums(m, x, o, width, d, a, label, before, moved, *rest):
    """Move m rows from the sums of the clusters where they were to those of their new ones.

    `slab`: `rows` says where rows came from.
    """
    rows, slab, weights, weighted, whole, unit, weight_unit, sums, mass = rest
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
                add = to_whole(value) * I64(w) if whole else to_whole(value * w)
            else:
                add = to_whole(value)
            sums[U64(label[e]), U64(f)] += add
            if before[e] >= 0:
                sums[U64(before[e]), U64(f)] -= add


@inner(fast=True)
def _pass(x, o, width, d, a, b, c, k, labels, expiry, drift, spent, until, work, tile, at, *rest):
    """One assignment of the rows [a, b); see `lloyd_pass`. Returns how many moved, how many idled.

    The columns begin at x[o], `width` apart. Tiles most of whose rows must be measured are measured
    whole; the few of others are listed and measured together. Rows idle whose bounds are looked at
    and hold.
    """
    changed, idle, waiting = I64(0), I64(0), I64(0)
    count, unlooked = I32(0), 0
    listed = at[4 * TILE : 6 * TILE]
    n_tiles = -(-(b - a) // TILE)
    # All of them, where the bounds say nothing yet.
    upcoming = _next(until, 0, n_tiles, drift[k]) if spent >= 0 else 0
    while upcoming < n_tiles:
        number = upcoming
        upcoming = _next(until, number + 1, n_tiles, drift[k]) if spent >= 0 else number + 1
        first = number * TILE
        m = min(TILE, b - a - first)
        if spent < 0:
            count, until[number] = I32(m), F32(HUGE)
            for t in range(m):
                work[t] = 0
        else:
            s = a + first
            if upcoming < n_tiles:
                _fetch_bounds(labels, expiry, a + upcoming * TILE)
            if unlooked > 0 and m == TILE:
                unlooked -= 1
            else:
                count, least = _expired(
                    labels[s : s + m], expiry[s : s + m], drift, work[:TILE], work[TILE : 2 * TILE]
                )
                until[number] = (least + drift[k]) * F32(0.9999995)
                if count == 0:
                    continue
                unlooked = UNLOOKED if count >= MOST_OF_TILE else 0
            idle += m - count
        if count >= MOST_OF_TILE and m == TILE:
            changed += _assign_tile(
                number, x, o, width, d, a, c, k, labels, expiry, drift, until, work, at, *rest
            )
            continue
        waiting = _put(work, m, first, listed, waiting)
        if waiting >= TILE:
            changed += _assign_list(
                TILE, x, o, width, d, a, c, k, labels, expiry, drift, until, work, at, tile, *rest
            )
            waiting -= TILE
            for t in range(waiting):
                listed[t] = listed[TILE + t]
    if waiting > 0:
        changed += _assign_list(
            waiting, x, o, width, d, a, c, k, labels, expiry, drift, until, work, at, tile, *rest
        )
    return changed, idle


@inner(fast=True)
def _octave(number):
    """Return four times the binary logarithm of a float32, about: its exponent and two digits."""
    return np.float32(number).view(np.int32) >> 21


@inner(fast=True)
def _sort(x, o, width, d, a, b, labels, expiry, drift, k, until, rows, real, index):
    """Put the rows [a, b) in the order of their cluster and of what is left of their bounds.

    Then rows that must be looked at lie together, and whole tiles are left alone. Bins double in
    width every fourth.
    """
    n = b - a
    order, keep, starts = index[:n], index[n : 2 * n], index[2 * n : 2 * n + k * BINS + 1]
    own, bound, place = labels[a:b], expiry[a:b], rows[a:b]
    largest = F32(1e-30)
    for i in range(n):
        real[i] = drift[U64(own[i])]
    for i in range(n):
        real[i] = bound[i] - F32(real[i])
    for i in range(n):
        largest = max(largest, F32(real[i]))
    base = _octave(largest) - (BINS - 1)
    for q in range(k * BINS + 1):
        starts[q] = 0
    for i in range(n):
        left = max(F32(real[i]), F32(0))
        keep[i] = I32(own[i] * BINS + min(max(_octave(left) - base, 0), BINS - 1))
    for i in range(n):
        starts[U64(keep[i] + 1)] += 1
    for q in range(k * BINS):
        starts[q + 1] += starts[q]
    for i in range(n):
        q = U64(keep[i])
        order[U64(starts[q])] = i
        starts[q] += 1
    for f in range(d):
        p = o + f * width
        column = x[p : p + n]
        for i in range(n):
            real[i] = column[U64(order[i])]
        for i in range(n):
            column[i] = real[i]
    for i in range(n):
        real[i] = bound[U64(order[i])]
    for i in range(n):
        bound[i] = F32(real[i])
    for i in range(n):
        keep[i] = own[U64(order[i])]
    for i in range(n):
        own[i] = keep[i]
    for i in range(n):
        keep[i] = place[U64(order[i])]
    for i in range(n):
        place[i] = keep[i]
    for s in range(a, b, TILE):
        least = F32(HUGE)
        for i in range(s, min(s + TILE, b)):
            least = min(least, expiry[i] - drift[U64(labels[i])])
        until[(s - a) // TILE] = (least + drift[k]) * F32(0.9999995)


def lloyd_pass(
    xp, n, d, block, a, b, cp, k, labelsp, expiryp, driftp, spent, untilp, idlep, patience, rowsp,
    weightsp, weighted, whole, unit, weight_unit, sumsp, massp, workp, indexp,
):  # fmt: skip
    """Assign the rows of the slabs [a, b) and move their sums; return how many changed.

    A row is looked at again when the centres may have moved past its bound: `expiry` is what its
    distance to the second nearest centre exceeds that to its own by, plus what its own centre and
    the others had drifted by then; `drift` is what they have drifted by now, and behind the last
    the most that any can have. `until` says the like of a whole tile. `spent` below 0: the bounds
    say nothing yet. `labels` of -1 have no sum to leave.

    Where more than `patience` bounds of a slab have been looked at for nothing (`idle`), its rows
    are sorted first; `rows` says where they came from.
    """
    slabs = -(-n // block)
    x, c = carray(xp, (slabs * slab_width(block) * d,)), carray(cp, (k, d))
    labels, rows, idle = carray(labelsp, (n,)), carray(rowsp, (n,)), carray(idlep, (slabs,))
    expiry, drift = carray(expiryp, (n,)), carray(driftp, (k + 1,))
    until = carray(untilp, (slabs, -(-block // TILE)))
    weights, sums, mass = carray(weightsp, (n,)), carray(sumsp, (k, d)), carray(massp, (k,))
    work = carray(workp, (max(block, d * TILE) + 7 * TILE,))
    index = carray(indexp, (2 * block + k * BINS + 6 * TILE + 1,))
    changed = 0
    for q in range(a, b):
        start, end = q * block, min((q + 1) * block, n)
        o, width = q * slab_width(block) * d, slab_width(end - start)
        if idle[q] > patience:
            idle[q] = 0
            _sort(
                x, o, width, d, start, end, labels, expiry, drift, k, until[q], rows, work, index
            )  # fmt: skip
        moved, idled = _pass(
            x, o, width, d, start, end, c, k, labels, expiry, drift, spent, until[q],
            work[: 7 * TILE], work[7 * TILE :], index, rows, I64(1), weights, weighted, whole, unit,
            weight_unit, sums, mass,
        )  # fmt: skip
        changed += moved
        idle[q] += idled
    return changed


@inner(fast=True)
def _move(c, center, k, d, unit, weight_unit, sums, mass, drift):
    """Put every centre on the mean of its rows, and add to `drift` what each may have lost.

    Returns the sum of the squared shifts, or -1 where a centre has no rows (nothing is moved).
    """
    for j in range(k):
        if mass[j] <= 0:
            return -1.0
    total, largest, next_largest, which = 0.0, 0.0, 0.0, 0
    for j in range(k):
        shift, exact = 0.0, 0.0
        for f in range(d):
            mean = (F64(sums[j, f]) / unit) / (F64(mass[j]) / weight_unit)
            exact += (mean - center[j, f]) ** 2
            center[j, f] = mean
            before = F64(c[j, f])
            c[j, f] = mean
            shift += (F64(c[j, f]) - before) ** 2
        total += exact
        shift = math.sqrt(shift)
        drift[j] = (F64(drift[j]) + shift) * 1.0000003
        if shift > largest:
            next_largest, largest, which = largest, shift, j
        elif shift > next_largest:
            next_largest = shift
    for j in range(k):
        drift[j] = (F64(drift[j]) + (next_largest if j == which else largest)) * 1.0000003
    drift[k] = (F64(drift[k]) + (largest + next_largest)) * 1.0000006
    return total


@inner(fast=True)
def _shift(center, k, d, unit, weight_unit, sums, mass):
    """Return the sum of the squared shifts that the next move would make."""
    shift = 0.0
    for j in range(k):
        for f in range(d):
            if mass[j] > 0:
                mean = (F64(sums[j, f]) / unit) / (F64(mass[j]) / weight_unit)
                shift += (mean - center[j, f]) ** 2
    return shift


def lloyd_starts(
    xp, n, d, n_tables, n_starts, whichp, a, b, cp, centerp, k, labelsp, expiryp, driftp, untilp,
    stepsp, statusp, limit, tol, weightsp, weighted, whole, unitp, weight_unit, sumsp, massp, workp,
    indexp,
):  # fmt: skip
    """Iterate the starts which[a:b] until each rests or has made `limit` iterations.

    Starts that lie side by side share a table. `status`: -1 without bounds yet, 0 going, 1 at rest
    (with the centres that the labels were found with), 2 where a centre has lost its rows.
    """
    x, c = carray(xp, (d * n_tables * n,)), carray(cp, (n_starts, k, d))
    center, drift = carray(centerp, (n_starts, k, d)), carray(driftp, (n_starts, k + 1))
    labels, expiry = carray(labelsp, (n_starts, n)), carray(expiryp, (n_starts, n))
    until = carray(untilp, (n_starts, n // TILE + 1))
    steps, status = carray(stepsp, (n_starts,)), carray(statusp, (n_starts,))
    weights, unit = carray(weightsp, (n,)), carray(unitp, (n_tables,))
    sums, mass = carray(sumsp, (n_starts, k, d)), carray(massp, (n_starts, k))
    work, index, which = (
        carray(workp, ((d + 7) * TILE,)),
        carray(indexp, (6 * TILE,)),
        carray(whichp, (b,)),
    )
    for place in range(a, b):
        r = which[place]
        table = r * n_tables // n_starts
        while status[r] <= 0 and steps[r] < limit:
            changed, _ = _pass(
                x, table * n, n_tables * n, d, I64(0), n, c[r], k, labels[r], expiry[r], drift[r],
                status[r], until[r], work[: 7 * TILE], work[7 * TILE :], index, index, I64(0),
                weights, weighted, whole, unit[table], weight_unit, sums[r], mass[r],
            )  # fmt: skip
            steps[r] += 1
            status[r] = 0
            if changed == 0 or (
                tol > 0
                and _shift(center[r], k, d, unit[table], weight_unit, sums[r], mass[r]) <= tol
            ):
                status[r] = 1
            elif (
                _move(c[r], center[r], k, d, unit[table], weight_unit, sums[r], mass[r], drift[r])
                < 0
            ):
                status[r] = 2
    return 0


def move(cp, centerp, k, d, unit, weight_unit, sumsp, massp, driftp, tol):
    """Do one `_move` between passes over chunks; return 1 instead where it is within `tol`.

    2: a centre has lost its rows.
    """
    c, center, sums = carray(cp, (k, d)), carray(centerp, (k, d)), carray(sumsp, (k, d))
    mass, drift = carray(massp, (k,)), carray(driftp, (k + 1,))
    if tol > 0 and _shift(center, k, d, unit, weight_unit, sums, mass) <= tol:
        return 1
    return 2 if _move(c, center, k, d, unit, weight_unit, sums, mass, drift) < 0 else 0


for _real, _suffix in ((F32, "float32"), (F64, "float64")):
    _weights = ([F64], I64, I64)
    _bounds = ([I32], [F32], [F32])
    _sums = ([I64], [I64], [_real], [I32])
    export(
        lloyd_pass, f"lloyd_pass_{_suffix}", [_real], *(I64,) * 5, [_real], I64, *_bounds,
        I64, [F32], [I64], I64, [I32], *_weights, F64, F64, *_sums, fast=True,
    )  # fmt: skip
    export(
        lloyd_starts, f"lloyd_starts_{_suffix}", [_real], I64, I64, I64, I64, [I64], I64, I64,
        [_real], [F64], I64, *_bounds, [F32], [I64], [I64], I64, F64, *_weights, [F64], F64, *_sums,
        fast=True,
    )  # fmt: skip
    export(
        move, f"move_{_suffix}", [_real], [F64], I64, I64, F64, F64, [I64], [I64], [F32], F64
    )  # fmt: skip
