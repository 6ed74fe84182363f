"""Who is at risk, in a shop that can be reckoned by hand."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

from personae.actions.leaving.at_risk import AtRisk, at_risk, not_told
from personae.features.history import History
from personae.features.purchase_days import PurchaseDays

MakeDays = Callable[..., PurchaseDays]

# Sixty customers who come every week for 400 days; two of them stopped, one came once.
WEEKLY = [list(range(place % 7, 400, 7)) for place in range(57)]
STOPPED = [list(range(0, 350, 7)), list(range(3, 300, 7)), [5]]
LISTS = [*WEEKLY, *STOPPED]
LABELS = np.array([0] * 57 + [1] * 3, dtype=np.int32)


def found_in(history: History, labels: object = LABELS) -> AtRisk:
    found = at_risk(history, np.asarray(labels), ("Regulars", "Strays"))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def history(make_days: MakeDays) -> History:
    values = [2.0 for days in LISTS for _ in days]
    return History(make_days(LISTS, today=400, values=values))


def test_who_stopped_is_at_risk_with_what_they_brought_in_the_last_year(history: History) -> None:
    found = found_in(history)
    assert found.money_days == 365
    # the last 365 days begin on day 35: 45 purchase days of one, 38 of the other
    assert found.table.to_pylist() == [
        {
            "id": "000057",
            "segment": 2,
            "name": "Strays",
            "days_silent": 57,
            "usual_gap_days": 7.0,
            "overdue": 1.0,
            "p_alive": None,
            "value_at_stake": 90.0,
            "reason": "usually buys every 7 days, silent for 57",
        },
        {
            "id": "000058",
            "segment": 2,
            "name": "Strays",
            "days_silent": 103,
            "usual_gap_days": 7.0,
            "overdue": 1.0,
            "p_alive": None,
            "value_at_stake": 76.0,
            "reason": "usually buys every 7 days, silent for 103",
        },
    ]


def test_segments_are_counted_and_their_money_at_risk_added(history: History) -> None:
    found = found_in(history)
    regulars, strays = found.segments
    assert (regulars.n, regulars.share, regulars.revenue, regulars.revenue_share) == (0, 0, 0, 0)
    assert (strays.size, strays.repeat, strays.n) == (3, 2, 2)
    assert strays.share == pytest.approx(2 / 3)
    # who came once came before the last 365 days
    assert (strays.revenue, strays.revenue_share) == (166.0, 1.0)
    assert found.everybody.n == 2
    assert found.everybody.size == 60
    assert found.everybody.revenue == 166.0


def test_who_is_lost_is_not_at_risk(history: History, make_days: MakeDays) -> None:
    rng = np.random.default_rng(1)
    lists = []
    for _ in range(1_500):
        bought = int(rng.integers(1_000)) + np.cumsum(rng.geometric(0.05, size=rng.geometric(0.12)))
        lists.append(bought[bought < 1_200].tolist() or [int(rng.integers(1_200))])
    days = make_days(lists, today=1_200)
    found = found_in(History(days), np.zeros(1_500, dtype=int))
    lost = found.curve.lost_day
    assert lost is not None
    silent = found.table.column("days_silent").to_numpy()
    assert 0.5 * found.curve.lapse_day <= silent.min() < silent.max() < lost
    assert (days.today - days.last >= lost).sum() > 500
    assert f"From {lost} days of silence on" in " ".join(found.words())
    assert "no silence is so long" in " ".join(found_in(history).words())


def test_without_money_the_most_overdue_come_first(make_days: MakeDays) -> None:
    found = found_in(History(make_days(LISTS, today=400)))
    assert found.table.column("value_at_stake").null_count == 2
    assert found.table.column("id").to_pylist() == ["000057", "000058"]
    assert found.everybody.revenue is None
    assert found.everybody.revenue_share is None


def test_equal_values_stand_in_the_order_of_ids(make_days: MakeDays) -> None:
    stopped = [list(range(place % 7, 300, 7)) for place in (3, 0, 5)]
    lists = [*WEEKLY, *stopped]
    days = make_days(lists, today=400, values=[1.0 for one in lists for _ in one])
    found = found_in(History(days))
    stakes = found.table.column("value_at_stake").to_pylist()
    pairs = list(zip([-stake for stake in stakes], found.table["id"].to_pylist(), strict=True))
    assert len(pairs) == 3
    assert pairs == sorted(pairs)
    assert len(set(stakes)) < 3


def test_what_is_told_of_it_is_json_and_holds_no_customer(history: History) -> None:
    told = found_in(history).to_dict()
    text = json.dumps(told, allow_nan=False)
    assert "000057" not in text
    assert told["curve"]["lapse_day"] == 7
    assert told["everybody"]["n"] == 2
    assert told["check"] is None
    assert told["words"][0] == (
        "Nine of ten gaps between two purchases end within 7 days: that is the lapse day of this "
        "shop."
    )


def test_a_log_that_cannot_tell_says_why(history: History, make_days: MakeDays) -> None:
    small = History(make_days(LISTS[:1], today=400))
    few = History(make_days([[0, 7]] * 120, today=30))
    assert at_risk(few, np.zeros(120, dtype=int), ("All",)) is None
    assert not_told(small) == (
        "The log holds fewer than 100 gaps between two purchase days of a customer; who is overdue "
        "cannot be told."
    )
    assert not_told(few) == (
        "Fewer than 30 customers bought on three days or more; how much the gaps of one customer "
        "differ cannot be told, nor who is overdue."
    )
    assert not_told(history) is None
