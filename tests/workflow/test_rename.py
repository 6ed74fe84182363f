"""A name that a person gave stands everywhere, and is all that changes."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

import personae
from personae.config import Options
from personae.errors import InputError, IntegrityError, UsageError
from personae.workflow.rename import rename
from personae.workflow.run import RunFolder, run
from personae.workflow.score import score


@pytest.fixture
def folder(finished: RunFolder, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished.path, tmp_path / "run"))


def test_the_name_stands_everywhere(folder: Path, shop: Path) -> None:
    old = json.loads((folder / "summary.json").read_text())["segments"][2]["name"]
    rename(folder, 3, "Wholesale VIPs")
    for name in (
        "summary.json",
        "model.json",
        "report.json",
        "report.html",
        "segments.csv",
        "profile.csv",
    ):
        assert "Wholesale VIPs" in (folder / name).read_text(), name
    with (folder / "segments.csv").open(newline="") as file:
        named = {row["name"] for row in csv.DictReader(file) if row["segment"] == "3"}
    assert named == {"Wholesale VIPs"}
    page = (folder / "report.html").read_text()
    assert old not in page
    assert page.count("Named by a person.") == 1
    outcome = score(folder, shop)
    assert [item["name"] for item in outcome.summary["segments"]][2] == "Wholesale VIPs"


def test_nothing_but_names_changes(folder: Path, finished: RunFolder) -> None:
    rename(folder, 3, "Wholesale VIPs")
    for name in ("choose_k.csv", "quality.json", "rejected_rows.csv", "config.json"):
        assert (folder / name).read_bytes() == (finished.path / name).read_bytes(), name
    before = personae.load_model(finished.path / "model.json")
    assert personae.load_model(folder / "model.json") == before.renamed(3, "Wholesale VIPs")
    assert set(json.loads((folder / "manifest.json").read_text())["files"][0]) == {
        "name",
        "bytes",
        "sha256",
    }


def test_renaming_back_gives_the_same_lists(folder: Path, finished: RunFolder) -> None:
    old = json.loads((folder / "summary.json").read_text())["segments"][0]["name"]
    rename(folder, 1, "Others")
    rename(folder, 1, old)
    for name in ("segments.csv", "segments.parquet", "profile.csv"):
        assert (folder / name).read_bytes() == (finished.path / name).read_bytes(), name


def test_the_name_outlives_the_next_run(folder: Path, shop: Path) -> None:
    rename(folder, 3, "Wholesale VIPs")
    again = run(shop, options=Options(k=4, k_max=5), out=folder)
    assert [item["name"] for item in again.summary["segments"]][2] == "Wholesale VIPs"
    assert "names/kept" in [finding.code for finding in again.findings]


def test_a_segment_that_is_not_there_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="There is no segment 9; there are 1, 2, 3, 4"):
        rename(folder, 9, "Nobody")


def test_another_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a whole run folder"):
        rename(tmp_path, 1, "Nobody")


def test_a_changed_file_is_not_signed_anew(folder: Path) -> None:
    (folder / "segments.csv").write_text("edited by hand")
    with pytest.raises(IntegrityError, match=r"A file of .* changed since .*: segments\.csv"):
        rename(folder, 1, "Somebody")


@pytest.mark.parametrize("name", ["at_risk.csv", "worth.csv"])
def test_every_list_of_a_log_carries_the_name(log_run: Path, tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(log_run, tmp_path / "run"))
    with (folder / name).open(newline="") as file:
        first = next(csv.DictReader(file))
    rename(folder, int(first["segment"]), "Sleepers")
    before, after = (log_run / name).read_text(), (folder / name).read_text()
    old = f'"{first["name"]}"'
    assert after == before.replace(old, '"Sleepers"') != before


def test_what_segments_buy_is_listed_under_the_name(
    finished_baskets: RunFolder, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(finished_baskets.path, tmp_path / "run"))
    names = {item["segment"]: item["name"] for item in finished_baskets.summary["segments"]}
    rename(folder, 1, "Tea lovers")
    for file in ("affinity.csv", "gaps.csv"):
        before, after = (path / file for path in (finished_baskets.path, folder))
        old, new = before.read_text(), after.read_text()
        assert new == old.replace(f'"{names[1]}"', '"Tea lovers"') != old


def test_codes_with_zeros_before_them_outlive_a_new_name(tmp_path: Path) -> None:
    codes = ("007", "010", "020")
    rows = [f"c{i},{i % 2 * 40 + i % 7},{i % 3 * 100 + i % 5},{codes[i % 3]}" for i in range(90)]
    path = tmp_path / "shop.csv"
    path.write_text("\n".join(["customer_id,visits,spend,region", *rows]) + "\n")
    folder = run(path, options=Options(k=3, describe=("region",)), out=tmp_path / "run")
    rename(folder.path, 1, "Others")
    with (folder.path / "profile.csv").open(newline="") as file:
        assert {row["category"] for row in csv.DictReader(file)} == {"", *codes}
