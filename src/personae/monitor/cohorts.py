"""Day flows in, how many of those who first bought in a month or quarter came back later out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.features.day_flows import DayFlows

__all__ = ["LONGEST_BY_MONTH", "Cohort", "Cohorts", "cohorts"]

LONGEST_BY_MONTH = 550
"""A log of so many days is told by month; a longer one by quarter."""


@dataclass(frozen=True)
class Cohort:
    """Everybody who first bought in one period.

    Parameters
    ----------
    first : str
        The period: ``"2011-03"`` or ``"2011 Q1"``.
    size : int
        How many they are.
    bought : tuple of int
        How many of them bought in each whole period after it, in order.
    """

    first: str
    size: int
    bought: tuple[int, ...]

    @property
    def shares(self) -> tuple[float, ...]:
        """The same as shares of the cohort."""
        return tuple(n / self.size for n in self.bought)


@dataclass(frozen=True)
class Cohorts:
    """How cohorts come back.

    Parameters
    ----------
    period : {"month", "quarter"}
        Of the calendar.
    rows : tuple of Cohort
        By period; one that nobody first bought in is left out. The first one holds everybody whom
        the log already finds as a customer, so that it is larger and more loyal than a true first.
    """

    period: Literal["month", "quarter"]
    rows: tuple[Cohort, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready values."""
        rows = [
            {"first": row.first, "size": row.size, "bought": list(row.bought)} for row in self.rows
        ]
        return {"period": self.period, "rows": rows}


def cohorts(flows: DayFlows) -> Cohorts:
    """Count for every cohort who bought in each later period.

    Periods are calendar months, or quarters in a log of more than `LONGEST_BY_MONTH` days. A day
    counts as one with a purchase even if all was returned later. The last period is left out where
    the log ends within it.

    Parameters
    ----------
    flows : DayFlows
        The log.
    """
    by_month = flows.log_days <= LONGEST_BY_MONTH
    size = 1 if by_month else 3
    bought = flows.is_purchase & (flows.day <= flows.today)
    customer, period = flows.customer[bought], _months(flows.day[bought]) // size
    # the day after the as-of date is in a later period only if that one is whole
    end = int(_months(np.array([flows.today + 1]))[0]) // size
    n = len(flows.ids)
    first = np.full(n, end, dtype=np.int64)
    np.minimum.at(first, customer, period)
    # several purchases of one customer in one period count once
    pairs = np.unique(customer.astype(np.int64) * (end + 1) + period)
    who, later = np.divmod(pairs, end + 1)
    whole = later < end
    start, later = first[who[whole]], later[whole]
    rows = []
    for place in np.unique(first[first < end]).tolist():
        counts = np.bincount(later[start == place] - place, minlength=end - place)
        rows.append(Cohort(_label(place, size=size), int(counts[0]), tuple(counts[1:].tolist())))
    return Cohorts("month" if by_month else "quarter", tuple(rows))


def _months(days: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """Return months since January 1970 of days since then."""
    dates = days.astype("datetime64[D]")
    return dates.astype("datetime64[M]").astype(np.int64)


def _label(period: int, *, size: int) -> str:
    if size == 1:
        return f"{1970 + period // 12}-{period % 12 + 1:02d}"
    return f"{1970 + period // 4} Q{period % 4 + 1}"
