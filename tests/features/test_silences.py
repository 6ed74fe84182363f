"""Silences of a few customers, reckoned by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from personae.features.purchase_days import PurchaseDays
from personae.features.silences import silences_of


def days_of(lists: list[list[int]], *, today: int) -> PurchaseDays:
    epoch = dt.date(1970, 1, 1)
    return PurchaseDays(
        pa.array([f"{place:03d}" for place in range(len(lists))]),
        as_of=epoch + dt.timedelta(days=today),
        log_start=epoch,
        customer=np.repeat(np.arange(len(lists)), [len(days) for days in lists]).astype(np.int32),
        day=np.array([day for days in lists for day in days], dtype=np.int32),
        value=None,
    )


def test_each_purchase_day_begins_a_silence_and_the_next_one_ends_it() -> None:
    found = silences_of(days_of([[0, 3, 10], [4], [9, 19]], today=20))
    assert found.length.tolist() == [3, 7, 9, 15, 10, 0]
    assert found.ended.tolist() == [True, True, False, False, True, False]
    assert found.nth.tolist() == [1, 2, 3, 1, 1, 2]
    assert found.gaps.tolist() == [3, 7, 10]
    assert found.after(2).length.tolist() == [7, 0]


def test_nobody_was_watched_on_the_as_of_date_unless_somebody_bought_on_it() -> None:
    assert silences_of(days_of([[0], [5]], today=10)).length.tolist() == [9, 4]
    assert silences_of(days_of([[0], [10]], today=10)).length.tolist() == [10, 0]
