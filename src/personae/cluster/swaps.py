"""A finished start in, a better one out: centres that do little move to where much is lost.

Lloyd's iterations never take a centre from one region to another. A swap does: one centre is taken
away and a row far from all centres becomes one (Lattanzi and Sohler, ICML 2019; Fränti, 2018,
Efficiency of random swap clustering, J. Big Data 5:13). All swaps of the candidate rows are priced
in one pass, the most promising are run to rest together, and the best is kept if it is better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.assign import two_nearest
from personae.cluster.lloyd import Rested, Shortlist, Table, iterate, turns_of
from personae.cluster.native import TILE, kernel, sum_unit
from personae.cluster.threads import on_threads
from personae.dataclass import dataclass
from personae.stats.sample import mixed

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["swap_centers"]

CANDIDATES = 24
# Swaps that are run to rest in a round; where rows are few more of them are nearly free.
FEW_ROWS = 2_000
TRIED = {True: 16, False: 8}
# Failed rounds in a row that end the search.
PATIENCE = 2
# A swap moves two centres; the cost shows soon.
SHORTLISTS = (Shortlist(after=6, keep=4), Shortlist(after=10, keep=1))
ROUNDS = 20
# A better cost by less than this is the same solution; distances here are float32.
BETTER = 1 - 1e-6


def swap_centers(
    columns: NDArray[np.floating],
    found: Rested,
    *,
    table: Table,
    keys: NDArray[np.uint64],
    seed: int,
    max_iter: int = 300,
    stop: Callable[[], None] | None = None,
) -> Rested:
    """Improve a start at rest by swaps.

    Parameters
    ----------
    columns : ndarray, shape (n_features, 1, n_rows)
        The rows, feature by feature.
    found : Rested
        One start, at rest on the table.
    table : Table
        The rows made ready, in float32.
    keys, seed, max_iter, stop
        As in `kmeans`.

    Returns
    -------
    Rested
        One start; the same where no swap helped.
    """
    if found.centers.shape[1] == 1:
        return found
    failures, rows = 0, np.ascontiguousarray(columns[:, 0].T)
    near = _Near.of(columns, rows, found.centers[0], keys=keys, weights=table.weights)
    for step in range(ROUNDS):
        mix = mixed(seed=seed, stage="swaps", step=step)
        variants = _promising(near, found.centers[0], mix=mix)
        rested = iterate(
            table, variants, max_iter=max_iter, shortlists=SHORTLISTS, known=found, stop=stop
        )
        best = rested.of(int(np.argmin(rested.cost)))
        if best.cost[0] < found.cost[0] * BETTER:
            found, failures = best, 0
            near = _Near.of(columns, rows, found.centers[0], keys=keys, weights=table.weights)
        else:
            failures += 1
            if failures == PATIENCE:
                break
    return found


@dataclass(frozen=True)
class _Near:
    """How near every row is to its centre and to the second nearest, rows sorted by cluster.

    Parameters
    ----------
    columns : ndarray, shape (n_features, n_rows)
        The rows, feature by feature.
    edges : ndarray of int64, shape (k + 1,)
        Cluster j holds the rows edges[j] to edges[j + 1].
    first, second : ndarray, shape (n_rows,)
        The squared distances.
    keys : ndarray of uint64, shape (n_rows,)
        Hashes of the rows.
    weights : ndarray, shape (n_rows,), or None
        What each row counts.
    """

    columns: NDArray[np.floating]
    edges: NDArray[np.int64]
    first: NDArray[np.float64]
    second: NDArray[np.float64]
    keys: NDArray[np.uint64]
    weights: NDArray[np.float64] | None

    @classmethod
    def of(
        cls,
        columns: NDArray[np.floating],
        rows: NDArray[np.floating],
        centers: NDArray[np.float64],
        *,
        keys: NDArray[np.uint64],
        weights: NDArray[np.float64] | None,
    ) -> _Near:
        """Measure rows, given feature by feature and row by row, to centres."""
        labels, first, _, second = two_nearest(rows, centers)
        # so that NumPy sorts by counting
        order = np.argsort(labels.astype(np.uint16), kind="stable")
        edges = np.concatenate([[0], np.cumsum(np.bincount(labels, minlength=len(centers)))])
        return cls(
            columns[:, 0].take(order, axis=1),
            edges,
            first.take(order),
            second.take(order),
            keys.take(order),
            None if weights is None else weights.take(order),
        )


def _promising(near: _Near, centers: NDArray[np.float64], *, mix: np.uint64) -> NDArray[np.float64]:
    """Return the centres after each of the most promising swaps, shape (n_tried, k, n_features)."""
    picked = _earliest(near, mix)
    if len(picked) == 0:
        return centers[None]
    prices = _prices(near, picked)
    taken = prices.argmin(axis=1)
    few = len(near.keys) <= FEW_ROWS
    order = np.argsort(prices.min(axis=1), kind="stable")[: TRIED[few]]
    variants = np.repeat(centers[None], len(order), axis=0)
    variants[np.arange(len(order)), taken[order]] = near.columns[:, picked[order]].T
    return variants


def _earliest(near: _Near, mix: np.uint64) -> NDArray[np.int64]:
    """Return the candidates: the first rows of a race in which those that cost most run fastest."""
    weights = near.first if near.weights is None else near.weights
    picked = np.empty(CANDIDATES, dtype=np.int64)
    found = kernel("race")(
        near.keys, len(near.keys), int(mix), near.first, weights, int(near.weights is not None),
        CANDIDATES, picked, np.empty(3 * TILE + CANDIDATES),
    )  # fmt: skip
    return picked[:found]


def _prices(near: _Near, picked: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the cost right after each swap (row in, centre out), shape (n_rows, k), on a grid."""
    d, n = near.columns.shape
    k, weighted = len(near.edges) - 1, near.weights is not None
    mass = near.second if near.weights is None else near.second * near.weights
    weights = near.second if near.weights is None else near.weights
    prices = np.empty((len(picked), k), dtype=np.int64)
    unit, price = sum_unit(n * float(mass.max())), kernel("swap_prices")

    def work(turn: NDArray[np.int64]) -> None:
        price(near.columns, n, d, picked, len(picked), turn, near.edges, near.first, near.second,
              weights, weighted, k, unit, prices)  # fmt: skip

    # A row is priced in a fraction of the time that it takes to come to rest.
    on_threads(work, turns_of(len(picked), n // 8))
    return prices
