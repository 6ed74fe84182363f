"""Purchase days in, the reasons why a model of buying and leaving does not fit this log out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import numpy as np

from personae.dataclass import dataclass
from personae.profile.wording import percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from personae.features.purchase_days import PurchaseDays

__all__ = ["Fitness", "fitness"]

PILED = 0.4
"""With more first purchases than this share in the first tenth of the log most were not first."""
_REGULAR = 0.5
_RHYTHMS = ((7, 1), (14, 1), (30.4, 3), (91, 5), (365, 10))
_PLAN_WORDS = {"mrr", "arr", "subscription", "subscriptions", "abo"}
_FEWEST_GAPS = 100


@dataclass(frozen=True)
class Fitness:
    """What may be asked of a model of buying and leaving.

    Parameters
    ----------
    use : {"yes", "rank", "no"}
        "rank": who is more likely still there than whom can be said, and nothing else.
    reason : str
        Why not everything, as a sentence; empty with "yes".
    """

    use: Literal["yes", "rank", "no"]
    reason: str = ""


def fitness(days: PurchaseDays, *, columns: Iterable[str] = (), complete: bool = False) -> Fitness:
    """Ask whether the log can be what the models take it for.

    They take purchases for random and customers for known from their first purchase on. The first
    does not hold for subscriptions (fixed amounts in a fixed rhythm), the second not for a log that
    begins in the middle of the shop's life, in which everybody seems to come at its start.

    Parameters
    ----------
    days : PurchaseDays
        The purchase days.
    columns : iterable of str
        The columns of the log: one called MRR or subscription tells what it is.
    complete : bool
        Whether somebody said that the log holds the very first purchase of all its customers.

    Examples
    --------
    >>> import datetime as dt, pyarrow as pa
    >>> from personae.features.purchase_days import PurchaseDays, day_number
    >>> start = day_number(dt.date(2024, 1, 1))
    >>> n = 100
    >>> log = PurchaseDays(
    ...     ids=pa.array([str(i) for i in range(n)]),
    ...     as_of=dt.date(2024, 12, 31),
    ...     log_start=dt.date(2024, 1, 1),
    ...     customer=np.arange(n, dtype=np.int32),
    ...     day=np.full(n, start, dtype=np.int32),
    ...     value=None,
    ... )
    >>> fitness(log).use, fitness(log, complete=True).use
    ('rank', 'yes')
    """
    named = [name for name in columns if _PLAN_WORDS & set(re.split(r"[\W_]+", name.lower()))]
    if named:
        return Fitness("no", f'This is a log of subscriptions (column "{named[0]}"): {_NO_RHYTHM}')
    share = _regular_share(days)
    if share > _REGULAR:
        return Fitness(
            "no",
            f"{percent(share)} of repeat purchases come in a fixed rhythm and for the same amount "
            f"as before, as payments of a subscription do: {_NO_RHYTHM}",
        )
    piled = float((days.first < days.today - 0.9 * days.log_days).mean())
    if piled > PILED and not complete:
        return Fitness(
            "rank",
            f"{percent(piled)} of the customers have their first purchase in the first tenth of "
            "the log, so that most of them were customers before, and how long is not known. Who "
            "is more likely still there can be ranked; what they will spend cannot be told. If the "
            "log does hold everybody's very first purchase, say --complete-histories.",
        )
    return Fitness("yes")


_NO_RHYTHM = (
    "purchases are not at random there, and who leaves says so. Count cancellations instead, in a "
    "table with one row per customer and a column such as churned."
)


def _regular_share(days: PurchaseDays) -> float:
    """Return the share of repeat purchases that come in a calendar's rhythm for the same amount."""
    repeat = ~days.is_first
    if repeat.sum() < _FEWEST_GAPS:
        return 0.0
    places = np.flatnonzero(repeat)
    gaps = (days.day[places] - days.day[places - 1]).astype(np.float64)
    fixed: NDArray[np.bool_] = np.zeros(len(gaps), dtype=bool)
    for length, slack in _RHYTHMS:
        fixed |= np.abs(gaps - length) <= slack
    if days.value is not None:
        value = days.value
        fixed &= np.abs(value[places] - value[places - 1]) <= 0.005 * np.abs(value[places - 1])
        return float(fixed.mean())
    # without money only a rhythm that nearly everybody keeps is one
    return float(fixed.mean()) if fixed.mean() > _ALWAYS else 0.0


_ALWAYS = 0.8
