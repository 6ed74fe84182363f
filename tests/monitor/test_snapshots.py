"""Days of one log that look back equally far add up, and know nothing of what came later."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import personae
from personae.features.day_flows import DayFlows
from personae.monitor.snapshots import Calendar, Trends, calendar_of
from personae.report.names import put_names


def empty(log_days: int) -> DayFlows:
    none = np.zeros(0, dtype=np.int32)
    start = dt.date(1970, 1, 1)
    return DayFlows(
        pa.array([], pa.string()), start + dt.timedelta(days=log_days), start, none, none, None,
        none.astype(bool),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("log_days", "window", "expected"),
    [(374, None, (187, 30, 7)), (374, 90, (90, 30, 10)), (800, None, (365, 91, 5)),
     (730, 365, (365, 30, 13)), (150, None, (75, 30, 3))],
)  # fmt: skip
def test_days_are_chosen_by_the_length_of_the_log(
    log_days: int, window: int | None, expected: tuple[int, int, int]
) -> None:
    found = calendar_of(empty(log_days), window=window)
    assert isinstance(found, Calendar)
    assert (found.window, found.step, len(found.days)) == expected
    assert found.days[-1] == log_days
    assert found.days[0] - found.window >= 0


def test_a_short_log_says_why() -> None:
    assert calendar_of(empty(100), window=None) == (
        "The log holds 100 days; trends need 120 or more."
    )
    assert calendar_of(empty(374), window=365) == (
        "The log holds 374 days. With a window of 365 days there are fewer than 3 days, 30 days "
        "apart, that can look back that far."
    )


def shop() -> pd.DataFrame:
    """Thirty steady, thirty who stop on day 150, and thirty who come from day 200 on; 300 days."""
    rows = []
    for place in range(90):
        kind = place // 30
        first, until = ((0, 300), (0, 150), (200, 300))[kind]
        step = (7, 14, 9)[kind]
        rows += [
            (f"c{place:02d}", dt.date(2023, 1, 1) + dt.timedelta(days=day), 10 + 20 * kind + place)
            for day in range(first + place % 7, until, step)
        ]
    return pd.DataFrame(rows, columns=["customer_id", "date", "amount"])


@pytest.fixture(scope="module")
def result() -> personae.Result:
    return personae.segment(shop(), k=3, k_max=4)


@pytest.fixture(scope="module")
def told(result: personae.Result) -> Trends:
    assert result.trends is not None
    return result.trends


def test_customers_of_every_day_by_hand(told: Trends) -> None:
    """Who stopped on day 150 is a customer until 150 days later; who came is one from then on."""
    assert (told.window, told.step, len(told.snapshots)) == (150, 30, 6)
    assert [item.customers for item in told.snapshots] == [60, 60, 90, 90, 90, 60]
    assert sum(group.newcomers or 0 for group in told.snapshots[2].groups) == 30
    assert sum(group.left or 0 for group in told.snapshots[-1].groups) == 30
    assert {group.newcomers for group in told.snapshots[0].groups} == {None}


def test_every_day_adds_up(told: Trends) -> None:
    for item in told.snapshots:
        assert sum(group.customers for group in item.groups) == item.customers
        assert sum(group.share for group in item.groups) == pytest.approx(1)
        assert sum(group.revenue or 0.0 for group in item.groups) == pytest.approx(item.revenue)
    for move, before, after in zip(told.moves, told.snapshots, told.snapshots[1:], strict=False):
        for place, group in enumerate(before.groups):
            assert sum(move.matrix[place]) + move.leavers[place] == group.customers
        for place, group in enumerate(after.groups):
            came = (group.newcomers or 0) + (group.came_back or 0)
            assert came == move.newcomers[place]
            assert sum(row[place] for row in move.matrix) + came == group.customers
            assert group.left == move.leavers[place]


def test_rows_hold_every_cell(told: Trends) -> None:
    assert len(told.to_rows()) == 6 * 3
    rows = told.move_rows()
    assert len(rows) == 5 * (3 * 4 + 3)
    assert sum(row["customers"] for row in rows if row["to"] is not None and row["from"]) == (
        told.together.n_both
    )


def test_an_earlier_day_knows_nothing_of_later_ones(told: Trends) -> None:
    """The same centres see the first days alike, whatever happened in the last 40 days."""
    frame = shop()
    until = frame["date"] <= dt.date(2023, 1, 1) + dt.timedelta(days=259)
    dearer = frame.assign(amount=frame["amount"].where(until, frame["amount"] * 3))
    other = personae.segment(dearer, k=3, k_max=4).trends
    assert other is not None
    for one, two in zip(told.snapshots[:4], other.snapshots[:4], strict=True):
        assert (one.customers, one.revenue) == (two.customers, two.revenue)


def test_shuffled_rows_give_the_same(result: personae.Result) -> None:
    again = personae.segment(shop().sample(frac=1, random_state=5), k=3, k_max=4)
    assert again.trends is not None
    assert result.trends is not None
    assert again.trends.to_dict() == result.trends.to_dict()


def test_words_say_what_grew(told: Trends) -> None:
    names = {str(item.segment): item.name for item in told.segments}
    words = [put_names(text, names).replace("\N{NO-BREAK SPACE}", " ") for text in told.words()]
    assert words[0] == (
        "The segments were found once, in what customers bought in the 150 days before 28 Oct "
        "2023. Who was in which is told of 6 days, 30 days apart, each by what was known on that "
        "day of the 150 days before it."
    )
    assert words[1] == "All customers stayed at 60 from 31 May 2023 to 28 Oct 2023."
    assert any(" grew from " in text and " of customers (" in text for text in words[2:])
    assert words[-1].startswith("A window of 150 days is shorter than a year")


def test_with_the_runs_own_window_the_segments_are_the_runs() -> None:
    run = personae.segment(shop(), k=3, k_max=4, window=120)
    assert run.trends is not None
    assert [item.segment for item in run.trends.segments] == [1, 2, 3]
    assert all(item.of_run for item in run.trends.segments)
    sizes = [item.size for item in run.segmentation.segments]
    assert [group.customers for group in run.trends.snapshots[-1].groups] == sizes


def test_a_customer_table_has_none() -> None:
    frame = pd.DataFrame({"customer_id": range(60), "visits": [1, 9] * 30, "spend": [5, 70] * 30})
    result = personae.segment(frame, k=2)
    assert (result.trends, result.trends_reason) == (None, None)


def test_a_move_of_few_is_not_told_where_few_may_not_be_told_of(told: Trends) -> None:
    largest = told.together.largest()[0].n
    assert any("most frequent move" in text for text in told.words(smallest=largest))
    assert not any("most frequent move" in text for text in told.words(smallest=largest + 1))
