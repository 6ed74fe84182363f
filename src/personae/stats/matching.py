"""What every pair is worth in, the pairs that are worth most together out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["best_pairs"]


def best_pairs(worth: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pair rows with columns, each at most once, so that all pairs together are worth most.

    The Hungarian method with shortest paths, of order n^2 m. Kuhn (1955), Naval Res. Logist. Q.
    2:83-97; Jonker and Volgenant (1987), Computing 38:325-340. scipy has it too; but to import it
    takes half a second, and there are a few dozen segments at most.

    Parameters
    ----------
    worth : ndarray of float64, shape (n_rows, n_columns)
        Finite.

    Returns
    -------
    list of (int, int)
        Row and column of every pair, by row; as many as the shorter side has.

    Examples
    --------
    >>> import numpy as np
    >>> best_pairs(np.array([[3.0, 2.0], [2.0, 0.0]]))
    [(0, 1), (1, 0)]
    """
    n_rows, n_columns = worth.shape
    if n_rows > n_columns:
        return sorted((row, column) for column, row in best_pairs(worth.T))
    cost = (-worth).tolist()
    # Prices of rows and columns; the column that stands before the first one takes part as well.
    of_row, of_column = [0.0] * n_rows, [0.0] * (n_columns + 1)
    owner = [-1] * (n_columns + 1)
    for row in range(n_rows):
        owner[-1] = row
        _admit(cost, of_row, of_column, owner)
    return sorted((owner[column], column) for column in range(n_columns) if owner[column] >= 0)


def _admit(
    cost: list[list[float]], of_row: list[float], of_column: list[float], owner: list[int]
) -> None:
    """Find the row that waits in the last place a column, moving others where that is cheapest."""
    n_columns = len(owner) - 1
    shortest, before = [math.inf] * n_columns, [-1] * n_columns
    reached = [n_columns]
    here = n_columns
    while owner[here] >= 0:
        row, following, step = owner[here], -1, math.inf
        for column in range(n_columns):
            if column in reached:
                continue
            length = cost[row][column] - of_row[row] - of_column[column]
            if length < shortest[column]:
                shortest[column], before[column] = length, here
            if shortest[column] < step:
                step, following = shortest[column], column
        for column in reached:
            of_row[owner[column]] += step
            of_column[column] -= step
        for column in range(n_columns):
            if column not in reached:
                shortest[column] -= step
        reached.append(following)
        here = following
    while here != n_columns:
        owner[here] = owner[before[here]]
        here = before[here]
