"""What customers paid on repeat days in, what each will pay on a day out: the Gamma-Gamma model."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

import numpy as np

from personae.actions.worth.likelihood import Unfitted, most_likely
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.actions.worth.repeat_history import RepeatHistory

__all__ = ["Spending", "fit_spending"]

_NAMES = ("p", "q", "v")
_FEWEST = 10
_STARTS = ((0.0, 1.0, 0.0), (1.5, 1.0, 0.5), (-0.5, 0.5, -0.5))


@dataclass(frozen=True)
class Spending:
    """How much customers pay on a purchase day, fitted by maximum likelihood.

    What a customer pays varies from day to day around a mean of their own (gamma distributed with
    shape `p`); the means differ between customers (their inverse scale is gamma distributed with
    shape `q` and rate `v`). A customer with few days is drawn towards everybody's mean.

    Parameters
    ----------
    parameters : ndarray of float64, shape (3,)
        p, q and v; v is in money.
    log_likelihood : float
        Of the mean values of all customers with a repeat day.
    n_customers : int
        How many these are.
    correlation : float
        Between the number of repeat days and their mean value. The model takes the two for
        independent.
    covariance : ndarray of float64, shape (3, 3)
        Of the logarithms of p, q and v, from the curvature of the likelihood.
    """

    parameters: NDArray[np.float64]
    log_likelihood: float
    n_customers: int
    correlation: float
    covariance: NDArray[np.float64] = field(repr=False)

    @property
    def standard_errors(self) -> NDArray[np.float64]:
        """The standard error of each parameter (delta method on its logarithm)."""
        errors: NDArray[np.float64] = self.parameters * np.sqrt(np.diag(self.covariance))
        return errors

    def with_parameters(self, parameters: NDArray[np.float64]) -> Spending:
        """Return the same model with other parameters, to see what hangs on them."""
        return replace(self, parameters=parameters)

    def expected(self, history: RepeatHistory) -> NDArray[np.float64]:
        """Return the money to expect on a purchase day of each customer, shape (n_customers,).

        ``p * (v + n * m) / (p * n + q - 1)`` with n paid repeat days of mean value m (Fader and
        Hardie 2013, equation 5); of one-time buyers the mean of everybody.
        """
        p, q, v = self.parameters
        n, total = _paid(history)
        answer: NDArray[np.float64] = p * (v + total) / (p * n + q - 1.0)
        return answer

    def second_moment(self, history: RepeatHistory) -> NDArray[np.float64]:
        """Return the mean square of each customer's own mean; infinite where it has none."""
        p, q, v = self.parameters
        n, total = _paid(history)
        shape = p * n + q
        square = (p * (v + total)) ** 2 / np.maximum((shape - 1.0) * (shape - 2.0), 1e-300)
        return np.where(shape > 2.0, square, np.inf)

    def to_dict(self) -> dict[str, object]:
        """Return the parameters and how sure they are, JSON-ready."""
        return {
            "model": "Gamma-Gamma",
            **dict(zip(_NAMES, self.parameters.tolist(), strict=True)),
            "standard_errors": dict(zip(_NAMES, self.standard_errors.tolist(), strict=True)),
            "log_likelihood": self.log_likelihood,
            "n_customers": self.n_customers,
            "correlation": self.correlation,
        }


def fit_spending(history: RepeatHistory) -> Spending:
    """Fit the Gamma-Gamma model to everybody with a repeat day on which something was paid.

    Parameters
    ----------
    history : RepeatHistory
        One row per customer; its money must be known.

    Raises
    ------
    Unfitted
        If fewer than ten customers have such a day, all paid the same, or the likelihood has no
        peak with a mean (q above 1).

    Notes
    -----
    P. S. Fader, B. G. S. Hardie (2013): The Gamma-Gamma model of monetary value,
    brucehardie.com/notes/025. The likelihood is that of their equation 1a with z = n * m.

    Examples
    --------
    >>> from personae.actions.worth.repeat_history import RepeatHistory
    >>> n = np.array([1.0, 2, 1, 3, 1, 2, 4, 1, 2, 1, 0])
    >>> m = np.array([10.0, 30, 22, 15, 60, 25, 18, 35, 12, 20, 0])
    >>> spending = fit_spending(RepeatHistory(n, n, n, paid_days=n, mean_value=m))
    >>> spending.expected(RepeatHistory(n, n, n, paid_days=n, mean_value=m)).round(1)[-1].item()
    23.4
    """
    n, total = _paid(history)
    known = n > 0.0
    if known.sum() < _FEWEST:
        few = f"fewer than {_FEWEST} customers paid something on a repeat day"
        raise Unfitted(few)
    n, total = n[known], total[known]
    mean = total / n
    unit = float(np.median(mean))
    if np.ptp(mean) < 1e-9 * unit:
        raise Unfitted("everybody pays the same")
    order = np.lexsort((total, n))  # sums do not depend on the order of customers
    counted, total = n[order], total[order] / unit
    xs, place = np.unique(counted, return_inverse=True)
    per_x = np.bincount(place).astype(np.float64)

    def log_likelihood(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        return _log_likelihood(parameters, counted, total, xs=xs, per_x=per_x)

    best = most_likely(log_likelihood, _STARTS, n=len(counted))
    if best.parameters[1] <= 1.0:
        raise Unfitted("a few customers pay so much that a mean does not exist in the model")
    return Spending(
        best.parameters * np.array([1.0, 1.0, unit]),
        best.log_likelihood - len(counted) * float(np.log(unit)),
        len(counted),
        float(np.corrcoef(n, mean)[0, 1]) if np.ptp(n) else 0.0,
        best.covariance,
    )


def _paid(history: RepeatHistory) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the paid repeat days of each customer and what was paid on them together."""
    if history.paid_days is None or history.mean_value is None:
        raise Unfitted("the log does not say what was paid")
    return history.paid_days, history.paid_days * history.mean_value


def _log_likelihood(
    parameters: NDArray[np.float64],
    n: NDArray[np.float64],
    total: NDArray[np.float64],
    *,
    xs: NDArray[np.float64],
    per_x: NDArray[np.float64],
) -> tuple[float, NDArray[np.float64]]:
    """Return the log-likelihood of mean values and its gradient by p, q and v."""
    from scipy.special import gammaln, psi

    p, q, v = parameters
    size = float(len(n))
    share, rest = np.log(total / (v + total)), np.log(v + total)
    of_x = gammaln(p * xs + q) - gammaln(p * xs)
    value = (per_x * of_x).sum() + size * (q * np.log(v) - gammaln(q))
    shares, rests = (n * share).sum(), rest.sum()
    value += p * shares - q * rests - np.log(total / n).sum()
    both = psi(p * xs + q)
    gradient = np.array(
        [
            (per_x * xs * (both - psi(p * xs))).sum() + shares,
            (per_x * both).sum() + size * (np.log(v) - psi(q)) - rests,
            size * q / v - ((p * n + q) / (v + total)).sum(),
        ]
    )
    return float(value), gradient
