"""From a list and a log to a verdict: what counted, what did not, and what is written."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path
from typing import Any

import pytest
from pyarrow import csv, parquet

from personae.config import Options
from personae.errors import InputError, OutputError, UsageError
from personae.workflow.lift import LiftOutcome, lift

SENT = dt.date(2024, 3, 1)


def shop(folder: Path, *, people: int = 3000, seed: int = 1) -> tuple[Path, Path]:
    """Write a list and a log: half held back, of whom 20 of 100 buy; 32 of 100 of the others."""
    rng = random.Random(seed)
    listed, lines = ["id,arm,segment,pre_spend"], ["customer_id,date,amount"]
    for number in range(people):
        treated = number % 2 == 0
        before = rng.choice([0, 0, 10, 20, 40])
        arm = "treatment" if treated else "control"
        listed.append(f"c{number:04d},{arm},{number % 3},{before}")
        if before:
            lines.append(f"c{number:04d},2024-02-{rng.randint(1, 29):02d},{before}.00")
        if rng.random() < (0.32 if treated else 0.20):
            lines.append(f"c{number:04d},2024-03-{rng.randint(1, 20):02d},{rng.randint(5, 40)}.50")
    lines += ["stranger,2024-03-05,7.00", "c0001,2024-04-30,9.00"]
    return written(folder / "list.csv", listed), written(folder / "log.csv", lines)


def written(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def measured(folder: Path, **how: Any) -> LiftOutcome:
    return lift(*shop(folder), **{"sent": SENT, "outcome_days": 30, **how})


def test_a_campaign_that_worked(tmp_path: Path) -> None:
    found = measured(tmp_path).summary
    assert found["verdict"] == "worked"
    assert found["sentence"].startswith("It worked: 1")
    assert found["measured_by"] == "buyers"
    assert found["whole"]["people"] == found["whole"]["control_people"] == 1500
    assert [row["segment"] for row in found["segments"]] == ["0", "1", "2"]
    assert found["window"] == {
        "first_day": "2024-03-01", "last_day": "2024-03-31", "days_missing": 0,
    }  # fmt: skip
    assert found["counts"]["after_window"] == 1
    assert found["counts"]["people_not_on_list"] == 1
    assert found["supplied_by_user"] == ["outcome_days", "sent"]
    bought = found["whole"]["buyers"] + found["whole"]["control_buyers"]
    assert found["counts"]["people_without_purchase"] == 3000 - bought


def test_the_order_of_rows_and_lines_changes_no_bit(tmp_path: Path) -> None:
    listed, log = shop(tmp_path)
    turned = []
    for path in (listed, log):
        head, *rows = path.read_text(encoding="utf-8").split()
        turned.append(written(tmp_path / f"turned-{path.name}", [head, *rows[::-1]]))
    how = {"sent": SENT, "outcome_days": 30}
    one, other = lift(listed, log, **how).summary, lift(*turned, **how).summary
    assert {**one, "notes": []} == {**other, "notes": []}
    assert one["notes"] == other["notes"]


def test_the_parts_add_up(tmp_path: Path) -> None:
    found = measured(tmp_path, cost=0.1, margin=0.5).summary
    for part in ("people", "control_people", "buyers", "control_buyers"):
        assert sum(row[part] for row in found["segments"]) == found["whole"][part]
    whole = found["whole"]
    money = whole["difference"]["money"]
    assert whole["in_all"]["money"]["estimate"] == pytest.approx(money["estimate"] * 1500)
    assert whole["after_cost"]["low"] == pytest.approx((money["low"] * 0.5 - 0.1) * 1500)
    assert (found["measured_by"], found["break_even"]) == ("money", 0.2)
    assert found["supplied_by_user"] == ["cost", "margin", "outcome_days", "sent"]


def test_a_table_without_dates_is_said_to_have_none(tmp_path: Path) -> None:
    listed, _ = shop(tmp_path)
    table = written(tmp_path / "spent.csv", ["id,amount", *(f"c{n:04d},5" for n in range(1000))])
    found = lift(listed, table).summary
    assert found["notes"][0] == (
        "The purchases had no dates: all 1,000 rows are counted, as if they lay after the send."
    )
    assert found["window"]["first_day"] is None


def test_a_campaign_says_what_it_planned(tmp_path: Path) -> None:
    listed, log = shop(tmp_path)
    folder = tmp_path / "spring"
    folder.mkdir()
    texts = csv.ConvertOptions(column_types={"id": "string"})
    parquet.write_table(csv.read_csv(listed, convert_options=texts), folder / "assignment.parquet")
    facts = {"format": "personae.campaign/1", "campaign": "Spring", "outcome_days": 10}
    said = json.dumps({**facts, "holdout": 0.1})
    (folder / "campaign.json").write_text(said, encoding="utf-8")
    found = lift(folder, log, sent=SENT).summary
    assert (found["campaign"], found["planned_control"]) == ("Spring", 0.1)
    assert found["window"]["last_day"] == "2024-03-11"
    assert found["doubts"] == ["sample ratio"]
    assert found["verdict"] == "not to be trusted"


def test_spend_before_is_taken_from_the_log_where_the_list_has_none(tmp_path: Path) -> None:
    listed, log = shop(tmp_path)
    bare = [row.rsplit(",", 1)[0] for row in listed.read_text(encoding="utf-8").split()]
    how = {"sent": SENT, "outcome_days": 30}
    one = lift(listed, log, **how).summary
    other = lift(written(tmp_path / "bare.csv", bare), log, **how).summary
    assert one["whole"] == other["whole"]
    assert any("taken from the 29 days of the log before the send" in x for x in other["notes"])


def test_a_span_that_is_not_over_is_preliminary(tmp_path: Path) -> None:
    notes = measured(tmp_path, outcome_days=90).summary["notes"]
    assert notes[1] == (
        "The log ends 30 days before that span is over: the result is preliminary. Measure again "
        "when the days are there."
    )


@pytest.mark.parametrize("ending", ["json", "csv", "parquet"])
def test_the_result_is_written_as_its_ending_asks(tmp_path: Path, ending: str) -> None:
    outcome = measured(tmp_path, out=tmp_path / f"result.{ending}")
    assert outcome.path is not None
    if ending == "json":
        assert json.loads(outcome.path.read_text(encoding="utf-8")) == outcome.summary
        return
    table = (csv.read_csv if ending == "csv" else parquet.read_table)(outcome.path)
    assert table.column("segment").to_pylist() == ["everybody", "0", "1", "2"]
    whole = outcome.summary["whole"]["difference"]["buyers"]
    assert table.column("more_buyers_low")[0].as_py() == pytest.approx(whole["low"])


def test_neither_the_list_nor_the_log_is_overwritten(tmp_path: Path) -> None:
    listed, log = shop(tmp_path)
    for path in (listed, log):
        with pytest.raises(OutputError) as error:
            lift(listed, log, sent=SENT, out=path)
        assert str(error.value) == (
            f"{path} is what the result is made from; it would be overwritten.\n"
            "Fix: Pass --out with another file."
        )


def test_ids_of_another_kind_are_refused(tmp_path: Path) -> None:
    _, log = shop(tmp_path)
    listed = written(tmp_path / "other.csv", ["id,arm", "1,treatment", "2,control"])
    with pytest.raises(InputError) as error:
        lift(listed, log, sent=SENT)
    assert error.value.codes == ("lift/no-common-id",)
    assert str(error.value).endswith(
        "Fix: Ids are compared sign by sign: 00123 and 123 differ. Pass --id with the column of "
        "the purchases that holds the ids of the list."
    )


def test_numbers_that_cannot_be_meant_are_refused_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        lift(*shop(tmp_path), sent=SENT, outcome_days=0, cost=-1.0, planned_control=1.0)
    assert str(error.value) == (
        "--outcome-days needs a whole number of at least 1.\n"
        "Fix: Pass for example --outcome-days 30.\n\n"
        "--cost needs what one contact costs, 0 or more.\n"
        "Fix: Pass for example --cost 0.40.\n\n"
        "--planned-control needs a share between 0 and 1.\n"
        "Fix: Pass for example --planned-control 0.1.\n\n"
        "--cost was given without --margin; what a contact must bring is cost / margin.\n"
        "Fix: Pass both, such as --cost 0.40 --margin 0.35, or none."
    )


def test_columns_of_the_log_can_be_named(tmp_path: Path) -> None:
    listed, log = shop(tmp_path)
    text = log.read_text(encoding="utf-8").replace("customer_id,date,amount", "who,when,much")
    named = written(tmp_path / "named.csv", text.split())
    options = Options.from_mapping({"id": "who", "date": "when", "amount": "much"})
    how = {"sent": SENT, "outcome_days": 30}
    found = lift(listed, named, options=options, **how).summary
    assert found["whole"] == lift(listed, log, **how).summary["whole"]
