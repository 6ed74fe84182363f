"""The first half of a log in, what became of those who were at risk then out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from personae.actions.leaving.overdue import AT_RISK, LOST, NEITHER, rhythms_of, standing
from personae.dataclass import dataclass
from personae.features.return_curve import return_curve
from personae.profile.wording import count, day, percent
from personae.stats.intervals import wilson_interval

if TYPE_CHECKING:
    import datetime as dt

    import numpy as np
    from numpy.typing import NDArray

    from personae.features.history import History

__all__ = ["Returned", "RiskCheck", "risk_check"]

_WORDS: tuple[tuple[int, Literal["at risk", "lost", "neither"]], ...] = (
    (AT_RISK, "at risk"),
    (NEITHER, "neither"),
    (LOST, "lost"),
)
_BANDS = ((2, 2), (3, 4), (5, 9), (10, None))


@dataclass(frozen=True)
class Returned:
    """How many of some customers bought again, with the 95 % interval of Wilson.

    Parameters
    ----------
    fewest, most : int, int or None
        Their purchase days in the middle of the log; None where there is no upper bound.
    standing : {"at risk", "lost", "neither"}
        What they were then.
    n, returned : int
        The customers, and those of them who bought again within the horizon.
    rate, low, high : float
        returned / n and its interval.
    """

    fewest: int
    most: int | None
    standing: Literal["at risk", "lost", "neither"]
    n: int
    returned: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True)
class RiskCheck:
    """Whether customers who were at risk in the middle of the log came back less often.

    Parameters
    ----------
    as_of : datetime.date
        The middle of the log; nothing after it was used to call anybody at risk.
    days : int
        Within so many days from then on they had to buy again.
    rows : tuple of Returned
        All customers with two purchase days or more first, then by purchase days; each at risk,
        neither, lost, where there were some.
    """

    as_of: dt.date
    days: int
    rows: tuple[Returned, ...]

    @property
    def text(self) -> str:
        """What came out, in a sentence."""
        risky, others = self.rows[:2]
        return (
            f"Tested on this log: of {count(risky.n, 'customer')} at risk on "
            f"{day(self.as_of)}, {percent(risky.rate)} bought again within "
            f"{count(self.days, 'day')}; of {others.n:,} who had bought twice or more and were "
            f"not, {percent(others.rate)}."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the test as JSON-ready values."""
        return {
            "as_of": self.as_of.isoformat(),
            "days": self.days,
            "rows": [dict(vars(row)) for row in self.rows],
            "text": self.text,
        }


def risk_check(history: History) -> RiskCheck | None:
    """Call customers at risk as it was known in the middle of the log, and see who came back.

    Parameters
    ----------
    history : History
        When every customer bought.

    Returns
    -------
    RiskCheck or None
        None where the log is too short, its first half has no rhythm to tell, or where then
        nobody or everybody was at risk.
    """
    import numpy as np

    if history.then is None or history.curve is None:
        return None
    then, now = history.then.days, history.days
    curve, rhythms = return_curve(then), rhythms_of(then)
    if curve is None or rhythms is None:
        return None
    within = min(history.curve.horizon, now.today - 1 - then.today)
    again = _bought_again(history, within)
    stood, counts = standing(then, curve, rhythms), then.counts
    rows = [
        Returned(fewest, most, word, *_rate(again[inside & (stood == code)]))
        for fewest, most in ((2, None), *_BANDS)
        for inside in [(counts >= fewest) & (counts <= (most or np.inf))]
        for code, word in _WORDS
    ]
    if not (rows[0].n and rows[1].n):
        return None
    return RiskCheck(then.as_of, within, tuple(row for row in rows if row.n))


def _rate(again: NDArray[np.bool_]) -> tuple[int, int, float, float, float]:
    n, returned = len(again), int(again.sum())
    return n, returned, returned / n if n else 0.0, *wilson_interval(returned, n)


def _bought_again(history: History, within: int) -> NDArray[np.bool_]:
    """Return which customers of then bought in the days after it.

    A purchase that was returned in full since then is none, as everywhere.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    assert history.then is not None
    then, now = history.then.days, history.days
    later = (now.day > then.today) & (now.day <= then.today + within)
    buyers = now.ids.take(pa.array(np.unique(now.customer[later])))
    again: NDArray[np.bool_] = np.asarray(pc.is_in(then.ids, value_set=buyers))
    return again
