"""The inner loops of K-means' iterations; see `kernels`.

Most of the time goes into `tile_kernels`, for rows whose bounds are used up. Those of many rows are
sorted (`_sort`), so that whole tiles need not be looked at. What the functions hand on:

- `block`: x, o, width, d, a, b. Rows a to b of the labels; column f begins at x[o + f * width].
- `near`: the centres, rounded like the rows and laid out for `tile_kernels`, and how many.
- `bounds`: labels, expiry, drift, until (see `lloyd_pass`), and whether bounds are wanted.
- `room`: scratch space. `work` has two numbers for each row of a tile; `tile` holds rows of a list;
  `bits` has a whole number for each row of a tile: labels that rows had or get, or which are to be
  measured; `listed` has room for the rows of two tiles, to be measured; and so have `movers`, see
  `sum_kernels`: rows of several tiles, so that their sums are moved together.
- `totals`: see `sum_kernels`.
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
    LINE,
    ROOM,
    TILE,
    U64,
    WORD,
    export,
    inner,
    prefetch,
    slab_width,
    sums_width,
    take,
)
from personae.cluster.lanes import (
    differing,
    lane_count,
    least,
    load,
    load_like,
    lowest,
    not_above_zero,
    ones,
    pick_less,
    smaller,
    spread,
)
from personae.cluster.sum_kernels import add_rows, move_sums
from personae.cluster.tile_kernels import HUGE, lay_out, nearest_alone, two_nearest

__all__ = [
    "BINS",
    "assign_all",
    "lloyd_pass",
    "move",
    "move_centers",
    "parts_of",
    "pass_over",
    "shift_of",
]

# Classes of what is left of a bound, by which rows are sorted.
BINS = 64
# From so many rows to measure on, the whole of a tile is: putting one on a list takes time too.
MOST_OF_TILE = 32
# Then so many tiles that follow are measured without a look at their bounds, which takes half as
# long as measuring.
UNLOOKED = 15


@inner(fast=True)
def _least(values):
    """Return the least of a tile of numbers."""
    found = load(values, 0)
    for t in range(lane_count(values), TILE, lane_count(values)):
        found = smaller(found, load(values, t))
    return F32(least(found))


@inner(fast=True)
def _expired(s, labels, expiry, drift, left, bits):
    """Count the rows of the tile from s on whose bound is used up; return also what others have.

    That is the least of what they have left. `bits` is filled with which rows they are; `left` is
    scratch space.
    """
    own, ends = labels[s : s + TILE], expiry[s : s + TILE]
    for t in range(TILE):
        # Unsigned: no look whether an index counts from the end.
        left[t] = drift[U64(own[t])]
    for t in range(TILE):
        left[t] = ends[t] - F32(left[t])
    count, others = I64(0), spread(left, HUGE)
    for t in range(0, TILE, lane_count(left)):
        rest = load(left, t)
        used_up = not_above_zero(rest)
        bits[t // lane_count(left)] = used_up
        count += ones(used_up)
        others = smaller(others, pick_less(spread(left, 0), rest, rest, spread(left, HUGE)))
    return count, F32(least(others))


@inner(fast=True)
def _put(bits, left, first, listed, waiting):
    """Put rows of the tile at the end of a list: those whose bits are set; return its length."""
    end = U64(waiting)
    for half in range(0, TILE, WORD):
        word = U64(0)
        for t in range(0, WORD, lane_count(left)):
            word |= U64(bits[(half + t) // lane_count(left)]) << U64(t)
        while word != 0:
            listed[end] = first + half + lowest(word)
            word &= word - U64(1)
            end += U64(1)
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
    for line in range(0, TILE, LINE):
        prefetch(labels, row + line)
        prefetch(expiry, row + line)


@inner(fast=True, inlined=True)
def _assign_tile(number, block, near, bounds, room, totals):
    """Assign all rows of a tile; return how many moved."""
    x, o, width, d, a, _ = block
    labels, expiry, drift, until, bounding = bounds
    work, _, found, _, movers = room
    joins, leaves, moved, filled = movers
    if filled[0] > TILE:
        move_sums(block, movers, totals)
    row, start = number * TILE, U64(filled[0])
    count, rows, own = start, (x, o + row, width, d), labels[a + row : a + row + TILE]
    if bounding:
        two_nearest(I64(TILE), rows, near, work, found)
    else:
        nearest_alone(rows, near, found)
    # Looked at for many rows together: the processor guesses wrong less often.
    for half in range(0, TILE, WORD):
        word = U64(0)
        for t in range(0, WORD, lane_count(x)):
            new = load_like(found, half + t, spread(x, 0))
            word |= U64(differing(new, load_like(own, half + t, new))) << U64(t)
        while word != 0:
            t = half + lowest(word)
            word &= word - U64(1)
            joins[count], leaves[count], moved[count] = found[t], own[t], row + t
            own[t] = found[t]
            count += U64(1)
    filled[0] = count
    if bounding:
        _leave(work, d)
        until[number] = _falls_due(_least(work), drift)
        ends = expiry[a + row : a + row + TILE]
        for t in range(TILE):
            work[TILE + t] = drift[U64(own[t])]
        for t in range(TILE):
            ends[t] = (F32(work[t]) + F32(work[TILE + t])) * F32(0.9999995)
    return I64(count - start)


@inner(fast=True)
def _assign_list(m, block, near, bounds, room, totals):
    """Assign the first m rows of the list; return how many moved."""
    x, o, width, d, a, _ = block
    labels, expiry, drift, until, bounding = bounds
    work, tile, label, listed, movers = room
    joins, leaves, moved, filled = movers
    if filled[0] > TILE:
        move_sums(block, movers, totals)
    own, ends = labels[a:], expiry[a:]
    for t in range(m, TILE):
        listed[t] = listed[0]
    for f in range(d):
        column, copy = x[o + f * width :], tile[f * TILE : (f + 1) * TILE]
        for t in range(TILE):
            copy[t] = column[U64(listed[t])]
    two_nearest(m, (tile, I64(0), I64(TILE), d), near, work, label)
    if bounding:
        _leave(work, d)
        # Rows of a tile come one after the other.
        number, lowest_left = U64(listed[0]) // U64(TILE), F32(HUGE)
        for t in range(m):
            i, left = U64(listed[t]), F32(work[t])
            ends[i] = (left + drift[U64(label[t])]) * F32(0.9999995)
            if i // U64(TILE) != number:
                until[number] = min(until[number], _falls_due(lowest_left, drift))
                number, lowest_left = i // U64(TILE), F32(HUGE)
            lowest_left = min(lowest_left, left)
        until[number] = min(until[number], _falls_due(lowest_left, drift))
    start = U64(filled[0])
    count = start
    for t in range(m):
        i, new = U64(listed[t]), label[t]
        old = own[i]
        own[i] = new
        # Written whether they differ or not: the processor need not guess.
        joins[count], leaves[count], moved[count] = new, old, listed[t]
        count += U64(new != old)
    filled[0] = count
    return I64(count - start)


@inner(fast=True)
def _leave(work, d):
    """Replace the two distances of every row by what the second exceeds the first by.

    Rounded down: a row may be looked at once too often, never once too seldom. A sum of d squares
    may be off by as many roundings, and its root by half of that.
    """
    off = F32(max(2e-6, (d + 8) * 6e-8))
    for t in range(TILE):
        first, second = F32(work[t]), F32(work[TILE + t])
        work[t] = (F32(1) - off) * math.sqrt(second) - (F32(1) + off) * math.sqrt(first)


@inner(fast=True)
def _falls_due(least, drift):
    """Return how far centres may have drifted until a tile must be looked at again."""
    return F32((least + drift[len(drift) - 1]) * F32(0.9999995))


@inner(fast=True)
def pass_over(block, near, bounds, room, totals):
    """Assign the rows of a block whose bounds may be used up.

    Returns how many moved, and how many idled: rows whose bounds are looked at and hold. Tiles most
    of whose rows must be measured are measured whole; the few of others are listed and measured
    together.
    """
    _, _, _, _, a, b = block
    labels, expiry, drift, until, _ = bounds
    work, _, bits, listed, movers = room
    changed, idle, waiting, unlooked, count = I64(0), I64(0), I64(0), 0, I64(0)
    n_tiles, spent = -(-(b - a) // TILE), drift[len(drift) - 1]
    upcoming = _next(until, 0, n_tiles, spent)
    while upcoming < n_tiles:
        number = upcoming
        upcoming = _next(until, number + 1, n_tiles, spent)
        first = number * TILE
        s, m = a + first, min(TILE, b - a - first)
        if upcoming < n_tiles:
            _fetch_bounds(labels, expiry, a + upcoming * TILE)
        if m < TILE:
            until[number] = F32(HUGE)
            for t in range(m):
                listed[waiting + t] = first + t
            waiting += m
        else:
            if unlooked > 0:
                unlooked -= 1
            else:
                count, least_left = _expired(s, labels, expiry, drift, work, bits)
                until[number] = _falls_due(least_left, drift)
                if count == 0:
                    continue
                unlooked = UNLOOKED if count >= MOST_OF_TILE else 0
            # Of a tile that nobody looked at: as many as in the last one.
            idle += TILE - count
            if count >= MOST_OF_TILE:
                changed += _assign_tile(number, block, near, bounds, room, totals)
                continue
            waiting = _put(bits, work, first, listed, waiting)
        if waiting >= TILE:
            changed += _assign_list(I64(TILE), block, near, bounds, room, totals)
            waiting -= TILE
            for t in range(waiting):
                listed[t] = listed[TILE + t]
    if waiting > 0:
        changed += _assign_list(waiting, block, near, bounds, room, totals)
    move_sums(block, movers, totals)
    return changed, idle


@inner(fast=True)
def assign_all(block, near, bounds, room, totals):
    """Assign all rows of a block, whose bounds say nothing; return how many moved."""
    _, _, _, _, a, b = block
    labels, _, _, until, bounding = bounds
    listed, movers = room[3:]
    changed, n_tiles = I64(0), (b - a) // TILE
    if labels[a] < 0 and not bounding:
        changed += _assign_first(n_tiles, block, near, labels, totals)
    else:
        for number in range(n_tiles):
            changed += _assign_tile(number, block, near, bounds, room, totals)
    left, first = b - a - n_tiles * TILE, n_tiles * TILE
    if left > 0:
        until[n_tiles] = F32(HUGE)
        for t in range(left):
            listed[t] = I32(first + t)
        changed += _assign_list(left, block, near, bounds, room, totals)
    move_sums(block, movers, totals)
    return changed


@inner(fast=True)
def _assign_first(n_tiles, block, near, labels, totals):
    """Assign all rows of so many tiles, which were in no cluster before; return how many."""
    x, o, width, d, a, _ = block
    for row in range(0, n_tiles * TILE, TILE):
        nearest_alone((x, o + row, width, d), near, labels[a + row : a + row + TILE])
        add_rows(row, row + TILE, block, labels, totals)
    return n_tiles * TILE


@inner(fast=True)
def parts_of(work, index, k, d):
    """Return `room` by its parts, and space for the centres."""
    bits, listed = index[:TILE], index[TILE : 3 * TILE]
    joins, leaves = index[3 * TILE : 5 * TILE], index[5 * TILE : 7 * TILE]
    moved, filled = index[7 * TILE : 9 * TILE], index[9 * TILE : ROOM]
    filled[0] = 0
    packed, tile = work[2 * TILE : 2 * TILE + k * d], work[2 * TILE + k * d :]
    return (work[: 2 * TILE], tile, bits, listed, (joins, leaves, moved, filled)), packed


@inner(fast=True)
def _octave(number):
    """Return four times the binary logarithm of a float32, about: its exponent and two digits."""
    return np.float32(number).view(np.int32) >> 21


@inner(fast=True)
def _sort(block, labels, expiry, drift, k, until, rows, real, index):
    """Put the rows [a, b) in the order of their cluster and of what is left of their bounds.

    Then rows that must be looked at lie together, and whole tiles are left alone. Bins double in
    width every fourth.
    """
    x, o, width, d, a, b = block
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
        left = F32(HUGE)
        for i in range(s, min(s + TILE, b)):
            left = min(left, expiry[i] - drift[U64(labels[i])])
        until[(s - a) // TILE] = _falls_due(left, drift)


def lloyd_pass(
    xp, n, d, block, turnp, cp, k, labelsp, expiryp, driftp, bounded, bounding, untilp, idlep,
    patience, rowsp, weightsp, weighted, whole, unit, weight_unit, sumsp, massp, workp, indexp,
):  # fmt: skip
    """Assign the rows of slabs, whose turn it is, and move their sums; return how many changed.

    A row is looked at again when the centres may have moved past its bound: `expiry` is what its
    distance to the second nearest centre exceeds that to its own by, plus what its own centre and
    the others had drifted by then; `drift` is what they have drifted by now, and behind the last
    the most that any can have. `until` says the like of a whole tile. Where they are not `bounded`
    the bounds say nothing; nor will they after a pass that is not `bounding`. `labels` of -1 have
    no sum to leave.

    Where more than `patience` bounds of a slab have been looked at for nothing (`idle`), its rows
    are sorted first; `rows` says where they came from.
    """
    slabs = -(-n // block)
    x, c = carray(xp, (slabs * slab_width(block) * d,)), carray(cp, (k, d))
    labels, rows, idle = carray(labelsp, (n,)), carray(rowsp, (n,)), carray(idlep, (slabs,))
    expiry, drift = carray(expiryp, (n,)), carray(driftp, (k + 1,))
    until = carray(untilp, (slabs, -(-block // TILE)))
    weights, sums = carray(weightsp, (n,)), carray(sumsp, (k, sums_width(d)))
    mass = carray(massp, (k,))
    work = carray(workp, (max(block, d * TILE) + 2 * TILE + k * d,))
    index = carray(indexp, (2 * block + k * BINS + 1 + ROOM,))
    room, packed = parts_of(work, index, k, d)
    lay_out(c, k, d, packed)
    near, turn = (packed, k), carray(turnp, (1,))
    totals = rows, I64(1), weights, weighted, whole, unit, weight_unit, sums, mass
    changed = I64(0)
    while True:
        q = take(turn)
        if q >= slabs:
            return changed
        start, end = q * block, min((q + 1) * block, n)
        part = x, q * slab_width(block) * d, slab_width(end - start), d, start, end
        bounds = labels, expiry, drift, until[q], bounding
        if not bounded:
            changed += assign_all(part, near, bounds, room, totals)
            continue
        if idle[q] > patience:
            idle[q] = 0
            _sort(part, labels, expiry, drift, k, until[q], rows, room[1], index[ROOM:])
        moved, idled = pass_over(part, near, bounds, room, totals)
        changed += moved
        idle[q] += idled


@inner(fast=True)
def move_centers(c, center, k, d, unit, weight_unit, sums, mass, drift):
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
def shift_of(center, k, d, unit, weight_unit, sums, mass):
    """Return the sum of the squared shifts that the next move would make."""
    shift = 0.0
    for j in range(k):
        for f in range(d):
            if mass[j] > 0:
                mean = (F64(sums[j, f]) / unit) / (F64(mass[j]) / weight_unit)
                shift += (mean - center[j, f]) ** 2
    return shift


def move(cp, centerp, k, d, unit, weight_unit, sumsp, massp, driftp, tol):
    """Do one `move_centers` between passes over chunks; return 1 instead where it is within `tol`.

    2: a centre has lost its rows.
    """
    c, center, sums = carray(cp, (k, d)), carray(centerp, (k, d)), carray(sumsp, (k, sums_width(d)))
    mass, drift = carray(massp, (k,)), carray(driftp, (k + 1,))
    if tol > 0 and shift_of(center, k, d, unit, weight_unit, sums, mass) <= tol:
        return 1
    return 2 if move_centers(c, center, k, d, unit, weight_unit, sums, mass, drift) < 0 else 0


for _real, _suffix in ((F32, "float32"), (F64, "float64")):
    _weights = ([F64], I64, I64)
    _bounds = ([I32], [F32], [F32])
    _sums = ([I64], [I64], [_real], [I32])
    export(
        lloyd_pass, f"lloyd_pass_{_suffix}", [_real], I64, I64, I64, [I64], [_real], I64, *_bounds,
        I64, I64, [F32], [I64], I64, [I32], *_weights, F64, F64, *_sums, fast=True,
    )  # fmt: skip
    export(
        move, f"move_{_suffix}", [_real], [F64], I64, I64, F64, F64, [I64], [I64], [F32], F64
    )  # fmt: skip
