"""The number that shows whether an action worked, by hand and against the campaign's own count."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from personae.actions.campaigns.detect import detectable_difference
from personae.actions.campaigns.purchase_window import purchase_window
from personae.actions.campaigns.yardstick import WINDOW, yardsticks
from personae.features.purchase_days import PurchaseDays

DaysFrom = Callable[..., PurchaseDays]


def test_a_campaign_counts_the_same_people(shop: PurchaseDays) -> None:
    labels = (np.arange(shop.n_customers) % 3).astype(np.int32)
    table = pa.table(
        {
            "id": shop.ids.take(pa.array(shop.customer)),
            "day": pa.array(shop.day, pa.int32()).cast(pa.date32()),
            "value": shop.value,
        }
    )
    window = purchase_window(shop.ids, table, as_of=shop.as_of, length=WINDOW)
    for found in yardsticks(shop, labels):
        members = labels == found.segment - 1
        assert found.rate == window.rate(members)
        n = int(members.sum())
        held_back = round(n * 0.1)
        assert found.rate is not None
        assert found.rise == detectable_difference(n - held_back, held_back, found.rate)


def test_the_days_of_the_window_by_hand(days_from: DaysFrom) -> None:
    rows = [
        (1, 0, 1.0), (1, 70, 1.0),  # came back on the window's first day
        (2, 0, 1.0), (2, 69, 1.0),  # the day before it
        (3, 70, 1.0), (3, 80, 1.0),  # was no customer before
        (4, 0, 1.0), (4, 100, 1.0),  # on the as-of date itself
    ]  # fmt: skip
    (found,) = yardsticks(days_from(rows, log_days=100), np.zeros(4, dtype=np.int32))
    assert (found.known, found.bought) == (3, 1)
    assert found.rate == pytest.approx(1 / 3)
    assert found.rise is None  # nobody would be held back


def test_a_segment_of_newcomers_has_no_rate(days_from: DaysFrom) -> None:
    (found,) = yardsticks(days_from([(1, 90, 1.0)], log_days=100), np.zeros(1, dtype=np.int32))
    assert (found.known, found.rate, found.rise) == (0, None, None)
