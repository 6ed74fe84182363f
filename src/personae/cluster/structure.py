"""Rows in, the answer to "is there anything there?" out: natural clusters or slices of a continuum.

Every K-means finds k clusters, also in fog. So the best silhouette over all k is compared with what
the same search finds in data made up without clusters; docs/methods/structure.md has the reasons.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from personae.cluster.checks import check_matrix, count_distinct
from personae.cluster.gap import gaps_of
from personae.cluster.indices import silhouette_many
from personae.cluster.kmeans import draw_starts, prepare
from personae.cluster.lloyd import Table, iterate
from personae.cluster.nulls import OwnMarginals, SkewedGaussian, UniformBox
from personae.cluster.threads import on_threads
from personae.dataclass import dataclass
from personae.stats.moments import exact_sum
from personae.stats.sample import ordered_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from personae.cluster.gap import Gap
    from personae.cluster.nulls import Null

__all__ = ["LEVEL", "ROWS", "NullResult", "Structure", "structure_test", "tail_probability"]

# A null is beaten if a silhouette as large comes up with it less often than this.
LEVEL = 0.01
# Data and nulls alike are judged on at most this many rows: more would only cost time.
ROWS = 1_000
# Starts per k; what few starts miss, they miss in the null data too.
STARTS = 3
# After so many null data sets the test ends if the tail probability is not between the bounds.
LOOKS = ((6, 0.003, 0.5), (12, 0.003, 0.2), (24, 0.005, 0.05), (48, LEVEL, LEVEL))
# A null that only shows what to expect, and votes on nothing, needs no certainty.
GLANCE = LOOKS[:1]


@dataclass(frozen=True)
class NullResult:
    """What one kind of data without clusters gives.

    Parameters
    ----------
    name : str
        "uniform", "skewed gaussian" or "own marginals".
    mean, std : float
        Of its statistic, over the null data sets (ddof 1).
    excess : float
        How many of these standard deviations the data lie above the mean; infinite where all null
        data sets gave the same, smaller figure.
    p_value : float
        How often such data would reach the statistic of the data (`tail_probability`).
    beaten : bool
        Whether the p-value is below `LEVEL`.
    draws : int
        How many null data sets were drawn.
    inertia_share : float
        Their mean inertia at the data's best k, as a share of that for one cluster.
    inertia_excess : float
        How many standard deviations the data's share lies below that; it does not vote.
    """

    name: str
    mean: float
    std: float
    excess: float
    p_value: float
    beaten: bool
    draws: int
    inertia_share: float
    inertia_excess: float


@dataclass(frozen=True)
class Structure:
    """Whether there are natural clusters.

    Parameters
    ----------
    verdict : {"clusters", "continuum"}
        "clusters" only if every null that votes is beaten.
    statistic : float
        The largest silhouette over k = 2 to k_max; nan if the rows are too few or all alike.
    k : int
        Where it lies.
    k_max : int
        The largest k looked at.
    inertia_share : float
        Inertia at `k` as a share of that for one cluster.
    rows : int
        How many rows were judged, of the data and of every null data set.
    nulls : tuple of NullResult
        Those that vote, in the order they were tried; those after the first not beaten are left
        out, as they could not change the verdict.
    evidence : NullResult or None
        Own marginals with rank correlations, where it was asked for; it does not vote.
    gaps : tuple of Gap
        The gap statistic for k = 1 to `k_max`. Its references are the null data sets of the first
        null, which is uniform, so that it costs nothing; it does not vote.
    """

    verdict: Literal["clusters", "continuum"]
    statistic: float
    k: int
    k_max: int
    inertia_share: float
    rows: int
    nulls: tuple[NullResult, ...]
    evidence: NullResult | None = None
    gaps: tuple[Gap, ...] = ()


def structure_test(
    X: NDArray[np.floating],
    *,
    keys: NDArray[np.uint64],
    k_max: int = 10,
    seed: int = 0,
    own_marginals: bool = False,
    stop: Callable[[], None] | None = None,
) -> Structure:
    """Tell natural clusters from slices of a continuum.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows on comparable scales.
    keys : ndarray of uint64, shape (n_rows,)
        Hashes of the customers' ids.
    k_max : int
        The largest number of clusters to look at.
    seed : int
        Another seed, another sample and other null data.
    own_marginals : bool
        Also show the null with each column's own values, as evidence for purchase logs.
    stop : callable, optional
        Called often; may raise `Cancelled`.

    Returns
    -------
    Structure
        The verdict and what it rests on.

    Raises
    ------
    InputError
        If a number is missing, infinite or too large to be squared.

    Examples
    --------
    >>> from personae.stats.sample import row_keys
    >>> X = np.concatenate([np.linspace(0, 1, 40), np.linspace(5, 6, 40)])[:, None]
    >>> keys = row_keys([str(row) for row in range(80)], key="demo")
    >>> found = structure_test(X, keys=keys, k_max=4)
    >>> found.verdict, found.k
    ('clusters', 2)
    """
    X = check_matrix(X)
    rows = ordered_sample(X, keys, ROWS, seed=seed, stage="structure")
    X = X[rows]
    k_max = min(k_max, len(X) - 1, count_distinct(X, at_least=k_max) if len(X) else 0)
    if k_max < 2:
        return Structure("continuum", math.nan, 1, k_max, 1.0, len(X), ())
    search = _Search(k_max, seed, stop)
    found = search.best(X, keys[rows])
    uniform, boxes = _compare(found, UniformBox(X), search)
    voted = [uniform]
    if uniform.beaten:
        voted.append(_compare(found, SkewedGaussian(X), search)[0])
    return Structure(
        "clusters" if all(null.beaten for null in voted) else "continuum",
        found.statistic,
        found.k,
        k_max,
        found.share,
        len(X),
        tuple(voted),
        _compare(found, OwnMarginals(X), search, GLANCE)[0] if own_marginals else None,
        gaps_of(range(1, k_max + 1), found.logs, [drawn.logs for drawn in boxes]),
    )


def tail_probability(excess: float, draws: int) -> float:
    """Return how often a null data set would lie so many standard deviations above the mean.

    Mean and standard deviation are estimates, so (value - mean) / (std sqrt(1 + 1 / draws)) follows
    Student's t. Wallace (1959), Ann. Math. Statist. 30:1121-1130, turns it into a normal score; and
    since a maximum over k has a longer tail to the right than the normal, the score is read off the
    Gumbel distribution of mean 0 and variance 1.

    Parameters
    ----------
    excess : float
        (value - mean) / std, std with ddof 1.
    draws : int
        How many null data sets, at least 2.

    Examples
    --------
    >>> round(tail_probability(3.14, 1_000_000), 3), round(tail_probability(3.14, 10), 3)
    (0.01, 0.025)
    """
    free = draws - 1
    t = excess / math.sqrt(1 + 1 / draws)
    score = (8 * free + 1) / (8 * free + 3) * math.sqrt(free * math.log1p(t * t / free))
    reduced = np.euler_gamma + math.pi / math.sqrt(6) * math.copysign(score, t)
    return -math.expm1(-math.exp(-reduced))


@dataclass(frozen=True)
class _Found:
    """The largest silhouette, its k, and the logarithms of the inertias for k = 1, 2, ..."""

    statistic: float
    k: int
    logs: tuple[float, ...]

    @property
    def share(self) -> float:
        """Inertia at the best k over that of one cluster."""
        return self.share_at(self.k)

    def share_at(self, k: int) -> float:
        return math.exp(self.logs[k - 1] - self.logs[0]) if self.logs[0] > -math.inf else 0.0


@dataclass(frozen=True)
class _Search:
    """The search that data and null data go through alike."""

    k_max: int
    seed: int
    stop: Callable[[], None] | None

    def best(self, X: NDArray[np.floating], keys: NDArray[np.uint64]) -> _Found:
        """Divide the rows for every k, and return what was best."""
        rows = prepare(X, keys=keys, seed=self.seed)
        starts = draw_starts(rows, self.k_max, seed=self.seed, n_init=STARTS)
        table = Table.of(rows.columns, coarse=True)
        costs = [rows.total]
        labelings = []
        for k in range(2, self.k_max + 1):
            rested = iterate(table, starts[:, :k], stop=self.stop)
            best = int(rested.cost.argmin())
            labelings.append(rested.labels[best].astype(np.int32))
            costs.append(float(rested.cost[best]))
        silhouettes = [
            exact_sum(values) / len(X) for values in silhouette_many(X, labelings, stop=self.stop)
        ]
        best = int(np.argmax(silhouettes))
        logs = tuple(rows.log_inertia(cost) for cost in costs)
        return _Found(silhouettes[best], best + 2, logs)

    def in_draw(self, null: Null, step: int) -> _Found:
        """Go through one of the null data sets."""
        X = null.draw(step, seed=self.seed)
        return self.best(X, np.arange(len(X), dtype=np.uint64))


def _compare(
    found: _Found,
    null: Null,
    search: _Search,
    looks: Sequence[tuple[int, float, float]] = LOOKS,
) -> tuple[NullResult, list[_Found]]:
    """Draw null data until it is clear whether they reach the statistic of the data."""
    drawn: list[_Found] = []
    for draws, beaten_below, lost_above in looks:
        drawn += on_threads(lambda step: search.in_draw(null, step), range(len(drawn), draws))
        mean, std, excess = _standardised(found.statistic, [one.statistic for one in drawn])
        p_value = tail_probability(excess, draws)
        if not beaten_below <= p_value <= lost_above:
            break
    share, _, below = _standardised(found.share, [one.share_at(found.k) for one in drawn])
    result = NullResult(
        null.name, mean, std, excess, p_value, p_value < LEVEL, len(drawn), share, -below
    )
    return result, drawn


def _standardised(value: float, drawn: list[float]) -> tuple[float, float, float]:
    """Return mean and standard deviation of what was drawn, and how far the value lies above."""
    mean = math.fsum(drawn) / len(drawn)
    std = math.sqrt(math.fsum((x - mean) ** 2 for x in drawn) / (len(drawn) - 1))
    # Null data that are all alike differ by no more than rounding.
    if std <= 1e-12:
        return mean, 0.0, 0.0 if abs(value - mean) <= 1e-12 else math.copysign(1e6, value - mean)
    return mean, std, (value - mean) / std
