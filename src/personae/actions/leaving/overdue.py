"""Purchase days in, how far every customer is beyond their own rhythm out.

A customer's gaps are log-normal about a gap of their own; what is not known of it is taken from
customers with the same number of purchase days, never from a segment (which was made from the
silence itself).
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from personae.dataclass import dataclass
from personae.features.return_curve import life_table
from personae.features.silences import silences_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from personae.features.purchase_days import PurchaseDays
    from personae.features.return_curve import ReturnCurve
    from personae.features.silences import Silences

__all__ = [
    "AT_RISK",
    "FEWEST_PEERS",
    "LOST",
    "MOST_GAPS",
    "NEITHER",
    "OVERDUE",
    "SILENT_PART",
    "Peers",
    "Rhythms",
    "peers_of",
    "rhythms_of",
    "standing",
]

NEITHER, AT_RISK, LOST = 0, 1, 2
OVERDUE = 0.9
"""Overdue from here on: nine of ten of the customer's own gaps would have ended."""
SILENT_PART = 0.5
"""At risk only after this part of a lapse day: who buys every other day and skips four comes back
as often as others."""
FEWEST_PEERS = 30
"""Customers who must have had so many gaps for these to say what is usual."""
MOST_GAPS = 50
"""Customers with more gaps are held against those with so many; their own say nearly all."""


@dataclass(frozen=True)
class Peers:
    """What gaps are usual for customers after 1, 2, 3, ... of them, in logarithms of days.

    Entry n - 1 of every array rests on the first n gaps of all customers who have n or more: also
    of those who went on to buy more, so that a customer is held against others as they were when
    they had as many purchase days. (Those who have exactly n gaps in a log of some length have
    gaps of one length nearly by necessity, and none would have a rhythm of their own.)

    Parameters
    ----------
    customers : ndarray of int64
        How many there are; at least `FEWEST_PEERS`.
    mean : ndarray of float64
        The mean over customers of a customer's mean.
    within : ndarray of float64
        The variance of one customer's gaps about the customer's mean, pooled over the customers;
        that of two gaps also where there is only one.
    between : ndarray of float64
        The variance of the means of customers beyond what `within` explains, 0 or more.
    """

    customers: NDArray[np.int64] = field(repr=False)
    mean: NDArray[np.float64] = field(repr=False)
    within: NDArray[np.float64] = field(repr=False)
    between: NDArray[np.float64] = field(repr=False)


@dataclass(frozen=True)
class Rhythms:
    """How every customer of a log usually buys, and how long the latest silence is beside that.

    Parameters
    ----------
    days_silent : ndarray of int64
        Days from the latest purchase day to the as-of date.
    usual_gap : ndarray of float64
        The customer's typical (median) gap in days; NaN for customers with one purchase day.
    overdue : ndarray of float64
        The share of the customer's own gaps that one expects to be shorter than the silence is
        now, 0 to 1. For customers with one purchase day: the share of all first buyers who come
        back sooner, which need not reach 1.
    peers : Peers
        What the customers are held against.
    """

    days_silent: NDArray[np.int64] = field(repr=False)
    usual_gap: NDArray[np.float64] = field(repr=False)
    overdue: NDArray[np.float64] = field(repr=False)
    peers: Peers = field(repr=False)


def rhythms_of(days: PurchaseDays) -> Rhythms | None:
    """Return how far every customer is beyond their own rhythm.

    Parameters
    ----------
    days : PurchaseDays
        When every customer bought.

    Returns
    -------
    Rhythms or None
        None where fewer than `FEWEST_PEERS` customers have two gaps or more: how much a
        customer's gaps differ cannot be told.

    Notes
    -----
    With y the mean of the logarithms of a customer's n gaps, m, w and b the mean, the variance
    within and the variance between customers at n, the customer's own mean is estimated as
    m + B (y - m) with B = b / (b + w / n) and the variance b (1 - B): the empirical Bayes estimate
    for one-way random effects (Efron, B. and Morris, C. (1973), J. Am. Stat. Assoc. 68:117). The
    next gap then has the mean of y and the variance w + b (1 - B), and

        overdue = Phi((log(silence - 1/2) - mean) / sqrt(w + b (1 - B))),

    half a day less because gaps are whole days, and one of the same length is not shorter.
    """
    import numpy as np
    from scipy.special import ndtr

    silences = silences_of(days)
    peers = peers_of(silences, days)
    if peers is None:
        return None
    gaps = days.counts - 1
    repeat = gaps > 0
    own = _own_means(silences, days)
    at = np.minimum(gaps[repeat], len(peers.mean)) - 1
    between, within = peers.between[at], peers.within[at]
    weight = between / (between + within / gaps[repeat])
    middle = peers.mean[at] + weight * (own[repeat] - peers.mean[at])
    spread = np.sqrt(within + between * (1.0 - weight))
    silent = (days.today - days.last).astype(np.int64)
    usual = np.full(days.n_customers, np.nan)
    usual[repeat] = np.exp(middle)
    overdue = np.empty(days.n_customers)
    passed = np.log(np.maximum(silent[repeat] - 0.5, _NO_TIME))
    overdue[repeat] = ndtr((passed - middle) / spread)
    overdue[~repeat] = _came_back(silences, silent[~repeat] - 1)
    return Rhythms(silent, usual, overdue, peers)


