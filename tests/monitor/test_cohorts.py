"""Cohorts by hand: who first bought when, and who of them bought in each whole period after."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from personae.features.day_flows import DayFlows
from personae.features.purchase_days import day_number
from personae.monitor.cohorts import Cohort, cohorts


def flows_of(lists: list[list[str]], *, start: str, as_of: str) -> DayFlows:
    days = [[day_number(dt.date.fromisoformat(one)) for one in each] for each in lists]
    customer = np.repeat(np.arange(len(days)), [len(each) for each in days]).astype(np.int32)
    day = np.concatenate([np.array(each, dtype=np.int32) for each in days])
    return DayFlows(
        pa.array([f"c{i}" for i in range(len(days))]), dt.date.fromisoformat(as_of),
        dt.date.fromisoformat(start), customer, day, None, np.ones(len(day), dtype=bool),
    )  # fmt: skip


LISTS = [
    ["2024-01-03", "2024-02-07", "2024-02-09", "2024-03-30"],
    ["2024-01-31"],
    ["2024-02-01", "2024-03-31"],
    ["2024-04-02"],
]


def test_months_by_hand() -> None:
    """April has only begun, so that it is left out; two purchases of a month are one."""
    found = cohorts(flows_of(LISTS, start="2024-01-03", as_of="2024-04-03"))
    assert found.period == "month"
    assert found.rows == (Cohort("2024-01", 2, (1, 1)), Cohort("2024-02", 1, (1,)))
    assert found.rows[0].shares == (0.5, 0.5)


def test_a_month_counts_once_its_last_day_is_over() -> None:
    on_the_last = cohorts(flows_of(LISTS, start="2024-01-03", as_of="2024-03-31"))
    a_day_before = cohorts(flows_of(LISTS, start="2024-01-03", as_of="2024-03-30"))
    assert [row.bought for row in on_the_last.rows] == [(1, 1), (1,)]
    assert [row.bought for row in a_day_before.rows] == [(1,), ()]


def test_a_long_log_is_told_by_quarter() -> None:
    found = cohorts(flows_of(LISTS, start="2022-06-30", as_of="2024-06-30"))
    assert found.period == "quarter"
    assert found.rows == (Cohort("2024 Q1", 3, (0,)), Cohort("2024 Q2", 1, ()))
    assert found.to_dict()["rows"][1] == {"first": "2024 Q2", "size": 1, "bought": []}
