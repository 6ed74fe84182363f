"""The inner loops over pairs of rows: silhouettes, first centres, swaps; see `kernels`."""

from __future__ import annotations

import math

import numpy as np
from numba import carray

from personae.cluster.kernels import (
    F32,
    F64,
    I64,
    MAGIC,
    TILE,
    U64,
    export,
    inner,
    take,
    to_whole,
)
from personae.cluster.lanes import (
    lane_count,
    load,
    lowest,
    not_above_zero,
    plus,
    plus_square,
    smaller,
    spread,
    steps_of,
    store,
    total,
)

__all__ = [
    "WIDE",
    "distances_among",
    "distances_to",
    "race",
    "seed_rows",
    "silhouettes",
    "swap_prices",
]


# Rows that one row is measured to at once; a constant makes the loops a third faster.
WIDE = 2 * TILE


@inner(fast=True)
def _take(x, o, stride, width, d, block):
    """Copy `width` rows to where memory is aligned; what is left of the block is not ours to read.

    Column f of the rows begins at x[o + f * stride].
    """
    for f in range(d):
        one = x[o + f * stride : o + f * stride + width]
        for t in range(width):
            block[f * WIDE + t] = one[t]


@inner(fast=True)
def _distances(block, d, point, dist):
    """Fill the distances of a point to the rows of a block."""
    x0 = point[0]
    one = block[:WIDE]
    for t in range(WIDE):
        dist[t] = (one[t] - x0) * (one[t] - x0)
    f = 1
    while f + 3 < d:
        x0, x1, x2, x3 = point[f], point[f + 1], point[f + 2], point[f + 3]
        p = f * WIDE
        one, two = block[p : p + WIDE], block[p + WIDE : p + 2 * WIDE]
        three, four = block[p + 2 * WIDE : p + 3 * WIDE], block[p + 3 * WIDE : p + 4 * WIDE]
        for t in range(WIDE):
            u0, u1, u2, u3 = one[t] - x0, two[t] - x1, three[t] - x2, four[t] - x3
            dist[t] += (u0 * u0 + u1 * u1) + (u2 * u2 + u3 * u3)
        f += 4
    while f < d:
        x0 = point[f]
        one = block[f * WIDE : (f + 1) * WIDE]
        for t in range(WIDE):
            dist[t] += (one[t] - x0) * (one[t] - x0)
        f += 1
    for t in range(WIDE):
        dist[t] = math.sqrt(dist[t])


# Each distance is rounded to a multiple of `unit` by adding a number so large that a float64 has no
# finer places left; the bits of the result are an integer, and integers add up the same in every
# order. The bits of the number added are taken off once for many distances.


@inner(fast=True)
def _count_columns(dist, magic, sums):
    """Add distances to the sums of their columns."""
    for t in range(WIDE):
        sums[t] += np.float64(F64(dist[t]) + magic).view(np.int64)


@inner(fast=True)
def _count_both(dist, magic, sums):
    """Add distances to the sums of their columns, and return the sum of all."""
    total = I64(0)
    for t in range(WIDE):
        steps = np.float64(F64(dist[t]) + magic).view(np.int64)
        sums[t] += steps
        total += steps
    return total


@inner(fast=True)
def _count_some(dist, magic, begin, end):
    """Return the sum of some of the distances."""
    total, some = I64(0), dist[begin:end]
    for t in range(len(some)):
        total += np.float64(F64(some[t]) + magic).view(np.int64)
    return total


def distances_to(tablep, n, xp, m, d, edgesp, n_cells, unit, outp, scratchp, sumsp):
    """Fill `out` with the sums of the distances of m rows to every cell of a table of n rows.

    Rows of the table lie sorted by cell; cell q holds the rows edges[q] to edges[q + 1]. `out` has
    a row for every cell, and counts in steps of `unit`.
    """
    table, x = carray(tablep, (d * n,)), carray(xp, (d * m,))
    edges, out = carray(edgesp, (n_cells + 1,)), carray(outp, (n_cells, m))
    scratch, sums = carray(scratchp, ((d + 1) * WIDE + d,)), carray(sumsp, (WIDE,))
    dist, block, point = scratch[:WIDE], scratch[WIDE : (d + 1) * WIDE], scratch[(d + 1) * WIDE :]
    magic = MAGIC * unit
    bits = np.float64(magic).view(np.int64)
    for s in range(0, m, WIDE):
        width = min(WIDE, m - s)
        _take(x, s, m, width, d, block)
        for q in range(n_cells):
            for t in range(WIDE):
                sums[t] = 0
            for r in range(edges[q], edges[q + 1]):
                for f in range(d):
                    point[f] = table[f * n + r]
                _distances(block, d, point, dist)
                _count_columns(dist, magic, sums)
            off = (edges[q + 1] - edges[q]) * bits
            for t in range(width):
                out[q, s + t] = sums[t] - off
    return 0


