"""Counts of people in, which of them must not be shown out: small ones, and what gives them away.

A count of fewer people than a limit says something of single persons. Where totals are shown, a
hidden count can be worked out from the others, so that further ones are hidden with it
(complementary cell suppression; see Willenborg and de Waal, Elements of Statistical Disclosure
Control, 2001, chapter 4). The test attacks such tables with linear programming.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["hidden_cells", "hidden_moves", "hidden_parts", "hidden_rows", "pooled"]


def hidden_rows(counts: Sequence[int], smallest: int, *, also: Sequence[int] = ()) -> list[bool]:
    """Return which groups must not be described where the figures of all together are shown.

    Parameters
    ----------
    counts : sequence of int
        People per group.
    smallest : int
        Groups of fewer people (but of some) are hidden.
    also : sequence of int
        Places of groups that are hidden in any case.

    Returns
    -------
    list of bool
        If any is hidden, then at least two are, of at least `smallest` people together: the
        figures of all less those of the others tell of no smaller group.

    Examples
    --------
    >>> hidden_rows([3, 40, 7, 90], 5)
    [True, False, True, False]
    """
    hidden = [0 < n < smallest or place in also for place, n in enumerate(counts)]
    rest = sorted((n, place) for place, n in enumerate(counts) if not hidden[place] and n)
    while any(hidden) and rest and not _covers(counts, hidden, smallest):
        hidden[rest.pop(0)[1]] = True
    return hidden


def _covers(counts: Sequence[int], hidden: list[bool], smallest: int) -> bool:
    people = [n for n, is_hidden in zip(counts, hidden, strict=True) if is_hidden and n]
    return len(people) != 1 and sum(people) >= smallest


def hidden_parts(
    parts: Sequence[int], wholes: Sequence[int], smallest: int, *, rows: Sequence[int] = ()
) -> list[bool]:
    """Return which of several "k of n" must not be shown, where both sums are.

    Examples
    --------
    >>> hidden_parts([2, 30, 50], [20, 60, 100], 5)
    [True, True, False]
    """
    table = np.array([parts, np.subtract(wholes, parts)], dtype=np.int64).T
    return [bool(row.any()) for row in hidden_cells(table, smallest, rows=rows)]


def hidden_cells(
    counts: NDArray[np.int64], smallest: int, *, rows: Sequence[int] = ()
) -> NDArray[np.bool_]:
    """Return which cells of a table must not be shown, where the totals of both sides are.

    Parameters
    ----------
    counts : ndarray of int, shape (n_rows, n_columns)
        People per cell.
    smallest : int
        Cells of fewer people (but of some) are hidden, and columns of fewer with their total.
    rows : sequence of int
        Rows that are hidden in any case.

    Returns
    -------
    ndarray of bool
        From what is shown, nobody can tell of a hidden cell that it holds fewer than `smallest`
        people, unless the total beside it says so. A column that is hidden in every row has to be
        left out with its total.

    Examples
    --------
    >>> hidden_cells(np.array([[2, 30], [40, 50]]), 5)
    array([[ True,  True],
           [ True,  True]])
    """
    counts = np.asarray(counts, dtype=np.int64)
    hidden = np.zeros(counts.shape, dtype=np.bool_)
    if counts.size == 0 or smallest <= 1:
        return hidden
    left_out = np.array(hidden_rows(counts.sum(axis=0).tolist(), smallest), dtype=np.bool_)
    while not left_out.all():
        # columns that are left out count as one: what is left of a row is their sum
        merged = np.column_stack([counts[:, ~left_out], counts[:, left_out].sum(axis=1)])
        mask = (merged > 0) & (merged < smallest)
        mask[list(rows)] = True
        mask, open_column = _with_partners(merged, mask, smallest)
        if open_column is None:
            hidden[:, ~left_out] = mask[:, :-1]
            break
        kept = np.flatnonzero(~left_out)
        # the column that cannot be protected goes with its total; the rest of it is the smallest
        at = open_column if open_column < len(kept) else counts[:, kept].sum(axis=0).argmin()
        left_out[kept[at]] = True
    hidden[:, left_out] = True
    return hidden


def _with_partners(
    counts: NDArray[np.int64], hidden: NDArray[np.bool_], smallest: int
) -> tuple[NDArray[np.bool_], int | None]:
    """Hide so many more that every small cell could as well be large, by all that is shown.

    Returns
    -------
    tuple of (ndarray of bool, int or None)
        What to hide, and the column of a cell for which there is no such partner.
    """
    hidden = hidden.copy()
    rows = counts.sum(axis=1)
    for i, j in np.argwhere(hidden & (counts < smallest) & (rows[:, None] > 0)).tolist():
        # the size of a small row is shown: that its cells are small is no secret, what they are is
        need = max(1, min(smallest, int(rows[i])) - int(counts[i, j]))
        found = _cheapest_rectangle(counts, hidden, (i, j), need=need)
        if found is None and rows[i] < smallest:
            found = _cheapest_rectangle(counts, hidden, (i, j), need=1)
        if found is None:
            return hidden, int(j)
        k, m = found
        hidden[[i, k, k], [m, j, m]] = True
    return hidden, None


def _cheapest_rectangle(
    counts: NDArray[np.int64], hidden: NDArray[np.bool_], cell: tuple[int, int], *, need: int
) -> tuple[int, int] | None:
    """Return the row and column with which `need` people could change places unseen.

    People could move to the cell from the others in its row and column, and as many to the fourth
    corner, without any total noticing.
    """
    i, j = cell
    best, best_cost = None, (np.inf, np.inf)
    for k in range(counts.shape[0]):
        if k == i or counts[k, j] < need:
            continue
        for m in range(counts.shape[1]):
            if m == j or counts[i, m] < need:
                continue
            corners = ((i, m), (k, j), (k, m))
            new = [corner for corner in corners if not hidden[corner]]
            cost = (len(new), sum(int(counts[corner]) for corner in new))
            if cost < best_cost:
                best, best_cost = (k, m), cost
    return best


def hidden_moves(
    matrix: Sequence[Sequence[int]],
    leavers: Sequence[int],
    newcomers: Sequence[int],
    *,
    smallest: int,
) -> NDArray[np.bool_]:
    """Return which counts of moves must not be shown.

    Returns
    -------
    ndarray of bool, shape (n_before + 1, n_after + 1)
        The last row are the newcomers, the last column the leavers.

    Examples
    --------
    >>> hidden_moves([[9, 8], [7, 9]], [6, 7], [8, 9], smallest=5).any()
    np.False_
    """
    table = np.zeros((len(leavers) + 1, len(newcomers) + 1), dtype=np.int64)
    if len(leavers) and len(newcomers):
        table[:-1, :-1] = np.array(matrix, dtype=np.int64)
    table[:-1, -1], table[-1, :-1] = leavers, newcomers
    return hidden_cells(table, smallest)


def pooled(counts: NDArray[np.int64], smallest: int) -> NDArray[np.float64]:
    """Spread the people of neighbouring bins evenly, so that no bin stands for fewer than a limit.

    Examples
    --------
    >>> pooled(np.array([0, 1, 9, 20, 2, 0, 1, 0]), 5).round(2).tolist()
    [0.0, 5.0, 5.0, 5.75, 5.75, 5.75, 5.75, 0.0]
    """
    told = counts.astype(np.float64)
    filled = np.flatnonzero(counts)
    if len(filled) == 0 or smallest <= 1:
        return told
    runs: list[list[int]] = []
    start, people = int(filled[0]), 0
    for at in range(start, int(filled[-1]) + 1):
        people += int(counts[at])
        if people >= smallest:
            runs.append([start, at + 1])
            start, people = at + 1, 0
    if people and runs:
        runs[-1][1] = int(filled[-1]) + 1
    for first, end in runs or [[int(filled[0]), int(filled[-1]) + 1]]:
        told[first:end] = counts[first:end].mean()
    return told
