"""Who left, counted by hand, and what is said where no column tells."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import personae
from personae.actions.leaving.departures import Departures, departures, not_told
from personae.stats.intervals import wilson_interval

VISITS = [1, 2, 1, 2, 30, 31, 30, 32]
SPEND = [10.0, 11.0, 12.0, 10.0, 900.0, 905.0, 910.0, 890.0]


def run_of(**columns: object) -> personae.Result:
    frame = pd.DataFrame({"customer_id": list("abcdefgh"), "visits": VISITS, "spend": SPEND})
    return personae.segment(frame.assign(**columns), k=2, features=["visits", "spend"])


def found_in(result: personae.Result) -> Departures:
    assert result.departures is not None
    return result.departures


def test_who_left_is_counted_with_the_money_by_segment() -> None:
    told = found_in(run_of(churned=["no", "yes", "no", "no", "no", "yes", "yes", "no"]))
    assert (told.column, told.outcome, told.money) == ("churned", "yes", "spend")
    parts = sorted(told.segments, key=lambda part: part.left)
    assert [(part.n, part.left, part.revenue_lost) for part in parts] == [
        (4, 1, 11.0),
        (4, 2, 1815.0),
    ]
    assert [part.revenue_share for part in parts] == pytest.approx([11 / 43, 1815 / 3605])
    assert (parts[1].low, parts[1].high) == wilson_interval(2, 4)
    assert sorted(part.segment for part in told.segments) == [1, 2]
    everybody = told.everybody
    assert (everybody.segment, everybody.n, everybody.left) == (0, 8, 3)
    assert everybody.revenue_lost == 1826.0
    assert json.loads(json.dumps(told.to_dict()))["everybody"]["rate"] == 0.375


def test_a_date_of_cancellation_says_who_left() -> None:
    gone = ["2024-01-05", None, None, None, None, "2024-02-05", None, "2024-03-01"]
    told = found_in(run_of(cancelled_at=gone))
    assert (told.column, told.everybody.left, told.everybody.n) == ("cancelled_at", 3, 8)


def test_of_whom_it_is_not_known_nothing_is_counted() -> None:
    told = found_in(run_of(churned=["no", "yes", None, "no", "no", "yes", None, "no"]))
    assert (told.everybody.n, told.everybody.left) == (6, 2)
    assert told.everybody.revenue_share == pytest.approx(916 / 2726)


def test_an_answer_to_a_mailing_is_no_departure() -> None:
    result = run_of(response=["no", "yes", "no", "no", "no", "yes", "yes", "no"])
    assert result.departures is None
    assert not_told(result.customers) == (
        "No column says which customers left. One that is called churned (yes or no) or "
        "cancelled_at (a date, empty for who stayed) would tell how many leave each segment and "
        "with what money; the purchase log instead of this table would tell who is about to leave."
    )


def test_which_of_three_values_means_leaving_is_asked() -> None:
    words = ["stays", "gone", "paused", "stays", "stays", "gone", "paused", "stays"]
    result = run_of(churn_status=words)
    assert result.departures is None
    assert not_told(result.customers) == (
        "The column churn_status has more than two values, and which of them means that a "
        "customer left is not known. A column of yes and no would tell."
    )


def test_a_purchase_log_is_told_by_silence_instead() -> None:
    frame = pd.DataFrame(
        {
            "customer_id": [f"c{place % 12:02d}" for place in range(48)],
            "date": [f"2024-{1 + place // 12:02d}-{1 + place % 12:02d}" for place in range(48)],
            "amount": np.linspace(1.0, 90.0, 48),
        }
    )
    result = personae.segment(frame, k=2)
    assert result.customers.kind == "transactions"
    assert departures(result.customers, result.fit.labels, 2) is None
    assert not_told(result.customers) is None
