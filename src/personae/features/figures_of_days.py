"""Purchase days in, what was known of each customer on an earlier day out.

Recency, frequency, money and what follows from them are in the days themselves. What needs the
lines (items, products, returns) is not, and returns that came later are already taken off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.features.purchase_days import PurchaseDays

__all__ = ["figures_of_days"]


def figures_of_days(
    days: PurchaseDays, *, today: int, window: int | None = None
) -> tuple[NDArray[np.int64], pa.Table]:
    """Return who was a customer before a day, and the figures of then.

    Parameters
    ----------
    days : PurchaseDays
        The purchase days of now.
    today : int
        The day from which recency counts (days since 1 January 1970); it and later days are
        unknown.
    window : int, optional
        Only so many days before it are looked at.

    Returns
    -------
    customers : ndarray of int64
        Their places in ``days.ids``, ascending.
    table : pyarrow.Table
        ``recency_days``, ``frequency``, ``tenure_days``, ``days_between_orders`` and, with money,
        ``monetary`` and ``average_order_value``, as in the customer table.

    Examples
    --------
    >>> import datetime as dt, pyarrow as pa
    >>> from personae.features.purchase_days import PurchaseDays
    >>> days = PurchaseDays(
    ...     pa.array(["ann", "bob"]), dt.date(1970, 4, 1), dt.date(1970, 1, 1),
    ...     customer=np.array([0, 0, 0, 1]), day=np.array([0, 10, 80, 70]),
    ...     value=np.array([5.0, 7.0, 9.0, 1.0]), orders=np.array([1, 2, 1, 1]))
    >>> who, table = figures_of_days(days, today=40)
    >>> who.tolist(), table.select(["recency_days", "frequency", "monetary"]).to_pylist()
    ([0], [{'recency_days': 30.0, 'frequency': 3.0, 'monetary': 12.0}])
    """
    import pyarrow as pa

    begins = -np.inf if window is None else today - window
    known = (days.day < today) & (days.day >= begins)
    customers, place = np.unique(days.customer[known], return_inverse=True)
    day = days.day[known].astype(np.float64)
    # days ascend within a customer
    first = np.zeros(len(customers))
    last = np.zeros(len(customers))
    last[place] = day
    first[place[::-1]] = day[::-1]
    orders = None if days.orders is None else days.orders[known]
    frequency = np.bincount(place, weights=orders, minlength=len(customers)).astype(np.float64)
    columns: dict[str, NDArray[np.float64]] = {
        "recency_days": today - last,
        "frequency": frequency,
        "tenure_days": today - first,
    }
    gaps = np.divide(
        last - first, frequency - 1.0, out=np.full(len(first), np.nan), where=frequency > 1.0
    )
    if days.value is not None:
        money = np.bincount(place, weights=days.value[known], minlength=len(customers)).astype(
            np.float64
        )
        columns |= {"monetary": money, "average_order_value": money / frequency}
    arrays = {name: pa.array(values) for name, values in columns.items()}
    arrays["days_between_orders"] = pa.array(gaps, from_pandas=True)
    return customers.astype(np.int64), pa.table(arrays)
