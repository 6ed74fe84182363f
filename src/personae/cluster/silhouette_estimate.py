"""Rows and labels in, the mean silhouette with its interval out, also where pairs are too many.

Up to a bound every row is measured against every other. Above it the chosen division is estimated
from a sample of rows, each measured against *all* rows; a whole sweep is measured within a sample.
Either says how far it may be off.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.indices import silhouette_many
from personae.dataclass import dataclass
from personae.stats.moments import exact_sum
from personae.stats.sample import hash_sample, uniforms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = [
    "EXACT_FINAL",
    "EXACT_SWEEP",
    "SilhouetteEstimate",
    "estimated",
    "sample_size",
    "silhouette_estimate",
    "silhouette_of_final",
    "silhouettes_of_sweep",
    "stratified_sample",
]

# All pairs of this many rows take about a tenth of a second for all k together; of EXACT_FINAL
# some two seconds.
EXACT_SWEEP = 10_000
EXACT_FINAL = 50_000
# An estimate measures about so many pairs, but never fewer or more rows than these.
PAIRS = 300_000_000
FEWEST, MOST = 1_000, 10_000
# Rows of every segment in the sample, however small it is (all, if it has no more).
FLOOR = 30
# A normal variable lies within so many standard deviations in 95 of 100 cases.
NORMAL_95 = 1.959964
# Parts that tell the error of a sweep's sample, and the bound of Student's t with one less.
PARTS, STUDENT_95 = 10, 2.262157


@dataclass(frozen=True)
class SilhouetteEstimate:
    """A mean silhouette, and how far it may be off.

    Parameters
    ----------
    mean : float
        Over all rows, or estimated for all rows; nan for one cluster.
    low, high : float
        The 95 % interval; the mean itself where all rows were measured.
    rows : int
        How many were measured.
    exact : bool
        Whether all were.
    values : ndarray, optional
        One silhouette per row, nan for a row that was not measured.
    """

    mean: float
    low: float
    high: float
    rows: int
    exact: bool
    values: NDArray[np.float64] | None = None


def silhouette_estimate(
    X: NDArray[np.floating],
    labels: NDArray[np.integer],
    *,
    keys: NDArray[np.uint64],
    size: int | None = None,
    seed: int = 0,
) -> SilhouetteEstimate:
    """Estimate the mean silhouette from a sample of rows, each measured against all rows.

    The sample is drawn by hash within every segment, so no segment is missed, and a and b of a
    sampled row are exact: only *which* rows were drawn is left to chance, and `estimated` knows
    that error.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows.
    labels : ndarray of int, shape (n_rows,)
        Their segments, counted from 0.
    keys : ndarray of uint64, shape (n_rows,)
        Hashes of the customers' ids.
    size : int, optional
        About how many rows to measure; as many as 300 million pairs allow, 1,000
        to 10,000.
    seed : int
        The user's seed.

    Examples
    --------
    >>> from personae.stats.sample import row_keys
    >>> X = np.concatenate([np.linspace(0, 1, 500), np.linspace(5, 6, 500)])[:, None]
    >>> labels, keys = np.repeat([0, 1], 500), row_keys([str(i) for i in range(1000)], key="demo")
    >>> found = silhouette_estimate(X, labels, keys=keys, size=200)
    >>> found.low < float(silhouette_many(X, [labels])[0].mean()) < found.high, found.rows
    (True, 200)
    """
    rows = stratified_sample(labels, keys=keys, size=size or sample_size(len(X)), seed=seed)
    measured = silhouette_many(X, [labels], rows=rows)[0]
    found = estimated(measured, labels[rows], np.bincount(labels))
    values = np.full(len(X), np.nan)
    values[rows] = measured
    return SilhouetteEstimate(
        found.mean, found.low, found.high, found.rows, found.exact, values=values
    )


def sample_size(n: int) -> int:
    """Return how many of n rows to measure against all of them.

    Examples
    --------
    >>> sample_size(60_000), sample_size(1_000_000)
    (5000, 1000)
    """
    return max(FEWEST, min(MOST, PAIRS // n))


def stratified_sample(
    labels: NDArray[np.integer], *, keys: NDArray[np.uint64], size: int, seed: int = 0
) -> NDArray[np.intp]:
    """Return the positions of about `size` rows, of every segment its share and 30 at least.

    Examples
    --------
    >>> labels, keys = np.repeat([0, 1], [990, 10]), np.arange(1000, dtype=np.uint64)
    >>> np.bincount(labels[stratified_sample(labels, keys=keys, size=100)]).tolist()
    [99, 10]
    """
    chosen = []
    for segment, available in enumerate(np.bincount(labels).tolist()):
        members = np.flatnonzero(labels == segment)
        wanted = max(FLOOR, round(size * available / len(labels)))
        drawn = hash_sample(keys[members], wanted, seed=seed, stage="silhouette")
        chosen.append(members[drawn])
    return np.sort(np.concatenate(chosen))


def estimated(
    values: NDArray[np.float64], labels: NDArray[np.integer], sizes: NDArray[np.integer]
) -> SilhouetteEstimate:
    """Return the mean over all rows from a sample that was drawn within every segment.

    With segment h of N_h rows, n_h of them drawn, their mean m_h and variance v_h (ddof 1), and
    W_h = N_h / N: the mean is the sum of W_h m_h, its variance the sum of
    W_h^2 (1 - n_h / N_h) v_h / n_h. The factor in brackets corrects for a finite number of rows:
    a segment that was drawn whole has no error. Cochran, W. G. (1977), Sampling Techniques,
    third edition, theorems 5.1 to 5.5.

    Parameters
    ----------
    values : ndarray, shape (n_drawn,)
        A figure of every drawn row.
    labels : ndarray of int, shape (n_drawn,)
        Their segments.
    sizes : ndarray of int, shape (n_segments,)
        All rows of every segment; each has at least two rows drawn, or all.

    Examples
    --------
    Half of four rows: the mean is 2, its variance (1 - 2/4) x 2 / 2 = 0.5.

    >>> found = estimated(np.array([1.0, 3.0]), np.array([0, 0]), np.array([4]))
    >>> found.mean, round((found.high - found.mean) / 1.959964, 4)
    (2.0, 0.7071)
    """
    total, mean, variance = int(sizes.sum()), 0.0, 0.0
    for segment in np.flatnonzero(sizes):
        part, available = values[labels == segment], int(sizes[segment])
        n, weight = len(part), available / total
        own = exact_sum(part) / n
        mean += weight * own
        if n < available:
            spread = exact_sum((part - own) ** 2) / (n - 1)
            variance += weight**2 * (1 - n / available) * spread / n
    reach = NORMAL_95 * math.sqrt(variance)
    return SilhouetteEstimate(mean, mean - reach, mean + reach, len(values), len(values) == total)


def silhouette_of_final(
    X: NDArray[np.floating], labels: NDArray[np.integer], *, keys: NDArray[np.uint64], seed: int = 0
) -> SilhouetteEstimate:
    """Measure the chosen division: exactly up to 50,000 rows, above by `silhouette_estimate`.

    Examples
    --------
    >>> X, labels = np.array([[0.0], [1.0], [9.0], [10.0]]), np.array([0, 0, 1, 1])
    >>> final = silhouette_of_final(X, labels, keys=np.arange(4, dtype=np.uint64))
    >>> round(final.mean, 4), final.exact
    (0.8885, True)
    """
    if len(X) > EXACT_FINAL:
        return silhouette_estimate(X, labels, keys=keys, seed=seed)
    return _exact(silhouette_many(X, [labels])[0])


def silhouettes_of_sweep(
    X: NDArray[np.floating],
    labelings: Sequence[NDArray[np.integer]],
    *,
    keys: NDArray[np.uint64],
    seed: int = 0,
    stop: Callable[[], None] | None = None,
) -> list[SilhouetteEstimate]:
    """Measure many divisions of the same rows: exactly up to 10,000 rows, above within a sample.

    Above, 10,000 rows drawn by hash are measured against each other. Then not only which rows are
    measured is left to chance, but also which they are measured against. So the sample is parted
    in ten by hash, each tenth is measured by itself, and the spread of the ten means tells the
    error of the whole: random groups, Wolter, K. M. (2007), Introduction to Variance Estimation,
    second edition, chapter 2. One sample serves all divisions, so that their differences are surer
    than each figure.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows.
    labelings : sequence of ndarray of int, shape (n_rows,)
        One array of labels for each division.
    keys : ndarray of uint64, shape (n_rows,)
        Hashes of the customers' ids.
    seed : int
        The user's seed.
    stop : callable, optional
        Called often; may raise.

    Returns
    -------
    list of SilhouetteEstimate
        Without the rows' own silhouettes; the interval is nan where a tenth lacks all but one of
        the segments.
    """
    if len(X) <= EXACT_SWEEP:
        return [_exact(values) for values in silhouette_many(X, labelings, stop=stop)]
    sample = hash_sample(keys, EXACT_SWEEP, seed=seed, stage="silhouette")
    draws = uniforms(keys[sample], seed=seed, stage="silhouette parts")
    parts = [sample, *(sample[part] for part in np.array_split(draws.argsort(), PARTS))]
    means = np.array(
        [
            [exact_sum(values) / len(values) for values in found]
            for found in (
                silhouette_many(X[part], [labels[part] for labels in labelings], stop=stop)
                for part in parts
            )
        ]
    )
    errors = means[1:].std(axis=0, ddof=1) * math.sqrt((1 - len(sample) / len(X)) / PARTS)
    return [
        SilhouetteEstimate(
            float(mean),
            float(mean - STUDENT_95 * error),
            float(mean + STUDENT_95 * error),
            len(sample),
            exact=False,
        )
        for mean, error in zip(means[0], errors, strict=True)
    ]


def _exact(values: NDArray[np.float64]) -> SilhouetteEstimate:
    mean = exact_sum(values) / len(values)
    return SilhouetteEstimate(mean, mean, mean, len(values), exact=True, values=values)