def distances_among(tablep, n, d, first, edgesp, n_cells, unit, outp, scratchp, sumsp):
    """Add to `out` all distances between a tile of rows and the rows from it on, for both of them.

    As `distances_to`, with the rows of the table measured to one another, from row `first` on.
    """
    table, edges = carray(tablep, (d * n,)), carray(edgesp, (n_cells + 1,))
    out = carray(outp, (n_cells, n))
    scratch, sums = carray(scratchp, ((d + 1) * WIDE + d,)), carray(sumsp, (WIDE,))
    dist, block, point = scratch[:WIDE], scratch[WIDE : (d + 1) * WIDE], scratch[(d + 1) * WIDE :]
    magic = MAGIC * unit
    bits = np.float64(magic).view(np.int64)
    end = min(n, first + WIDE)
    first_cell = I64(0)
    while edges[first_cell + 1] <= first:
        first_cell += 1
    cell = first_cell
    for s in range(first, n, WIDE):
        width = min(WIDE, n - s)
        _take(table, s, n, width, d, block)
        while edges[cell + 1] <= s:
            cell += 1
        alike = width == WIDE and edges[cell + 1] >= s + WIDE
        q, r = first_cell, first
        while r < end:
            until = min(end, edges[q + 1])
            for t in range(WIDE):
                sums[t] = 0
            for i in range(r, until):
                for f in range(d):
                    point[f] = table[f * n + i]
                _distances(block, d, point, dist)
                if alike:
                    out[cell, i] += _count_both(dist, magic, sums) - WIDE * bits
                    continue
                _count_columns(dist, magic, sums)
                c, t = cell, I64(0)
                while t < width:
                    stop = min(width, edges[c + 1] - s)
                    out[c, i] += _count_some(dist, magic, t, stop) - (stop - t) * bits
                    c, t = c + 1, stop
            if s > first:
                # The tile itself has met every pair twice already.
                off = (until - r) * bits
                for t in range(width):
                    out[q, s + t] += sums[t] - off
            q, r = q + 1, until
    return 0


def silhouettes(
    stepsp, n_cells, m, unit, clustersp, labelsp, sizesp, n_labelings, k, outp, sumsp,
):  # fmt: skip
    """Turn the sums of the distances of m rows to every cell into their silhouettes.

    There are several labelings: in labeling i cell q lies in cluster clusters[i, q], row r in
    cluster labels[i, r], and cluster j has sizes[i, j] rows, which may be none.
    """
    steps, out = carray(stepsp, (n_cells * m,)), carray(outp, (n_labelings, m))
    clusters, labels = carray(clustersp, (n_labelings, n_cells)), carray(labelsp, (n_labelings, m))
    sizes, sums = carray(sizesp, (n_labelings, k)), carray(sumsp, (k * WIDE,))
    for s in range(0, m, WIDE):
        width = min(WIDE, m - s)
        for i in range(n_labelings):
            for t in range(k * WIDE):
                sums[t] = 0
            for q in range(n_cells):
                o, p = U64(clusters[i, q]) * WIDE, q * m + s
                whole, part = sums[o : o + width], steps[p : p + width]
                for t in range(width):
                    whole[t] += part[t]
            for t in range(width):
                out[i, s + t] = _silhouette(sums, t, unit, labels[i, s + t], sizes[i], k)
    return 0


@inner(fast=False)
def _silhouette(sums, t, unit, own, sizes, k):
    """Return the silhouette of one row; nan where its cluster is the only one."""
    outside = math.inf
    for j in range(k):
        if j != own and sizes[j] > 0:
            outside = min(outside, F64(sums[j * WIDE + t]) * unit / F64(sizes[j]))
    if outside == math.inf:
        return math.nan
    if sizes[own] == 1:
        return 0.0
    inside = F64(sums[own * WIDE + t]) * unit / F64(sizes[own] - 1)
    larger = max(inside, outside)
    return (outside - inside) / larger if larger > 0.0 else 0.0


