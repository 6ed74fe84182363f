"""Headroom is shown where the like foretell growth, and not where only chance made anybody low."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from personae.actions.headroom import Headroom, headroom, peer_cells
from personae.features.day_flows import DayFlows
from personae.features.window_figures import WindowFigures

DAYS = 200


def log(*, has_true_level: bool, n: int = 6_000) -> DayFlows:
    """Return customers with one of five first days and one of three rhythms.

    With a level, every other pair of these tends to 30 a day and the rest to 10: what somebody
    spends in the first half is that level times their own chance, and in the second the level
    itself. No habit alone tells the level. Without one everybody stays as they are.
    """
    draw = np.random.default_rng(7)
    customer, day, value = [], [], []
    for place in range(n):
        start, rhythm = place % 5, place // 5 % 3
        level, own = 30.0 if (start + rhythm) % 2 else 10.0, float(draw.lognormal(0.0, 0.7))
        for one in range(18 * start + int(draw.integers(0, 9)), DAYS, 8 * (rhythm + 1)):
            then = level * own if one < DAYS // 2 else level
            customer.append(place)
            day.append(one)
            value.append((then if has_true_level else own) * float(draw.uniform(0.8, 1.2)))
    start_day = dt.date(1970, 1, 1)
    return DayFlows(
        pa.array([f"c{i:04d}" for i in range(n)]), start_day + dt.timedelta(days=DAYS), start_day,
        np.array(customer, dtype=np.int32), np.array(day, dtype=np.int32), np.array(value),
        np.ones(len(day), dtype=bool),
    )  # fmt: skip


def told(flows: DayFlows) -> Headroom:
    labels = np.arange(len(flows.ids)) % 2
    return headroom(flows, flows.ids, labels, numbers=(2, 5))


@pytest.fixture(scope="module")
def shown() -> Headroom:
    return told(log(has_true_level=True))


def test_a_level_that_customers_tend_to_is_found(shown: Headroom) -> None:
    assert shown.is_shown
    assert shown.test is not None
    assert shown.test.is_passed
    assert shown.test.slope > 0.5
    assert {rival.low > 0 for rival in shown.test.rivals} == {True}
    assert [item.segment for item in shown.segments] == [2, 5]


def test_sums_and_list_agree(shown: Headroom) -> None:
    assert shown.table is not None
    rows = shown.table.to_pylist()
    gaps = [row["headroom"] for row in rows]
    assert gaps == sorted(gaps, reverse=True)
    for item in shown.segments:
        mine = [row["headroom"] for row in rows if row["segment"] == item.segment]
        assert (len(mine), sum(mine)) == (item.below, pytest.approx(item.amount))
        assert item.below <= item.customers
    for row in rows:
        assert row["headroom"] == pytest.approx(row["peers"] - row["own"], abs=0.011)


def test_customers_who_stay_as_they_are_have_none_to_show() -> None:
    found = told(log(has_true_level=False))
    assert not found.is_shown
    assert found.table is None
    assert found.segments == ()
    assert found.words() == (found.reason,)
    assert found.reason.startswith(
        "This log has no headroom to show: of how customers grew in its second half, the spend of "
    )


def test_regression_to_the_mean_is_no_headroom() -> None:
    """Everybody's spend is drawn anew each half: the low grow, and the naive test would pass."""
    flows = log(has_true_level=False)
    draw = np.random.default_rng(5)
    halves = draw.lognormal(0.0, 1.0, size=(len(flows.ids), 2))
    value = halves[flows.customer, (flows.day >= DAYS // 2).astype(int)]
    # the same money however often somebody buys, so that the like have one level
    counts = np.bincount(flows.customer, minlength=len(flows.ids))
    noise = DayFlows(
        flows.ids, flows.as_of, flows.log_start, flows.customer, flows.day,
        value / counts[flows.customer], flows.is_purchase,
    )  # fmt: skip
    assert not told(noise).is_shown


def test_a_short_or_small_log_says_why() -> None:
    flows = log(has_true_level=True, n=40)
    assert told(flows).reason == (
        "In the middle of the log there were 40 customers; 500 are needed to test whether headroom "
        "foretells growth."
    )
    short = DayFlows(
        flows.ids, dt.date(1970, 4, 1), flows.log_start, flows.customer, flows.day, flows.value,
        flows.is_purchase,
    )  # fmt: skip
    assert told(short).reason == (
        "The log holds 90 days; headroom is tested on two halves of 60 or more."
    )


def test_no_cell_of_the_like_is_small_and_money_does_not_matter() -> None:
    draw = np.random.default_rng(2)
    figures = WindowFigures(
        100, np.arange(600), draw.integers(0, 90, 600).astype(float),
        draw.geometric(0.4, 600).astype(float), draw.gamma(1.0, 9.0, 600),
    )  # fmt: skip
    cells = peer_cells(figures, draw.integers(0, 99, 600).astype(float))
    sizes = np.bincount(cells)
    assert sizes.min() > 0
    assert np.sort(sizes)[6:].min() >= 30  # only a class of purchase days may itself be small
    other = WindowFigures(
        100, figures.places, figures.recency_days, figures.frequency, np.ones(600)
    )
    again = peer_cells(other, draw.integers(0, 1, 600).astype(float))
    assert len(again) == 600
