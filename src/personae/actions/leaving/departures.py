"""A customer table that says who left in, how many left each segment and with what money out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from personae.data.understanding.meanings import says_left
from personae.dataclass import dataclass
from personae.profile.columns import Groups, values_of
from personae.profile.outcomes import outcome_events
from personae.stats.intervals import wilson_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from personae.data.customers import CustomerColumn, Customers

__all__ = ["Departures", "Left", "departures", "not_told"]


@dataclass(frozen=True)
class Left:
    """How many of a segment left.

    Parameters
    ----------
    segment : int
        Its number; 0 for all customers.
    n : int
        Its customers of whom it is known whether they left.
    left : int
        Those who did.
    rate, low, high : float
        left / n, with the 95 % interval of Wilson: what customers of this kind do, as far as these
        tell.
    revenue_lost : float or None
        The money of those who left, as the table has it; None without a column of money.
    revenue_share : float or None
        Of the money of all `n`; None where that is not above zero.
    """

    segment: int
    n: int
    left: int
    rate: float
    low: float
    high: float
    revenue_lost: float | None
    revenue_share: float | None


@dataclass(frozen=True)
class Departures:
    """Who left, by one column of a customer table.

    Parameters
    ----------
    column : str
        The column that says so.
    outcome : str
        Which of its values: ``"yes"``, a category, or ``"given"`` for a date that only those have
        who left.
    money : str or None
        The column whose sum is the revenue lost. Over which time it counts is for the file to say.
    segments : tuple of Left
        Per segment.
    everybody : Left
        All customers.
    """

    column: str
    outcome: str
    money: str | None
    segments: tuple[Left, ...]
    everybody: Left

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready values."""
        return {
            "column": self.column,
            "outcome": self.outcome,
            "money": self.money,
            "segments": [dict(vars(item)) for item in self.segments],
            "everybody": dict(vars(self.everybody)),
        }


def departures(
    customers: Customers, labels: NDArray[np.integer[Any]], k: int, *, numbers: Sequence[int] = ()
) -> Departures | None:
    """Count who left every segment, and their money.

    Parameters
    ----------
    customers : Customers
        Of a customer table; the first outcome whose name says that a customer left counts
        (churned, attrition, exited, cancelled_at, ...). One with three or more values does not:
        which of them means leaving is not known.
    labels : ndarray, shape (n_customers,)
        The segment of every customer, counted from 0.
    k : int
        How many segments there are.
    numbers : sequence of int
        Their numbers; 1 to k unless said otherwise.

    Returns
    -------
    Departures or None
        None for a purchase log, and where no column says who left; `not_told` says why.
    """
    if customers.kind != "customers":
        return None
    values = values_of(customers)
    for column in customers.columns:
        events = outcome_events(column, values) if _is_departure(column) else []
        if len(events) != 1:
            continue
        outcome, happened, known = events[0]
        money = customers.money if customers.money in values.numbers else None
        paid = np.zeros(len(known)) if money is None else np.nan_to_num(values.numbers[money])
        groups = Groups(np.asarray(labels, dtype=np.int64), k)
        everybody = Groups(np.zeros(len(known), dtype=np.int64), 1)
        count = _Counted(happened, known, paid, has_money=money is not None)
        return Departures(
            column.name,
            outcome,
            money,
            count.by(groups, numbers or range(1, k + 1)),
            count.by(everybody, (0,))[0],
        )
    return None


def not_told(customers: Customers) -> str | None:
    """Return which column would help to tell who left, or None for a purchase log.

    Parameters
    ----------
    customers : Customers
        Of which `departures` found nothing.
    """
    if customers.kind != "customers":
        return None
    unclear = [item.name for item in customers.columns if _is_departure(item)]
    if unclear:
        return (
            f"The column {unclear[0]} has more than two values, and which of them means that a "
            "customer left is not known. A column of yes and no would tell."
        )
    return (
        "No column says which customers left. One that is called churned (yes or no) or "
        "cancelled_at (a date, empty for who stayed) would tell how many leave each segment and "
        "with what money; the purchase log instead of this table would tell who is about to leave."
    )


def _is_departure(column: CustomerColumn) -> bool:
    return column.use == "outcome" and says_left(column.name)


@dataclass(frozen=True)
class _Counted:
    """Who left, of whom it is known, and what each brought."""

    happened: NDArray[np.bool_]
    known: NDArray[np.bool_]
    paid: NDArray[np.float64]
    has_money: bool

    def by(self, groups: Groups, numbers: Sequence[int]) -> tuple[Left, ...]:
        left, n = groups.counts(self.happened & self.known), groups.counts(self.known)
        lost = self._sums(groups, self.happened & self.known)
        whole = self._sums(groups, self.known)
        return tuple(
            Left(
                numbers[place],
                int(n[place]),
                int(left[place]),
                int(left[place]) / int(n[place]) if n[place] else 0.0,
                *wilson_interval(int(left[place]), int(n[place])),
                round(float(lost[place]), 2) if self.has_money else None,
                float(lost[place] / whole[place]) if whole[place] > 0.0 else None,
            )
            for place in range(groups.k)
        )

    def _sums(self, groups: Groups, mask: NDArray[np.bool_]) -> NDArray[np.float64]:
        paid = np.where(mask, self.paid, 0.0)
        return np.array([part.sum() for part in groups.split(paid)])
