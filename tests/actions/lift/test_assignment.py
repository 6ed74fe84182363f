"""Lists with arms: what is read, and whole messages where they cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from personae.actions.lift.assignment import read_assignment
from personae.errors import InputError, NotEnoughDataError, PersonaeError


def written(folder: Path, text: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path, kind: type[PersonaeError] = InputError) -> str:
    with pytest.raises(kind) as error:
        read_assignment(path)
    return str(error.value)


def campaign(folder: Path, **facts: object) -> Path:
    table = pa.table(
        {
            "id": pa.array(["007", "7", "a"], pa.string()),
            "segment": pa.array([10, 2, 2], pa.int32()),
            "name": ["Loyal", "New", "New"],
            "arm": ["treatment", "control", "treatment"],
            "pre_spend": pa.array([5.0, None, 1.5]),
            "pre_bought": pa.array([1, None, 1], pa.int8()),
        }
    )
    parquet.write_table(table, folder / "assignment.parquet")
    said = {"format": "personae.campaign/1", "campaign": "Spring", "holdout": 0.1, **facts}
    (folder / "campaign.json").write_text(json.dumps(said), encoding="utf-8")
    return folder


def test_a_campaign_folder_says_everything(tmp_path: Path) -> None:
    people = read_assignment(campaign(tmp_path))
    assert people.ids.to_pylist() == ["007", "7", "a"]
    assert people.treated.tolist() == [True, False, True]
    assert people.names == ("New", "Loyal")  # in the order of their numbers
    assert people.segment.tolist() == [1, 0, 0]
    assert people.before is not None
    np.testing.assert_array_equal(people.before, [5.0, np.nan, 1.5])
    assert people.campaign["holdout"] == 0.1


def test_a_list_needs_an_id_and_an_arm_only(tmp_path: Path) -> None:
    people = read_assignment(written(tmp_path, "customer_id,Arm\nb,Control\na, treatment\n"))
    assert people.ids.to_pylist() == ["a", "b"]
    assert people.treated.tolist() == [True, False]
    assert people.names == ()
    assert people.before is None


def test_the_order_of_the_rows_does_not_matter(tmp_path: Path) -> None:
    rows = ["b,control,x,1", "a,treatment,y,2.5", "c,treatment,,", "d,control,x,4"]
    one, other = (
        read_assignment(written(tmp_path, "\n".join(["id,arm,segment,pre_spend", *order]), name))
        for order, name in ((rows, "one.csv"), (rows[::-1], "other.csv"))
    )
    assert one.names == other.names == ("x", "y", "no segment")
    for part in ("treated", "segment", "before"):
        np.testing.assert_array_equal(getattr(one, part), getattr(other, part))


def test_a_list_without_arms_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "id,group\na,1\nb,2\n")
    assert refused(path) == (
        'list.csv has no column "arm" that says who got the campaign.\n'
        "Fix: Add it. Write treatment for everybody who was to get it, control for everybody "
        "held back."
    )


def test_everything_wrong_with_the_rows_is_said_at_once_and_no_id_is_shown(tmp_path: Path) -> None:
    path = written(
        tmp_path, "id,arm\na,treatment\na,control\nb,control\nb,control\nc,maybe\n,control\n"
    )
    assert refused(path) == (
        "1 row of list.csv has no id.\n"
        "Fix: Give every row the id of its customer.\n\n"
        "1 row of list.csv has neither treatment nor control in the column arm.\n"
        "Fix: Write treatment for everybody who was to get it, control for everybody held back.\n\n"
        "2 ids stand in more than one row of list.csv, and 1 of them in both arms.\n"
        "Fix: List everybody once, in one arm."
    )


def test_a_list_of_one_arm_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "id,arm\na,treatment\nb,treatment\n")
    assert refused(path, NotEnoughDataError) == (
        "Everybody in list.csv is in the arm treatment; nobody is in control, so there is "
        "nothing to compare with.\n"
        "Fix: What a campaign did can only be told from customers who were held back by a draw "
        "before it was sent: personae campaign makes both lists."
    )


def test_spend_before_must_be_numbers(tmp_path: Path) -> None:
    path = written(tmp_path, "id,arm,pre_spend\na,treatment,much\nb,control,little\n")
    assert refused(path) == (
        'The column "pre_spend" of list.csv does not read as numbers.\n'
        "Fix: Write there what each customer spent before the send, or leave the column out."
    )


def test_a_folder_must_be_that_of_a_campaign(tmp_path: Path) -> None:
    assert refused(tmp_path) == (
        f"{tmp_path} is not a whole folder of a campaign: it needs campaign.json and "
        "assignment.parquet.\n"
        "Fix: Pass the folder that personae campaign wrote, or a CSV or Parquet list with an id "
        "and a column arm."
    )
    (tmp_path / "campaign.json").write_text("[]", encoding="utf-8")
    assert "is not a whole folder" in refused(tmp_path)


def test_a_folder_of_another_version_is_refused(tmp_path: Path) -> None:
    assert refused(campaign(tmp_path, format="personae.campaign/2")) == (
        f"{tmp_path} was written by another version of Personae: its format is not "
        "personae.campaign/1.\n"
        "Fix: Measure it with the version that wrote it, or pass its assignment.csv as the list."
    )


def test_a_column_of_ids_as_segment_is_refused(tmp_path: Path) -> None:
    rows = "\n".join(f"{n},{('control', 'treatment')[n % 2]},{n}" for n in range(200))
    path = written(tmp_path, f"id,arm,segment\n{rows}\n")
    assert refused(path) == (
        "The column segment of list.csv has 200 different values.\n"
        "Fix: Put at most 100 segments there, or rename the column to measure the whole list only."
    )
