"""What is known about each number of segments, and the choice that follows."""

from __future__ import annotations

import math
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, Literal

from personae.dataclass import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from personae.cluster.criteria import NextBest, Opinion
    from personae.cluster.structure import Structure

__all__ = ["Evidence", "KChoice", "KMeansFit"]

# A segment with less than this share of the customers is a few who stand alone.
FEW = 0.02


@dataclass(frozen=True)
class KMeansFit:
    """A finished K-means.

    Parameters
    ----------
    centers : ndarray, shape (n_clusters, n_features), float64
        The means of the segments in the feature space.
    labels : ndarray, shape (n_rows,), int32
        The exact nearest centre of every row, 0 to n_clusters - 1.
    inertia : float
        Sum of squared distances to the own centre.
    n_iter : int
        Iterations of the best start.
    converged : bool
        Whether the best start came to rest before `max_iter`.
    """

    centers: NDArray[np.float64]
    labels: NDArray[np.int32]
    inertia: float
    n_iter: int
    converged: bool


@dataclass(frozen=True)
class Evidence:
    """One row of evidence: what speaks for and against one number of segments.

    `silhouette_exact` tells whether all rows were used; if not, `silhouette_rows` were, and the
    95 % interval runs from `silhouette_low` to `silhouette_high`.
    `stability` holds the bootstrap Jaccard of each segment, in the order of the segments.
    `separated` tells whether each segment differs from its nearest by 0.5 standard deviations
    on some feature. `elbow` is the distance of the inertia curve from its chord, 0 to 1. `bic` is
    that of `spherical_bic`; higher is better. `gap` is the gap statistic and `gap_error` its
    standard error, on the rows and references of the structure test.
    """

    k: int
    inertia: float
    explained: float
    elbow: float
    silhouette: float
    silhouette_rows: int
    silhouette_exact: bool
    calinski_harabasz: float
    davies_bouldin: float
    stability: tuple[float, ...]
    smallest_share: float
    separated: bool
    sizes: tuple[int, ...]
    bic: float = math.nan
    silhouette_low: float = math.nan
    silhouette_high: float = math.nan
    gap: float = math.nan
    gap_error: float = math.nan

    @property
    def smallest_stability(self) -> float:
        """The bootstrap Jaccard of the least stable segment."""
        return min(self.stability)

    @property
    def carved_off(self) -> int:
        """How many customers stand beside one large segment, if nobody else does; else 0.

        All segments but the largest hold less than 2 % of the customers each: a few whales, and
        everybody else together.
        """
        n, largest = sum(self.sizes), max(self.sizes)
        others = sorted(self.sizes)[:-1]
        return n - largest if others and others[-1] < FEW * n else 0


@dataclass(frozen=True)
class KChoice:
    """The number of segments, why, and what speaks against it.

    Parameters
    ----------
    k : int
        The number chosen or given.
    how : {"chosen", "given"}
        Whether it was chosen here.
    reason : str
        Two or three plain sentences.
    against : tuple of str
        The criteria that disagree, each as a sentence.
    verdict : {"stable", "pattern", "useful"}
        All segments reach a Jaccard of 0.75; or not; or chosen for usefulness in a continuum.
    evidence : tuple of Evidence
        One row per k, ascending.
    fits : dict of int to KMeansFit
        The fit of every k looked at; segments numbered by falling size.
    keeps_min_share : bool
        Whether some k (the given one, if one was given) keeps every segment above the smallest
        share.
    structure : Structure or None
        Whether there are natural clusters at all; None: not tested.
    opinions : tuple of Opinion
        What every criterion would take, whether it agrees or not.
    next_best : NextBest or None
        What would have been taken if the number chosen were not there; None if there is no other.
    """

    k: int
    how: Literal["chosen", "given"]
    reason: str
    against: tuple[str, ...]
    verdict: Literal["stable", "pattern", "useful"]
    evidence: tuple[Evidence, ...]
    fits: dict[int, KMeansFit] = field(repr=False)
    keeps_min_share: bool = True
    structure: Structure | None = None
    opinions: tuple[Opinion, ...] = ()
    next_best: NextBest | None = None

    def of(self, k: int) -> Evidence:
        """Return the evidence for one k."""
        return next(row for row in self.evidence if row.k == k)

    def with_order(self, order: tuple[int, ...], fit: KMeansFit) -> KChoice:
        """Return the same choice with the segments of the chosen k in another order.

        Parameters
        ----------
        order : tuple of int
            Which of the present segments comes first, second, ..., counted from 0.
        fit : KMeansFit
            The chosen fit in that order.
        """

        def moved(row: Evidence) -> Evidence:
            def turned(values: tuple[Any, ...]) -> tuple[Any, ...]:
                return tuple(values[place] for place in order) if values else values

            if row.k != self.k:
                return row
            return replace(row, stability=turned(row.stability), sizes=turned(row.sizes))

        evidence = tuple(moved(row) for row in self.evidence)
        return replace(self, evidence=evidence, fits={**self.fits, self.k: fit})

    def to_rows(self) -> list[dict[str, Any]]:
        """Return the evidence as JSON-ready rows, one per k."""
        return [
            {**vars(row), **{name: _finite(getattr(row, name)) for name in ("bic", "gap")}}
            | {"carved_off": row.carved_off, "chosen": row.k == self.k}
            for row in self.evidence
        ]


def _finite(value: float) -> float:
    return value if math.isfinite(value) else math.nan
