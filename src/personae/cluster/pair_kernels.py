"""The inner loops over pairs of rows: silhouettes, first centres, swaps; see `kernels`."""

from __future__ import annotations

import math

import numpy as np
from numba import carray

from personae.cluster.kernels import F32, F64, I32, I64, TILE, U64, export, inner

__all__ = ["WIDE", "distance_sums", "seed_rows", "swap_prices"]


# Rows that one row is measured to at once; a constant makes the loops a third faster.
WIDE = 2 * TILE


@inner(fast=True)
def _distances(x, o, width, d, point, dist):
    """Fill the distances of a point to WIDE rows; column f of them begins at x[o + f * width]."""
    x0 = point[0]
    one = x[o : o + WIDE]
    for t in range(WIDE):
        dist[t] = (one[t] - x0) * (one[t] - x0)
    for pair in range((d - 1) // 2):
        f = 1 + 2 * pair
        x0, x1 = point[f], point[f + 1]
        p, q = o + f * width, o + (f + 1) * width
        one, two = x[p : p + WIDE], x[q : q + WIDE]
        for t in range(WIDE):
            u0, u1 = one[t] - x0, two[t] - x1
            dist[t] += u0 * u0 + u1 * u1
    if d % 2 == 0:
        x0 = point[d - 1]
        p = o + (d - 1) * width
        one = x[p : p + WIDE]
        for t in range(WIDE):
            dist[t] += (one[t] - x0) * (one[t] - x0)
    for t in range(WIDE):
        dist[t] = math.sqrt(dist[t])


def distance_sums(xp, n, d, rowsp, a, b, edgesp, n_cells, unit, outp, scratchp):
    """Add to `out` the distances of the rows listed in rows[a:b] to every cell, in steps of `unit`.

    Rows lie sorted by cell; cell q holds the rows edges[q] to edges[q + 1]. Each distance is
    rounded to a multiple of `unit` by adding a number so large that a float64 has no finer places
    left; the bits of the result are an integer, and integers add up the same in every order.
    """
    x, rows = carray(xp, (d * n,)), carray(rowsp, (b,))
    edges = carray(edgesp, (n_cells + 1,))
    out, scratch = carray(outp, (b, n_cells)), carray(scratchp, ((d + 1) * WIDE + d,))
    dist, last, point = scratch[:WIDE], scratch[WIDE : (d + 1) * WIDE], scratch[(d + 1) * WIDE :]
    magic = 6755399441055744.0 * unit  # 1.5 * 2^52 units
    bits = np.float64(magic).view(np.int64)
    whole = n - n % WIDE
    # What lies behind the last row is not ours to read.
    for e in range(d * WIDE):
        last[e] = 0.0
    for f in range(d):
        for t in range(n - whole):
            last[f * WIDE + t] = x[f * n + whole + t]
    first = 0
    # All rows go past a few columns that stay in the nearest cache.
    for s in range(0, n, WIDE):
        m = min(WIDE, n - s)
        while edges[first + 1] <= s:
            first += 1
        for r in range(a, b):
            for f in range(d):
                point[f] = x[f * n + rows[r]]
            if s < whole:
                _distances(x, s, n, d, point, dist)
            else:
                _distances(last, 0, WIDE, d, point, dist)
            q, t = first, 0
            while t < m:
                end = min(m, edges[q + 1] - s)
                part, some = I64(0), dist[t:end]
                for v in range(len(some)):
                    part += np.float64(F64(some[v]) + magic).view(np.int64) - bits
                out[r, q] += part
                q, t = q + 1, end
    return 0


@inner(fast=True)
def _to_point(x, o, width, n, d, row, out):
    """Fill the squared distance of every row of a table to one of them; column f at o + f width."""
    x0, one = x[o + row], x[o : o + n]
    for i in range(n):
        out[i] = (one[i] - x0) * (one[i] - x0)
    for f in range(1, d):
        p = o + f * width
        x0, one = x[p + row], x[p : p + n]
        for i in range(n):
            out[i] += (one[i] - x0) * (one[i] - x0)


def seed_rows(
    xp, n, d, n_tables, n_starts, a, b, keysp, own_keys, mixesp, k, tries, weightsp, weighted,
    unitp, outp, scratchp,
):  # fmt: skip
    """Draw k rows for each of the starts [a, b) by greedy k-means++; see `seeding`."""
    x = carray(xp, (d * n_tables * n,))
    keys, mixes = carray(keysp, (n_starts if own_keys else 1, n)), carray(mixesp, (n_starts, k))
    weights, unit = carray(weightsp, (n,)), carray(unitp, (n_tables,))
    chosen, scratch = carray(outp, (n_starts, k)), carray(scratchp, (3 * n,))
    for r in range(a, b):
        table = r * n_tables // n_starts
        _seed(
            x, table * n, n_tables * n, n, d, keys[r if own_keys else 0], mixes[r], k, tries,
            weights, weighted, unit[table], chosen[r], scratch,
        )  # fmt: skip
    return 0


@inner(fast=False)
def _seed(x, o, width, n, d, keys, mixes, k, tries, weights, weighted, unit, chosen, scratch):
    """Draw k rows of one table."""
    nearest_, tried, kept = scratch[:n], scratch[n : 2 * n], scratch[2 * n :]
    times0 = math.inf
    for i in range(n):
        nearest_[i] = 1.0
    for step in range(k):
        t0 = t1 = t2 = t3 = t4 = times0
        r0 = r1 = r2 = r3 = r4 = -1
        mix = mixes[step]
        for i in range(n):
            rate = nearest_[i] * weights[i] if weighted else nearest_[i]
            z = (keys[i] ^ mix) + U64(0x9E3779B97F4A7C15)
            z = (z ^ (z >> U64(30))) * U64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> U64(27))) * U64(0x94D049BB133111EB)
            z = z ^ (z >> U64(31))
            u = (F64(z >> U64(12)) + 0.5) * 2.220446049250313e-16
            # -ln(u) is at least 1 - u: most rows are out without a logarithm.
            if 1.0 - u >= t4 * rate:
                continue
            time = -math.log(u) / rate
            if time >= t4:
                continue
            t4, r4 = time, i
            if t4 < t3:
                t3, t4, r3, r4 = t4, t3, r4, r3
            if t3 < t2:
                t2, t3, r2, r3 = t3, t2, r3, r2
            if t2 < t1:
                t1, t2, r1, r2 = t2, t1, r2, r1
            if t1 < t0:
                t0, t1, r0, r1 = t1, t0, r1, r0
        best, winner = I64(-1), r0
        for candidate in range(tries):
            row = r0
            if candidate == 1:
                row = r1
            elif candidate == 2:
                row = r2
            elif candidate == 3:
                row = r3
            elif candidate == 4:
                row = r4
            if row < 0 or (step == 0 and candidate > 0):
                break
            _to_point(x, o, width, n, d, row, tried)
            left = I64(0)
            for i in range(n):
                if step > 0:
                    tried[i] = min(tried[i], nearest_[i])
                lost = tried[i] * weights[i] if weighted else tried[i]
                left += I64(math.floor(lost * unit + 0.5))
            if best < 0 or left < best:
                best, winner = left, row
                for i in range(n):
                    kept[i] = tried[i]
        if winner < 0:
            # Every row lies on a centre: nothing is left to draw by.
            chosen[step] = chosen[step - 1] if step > 0 else 0
            continue
        chosen[step] = winner
        for i in range(n):
            nearest_[i] = kept[i]