def standing(days: PurchaseDays, curve: ReturnCurve, rhythms: Rhythms) -> NDArray[np.int8]:
    """Return whether every customer is at risk (1), lost (2) or neither (0).

    Lost is who has been silent until the lost day, where the log has one. At risk is who is not,
    has two purchase days or more, is overdue (`OVERDUE`), and has been silent for half a lapse
    day (`SILENT_PART`) or longer.

    Parameters
    ----------
    days : PurchaseDays
        When every customer bought.
    curve : ReturnCurve
        The lapse day and the lost day.
    rhythms : Rhythms
        How far the customers are beyond their own rhythm.
    """
    import numpy as np

    found = np.full(days.n_customers, NEITHER, dtype=np.int8)
    found[
        (days.counts > 1)
        & (rhythms.overdue >= OVERDUE)
        & (rhythms.days_silent >= SILENT_PART * curve.lapse_day)
    ] = AT_RISK
    if curve.lost_day is not None:
        found[rhythms.days_silent >= curve.lost_day] = LOST
    return found


def peers_of(silences: Silences, days: PurchaseDays) -> Peers | None:
    """Return what gaps are usual for customers after 1, 2, 3, ... of them.

    Parameters
    ----------
    silences : Silences
        Of `days`.
    days : PurchaseDays
        When every customer bought.
    """
    import numpy as np

    n_gaps = days.counts - 1
    begins = days.ends - days.counts
    logs = np.log(np.maximum(silences.length, 1))
    customers = np.flatnonzero(n_gaps >= 1)
    total = np.zeros(len(customers))
    squares = np.zeros(len(customers))
    rows = []
    for n in range(1, MOST_GAPS + 1):
        kept = n_gaps[customers] >= n
        customers, total, squares = customers[kept], total[kept], squares[kept]
        if len(customers) < FEWEST_PEERS:
            break
        latest = logs[begins[customers] + n - 1]
        total, squares = total + latest, squares + np.square(latest)
        rows.append(_variances(total / n, squares, n))
    if len(rows) < 2:
        return None
    count, mean, within, variance = (np.array(part) for part in zip(*rows, strict=True))
    within[0] = within[1]
    between = np.maximum(variance - within / np.arange(1, len(rows) + 1), 0.0)
    return Peers(count, mean, within, between)


def _variances(
    means: NDArray[np.float64], squares: NDArray[np.float64], n: int
) -> tuple[int, float, float, float]:
    """Return the customers, the mean of their means, and the variance within and of the means."""
    within = float((squares - n * means * means).sum()) / (len(means) * max(n - 1, 1))
    return len(means), float(means.mean()), max(within, _LEAST), float(means.var(ddof=1))


_NO_TIME = 1e-9
_LEAST = 1e-4
"""A shop of subscriptions has gaps of one length; a variance of 1 % of a gap is still one."""


def _own_means(silences: Silences, days: PurchaseDays) -> NDArray[np.float64]:
    import numpy as np

    logs = np.where(silences.ended, np.log(np.maximum(silences.length, 1)), 0.0)
    sums = np.add.reduceat(logs, days.ends - days.counts)
    own: NDArray[np.float64] = sums / np.maximum(days.counts - 1, 1)
    return own


def _came_back(silences: Silences, days: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the share of first buyers who came back within so many days."""
    import numpy as np

    table = life_table(silences.after(1))
    last = max(table.reach, 0)
    back: NDArray[np.float64] = 1.0 - table.lasting[np.clip(days, 0, last)]
    return back
