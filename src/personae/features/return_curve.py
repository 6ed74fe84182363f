"""Silences in, the chance that a silent customer returns out, and the days that follow from it.

The curve is that of Kaplan and Meier over every silence of the log, also those that still last.
"""

from __future__ import annotations

import math
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from personae.data.schema import Finding
from personae.dataclass import dataclass
from personae.features.silences import silences_of
from personae.stats.intervals import Z95

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from personae.data.customers import Customers
    from personae.features.purchase_days import PurchaseDays
    from personae.features.silences import Silences

__all__ = [
    "FEWEST_GAPS",
    "FEWEST_WATCHED",
    "LOST_SHARE",
    "QUARTER",
    "LifeTable",
    "ReturnCurve",
    "ReturnPoint",
    "lapse_day_of",
    "life_table",
    "return_curve",
    "with_rhythm",
]

FEWEST_GAPS = 100
"""Completed gaps from which a shop has a rhythm to speak of."""
FEWEST_WATCHED = 30
"""Silences that must still be watched on the last day of a horizon for its chance to be told."""
QUARTER = 91
"""Days of a quarter of a year: the shortest horizon, where the log is long enough."""
LOST_SHARE = 0.25
"""Lost: the chance to return has fallen below this share of what it is just after a purchase."""
_LAPSED = (9, 10)  # of ten gaps so many have ended by the lapse day
_WEEK = 7


@dataclass(frozen=True)
class LifeTable:
    """How many silences lasted, day by day. Entry t of every array is of t days after the purchase.

    Parameters
    ----------
    watched : ndarray of int64
        Silences that had not ended before that day and were still watched on it.
    ended : ndarray of int64
        Those that ended on it.
    lasting : ndarray of float64
        The share of all silences that last longer than t days: the product over all days up to t
        of 1 - ended / watched (Kaplan, E. L. and Meier, P. (1958), J. Am. Stat. Assoc. 53:457).
    """

    watched: NDArray[np.int64] = field(repr=False)
    ended: NDArray[np.int64] = field(repr=False)
    lasting: NDArray[np.float64] = field(repr=False)

    @property
    def reach(self) -> int:
        """The last day on which `FEWEST_WATCHED` silences were still watched; -1 if none was."""
        import numpy as np

        return int(np.searchsorted(-self.watched, -FEWEST_WATCHED, side="right")) - 1


@dataclass(frozen=True)
class ReturnPoint:
    """The chance that who has been silent for so long returns within the horizon.

    Parameters
    ----------
    silence : int
        Days since the last purchase.
    chance : float
        From 0 to 1.
    low, high : float
        Its 95 % interval. Silences of one customer are alike, and the interval knows it.
    silences : int
        So many silences lasted so long and were watched then.
    """

    silence: int
    chance: float
    low: float
    high: float
    silences: int


@dataclass(frozen=True)
class ReturnCurve:
    """How long customers of a shop stay away between purchases, and whether they return.

    Parameters
    ----------
    lapse_day : int
        The first day by which 90 % of all completed gaps between two purchase days had ended.
        Gaps that still last do not count, so that a young log says too little: one of 180 days
        holds no gap of 200. On Online Retail it is 77 days in the first half of the log and 111 in
        all of it, on CDNOW 125 and 200.
    horizon : int
        Days within which a silent customer is to return: one lapse day, and a quarter of a year
        (`QUARTER`) where that is longer and the log can tell of it. After three weeks of silence
        about one in two grocery customers comes within the next fortnight, and nine in ten within
        three months: they are late, not gone.
    lost_day : int or None
        The first day, not before the lapse day, from which the chance to return is less than a
        quarter (`LOST_SHARE`) of what it is just after a purchase: on that day, on average over
        silences of up to one horizon more, and over all longer ones that the log can tell of (a
        week of them at least). None where it never is: then nobody can be called lost.
    completed, lasting_now : int
        Gaps that ended, and silences that still last (one per customer).
    watched_days : int
        Beyond so many days after a purchase fewer than 30 silences were watched, and nothing is
        said.
    points : tuple of ReturnPoint
        The chance to return within the horizon, for silences of 0, 1/4, 1/2, 3/4, 1,
        1 1/2, 2, ... lapse days, as far as the log can tell.
    table : LifeTable
        What it was made from.
    """

    lapse_day: int
    horizon: int
    lost_day: int | None
    completed: int
    lasting_now: int
    watched_days: int
    points: tuple[ReturnPoint, ...]
    table: LifeTable = field(repr=False)

    def chances(self) -> NDArray[np.float64]:
        """Return the chance to return within the horizon, for silences of 0, 1, 2, ... days.

        1 - S(s + H) / S(s), as far as the log can tell.
        """
        return _chances(self.table, self.horizon)

    def to_dict(self) -> dict[str, Any]:
        """Return the lapse day, the lost day and the curve as JSON-ready values."""
        return {
            "lapse_day": self.lapse_day,
            "lost_day": self.lost_day,
            "lost_share": LOST_SHARE,
            "horizon": self.horizon,
            "completed_gaps": self.completed,
            "lasting_silences": self.lasting_now,
            "watched_days": self.watched_days,
            "points": [dict(vars(point)) for point in self.points],
        }


