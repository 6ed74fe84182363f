"""What a run keeps of its source, and what it lets go of."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from personae.report.content import document
from personae.workflow.segment import segment


def test_the_rows_are_let_go_of_and_the_account_of_them_stays(shop: Path) -> None:
    result = segment(shop)
    assert result.source.label == shop.name
    assert result.source.n_rows == result.summary["rows_in"]
    with pytest.raises(duckdb.ConnectionException):
        result.source.engine.rows("SELECT 1")


def months_of(habits: dict[str, tuple[int, ...]], *, n: int = 20) -> pd.DataFrame:
    """Return a log: for each habit, `n` customers with so many purchases in each 30 days."""
    rows = [
        (f"{habit}{customer:02d}", FIRST + dt.timedelta(30 * month + 1 + turn), 20 + customer % 5)
        for habit, counts in habits.items()
        for customer in range(n)
        for month, count in enumerate(counts)
        for turn in range(count)
    ]
    rows.append((rows[0][0], FIRST, 20))  # the first day of the window of 30 days earlier
    return pd.DataFrame(rows, columns=["customer_id", "date", "amount"])


FIRST = dt.date(2024, 1, 1)
HOW = {
    "window": 60, "as_of": "2024-03-31", "kind": "transactions", "k": 2,
    "features": ["frequency"], "transform": "standard",
}  # fmt: skip
STEADY = {"often": (8, 8, 8), "seldom": (1, 1, 1)}


def test_with_a_window_trust_asks_who_was_in_the_segment_thirty_days_ago() -> None:
    result = segment(months_of(STEADY), **HOW)
    assert result.summary["unchanged_question"] == "date"
    told = result.summary["segments"]
    assert [(row["unchanged"], row["known_before"], row["trust"]) for row in told] == [
        (1.0, 20, "act"),
        (1.0, 20, "act"),
    ]
    assert "when the as-of date moves back 30 days: act on them" in (
        result.segmentation.trust_sentence
    )


def test_a_segment_that_was_another_last_month_is_not_to_be_acted_on_however_firm() -> None:
    """In 60 days the fallen made 16 + 1 purchases then and 1 + 1 now; noise moves nobody."""
    fallen = {"often": (8, 8, 8), "seldom": (1, 1, 1), "fallen": (16, 1, 1)}
    result = segment(months_of(fallen), **HOW)
    (seldom, often) = result.summary["segments"]
    assert (seldom["size"], seldom["known_before"]) == (40, 40)
    assert (seldom["unchanged"], seldom["moved"], seldom["trust"]) == (0.5, 1.0, "weak")
    assert (often["unchanged"], often["trust"]) == (1.0, "act")
    (card, _) = document(result)["segments"]
    assert card["unchanged_text"] == (
        "Of the 40 of it who were customers 30 days earlier too, 50\xa0% were in it then; 80\xa0% "
        "and more is firm. 100\xa0% of its customers stay when every feature moves by 5\xa0% of "
        "its standard deviation."
    )


def test_a_segment_of_new_customers_has_no_verdict_and_says_why() -> None:
    result = segment(months_of({"old": (1, 1, 1), "new": (0, 0, 12)}), **HOW)
    new = next(row for row in result.summary["segments"] if row["known_before"] == 0)
    assert (new["unchanged"], new["moved"], new["trust"]) == (None, 1.0, None)
    card = document(result)["segments"][new["segment"] - 1]
    assert card["unchanged_text"].startswith("Nobody of it was a customer 30 days earlier. 100")


@pytest.mark.parametrize(("window", "findings"), [(None, 0), (70, 1)])
def test_without_a_window_or_days_enough_noise_is_asked_about(
    window: int | None, findings: int
) -> None:
    result = segment(months_of(STEADY), **{**HOW, "window": window})
    assert result.summary["unchanged_question"] == "noise"
    assert [row["known_before"] for row in result.summary["segments"]] == [None, None]
    assert "when every figure moves a little" in result.segmentation.trust_sentence
    told = [item for item in result.findings if item.code == "trust/no earlier day"]
    assert len(told) == findings


def test_losses_of_then_without_a_logarithm_leave_the_question_to_noise() -> None:
    """Under log, a profit of -5 has no place; as of now nobody made a loss."""
    log = months_of(STEADY).assign(cost=1)
    early = log["date"] < FIRST + dt.timedelta(30)
    log.loc[early & (log["customer_id"] == "seldom00"), "cost"] = 60
    how = {**HOW, "features": ["frequency", "monetary"], "transform": "log", "cost": "cost"}
    result = segment(log, **how)
    assert result.summary["unchanged_question"] == "noise"
    (told,) = [item for item in result.findings if item.code == "trust/no earlier day"]
    assert "as-of date moves back to 2024-03-01 was not asked: some figures of then" in told.what


def test_scoring_looks_at_one_day_only() -> None:
    result = segment(months_of(STEADY), **HOW)
    scored = result.model.assign(months_of(STEADY), as_of="2024-03-31")
    assert scored["segment"].tolist() == result.segments["segment"].tolist()
