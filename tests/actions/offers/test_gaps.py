"""Gaps by hand, against a planted one, and in a shop that has none."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from personae.actions.offers.gaps import Gaps, better_neighbours, gaps, middle_of
from personae.actions.offers.levels import assortment_of, levels_of
from personae.features.product_pairs import ProductPairs

MakeBaskets = Callable[..., ProductPairs]
MakeShelf = Callable[..., Any]
NAMES = ("One", "Two", "Three")
CENTERS = np.array([[0.0], [1.0], [2.0]])


def found_in(
    baskets: ProductPairs, labels: NDArray[np.int64], *, centers: NDArray[np.float64] = CENTERS
) -> Gaps:
    found = gaps(
        levels_of(assortment_of(baskets), labels, len(centers)),
        labels,
        NAMES[: len(centers)],
        centers=centers,
        money=10.0 + labels,
    )
    assert found is not None
    return found


def test_the_better_neighbour_is_the_nearest_of_those_with_more_money() -> None:
    labels = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2])
    money = np.array([1.0, 1, 900, 50, 60, 70, 20, 30, 40])
    # the one large customer of the first segment does not lift its median
    centers = np.array([[0.0], [1.0], [3.0]])
    assert better_neighbours(labels, centers, money) == (1, None, 1)


def test_a_gap_by_hand(make_baskets: MakeBaskets) -> None:
    """Two segments of 100 with baskets of one size: 60 of the better hold a thing, 20 of these.

    All pick alike, so at the better one's rate 60 of 100 would hold it: a gap of 40 customers,
    each worth 10.
    """
    holds = np.zeros((200, 4), dtype=bool)
    holds[:20, 0] = holds[100:160, 0] = True
    for place in range(200):
        others = [1 + place % 3] if holds[place, 0] else [1 + place % 3, 1 + (place + 1) % 3]
        holds[place, others] = True
    found = found_in(make_baskets(holds), np.arange(200) // 100, centers=CENTERS[:2])
    assert found.better == (2, None)
    (gap,) = found.largest[0]
    assert (gap.code, gap.customers, gap.without) == ("0000", 20, 80)
    assert gap.share == pytest.approx(0.2)
    assert gap.share_like_better == pytest.approx(0.6, abs=1e-6)
    z = stats.norm.ppf(0.9875)
    wilson = stats.binomtest(20, 100).proportion_ci(0.975, method="wilson")
    theirs = z * np.sqrt(0.6 * 0.4 / 100)
    assert gap.difference_low == pytest.approx(0.4 - np.hypot(theirs, wilson.high - 0.2), abs=1e-4)
    assert gap.difference_high == pytest.approx(0.4 + np.hypot(theirs, 0.2 - wilson.low), abs=1e-4)
    assert gap.money_each == 10.0
    assert gap.prize == pytest.approx(400.0, abs=1e-3)
    assert gap.prize_low == pytest.approx(1000 * gap.difference_low)
    assert gap.text == (
        "20% of its customers bought it; at the rate of segment 2 it would be 60%. All of the gap "
        f"would be worth 400 at most ({gap.prize_low:,.0f} to {gap.prize_high:,.0f}) over the "
        "time of the log"
    )


def test_larger_baskets_alone_are_no_gap(make_baskets: MakeBaskets, make_shelf: MakeShelf) -> None:
    """The third segment holds everything several times as often, from the same shelf."""
    rows = 0
    for seed in range(8):
        holds, labels, _ = make_shelf(seed)
        rows += found_in(make_baskets(holds), labels).table.num_rows
    assert rows <= 1


def test_a_planted_gap_is_found(make_baskets: MakeBaskets, make_shelf: MakeShelf) -> None:
    holds, labels, _ = make_shelf(3)
    fans = (labels == 2) & (np.random.default_rng(0).random(len(labels)) < 0.5)
    holds[fans, 30] = True
    found = found_in(make_baskets(holds), labels)
    assert found.largest[1][0].code == "0030"
    assert found.largest[1][0].better == 3
    assert found.largest[2] == ()
    told = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert told["better"] == [2, 3, None]
    row = next(row for row in found.table.to_pylist() if row["segment"] == 2)
    assert (row["name"], row["better_name"], row["product"]) == ("Two", "Three", "0030")


def test_order_of_customers_does_not_matter(
    make_baskets: MakeBaskets, make_shelf: MakeShelf
) -> None:
    holds, labels, _ = make_shelf(3)
    holds[labels == 2, 30] = True
    order = np.random.default_rng(0).permutation(len(holds))
    one = found_in(make_baskets(holds), labels)
    assert one.table.equals(found_in(make_baskets(holds[order]), labels[order]).table)


def test_without_money_a_gap_has_no_prize(make_baskets: MakeBaskets, make_shelf: MakeShelf) -> None:
    holds, labels, _ = make_shelf(3)
    holds[labels == 2, 30] = True
    found = found_in(make_baskets(holds, money=None), labels)
    gap = found.largest[1][0]
    assert (gap.prize, gap.prize_low, gap.prize_high, gap.money_each) == (None,) * 4
    assert "worth" not in gap.text


def test_the_interval_of_a_median_holds_it() -> None:
    """In 2,000 draws of skewed amounts, 97 to 99.5 % of the intervals hold the true median."""
    random = np.random.default_rng(3)
    for n in (12, 40, 200):
        held = 0
        for draw in random.lognormal(1.0, 1.5, (2000, n)):
            _, low, high = middle_of(draw)
            held += low <= np.exp(1.0) <= high
        assert 0.965 < held / 2000 < 0.997
    assert middle_of(np.array([4.0])) == (4.0, 4.0, 4.0)