def lapse_day_of(gaps: NDArray[np.int64]) -> int:
    """Return the first day by which 90 % of completed gaps had ended, in whole numbers.

    Examples
    --------
    >>> import numpy as np
    >>> lapse_day_of(np.array([7] * 8 + [30, 200]))
    30
    """
    import numpy as np

    part, of = _LAPSED
    ended = np.cumsum(np.bincount(gaps))
    return int(np.argmax(ended * of >= part * len(gaps)))


def life_table(silences: Silences) -> LifeTable:
    """Count, day by day, which silences lasted.

    Parameters
    ----------
    silences : Silences
        One or more.
    """
    import numpy as np

    days = int(silences.length.max()) + 1
    ended = np.bincount(silences.length[silences.ended], minlength=days)
    gone = np.bincount(silences.length, minlength=days)
    watched = len(silences.length) - np.concatenate(([0], np.cumsum(gone)[:-1]))
    return LifeTable(watched, ended, np.cumprod(1.0 - ended / watched))


def return_curve(days: PurchaseDays) -> ReturnCurve | None:
    """Return how long customers stay away, and how the chance to return falls with silence.

    Every silence counts, also those that still last, each up to the last day on which it was
    watched. It says of a silence picked at random, not of a customer picked at random: who buys
    often has more of them. It takes the months of the log together: a shop with a season has more
    returns before it.

    Parameters
    ----------
    days : PurchaseDays
        When every customer bought.

    Returns
    -------
    ReturnCurve or None
        None where fewer than `FEWEST_GAPS` gaps are completed: there is no rhythm to tell.

    Notes
    -----
    With d(t) of n(t) watched silences ending on day t, log S(s + H) / S(s) is the sum of
    log(1 - d / n) over s < t <= s + H. A silence moves it by the sum over these days of
    (Y d / n - N) / (n - d), Y and N telling whether it was watched and whether it ended on t. These
    are added up within each customer; the sum of their squares is the variance (Lee, E. W., Wei,
    L. J. and Ying, Z. (1993), J. Am. Stat. Assoc. 88:557). With one silence per customer it is
    Greenwood's. The interval is symmetric on the scale log(-log).
    """
    silences = silences_of(days)
    gaps = silences.gaps
    if len(gaps) < FEWEST_GAPS:
        return None
    table, lapse = life_table(silences), lapse_day_of(gaps)
    horizon = max(lapse, QUARTER) if table.reach >= lapse + QUARTER else lapse
    chances = _chances(table, horizon)
    grid = [lapse * step // 4 for step in (0, 1, 2, 3, 4, *range(6, 26, 2), *range(28, 52, 4))]
    return ReturnCurve(
        lapse_day=lapse,
        horizon=horizon,
        lost_day=_lost_day(chances, lapse, horizon),
        completed=len(gaps),
        lasting_now=days.n_customers,
        watched_days=table.reach,
        points=tuple(
            _point(table, silences, silence, horizon)
            for silence in dict.fromkeys(grid)
            if silence < len(chances)
        ),
        table=table,
    )


def with_rhythm(customers: Customers, curve: ReturnCurve | None) -> Customers:
    """Return customers whose facts hold ``lapse_day`` and ``lost_day``, None where not known.

    Names follow them (see `personae.profile.levels.traits_of`). A finding says so where a log is
    too short or too small for a rhythm.

    Parameters
    ----------
    customers : Customers
        Of a purchase log.
    curve : ReturnCurve or None
        What its purchase days say.
    """
    if curve is None:
        facts = {**customers.facts, "lapse_day": None, "lost_day": None}
        return replace(customers, facts=facts, findings=(*customers.findings, _NO_RHYTHM))
    facts = {**customers.facts, "lapse_day": curve.lapse_day, "lost_day": curve.lost_day}
    return replace(customers, facts=facts)


_NO_RHYTHM = Finding(
    "log/no rhythm",
    "note",
    f"The log holds fewer than {FEWEST_GAPS} gaps between two purchase days of a customer: it "
    "cannot tell how long customers of this shop stay away, nor who is at risk. Who is silent for "
    "long was judged by the length of the log.",
)


def _chances(table: LifeTable, horizon: int) -> NDArray[np.float64]:
    last = max(table.reach - horizon, -1)
    lasting = table.lasting
    # who is watched at the end of the horizon was watched before, so nothing is divided by zero
    chances: NDArray[np.float64] = 1.0 - lasting[horizon : horizon + last + 1] / lasting[: last + 1]
    return chances


def _lost_day(chances: NDArray[np.float64], lapse: int, horizon: int) -> int | None:
    """Return from which day on the chance is low: then, a horizon longer, and from then on.

    The latter two are means: near the end of a log few silences are left, and the chance of single
    days jumps about.
    """
    import numpy as np

    end = len(chances)
    days = np.arange(lapse, end - _WEEK + 1)
    if not len(days):
        return None
    below = chances - LOST_SHARE * chances[0]
    running = np.concatenate(([0.0], np.cumsum(below)))
    soon = running[np.minimum(days + horizon, end)] - running[days]
    low = (below[days] < 0.0) & (soon < 0.0) & (running[end] - running[days] < 0.0)
    return int(days[np.argmax(low)]) if low.any() else None


def _point(table: LifeTable, silences: Silences, silence: int, horizon: int) -> ReturnPoint:
    import numpy as np

    until, days = silence + horizon, len(table.watched)
    kept = float(table.lasting[until] / table.lasting[silence])
    # where all who are left return on one day there is nothing to divide by
    left = np.maximum(table.watched - table.ended, 1)
    running = np.cumsum(table.ended / (table.watched * left))
    lasting = running[np.clip(np.arange(days), silence, until)] - running[silence]
    returned = lasting.copy()
    returned[silence + 1 : until + 1] -= 1.0 / left[silence + 1 : until + 1]
    # one that ended before tells nothing of what follows
    told = np.flatnonzero(silences.length > silence)
    at = silences.length[told] + days * silences.ended[told]
    moved = np.concatenate((lasting, returned))[at]
    by_customer = np.bincount(silences.customer[told], weights=moved)
    error = math.sqrt(float(np.square(by_customer).sum()))
    low, high = _interval(kept, error, int(table.watched[until]))
    return ReturnPoint(silence, 1.0 - kept, low, high, int(table.watched[silence + 1]))


def _interval(kept: float, error: float, watched: int) -> tuple[float, float]:
    """Return the interval of 1 - kept from the standard error of log(kept)."""
    if kept == 1.0:  # none of so many returned: what that allows (Clopper and Pearson, 1934)
        return 0.0, 1.0 - 0.025 ** (1.0 / watched)
    if kept == 0.0:
        return 0.025 ** (1.0 / watched), 1.0
    size = -math.log(kept)
    spread = math.exp(Z95 * error / size)
    return -math.expm1(-size / spread), -math.expm1(-size * spread)
