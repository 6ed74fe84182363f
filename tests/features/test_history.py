"""Purchase days of now and of then, on a log small enough to reckon by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np

from personae.data.cleaning.purchase_log import PurchaseLog
from personae.features.history import SHORTEST_LOG, History, history_of
from personae.features.log import customers_of
from personae.features.purchase_days import PurchaseDays, day_number

MakeLog = Callable[..., PurchaseLog]
LINES = [
    ("ann", "2024-01-01", "1", "cup", 2, 5),
    ("ann", "2024-01-01", "2", "pot", 1, 4),  # a second order of the same day
    ("ann", "2024-03-01", "3", "cup", 4, 5),
    ("ann", "2024-05-01", "4", "pan", 1, 9),
    ("ann", "2024-06-01", "5", "cup", -1, 5),  # undoes one cup of March, after half of the log
    ("bob", "2024-02-01", "6", "cup", 1, 7),
    ("bob", "2024-05-02", "7", "cup", -1, 7),  # so that nothing of Bob is left now
    ("cy", "2024-06-29", "8", "cup", 1, 8),
]


def log_of(make_log: MakeLog, lines: list[tuple[Any, ...]], **settings: Any) -> PurchaseLog:
    names = ("customer", "date", "order", "product", "quantity", "price")
    columns = {name: [line[place] for line in lines] for place, name in enumerate(names)}
    return make_log(columns, **settings)


def history(log: PurchaseLog, window: int | None = None) -> History:
    return history_of(log, customers_of(log, window=window), window=window)


def told(days: PurchaseDays) -> list[tuple[str, str, float | None]]:
    ids = days.ids.to_pylist()
    values = [None] * len(days.day) if days.value is None else days.value.tolist()
    dates = np.array(days.day, dtype="datetime64[D]").astype(str).tolist()
    return list(zip([ids[i] for i in days.customer], dates, values, strict=True))


def test_orders_of_one_day_are_one_purchase_day_and_returns_lower_the_day_they_undo(
    make_log: MakeLog,
) -> None:
    days = history(log_of(make_log, LINES)).days
    assert days.as_of == dt.date(2024, 6, 30)
    assert days.log_start == dt.date(2024, 1, 1)
    assert days.today == day_number(dt.date(2024, 6, 30))
    assert told(days) == [
        ("ann", "2024-01-01", 14.0),
        ("ann", "2024-03-01", 15.0),
        ("ann", "2024-05-01", 9.0),
        ("cy", "2024-06-29", 8.0),
    ]
    assert days.counts.tolist() == [3, 1]
    assert days.is_first.tolist() == [True, False, False, True]
    assert (days.last - days.first).tolist() == [121, 0]


def test_what_was_known_in_the_middle_knows_nothing_of_later_returns(make_log: MakeLog) -> None:
    then = history(log_of(make_log, LINES)).then
    assert then is not None
    # 181 days from 1 January to the as-of date: the first half has 90
    assert then.days.as_of == dt.date(2024, 3, 30)
    assert told(then.days) == [
        ("ann", "2024-01-01", 14.0),
        ("ann", "2024-03-01", 20.0),
        ("bob", "2024-02-01", 7.0),
    ]
    figures = then.table.select(["recency_days", "frequency", "monetary"]).to_pylist()
    assert [tuple(row.values()) for row in figures] == [(29, 3, 34), (58, 1, 7)]


def test_a_short_log_is_not_cut_in_two(make_log: MakeLog) -> None:
    lines = [("ann", "2024-01-01", "1", "cup", 1, 5)]
    until = dt.date(2024, 1, 1) + dt.timedelta(days=SHORTEST_LOG - 1)
    assert history(log_of(make_log, lines, as_of=until)).then is None
    day_more = until + dt.timedelta(days=1)
    assert history(log_of(make_log, lines, as_of=day_more)).then is not None


def test_a_window_shortens_the_features_and_not_the_history(make_log: MakeLog) -> None:
    days = history(log_of(make_log, LINES), window=61).days
    # Ann bought something within the window, and her days reach back to January
    assert told(days)[:3] == [
        ("ann", "2024-01-01", 14.0),
        ("ann", "2024-03-01", 15.0),
        ("ann", "2024-05-01", 9.0),
    ]


def test_money_of_a_day_is_profit_where_a_margin_or_a_cost_is_known(make_log: MakeLog) -> None:
    lines = [("ann", "2024-01-01", 10.0, 6.0), ("ann", "2024-01-05", 8.0, 3.0)]
    names = ("customer", "date", "amount", "cost")
    columns = {name: [line[place] for line in lines] for place, name in enumerate(names)}
    assert [value for *_, value in told(history(make_log(columns)).days)] == [4.0, 5.0]
    without = {name: column for name, column in columns.items() if name != "cost"}
    days = history(make_log(without, margin=0.5)).days
    assert [value for *_, value in told(days)] == [5.0, 4.0]


def test_a_log_without_money_has_days_all_the_same(make_log: MakeLog) -> None:
    days = history(make_log({"customer": ["ann"], "date": ["2024-01-01"]})).days
    assert days.value is None
    assert told(days) == [("ann", "2024-01-01", None)]


def test_nothing_depends_on_the_order_of_lines(make_log: MakeLog) -> None:
    one, other = history(log_of(make_log, LINES)), history(log_of(make_log, LINES[::-1]))
    assert told(one.days) == told(other.days)
    assert one.then is not None
    assert other.then is not None
    assert one.then.table.equals(other.then.table)
