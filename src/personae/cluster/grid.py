"""Columns in, out the steps of whole numbers in which their sums are taken.

Sums of integers are the same in every order, so no row order and no number of threads can change a
bit of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.cluster.native import TILE, kernel_for, sum_unit
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Grid", "sums_of_squares"]


@dataclass(frozen=True)
class Grid:
    """On which grid the sums of tables of columns are taken.

    Parameters
    ----------
    weights : ndarray, shape (n_rows,), float64
        What each row counts; one meaningless number where all count 1.
    weighted, whole : int
        Whether rows count differently, and whether all weights are whole numbers.
    unit : ndarray, shape (n_tables,)
        Powers of two: how many steps of the grid a coordinate of 1 is.
    weight_unit : float
        The same for a weight of 1.
    """

    weights: NDArray[np.float64]
    weighted: int
    whole: int
    unit: NDArray[np.float64]
    weight_unit: float

    @classmethod
    def of(
        cls, n_rows: int, largest: NDArray[np.float64], weights: NDArray[np.float64] | None
    ) -> Grid:
        """Choose the finest grids on which no sum of so many rows can overflow 62 bits.

        `largest` is the largest size of a number in each table.
        """
        mass = np.ones(1) if weights is None else np.ascontiguousarray(weights, dtype=np.float64)
        total = float(n_rows) if weights is None else max(1.0, n_rows * float(mass.max()))
        whole = weights is not None and bool((mass == np.floor(mass)).all())
        return cls(
            mass,
            int(weights is not None),
            int(whole),
            np.array([sum_unit(total * (size or 1.0)) for size in largest.tolist()]),
            1.0 if weights is None or whole else sum_unit(total),
        )

    def means(
        self, sums: NDArray[np.int64], mass: NDArray[np.int64], n_features: int, *, table: int = 0
    ) -> NDArray[np.float64]:
        """Return the means of clusters by their sums and mass, zero where one has no rows.

        Behind the sums of the features may be room for others.
        """
        weight = mass[:, None] / self.weight_unit
        means = np.zeros((len(sums), n_features))
        np.divide(sums[:, :n_features] / self.unit[table], weight, out=means, where=weight > 0)
        return means


def sums_of_squares(
    tables: NDArray[np.floating],
    largest: NDArray[np.float64],
    weights: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Return the weighted sum of all squares of each table, the same for every order of the rows.

    Parameters
    ----------
    tables : ndarray, shape (n_features, n_tables, n_rows)
        Rows, feature by feature.
    largest : ndarray, shape (n_tables,)
        The largest size of a number in each table.
    weights : ndarray, shape (n_rows,), optional
        What each row counts.

    Examples
    --------
    >>> sums_of_squares(np.array([[[3.0, 0.0]], [[4.0, 1.0]]]), np.array([4.0])).tolist()
    [26.0]
    """
    d, n_tables, n = tables.shape
    add = kernel_for("squares", tables.dtype)
    mass = np.ones(1) if weights is None else weights
    heaviest = 1.0 if weights is None else float(mass.max())
    units = np.array([sum_unit(n * heaviest * d * size**2) for size in largest.tolist()])
    steps = np.zeros(n_tables, dtype=np.int64)
    add(tables, n, d, n_tables, mass, int(weights is not None), units, steps, np.empty(TILE))
    sums: NDArray[np.float64] = steps / units
    return sums
