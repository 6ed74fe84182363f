"""`--like RUN` reads the earlier run with checks, and writes what became of its segments."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

import personae
from personae.config import Options
from personae.errors import InputError, IntegrityError
from personae.workflow.rename import rename
from personae.workflow.run import RunFolder, run
from personae.workflow.score import score
from personae.workflow.segment import segment


def test_a_run_like_itself_is_the_same_run(
    finished_log: RunFolder, log: Path, tmp_path: Path
) -> None:
    again = run(log, options=Options(k=3, k_max=4), like=finished_log.path, out=tmp_path / "again")
    for name in ("segments.csv", "at_risk.csv", "worth.csv", "profile.csv"):
        if name in finished_log.files:
            assert (again.path / name).read_bytes() == (finished_log.path / name).read_bytes(), name
    assert (again.path / "moves.csv").read_text().splitlines() == ['"id","from","to"']
    like = again.summary["like"]
    assert like["run"] == finished_log.path.name
    assert like["moves"]["moved"] == like["moves"]["changed"] == 0
    assert {item["fate"] for item in like["then"]} == {"kept"}
    assert again.summary | {"like": None} == finished_log.summary


def test_a_later_log_says_who_moved(finished_log: RunFolder, log: Path, tmp_path: Path) -> None:
    head, *lines = log.read_text().splitlines()
    # a week on: three customers never came back after day 200, and one is new
    later = tmp_path / "later.csv"
    fresh = [f"N{i:03d},2024-10-{20 + i % 5},99.50" for i in range(4)]
    kept = [line for line in lines if not line.startswith("C059")]
    later.write_text("\n".join([head, *kept, *fresh]) + "\n")
    made = run(
        later,
        options=Options(k=3, k_max=4, min_cell=1),
        like=finished_log.path,
        out=tmp_path / "now",
    )
    with (made.path / "moves.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert {row["id"] for row in rows if not row["from"]} == {f"N{i:03d}" for i in range(4)}
    assert {row["id"] for row in rows if not row["to"]} == {"C059"}
    moves = made.summary["like"]["moves"]
    assert sum(moves["newcomers"]) == 4
    assert sum(moves["leavers"]) == 1
    assert moves["customers_in_both"] == 59
    assert moves["moved"] == sum(bool(row["from"] and row["to"]) for row in rows)


def test_gaps_in_the_numbers_reach_every_file(
    finished: RunFolder, shop: Path, tmp_path: Path
) -> None:
    """A corner of the shop goes and another comes: lists, report, score and rename all agree."""
    head, *lines = shop.read_text().splitlines()
    others = [f"G{i:03d},{200 + i % 5},{9_000 + 7 * (i % 6)},south" for i in range(30)]
    path = tmp_path / "later.csv"
    path.write_text("\n".join([head, *lines[25:], *others]) + "\n")
    now = run(path, options=Options(k=4, k_max=5), like=finished.path, out=tmp_path / "now")
    numbers = {row["segment"] for row in now.summary["segments"]}
    assert max(numbers) == 5
    assert len(numbers & {1, 2, 3, 4}) == 3
    scored = score(now.path, path, out=tmp_path / "scored.csv")
    with (now.path / "segments.csv").open(newline="") as file:
        listed = {row["id"]: int(row["segment"]) for row in csv.DictReader(file)}
    assert set(listed.values()) == numbers
    table = scored.table.select(["id", "segment"]).to_pylist()
    assert {row["id"]: row["segment"] for row in table} == listed
    report = json.loads((now.path / "report.json").read_text())
    assert {card["segment"] for card in report["segments"]} == numbers
    assert set(report["charts"]["map"]["segment"]) == numbers
    assert {node["home"] for node in report["charts"]["tree"]["nodes"]} <= numbers
    renamed = rename(now.path, 5, "Giants")
    assert {row["name"] for row in renamed.summary["segments"] if row["segment"] == 5} == {"Giants"}
    later = segment(path, k=4, k_max=5, like=now.path)
    assert later.segmentation.of(5).name == "Giants"


def test_what_is_no_run_is_refused_before_any_work(shop: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a whole run folder"):
        run(shop, like=tmp_path, out=tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_changed_run_is_refused(finished: RunFolder, shop: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(finished.path, tmp_path / "copy"))
    with (copy / "segments.parquet").open("ab") as file:
        file.write(b"x")
    with pytest.raises(IntegrityError, match="changed since the folder was written"):
        run(shop, like=copy, out=tmp_path / "new")


def test_nothing_in_common_is_said(finished: RunFolder) -> None:
    import pandas as pd

    frame = pd.DataFrame(
        {
            "customer_id": [f"Z{i}" for i in range(80)],
            "height": [1.0 + i % 3 if i % 2 else 50.0 + i % 5 for i in range(80)],
            "width": [2.0 + i % 4 if i % 2 else 70.0 + i % 7 for i in range(80)],
        }
    )
    result = personae.segment(frame, k=2, like=finished.path)
    assert result.segmentation.numbers == (5, 6)
    (finding,) = [item for item in result.findings if item.code == "like/nothing kept"]
    assert finding.what == (
        "No segment of shop-run was found again: 0 customers are in both runs, and no centre lies "
        "where one lay. All numbers are new."
    )
