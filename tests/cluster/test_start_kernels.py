"""Threads that share starts: who waits for whom, what is given up, and what nobody sees of it."""

from __future__ import annotations

import numpy as np
import pytest

from personae.cluster import threads
from personae.cluster.lloyd import Shortlist, Starts, Table, iterate, turns_of
from personae.cluster.native import ROOM, TILE, kernel

# What threads know of a stage, in this order.
TURN, DONE, JUDGE, JUDGED, HALTED = range(5)
# What a start is made of.
PARTS = ("near", "centers", "labels", "expiry", "drift", "until", "n_iter", "status")


def rows_and_starts(n: int = 600, k: int = 4, n_starts: int = 6, seed: int = 0) -> tuple:
    random = np.random.default_rng(seed)
    columns = random.normal(size=(3, 1, n))
    picked = random.integers(0, n, (n_starts, k))
    return Table.of(columns), columns[:, 0, picked].transpose(1, 2, 0).copy()


def one_thread(runs: Starts, stages: np.ndarray, common: np.ndarray) -> int:
    """Call the kernel as one of the threads does."""
    d, n_tables, n = runs.table.shape
    n_starts, k, _ = runs.centers.shape
    grid = runs.grid
    return kernel("lloyd_starts_float64")(
        runs.table, n, d, n_tables, n_starts, stages, len(stages), common, runs.squares,
        runs.near, runs.centers, k, runs.labels, runs.expiry, runs.drift, runs.until,
        runs.n_iter, runs.status, 0.0, 0, grid.weights, grid.weighted, grid.whole, grid.unit,
        grid.weight_unit, runs.sums, runs.mass, runs.cost, np.empty((d + 2) * TILE + k * d),
        np.empty(ROOM, dtype=np.int32),
    )  # fmt: skip


def test_who_waits_for_a_thread_that_was_put_aside_comes_back_and_goes_on_later():
    table, starts = rows_and_starts(n_starts=2)
    runs = Starts(table, starts)
    stages = np.array([[3, 1], [300, 2]])
    common = np.zeros((2, 5), dtype=np.int64)
    common[0, TURN] = 1  # the first start is in the hands of a thread that does not run
    assert one_thread(runs, stages, common) == 1
    assert runs.n_iter.tolist() == [0, 3]
    assert common[0].tolist() == [3, 1, 0, 0, 0]
    assert one_thread(runs, stages, common) == 1  # still not
    # now it has come, and done its start
    alone = Starts(table, starts[:1])
    alone.race([], max_iter=3, tol=0.0, stop=None)
    for name in PARTS:
        getattr(runs, name)[0] = getattr(alone, name)[0]
    runs.sums[0], runs.mass[0] = alone.sums[0], alone.mass[0]
    common[0, DONE] += 1
    assert one_thread(runs, stages, common) == 0
    expected = iterate(table, starts, shortlists=[Shortlist(after=3, keep=1)])
    assert runs.cost.tolist() == expected.cost.tolist()
    assert runs.centers.tobytes() == expected.centers.tobytes()


def test_who_comes_late_finds_everything_done():
    table, starts = rows_and_starts()
    runs = Starts(table, starts)
    stages, common = np.array([[300, 6]]), np.zeros((1, 5), dtype=np.int64)
    assert one_thread(runs, stages, common) == 0
    before = runs.centers.tobytes(), runs.labels.tobytes(), runs.n_iter.tolist()
    assert one_thread(runs, stages, common) == 0
    assert (runs.centers.tobytes(), runs.labels.tobytes(), runs.n_iter.tolist()) == before


@pytest.mark.parametrize("n_threads", [2, 3, 8])
def test_shortlists_do_not_depend_on_how_many_threads_there_are(n_threads, monkeypatch):
    table, starts = rows_and_starts(n=9_000, n_starts=12)
    lists = [Shortlist(after=2, keep=7), Shortlist(after=5, keep=2), Shortlist(9, keep=1)]
    monkeypatch.setattr(threads, "N_THREADS", 1)
    alone = iterate(table, starts, shortlists=lists)
    monkeypatch.setattr(threads, "N_THREADS", n_threads)
    assert len(turns_of(12, 9_000)) == min(n_threads, 6)
    for _ in range(5):
        shared = iterate(table, starts, shortlists=lists)
        for name in ("centers", "labels", "cost", "n_iter", "converged"):
            assert getattr(shared, name).tobytes() == getattr(alone, name).tobytes()


@pytest.mark.parametrize("keep", [1, 2, 5])
def test_the_cheapest_go_on(keep):
    table, starts = rows_and_starts()
    stopped, whole = iterate(table, starts, max_iter=3), iterate(table, starts)
    kept = np.zeros(6, dtype=bool)
    kept[stopped.cost.argsort(kind="stable")[:keep]] = True
    some = iterate(table, starts, shortlists=[Shortlist(after=3, keep=keep)])
    assert np.isinf(some.cost[~kept]).all()
    assert some.cost[kept].tolist() == whole.cost[kept].tolist()


def elsewhere() -> tuple[Starts, np.ndarray, np.ndarray, Table, np.ndarray]:
    """Return a race whose first start is in the hands of a thread that does not run."""
    table, starts = rows_and_starts(n_starts=2)
    common = np.zeros((2, 5), dtype=np.int64)
    common[0, TURN] = 1
    return Starts(table, starts), np.array([[3, 1], [300, 2]]), common, table, starts


def test_a_thread_goes_on_as_soon_as_the_one_it_waits_for_is_done(monkeypatch):
    runs, stages, common, table, starts = elsewhere()
    alone = Starts(table, starts[:1])
    alone.race([], max_iter=3, tol=0.0, stop=None)
    naps = []

    def rest(seconds):
        naps.append(seconds)
        if len(naps) == 40:
            for name in (*PARTS, "sums", "mass"):
                getattr(runs, name)[0] = getattr(alone, name)[0]
            common[0, DONE] += 1

    monkeypatch.setattr("personae.cluster.lloyd.time.sleep", rest)
    runs._side_by_side(stages, common, 0.0, None)
    assert naps == [0] * 30 + [1e-4] * 10
    expected = iterate(table, starts, shortlists=[Shortlist(after=3, keep=1)])
    assert runs.cost.tolist() == expected.cost.tolist()
    assert runs.centers.tobytes() == expected.centers.tobytes()


def test_a_thread_that_waits_can_be_stopped():
    runs, stages, common, *_ = elsewhere()
    asked = []

    def stop():
        asked.append(None)
        if len(asked) > 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        runs._side_by_side(stages, common, 0.0, stop)
    assert len(asked) == 4


def test_of_equally_cheap_starts_the_first_go_on():
    table, starts = rows_and_starts(n_starts=1)
    some = iterate(table, starts.repeat(4, axis=0), shortlists=[Shortlist(after=2, keep=2)])
    assert np.isfinite(some.cost).tolist() == [True, True, False, False]


def test_a_start_that_loses_the_rows_of_a_centre_keeps_its_place_in_the_race():
    columns = np.concatenate([np.zeros(50), np.full(50, 10.0), np.full(50, 11.0)])[None, None]
    far = np.array([[[0.0], [10.4], [500.0]], [[0.0], [10.0], [11.0]]])
    rested = iterate(columns, far, shortlists=[Shortlist(after=1, keep=2), Shortlist(2, keep=1)])
    alone = iterate(columns, far[:1])
    assert alone.cost.tolist() == [0.0]
    assert rested.cost.tolist() == [0.0, np.inf]
    assert rested.centers[0].tobytes() == alone.centers[0].tobytes()
