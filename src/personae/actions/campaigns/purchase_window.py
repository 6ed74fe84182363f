"""The days on which customers bought in, what they did in the window before a day out."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass
from personae.features.purchase_days import day_number
from personae.stats.places import places_of

if TYPE_CHECKING:
    import datetime as dt

    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["PurchaseWindow", "purchase_window"]


@dataclass(frozen=True)
class PurchaseWindow:
    """What customers did in a window of days, in the order of the ids that were asked for.

    Parameters
    ----------
    bought : ndarray of bool, shape (n_ids,)
        Who bought on at least one day of the window.
    spend : ndarray of float64, shape (n_ids,), or None
        The money of the window, returns taken off; None where the log has no money.
    """

    bought: NDArray[np.bool_]
    spend: NDArray[np.float64] | None = field(repr=False)


def purchase_window(
    ids: pa.Array, days: pa.Table, *, as_of: dt.date, length: int
) -> PurchaseWindow:
    """Look at the window of `length` days that ends the day before `as_of`.

    Parameters
    ----------
    ids : pyarrow.Array of string
        Customers, each once.
    days : pyarrow.Table
        ``id``, ``day`` (date32) and ``value`` (float64, or all null without money): one row for
        every customer and day with a purchase that stands.
    as_of : datetime.date
        The day from which recency counts.
    length : int
        Days.

    Returns
    -------
    PurchaseWindow
        Customers without a row bought nothing.

    Examples
    --------
    >>> import datetime as dt
    >>> import pyarrow as pa
    >>> days = pa.table({
    ...     "id": ["a", "a", "b"],
    ...     "day": [dt.date(2024, 1, 1), dt.date(2024, 3, 9), dt.date(2024, 3, 1)],
    ...     "value": [5.0, 7.5, 3.0],
    ... })
    >>> window = purchase_window(
    ...     pa.array(["a", "b", "c"]), days, as_of=dt.date(2024, 3, 10), length=30
    ... )
    >>> window.bought.tolist(), window.spend.tolist()
    ([True, True, False], [7.5, 3.0, 0.0])
    """
    import pyarrow as pa

    rows = places_of(days.column("id").cast(pa.string()), ids.cast(pa.string()))
    day = days.column("day").cast(pa.int32()).to_numpy().astype(np.int64)
    end = day_number(as_of)
    ours = rows >= 0
    inside = ours & (day >= end - length) & (day < end)
    bought = np.zeros(len(ids), dtype=bool)
    bought[rows[inside]] = True
    return PurchaseWindow(bought, _spend(days, rows, day, inside, n_ids=len(ids)))


def _spend(
    days: pa.Table,
    rows: NDArray[np.int64],
    day: NDArray[np.int64],
    inside: NDArray[np.bool_],
    *,
    n_ids: int,
) -> NDArray[np.float64] | None:
    """Add up each customer's days in the order of the calendar, whatever that of the rows."""
    values = days.column("value")
    if values.null_count == len(values):
        return None
    money = values.fill_null(0.0).to_numpy()[inside]
    order = np.lexsort((money, day[inside], rows[inside]))
    sums = np.bincount(rows[inside][order], weights=money[order], minlength=n_ids)
    # what is left of binary fractions, far below any coin
    return np.round(sums, 6).astype(np.float64) + 0.0
