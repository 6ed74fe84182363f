"""What scoring says of a file that is not quite like the one it was fitted on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

import personae
from personae.errors import InputError, UsageError
from personae.scoring.assign import score_source


def log_of(days: int, *, start: str = "2024-01-01") -> pd.DataFrame:
    first = pd.Timestamp(start)
    rows = [
        (f"c{customer:03d}", first + pd.Timedelta(days=day), 5.0 + 40 * (customer % 3) + day % 7)
        for customer in range(60)
        for day in range(customer % 5, days, 4 + 9 * (customer % 4))
    ]
    return pd.DataFrame(rows, columns=["customer_id", "date", "amount"])


@pytest.fixture(scope="module")
def model() -> personae.SegmentModel:
    return personae.segment(log_of(200), k=3, k_max=3).model


def codes(scored: object) -> list[str]:
    return [item.code for item in scored.findings if item.code.startswith("score/")]


def test_a_log_is_scored_as_of_its_own_last_day(model: personae.SegmentModel) -> None:
    later = score_source(model, log_of(200, start="2025-03-01"))
    same = score_source(model, log_of(200))
    assert later.table.column("segment").equals(same.table.column("segment"))
    assert later.customers.as_of - same.customers.as_of == dt.timedelta(days=425)


def test_a_history_of_another_length_is_warned_about(model: personae.SegmentModel) -> None:
    assert "score/history" not in codes(score_source(model, log_of(190)))
    scored = score_source(model, log_of(150))
    assert "score/history" in codes(scored)
    (finding,) = [item for item in scored.findings if item.code == "score/history"]
    assert finding.severity == "warning"
    assert "the model's looked back" in finding.what


def test_a_window_is_part_of_the_model() -> None:
    windowed = personae.segment(log_of(200), k=3, k_max=3, window=90).model
    assert windowed.plan.window == 90
    scored = score_source(windowed, log_of(400))
    assert max(scored.customers.table.column("tenure_days").to_pylist()) <= 90
    assert "score/history" not in codes(scored)


def test_a_fixed_date_must_be_given_again() -> None:
    fixed = personae.segment(log_of(200), k=3, k_max=3, as_of="2024-08-01").model
    with pytest.raises(UsageError) as caught:
        score_source(fixed, log_of(200))
    assert str(caught.value) == (
        "The model was fitted as of a fixed date (2024-08-01), so scoring needs one.\n"
        "Fix: Pass --as-of DATE (Python: as_of=...)."
    )
    assert score_source(fixed, log_of(200), as_of="2024-08-01").table.num_rows == 60


def test_an_unknown_category_counts_as_none_and_is_marked() -> None:
    rows = [(f"c{i}", i % 7, 10 * (i % 2), "red" if i % 2 else "blue") for i in range(60)]
    frame = pd.DataFrame(rows, columns=["customer_id", "visits", "spend", "colour"])
    model = personae.segment(frame, features=["spend", "colour"], k=2, k_max=3).model
    strange = frame.assign(colour=["green", *frame["colour"][1:]])
    scored = score_source(model, strange)
    assert codes(scored) == ["score/unknown-category"]
    marked = scored.table.filter(scored.table.column("out_of_range"))
    assert marked.column("id").to_pylist() == ["c0"]
    assert marked.column("segment").null_count == 0


def test_a_column_that_only_describes_may_be_missing() -> None:
    rows = [(f"c{i}", i % 7, 10 * (i % 2), 20 + i % 40) for i in range(60)]
    frame = pd.DataFrame(rows, columns=["customer_id", "visits", "spend", "age"])
    model = personae.segment(frame, features=["visits", "spend"], k=2, k_max=3).model
    assert model.plan.needed == ("customer_id", "visits", "spend")
    whole, without = model.assign(frame), model.assign(frame.drop(columns="age"))
    assert without.equals(whole)
    with pytest.raises(InputError, match='no column "visits"'):
        model.assign(frame.drop(columns="visits"))


def test_a_log_may_lack_what_only_describes(model: personae.SegmentModel) -> None:
    described = log_of(200).assign(country="UK")
    fitted = personae.segment(described, k=3, k_max=3).model
    assert fitted.plan.needed == ("customer_id", "date", "amount")
    scored = score_source(fitted, log_of(200))
    assert scored.table.column("segment").equals(
        score_source(fitted, described).table.column("segment")
    )


def test_a_model_whose_features_nothing_makes_is_refused(model: personae.SegmentModel) -> None:
    first, *others = model.space.steps
    for changed in (replace(first, column="luck"), replace(first, category="gold")):
        space = replace(model.space, steps=(changed, *others))
        with pytest.raises(InputError) as caught:
            replace(model, space=space).assign(log_of(60))
        assert caught.value.codes == ("model/invalid",)
