"""Scores and what happened in, how well the scores rank it out, with what is needed for intervals.

The area under the ROC curve is the chance that of two customers, one who came back and one who did
not, the one who did has the higher score; equal scores count half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["area_under_curve"]


def area_under_curve(
    scores: NDArray[np.float64], happened: NDArray[np.bool_]
) -> tuple[float, NDArray[np.float64]]:
    """Return the area under the ROC curve and each row's part in its error.

    DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44:837-845: the placement of a row is the
    share of the rows of the other kind that it stands on the right side of. The variance of the
    area, and with differences of parts that of the difference of two areas, is the sum of the
    squared parts.

    Parameters
    ----------
    scores : ndarray, shape (n_rows,)
        Higher: more likely to happen.
    happened : ndarray of bool, shape (n_rows,)
        At least two rows of either kind.

    Returns
    -------
    area : float
        0.5: no better than chance.
    parts : ndarray, shape (n_rows,)

    Examples
    --------
    >>> scores, happened = np.array([3.0, 2.0, 2.0, 1.0]), np.array([True, True, False, False])
    >>> area_under_curve(scores, happened)[0]
    0.875
    """
    yes, no = np.sort(scores[happened]), np.sort(scores[~happened])
    n_yes, n_no = len(yes), len(no)
    placement = np.empty(len(scores))
    placement[happened] = _below(no, scores[happened]) / n_no
    placement[~happened] = 1.0 - _below(yes, scores[~happened]) / n_yes
    area = float(placement[happened].mean())
    parts = placement - area
    parts[happened] /= np.sqrt(n_yes * (n_yes - 1.0))
    parts[~happened] /= np.sqrt(n_no * (n_no - 1.0))
    return area, parts


def _below(ordered: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Count the ordered values below each value; equal ones count half."""
    low = np.searchsorted(ordered, values, side="left")
    high = np.searchsorted(ordered, values, side="right")
    below: NDArray[np.float64] = (low + high) / 2.0
    return below
