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
    """Write the least and largest of every column; return how many tiles hold a number not finite.

    Rows of a tile are kept apart until its end, so that eight of them are compared at once.
    """
    x, low, high = carray(xp, (n, d)), carray(lowp, (d,)), carray(highp, (d,))
    work = carray(scratchp, (3 * d * TILE,))
    bad = 0
    for f in range(d):
        for t in range(TILE):
            o = 3 * f * TILE + t
            work[o], work[o + TILE], work[o + 2 * TILE] = math.inf, -math.inf, 0
    for s in range(a, b, TILE):
        m = min(TILE, b - s)
        for f in range(d):
            o = 3 * f * TILE
            for t in range(m):
                value = x[s + t, f]
                work[o + t] = min(work[o + t], value)
                work[o + TILE + t] = max(work[o + TILE + t], value)
                # Finite less itself is 0; infinite or missing less itself is missing, for good.
                work[o + 2 * TILE + t] += value - value
    for f in range(d):
        low[f], high[f] = math.inf, -math.inf
        for t in range(TILE):
            o = 3 * f * TILE + t
            low[f] = min(low[f], work[o])
            high[f] = max(high[f], work[o + TILE])
            bad += 0 if work[o + 2 * TILE] == 0 else 1
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


@inner(fast=True)
def _two_nearest(x, width, d, m, c, k, work, label):
    """Fill the smallest and second smallest squared distance and the centre, for a tile.

    `x` holds the tile column by column, `width` apart; `work` has room for six times TILE: four
    distances, then the smallest and the second smallest. Features go by fours and centres by fours:
    each coordinate is loaded once for four centres, each distance once for four features.
    """
    for t in range(m):
        work[4 * TILE + t] = math.inf
        work[5 * TILE + t] = math.inf
        work[6 * TILE + t] = 0
    for group in range(k // 4):
        j = 4 * group
        # Centres in local variables: the compiler cannot know that `work` does not overlap them.
        a0, b0, c0, d0 = c[j, 0], c[j + 1, 0], c[j + 2, 0], c[j + 3, 0]
        for t in range(m):
            x0 = x[t]
            work[t] = (x0 - a0) * (x0 - a0)
            work[TILE + t] = (x0 - b0) * (x0 - b0)
            work[2 * TILE + t] = (x0 - c0) * (x0 - c0)
            work[3 * TILE + t] = (x0 - d0) * (x0 - d0)
        for pair in range((d - 1) // 2):
            f = 1 + 2 * pair
            a0, b0, c0, d0 = c[j, f], c[j + 1, f], c[j + 2, f], c[j + 3, f]
            a1, b1, c1, d1 = c[j, f + 1], c[j + 1, f + 1], c[j + 2, f + 1], c[j + 3, f + 1]
            o = f * width
            for t in range(m):
                x0, x1 = x[o + t], x[o + width + t]
                work[t] += (x0 - a0) * (x0 - a0) + (x1 - a1) * (x1 - a1)
                work[TILE + t] += (x0 - b0) * (x0 - b0) + (x1 - b1) * (x1 - b1)
                work[2 * TILE + t] += (x0 - c0) * (x0 - c0) + (x1 - c1) * (x1 - c1)
                work[3 * TILE + t] += (x0 - d0) * (x0 - d0) + (x1 - d1) * (x1 - d1)
        if d % 2 == 0:
            f = d - 1
            a0, b0, c0, d0 = c[j, f], c[j + 1, f], c[j + 2, f], c[j + 3, f]
            o = f * width
            for t in range(m):
                x0 = x[o + t]
                work[t] += (x0 - a0) * (x0 - a0)
                work[TILE + t] += (x0 - b0) * (x0 - b0)
                work[2 * TILE + t] += (x0 - c0) * (x0 - c0)
                work[3 * TILE + t] += (x0 - d0) * (x0 - d0)
        n0, n1 = c.dtype.type(j), c.dtype.type(j + 1)
        n2, n3 = c.dtype.type(j + 2), c.dtype.type(j + 3)
        for t in range(m):
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
        for t in range(m):
            work[t] = (x[t] - a0) * (x[t] - a0)
        for pair in range((d - 1) // 2):
            f = 1 + 2 * pair
            a0, a1 = c[j, f], c[j, f + 1]
            o = f * width
            for t in range(m):
                x0, x1 = x[o + t], x[o + width + t]
                work[t] += (x0 - a0) * (x0 - a0) + (x1 - a1) * (x1 - a1)
        if d % 2 == 0:
            f = d - 1
            a0 = c[j, f]
            o = f * width
            for t in range(m):
                work[t] += (x[o + t] - a0) * (x[o + t] - a0)
        number = c.dtype.type(j)
        for t in range(m):
            u, first, second = work[t], work[4 * TILE + t], work[5 * TILE + t]
            best = work[6 * TILE + t]
            work[5 * TILE + t] = min(second, max(first, u))
            work[6 * TILE + t] = number if u < first else best
            work[4 * TILE + t] = min(first, u)
    for t in range(m):
        label[t] = I32(work[6 * TILE + t])


@inner(fast=True)
def _pass(x, n, d, a, b, c, k, labels, expiry, drift, spent, *rest):
    """One assignment of the rows [a, b); see `lloyd_pass`."""
    weights, weighted, whole, unit, weight_unit, sums, mass, tile, work, label, index = rest
    changed = 0
    for s in range(a, b, TILE):
        e = min(s + TILE, b)
        m = 0
        if spent >= 0:
            for i in range(s, e):
                index[m] = i
                m += 1 if expiry[i] <= drift[labels[i]] else 0
            if m == 0:
                continue
        # Neighbours in memory are read so much faster than scattered rows that a tile of which half
        # must be looked at is looked at whole.
        full = spent < 0 or 2 * m > e - s
        if full:
            m = e - s
            for t in range(m):
                index[t] = s + t
            _two_nearest(x[s:], n, d, m, c, k, work, label)
        else:
            for f in range(d):
                for t in range(m):
                    tile[f * TILE + t] = x[f * n + index[t]]
            _two_nearest(tile, TILE, d, m, c, k, work, label)
        moved = 0
        for t in range(m):
            # Rounded down: a row may be looked at once too often, never once too seldom.
            work[t] = 0.999999 * math.sqrt(work[5 * TILE + t]) - 1.000001 * math.sqrt(
                work[4 * TILE + t]
            )
        if full:
            for t in range(m):
                expiry[s + t] = (F32(work[t]) + drift[label[t]]) * F32(0.9999995)
            for t in range(m):
                moved += 1 if labels[s + t] != label[t] else 0
        else:
            for t in range(m):
                i = index[t]
                expiry[i] = (F32(work[t]) + drift[label[t]]) * F32(0.9999995)
                moved += 1 if labels[i] != label[t] else 0
        if moved == 0:
            continue
        changed += moved
        for t in range(m):
            i, new = index[t], label[t]
            old = labels[i]
            if new == old:
                continue
            labels[i] = new
            w = weights[i] if weighted else 1.0
            add = I64(1) if not weighted else I64(math.floor(w * weight_unit + 0.5))
            mass[new] += add
            if old >= 0:
                mass[old] -= add
            for f in range(d):
                value = x[f * n + i] * unit
                if not weighted:
                    add = I64(math.floor(value + 0.5))
                elif whole:
                    add = I64(math.floor(value + 0.5)) * I64(w)
                else:
                    add = I64(math.floor(value * w + 0.5))
                sums[new, f] += add
                if old >= 0:
                    sums[old, f] -= add
    return changed


def lloyd_pass(
    xp, n, d, a, b, cp, k, labelsp, expiryp, driftp, spent,
    weightsp, weighted, whole, unit, weight_unit, sumsp, massp, scratchp, indexp,
):  # fmt: skip
    """Assign the rows [a, b) of columns and move their sums; return how many changed.

    A row is looked at again when the centres may have moved past its bound: `expiry` is what its
    distance to the second nearest centre exceeds that to its own by, plus what its own centre and
    the others had drifted by then; `drift` is what they have drifted by now. `spent` below 0: the
    bounds say nothing yet. `labels` of -1 have no sum to leave.
    """
    tile = carray(scratchp, ((d + 7) * TILE,))
    index = carray(indexp, (2 * TILE,))
    return _pass(
        carray(xp, (d * n,)), n, d, a, b, carray(cp, (k, d)), k, carray(labelsp, (n,)),
        carray(expiryp, (n,)), carray(driftp, (k,)), spent, carray(weightsp, (n,)), weighted, whole,
        unit, weight_unit, carray(sumsp, (k, d)), carray(massp, (k,)), tile[7 * TILE :],
        tile[: 7 * TILE], index[:TILE], index[TILE:],
    )  # fmt: skip


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
    return total


def lloyd_run(
    xp, n, d, cp, centerp, k, labelsp, expiryp, driftp, spent, max_iter, tol,
    weightsp, weighted, whole, unit, weight_unit, sumsp, massp, scratchp, indexp, infop,
):  # fmt: skip
    """Iterate until rest; return how many iterations were made.

    `info` gets: 1 at rest, 0 at `max_iter`, 2 where a centre has lost its rows; and whether sums
    have been taken at all. At rest the centres are those that the labels were found with.
    """
    x, c, center = carray(xp, (d * n,)), carray(cp, (k, d)), carray(centerp, (k, d))
    labels, expiry, drift = carray(labelsp, (n,)), carray(expiryp, (n,)), carray(driftp, (k,))
    weights, sums, mass = carray(weightsp, (n,)), carray(sumsp, (k, d)), carray(massp, (k,))
    scratch, index = carray(scratchp, ((d + 7) * TILE,)), carray(indexp, (2 * TILE,))
    info = carray(infop, (1,))
    info[0] = 0
    for iteration in range(max_iter):
        changed = _pass(
            x, n, d, 0, n, c, k, labels, expiry, drift, spent if iteration == 0 else 0,
            weights, weighted, whole, unit, weight_unit, sums, mass,
            scratch[7 * TILE :], scratch[: 7 * TILE], index[:TILE], index[TILE:],
        )  # fmt: skip
        if changed == 0:
            info[0] = 1
            return iteration + 1
        if tol > 0:
            shift = 0.0
            for j in range(k):
                for f in range(d):
                    if mass[j] > 0:
                        mean = (F64(sums[j, f]) / unit) / (F64(mass[j]) / weight_unit)
                        shift += (mean - center[j, f]) ** 2
            if shift <= tol:
                info[0] = 1
                return iteration + 1
        if _move(c, center, k, d, unit, weight_unit, sums, mass, drift) < 0:
            info[0] = 2
            return iteration + 1
    return max_iter


def move(cp, centerp, k, d, unit, weight_unit, sumsp, massp, driftp, shiftp):
    """Do one `_move` between passes over chunks; `shift` gets its answer."""
    shift = carray(shiftp, (1,))
    shift[0] = _move(
        carray(cp, (k, d)), carray(centerp, (k, d)), k, d, unit, weight_unit,
        carray(sumsp, (k, d)), carray(massp, (k,)), carray(driftp, (k,)),
    )  # fmt: skip
    return 0


def squares(xp, n, d, a, b, weightsp, weighted, unit):
    """Return the sum of w |x|^2 over the rows [a, b) of columns, on a grid."""
    x, weights = carray(xp, (d, n)), carray(weightsp, (n,))
    total = I64(0)
    for i in range(a, b):
        square = 0.0
        for f in range(d):
            square += F64(x[f, i]) * F64(x[f, i])
        total += I64(math.floor((square * weights[i] if weighted else square) * unit + 0.5))
    return total


def nearest(xp, n, d, a, b, cp, k, detail, labelsp, firstp, runnerp, secondp, scratchp):
    """Fill the nearest and second nearest centre of the rows [a, b) and both squared distances.

    `detail` 0: the labels alone; 1: and the distance to it; 2: the second nearest too.

    The one arithmetic: (x - c)^2 added up in the order of the features, in float64, nothing fused;
    ties go to the lower number.
    """
    x, c = carray(xp, (n, d)), carray(cp, (k, d))
    labels, first = carray(labelsp, (n,)), carray(firstp, (n,))
    runner, second = carray(runnerp, (n,)), carray(secondp, (n,))
    scratch = carray(scratchp, ((d + 5) * TILE,))
    work, tile = scratch[: 5 * TILE], scratch[5 * TILE :]
    for s in range(a, b, TILE):
        m = min(TILE, b - s)
        for f in range(d):
            for t in range(m):
                tile[f * TILE + t] = x[s + t, f]
        for t in range(m):
            work[TILE + t], work[2 * TILE + t] = math.inf, math.inf
            work[3 * TILE + t], work[4 * TILE + t] = -1.0, -1.0
        for j in range(k):
            a0 = c[j, 0]
            for t in range(m):
                work[t] = (tile[t] - a0) * (tile[t] - a0)
            for pair in range((d - 1) // 2):
                f = 1 + 2 * pair
                a0, a1 = c[j, f], c[j, f + 1]
                o = f * TILE
                for t in range(m):
                    u0, u1 = tile[o + t] - a0, tile[o + TILE + t] - a1
                    work[t] = (work[t] + u0 * u0) + u1 * u1
            if d % 2 == 0:
                f = d - 1
                a0 = c[j, f]
                o = f * TILE
                for t in range(m):
                    work[t] = work[t] + (tile[o + t] - a0) * (tile[o + t] - a0)
            number = F64(j)
            if detail < 2:
                for t in range(m):
                    u, low, best = work[t], work[TILE + t], work[3 * TILE + t]
                    work[3 * TILE + t] = number if u < low else best
                    work[TILE + t] = min(low, u)
                continue
            for t in range(m):
                u, low, high = work[t], work[TILE + t], work[2 * TILE + t]
                best, other = work[3 * TILE + t], work[4 * TILE + t]
                other = number if u < high else other
                high = min(high, u)
                work[4 * TILE + t] = best if u < low else other
                work[2 * TILE + t] = low if u < low else high
                work[3 * TILE + t] = number if u < low else best
                work[TILE + t] = min(low, u)
        for t in range(m):
            labels[s + t] = I32(work[3 * TILE + t])
        if detail > 0:
            for t in range(m):
                first[s + t] = work[TILE + t]
        if detail > 1:
            for t in range(m):
                second[s + t], runner[s + t] = work[2 * TILE + t], I32(work[4 * TILE + t])
    return 0


def exact_sums(xp, n, d, a, b, labelsp, k, weightsp, weighted, unitp, finep, sumsp, restp):
    """Add up the columns of the rows [a, b) by label on two grids, the second for what is left."""
    x, labels, weights = carray(xp, (n, d)), carray(labelsp, (n,)), carray(weightsp, (n,))
    unit, fine = carray(unitp, (d,)), carray(finep, (d,))
    sums, rest = carray(sumsp, (k, d)), carray(restp, (k, d))
    for i in range(a, b):
        j = labels[i]
        for f in range(d):
            value = F64(x[i, f])
            if weighted:
                value *= weights[i]
            coarse = math.floor(value * unit[f] + 0.5)
            sums[j, f] += I64(coarse)
            rest[j, f] += I64(math.floor((value - coarse / unit[f]) * fine[f] + 0.5))
    return 0


for _real, _suffix in ((F32, "float32"), (F64, "float64")):
    _table = ([_real], I64, I64, I64, I64)
    _weights = ([F64], I64, I64, F64, F64)
    export(ranges, f"ranges_{_suffix}", *_table, [F64], [F64], [_real])
    export(columns, f"columns_{_suffix}", *_table, [F64], F64, [_real])
    export(
        lloyd_pass, f"lloyd_pass_{_suffix}", *_table, [_real], I64, [I32], [F32], [F32], I64,
        *_weights, [I64], [I64], [_real], [I32], fast=True,
    )  # fmt: skip
    export(
        lloyd_run, f"lloyd_run_{_suffix}", [_real], I64, I64, [_real], [F64], I64, [I32], [F32],
        [F32], I64, I64, F64, *_weights, [I64], [I64], [_real], [I32], [I64], fast=True,
    )  # fmt: skip
    export(move, f"move_{_suffix}", [_real], [F64], I64, I64, F64, F64, [I64], [I64], [F32], [F64])
    export(squares, f"squares_{_suffix}", *_table, [F64], I64, F64)
    export(
        nearest, f"nearest_{_suffix}", *_table, [F64], I64, I64, [I32], [F64], [I32], [F64], [F64]
    )
    export(
        exact_sums,
        f"exact_sums_{_suffix}",
        *_table,
        [I32],
        I64,
        [F64],
        I64,
        [F64],
        [F64],
        [I64],
        [I64],
    )
