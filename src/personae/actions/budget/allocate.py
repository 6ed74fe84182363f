"""What each contact costs and brings in, how many to buy in which segment out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from personae.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["Cell", "allocate", "gain_of"]


@dataclass(frozen=True)
class Cell:
    """One offer to one segment.

    Parameters
    ----------
    segment : int
        The segment's number.
    offer : str
        The offer's name.
    cost : float
        Money per contact.
    margin : float
        What is left of each unit of money sold.
    response : float
        Money sold per contact that would not have been sold otherwise.
    error : float
        Its standard error.
    source : str
        Cells with the same source share one figure, and are wrong together.
    depth : tuple of (share, factor)
        The first share of the segment responds by the first factor, and so on, falling.
    least, most : float
        Contacts.
    """

    segment: int
    offer: str
    cost: float
    margin: float
    response: float
    error: float
    source: str
    depth: tuple[tuple[float, float], ...] = ((1.0, 1.0),)
    least: float = 0.0
    most: float = float("inf")


def allocate(cells: Sequence[Cell], people: Mapping[int, int], budget: float) -> NDArray[np.int64]:
    """Return the contacts of every cell that bring most after cost, for at most the budget.

    A linear program solved by HiGHS: contacts per segment, offer and depth step; nobody gets two
    offers. Contacts are rounded down to whole people.

    Raises
    ------
    UsageError
        If the minimums of the plan cannot be met together.

    Examples
    --------
    >>> cells = [Cell(1, "mail", 1.0, 0.5, 4.0, 0.0, "a"), Cell(2, "mail", 1.0, 0.5, 1.0, 0.0, "a")]
    >>> allocate(cells, {1: 30, 2: 100}, budget=80.0).tolist()
    [30, 0]
    """
    from scipy.optimize import linprog

    steps = [(k, share, factor) for k, cell in enumerate(cells) for share, factor in cell.depth]
    owner = np.array([k for k, _, _ in steps], dtype=np.int64)
    worth = np.array([cells[k].margin * cells[k].response * f - cells[k].cost for k, _, f in steps])
    bounds = [(0.0, share * people[cells[k].segment]) for k, share, _ in steps]
    rows: list[NDArray[np.float64]] = [np.array([cells[k].cost for k in owner])]
    limits = [budget]
    for segment in sorted(people):
        rows.append(np.array([float(cells[k].segment == segment) for k in owner]))
        limits.append(float(people[segment]))
    for k, cell in enumerate(cells):
        inside = (owner == k).astype(float)
        if np.isfinite(cell.most):
            rows.append(inside)
            limits.append(cell.most)
        if cell.least > 0:
            rows.append(-inside)
            limits.append(-cell.least)
    found = linprog(-worth, A_ub=np.array(rows), b_ub=limits, bounds=bounds, method="highs")
    if found.status != 0:
        raise UsageError(
            Problem(
                "budget/minimums",
                "The minimums of the plan cannot all be met: too little money or too few people.",
                "Lower min_contacts in the plan, or raise --budget.",
            )
        )
    contacts = np.bincount(owner, weights=found.x, minlength=len(cells))
    whole: NDArray[np.int64] = np.floor(contacts + 1e-6).astype(np.int64)
    return whole


def gain_of(cell: Cell, contacts: int, people: int) -> tuple[float, float]:
    """Return the margin that contacts bring before cost, and its standard error.

    Examples
    --------
    >>> cell = Cell(1, "mail", 1.0, 0.5, 4.0, 0.2, "a", depth=((0.3, 1.0), (0.7, 0.5)))
    >>> gain_of(cell, 50, people=100)
    (80.0, 4.0)
    """
    left, full = float(contacts), 0.0
    for share, factor in cell.depth:
        here = min(left, share * people)
        full += here * factor
        left -= here
    return cell.margin * cell.response * full, cell.margin * cell.error * full
