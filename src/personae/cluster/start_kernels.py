"""Many starts of K-means brought to rest in one call, by all threads together; see `kernels`.

Threads take one start after the other. Where the dearer starts are to be given up each waits for
the others, and the first to come judges. Nobody waits for long: the call comes back, and is made
again and goes on from there, so that a thread that the operating system has put aside keeps no
processor busy.
"""

from __future__ import annotations

import math

from numba import carray

from personae.cluster.kernels import (
    F32,
    F64,
    I32,
    I64,
    ROOM,
    TILE,
    export,
    inner,
    look,
    sums_width,
    take,
)
from personae.cluster.lloyd_kernels import (
    assign_all,
    move_centers,
    parts_of,
    pass_over,
    shift_of,
)
from personae.cluster.tile_kernels import lay_out

__all__ = ["lloyd_starts"]

# What all threads know of a stage: whose turn it is, how many starts are done, who judges, whether
# that has been done, and whether centres without rows must be put elsewhere first.
TURN, DONE, JUDGE, JUDGED, HALTED, PER_STAGE = 0, 1, 2, 3, 4, 5
# What becomes of a start; see `lloyd_starts`.
AT_REST, EMPTIED, GIVEN_UP = 1, 2, 3
# Looks at a number that another thread shall change: some 20 microseconds.
LOOKS = 20_000


@inner(fast=False)
def _waits_in_vain(number, wanted):
    """Wait until a number has come to what is wanted; tell whether that took too long."""
    looks = 0
    while look(number) < wanted and looks < LOOKS:
        looks += 1
    return looks == LOOKS


@inner(fast=False)
def _cost(squares, center, unit, weight_unit, sums, mass, rests):
    """Return what a start costs; see `lloyd.Starts.race`."""
    k, d = center.shape
    # With what each addition leaves out, as Neumaier (1974) does.
    total, left_out = squares, 0.0
    for j in range(k):
        m = F64(mass[j]) / weight_unit
        for f in range(d):
            s = F64(sums[j, f]) / unit
            cell = -(s * s) / m if m > 0 else 0.0
            if rests and m > 0:
                # Else the centres have moved on to the means.
                away = center[j, f] - s / m
                cell += m * (away * away)
            more = total + cell
            left_out += (total - more) + cell if total > -cell else (cell - more) + total
            total = more
    return max(total + left_out, 0.0)


@inner(fast=False)
def _judge(status, cost, squares, center, unit, weight_unit, sums, mass, keep):
    """Write what starts cost, and give up all but the cheapest `keep`.

    Of equally cheap ones the first stay. Returns whether one has a centre without rows; then none
    is given up.
    """
    n_starts, emptied = len(cost), False
    for r in range(n_starts):
        table = r * len(squares) // n_starts
        emptied |= status[r] == EMPTIED
        cost[r] = math.inf
        if status[r] != GIVEN_UP:
            cost[r] = _cost(
                squares[table], center[r], unit[table], weight_unit, sums[r], mass[r],
                status[r] == AT_REST,
            )  # fmt: skip
    if emptied:
        return True
    for r in range(n_starts):
        cheaper = 0
        for other in range(n_starts):
            cheaper += cost[other] < cost[r] or (cost[other] == cost[r] and other < r)
        if cheaper >= keep:
            status[r] = GIVEN_UP
    return False


def lloyd_starts(
    xp, n, d, n_tables, n_starts, stagep, n_stages, commonp, squaresp, cp, centerp, k, labelsp,
    expiryp, driftp, untilp, stepsp, statusp, tol, calm, weightsp, weighted, whole, unitp,
    weight_unit, sumsp, massp, costp, workp, indexp,
):  # fmt: skip
    """Bring starts to rest, in stages; return 1 where others must be waited for, 2 where emptied.

    A stage is how many iterations are made until it ends, and how many starts then go on.
    `common` is what all threads know, PER_STAGE numbers for each.

    Starts that lie side by side share a table. `status`: -1 without bounds, 0 going, 1 at rest
    (with the centres that the labels were found with), 2 where a centre has lost its rows, 3 given
    up. Bounds are found when at most `calm` rows have moved; before, the next pass would use them
    up.
    """
    x, c = carray(xp, (d * n_tables * n,)), carray(cp, (n_starts, k, d))
    center, drift = carray(centerp, (n_starts, k, d)), carray(driftp, (n_starts, k + 1))
    labels, expiry = carray(labelsp, (n_starts, n)), carray(expiryp, (n_starts, n))
    until = carray(untilp, (n_starts, n // TILE + 1))
    steps, status = carray(stepsp, (n_starts,)), carray(statusp, (n_starts,))
    weights, unit = carray(weightsp, (n,)), carray(unitp, (n_tables,))
    sums, mass = carray(sumsp, (n_starts, k, sums_width(d))), carray(massp, (n_starts, k))
    work = carray(workp, ((d + 2) * TILE + k * d,))
    index = carray(indexp, (ROOM,))
    stages, common = carray(stagep, (n_stages, 2)), carray(commonp, (n_stages, PER_STAGE))
    squares, cost = carray(squaresp, (n_tables,)), carray(costp, (n_starts,))
    room, packed = parts_of(work, index, k, d)
    for stage in range(n_stages):
        limit, of_all = stages[stage, 0], common[stage]
        while True:
            r = take(of_all[TURN:])
            if r >= n_starts:
                break
            table = r * n_tables // n_starts
            part = x, table * n, n_tables * n, d, I64(0), n
            totals = (
                index, I64(0), weights, weighted, whole, unit[table], weight_unit, sums[r], mass[r]
            )  # fmt: skip
            # Where bounds hold already they go on to be found.
            near, moving = (packed, k), n if status[r] < 0 else calm
            while status[r] <= 0 and steps[r] < limit:
                bounding = I64(moving <= calm)
                bounds = labels[r], expiry[r], drift[r], until[r], bounding
                lay_out(c[r], k, d, packed)
                if status[r] < 0:
                    changed = assign_all(part, near, bounds, room, totals)
                else:
                    changed, _ = pass_over(part, near, bounds, room, totals)
                steps[r] += 1
                moving, status[r] = changed, bounding - 1
                if changed == 0 or (
                    tol > 0
                    and shift_of(center[r], k, d, unit[table], weight_unit, sums[r], mass[r]) <= tol
                ):
                    status[r] = AT_REST
                elif (
                    move_centers(
                        c[r], center[r], k, d, unit[table], weight_unit, sums[r], mass[r], drift[r]
                    )
                    < 0
                ):
                    status[r] = EMPTIED
            take(of_all[DONE:])
        if _waits_in_vain(of_all[DONE:], n_starts):
            return 1
        if take(of_all[JUDGE:]) == 0:
            of_all[HALTED] = _judge(
                status, cost, squares, center, unit, weight_unit, sums, mass, stages[stage, 1]
            )  # fmt: skip
            take(of_all[JUDGED:])
        elif _waits_in_vain(of_all[JUDGED:], 1):
            return 1
        if of_all[HALTED] != 0:
            return 2
    return 0


for _real, _suffix in ((F32, "float32"), (F64, "float64")):
    export(
        lloyd_starts, f"lloyd_starts_{_suffix}", [_real], I64, I64, I64, I64, [I64], I64, [I64],
        [F64], [_real], [F64], I64, [I32], [F32], [F32], [F32], [I64], [I64], F64, I64, [F64], I64,
        I64, [F64], F64, [I64], [I64], [F64], [_real], [I32], fast=True,
    )  # fmt: skip
