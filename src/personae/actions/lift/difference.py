"""What a comparison of two arms says: the difference, its interval and its p-value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.dataclass import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Difference"]


@dataclass(frozen=True)
class Difference:
    """Treatment minus control, for one comparison or for many at once.

    Parameters
    ----------
    estimate : ndarray of float
        The difference: a share (0.021 is 2.1 more per 100 people), or money per person.
    low, high : ndarray of float
        The ends of its interval.
    error : ndarray of float
        Its standard error.
    p : ndarray of float
        Two-sided p-value of the question whether the difference is the one asked about.
    """

    estimate: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    error: NDArray[np.float64]
    p: NDArray[np.float64]
