"""Recency, frequency and money in, the RFM scores from 1 to 5 that people know out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.features.rfm_names import rfm_name

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.data.customers import Customers

__all__ = ["rfm_scores", "score_fifths"]

_CUTS = (0.2, 0.4, 0.6, 0.8)
_COLUMNS = ("recency_days", "frequency", "monetary")


def score_fifths(values: NDArray[np.float64], *, high_is_best: bool) -> NDArray[np.int64]:
    """Score values from 1 to 5 by fifths; equal values get equal scores.

    The cuts are the quantiles at .2, .4, .6 and .8 (linear, as numpy and R type 7 have them). The
    score is 1 + the number of cuts below the value; where low is best, 5 - that number. With many
    ties some scores stay empty, rather than the same value getting two scores.

    Parameters
    ----------
    values : ndarray, shape (n_rows,)
        Figures without missing values.
    high_is_best : bool
        Whether 5 goes to the highest values or to the lowest.

    Returns
    -------
    ndarray, shape (n_rows,), int

    Examples
    --------
    >>> score_fifths(np.array([1.0, 1.0, 2.0, 3.0, 4.0, 9.0]), high_is_best=True).tolist()
    [1, 1, 2, 3, 4, 5]
    """
    cuts = np.quantile(values, _CUTS)
    below = np.searchsorted(cuts, values, side="left")
    return (1 + below if high_is_best else 5 - below).astype(np.int64)


def rfm_scores(customers: Customers) -> pa.Table | None:
    """Return RFM scores and names beside the segments, because people know them.

    The recipe is that of the rfm package for R without the 1 that it adds to every cut, which moves
    customers who lie between a cut and a cut + 1.

    Parameters
    ----------
    customers : Customers
        One row per customer.

    Returns
    -------
    pyarrow.Table or None
        ``recency_score``, ``frequency_score``, ``monetary_score`` (1 to 5, 5 is best),
        ``rfm_score`` such as ``"555"`` and ``rfm_name``, in the order of the customers. None where
        the customers do not come from a log with money.
    """
    import pyarrow as pa

    known = set(customers.table.column_names)
    if customers.kind != "transactions" or not known.issuperset(_COLUMNS):
        return None
    scores = [
        score_fifths(
            customers.table[name].to_numpy().astype(np.float64), high_is_best=name != "recency_days"
        )
        for name in _COLUMNS
    ]
    recency, frequency, monetary = scores
    cells, place = np.unique(100 * recency + 10 * frequency + monetary, return_inverse=True)
    texts = list(map(str, cells.tolist()))
    names = [rfm_name(*map(int, text)) for text in texts]
    index = pa.array(place)
    return pa.table(
        {
            "recency_score": recency,
            "frequency_score": frequency,
            "monetary_score": monetary,
            "rfm_score": pa.array(texts, pa.string()).take(index),
            "rfm_name": pa.array(names, pa.string()).take(index),
        }
    )
