"""Silences of a few customers, reckoned by hand."""

from __future__ import annotations

from collections.abc import Callable

from personae.features.purchase_days import PurchaseDays
from personae.features.silences import silences_of

MakeDays = Callable[..., PurchaseDays]


def test_each_purchase_day_begins_a_silence_and_the_next_one_ends_it(make_days: MakeDays) -> None:
    found = silences_of(make_days([[0, 3, 10], [4], [9, 19]], today=20))
    assert found.length.tolist() == [3, 7, 9, 15, 10, 0]
    assert found.ended.tolist() == [True, True, False, False, True, False]
    assert found.nth.tolist() == [1, 2, 3, 1, 1, 2]
    assert found.gaps.tolist() == [3, 7, 10]
    assert found.after(2).length.tolist() == [7, 0]


def test_nobody_was_watched_on_the_as_of_date_unless_one_bought_then(
    make_days: MakeDays,
) -> None:
    assert silences_of(make_days([[0], [5]], today=10)).length.tolist() == [9, 4]
    assert silences_of(make_days([[0], [10]], today=10)).length.tolist() == [10, 0]
