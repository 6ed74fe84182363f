"""The chosen fit in, everything that its trust rests on beside the bootstrap Jaccard out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from personae.cluster.agreement import agreement
from personae.cluster.jitter import unchanged_shares
from personae.cluster.stability import redraw
from personae.dataclass import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from personae.cluster.agreement import Agreement
    from personae.cluster.earlier_day import EarlierDay
    from personae.cluster.evidence import KMeansFit

__all__ = ["Firmness", "Question", "firmness"]

Question = Literal["noise", "date"]
"""What a verdict asks of the members: who stays when figures move, or when the date does."""


@dataclass(frozen=True)
class Firmness:
    """How firm the segments of one fit are.

    Parameters
    ----------
    moved : tuple of float
        The share of each segment that stays when every feature moves a little; NaN where it was
        not measured.
    stability_error : tuple of float
        The standard error of each segment's bootstrap Jaccard.
    agreement : Agreement
        How far the whole fit is found again.
    earlier : EarlierDay or None
        Who was in the same segment on an earlier day; None where there is no such day.
    """

    moved: tuple[float, ...]
    stability_error: tuple[float, ...]
    agreement: Agreement
    earlier: EarlierDay | None = None

    @property
    def question(self) -> Question:
        """What the verdict asks: the real change of a month, where it is known, else noise."""
        return "noise" if self.earlier is None else "date"

    @property
    def unchanged(self) -> tuple[float, ...]:
        """The share of each segment that stays, by the question that the verdict asks."""
        return self.moved if self.earlier is None else self.earlier.unchanged


def firmness(
    X: NDArray[np.float64],
    fit: KMeansFit,
    *,
    keys: NDArray[np.uint64],
    seed: int = 0,
    earlier: EarlierDay | None = None,
) -> Firmness:
    """Measure how firm the segments of a fit are.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows in the feature space.
    fit : KMeansFit
        The chosen fit.
    keys : ndarray of uint64, shape (n_rows,)
        Hashes of the customers' ids.
    seed : int
        The user's seed.
    earlier : EarlierDay, optional
        Who was in the same segment on an earlier day; then the verdict asks for that.

    Examples
    --------
    >>> import numpy as np
    >>> from personae.cluster.kmeans import kmeans
    >>> from personae.stats.sample import row_keys
    >>> X = np.concatenate([np.linspace(0, 1, 30), np.linspace(9, 10, 30)])[:, None]
    >>> keys = row_keys([str(row) for row in range(60)], key="demo")
    >>> firm = firmness(X, kmeans(X, 2, keys=keys), keys=keys)
    >>> firm.unchanged, firm.stability_error, firm.question
    ((1.0, 1.0), (0.0, 0.0), 'noise')
    """
    redraws = redraw(X, fit, keys=keys, seed=seed)
    return Firmness(
        moved=unchanged_shares(X, fit, keys=keys, seed=seed),
        stability_error=redraws.error,
        agreement=agreement(X, fit, redraws, keys=keys, seed=seed),
        earlier=earlier,
    )
