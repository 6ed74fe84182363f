"""Rows in, the gap statistic for a range of k out: inertia against that of an evenly full box."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.checks import check_clusters, check_matrix
from personae.cluster.kmeans import draw_starts, prepare
from personae.cluster.lloyd import Table, iterate
from personae.cluster.nulls import UniformBox
from personae.dataclass import dataclass
from personae.stats.sample import ordered_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = ["Gap", "gap_choice", "gap_statistic", "gaps_of"]

# Data and references alike are measured on at most this many rows.
ROWS = 2_000
# Starts per k: what they miss in the references they miss in the data.
STARTS = 8


@dataclass(frozen=True)
class Gap:
    """The gap at one k.

    Parameters
    ----------
    k : int
        The number of clusters.
    gap : float
        Mean log inertia of the references less that of the data; infinite where the data have none.
    error : float
        Its standard error: that of the references, and that of their mean.
    log_inertia, reference : float
        Log inertia of the data, and the mean over the references.
    """

    k: int
    gap: float
    error: float
    log_inertia: float
    reference: float


def gap_statistic(
    X: NDArray[np.floating],
    ks: Sequence[int],
    *,
    keys: NDArray[np.uint64],
    references: int = 20,
    seed: int = 0,
    stop: Callable[[], None] | None = None,
) -> tuple[Gap, ...]:
    """Compare the inertia for every k with that of rows spread evenly over the same box.

    gap(k) = mean over references of ln W*(k) - ln W(k), W the inertia; its error is
    sd(ln W*) sqrt(1 + 1 / B) with B references, sd with ddof 0. The references are uniform in the
    box along the principal components, and serve all k. Tibshirani, Walther and Hastie (2001),
    J. R. Statist. Soc. B 63:411-423.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows on comparable scales; above 2,000 a sample by hash stands for them.
    ks : sequence of int
        Numbers of clusters; 1 may be among them.
    keys : ndarray of uint64, shape (n_rows,)
        Hashes of the customers' ids.
    references : int
        How many reference data sets, at least 2.
    seed : int
        Another seed, other references.
    stop : callable, optional
        Called often; may raise `Cancelled`.

    Returns
    -------
    tuple of Gap
        One for each k, in their order.

    Raises
    ------
    InputError
        If a number is missing, infinite or too large to be squared.
    NotEnoughDataError
        If there are fewer distinct rows than clusters.

    Examples
    --------
    >>> from personae.stats.sample import row_keys
    >>> X = np.concatenate([np.linspace(0, 1, 40), np.linspace(5, 6, 40)])[:, None]
    >>> keys = row_keys([str(row) for row in range(80)], key="demo")
    >>> gap_choice(gap_statistic(X, [1, 2, 3], keys=keys))
    2
    """
    X = check_matrix(X)
    rows = ordered_sample(X, keys, ROWS, seed=seed, stage="gap")
    X = X[rows]
    check_clusters(X, max(ks))
    data = _log_inertias(X, ks, keys=keys[rows], seed=seed, stop=stop)
    null, numbers = UniformBox(X), np.arange(len(X), dtype=np.uint64)
    drawn = [
        _log_inertias(null.draw(step, seed=seed), ks, keys=numbers, seed=seed, stop=stop)
        for step in range(references)
    ]
    return gaps_of(ks, data, drawn)


def gaps_of(
    ks: Sequence[int], data: Sequence[float], references: Sequence[Sequence[float]]
) -> tuple[Gap, ...]:
    """Return the gap for every k from log inertias: of the data, and of each reference.

    It is nan where a reference has no inertia left (few distinct values).

    Examples
    --------
    >>> gaps_of([2], [1.0], [[3.0], [3.0]])
    (Gap(k=2, gap=2.0, error=0.0, log_inertia=1.0, reference=3.0),)
    """
    drawn = np.array(references)
    drawn[~np.isfinite(drawn)] = np.nan
    means, spreads = drawn.mean(axis=0), drawn.std(axis=0)
    errors = spreads * math.sqrt(1 + 1 / len(drawn))
    return tuple(
        Gap(k, float(mean - own), float(error), float(own), float(mean))
        for k, own, mean, error in zip(ks, data, means, errors, strict=True)
    )


def gap_choice(gaps: Sequence[Gap]) -> int:
    """Return the smallest k whose gap reaches that of the next k less its error.

    The 1-standard-error rule of Tibshirani, Walther and Hastie; the largest k if none does.

    Examples
    --------
    >>> gap_choice([Gap(1, 0.1, 0.02, 0.0, 0.1), Gap(2, 0.4, 0.02, 0.0, 0.4),
    ...             Gap(3, 0.41, 0.02, 0.0, 0.41)])
    2
    """
    for this, following in pairwise(gaps):
        # Said so that a gap that is not defined ends the search as well.
        if not this.gap < following.gap - following.error:
            return this.k
    return gaps[-1].k


def _log_inertias(
    X: NDArray[np.floating],
    ks: Sequence[int],
    *,
    keys: NDArray[np.uint64],
    seed: int,
    stop: Callable[[], None] | None,
) -> list[float]:
    """Return the log inertia for every k, in the units of the rows; -inf for none at all."""
    rows = prepare(X, keys=keys, seed=seed)
    starts = draw_starts(rows, max(ks), seed=seed, n_init=STARTS)
    table = Table.of(rows.columns, coarse=True)
    logs = []
    for k in ks:
        cost = rows.total if k == 1 else float(iterate(table, starts[:, :k], stop=stop).cost.min())
        logs.append(rows.log_inertia(cost))
    return logs
