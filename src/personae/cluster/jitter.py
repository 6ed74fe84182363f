"""A fit in, the share of each segment that stays when every figure moves a little out.

The bootstrap Jaccard goes to 1 with the number of rows, for slices of noise too: with many rows the
cuts always fall in the same places. Customers who stand near a cut change sides all the same when
what is known of them is a little different, and no number of rows cures that. Hennig (2007) calls
it jittering and compares sets; here it is counted who stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.columns import centred
from personae.cluster.lloyd import iterate
from personae.stats.moments import moments
from personae.stats.sample import hash_sample, normals, uniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.cluster.evidence import KMeansFit

__all__ = ["JITTER_ROWS", "unchanged_shares"]

# More rows than this, and a sample by hash stands for all.
JITTER_ROWS = 4_096
# How far a feature moves, in its standard deviations.
JITTER = 0.05
# The share of a segment of 40 rows is then good to about 2 %.
N_DRAWS = 10
MAX_ITER = 100


def unchanged_shares(
    X: NDArray[np.float64],
    fit: KMeansFit,
    *,
    keys: NDArray[np.uint64],
    seed: int = 0,
    n_draws: int = N_DRAWS,
) -> tuple[float, ...]:
    """Return the share of every segment's members that keep their segment when features move.

    Every value of every row gets Gaussian noise of 5 % of its feature's standard deviation, and
    K-means runs again from the old centres until it rests. A member is unchanged if it is then in
    the segment of the same number. The share is the mean over several draws of the noise.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows; above `JITTER_ROWS` a sample by hash stands for them, on which K-means first comes to
        rest without noise.
    fit : KMeansFit
        The division in question.
    keys : ndarray of uint64, shape (n_rows,)
        Hashes of the customers' ids: each row's noise hangs on its own.
    seed : int
        The user's seed.
    n_draws : int
        How many times the noise is drawn.

    Returns
    -------
    tuple of float
        One share per segment, 0 to 1; NaN for a segment that the sample has nobody of.

    Examples
    --------
    Two groups far apart keep everybody; where a row of numbers is cut in the middle, those beside
    the cut change sides.

    >>> from personae.cluster.kmeans import kmeans
    >>> from personae.stats.sample import row_keys
    >>> keys = row_keys([str(row) for row in range(60)], key="demo")
    >>> apart = np.concatenate([np.linspace(0, 1, 30), np.linspace(9, 10, 30)])[:, None]
    >>> unchanged_shares(apart, kmeans(apart, 2, keys=keys), keys=keys)
    (1.0, 1.0)
    >>> even = np.linspace(0, 1, 60)[:, None]
    >>> 0.9 < min(unchanged_shares(even, kmeans(even, 2, keys=keys), keys=keys)) < 1.0
    True
    """
    k = len(fit.centers)
    sample = hash_sample(keys, JITTER_ROWS, seed=seed, stage="jitter")
    columns, mean, scale = centred(X[sample])
    # A sample has resting places of its own. What moves on the way there is no effect of the noise.
    start = iterate(columns, ((fit.centers - mean) / scale)[None], max_iter=MAX_ITER)
    labels = start.labels[0]
    spread = np.array([moments(column[0]).std for column in columns])
    noise = _gaussian(keys[sample], (len(columns), n_draws), seed=seed)
    moved = columns + JITTER * spread[:, None, None] * noise
    rested = iterate(moved, np.repeat(start.centers, n_draws, axis=0), max_iter=MAX_ITER)
    stayed = (rested.labels == labels).sum(axis=0)
    # Counts, not shares, are added up: no order of rows or draws can round them.
    sizes = np.bincount(labels, minlength=k) * n_draws
    kept = np.bincount(labels, stayed, minlength=k)
    known = (sizes > 0) & (np.bincount(fit.labels[sample], minlength=k) > 0)
    shares = np.divide(kept, sizes, out=np.full(k, np.nan), where=known)
    return tuple(shares.tolist())


def _gaussian(
    keys: NDArray[np.uint64], shape: tuple[int, int], *, seed: int
) -> NDArray[np.float64]:
    """Return standard normal numbers, shape (n_features, n_draws, n_rows), each row's its own."""
    noise = np.empty((*shape, len(keys)))
    for place in np.ndindex(shape):
        radius = uniforms(keys, seed=seed, stage="jitter radius", step=place)
        angle = uniforms(keys, seed=seed, stage="jitter angle", step=place)
        noise[place] = normals(radius, angle)
    return noise
