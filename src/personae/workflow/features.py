"""A purchase log in, one row of features per customer out: the features alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.config import Options
from personae.errors import InputError, Problem

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["rfm"]


def rfm(transactions: Any, *, as_of: dt.date | str | None = None, **keywords: Any) -> Any:
    """Return recency, frequency, monetary and behaviour of every customer of a purchase log.

    Parameters
    ----------
    transactions : path or frame
        One row per purchase line.
    as_of : datetime.date or str, optional
        The day from which recency counts; the day after the last purchase.
    **keywords
        Any field of `Options`, such as ``returns="ignore"`` or ``window=365``.

    Returns
    -------
    frame
        One row per customer, sorted by id: ``id``, the features (days, orders, money), and the RFM
        scores (1 to 5, 5 is best) with the usual RFM name; a frame of the library that came in,
        pandas for a file.

    Raises
    ------
    InputError
        If the table is not a purchase log.

    Examples
    --------
    >>> import pandas as pd
    >>> log = pd.DataFrame({"customer_id": ["a", "a", "b"],
    ...                     "date": ["2024-01-13", "2024-01-20", "2024-01-15"],
    ...                     "amount": [10.0, 30.0, 5.5]})
    >>> table = rfm(log, as_of="2024-01-21", kind="transactions")
    >>> table[["id", "recency_days", "frequency", "monetary"]].values.tolist()
    [['a', 1.0, 2.0, 40.0], ['b', 6.0, 1.0, 5.5]]
    """
    from personae.data.reading.native import like
    from personae.features.scores import rfm_scores
    from personae.workflow.check import check

    options = Options.from_mapping({"as_of": as_of, **keywords})
    customers = check(transactions, options=options).customers
    scores = rfm_scores(customers)
    if scores is None:
        raise InputError(
            Problem(
                "kind/not-a-log",
                "The table holds one row per customer, so there are no purchases to count.",
                'Pass kind="transactions" (--kind transactions) if each row is a purchase line.',
            )
        )
    table = customers.table.add_column(0, "id", customers.ids)
    for name in scores.column_names:
        table = table.append_column(name, scores.column(name))
    return like(transactions, table)
