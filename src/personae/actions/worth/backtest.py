"""A log's first half in, a forecast of its second half out, beside what happened."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from personae.actions.worth.forecast import Forecast, bought_later
from personae.actions.worth.repeat_history import repeat_history
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.features.history import History

__all__ = ["FAR_OFF", "Backtest", "ForetoldGroup", "backtest", "deciles"]

FAR_OFF = 0.25
"""A forecast that was so far off in the test is not shown as a customer's worth."""


@dataclass(frozen=True)
class ForetoldGroup:
    """A group of customers: what was foretold of it, and what happened.

    Parameters
    ----------
    group : int
        The segment, or the decile counted from 1, most promising first.
    customers : int
        How many.
    expected_purchases, purchases : float
        Purchase days in the second half: foretold, and as they were.
    expected_money, money : float or None
        Money of these; None where the log has none.
    """

    group: int
    customers: int
    expected_purchases: float
    purchases: float
    expected_money: float | None
    money: float | None


@dataclass(frozen=True)
class Backtest:
    """A forecast from the first half of the log, held against the second.

    Parameters
    ----------
    as_of : str
        The last day that the forecast knew (ISO).
    days : int
        How far it looked ahead: to the end of the log.
    total : ForetoldGroup
        Everybody who was a customer by then.
    naive_money : float or None
        What a carrying on of everybody's spending so far would have said, without any model.
    segments : tuple of ForetoldGroup
        By the segments that customers would have been in on that day; empty where that is unknown.
    deciles : tuple of ForetoldGroup
        Tenths of the customers, most promising first.
    forecast : Forecast
        What was fitted.
    """

    as_of: str
    days: int
    total: ForetoldGroup
    naive_money: float | None
    segments: tuple[ForetoldGroup, ...]
    deciles: tuple[ForetoldGroup, ...]
    forecast: Forecast

    @property
    def error(self) -> float:
        """How far off the forecast was, in money (in purchases without it): 0.1 is 10 % too high.

        Examples
        --------
        >>> from personae.actions.worth.forecast import Level
        >>> everybody = ForetoldGroup(1, 2, 5.0, 4.0, expected_money=9.0, money=10.0)
        >>> round(Backtest("2024-06-30", 180, everybody, 15.0, (), (), None).error, 3)
        -0.1
        """
        return _error(self.total)

    @property
    def is_far_off(self) -> bool:
        """Whether it was more than a quarter off."""
        return not abs(self.error) <= FAR_OFF

    def to_dict(self) -> dict[str, object]:
        """Return the test, JSON-ready."""
        return {
            "as_of": self.as_of,
            "days": self.days,
            "error": _plain(self.error),
            "naive_money": self.naive_money,
            "total": asdict(self.total),
            "segments": [asdict(group) for group in self.segments],
            "deciles": [asdict(group) for group in self.deciles],
            "forecast": self.forecast.to_dict(),
        }


def _error(group: ForetoldGroup) -> float:
    expected, actual = group.expected_purchases, group.purchases
    if group.expected_money is not None and group.money is not None:
        expected, actual = group.expected_money, group.money
    return expected / actual - 1.0 if actual > 0.0 else float("nan")


def _plain(value: float) -> float | None:
    return value if np.isfinite(value) else None


def backtest(
    history: History, forecast: Forecast, *, segments: NDArray[np.int32] | None = None
) -> Backtest | None:
    """Hold a forecast from the first half of a log against its second half.

    Parameters
    ----------
    history : History
        What is known now and what was known in the middle.
    forecast : Forecast
        Fitted to what was known in the middle.
    segments : ndarray of int32, shape (n_customers_then,), optional
        The segment that each customer would have been in then, counted from 0.

    Returns
    -------
    Backtest or None
        None where the log is too short to be cut in two.
    """
    if history.then is None:
        return None
    then, now = history.then.days, history.days
    ahead = now.today - 1 - then.today
    known = repeat_history(then)
    later = bought_later(then, now)
    purchases = forecast.purchases(known, ahead)
    money = None if forecast.spending is None else forecast.money(known, ahead)
    received = None if money is None else later.money

    def grouped(places: NDArray[np.int64], n: int) -> tuple[ForetoldGroup, ...]:
        def total(values: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
            return None if values is None else _total(values, places, n)

        counts = np.bincount(places, minlength=n)
        sums = [total(values) for values in (purchases, later.purchases, money, received)]
        return tuple(
            ForetoldGroup(
                place + 1,
                int(counts[place]),
                *(None if one is None else float(one[place]) for one in sums),  # type: ignore[arg-type]
            )
            for place in range(n)
        )

    everybody = np.zeros(then.n_customers, dtype=np.int64)
    worth = purchases if money is None else money
    naive = None
    if money is not None and then.value is not None:
        naive = float(then.value.sum() * ahead / (then.log_days + 1))
    return Backtest(
        as_of=then.as_of.isoformat(),
        days=ahead,
        total=grouped(everybody, 1)[0],
        naive_money=naive,
        segments=()
        if segments is None
        else grouped(segments.astype(np.int64), int(segments.max()) + 1),
        deciles=grouped(deciles(worth), 10),
        forecast=forecast,
    )


def _total(values: NDArray[np.float64], places: NDArray[np.int64], n: int) -> NDArray[np.float64]:
    return np.bincount(places, weights=values, minlength=n).astype(np.float64)


def deciles(worth: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return which tenth of the customers each belongs to, 0 for those worth most.

    Of equals the one that comes first is taken first: customers are sorted by id.

    Examples
    --------
    >>> deciles(np.arange(20.0)).tolist()[:4]
    [9, 9, 8, 8]
    """
    places = np.empty(len(worth), dtype=np.int64)
    order = np.argsort(-worth, kind="stable")
    places[order] = np.arange(len(worth)) * 10 // max(len(worth), 1)
    return places
