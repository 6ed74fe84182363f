"""The fits of a sweep in, how segments split as their number grows out.

The cluster tree of Zappia, L. and Oshlack, A. (2018), Clustering trees: a visualization for
evaluating clusterings at multiple resolutions, GigaScience 7(7):giy083 (R: clustree).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from personae.cluster.evidence import KMeansFit

__all__ = ["Branch", "cluster_tree"]


@dataclass(frozen=True)
class Branch:
    """The customers who go from one segment to one of the next larger number of segments.

    Parameters
    ----------
    k, segment : int
        Where they come from: segment `segment` of `k`, counted from 1.
    next_k, next_segment : int
        Where they are then.
    n : int
        How many they are; never 0.
    out_share : float
        Of the segment that they leave.
    in_share : float
        Of the segment that they form: clustree's in-proportion. Near 1 for all branches into a
        segment: it is part of one older segment. Spread over several: borders were drawn anew.
    """

    k: int
    segment: int
    next_k: int
    next_segment: int
    n: int
    out_share: float
    in_share: float


def cluster_tree(fits: Mapping[int, KMeansFit]) -> tuple[Branch, ...]:
    """Return the branches from every k to the next one looked at, by k and segments.

    Parameters
    ----------
    fits : mapping of int to KMeansFit
        Fits of the same rows by their number of segments: `KChoice.fits`.

    Examples
    --------
    Two of the four customers in segment 1 become a segment of their own.

    >>> from personae.cluster.evidence import KMeansFit
    >>> two, three = np.array([0, 0, 0, 0, 1, 1, 1]), np.array([1, 1, 2, 2, 0, 0, 0])
    >>> fits = {k: KMeansFit(np.zeros((k, 1)), labels, 0.0, 1, True)
    ...     for k, labels in ((2, two), (3, three))}
    >>> [(b.segment, b.next_segment, b.n, b.out_share, b.in_share) for b in cluster_tree(fits)]
    [(1, 2, 2, 0.5, 1.0), (1, 3, 2, 0.5, 1.0), (2, 1, 3, 1.0, 1.0)]
    """
    branches = []
    for k, next_k in pairwise(sorted(fits)):
        cells = fits[k].labels.astype(np.int64) * next_k + fits[next_k].labels
        table = np.bincount(cells, minlength=k * next_k).reshape(k, next_k)
        leaving, forming = table.sum(axis=1), table.sum(axis=0)
        branches += [
            Branch(
                k=k,
                segment=int(old) + 1,
                next_k=next_k,
                next_segment=int(new) + 1,
                n=int(table[old, new]),
                out_share=float(table[old, new] / leaving[old]),
                in_share=float(table[old, new] / forming[new]),
            )
            for old, new in np.argwhere(table)
        ]
    return tuple(branches)
