"""The inner loops, written for numba; `native` compiles them and keeps the machine code.

Nothing else imports this module: numba takes half a second to import, the kept code five
milliseconds. A kernel sees plain memory (pointers and sizes) and works through a range of rows
[a, b) with scratch space from its caller, or takes one part after the other (`take`), so that
threads can share a job. It never allocates, never raises, and holds no lock of Python's. ``fast``
kernels may fuse and reorder float operations within a row; the others do what their text says, in
that order. Sums over rows are integers on a fixed grid in all of them, so that no order of rows and
no number of threads changes a bit.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from llvmlite import ir
from numba import carray, cfunc, njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from personae.cluster.lanes import (
    lane_count,
    larger,
    load,
    load_four,
    minus,
    plus,
    smaller,
    store,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "ABREAST",
    "F32",
    "F64",
    "I32",
    "I64",
    "KERNELS",
    "LINE",
    "MAGIC",
    "ROOM",
    "TILE",
    "U64",
    "WORD",
    "compile_kernel",
    "export",
    "inner",
    "load_tile",
    "look",
    "prefetch",
    "sums_width",
    "take",
    "to_whole",
]

# Rows worked on together: their coordinates, distances and bounds stay in the first-level cache.
# A constant, so that the compiler sees that the parts of a buffer do not overlap.
TILE = 128
# Whole numbers that iterations need room for: see `lloyd_kernels`.
ROOM = 9 * TILE + 1
# Rows that a number can have a bit for.
WORD = 64
# Numbers between the columns of a slab: two lines of the cache and a half.
PADDING = 144
# Columns whose sums, int64, are moved together: as many as a line of the cache takes.
ABREAST = 8
# Numbers in a line of the cache, of those that take least room.
LINE = 16
# 1.5 * 2^52, and its bits.
MAGIC = 6755399441055744.0
MAGIC_BITS = 0x4338000000000000

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


def inner(*, fast, inlined=False):  # type: ignore[no-untyped-def]
    """Decorate a function that kernels call; `inlined`: written out wherever it is called."""
    return njit(
        fastmath=fast, error_model="numpy", boundscheck=False, inline="never", forceinline=inlined
    )


@intrinsic
def prefetch(_, array, index):  # type: ignore[no-untyped-def]
    """Ask for array[index] to be brought near, without waiting for it."""

    def codegen(context, builder, signature, values):  # type: ignore[no-untyped-def]
        data = context.make_array(signature.args[0])(context, builder, values[0]).data
        address = builder.bitcast(builder.gep(data, [values[1]]), ir.IntType(8).as_pointer())
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [address.type, number, number, number])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        # For reading, to stay, and data.
        builder.call(function, [address, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, index), codegen


@intrinsic
def take(_, turn):  # type: ignore[no-untyped-def]
    """Return the number in an array and add one, before any other thread does.

    What a thread has written before, those that take later see.
    """

    def codegen(context, builder, signature, values):  # type: ignore[no-untyped-def]
        data = context.make_array(signature.args[0])(context, builder, values[0]).data
        return builder.atomic_rmw("add", data, ir.IntType(64)(1), "acq_rel")

    return types.int64(turn), codegen


@intrinsic
def look(_, turn):  # type: ignore[no-untyped-def]
    """Return the number in an array, and see what was written before it came to that."""

    def codegen(context, builder, signature, values):  # type: ignore[no-untyped-def]
        data = context.make_array(signature.args[0])(context, builder, values[0]).data
        return builder.load_atomic(data, "acquire", 8)

    return types.int64(turn), codegen


@intrinsic
def to_whole(_, value):  # type: ignore[no-untyped-def]
    """Round a number to the nearest whole one, in a single step of the processor."""

    def codegen(context, builder, signature, values):  # type: ignore[no-untyped-def]
        number = ir.IntType(64)
        kind = ir.FunctionType(number, [values[0].type])
        name = "llvm.llrint.i64.f64"
        function = cgutils.get_or_insert_function(builder.module, kind, name)
        return builder.call(function, values)

    return types.int64(types.float64), codegen


def ranges(xp, n, d, a, b, lowp, highp, scratchp):
    """Write the least and largest of every column; return how many hold a number not finite.

    Numbers are compared side by side, whatever their columns: after d steps these come again.
    """
    x, low, high = carray(xp, (n * d,)), carray(lowp, (d,)), carray(highp, (d,))
    abreast = lane_count(x)
    size = d * abreast
    work = carray(scratchp, (3 * d * LINE,))
    least, most, gone = work[:size], work[size : 2 * size], work[2 * size : 3 * size]
    for e in range(size):
        least[e], most[e], gone[e] = math.inf, -math.inf, 0
    for s in range(a, b - TILE + 1, TILE):
        # One tile after the other, so that memory sees what comes next.
        for start in range(s * d, (s + TILE) * d, size):
            for e in range(0, size, abreast):
                values = load(x, start + e)
                store(least, e, smaller(load(least, e), values))
                store(most, e, larger(load(most, e), values))
                # Finite less itself is 0; infinite or missing less itself is missing, for good.
                store(gone, e, plus(load(gone, e), minus(values, values)))
    whole = b - (b - a) % TILE
    for e in range((b - whole) * d):
        value, own = x[whole * d + e], e % size
        # min and max of NumPy's kind would each look for missing numbers.
        least[own] = min(least[own], value)
        most[own] = max(most[own], value)
        gone[own] += value - value
    bad = 0
    for f in range(d):
        low[f], high[f] = math.inf, -math.inf
        for e in range(f, size, d):
            low[f] = min(low[f], least[e])
            high[f] = max(high[f], most[e])
            bad += 0 if gone[e] == 0 else 1
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


def slabs(xp, n, d, a, b, middlep, factor, block, outp):
    """Write rows as `columns` does, but slab by slab; a is the first row of a slab.

    A slab holds the columns of `block` rows one after the other, `slab_width` apart.
    """
    x, middle = carray(xp, (n * d,)), carray(middlep, (d,))
    out = carray(outp, (-(-n // block) * slab_width(block) * d,))
    for start in range(a, b, block):
        end = min(start + block, n)
        width = slab_width(end - start)
        o = start // block * slab_width(block) * d
        for s in range(start, end, TILE):
            m = min(TILE, end - s)
            for f in range(d):
                shift, p = middle[f], o + f * width + s - start
                column, rows = out[p : p + m], x[s * d + f : (s + m - 1) * d + f + 1]
                for t in range(m):
                    column[t] = (rows[t * d] - shift) * factor
    return 0


@inner(fast=False)
def slab_width(rows):
    """Return how far the columns of a slab of so many rows are apart.

    Whole tiles, and a little more: columns a whole number of pages apart would drive each other
    out of the nearest cache.
    """
    return -(-rows // TILE) * TILE + PADDING


@inner(fast=False)
def sums_width(d):
    """Return how far the sums of two clusters are apart; behind the last column nobody reads."""
    return -(-d // ABREAST) * ABREAST


def squares(xp, n, d, n_tables, weightsp, weighted, unitp, outp, scratchp):
    """Add to `out` the sum of w |x|^2 over the rows of each table of columns, on its grid."""
    x, weights = carray(xp, (d * n_tables * n,)), carray(weightsp, (n,))
    unit, out = carray(unitp, (n_tables,)), carray(outp, (n_tables,))
    square = carray(scratchp, (TILE,))
    for table in range(n_tables):
        total, step = I64(0), unit[table]
        for s in range(0, n, TILE):
            m = min(TILE, n - s)
            for t in range(m):
                square[t] = 0.0
            for f in range(d):
                p = (f * n_tables + table) * n + s
                one = x[p : p + m]
                for t in range(m):
                    square[t] += F64(one[t]) * F64(one[t])
            for t in range(m):
                value = square[t] * weights[s + t] if weighted else square[t]
                total += to_whole(value * step)
        out[table] += total
    return 0


@inner(fast=False)
def load_tile(x, s, m, d, tile):
    """Write the rows s to s + m, one after the other in x, column by column, TILE apart."""
    # What the next tile needs comes near meanwhile.
    for line in range((s + TILE) * d, min((s + 2 * TILE) * d, len(x)), LINE):
        prefetch(x, line)
    abreast = lane_count(x)
    whole, fours = m - m % abreast, d - d % 4
    for t in range(0, whole, abreast):
        for f in range(0, fours, 4):
            first, second, third, fourth = load_four(x, (s + t) * d + f, d)
            store(tile, f * TILE + t, first)
            store(tile, (f + 1) * TILE + t, second)
            store(tile, (f + 2) * TILE + t, third)
            store(tile, (f + 3) * TILE + t, fourth)
    for f in range(d):
        column, rows = tile[f * TILE : f * TILE + m], x[s * d + f : (s + m - 1) * d + f + 1]
        for t in range(whole if f < fours else 0, m):
            column[t] = rows[t * d]


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
            if k == 1:
                # In registers: adding to the same place again and again waits for it each time.
                total, total_rest = I64(0), I64(0)
                for t in range(m):
                    total += np.float64(coarse[t]).view(np.int64) - MAGIC_BITS
                    total_rest += np.float64(left[t]).view(np.int64) - MAGIC_BITS
                of_label[0] += total
                of_rest[0] += total_rest
                continue
            for t in range(m):
                j = U64(own[t])
                of_label[j] += np.float64(coarse[t]).view(np.int64) - MAGIC_BITS
                of_rest[j] += np.float64(left[t]).view(np.int64) - MAGIC_BITS
    return 0


for _real, _suffix in ((F32, "float32"), (F64, "float64")):
    _table = ([_real], I64, I64, I64, I64)
    _weights = ([F64], I64, I64)
    export(ranges, f"ranges_{_suffix}", *_table, [F64], [F64], [_real])
    export(columns, f"columns_{_suffix}", *_table, [F64], F64, [_real])
    export(slabs, f"slabs_{_suffix}", *_table, [F64], F64, I64, [_real])
    export(squares, f"squares_{_suffix}", [_real], I64, I64, I64, [F64], I64, [F64], [I64], [F64])
    export(
        exact_sums, f"exact_sums_{_suffix}", *_table, [I32], I64, [F64], I64, [F64], [F64], [I64],
        [I64], [F64],
    )  # fmt: skip
