"""Day flows, a day and a window in, the customers of that day and their figures out.

Nothing after the day is read, and nothing before the window: two days whose windows are equally
long can be compared, which lifetime figures cannot, because they grow with the log.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.data.customers import Customers
    from personae.features.day_flows import DayFlows

__all__ = ["WindowFigures", "as_customers", "window_figures"]


@dataclass(frozen=True)
class WindowFigures:
    """Who was a customer on a day, and what was known of them.

    Parameters
    ----------
    day : int
        The day, counted from 1 January 1970.
    places : ndarray of int64, shape (n_customers,)
        Who had a day with a purchase within the window, and brought something: places in
        ``flows.ids``, ascending.
    recency_days : ndarray of float64, shape (n_customers,)
        Days since the last day with a purchase.
    frequency : ndarray of float64, shape (n_customers,)
        Days with a purchase.
    monetary : ndarray of float64, shape (n_customers,), or None
        Money within the window; None for a log without money.
    """

    day: int
    places: NDArray[np.int64]
    recency_days: NDArray[np.float64]
    frequency: NDArray[np.float64]
    monetary: NDArray[np.float64] | None


def window_figures(flows: DayFlows, day: int, *, window: int) -> WindowFigures:
    """Return the customers of a day and their figures.

    Parameters
    ----------
    flows : DayFlows
        The log.
    day : int
        The last day that counts, counted from 1 January 1970.
    window : int
        So many days before it count, too.
    """
    n = len(flows.ids)
    inside = (flows.day >= day - window) & (flows.day <= day)
    bought = inside & flows.is_purchase
    frequency = np.bincount(flows.customer[bought], minlength=n).astype(np.float64)
    last = np.full(n, day - window, dtype=np.int64)
    # days ascend within a customer, so that the last one written stays
    last[flows.customer[bought]] = flows.day[bought]
    is_customer = frequency > 0
    money = None
    if flows.value is not None:
        summed = np.bincount(flows.customer[inside], weights=flows.value[inside], minlength=n)
        # sums of amounts that cancel must not leave a last bit of money
        money = summed.astype(np.float64).round(6)
        is_customer &= money > 0
    places = np.flatnonzero(is_customer)
    return WindowFigures(
        day,
        places,
        (day - last[places]).astype(np.float64),
        frequency[places],
        None if money is None else money[places],
    )


def as_customers(figures: WindowFigures, flows: DayFlows, like: Customers) -> Customers:
    """Return the figures as a customer table with the columns that a log's own table has.

    Parameters
    ----------
    figures : WindowFigures
        Of some day.
    flows : DayFlows
        Where their ids are.
    like : Customers
        The customer table of the log: what its columns mean stays the same.
    """
    import pyarrow as pa

    columns = {"recency_days": figures.recency_days, "frequency": figures.frequency}
    if figures.monetary is not None:
        columns["monetary"] = figures.monetary
        columns["average_order_value"] = figures.monetary / figures.frequency
    return replace(
        like,
        ids=flows.ids.take(pa.array(figures.places)),
        table=pa.table(columns),
        columns=tuple(item for item in like.columns if item.name in columns),
    )
