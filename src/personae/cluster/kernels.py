"""The inner loops, written for numba; `native` compiles them and keeps the machine code.

Nothing else imports this module: numba takes half a second to import, the kept code five
milliseconds. A kernel sees plain memory (pointers and sizes) and works through a range of rows
[a, b) with scratch space from its caller, so that a pool of threads can share a job. It never
allocates, never raises, and holds no lock of Python's. ``fast`` kernels may fuse and reorder
float operations within a row; the others do what their text says, in that order. Sums over rows
are integers on a fixed grid in all of them, so that no order of rows and no number of threads
changes a bit.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numba import carray, cfunc, njit, types

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "F32",
    "F64",
    "I32",
    "I64",
    "KERNELS",
    "TILE",
    "U64",
    "compile_kernel",
    "export",
    "inner",
]

# Rows worked on together: their coordinates, distances and bounds stay in the first-level cache.
# A constant, so that the compiler sees that the parts of a buffer do not overlap.
TILE = 128
# Rows that are sorted together: their columns stay in the last-level cache.
BLOCK = 65_536
# Classes of what is left of a bound, by which rows are sorted.
BINS = 64
# 1.5 * 2^52, and its bits.
MAGIC = 6755399441055744.0
MAGIC_BITS = 0x4338000000000000
# A block is sorted when so many times its rows were measured in vain: what sorting costs.
IDLE = 3

F32, F64 = types.float32, types.float64
I32, I64, U64 = types.int32, types.int64, types.uint64
_POINTERS = {kind: types.CPointer(kind) for kind in (F32, F64, I32, I64, U64)}

KERNELS: dict[str, tuple[Callable[..., int], tuple[object, ...], bool]] = {}


def export(function, name, *arguments, fast=False):  # type: ignore[no-untyped-def]
    """Give a kernel for one choice of types its name; lists of one stand for pointers."""
    KERNELS[name] = (function, arguments, fast)


def compile_kernel(function, arguments, fast):  # type: ignore[no-untyped-def]
    """Compile one kernel; return LLVM's text of it, its symbol there, and its arguments.

    Arguments are named by their types, with a star before those that are pointers.
    """
    signature = types.int64(
        *(_POINTERS[kind[0]] if isinstance(kind, list) else kind for kind in arguments)
    )
    compiled = cfunc(
        signature, nopython=True, fastmath=fast, error_model="numpy", boundscheck=False
    )(function)
    symbol = compiled.native_name.removeprefix("cfunc.")
    kinds = [f"*{kind[0]}" if isinstance(kind, list) else str(kind) for kind in arguments]
    return compiled.inspect_llvm(), symbol, kinds


def inner(fast):  # type: ignore[no-untyped-def]
    """Decorate a function that kernels call."""
    return njit(fastmath=fast, error_model="numpy", boundscheck=False, inline="never")


def ranges(xp, n, d, a, b, lowp, highp, scratchp):
    """Write the least and largest of every column; return how many hold a number not finite.

    Rows of a tile are kept apart until its end, so that what is compared lies side by side.
    """
    x, low, high = carray(xp, (n * d,)), carray(lowp, (d,)), carray(highp, (d,))
    work = carray(scratchp, (3 * d * TILE,))
    least, most, gone = work[: d * TILE], work[d * TILE : 2 * d * TILE], work[2 * d * TILE :]
    for e in range(d * TILE):
        least[e], most[e], gone[e] = math.inf, -math.inf, 0
    for s in range(a, b, TILE):
        tile = x[s * d : min(s + TILE, b) * d]
        for e in range(len(tile)):
            value = tile[e]
            # min and max of NumPy's kind would each look for missing numbers.
            least[e] = min(least[e], value)
            most[e] = max(most[e], value)
            # Finite less itself is 0; infinite or missing less itself is missing, for good.
            gone[e] += value - value
    bad = 0
    for f in range(d):
        low[f], high[f] = math.inf, -math.inf
        for t in range(TILE):
            low[f] = min(low[f], least[t * d + f])
            high[f] = max(high[f], most[t * d + f])
            bad += 0 if gone[t * d + f] == 0 else 1
    return bad


def columns(xp, n, d, a, b, middlep, factor, outp):
    """Write rows as columns: (x - middle) * factor, rounded to the type of `out`."""
    x, middle, out = carray(xp, (n, d)), carray(middlep, (d,)), carray(outp, (d, n))
    for s in range(a, b, TILE):
        e = min(s + TILE, b)
        for f in range(d):
            shift = middle[f]
            for i in range(s, e):
                out[f, i] = (x[i, f] - shift) * factor
    return 0


def tiles(xp, n, d, a, b, middlep, factor, outp):
    """Write rows as `columns` does, but tile by tile: TILE of each column, then the next tile.

    What belongs together lies together, so that a tile is one page and not one of each column.
    """
    x, middle = carray(xp, (n * d,)), carray(middlep, (d,))
    out = carray(outp, (-(-n // TILE) * TILE * d,))
    for s in range(a, b, TILE):
        m = min(TILE, b - s)
        for f in range(d):
            shift, p = middle[f], s * d + f * TILE
            column, rows = out[p : p + m], x[s * d + f : (s + m - 1) * d + f + 1]
            for t in range(m):
                column[t] = (rows[t * d] - shift) * factor
    return 0


@inner(fast=True)
def _two_nearest(x, o, width, d, c, k, work):
    """Fill the smallest and second smallest squared distance and the centre, for a whole tile.

    Column f of the tile is x[o + f * width :]; `work` has room for seven times TILE: four
    distances, then the smallest, the second smallest, and whose the smallest is. Features go by
    twos and centres by fours: each coordinate is loaded once for four centres, each distance once
    for two features. Slices, unlike sums of indices, tell the compiler that no index is negative,
    and loops of a constant length take two thirds of the time of others.
    """
    for t in range(TILE):
        work[4 * TILE + t] = math.inf
        work[5 * TILE + t] = math.inf
        work[6 * TILE + t] = 0
    for group in range(k // 4):
        j = 4 * group
        # Centres in local variables: the compiler cannot know that `work` does not overlap them.
        a0, b0, c0, d0 = c[j, 0], c[j + 1, 0], c[j + 2, 0], c[j + 3, 0]
        one = x[o : o + TILE]
        for t in range(TILE):
            x0 = one[t]
            work[t] = (x0 - a0) * (x0 - a0)
            work[TILE + t] = (x0 - b0) * (x0 - b0)
            work[2 * TILE + t] = (x0 - c0) * (x0 - c0)
            work[3 * TILE + t] = (x0 - d0) * (x0 - d0)
        for pair in range((d - 1) // 2):
            f = 1 + 2 * pair
            a0, b0, c0, d0 = c[j, f], c[j + 1, f], c[j + 2, f], c[j + 3, f]
            a1, b1, c1, d1 = c[j, f + 1], c[j + 1, f + 1], c[j + 2, f + 1], c[j + 3, f + 1]
            p, q = o + f * width, o + (f + 1) * width
            one, two = x[p : p + TILE], x[q : q + TILE]
            for t in range(TILE):
                x0, x1 = one[t], two[t]
                work[t] += (x0 - a0) * (x0 - a0) + (x1 - a1) * (x1 - a1)
                work[TILE + t] += (x0 - b0) * (x0 - b0) + (x1 - b1) * (x1 - b1)
                work[2 * TILE + t] += (x0 - c0) * (x0 - c0) + (x1 - c1) * (x1 - c1)
                work[3 * TILE + t] += (x0 - d0) * (x0 - d0) + (x1 - d1) * (x1 - d1)
        if d % 2 == 0:
            f = d - 1
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
        a0 = c[j, 0]
        one = x[o : o + TILE]
        for t in range(TILE):
            work[t] = (one[t] - a0) * (one[t] - a0)
        for pair in range((d - 1) // 2):
            f = 1 + 2 * pair
            a0, a1 = c[j, f], c[j, f + 1]
            p, q = o + f * width, o + (f + 1) * width
            one, two = x[p : p + TILE], x[q : q + TILE]
            for t in range(TILE):
                x0, x1 = one[t], two[t]
                work[t] += (x0 - a0) * (x0 - a0) + (x1 - a1) * (x1 - a1)
        if d % 2 == 0:
            f = d - 1
            a0 = c[j, f]
            p = o + f * width
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


@inner(fast=False)
def _whole(value):
    """Round a number to a whole one."""
    return I64(math.floor(value + 0.5))


@inner(fast=True)
def _expired(labels, expiry, drift, work):
    """Count the rows of a tile whose bound is used up; return the least that any has left."""
    m = len(labels)
    for t in range(m):
        # Unsigned: no look whether an index counts from the end.
        work[t] = drift[U64(labels[t])]
    count, least = I32(0), F32(math.inf)
    for t in range(m):
        left = expiry[t] - F32(work[t])
        count += I32(left <= 0)
        least = min(least, left)
    return count, least


@inner(fast=True)
def _pass(x, o, stride, width, d, a, b, c, k, labels, expiry, drift, spent, until, *rest):
    """One assignment of the rows [a, b); see `lloyd_pass`. Returns how many moved, how many idled.

    The first tile begins at x[o], each next one `stride` further on; in it columns lie `width`
    apart. Rows idle that are measured only because a neighbour in their tile must be.
    """
    rows, sort, weights, weighted, whole, unit, weight_unit, sums, mass, work, tile, label = rest
    changed, idle = 0, 0
    for s in range(a, b, TILE):
        m = min(TILE, b - s)
        number = (s - a) // TILE
        old_labels, bounds = labels[s : s + m], expiry[s : s + m]
        if spent >= 0:
            if until[number] > drift[k]:
                continue
            count, least = _expired(old_labels, bounds, drift, work)
            if count == 0:
                until[number] = (least + drift[k]) * F32(0.9999995)
                continue
            idle += m - count
        start = o + number * stride
        if m == TILE or width == TILE:
            _two_nearest(x, start, width, d, c, k, work)
        else:
            # What lies behind the last row is not ours to read.
            for f in range(d):
                p = start + f * width
                one, copy = x[p : p + m], tile[f * TILE : f * TILE + m]
                for t in range(m):
                    copy[t] = one[t]
            _two_nearest(tile, 0, TILE, d, c, k, work)
        least, moved = F32(math.inf), I32(0)
        for t in range(m):
            # Rounded down: a row may be looked at once too often, never once too seldom.
            near, far = F32(work[4 * TILE + t]), F32(work[5 * TILE + t])
            left = F32(0.999998) * math.sqrt(far) - F32(1.000002) * math.sqrt(near)
            work[t] = left
            least = min(least, left)
            label[t] = I32(work[6 * TILE + t])
        until[number] = (least + drift[k]) * F32(0.9999995)
        for t in range(m):
            moved += I32(old_labels[t] != label[t])
        for t in range(m):
            work[TILE + t] = drift[U64(label[t])]
        for t in range(m):
            bounds[t] = F32((work[t] + work[TILE + t]) * F32(0.9999995))
        if moved == 0:
            continue
        changed += moved
        for t in range(m):
            new, old = label[t], old_labels[t]
            if new == old:
                continue
            old_labels[t] = new
            i = s + t
            w = weights[rows[i] if sort else i] if weighted else 1.0
            add = I64(1) if not weighted else I64(math.floor(w * weight_unit + 0.5))
            mass[new] += add
            if old >= 0:
                mass[old] -= add
            p = start + t
            for f in range(d):
                value = x[p] * unit
                p += width
                if weighted and not whole:
                    value *= w
                add = _whole(value)
                if weighted and whole:
                    add *= I64(w)
                sums[new, f] += add
                if old >= 0:
                    sums[old, f] -= add
    return changed, idle


@inner(fast=True)
def _octave(number):
    """Return four times the binary logarithm of a float32, about: its exponent and two digits."""
    return np.float32(number).view(np.int32) >> 21


@inner(fast=True)
def _sort(x, d, a, b, labels, expiry, drift, k, until, rows, real, index):
    """Put the rows [a, b) in the order of their cluster and of what is left of their bounds.

    Then rows that must be looked at lie together, and whole tiles are left alone. Bins double in
    width every fourth.
    """
    n, o = b - a, a * d
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
        p = o + f * TILE
        for i in range(n):
            q = U64(order[i])
            real[i] = x[U64(p) + q // U64(TILE) * U64(d * TILE) + q % U64(TILE)]
        for s in range(0, n, TILE):
            m = min(TILE, n - s)
            column, sorted_ = x[p + s * d : p + s * d + m], real[s : s + m]
            for t in range(m):
                column[t] = sorted_[t]
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
        least = F32(math.inf)
        for i in range(s, min(s + TILE, b)):
            least = min(least, expiry[i] - drift[U64(labels[i])])
        until[(s - a) // TILE] = (least + drift[k]) * F32(0.9999995)


def lloyd_pass(
    xp, n, d, a, b, cp, k, labelsp, expiryp, driftp, spent, untilp, idlep, rowsp,
    weightsp, weighted, whole, unit, weight_unit, sumsp, massp, workp, indexp,
):  # fmt: skip
    """Assign the rows [a, b) of tiles and move their sums; return how many changed.

    A row is looked at again when the centres may have moved past its bound: `expiry` is what its
    distance to the second nearest centre exceeds that to its own by, plus what its own centre and
    the others had drifted by then; `drift` is what they have drifted by now, and behind the last
    the most that any can have. `until` says the like of a whole tile. `spent` below 0: the bounds
    say nothing yet. `labels` of -1 have no sum to leave.

    Where too many rows have been measured for their neighbours' sake (`idle`, per block), the rows
    of a block are sorted; `rows` says where they came from.
    """
    x, c = carray(xp, (-(-n // TILE) * TILE * d,)), carray(cp, (k, d))
    labels = carray(labelsp, (n,))
    expiry, drift, rows = carray(expiryp, (n,)), carray(driftp, (k + 1,)), carray(rowsp, (n,))
    blocks = (b - a + BLOCK - 1) // BLOCK
    until, idle = carray(untilp, (blocks * (BLOCK // TILE),)), carray(idlep, (blocks,))
    weights, sums, mass = carray(weightsp, (n,)), carray(sumsp, (k, d)), carray(massp, (k,))
    work, index = carray(workp, (BLOCK + d * TILE,)), carray(indexp, (2 * BLOCK + k * BINS + 1,))
    changed = 0
    for q in range(blocks):
        start, end = a + q * BLOCK, min(a + (q + 1) * BLOCK, b)
        bounds = until[q * (BLOCK // TILE) : (q + 1) * (BLOCK // TILE)]
        moved, idled = _pass(
            x, start * d, d * TILE, TILE, d, start, end, c, k, labels, expiry, drift, spent, bounds,
            rows, 1, weights, weighted, whole, unit, weight_unit, sums, mass, work[: 7 * TILE],
            work[BLOCK:], index,
        )  # fmt: skip
        changed += moved
        idle[q] += idled
        if idle[q] > IDLE * (end - start):
            idle[q] = 0
            _sort(x, d, start, end, labels, expiry, drift, k, bounds, rows, work, index)
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
        carray(indexp, (TILE,)),
        carray(whichp, (b,)),
    )
    for place in range(a, b):
        r = which[place]
        table = r * n_tables // n_starts
        while status[r] <= 0 and steps[r] < limit:
            changed, _ = _pass(
                x, table * n, TILE, n_tables * n, d, 0, n, c[r], k, labels[r], expiry[r], drift[r],
                status[r], until[r], index, 0, weights, weighted, whole, unit[table],
                weight_unit, sums[r], mass[r], work[: 7 * TILE], work[7 * TILE :], index,
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


def squares(xp, n, d, a, b, weightsp, weighted, unit, scratchp):
    """Return the sum of w |x|^2 over the rows [a, b) of columns, on a grid."""
    x, weights = carray(xp, (d * n,)), carray(weightsp, (n,))
    square = carray(scratchp, (TILE,))
    total = I64(0)
    for s in range(a, b, TILE):
        m = min(TILE, b - s)
        for t in range(m):
            square[t] = 0.0
        for f in range(d):
            p = f * n + s
            one = x[p : p + m]
            for t in range(m):
                square[t] += F64(one[t]) * F64(one[t])
        for t in range(m):
            value = square[t] * weights[s + t] if weighted else square[t]
            total += I64(math.floor(value * unit + 0.5))
    return total


def nearest(xp, n, d, a, b, cp, k, detail, labelsp, firstp, runnerp, secondp, scratchp):
    """Fill the nearest and second nearest centre of the rows [a, b) and both squared distances.

    `detail` 0: the labels alone; 1: and the distance to it; 2: the second nearest too.

    The one arithmetic: (x - c)^2 added up in the order of the features, in float64, nothing fused;
    ties go to the lower number.
    """
    x, c = carray(xp, (n * d,)), carray(cp, (k, d))
    labels, first = carray(labelsp, (n,)), carray(firstp, (n,))
    runner, second = carray(runnerp, (n,)), carray(secondp, (n,))
    scratch = carray(scratchp, ((d + 5) * TILE,))
    work, tile = scratch[: 5 * TILE], scratch[5 * TILE :]
    for e in range(d * TILE):
        tile[e] = 0.0
    for s in range(a, b, TILE):
        m = min(TILE, b - s)
        for f in range(d):
            column, rows = tile[f * TILE : f * TILE + m], x[s * d + f : (s + m - 1) * d + f + 1]
            for t in range(m):
                column[t] = rows[t * d]
        for t in range(TILE):
            work[TILE + t], work[2 * TILE + t] = math.inf, math.inf
            work[3 * TILE + t], work[4 * TILE + t] = -1.0, -1.0
        for j in range(k):
            _distances(tile, d, c[j], work)
            number = F64(j)
            if detail < 2:
                for t in range(TILE):
                    u, low, best = work[t], work[TILE + t], work[3 * TILE + t]
                    work[3 * TILE + t] = number if u < low else best
                    work[TILE + t] = min(low, u)
                continue
            for t in range(TILE):
                u, low, high = work[t], work[TILE + t], work[2 * TILE + t]
                best, other = work[3 * TILE + t], work[4 * TILE + t]
                other = number if u < high else other
                high = min(high, u)
                work[4 * TILE + t] = best if u < low else other
                work[2 * TILE + t] = low if u < low else high
                work[3 * TILE + t] = number if u < low else best
                work[TILE + t] = min(low, u)
        own = labels[s : s + m]
        for t in range(m):
            own[t] = I32(work[3 * TILE + t])
        if detail > 0:
            squared = first[s : s + m]
            for t in range(m):
                squared[t] = work[TILE + t]
        if detail > 1:
            for t in range(m):
                second[s + t], runner[s + t] = work[2 * TILE + t], I32(work[4 * TILE + t])
    return 0


@inner(fast=False)
def _distances(tile, d, center, work):
    """Fill the squared distances of the rows of a tile to a centre, feature after feature."""
    a0 = center[0]
    for t in range(TILE):
        work[t] = (tile[t] - a0) * (tile[t] - a0)
    for pair in range((d - 1) // 2):
        f = 1 + 2 * pair
        a0, a1 = center[f], center[f + 1]
        one, two = tile[f * TILE : (f + 1) * TILE], tile[(f + 1) * TILE : (f + 2) * TILE]
        for t in range(TILE):
            u0, u1 = one[t] - a0, two[t] - a1
            work[t] = (work[t] + u0 * u0) + u1 * u1
    if d % 2 == 0:
        f = d - 1
        a0 = center[f]
        one = tile[f * TILE : (f + 1) * TILE]
        for t in range(TILE):
            work[t] = work[t] + (one[t] - a0) * (one[t] - a0)


def exact_sums(
    xp, n, d, a, b, labelsp, k, weightsp, weighted, unitp, finep, sumsp, restp, scratchp
):
    """Add up the columns of the rows [a, b) by label on two grids, the second for what is left.

    A number is rounded to a whole one by adding one so large that a float64 has no finer places
    left; the bits of the result less those of the large number are the integer. So no number may be
    beyond 2^50 steps of its grid.
    """
    x, labels, weights = carray(xp, (n * d,)), carray(labelsp, (n,)), carray(weightsp, (n,))
    unit, fine = carray(unitp, (d,)), carray(finep, (d,))
    sums, rest = carray(sumsp, (d * k,)), carray(restp, (d * k,))
    scratch = carray(scratchp, (3 * TILE,))
    value, coarse, left = scratch[:TILE], scratch[TILE : 2 * TILE], scratch[2 * TILE :]
    for s in range(a, b, TILE):
        m = min(TILE, b - s)
        own, heavy = labels[s : s + m], weights[s : s + m]
        for f in range(d):
            step, small, grain = unit[f], fine[f], 1 / unit[f]
            of_label, of_rest = sums[f * k : (f + 1) * k], rest[f * k : (f + 1) * k]
            column = x[s * d + f : (s + m - 1) * d + f + 1]
            for t in range(m):
                value[t] = column[t * d]
            if weighted:
                for t in range(m):
                    value[t] *= heavy[t]
            for t in range(m):
                high = value[t] * step + MAGIC
                coarse[t] = high
                left[t] = (value[t] - (high - MAGIC) * grain) * small + MAGIC
            for t in range(m):
                j = own[t]
                of_label[j] += np.float64(coarse[t]).view(np.int64) - MAGIC_BITS
                of_rest[j] += np.float64(left[t]).view(np.int64) - MAGIC_BITS
    return 0


for _real, _suffix in ((F32, "float32"), (F64, "float64")):
    _table = ([_real], I64, I64, I64, I64)
    _weights = ([F64], I64, I64)
    export(ranges, f"ranges_{_suffix}", *_table, [F64], [F64], [_real])
    export(columns, f"columns_{_suffix}", *_table, [F64], F64, [_real])
    export(tiles, f"tiles_{_suffix}", *_table, [F64], F64, [_real])
    export(
        lloyd_pass, f"lloyd_pass_{_suffix}", *_table, [_real], I64, [I32], [F32], [F32], I64, [F32],
        [I64], [I32], *_weights, F64, F64, [I64], [I64], [_real], [I32], fast=True,
    )  # fmt: skip
    export(
        lloyd_starts, f"lloyd_starts_{_suffix}", [_real], I64, I64, I64, I64, [I64], I64, I64,
        [_real], [F64], I64, [I32], [F32], [F32], [F32], [I64], [I64], I64, F64, *_weights, [F64],
        F64, [I64], [I64], [_real], [I32], fast=True,
    )  # fmt: skip
    export(move, f"move_{_suffix}", [_real], [F64], I64, I64, F64, F64, [I64], [I64], [F32], F64)
    export(squares, f"squares_{_suffix}", *_table, [F64], I64, F64, [F64])
    export(
        nearest, f"nearest_{_suffix}", *_table, [F64], I64, I64, [I32], [F64], [I32], [F64], [F64]
    )
    export(
        exact_sums, f"exact_sums_{_suffix}", *_table, [I32], I64, [F64], I64, [F64], [F64], [I64],
        [I64], [F64],
    )  # fmt: skip
