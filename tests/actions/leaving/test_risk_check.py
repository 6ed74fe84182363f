"""What became of those who were at risk, on a shop whose two kinds are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa

from personae.actions.leaving.risk_check import risk_check
from personae.features.history import History, KnownThen
from personae.features.purchase_days import PurchaseDays
from personae.stats.intervals import wilson_interval

MakeDays = Callable[..., PurchaseDays]


def cut(make_days: MakeDays, lists: Sequence[Sequence[int]], *, at: int, today: int) -> History:
    """Return the history of customers who all had bought by the day of the cut."""
    then = make_days([[day for day in days if day <= at] for days in lists], today=at)
    return History(make_days(lists, today=today), KnownThen(then, pa.table({})))


def test_who_was_at_risk_is_told_beside_who_stayed(make_days: MakeDays) -> None:
    weekly = [list(range(start % 7, 200, 7)) for start in range(50)]
    left = [list(range(start % 7, 60, 7)) for start in range(20)]
    # four of those who left came back once: two soon, one late, one too late to count
    left[0].append(104)
    left[1].append(107)
    left[2].append(150)
    check = risk_check(cut(make_days, weekly + left, at=100, today=201))
    assert check is not None
    assert check.days == 7  # the lapse day of the whole log
    risky, others = check.rows[:2]
    assert (risky.standing, risky.n, risky.returned) == ("at risk", 20, 2)
    assert (others.standing, others.n, others.returned) == ("neither", 50, 50)
    assert (risky.low, risky.high) == wilson_interval(2, 20)
    assert check.text == (
        "Tested on this log: of 20 customers at risk on 11\xa0Apr\xa01970, 10\xa0% bought again "
        "within 7 days; of 50 who had bought twice or more and were not, 100\xa0%."
    )
    assert check.to_dict()["rows"][0]["rate"] == 0.1


def test_the_rows_by_purchase_days_add_up_to_the_first_two(make_days: MakeDays) -> None:
    rng = np.random.default_rng(3)
    lists = []
    for _ in range(600):
        bought = int(rng.integers(0, 100)) + np.cumsum(
            rng.geometric(rng.uniform(0.02, 0.2), size=rng.geometric(0.15))
        )
        lists.append([0, *bought[bought < 240].tolist()])
    check = risk_check(cut(make_days, lists, at=120, today=240))
    assert check is not None
    assert {row.standing for row in check.rows} >= {"at risk", "neither"}
    for standing in {row.standing for row in check.rows}:
        whole, *parts = [row for row in check.rows if row.standing == standing]
        assert (whole.fewest, whole.most) == (2, None)
        assert sum(row.n for row in parts) == whole.n
        assert sum(row.returned for row in parts) == whole.returned
    assert [row.fewest for row in check.rows] == sorted(row.fewest for row in check.rows)


def test_without_anybody_at_risk_or_a_second_half_there_is_nothing_to_compare(
    make_days: MakeDays,
) -> None:
    weekly = [list(range(start % 7, 200, 7)) for start in range(50)]
    history = cut(make_days, weekly, at=100, today=201)
    assert risk_check(history) is None
    assert risk_check(History(history.days, None)) is None
