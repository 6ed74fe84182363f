"""Ids that look like formulas go through every command and still match."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from pyarrow import parquet

from personae.actions.campaigns.campaign_request import CampaignRequest
from personae.config import Options
from personae.workflow.campaign import campaign
from personae.workflow.lift import lift
from personae.workflow.rename import rename
from personae.workflow.run import RunFolder, run
from personae.workflow.score import score

SIGNS = ("=", "+", "-", "@", "'=", "", "", "", "", "")


def hostile_id(place: int) -> str:
    return f"{SIGNS[place % len(SIGNS)]}C{place:05d}"


@pytest.fixture(scope="module")
def formula_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("formulas") / "shop.csv"
    kinds = ("=south", "north", "0north")
    rows = [
        f"{hostile_id(place)},{(place % 4 < 2) * 40 + place % 7},"
        f"{(place % 2) * 900 + place % 11},{kinds[place % 3]}"
        for place in range(400)
    ]
    path.write_text("\n".join(["customer_id,visits,total_spend,region", *rows]) + "\n")
    return path


@pytest.fixture(scope="module")
def formula_run(formula_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    out = tmp_path_factory.mktemp("formulas") / "run"
    return run(formula_shop, options=Options(k=4, k_max=5), out=out)


def cells(path: Path, column: str) -> list[str]:
    with path.open(newline="", encoding="utf-8") as file:
        return [row[column] for row in csv.DictReader(file)]


def test_a_run_guards_counts_and_says_so(formula_run: RunFolder) -> None:
    exact = parquet.read_table(formula_run.path / "segments.parquet")["id"].to_pylist()
    assert sorted(exact) == sorted(hostile_id(place) for place in range(400))
    listed = cells(formula_run.path / "segments.csv", "id")
    assert listed == [one if one[0] == "C" else f"'{one}" for one in exact]
    quality = json.loads((formula_run.path / "quality.json").read_text())
    assert quality["guarded_cells"]["segments.csv"] == 200
    assert quality["guarded_cells"]["profile.csv"] == 4
    assert [item["count"] for item in quality["findings"] if item["code"] == "output/guarded"] == [
        sum(quality["guarded_cells"].values())
    ]
    assert "output/guarded" in [finding.code for finding in formula_run.findings]


def test_a_list_with_more_columns_is_scored_under_the_ids_of_the_run(
    formula_run: RunFolder, formula_shop: Path, tmp_path: Path
) -> None:
    """Somebody adds the figures to our list in a spreadsheet and scores that."""
    with formula_shop.open(newline="") as file:
        given = {row["customer_id"]: row for row in csv.DictReader(file)}
    exact = parquet.read_table(formula_run.path / "segments.parquet").to_pylist()
    listed = cells(formula_run.path / "segments.csv", "id")
    path = tmp_path / "list.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "segment", "customer_id", "visits", "total_spend", "region"])
        for row, one in zip(exact, listed, strict=True):
            source = given[row["id"]]
            region = f"'{source['region']}" if source["region"][0] == "=" else source["region"]
            figures = [source["visits"], source["total_spend"], region]
            writer.writerow([one, row["segment"], one, *figures])
    outcome = score(formula_run.path, path, out=tmp_path / "scored.csv")
    columns = ["id", "segment"]
    assert outcome.table.select(columns).to_pylist() == [
        {name: row[name] for name in columns} for row in exact
    ]
    assert cells(tmp_path / "scored.csv", "id") == listed
    assert [item.count for item in outcome.findings if item.code == "output/guarded"] == [200]
    score(formula_run.path, formula_shop, out=tmp_path / "scored.parquet")
    assert parquet.read_table(tmp_path / "scored.parquet").column("id").to_pylist() == [
        row["id"] for row in exact
    ]


def test_the_arms_of_a_campaign_match_the_purchases_again(
    formula_run: RunFolder, tmp_path: Path
) -> None:
    request = CampaignRequest(campaign="spring", holdout=0.5, min_list=2, rates=("20",))
    folder = campaign(formula_run.path, request, out=tmp_path / "spring")
    assert "output/guarded" in [finding.code for finding in folder.findings]
    treated = cells(folder.path / "treatment.csv", "id")
    assert any(one.startswith("'=") for one in treated)
    bought = tmp_path / "bought.csv"
    rows = [f"{hostile_id(place)},{place % 50}.0" for place in range(400)]
    bought.write_text("\n".join(["customer_id,amount", *rows]) + "\n")
    exact = lift(folder.path, bought)
    listed = lift(folder.path / "assignment.csv", bought)
    assert listed.summary["whole"] == exact.summary["whole"]


def test_a_name_that_begins_like_a_formula_is_guarded_once(
    formula_run: RunFolder, tmp_path: Path
) -> None:
    path = Path(shutil.copytree(formula_run.path, tmp_path / "run"))
    before = {name: (path / name).read_bytes() for name in ("segments.csv", "profile.csv")}
    quality = (path / "quality.json").read_bytes()
    old = json.loads((path / "summary.json").read_text())["segments"][0]["name"]
    folder = rename(path, 1, "=1+1")
    assert "output/guarded" in [finding.code for finding in folder.findings]
    assert "'=1+1" in cells(path / "profile.csv", "name")
    assert json.loads((path / "quality.json").read_text())["guarded_cells"]["segments.csv"] > 200
    rename(path, 1, old)
    assert {name: (path / name).read_bytes() for name in before} == before
    assert (path / "quality.json").read_bytes() == quality
