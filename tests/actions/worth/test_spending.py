"""Gamma-Gamma: published figures, an independent referee, and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import gamma

from personae.actions.worth.likelihood import Unfitted
from personae.actions.worth.repeat_history import RepeatHistory
from personae.actions.worth.spending import Spending, _log_likelihood, fit_spending


def history_of(n: list[float], mean: list[float]) -> RepeatHistory:
    days = np.array(n, dtype=float)
    return RepeatHistory(days, days, days, paid_days=days, mean_value=np.array(mean, dtype=float))


def spending_of(p: float, q: float, v: float) -> Spending:
    return Spending(np.array([p, q, v]), 0.0, 0, 0.0, np.eye(3))


def likelihood(parameters: list[float], n: list[float], total: list[float]) -> float:
    counts = np.array(n, dtype=float)
    xs, place = np.unique(counts, return_inverse=True)
    per_x = np.bincount(place).astype(float)
    value, _ = _log_likelihood(
        np.array(parameters), counts, np.array(total, dtype=float), xs=xs, per_x=per_x
    )
    return value


def test_published_conditional_expectations() -> None:
    """Fader and Hardie (2013), with their p = 6.25, q = 3.74, v = 15.44.

    Nobody without a repeat purchase: p v / (q - 1) = 35.22; lifetimes prints 35.17 at full digits.
    """
    spending = spending_of(6.25, 3.74, 15.44)
    expected = spending.expected(history_of([0, 2, 1], [0, 22.35, 11.77]))
    # customers 3, 1 and 2 of the published sample: 35.17, 24.65 and 18.91
    assert expected == pytest.approx([35.17, 24.65, 18.91], abs=0.06)


@given(
    p=st.floats(0.5, 8),
    q=st.floats(1.5, 6),
    v=st.floats(1, 50),
    n=st.integers(1, 6),
    mean=st.floats(1, 200),
)
@settings(deadline=None, max_examples=30)
def test_the_likelihood_is_the_integral_it_stands_for(
    *, p: float, q: float, v: float, n: int, mean: float
) -> None:
    """The mean of n gamma values whose scale is itself gamma distributed."""

    def density(rate: float) -> float:
        return gamma.pdf(mean, p * n, scale=1 / (n * rate)) * gamma.pdf(rate, q, scale=1 / v)

    top = gamma.ppf(1 - 1e-13, q + p * n, scale=1 / (v + n * mean))
    integral, _ = quad(density, 0, top * 1.5, limit=400, points=[(q + p * n) / (v + n * mean)])
    assert likelihood([p, q, v], [n], [n * mean]) == pytest.approx(np.log(integral), rel=1e-5)


@given(
    st.lists(st.tuples(st.integers(1, 9), st.floats(1, 500)), min_size=1, max_size=6),
    st.tuples(*[st.floats(-1, 2)] * 3),
)
@settings(deadline=None)
def test_the_gradient_is_the_slope_of_the_likelihood(
    rows: list[tuple[int, float]], logs: tuple[float, ...]
) -> None:
    n, total = np.array(rows, dtype=float).T
    xs, place = np.unique(n, return_inverse=True)
    per_x = np.bincount(place).astype(float)
    parameters = np.exp(np.array(logs))
    _, gradient = _log_likelihood(parameters, n, total, xs=xs, per_x=per_x)
    for place_of in range(3):
        step = np.zeros(3)
        step[place_of] = 1e-6 * parameters[place_of]
        ahead, behind = (
            _log_likelihood(parameters + side * step, n, total, xs=xs, per_x=per_x)[0]
            for side in (1, -1)
        )
        slope = (ahead - behind) / (2 * step[place_of])
        assert gradient[place_of] == pytest.approx(slope, rel=1e-4, abs=1e-3)


def simulated(n_customers: int) -> RepeatHistory:
    random = np.random.default_rng(2)
    days = random.integers(1, 8, n_customers).astype(float)
    rate = random.gamma(3.7, 1 / 15.0, n_customers)
    mean = random.gamma(6.0 * days, 1 / (days * rate))
    return history_of(days.tolist(), mean.tolist())


def test_the_parameters_of_simulated_customers_are_found_again() -> None:
    spending = fit_spending(simulated(6_000))
    truth = np.array([6.0, 3.7, 15.0])
    assert (np.abs(spending.parameters - truth) < 3.5 * spending.standard_errors).all()
    assert (spending.standard_errors < 0.2 * truth).all()
    assert abs(spending.correlation) < 0.03


def test_money_in_pennies_gives_the_same_model_with_a_larger_v() -> None:
    pounds = simulated(500)
    assert pounds.mean_value is not None
    assert pounds.paid_days is not None
    pennies = history_of(pounds.paid_days.tolist(), (pounds.mean_value * 100).tolist())
    one, other = fit_spending(pounds), fit_spending(pennies)
    assert other.parameters == pytest.approx(one.parameters * [1, 1, 100], rel=1e-6)
    assert other.log_likelihood == pytest.approx(one.log_likelihood - 500 * np.log(100), rel=1e-9)
    assert other.expected(pennies) == pytest.approx(one.expected(pounds) * 100, rel=1e-6)


def test_a_customer_with_many_days_is_taken_at_their_word() -> None:
    spending = spending_of(6.0, 3.7, 15.0)
    few, many = spending.expected(history_of([1, 1000], [100, 100]))
    everybody = spending.expected(history_of([0], [0]))[0]
    assert everybody < few < many
    assert many == pytest.approx(100, rel=0.01)


def test_the_second_moment_is_that_of_simulated_means() -> None:
    spending = spending_of(6.0, 3.7, 15.0)
    random = np.random.default_rng(4)
    # 2 days of 40 each: the rate is gamma with shape p n + q and rate v + n m
    means = 6.0 / random.gamma(6.0 * 2 + 3.7, 1 / (15.0 + 80.0), 400_000)
    one = history_of([2], [40])
    assert spending.expected(one)[0] == pytest.approx(means.mean(), rel=0.01)
    assert spending.second_moment(one)[0] == pytest.approx((means**2).mean(), rel=0.02)
    # of nobody in particular, with q below 2, the mean has no variance
    assert spending_of(6.0, 1.9, 15.0).second_moment(history_of([0], [0]))[0] == np.inf


def test_what_cannot_be_fitted_says_why() -> None:
    with pytest.raises(Unfitted, match=r"^fewer than 10 customers paid something on a repeat day$"):
        fit_spending(history_of([1] * 9, [5.0] * 9))
    with pytest.raises(Unfitted, match=r"^everybody pays the same$"):
        fit_spending(history_of([1] * 20, [5.0] * 20))
    days = np.ones(3)
    with pytest.raises(Unfitted, match=r"^the log does not say what was paid$"):
        fit_spending(RepeatHistory(days, days, days))