@inner(fast=True)
def _to_point(x, o, width, n, d, row, out):
    """Fill the squared distance of every row of a table to one of them; column f at o + f width."""
    whole = n - n % lane_count(x)
    for t in range(0, whole, lane_count(x)):
        store(out, t, _squares(x, o, width, d, row, t))
    for i in range(whole, n):
        out[i] = _square(x, o, width, d, row, i)


@inner(fast=True, inlined=True)
def _four_squares(x, o, width, d, row, t):
    """Return what `_squares` does for the rows from t on, as many as four registers hold.

    In half of the time: the one row is read once for all of them.
    """
    u0, u1, u2, u3 = spread(x, 0), spread(x, 0), spread(x, 0), spread(x, 0)
    abreast = lane_count(x)
    for f in range(d):
        p = o + f * width
        point, q = spread(x, x[U64(p + row)]), p + t
        u0 = plus_square(u0, load(x, q), point)
        u1 = plus_square(u1, load(x, q + abreast), point)
        u2 = plus_square(u2, load(x, q + 2 * abreast), point)
        u3 = plus_square(u3, load(x, q + 3 * abreast), point)
    return u0, u1, u2, u3


@inner(fast=True, inlined=True)
def _squares(x, o, width, d, row, t):
    """Return the squared distances of the rows from t on to one of them, side by side."""
    squares = spread(x, 0)
    for f in range(d):
        p = o + f * width
        squares = plus_square(squares, load(x, p + t), spread(x, x[U64(p + row)]))
    return squares


@inner(fast=True, inlined=True)
def _square(x, o, width, d, row, i):
    """Return the squared distance of one row to another."""
    square = 0.0
    for f in range(d):
        away = x[o + f * width + i] - x[o + f * width + row]
        square += away * away
    return square


def seed_rows(
    xp, n, d, n_tables, n_starts, turnp, keysp, own_keys, mixesp, k, tries, weightsp, weighted,
    unitp, outp, scratchp, firstp,
):  # fmt: skip
    """Draw k rows for each start, whose turn it is, by greedy k-means++; see `seeding`."""
    x = carray(xp, (d * n_tables * n,))
    keys, mixes = carray(keysp, (n_starts if own_keys else 1, n)), carray(mixesp, (n_starts, k))
    weights, unit = carray(weightsp, (n,)), carray(unitp, (n_tables,))
    chosen, scratch = carray(outp, (n_starts, k)), carray(scratchp, (3 * n + 3 * TILE + tries,))
    turn, first = carray(turnp, (1,)), carray(firstp, (tries,))
    while True:
        r = take(turn)
        if r >= n_starts:
            return 0
        table = r * n_tables // n_starts
        _seed(
            x, table * n, n_tables * n, n, d, keys[r if own_keys else 0], mixes[r], k,
            weights, weighted, unit[table], chosen[r], scratch, first,
        )  # fmt: skip


@inner(fast=False)
def _draw(keys, mix, draws):
    """Fill a number between 0 and 1 for every key, as `splitmix64` and `uniforms` do."""
    for t in range(len(keys)):
        z = (keys[t] ^ mix) + U64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> U64(30))) * U64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> U64(27))) * U64(0x94D049BB133111EB)
        z = z ^ (z >> U64(31))
        draws[t] = (F64(z >> U64(12)) + 0.5) * 2.220446049250313e-16


