"""The customers of 30 days earlier, on a log small enough to reckon by hand.

Now is 30 June 2024 and the window 60 days (from 1 May); then was 31 May (from 1 April).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from personae.data.cleaning.purchase_log import PurchaseLog
from personae.features.earlier import EarlierCustomers, customers_before, not_asked
from personae.features.log import customers_of

MakeLog = Callable[..., PurchaseLog]
NOW = dt.date(2024, 6, 30)
LINES = [
    # the log begins before the window of then; this purchase is too old for both
    ("ann", "2024-03-31", "1", "cup", 1, 4),
    # within the window of then, and no longer within that of now
    ("ann", "2024-04-10", "2", "cup", 1, 10),
    ("ann", "2024-05-21", "3", "pot", 2, 10),
    # later than then: unknown, and so is what was sent back
    ("ann", "2024-06-20", "4", "pot", 5, 10),
    ("ann", "2024-06-25", "5", "pot", -2, 10),
    ("bob", "2024-04-20", "6", "cup", 1, 7),  # a customer then, none now
    ("cy", "2024-06-02", "7", "cup", 1, 8),  # a customer now, none then
    ("dee", "2024-05-31", "8", "cup", 1, 9),  # on the day itself
]


def log_of(make_log: MakeLog, lines: list[tuple[Any, ...]]) -> PurchaseLog:
    names = ("customer", "date", "order", "product", "quantity", "price")
    columns = {name: [line[place] for line in lines] for place, name in enumerate(names)}
    return make_log(columns, as_of=NOW, window=60)


def before(log: PurchaseLog, window: int | None = 60) -> EarlierCustomers | None:
    return customers_before(log, customers_of(log, window=window), window=window)


def test_what_was_known_of_each_thirty_days_ago(make_log: MakeLog) -> None:
    then = before(log_of(make_log, LINES))
    assert then is not None
    assert then.as_of == dt.date(2024, 5, 31)
    figures = ("recency_days", "frequency", "monetary", "tenure_days", "return_rate")
    assert [tuple(row[name] for name in figures) for row in then.table.to_pylist()] == [
        (10, 2, 30, 51, 0),  # ann
        (41, 1, 7, 41, 0),  # bob
        (0, 1, 9, 0, 0),  # dee
    ]


def test_everybody_of_then_is_found_among_those_of_now(make_log: MakeLog) -> None:
    log = log_of(make_log, LINES)
    now = customers_of(log, window=60)
    assert now.ids.to_pylist() == ["ann", "cy", "dee"]
    then = customers_before(log, now, window=60)
    assert then is not None
    assert then.places.tolist() == [0, -1, 2]


def test_the_table_of_now_is_not_touched(make_log: MakeLog) -> None:
    log = log_of(make_log, LINES)
    first = customers_of(log, window=60)
    customers_before(log, first, window=60)
    assert customers_of(log, window=60).table.equals(first.table)


@pytest.mark.parametrize(("first_day", "asked"), [("2024-04-01", True), ("2024-04-02", False)])
def test_the_log_must_hold_the_whole_window_of_then(
    make_log: MakeLog, first_day: str, asked: bool
) -> None:
    log = log_of(make_log, [("ann", first_day, "1", "cup", 1, 4), *LINES[2:]])
    assert (before(log) is not None) is asked


def test_without_a_window_there_is_nothing_to_move(make_log: MakeLog) -> None:
    assert before(log_of(make_log, LINES), window=None) is None


def test_why_it_was_not_asked_is_told_with_the_window_that_would_do(make_log: MakeLog) -> None:
    short = log_of(make_log, LINES[1:])
    assert before(short) is None
    finding = not_asked(short, NOW, window=60)
    assert (finding.code, finding.severity) == ("trust/no earlier day", "note")
    assert finding.what == (
        "Who stays in a segment when the as-of date moves back 30 days was not asked: the log does "
        "not hold all 60 days before that date. It was asked who stays when every figure moves a "
        "little."
    )
    assert finding.fix == "A --window of 51 days or less leaves room for it."
    assert before(short, window=51) is not None
    assert before(short, window=52) is None


def test_nobody_on_both_days_is_nobody_to_ask_about(make_log: MakeLog) -> None:
    gone = ("bob", "2024-03-31", "1", "cup", 1, 4), ("bob", "2024-04-20", "2", "cup", 1, 7)
    log = log_of(make_log, [*gone, ("cy", "2024-06-02", "7", "cup", 1, 8)])
    assert before(log) is None
    assert "was not asked: nobody was a customer on both days." in (
        not_asked(log, NOW, window=60).what
    )


def test_nobody_at_all_then_is_no_error(make_log: MakeLog) -> None:
    old = ("bob", "2024-01-31", "1", "cup", 1, 4)
    assert before(log_of(make_log, [old, ("cy", "2024-06-02", "7", "cup", 1, 8)])) is None
