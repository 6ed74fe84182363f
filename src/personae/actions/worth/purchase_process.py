"""Repeat purchases in, a model of buying and leaving out: BG/NBD and MBG/NBD.

While a customer is one, purchases come at random at a rate of their own; after a purchase they may
leave for good, with a chance of their own. Rates and chances differ between customers: the rates as
a gamma distribution, the chances as a beta distribution. Nobody says goodbye to a shop, so that the
model says how likely it is that somebody is still there.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from personae.actions.worth.likelihood import Unfitted, most_likely
from personae.actions.worth.repeat_history import RepeatHistory
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Model", "PurchaseProcess", "fit_purchase_process"]

Model = Literal["BG/NBD", "MBG/NBD", "NBD"]
_NAMES = ("r", "alpha", "a", "b")
_STARTS = ((-0.5, -0.5, -0.5, 0.5), (1.0, 1.0, 0.5, 0.5))
_NODES = 64
_HAIR = 1e-7


@dataclass(frozen=True)
class PurchaseProcess:
    """How customers buy and leave, fitted by maximum likelihood; time in days.

    Parameters
    ----------
    model : {"BG/NBD", "MBG/NBD", "NBD"}
        In the BG/NBD somebody can leave only after a repeat purchase, so that everybody who bought
        once counts as still there. In the MBG/NBD the first purchase can be the last. In the NBD
        nobody leaves.
    parameters : ndarray of float64, shape (4,) or (2,)
        r, alpha, a and b: purchase rates are gamma distributed with shape r and rate alpha (days);
        the chance to leave after a purchase is beta distributed with a and b. The NBD has the first
        two only.
    log_likelihood : float
        Of all customers.
    n_customers : int
        How many customers it was fitted to.
    covariance : ndarray of float64, shape (4, 4) or (2, 2)
        Of the logarithms of the parameters, from the curvature of the likelihood.
    """

    model: Model
    parameters: NDArray[np.float64]
    log_likelihood: float
    n_customers: int
    covariance: NDArray[np.float64] = field(repr=False)

    @property
    def standard_errors(self) -> NDArray[np.float64]:
        """The standard error of each parameter (delta method on its logarithm)."""
        errors: NDArray[np.float64] = self.parameters * np.sqrt(np.diag(self.covariance))
        return errors

    def with_parameters(self, parameters: NDArray[np.float64]) -> PurchaseProcess:
        """Return the same model with other parameters, to see what hangs on them."""
        return replace(self, parameters=parameters)

    def alive(self, history: RepeatHistory) -> NDArray[np.float64]:
        """Return the chance that each customer is still there, shape (n_customers,).

        ``1 / (1 + a / (b + x - 1) * ((alpha + T) / (alpha + t_x))^(r + x))`` for x > 0 and 1 for
        x = 0 in the BG/NBD (Fader, Hardie and Lee 2008); in the MBG/NBD with ``b + x`` in place of
        ``b + x - 1`` and for every x (Batislam, Denizel and Filiztekin 2007); 1 in the NBD.
        """
        from scipy.special import expit

        if self.model == "NBD":
            return np.ones(history.n_customers)
        odds = _log_odds_of_having_left(self.model, self.parameters, history)
        chance: NDArray[np.float64] = expit(-odds)
        return chance

    def expected(self, history: RepeatHistory, days: float) -> NDArray[np.float64]:
        """Return how many purchase days to expect of each customer in the next so many days.

        Fader, Hardie and Lee (2005), equation 10, after Euler's transformation of the
        hypergeometric function, which keeps it from overflowing for customers with many purchases;
        ``(r + x) / (alpha + T) * days`` in the NBD.
        """
        from scipy.special import hyp2f1

        r, alpha = self.parameters[:2]
        if self.model == "NBD":
            visits: NDArray[np.float64] = (r + history.x) / (alpha + history.T) * days
            return visits
        a, b = self.parameters[2:]
        if abs(a - 1.0) < _HAIR:  # the formula has a gap of no width there
            a = 1.0 + _HAIR
        shifted = b + _shift(self.model)
        x, T, place = history.pairs
        z = days / (alpha + T + days)
        series = hyp2f1(a + shifted - 1.0 - r, a - 1.0, a + shifted + x - 1.0, z)
        staying = (a + shifted + x - 1.0) / (a - 1.0) * (1.0 - (1.0 - z) ** (a - 1.0) * series)
        answer: NDArray[np.float64] = staying[place] * self.alive(history)
        return answer

    def expected_of_new(self, days: float) -> float:
        """Return how many repeat purchase days to expect of a new customer in so many days."""
        new = RepeatHistory(x=np.zeros(1), t_x=np.zeros(1), T=np.zeros(1))
        return float(self.expected(new, days)[0])

    def variance(self, history: RepeatHistory, days: float) -> NDArray[np.float64]:
        """Return the variance of what `expected` is the mean of, shape (n_customers,).

        Given a rate l and a chance p, and still there, the count N is the smaller of a Poisson and
        a geometric one: E[N (N - 1)] = 2 (1 - p) (1 - e^(-l p t) (1 + l p t)) / p^2. The gamma
        distribution of l is integrated exactly, the beta distribution of p over its quantiles.
        """
        mean = self.expected(history, days)
        if self.model == "NBD":
            spread: NDArray[np.float64] = mean + mean**2 / (self.parameters[0] + history.x)
            return spread
        x, T, place = history.pairs
        twice = self._second_factorial_moment(x, T, days)
        answer: NDArray[np.float64] = twice[place] * self.alive(history) + mean - mean**2
        return np.maximum(answer, 0.0)

    def _second_factorial_moment(
        self, x: NDArray[np.float64], T: NDArray[np.float64], days: float
    ) -> NDArray[np.float64]:
        """Return E[N (N - 1)] of customers who are still there."""
        from scipy.special import betaincinv

        r, alpha, a, b = self.parameters
        quantiles = (np.arange(_NODES) + 0.5) / _NODES
        twice = np.zeros(len(x))
        for count in np.unique(x):
            rows = x == count
            p = np.maximum(betaincinv(a, b + _shift(self.model) + count, quantiles), 1e-9)
            rate = alpha + T[rows][:, None]
            gone = (rate / (rate + p * days)) ** (r + count)
            slope = gone * (r + count) * p * days / (rate + p * days)
            stays = np.maximum(1.0 - gone - slope, 0.0)
            twice[rows] = (2.0 * (1.0 - p) * stays / p**2).mean(axis=1)
        return twice

    def to_dict(self) -> dict[str, object]:
        """Return the parameters and how sure they are, JSON-ready."""
        names = _NAMES[: len(self.parameters)]
        return {
            "model": self.model,
            **dict(zip(names, self.parameters.tolist(), strict=True)),
            "standard_errors": dict(zip(names, self.standard_errors.tolist(), strict=True)),
            "log_likelihood": self.log_likelihood,
            "n_customers": self.n_customers,
        }


def fit_purchase_process(
    history: RepeatHistory,
    model: Model = "MBG/NBD",
    *,
    near: PurchaseProcess | None = None,
) -> PurchaseProcess:
    """Fit a purchase process by maximum likelihood.

    Equal customers are counted together, so that a million of them are some hundred thousand
    different ones; the gradient is exact.

    Parameters
    ----------
    history : RepeatHistory
        One row per customer.
    model : {"MBG/NBD", "BG/NBD", "NBD"}
        Which one.
    near : PurchaseProcess, optional
        A fit of the same model to similar data, to start from.

    Returns
    -------
    PurchaseProcess
        Parameters with their covariance.

    Raises
    ------
    Unfitted
        If nobody bought again, or the likelihood has no peak: where nobody seems to leave, only the
        NBD has one.

    Notes
    -----
    P. S. Fader, B. G. S. Hardie, K. L. Lee (2005): "Counting your customers" the easy way,
    Marketing Science 24(2). E. P. Batislam, M. Denizel, A. Filiztekin (2007): Empirical validation
    and comparison of models for customer base analysis, Int. J. of Research in Marketing 24(3).

    Examples
    --------
    >>> x = np.array([0.0, 0, 0, 1, 2, 0, 3, 0, 1, 5])
    >>> t_x = np.array([0.0, 0, 0, 20, 30, 0, 80, 0, 10, 95])
    >>> T = np.array([90.0, 80, 95, 99, 70, 60, 99, 50, 85, 97])
    >>> process = fit_purchase_process(RepeatHistory(x, t_x, T), "NBD")
    >>> process.expected(RepeatHistory(x, t_x, T), days=30).round(2)[[0, 4, 9]].tolist()
    [0.19, 0.63, 1.05]
    """
    if not history.x.any():
        raise Unfitted("nobody bought a second time")
    unit = float(history.T.mean()) or 1.0
    # where nobody leaves it does not matter when the latest purchase was
    told = replace(history, t_x=np.zeros(history.n_customers)) if model == "NBD" else history
    rows = _different(told, unit)

    def log_likelihood(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        if model == "NBD":
            return _log_likelihood_without_leaving(parameters, rows)
        return _log_likelihood(model, parameters, rows)

    n_parameters = 2 if model == "NBD" else 4
    units = np.array([1.0, unit, 1.0, 1.0])[:n_parameters]
    starts = [start[:n_parameters] for start in _STARTS]
    if near is not None and near.model == model:
        starts = [tuple(np.log(near.parameters / units).tolist())]
    peak = most_likely(log_likelihood, starts, n=rows.total)
    # the likelihood of times in days, not in units of the mean tenure
    in_days = peak.log_likelihood - float((rows.count * rows.x).sum()) * float(np.log(unit))
    parameters = peak.parameters * units
    return PurchaseProcess(model, parameters, in_days, history.n_customers, peak.covariance)


@dataclass(frozen=True)
class _Rows:
    """Different customers and how many there are of each; and how many there are of each x."""

    x: NDArray[np.float64]
    t_x: NDArray[np.float64]
    T: NDArray[np.float64]
    count: NDArray[np.float64]
    xs: NDArray[np.float64]
    per_x: NDArray[np.float64]
    total: float


def _different(history: RepeatHistory, unit: float) -> _Rows:
    table = np.column_stack((history.x, history.t_x, history.T))
    order = np.lexsort(table.T)
    table = table[order]
    new = np.ones(len(table), dtype=bool)
    new[1:] = (table[1:] != table[:-1]).any(axis=1)
    starts = np.flatnonzero(new)
    count = np.diff(np.append(starts, len(table))).astype(np.float64)
    x, t_x, T = np.ascontiguousarray(table[starts].T)
    xs, place = np.unique(x, return_inverse=True)
    per_x = np.bincount(place, weights=count).astype(np.float64)
    return _Rows(x, t_x / unit, T / unit, count, xs, per_x, float(len(table)))


def _shift(model: Model) -> float:
    """Return 1 where already the first purchase can be the last."""
    return 1.0 if model == "MBG/NBD" else 0.0


def _log_odds_of_having_left(
    model: Model, parameters: NDArray[np.float64], rows: RepeatHistory | _Rows
) -> NDArray[np.float64]:
    """Return ln of (left / still there); -inf for one-time buyers in the BG/NBD."""
    r, alpha, a, b = parameters
    after = np.maximum(b + _shift(model) + rows.x - 1.0, 1e-300)
    apart = np.log((alpha + rows.T) / (alpha + rows.t_x))
    odds = np.log(a) - np.log(after) + (r + rows.x) * apart
    return odds if model == "MBG/NBD" else np.where(rows.x > 0.0, odds, -np.inf)


def _log_likelihood(
    model: Model, parameters: NDArray[np.float64], rows: _Rows
) -> tuple[float, NDArray[np.float64]]:
    """Return the log-likelihood and its gradient by r, alpha, a and b.

    Sums are numpy's, not those of a matrix product, whose last digits hang on threads.
    """
    from scipy.special import expit, gammaln, psi

    r, alpha, a, b = parameters
    shifted = b + _shift(model)
    xs, x, count, per_x = rows.xs, rows.x, rows.count, rows.per_x
    ends, since = alpha + rows.T, alpha + rows.t_x
    odds = _log_odds_of_having_left(model, parameters, rows)
    left, apart, log_ends = expit(odds), np.log(ends / since), np.log(ends)

    of_x = gammaln(r + xs) + gammaln(shifted + xs) - gammaln(a + shifted + xs)
    constant = gammaln(a + b) - gammaln(b) - gammaln(r) + r * np.log(alpha)
    value = (per_x * of_x).sum() + rows.total * constant
    value += (count * (np.logaddexp(0.0, odds) - (r + x) * log_ends)).sum()

    by_x, gone = psi(a + shifted + xs), count * left
    by_r = (per_x * psi(r + xs)).sum() + rows.total * (np.log(alpha) - psi(r))
    by_r += (gone * apart).sum() - (count * log_ends).sum()
    by_alpha = (count * (r + x) * (left / ends - left / since - 1.0 / ends)).sum()
    by_alpha += rows.total * r / alpha
    by_a = rows.total * psi(a + b) - (per_x * by_x).sum() + gone.sum() / a
    by_b = (per_x * (psi(shifted + xs) - by_x)).sum() - rows.total * (psi(b) - psi(a + b))
    by_b -= (gone / np.maximum(shifted + x - 1.0, 1e-300)).sum()
    gradient = np.array([by_r, by_alpha, by_a, by_b])
    return float(value), gradient


def _log_likelihood_without_leaving(
    parameters: NDArray[np.float64], rows: _Rows
) -> tuple[float, NDArray[np.float64]]:
    """Return the log-likelihood of the NBD and its gradient by r and alpha."""
    from scipy.special import gammaln, psi

    r, alpha = parameters
    ends = alpha + rows.T
    both, log_ends = r + rows.x, np.log(ends)
    value = (rows.per_x * gammaln(r + rows.xs)).sum() - (rows.count * both * log_ends).sum()
    value += rows.total * (r * np.log(alpha) - gammaln(r))
    by_r = (rows.per_x * psi(r + rows.xs)).sum() - (rows.count * log_ends).sum()
    by_r += rows.total * (np.log(alpha) - psi(r))
    by_alpha = rows.total * r / alpha - (rows.count * both / ends).sum()
    return float(value), np.array([by_r, by_alpha])