@inner(fast=False)
def _race(keys, mix, costs, weights, weighted, first, times, scratch):
    """Fill the first rows of a race in their order, and their times; -1 where no more run.

    A row runs -ln(u) / rate, with a number of its own and what it costs for its rate.
    """
    draws, scaled, late = scratch[:TILE], scratch[TILE : 2 * TILE], scratch[2 * TILE : 3 * TILE]
    for place in range(len(first)):
        first[place], times[place] = -1, math.inf
    for s in range(0, len(keys), TILE):
        m = min(TILE, len(keys) - s)
        _draw(keys[s : s + m], mix, draws)
        rates = costs[s : s + m]
        if weighted:
            for t in range(m):
                scaled[t] = rates[t] * weights[s + t]
            rates = scaled
        latest = times[len(times) - 1]
        # -ln(u) is at least 1 - u: most rows are out without a logarithm.
        for t in range(m):
            late[t] = (1.0 - draws[t]) - latest * rates[t]
        for t in range(m, TILE):
            late[t] = 1.0
        for t in range(0, TILE, lane_count(late)):
            early = not_above_zero(load(late, t))
            while early != 0:
                e = t + lowest(early)
                early &= early - 1
                _enter(-math.log(draws[e]) / rates[e], s + e, first, times)


@inner(fast=False)
def _enter(time, row, first, times):
    """Put a row among the first ones, behind those that are as early."""
    place = len(times) - 1
    if time >= times[place]:
        return
    while place > 0 and time < times[place - 1]:
        first[place], times[place] = first[place - 1], times[place - 1]
        place -= 1
    first[place], times[place] = row, time


def race(keysp, n, mix, costsp, weightsp, weighted, count, firstp, scratchp):
    """Fill the first rows of a race among all; return how many there are; see `_race`."""
    keys, costs, weights = carray(keysp, (n,)), carray(costsp, (n,)), carray(weightsp, (n,))
    first, scratch = carray(firstp, (count,)), carray(scratchp, (3 * TILE + count,))
    _race(keys, mix, costs, weights, weighted, first, scratch[3 * TILE :], scratch)
    found = 0
    while found < count and first[found] >= 0:
        found += 1
    return found


@inner(fast=False)
def _seed(x, o, width, n, d, keys, mixes, k, weights, weighted, unit, chosen, scratch, first):
    """Draw k rows of one table."""
    nearest_, tried, kept = scratch[:n], scratch[n : 2 * n], scratch[2 * n : 3 * n]
    work, times = scratch[3 * n : 3 * n + 3 * TILE], scratch[3 * n + 3 * TILE :]
    for i in range(n):
        nearest_[i] = 1.0
    for step in range(k):
        _race(keys, mixes[step], nearest_, weights, weighted, first, times, work)
        if step == 0:
            # There is no centre yet.
            for i in range(n):
                nearest_[i] = math.inf
        best, winner = I64(-1), first[0]
        for candidate in range(len(first) if step > 0 else 1):
            row = first[candidate]
            if row < 0:
                break
            left = _try(x, o, width, n, d, row, nearest_, weights, weighted, unit, tried)
            if best < 0 or left < best:
                best, winner = left, row
                kept, tried = tried, kept
        if winner < 0:
            # Every row lies on a centre: nothing is left to draw by.
            chosen[step] = chosen[step - 1] if step > 0 else 0
            continue
        chosen[step] = winner
        nearest_, kept = kept, nearest_


@inner(fast=True)
def _try(x, o, width, n, d, row, nearest_, weights, weighted, unit, tried):
    """Fill what rows cost with one of them as another centre; return the sum, in steps."""
    abreast = lane_count(x)
    whole = 0 if weighted else n - n % abreast
    fours = whole - whole % (4 * abreast)
    steps = steps_of(spread(x, 0), unit)
    for t in range(0, fours, 4 * abreast):
        u0, u1, u2, u3 = _four_squares(x, o, width, d, row, t)
        steps = plus(steps, _capped(u0, nearest_, tried, t, unit))
        steps = plus(steps, _capped(u1, nearest_, tried, t + abreast, unit))
        steps = plus(steps, _capped(u2, nearest_, tried, t + 2 * abreast, unit))
        steps = plus(steps, _capped(u3, nearest_, tried, t + 3 * abreast, unit))
    for t in range(fours, whole, abreast):
        squares = _squares(x, o, width, d, row, t)
        steps = plus(steps, _capped(squares, nearest_, tried, t, unit))
    left = total(steps)
    if weighted:
        _to_point(x, o, width, n, d, row, tried)
    for i in range(whole, n):
        if not weighted:
            tried[i] = _square(x, o, width, d, row, i)
        tried[i] = min(tried[i], nearest_[i])
        left += to_whole((tried[i] * weights[i] if weighted else tried[i]) * unit)
    return left


