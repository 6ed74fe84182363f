"""Two divisions of the same rows in, how far they agree out; and so for a whole fit.

The adjusted Rand index of Hubert, L. and Arabie, P. (1985), Comparing partitions, Journal of
Classification 2:193-218: 1 for equal divisions whatever their numbers, 0 on average for unrelated
ones, below 0 for less than chance.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.columns import centred
from personae.cluster.lloyd import iterate
from personae.cluster.seeding import seed_centers
from personae.cluster.stability import MAX_ITER, STABILITY_ROWS
from personae.dataclass import dataclass
from personae.stats.sample import hash_sample

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.cluster.evidence import KMeansFit
    from personae.cluster.stability import Redraws

__all__ = ["Agreement", "adjusted_rand", "agreement"]

N_STARTS = 10


@dataclass(frozen=True)
class Agreement:
    """How far a fit is found again, as mean adjusted Rand indices.

    Parameters
    ----------
    starts : float
        With single fresh starts on the same rows. Low: the starts end in different places.
    subsamples : float
        With new divisions of 63.2 % of the rows. Low: the division hangs on who is there.
    """

    starts: float
    subsamples: float


def adjusted_rand(one: NDArray[np.integer], other: NDArray[np.integer]) -> float:
    """Return the adjusted Rand index of two labellings of the same rows.

    (S - E) / (M - E) with S the pairs of rows that are together in both, E = A B / all pairs what
    chance would give, M = (A + B) / 2, and A and B the pairs together in one and in the other.
    The counts are whole numbers, so nothing rounds before the end.

    Parameters
    ----------
    one, other : ndarray of int, shape (n_rows,)
        Labels from 0.

    Returns
    -------
    float
        At most 1; 1 also where both put all rows together, or each row alone.

    Examples
    --------
    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))
    -0.5
    """
    columns = int(other.max(initial=0)) + 1
    cells = one.astype(np.int64) * columns + other
    table = np.bincount(cells, minlength=(int(one.max(initial=0)) + 1) * columns)
    table = table.reshape(-1, columns)
    both, first, second, total = (
        _pairs(counts)
        for counts in (table, table.sum(axis=1), table.sum(axis=0), np.array([len(one)]))
    )
    chance = Fraction(first * second, total) if total else Fraction(0)
    most = Fraction(first + second, 2)
    return 1.0 if most == chance else float((both - chance) / (most - chance))


def _pairs(counts: NDArray[np.integer]) -> int:
    wide = counts.astype(np.int64)
    return int((wide * (wide - 1) // 2).sum())


def agreement(
    X: NDArray[np.float64],
    fit: KMeansFit,
    redraws: Redraws,
    *,
    keys: NDArray[np.uint64],
    seed: int = 0,
) -> Agreement:
    """Return how far a fit agrees with fresh starts, and with new divisions of subsamples.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows; above 4,096 a sample by hash stands for them.
    fit : KMeansFit
        The division in question.
    redraws : Redraws
        Its redraws (`personae.cluster.stability.redraw`): the subsamples.
    keys : ndarray of uint64, shape (n_rows,)
        Hashes of the customers' ids.
    seed : int
        The user's seed.

    Examples
    --------
    >>> from personae.cluster.kmeans import kmeans
    >>> from personae.cluster.stability import redraw
    >>> from personae.stats.sample import row_keys
    >>> X = np.concatenate([np.linspace(0, 1, 30), np.linspace(9, 10, 30)])[:, None]
    >>> keys = row_keys([str(row) for row in range(60)], key="demo")
    >>> fit = kmeans(X, 2, keys=keys)
    >>> agreement(X, fit, redraw(X, fit, keys=keys), keys=keys)
    Agreement(starts=1.0, subsamples=1.0)
    """
    sample = hash_sample(keys, STABILITY_ROWS, seed=seed, stage="stability")
    columns = centred(X[sample])[0]
    # Other names than the starts that made the fit: those would agree with themselves.
    names = [(draw, draw) for draw in range(N_STARTS)]
    centers = seed_centers(columns, len(fit.centers), keys=keys[sample], starts=names, seed=seed)
    rested = iterate(columns, centers, max_iter=MAX_ITER, coarse=True)
    labels = fit.labels[sample]
    starts = [adjusted_rand(labels, found) for found in rested.labels]
    subsamples = [adjusted_rand(*pair) for pair in zip(redraws.old, redraws.new, strict=True)]
    return Agreement(float(np.mean(starts)), float(np.mean(subsamples)))
