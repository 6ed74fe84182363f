"""Purchase days and a model in, how many of each segment buy again without any campaign out.

Who bought lately is who a segment of recent buyers is made of: counted over the segments of now,
all of them bought in the last month, and none of a lapsing one. So customers are counted by the
segment that they would have been in when the month began.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.assign import nearest_labels
from personae.dataclass import dataclass
from personae.features.figures_of_days import figures_of_days

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.features.purchase_days import PurchaseDays
    from personae.features.space import FeatureSpace

__all__ = ["BoughtAgain", "bought_again"]


@dataclass(frozen=True)
class BoughtAgain:
    """How many of a segment bought again in the last days.

    Parameters
    ----------
    known : int
        Customers who were in the segment when these days began.
    bought : int
        Those of them who bought within them.
    """

    known: int
    bought: int

    @property
    def rate(self) -> float | None:
        """The share who bought again; None where nobody was in the segment then."""
        return self.bought / self.known if self.known else None


def bought_again(
    days: PurchaseDays,
    space: FeatureSpace,
    centers: NDArray[np.float64],
    *,
    length: int,
    window: int | None = None,
) -> tuple[BoughtAgain, ...] | None:
    """Count who bought again in the last days, by the segment they were in before.

    Parameters
    ----------
    days : PurchaseDays
        The purchase days.
    space : FeatureSpace
        The space of the segments.
    centers : ndarray, shape (n_segments, n_axes)
        Their centres.
    length : int
        How many days before the as-of date.
    window : int, optional
        How far the features look back.

    Returns
    -------
    tuple of BoughtAgain or None
        One for each segment; None where the segments rest on figures that purchase days do not
        hold, such as items or products.

    Examples
    --------
    See `personae.actions.campaigns.yardstick.yardsticks`.
    """
    begins = days.today - length
    customers, table = figures_of_days(days, today=begins, window=window)
    X = space.matrix_where_known(table)
    if X is None:
        return None
    of = nearest_labels(X, centers) if len(X) else np.zeros(0, dtype=np.int32)
    recent = (days.day >= begins) & (days.day < days.today)
    back = np.bincount(days.customer[recent], minlength=days.n_customers) > 0
    known = np.bincount(of, minlength=len(centers))
    bought = np.bincount(of[back[customers]], minlength=len(centers))
    return tuple(BoughtAgain(int(n), int(m)) for n, m in zip(known, bought, strict=True))
