"""Numbers in, means and spreads out that no order of the rows can change.

A float sum depends on the order of its terms. Here sums are exact: either rounded once at the
end (`math.fsum`), or of numbers on a common grid so coarse that no partial sum is ever rounded.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Moments", "correlation", "exact_sum", "grid_unit", "limbs", "moments", "on_grid"]


# From here on passes over the array are faster than a list of Python numbers.
_MANY = 500


@dataclass(frozen=True)
class Moments:
    """Mean and shape of a column.

    Parameters
    ----------
    n : int
        How many numbers.
    mean, std : float
        `std` with ddof 0. A spread that rounding alone could have made counts as 0.
    skewness : float
        Third standardised moment, ddof 0; 0 for a constant.
    minimum, maximum : float
        The range.
    """

    n: int
    mean: float
    std: float
    skewness: float
    minimum: float
    maximum: float


def exact_sum(values: NDArray[np.floating]) -> float:
    """Return the sum, rounded once: the same for every order of the values.

    Examples
    --------
    >>> exact_sum(np.array([1e16, 1.0, -1e16]))
    1.0
    """
    if values.size < _MANY:
        return math.fsum(values.ravel().tolist())
    return math.fsum(float(part.sum()) for part in limbs(values.ravel()))


def moments(values: NDArray[np.float64]) -> Moments:
    """Return the moments of a column without missing values.

    Second and third moments are taken about the mean, never as differences of squares
    (which cancel where the mean is large).

    Examples
    --------
    >>> moments(np.array([2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0])).std
    2.0
    """
    n = len(values)
    minimum, maximum = float(values.min()), float(values.max())
    mean = exact_sum(values) / n
    offsets = values - mean
    std = math.sqrt(exact_sum(offsets * offsets) / n)
    # Below this, the spread is what rounding leaves of equal numbers (the mean itself is rounded).
    if minimum == maximum or std <= 4 * np.finfo(np.float64).eps * max(abs(minimum), abs(maximum)):
        return Moments(n, mean, 0.0, 0.0, minimum, maximum)
    skewness = exact_sum((offsets / std) ** 3) / n
    return Moments(n, mean, std, skewness, minimum, maximum)


def correlation(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return Pearson's correlation; nan where either column is constant.

    Examples
    --------
    >>> correlation(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0]))
    1.0
    """
    of_x, of_y = moments(x), moments(y)
    if of_x.std == 0 or of_y.std == 0:
        return math.nan
    products = ((x - of_x.mean) / of_x.std) * ((y - of_y.mean) / of_y.std)
    return max(-1.0, min(1.0, round(exact_sum(products) / len(x), 15)))


def grid_unit(largest: float, n: int) -> float:
    """Return the finest power of two on which n numbers up to `largest` add up without rounding.

    Examples
    --------
    >>> grid_unit(1.0, 1024) == 2.0**-41
    True
    """
    if largest == 0:
        return 1.0
    room = 51 - math.ceil(math.log2(max(n, 2)))
    return math.ldexp(1.0, max(math.frexp(largest)[1] - room - 1, -1074))


def on_grid(values: NDArray[np.floating], unit: float) -> NDArray[np.float64]:
    """Return the values rounded to multiples of `unit` (values below 2**51 units).

    Examples
    --------
    >>> on_grid(np.array([0.3, 0.7]), 0.25).tolist()
    [0.25, 0.75]
    """
    # Numbers from 2**52 on have no binary places left: adding such a number rounds, taking it
    # away again leaves the rounded value. Two passes, and much faster than dividing and rint.
    magic = 1.5 * 2.0**52 * unit
    rounded: NDArray[np.float64] = np.asarray((values + magic) - magic, dtype=np.float64)
    return rounded


def limbs(values: NDArray[np.floating], n: int | None = None) -> list[NDArray[np.float64]]:
    """Split a column into columns that add up to it, each of which sums without rounding.

    Parameters
    ----------
    values : ndarray
        Finite numbers.
    n : int, optional
        The most terms that a sum will have; the length of `values`.

    Returns
    -------
    list of ndarray
        Coarse to fine. Every partial sum of a limb is exact in float64, whatever its order.

    Examples
    --------
    >>> parts = limbs(np.array([1.0, 1e-20]))
    >>> bool((sum(parts) == [1.0, 1e-20]).all()), len(parts)
    (True, 3)
    """
    n = values.size if n is None else n
    parts: list[NDArray[np.float64]] = []
    rest = values
    while True:
        largest = float(np.abs(rest).max(initial=0.0))
        if largest == 0 and parts:
            return parts
        part = on_grid(rest, grid_unit(largest, n))
        parts.append(part)
        rest = rest - part
