"""Groups are judged on customers they did not learn from, and noise is seldom told from noise."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import personae
from personae.monitor.usefulness import (
    Grouping,
    Usefulness,
    Versus,
    _groupings,
    _known,
    _versus,
    foretold_by,
)


def test_one_group_explains_nothing() -> None:
    draw = np.random.default_rng(1)
    spend, half = draw.gamma(1.0, 50.0, 300), draw.random(300) < 0.5
    one = foretold_by(np.zeros(300, dtype=np.int64), spend, spend > 40, half=half)
    assert one["spend"][0] == pytest.approx(0.0)


def test_groups_that_know_all_explain_all() -> None:
    groups = np.tile([0, 1], 500)
    spend = np.where(groups == 1, 90.0, 0.0)
    half = np.arange(1000) % 4 < 2
    found = foretold_by(groups, spend, groups == 1, half=half)
    assert found["spend"][0] == pytest.approx(1.0, abs=1e-4)
    assert found["returned"][0] == 1.0


def test_by_hand() -> None:
    """Four customers, two groups; each half learns a mean drawn towards everybody's by one."""
    groups, half = np.array([0, 0, 1, 1]), np.array([True, False, True, False])
    spend = np.expm1(np.array([0.0, 0.0, 1.0, 1.0])) * np.e
    # the median of spends above 0 is (e - 1) e, so that y is 0, 0, ln 2, ln 2
    y = np.array([0.0, 0.0, np.log(2), np.log(2)])
    told = np.array([0.25, 0.25, 0.75, 0.75]) * np.log(2)
    expected = 1 - ((told - y) ** 2).sum() / ((y.mean() - y) ** 2).sum()
    returned = np.array([False, False, True, True])
    assert foretold_by(groups, spend, returned, half=half)["spend"][0] == pytest.approx(expected)


def test_groups_that_say_nothing_are_told_apart_once_in_twenty_times() -> None:
    """Of 400 draws of two random groupings 5 % of intervals miss 0; 7.6 % would be bad luck."""
    draw = np.random.default_rng(8)
    missed = {"spend": 0, "returned": 0}
    for _ in range(400):
        spend = np.where(draw.random(400) < 0.5, 0.0, draw.gamma(1.0, 50.0, 400))
        half = draw.random(400) < 0.5
        one, other = (
            foretold_by(draw.integers(0, 4, 400), spend, spend > 0, half=half) for _ in range(2)
        )
        for measure, count in missed.items():
            verdict = _versus("x", measure, one[measure], other[measure]).verdict
            missed[measure] = count + (verdict != "same")
    assert all(rate <= 0.076 for rate in (count / 400 for count in missed.values())), missed


def log() -> pd.DataFrame:
    """Weekly buyers, monthly buyers and people who buy once, with their own baskets; 300 days."""
    draw = np.random.default_rng(4)
    rows = []
    for place in range(420):
        kind = place % 3
        step = (9, 40, 400)[kind]
        day = int(draw.integers(0, 60 if kind < 2 else 140))
        while day < 300:
            basket = round(float(draw.gamma(4.0, (30.0, 10.0, 10.0)[kind])), 2)
            rows.append((f"c{place:03d}", dt.date(2023, 1, 1) + dt.timedelta(days=day), basket))
            day += max(1, int(draw.exponential(step)))
    return pd.DataFrame(rows, columns=["customer_id", "date", "amount"])


@pytest.fixture(scope="module")
def result() -> personae.Result:
    return personae.segment(log(), k=3, k_max=4)


@pytest.fixture(scope="module")
def found(result: personae.Result) -> Usefulness:
    assert result.usefulness is not None
    return result.usefulness


def test_segments_that_matter_are_found_to(found: Usefulness) -> None:
    assert [item.code for item in found.groupings] == [
        "segments", "rfm_cells", "rfm_names", "past_spend", "lapse_day",
    ]  # fmt: skip
    assert found.groupings[0].groups == found.groupings[3].groups == 3
    assert found.groupings[0].spend > 0.4
    assert found.groupings[0].returned > 0.8
    assert len(found.versus) == 8
    for item in found.versus:
        assert item.low <= item.difference <= item.high


def test_nothing_after_the_middle_makes_a_group(result: personae.Result) -> None:
    frame = log()
    assert result.history is not None
    assert result.history.then is not None
    middle = result.history.then.days.as_of
    last = frame["date"].max()
    changed = frame.assign(
        amount=frame["amount"].where((frame["date"] <= middle) | (frame["date"] == last), 77.0)
    )
    other = personae.segment(changed, k=3, k_max=4)
    assert other.history is not None
    assert other.history.then is not None
    one, two = (
        _groupings(_known(run.customers, run.history.then), run.history.then, run.options, k=3)
        for run in (result, other)
        if run.history is not None and run.history.then is not None
    )
    assert not isinstance(one, str)
    assert not isinstance(two, str)
    assert one.keys() == two.keys()
    for code, (_, groups) in one.items():
        assert groups.tolist() == two[code][1].tolist()


def test_shuffled_rows_give_the_same(found: Usefulness) -> None:
    again = personae.segment(log().sample(frac=1, random_state=2), k=3, k_max=4).usefulness
    assert again is not None
    assert again.to_dict() == found.to_dict()


def test_words_name_who_is_better_and_who_worse(found: Usefulness) -> None:
    words = [text.replace("\N{NO-BREAK SPACE}", " ") for text in found.words()]
    assert words[1].startswith(
        "Tested on this log: 3 segments were made from what was known on 30 May 2023 alone. Of the "
    )
    assert words[3].startswith("Of how much customers spend, ")
    assert words[4].startswith("Of who comes back, ")
    for item in found.groupings[1:]:
        assert sum(f"{item.name} ({item.groups} groups)" in text for text in words) == 2


def test_too_few_who_stay_away_are_said(data_folder: Path) -> None:
    run = personae.segment(data_folder / "rfm_orders.csv", k=4, k_max=5)
    assert run.usefulness is None
    assert run.usefulness_reason == (
        "In the middle of the log there were 403 customers, of whom 400 came back: too few to tell "
        "how well anything foretells that (200 are needed, and 30 of either kind)."
    )


def told_of(*verdicts: tuple[str, float]) -> str:
    """Return the leading sentence where the segments lead or trail each rule by so much."""
    groupings = (
        Grouping("segments", "the segments", 4, 0.3, 0.7),
        *(Grouping(code, f"rule {code}", 2, 0.2, 0.6) for code, _ in verdicts),
    )
    versus = tuple(
        Versus(code, measure, lead, lead - 0.01, lead + 0.01)
        for code, lead in verdicts
        for measure in ("spend", "returned")
    )
    return Usefulness("2024-01-01", 90, 300, 200, groupings, versus).words()[0]


def test_the_first_sentence_says_what_to_use_the_segments_for() -> None:
    assert told_of(("a", 0.05), ("b", 0.05)) == (
        "The segments foretell what customers do next better than every simpler rule tried."
    )
    assert told_of(("a", 0.0), ("b", 0.05)) == (
        "The segments foretell what customers do next as well as the simpler rules tried."
    )
    assert told_of(("a", -0.05), ("b", 0.05)) == (
        "Take the segments to understand customers and to speak to them. To foretell who comes "
        "back or spends, rule a does better here; the segments do better than rule b."
    )
    assert told_of(("a", -0.05), ("b", -0.05)) == (
        "Take the segments to understand customers and to speak to them. To foretell who comes "
        "back or spends, rule a or rule b do better here."
    )
