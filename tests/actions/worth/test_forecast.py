"""What customers will buy and spend: on simulated shops whose truth is known, and by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from personae.actions.worth.backtest import FAR_OFF, Backtest, backtest, deciles
from personae.actions.worth.forecast import (
    CUTS,
    Forecast,
    Level,
    bought_later,
    fit_forecast,
)
from personae.actions.worth.likelihood import Unfitted
from personae.actions.worth.purchase_process import PurchaseProcess
from personae.actions.worth.repeat_history import RepeatHistory, repeat_history
from personae.actions.worth.spending import Spending
from personae.actions.worth.worth import forecasts_of, worth_of
from personae.features.history import History, KnownThen
from personae.features.purchase_days import PurchaseDays

DaysFrom = Callable[..., PurchaseDays]
START = dt.date(2024, 1, 1)


@pytest.fixture(scope="module")
def halves(shop: PurchaseDays) -> History:
    """The shop now, and as it was on its 200th day."""
    end = START + dt.timedelta(days=199)
    kept = shop.day <= shop.today - 201
    who, places = np.unique(shop.customer[kept], return_inverse=True)
    assert shop.value is not None
    then = PurchaseDays(
        ids=shop.ids.take(who),
        as_of=end,
        log_start=START,
        customer=places.astype(np.int32),
        day=shop.day[kept],
        value=shop.value[kept],
    )
    return History(shop, KnownThen(then, table=None))  # type: ignore[arg-type]


def plain(process: PurchaseProcess, spending: Spending | None = None) -> Forecast:
    return Forecast(process, spending, Level(1.0, 1.0, ()), "the log does not say what was paid")


NBD = PurchaseProcess("NBD", np.array([2.0, 10.0]), 0.0, 0, np.eye(2))
GAMMA_GAMMA = Spending(np.array([6.0, 3.5, 20.0]), 0.0, 0, 0.0, np.eye(3))
ONE = RepeatHistory(
    np.array([4.0]), np.array([30.0]), np.array([50.0]),
    paid_days=np.array([4.0]), mean_value=np.array([25.0]),
)  # fmt: skip


def test_money_is_purchases_times_what_one_brings() -> None:
    forecast = plain(NBD, GAMMA_GAMMA)
    # (r + x) / (alpha + T) * 20 days; p (v + n m) / (p n + q - 1)
    assert forecast.purchases(ONE, 20)[0] == pytest.approx(6 / 60 * 20)
    each = 6.0 * (20.0 + 100.0) / (24.0 + 2.5)
    assert forecast.money(ONE, 20)[0] == pytest.approx(2.0 * each)
    raised = replace(forecast, level=Level(1.1, 1.2, ()))
    assert raised.purchases(ONE, 20)[0] == pytest.approx(2.2)
    assert raised.money(ONE, 20)[0] == pytest.approx(2.0 * each * 1.1 * 1.2)


def test_later_money_is_worth_less_where_somebody_says_so() -> None:
    forecast = plain(NBD, GAMMA_GAMMA)
    now, later = forecast.money(ONE, 365.25), forecast.money(ONE, 365.25, discount_rate=0.1)
    middles = (np.arange(12) + 0.5) / 12
    assert later / now == pytest.approx(np.mean(1.1**-middles))


def test_the_variance_of_money_is_that_of_simulated_days() -> None:
    random = np.random.default_rng(6)
    n = 400_000
    counts = random.poisson(random.gamma(6.0, 1 / 60.0, n) * 20)
    rate = random.gamma(6.0 * 4 + 3.5, 1 / (20.0 + 100.0), n)
    paid = np.where(counts > 0, random.gamma(6.0 * np.maximum(counts, 1), 1 / rate), 0.0)
    forecast = plain(NBD, GAMMA_GAMMA)
    assert forecast.money(ONE, 20)[0] == pytest.approx(paid.mean(), rel=0.01)
    assert forecast.variance(ONE, 20)[0] == pytest.approx(paid.var(), rel=0.03)
    assert plain(NBD).variance(ONE, 20)[0] == pytest.approx(counts.var(), rel=0.02)


def test_without_money_a_forecast_says_why() -> None:
    with pytest.raises(Unfitted, match=r"^the log does not say what was paid$"):
        plain(NBD).money(ONE, 20)


def test_what_customers_of_then_bought_later(days_from: DaysFrom) -> None:
    now = days_from([(1, 0, 5), (1, 50, 7), (2, 60, 9), (3, 10, 1), (3, 49, 2)], log_days=100)
    then = days_from([(1, 0, 5), (3, 10, 1), (4, 20, 3)], log_days=49)
    later = bought_later(then, now)
    # the purchase of day 49 was on the day itself; customer 4 took everything back since
    assert later.purchases.tolist() == [1, 0, 0]
    assert later.money is not None
    assert later.money.tolist() == [7, 0, 0]


def hold_against(history: History, *, segments: NDArray[np.int32] | None = None) -> Backtest | None:
    assert history.then is not None
    return backtest(history, fit_forecast(history.then.days), segments=segments)


def test_a_shop_that_does_as_the_model_says_is_foretold(halves: History) -> None:
    test = hold_against(halves)
    assert test is not None
    assert (test.as_of, test.days) == ("2024-07-18", 200)
    assert abs(test.error) < 0.15
    assert not test.is_far_off
    # carried on without a model it would be far too much: many have left
    assert test.naive_money is not None
    assert test.total.money is not None
    assert test.naive_money / test.total.money - 1 > FAR_OFF
    assert sum(group.customers for group in test.deciles) == test.total.customers
    assert sum(group.purchases for group in test.deciles) == test.total.purchases


def test_segments_of_then_add_up_to_everybody(halves: History) -> None:
    assert halves.then is not None
    labels = np.arange(halves.then.days.n_customers, dtype=np.int32) % 3
    test = hold_against(halves, segments=labels)
    assert test is not None
    assert [group.group for group in test.segments] == [1, 2, 3]
    total = sum(group.expected_money or 0.0 for group in test.segments)
    assert total == pytest.approx(test.total.expected_money)


def test_the_level_takes_half_of_the_mean_miss(shop: PurchaseDays) -> None:
    forecast = fit_forecast(shop)
    misses = np.array(forecast.level.misses)
    assert misses.shape == (len(CUTS), 2)
    assert forecast.level.purchases == pytest.approx(np.exp(misses[:, 0].mean() / 2))
    both = forecast.level.purchases * forecast.level.value
    assert both == pytest.approx(np.exp(misses[:, 1].mean() / 2))


def test_a_forecast_does_not_hang_on_what_comes_after(halves: History, shop: PurchaseDays) -> None:
    """Whatever is bought after the middle, what was foretold there stays the same."""
    assert shop.value is not None
    changed = replace(shop, value=np.where(shop.day > shop.today - 201, 1e6, shop.value))
    one, other = hold_against(halves), hold_against(replace(halves, days=changed))
    assert one is not None
    assert other is not None
    assert one.total.expected_money == other.total.expected_money
    assert one.total.money != other.total.money


def test_worth_adds_up_and_its_ranges_hold_it(halves: History) -> None:
    n = halves.days.n_customers
    worth = worth_of(forecasts_of(halves), np.arange(n, dtype=np.int32) % 4)
    assert worth.is_shown
    assert (worth.horizon, worth.horizon_from) == (200, "log")
    assert worth.worth is not None
    assert worth.alive is not None
    for groups in (worth.segments, worth.deciles):
        assert sum(group.worth for group in groups) == pytest.approx(worth.worth.sum())
        assert sum(group.customers for group in groups) == n
        assert all((g.low or 0) < g.worth < (g.high or 0) for g in groups)
    assert worth.segments[0].alive == pytest.approx(worth.alive[::4].mean())
    tops = [group.worth for group in worth.deciles]
    assert tops == sorted(tops, reverse=True)


def test_a_longer_horizon_is_worth_more_and_warned_about(halves: History) -> None:
    labels = np.zeros(halves.days.n_customers, dtype=np.int32)
    short, long = (worth_of(forecasts_of(halves), labels, horizon=days) for days in (100, 1000))
    assert short.segments[0].worth < long.segments[0].worth
    assert short.horizon_from == "user"
    assert long.warnings == (
        "1000 days ahead is further than the 200 days that the log allows to test.",
    )
    assert short.warnings == ()
    less = worth_of(forecasts_of(halves), labels, horizon=100, discount_rate=0.5)
    assert less.segments[0].worth < short.segments[0].worth


def test_a_log_that_was_not_tested_shows_no_worth_on_cards(shop: PurchaseDays) -> None:
    worth = worth_of(forecasts_of(History(shop)), np.zeros(shop.n_customers, dtype=np.int32))
    assert worth.use == "yes"
    assert not worth.is_shown
    assert worth.warnings == ("The log is too short to be tested on its own second half.",)


def test_customers_who_never_come_back_cannot_be_foretold(days_from: DaysFrom) -> None:
    days = days_from([(customer, customer, 5.0) for customer in range(200)], log_days=300)
    worth = worth_of(forecasts_of(History(days)), np.zeros(200, dtype=np.int32))
    assert worth.use == "no"
    assert worth.reason == (
        "What customers will buy cannot be told, because nobody bought a second time."
    )
    assert worth.to_dict()["segments"] == []


def test_amounts_that_go_with_frequency_are_warned_about(shop: PurchaseDays) -> None:
    assert shop.value is not None
    often = replace(shop, value=shop.value * repeat_history(shop).x[shop.customer])
    worth = worth_of(forecasts_of(History(often)), np.zeros(shop.n_customers, dtype=np.int32))
    assert worth.warnings[0].startswith("Customers who buy more often pay more each time (corr")


def test_the_order_of_customers_changes_nobodys_worth(shop: PurchaseDays) -> None:
    """Ids decide the order of rows; other ids, another order, the same figures."""
    turned = shop.n_customers - 1 - shop.customer[::-1]
    assert shop.value is not None
    order = np.lexsort((shop.day[::-1], turned))
    other = replace(
        shop,
        customer=turned[order].astype(np.int32),
        day=shop.day[::-1][order],
        value=shop.value[::-1][order],
    )
    labels = np.zeros(shop.n_customers, dtype=np.int32)
    one, two = (
        worth_of(forecasts_of(History(shop)), labels),
        worth_of(forecasts_of(History(other)), labels),
    )
    assert one.worth is not None
    assert two.worth is not None
    assert one.worth.tobytes() == two.worth[::-1].tobytes()


def test_tenths_are_of_equal_size_and_keep_order() -> None:
    places = deciles(np.array([5.0, 5.0, 1.0, 9.0]))
    assert places.tolist() == [2, 5, 7, 0]
    assert np.bincount(deciles(np.random.default_rng(0).random(1005))).tolist() == [
        101, 100, 101, 100, 101, 100, 101, 100, 101, 100,
    ]  # fmt: skip