def swap_prices(
    xp, n, d, rowp, n_rows, a, b, labelsp, firstp, secondp, weightsp, k, unit, outp, scratchp
):
    """Price the swaps that make each of rows[a:b] a centre and take each of k centres away."""
    x, rows, labels = carray(xp, (d * n,)), carray(rowp, (n_rows,)), carray(labelsp, (n,))
    first, second, weights = carray(firstp, (n,)), carray(secondp, (n,)), carray(weightsp, (n,))
    out, dist = carray(outp, (n_rows, k)), carray(scratchp, (n,))
    for r in range(a, b):
        for j in range(k):
            out[r, j] = 0
        _to_point(x, I64(0), n, n, d, rows[r], dist)
        kept = I64(0)
        for i in range(n):
            both = I64(math.floor(min(dist[i], first[i]) * weights[i] * unit + 0.5))
            new = I64(math.floor(min(dist[i], second[i]) * weights[i] * unit + 0.5))
            kept += both
            out[r, labels[i]] += new - both
        for j in range(k):
            out[r, j] += kept
    return 0


for _real, _suffix in ((F32, "float32"), (F64, "float64")):
    export(
        distance_sums, f"distance_sums_{_suffix}", [_real], I64, I64, [I64], I64, I64, [I64], I64,
        F64, [I64], [_real],
    )  # fmt: skip
export(
    seed_rows, "seed_rows", [F64], *(I64,) * 6, [U64], I64, [U64], I64, I64, [F64], I64, [F64],
    [I64], [F64],
)  # fmt: skip
export(
    swap_prices, "swap_prices", [F64], I64, I64, [I64], I64, I64, I64, [I32], [F64], [F64], [F64],
    I64, F64, [I64], [F64],
)  # fmt: skip
