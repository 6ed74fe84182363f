"""A model scores a new file by the plan of training, and says what it noticed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from personae.errors import OutputError
from personae.workflow.run import RunFolder
from personae.workflow.score import score


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


@pytest.mark.parametrize("name", ["shop.csv", "model.json"])
def test_the_list_never_overwrites_what_it_is_made_from(
    finished: RunFolder, shop: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "shop.csv").write_bytes(shop.read_bytes())
    (tmp_path / "model.json").write_bytes((finished.path / "model.json").read_bytes())
    before = (tmp_path / name).read_bytes()
    with pytest.raises(OutputError) as caught:
        score(tmp_path / "model.json", tmp_path / "shop.csv", out=tmp_path / "." / name)
    assert str(caught.value) == (
        f"{tmp_path / name} is what the list is made from; it would be overwritten.\n"
        "Fix: Pass --out with another file."
    )
    assert (tmp_path / name).read_bytes() == before
