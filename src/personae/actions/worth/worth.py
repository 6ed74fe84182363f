"""Purchase days and segments in, what every customer and segment is worth in the time ahead out."""

from __future__ import annotations

from dataclasses import asdict, field
from typing import TYPE_CHECKING

import numpy as np

from personae.actions.worth.assumptions import Fitness, fitness
from personae.actions.worth.backtest import Backtest, backtest, deciles
from personae.actions.worth.forecast import Forecast, fit_forecast
from personae.actions.worth.likelihood import Unfitted
from personae.actions.worth.purchase_process import PurchaseProcess
from personae.actions.worth.repeat_history import RepeatHistory, repeat_history
from personae.actions.worth.spending import Spending
from personae.dataclass import dataclass
from personae.stats.intervals import Z95

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from personae.features.history import History

__all__ = ["Forecasts", "GroupWorth", "Worth", "forecasts_of", "worth_of"]

Model = PurchaseProcess | Spending

SHORTEST_HORIZON = 30
CORRELATED = 0.3
"""Above this correlation of how often and how much, the Gamma-Gamma model is warned about."""
_STEP = 1e-4


@dataclass(frozen=True)
class GroupWorth:
    """A group of customers and what to expect of it, with a 95 % interval.

    Parameters
    ----------
    group : int
        The segment, or the decile counted from 1, worth most first.
    customers : int
        How many.
    alive : float
        Mean chance that they are still there.
    purchases : float
        Purchase days to expect of all of them together.
    worth : float
        Money to expect of all of them together; purchase days where money is not known.
    low, high : float or None
        The interval of `worth`: chance, the parameters' uncertainty and what forecasts within this
        log were off by; None where the model has no variance.
    """

    group: int
    customers: int
    alive: float
    purchases: float
    worth: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Worth:
    """What customers are worth in the time ahead, or the reason why that cannot be told.

    Parameters
    ----------
    use : {"yes", "rank", "no"}
        "rank": the chance to be still there says who comes before whom, and nothing else is told.
    reason : str
        Why not everything, as a sentence.
    horizon : int
        How many days ahead.
    horizon_from : {"log", "user"}
        Half of the log, as the test looked ahead; or what was asked for.
    discount_rate : float or None
        A year's; None where nobody gave one, and nothing is discounted.
    forecast, history, test : Forecast, RepeatHistory, Backtest or None
        What was fitted, to what, and how it did on the second half of the log.
    alive, purchases, worth : ndarray of float64, shape (n_customers,), or None
        Per customer: the chance to be still there, the purchase days and the money (purchase days
        where money is not known) to expect within the horizon.
    segments, deciles : tuple of GroupWorth
        Of segments, and of tenths of the customers.
    warnings : tuple of str
        What to keep in mind, as sentences.
    """

    use: str
    reason: str = ""
    horizon: int = 0
    horizon_from: str = "log"
    discount_rate: float | None = None
    forecast: Forecast | None = field(default=None, repr=False)
    history: RepeatHistory | None = field(default=None, repr=False)
    test: Backtest | None = field(default=None, repr=False)
    alive: NDArray[np.float64] | None = field(default=None, repr=False)
    purchases: NDArray[np.float64] | None = field(default=None, repr=False)
    worth: NDArray[np.float64] | None = field(default=None, repr=False)
    segments: tuple[GroupWorth, ...] = ()
    deciles: tuple[GroupWorth, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def in_money(self) -> bool:
        """Whether `worth` is money; else it counts purchase days."""
        return self.forecast is not None and self.forecast.spending is not None

    @property
    def is_shown(self) -> bool:
        """Whether a customer's worth may stand on a card: the test was made and not far off."""
        return self.use == "yes" and self.test is not None and not self.test.is_far_off

    def to_dict(self) -> dict[str, object]:
        """Return everything but the single customers, JSON-ready."""
        return {
            "use": self.use,
            "reason": self.reason,
            "horizon": self.horizon,
            "horizon_from": self.horizon_from,
            "discount_rate": self.discount_rate,
            "in_money": self.in_money,
            "is_shown": self.is_shown,
            "forecast": None if self.forecast is None else self.forecast.to_dict(),
            "test": None if self.test is None else self.test.to_dict(),
            "segments": [asdict(group) for group in self.segments],
            "deciles": [asdict(group) for group in self.deciles],
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True)
class Forecasts:
    """What was fitted to a log: all that can be said before there are segments.

    Parameters
    ----------
    history : History
        The purchase days of now and what was known in the middle of the log.
    fitness : Fitness
        Whether such a model suits the log.
    now : Forecast or None
        Fitted to the whole log; None where it cannot be, or must not.
    then : Forecast or None
        Fitted to its first half, to be tested on the second.
    reason : str
        Why it cannot be fitted.
    """

    history: History = field(repr=False)
    fitness: Fitness
    now: Forecast | None = None
    then: Forecast | None = None
    reason: str = ""


def forecasts_of(
    history: History, *, columns: Iterable[str] = (), complete: bool = False
) -> Forecasts:
    """Fit what foretells purchases to a log, and to its first half.

    Parameters
    ----------
    history : History
        The purchase days of now and what was known in the middle of the log.
    columns : iterable of str
        The columns of the log.
    complete : bool
        Whether the log holds everybody's very first purchase, by the word of the user.
    """
    fit = fitness(history.days, columns=columns, complete=complete)
    if fit.use == "no":
        return Forecasts(history, fit, reason=fit.reason)
    try:
        now, then = fit_forecast(history.days), None
        if fit.use == "yes" and history.then is not None:
            then = fit_forecast(history.then.days)
    except Unfitted as unfitted:
        reason = f"What customers will buy cannot be told, because {unfitted}."
        return Forecasts(history, fit, reason=reason)
    return Forecasts(history, fit, now, then)


def worth_of(
    forecasts: Forecasts,
    labels: NDArray[np.int32],
    *,
    segments_then: NDArray[np.int32] | None = None,
    horizon: int | None = None,
    discount_rate: float | None = None,
) -> Worth:
    """Say what customers and segments are worth in the time ahead.

    Parameters
    ----------
    forecasts : Forecasts
        What was fitted to the log.
    labels : ndarray of int32, shape (n_customers,)
        The segment of each customer, counted from 0.
    segments_then : ndarray of int32, shape (n_customers_then,), optional
        The segment that each customer of then would have been in.
    horizon : int, optional
        Days ahead; half of the log, which is what the test looked ahead.
    discount_rate : float, optional
        What money in a year is worth less than money today.

    Returns
    -------
    Worth
        With a reason where the log cannot carry it.
    """
    history, forecast, fit = forecasts.history, forecasts.now, forecasts.fitness
    if forecast is None:
        return Worth("no", forecasts.reason)
    known = repeat_history(history.days)
    alive = forecast.process.alive(known)
    if fit.use == "rank":
        return Worth("rank", fit.reason, forecast=forecast, history=known, alive=alive)
    test = None
    if forecasts.then is not None:
        test = backtest(history, forecasts.then, segments=segments_then)
    half = test.days if test is not None else max(history.days.log_days // 2, SHORTEST_HORIZON)
    days = horizon or half
    rate = discount_rate or 0.0

    def worth_under(one: Forecast) -> NDArray[np.float64]:
        if one.spending is None:
            return one.purchases(known, days)
        return one.money(known, days, discount_rate=rate)

    worth, purchases = worth_under(forecast), forecast.purchases(known, days)
    figures = (alive, purchases, worth)
    doubt = _doubt(forecast, worth_under, known, days=days, test=test)
    return Worth(
        use="yes",
        horizon=days,
        horizon_from="log" if horizon is None else "user",
        discount_rate=discount_rate,
        forecast=forecast,
        history=known,
        test=test,
        alive=alive,
        purchases=purchases,
        worth=worth,
        segments=_groups(labels.astype(np.int64), figures, doubt),
        deciles=_groups(deciles(worth), figures, doubt),
        warnings=_warnings(forecast, test, days=days, half=half),
    )


@dataclass(frozen=True)
class _Doubt:
    """Where the uncertainty of a group comes from.

    Parameters
    ----------
    chance : ndarray, shape (n_customers,)
        The variance of what each customer does.
    slopes : ndarray, shape (n_parameters, n_customers)
        How each customer's worth moves with the logarithm of each parameter.
    covariance : ndarray, shape (n_parameters, n_parameters)
        Of these logarithms.
    miss : float
        How far off a whole forecast may be, as a standard deviation of its logarithm.
    """

    chance: NDArray[np.float64]
    slopes: NDArray[np.float64]
    covariance: NDArray[np.float64]
    miss: float


def _doubt(
    forecast: Forecast,
    worth_under: Callable[[Forecast], NDArray[np.float64]],
    history: RepeatHistory,
    *,
    days: int,
    test: Backtest | None,
) -> _Doubt:
    models = [model for model in (forecast.process, forecast.spending) if model is not None]
    slopes = [
        (worth_under(forecast.with_model(ahead)) - worth_under(forecast.with_model(behind)))
        / (2.0 * _STEP)
        for model in models
        for ahead, behind in _beside(model)
    ]
    missed = 0.0 if test is None else abs(np.log(max(1.0 + test.error, 1e-3)))
    return _Doubt(
        chance=forecast.variance(history, days),
        slopes=np.array(slopes),
        covariance=_apart([model.covariance for model in models]),
        miss=float(max(forecast.level.spread, missed if np.isfinite(missed) else 0.0)),
    )


def _apart(matrices: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return one matrix with these along its diagonal: models that are fitted independently."""
    ends = np.cumsum([len(matrix) for matrix in matrices])
    whole = np.zeros((ends[-1], ends[-1]))
    for matrix, end in zip(matrices, ends, strict=True):
        whole[end - len(matrix) : end, end - len(matrix) : end] = matrix
    return whole


def _beside(model: Model) -> Iterator[tuple[Model, Model]]:
    """Return a model with each of its parameters a little larger, and a little smaller."""
    for place in range(len(model.parameters)):
        step = np.ones(len(model.parameters))
        step[place] = np.exp(_STEP)
        larger, smaller = model.parameters * step, model.parameters / step
        yield model.with_parameters(larger), model.with_parameters(smaller)


def _groups(
    places: NDArray[np.int64],
    figures: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
    doubt: _Doubt,
) -> tuple[GroupWorth, ...]:
    """Add up the customers of each group."""
    n = int(places.max()) + 1
    counts = np.bincount(places, minlength=n)

    def total(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(places, weights=values, minlength=n).astype(np.float64)

    alive, purchases, worth = (total(values) for values in figures)
    slopes = np.array([total(slope) for slope in doubt.slopes])
    by_parameters = np.einsum("ig,ij,jg->g", slopes, doubt.covariance, slopes)
    variance = total(doubt.chance) + by_parameters + (worth * doubt.miss) ** 2
    return tuple(
        GroupWorth(
            place + 1,
            int(counts[place]),
            float(alive[place] / max(counts[place], 1)),
            float(purchases[place]),
            float(worth[place]),
            *_interval(float(worth[place]), float(variance[place])),
        )
        for place in range(n)
    )


def _interval(mean: float, variance: float) -> tuple[float | None, float | None]:
    """Return the 95 % interval of a sum that is never negative, as if its logarithm were normal."""
    if not np.isfinite(variance) or mean <= 0.0:
        return None, None
    width = np.log1p(variance / mean**2)
    middle, half = np.log(mean) - width / 2.0, Z95 * np.sqrt(width)
    return float(np.exp(middle - half)), float(np.exp(middle + half))


def _warnings(
    forecast: Forecast, test: Backtest | None, *, days: int, half: int
) -> tuple[str, ...]:
    told = []
    if forecast.process.model == "NBD":
        told.append(
            "The log does not show that customers leave for good: nobody's silence is longer than "
            "chance makes it. The chance to be still there is 100\N{NO-BREAK SPACE}% for everybody "
            "and tells nothing; go by who is overdue."
        )
    if forecast.spending is None and forecast.no_spending:
        told.append(f"Money was not foretold, because {forecast.no_spending}.")
    elif forecast.spending is not None and abs(forecast.spending.correlation) > CORRELATED:
        told.append(
            "Customers who buy more often pay "
            f"{'more' if forecast.spending.correlation > 0 else 'less'} each time (correlation "
            f"{forecast.spending.correlation:.2f}); the model takes the two for independent and "
            "is off for those who buy most."
        )
    if test is None:
        told.append("The log is too short to be tested on its own second half.")
    if days > 1.5 * half:
        told.append(
            f"{days} days ahead is further than the {half} days that the log allows to test."
        )
    return tuple(told)
