"""Who buys again anyway, by the segment that customers were in before."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from personae.actions.campaigns.bought_again import BoughtAgain, bought_again
from personae.features.purchase_days import PurchaseDays
from personae.features.space import FeatureSpace
from personae.features.step import SpaceStep

DaysFrom = Callable[..., PurchaseDays]
CENTERS = np.array([[5.0], [60.0]])  # bought lately, or long ago


def space_of(column: str = "recency_days", *, log: bool = False) -> FeatureSpace:
    step = SpaceStep(column, None, 0.0, None, None, log, 0.0, 1.0, 1.0, "", 0.0, 99.0)
    return FeatureSpace("raw", (step,))


def test_customers_count_where_they_were_and_not_where_they_are(days_from: DaysFrom) -> None:
    rows = [
        (1, 0, 1.0), (1, 75, 1.0),  # long silent on day 70, and back since
        (2, 0, 1.0),  # long silent then and now
        (3, 65, 1.0), (3, 70, 1.0),  # lately then, and back on the window's first day
        (4, 69, 1.0),  # lately then, and not back
        (5, 80, 1.0),  # no customer then
        (6, 0, 1.0), (6, 100, 1.0),  # back on the as-of date itself, which is not watched
    ]  # fmt: skip
    found = bought_again(days_from(rows, log_days=100), space_of(), CENTERS, length=30)
    assert found == (BoughtAgain(known=2, bought=1), BoughtAgain(known=3, bought=1))


def test_a_window_forgets_older_purchases(days_from: DaysFrom) -> None:
    rows = [(1, 0, 1.0), (1, 90, 1.0), (2, 60, 1.0)]
    days = days_from(rows, log_days=100)
    found = bought_again(days, space_of(), CENTERS, length=30, window=50)
    assert found == (BoughtAgain(1, 0), BoughtAgain(0, 0))
    assert found[1].rate is None


def test_segments_of_items_or_products_cannot_be_told(shop: PurchaseDays) -> None:
    space = space_of("distinct_products")
    assert bought_again(shop, space, CENTERS, length=30) is None


def test_what_the_run_folder_keeps_is_enough(shop: PurchaseDays) -> None:
    again = PurchaseDays.from_table(shop.to_table(), as_of=shop.as_of)
    one = bought_again(shop, space_of(), CENTERS, length=30)
    assert one == bought_again(again, space_of(), CENTERS, length=30)
    assert again.ids.equals(shop.ids)


def test_nobody_before_is_no_rate(days_from: DaysFrom) -> None:
    found = bought_again(days_from([(1, 90, 1.0)], log_days=100), space_of(), CENTERS, length=30)
    assert found == (BoughtAgain(0, 0), BoughtAgain(0, 0))


def test_a_log_of_losses_has_no_place_in_a_space_of_logarithms(days_from: DaysFrom) -> None:
    days = days_from([(1, 0, -500.0), (2, 0, 5.0)], log_days=100)
    assert bought_again(days, space_of("monetary", log=True), CENTERS, length=30) is None


@pytest.mark.parametrize("length", [1, 30, 99])
def test_counts_are_those_of_a_loop(shop: PurchaseDays, length: int) -> None:
    found = bought_again(shop, space_of(), CENTERS, length=length)
    counts = np.zeros((2, 2), dtype=int)
    begins = shop.today - length
    for customer in range(shop.n_customers):
        days = shop.day[shop.customer == customer]
        if (days < begins).any():
            recency = begins - days[days < begins].max()
            segment = int(abs(recency - 60) < abs(recency - 5))
            counts[segment] += 1, int(((days >= begins) & (days < shop.today)).any())
    assert found == tuple(BoughtAgain(int(n), int(m)) for n, m in counts)
    assert pa.types.is_string(shop.ids.type)
