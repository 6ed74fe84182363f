"""The curve against cases worked by hand, scipy's Kaplan-Meier, and draws whose truth is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from personae.data.customers import Customers
from personae.features.purchase_days import PurchaseDays
from personae.features.return_curve import (
    FEWEST_WATCHED,
    LOST_SHARE,
    ReturnCurve,
    lapse_day_of,
    life_table,
    return_curve,
    with_rhythm,
)
from personae.features.silences import Silences, silences_of

MakeDays = Callable[..., PurchaseDays]


def renewals(
    rng: np.random.Generator, *, customers: int, today: int = 300, spread: float = 0.8
) -> list[NDArray[np.int64]]:
    """Draw customers who buy with a fixed chance on every day, each with a rate of their own."""
    rates = np.minimum(0.03 * np.exp(spread * rng.standard_normal(customers)), 0.5)
    days = []
    for rate in rates:
        steps = rng.geometric(rate, size=int(today * rate * 3) + 40)
        bought = int(rng.integers(0, today // 2)) + np.concatenate(([0], np.cumsum(steps)))
        days.append(bought[bought < today])
    return days


@pytest.fixture(scope="module")
def shop(make_days: MakeDays) -> PurchaseDays:
    return make_days(
        renewals(np.random.default_rng(3), customers=400, today=170, spread=0.8), today=170
    )


def curve_of(days: PurchaseDays) -> ReturnCurve:
    curve = return_curve(days)
    assert curve is not None
    return curve


def test_the_life_table_of_six_silences_worked_by_hand() -> None:
    silences = Silences(
        np.arange(6, dtype=np.int32),
        np.array([1, 2, 2, 3, 3, 5]),
        np.array([True, True, False, True, False, False]),
        np.ones(6, dtype=np.int64),
    )
    table = life_table(silences)
    assert table.watched.tolist() == [6, 6, 5, 3, 1, 1]
    assert table.ended.tolist() == [0, 1, 1, 1, 0, 0]
    # 5/6, then 4/5 of it, then 2/3 of that
    assert table.lasting == pytest.approx([1, 5 / 6, 4 / 6, 4 / 9, 4 / 9, 4 / 9])


def test_the_life_table_is_scipys_kaplan_meier(shop: PurchaseDays) -> None:
    silences = silences_of(shop)
    table = life_table(silences)
    data = stats.CensoredData(uncensored=silences.gaps, right=silences.length[~silences.ended])
    theirs = stats.ecdf(data).sf
    ours = table.lasting[theirs.quantiles.astype(int)]
    assert ours == pytest.approx(theirs.probabilities, abs=1e-12)


def test_the_lapse_day_is_the_first_by_which_nine_of_ten_gaps_had_ended() -> None:
    assert lapse_day_of(np.array([1] * 9 + [50])) == 1
    assert lapse_day_of(np.array([1] * 17 + [40, 50, 60])) == 40
    rng = np.random.default_rng(1)
    gaps = rng.integers(1, 400, 5_003)
    assert lapse_day_of(gaps) == np.quantile(gaps, 0.9, method="inverted_cdf")


def test_with_one_silence_per_customer_the_interval_is_greenwoods(make_days: MakeDays) -> None:
    rng = np.random.default_rng(5)
    length, ended = np.minimum(rng.geometric(0.08, 9_000), 150), rng.random(9_000) < 0.6
    # a first day far enough back to be silent for so long; two days where the silence ended
    lists = [
        np.array([199 - days, 199]) if over else np.array([199 - days])
        for days, over in zip(length, ended, strict=True)
    ]
    days = make_days(lists, today=200)
    curve = curve_of(days)
    silences = silences_of(days)
    point = curve.points[2]
    inside = np.arange(point.silence + 1, point.silence + curve.horizon + 1)
    watched, over = curve.table.watched[inside], curve.table.ended[inside]
    error = np.sqrt(np.sum(over / (watched * (watched - over))))
    kept = 1.0 - point.chance
    bounds = kept ** np.exp(np.array([1, -1]) * stats.norm.ppf(0.975) * error / np.log(kept))
    assert silences.length[silences.ended].tolist() == length[ended].tolist()
    assert [point.low, point.high] == pytest.approx((1.0 - bounds).tolist(), rel=1e-9)


def test_twice_as_many_customers_narrow_the_interval_and_more_silences_of_one_hardly(
    make_days: MakeDays, shop: PurchaseDays
) -> None:
    starts = shop.ends - shop.counts
    lists = [shop.day[a:b].tolist() for a, b in zip(starts, shop.ends, strict=True)]
    twice = curve_of(make_days([one for one in lists for _ in range(2)], today=170))
    # every silence as that of a customer of its own, who was watched no longer: nothing ties them
    silences = silences_of(shop)
    lone = [
        [169 - length, 169] if ended else [169 - length]
        for length, ended in zip(silences.length, silences.ended, strict=True)
    ]
    apart = curve_of(make_days(lone, today=170))
    assert {curve.horizon for curve in (curve_of(shop), twice, apart)} == {apart.lapse_day}
    widths, narrow, apart_widths = (
        np.array([point.high - point.low for point in curve.points[:3]])
        for curve in (curve_of(shop), twice, apart)
    )
    assert narrow / widths == pytest.approx(np.sqrt(0.5), abs=0.02)
    assert apart_widths[0] < 0.7 * widths[0]
    assert (apart_widths < widths).all()


def test_a_chance_that_does_not_change_with_silence_is_found_flat(make_days: MakeDays) -> None:
    rng = np.random.default_rng(11)
    draws = [
        curve_of(make_days(renewals(rng, customers=300, today=400, spread=0.0), today=400))
        for _ in range(60)
    ]
    inside = [
        point.low <= 1.0 - 0.97**curve.horizon <= point.high
        for curve in draws
        for point in curve.points[:4]
    ]
    assert 0.9 <= np.mean(inside) <= 0.99
    assert {curve.lost_day for curve in draws} == {None}


def test_nobody_is_lost_where_the_chance_stays_and_some_are_where_customers_leave(
    make_days: MakeDays,
) -> None:
    rng = np.random.default_rng(13)
    days = []
    for _ in range(1_500):
        bought = np.cumsum(rng.geometric(0.1, size=rng.geometric(0.3)))
        days.append(bought[bought < 400])
    curve = curve_of(make_days([one for one in days if len(one)], today=400))
    few = LOST_SHARE * curve.chances()[0]
    assert curve.lost_day is not None
    low = [
        curve.chances()[day] < few
        and curve.chances()[day : day + curve.horizon].mean() < few
        and curve.chances()[day:].mean() < few
        for day in range(curve.lapse_day, curve.lost_day + 1)
    ]
    assert low == [False] * (len(low) - 1) + [True]


def test_nothing_is_said_beyond_what_thirty_silences_show(shop: PurchaseDays) -> None:
    curve = curve_of(shop)
    assert curve.table.watched[curve.watched_days] >= FEWEST_WATCHED
    assert curve.table.watched[curve.watched_days + 1] < FEWEST_WATCHED
    assert len(curve.chances()) == curve.watched_days - curve.horizon + 1
    assert all(point.silence + curve.horizon <= curve.watched_days for point in curve.points)


def test_a_log_with_ninety_nine_gaps_has_no_rhythm(make_days: MakeDays) -> None:
    lists = [np.array([0, 7 + place % 5]) for place in range(100)]
    assert return_curve(make_days(lists[:99], today=60)) is None
    assert curve_of(make_days(lists, today=60)).lapse_day == 11


@pytest.mark.full
def test_the_intervals_hold_what_they_promise_where_customers_differ(make_days: MakeDays) -> None:
    rng = np.random.default_rng(17)
    lasting = curve_of(make_days(renewals(rng, customers=100_000), today=300)).table.lasting
    draws = [curve_of(make_days(renewals(rng, customers=300), today=300)) for _ in range(300)]
    for place in range(5):
        points = [(curve.points[place], curve.horizon) for curve in draws]
        truths = [1.0 - lasting[p.silence + days] / lasting[p.silence] for p, days in points]
        inside = [p.low <= truth <= p.high for (p, _), truth in zip(points, truths, strict=True)]
        assert 0.92 <= np.mean(inside) <= 0.99


def test_the_lapse_day_of_a_real_log(data_folder: Path) -> None:
    import personae

    result = personae.segment(data_folder / "rfm_orders.csv", k=4)
    assert result.history is not None
    curve = result.history.curve
    assert curve is not None
    assert (curve.lapse_day, curve.lost_day) == (342, None)
    assert (curve.completed, curve.lasting_now) == (3_900, 995)
    assert result.customers.facts["lapse_day"] == 342
    assert result.customers.facts["lost_day"] is None


def test_a_log_too_small_for_a_rhythm_says_so(make_customers: Callable[..., Customers]) -> None:
    customers = make_customers({"customer": ["ann", "bob"], "date": ["2024-01-01"] * 2})
    told = with_rhythm(customers, None)
    assert (told.facts["lapse_day"], told.facts["lost_day"]) == (None, None)
    assert told.findings[-1].what == (
        "The log holds fewer than 100 gaps between two purchase days of a customer: it cannot "
        "tell how long customers of this shop stay away, nor who is at risk. Who is silent for "
        "long was judged by the length of the log."
    )
