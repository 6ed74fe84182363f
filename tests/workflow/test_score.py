"""A model scores a new file by the plan of training, and says what it noticed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from personae.errors import OutputError
from personae.workflow import score
from personae.workflow.run import RunFolder


def test_the_list_is_written_with_every_customer(
    finished: RunFolder, shop: Path, tmp_path: Path
) -> None:
    outcome = score(finished.path / "model.json", shop, out=tmp_path / "scored.csv")
    with (tmp_path / "scored.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == outcome.summary["customers"] == 106
    assert outcome.rejected_path is None
    assert [item["size"] for item in outcome.summary["segments"]] == [28, 27, 26, 25]


def test_rows_without_an_id_go_to_a_file_of_their_own(
    finished: RunFolder, shop: Path, tmp_path: Path
) -> None:
    path = tmp_path / "new.csv"
    path.write_text(shop.read_text() + ",5,20,north\n")
    outcome = score(finished.path, path, out=tmp_path / "scored.csv")
    assert outcome.summary["rows_rejected"] == 1
    assert outcome.rejected_path == tmp_path / "scored.rejected_rows.csv"
    with outcome.rejected_path.open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["line"] == "108"
    assert row["code"] == "id/missing"


def test_columns_may_stand_in_another_order(
    finished: RunFolder, shop: Path, tmp_path: Path
) -> None:
    with shop.open(newline="") as file:
        rows = list(csv.DictReader(file))
    path = tmp_path / "turned.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, ["region", "total_spend", "new", "customer_id", "visits"])
        writer.writeheader()
        writer.writerows({**row, "new": "x"} for row in rows)
    assert score(finished.path, path).table.equals(score(finished.path, shop).table)


def test_a_list_that_cannot_be_written_is_refused_early(
    finished: RunFolder, tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match="cannot be written as a file"):
        score(finished.path, tmp_path / "none.csv", out=tmp_path / "missing" / "scored.csv")