@inner(fast=True, inlined=True)
def _capped(squares, nearest_, tried, t, unit):
    """Write what rows cost, at most as much as before; return it in steps."""
    cost = smaller(squares, load(nearest_, t))
    store(tried, t, cost)
    return steps_of(cost, unit)


def swap_prices(
    xp, n, d, rowp, n_rows, turnp, edgesp, firstp, secondp, weightsp, weighted, k, unit, outp,
):  # fmt: skip
    """Price the swaps that make a row, whose turn it is, a centre and take one of k away.

    Rows lie sorted by cluster; cluster j holds the rows edges[j] to edges[j + 1]. Without its
    centre a row goes to the second nearest, unless the new one is nearer.
    """
    x, rows, edges = carray(xp, (d * n,)), carray(rowp, (n_rows,)), carray(edgesp, (k + 1,))
    first, second, weights = carray(firstp, (n,)), carray(secondp, (n,)), carray(weightsp, (n,))
    out, turn = carray(outp, (n_rows, k)), carray(turnp, (1,))
    while True:
        r = take(turn)
        if r >= n_rows:
            return 0
        kept = I64(0)
        for j in range(k):
            staying, without = _priced(
                x, n, d, rows[r], edges[j], edges[j + 1], first, second, weights, weighted, unit
            )
            kept += staying
            out[r, j] = without - staying
        for j in range(k):
            out[r, j] += kept


@inner(fast=True)
def _priced(x, n, d, row, begin, end, first, second, weights, weighted, unit):
    """Return what rows cost with one of them as another centre, in steps, with theirs and without.

    Rounding keeps the order of costs, so that the smaller is found before and rounded once.
    """
    abreast = lane_count(x)
    whole = begin if weighted else end - (end - begin) % abreast
    fours = whole - (whole - begin) % (4 * abreast)
    stay = gone = steps_of(spread(x, 0), unit)
    for t in range(begin, fours, 4 * abreast):
        u0, u1, u2, u3 = _four_squares(x, I64(0), n, d, row, t)
        stay, gone = _both(u0, first, second, t, unit, stay, gone)
        stay, gone = _both(u1, first, second, t + abreast, unit, stay, gone)
        stay, gone = _both(u2, first, second, t + 2 * abreast, unit, stay, gone)
        stay, gone = _both(u3, first, second, t + 3 * abreast, unit, stay, gone)
    for t in range(fours, whole, abreast):
        squares = _squares(x, I64(0), n, d, row, t)
        stay, gone = _both(squares, first, second, t, unit, stay, gone)
    staying, without = total(stay), total(gone)
    for i in range(whole, end):
        square = _square(x, I64(0), n, d, row, i)
        weight = weights[i] if weighted else 1.0
        staying += to_whole(min(square, first[i]) * weight * unit)
        without += to_whole(min(square, second[i]) * weight * unit)
    return staying, without


@inner(fast=True, inlined=True)
def _both(squares, first, second, t, unit, stay, gone):
    """Return both sums of steps with some more rows."""
    stay = plus(stay, steps_of(smaller(squares, load(first, t)), unit))
    return stay, plus(gone, steps_of(smaller(squares, load(second, t)), unit))


for _real, _suffix in ((F32, "float32"), (F64, "float64")):
    export(
        distances_to, f"distances_to_{_suffix}", [_real], I64, [_real], I64, I64, [I64], I64, F64,
        [I64], [_real], [I64],
    )  # fmt: skip
    export(
        distances_among, f"distances_among_{_suffix}", [_real], I64, I64, I64, [I64], I64, F64,
        [I64], [_real], [I64],
    )  # fmt: skip
export(
    silhouettes, "silhouettes", [I64], I64, I64, F64, [I64], [I64], [I64], I64, I64, [F64], [I64]
)
export(
    seed_rows, "seed_rows", [F64], I64, I64, I64, I64, [I64], [U64], I64, [U64], I64, I64, [F64],
    I64, [F64], [I64], [F64], [I64],
)  # fmt: skip
export(race, "race", [U64], I64, U64, [F64], [F64], I64, I64, [I64], [F64])
export(
    swap_prices, "swap_prices", [F64], I64, I64, [I64], I64, [I64], [I64], [F64], [F64], [F64],
    I64, I64, F64, [I64],
)  # fmt: skip
