"""A run folder holds what DESIGN.md lists, the same bytes for the same input."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from pyarrow import parquet

from personae.config import Options, load_config
from personae.data.csv_file import to_csv
from personae.errors import InputError, OutputError
from personae.workflow.run import RunFolder, folder_for, run
from personae.workflow.run_files import to_parquet
from personae.workflow.segment import segment

LISTED = {
    "report.html", "report.json", "segments.csv", "segments.parquet", "profile.csv",
    "choose_k.csv", "model.json", "quality.json", "rejected_rows.csv", "summary.json",
    "config.json", "manifest.json", "key_accounts.csv",
}  # fmt: skip


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_folder_holds_what_is_promised(finished: RunFolder) -> None:
    present = {
        str(path.relative_to(finished.path)) for path in finished.path.rglob("*") if path.is_file()
    }
    assert present == set(finished.files)
    assert present >= LISTED
    assert {name for name in present if name.startswith("plots/")} == present - LISTED


def test_every_customer_is_listed_once_and_sorted(finished: RunFolder, shop: Path) -> None:
    rows = read(finished.path / "segments.csv")
    assert list(rows[0])[:6] == ["id", "segment", "name", "distance", "runner_up", "margin"]
    ids = [row["id"] for row in rows]
    assert ids == sorted(row["customer_id"] for row in read(shop))
    table = parquet.read_table(finished.path / "segments.parquet")
    assert table.column("id").to_pylist() == ids
    assert table.column("segment").to_pylist() == [int(row["segment"]) for row in rows]


def test_the_summary_adds_up(finished: RunFolder) -> None:
    summary = json.loads((finished.path / "summary.json").read_text())
    assert summary == finished.summary
    assert summary["rows_in"] == 106
    assert sum(item["size"] for item in summary["segments"]) == summary["customers"] == 106
    assert sum(item["share"] for item in summary["segments"]) == pytest.approx(1)
    assert summary["structure"] == "clusters"
    assert [item["size"] for item in summary["segments"]] == [28, 27, 26, 25]


def test_the_same_input_gives_the_same_bytes(
    finished: RunFolder, shop: Path, tmp_path: Path
) -> None:
    again = run(shop, options=Options(k=4, k_max=5), out=tmp_path / "again")
    for name in set(finished.files) - {"manifest.json"}:
        assert (again.path / name).read_bytes() == (finished.path / name).read_bytes(), name


def test_the_written_configuration_reproduces_the_run(
    finished: RunFolder, shop: Path, tmp_path: Path
) -> None:
    options = Options.from_mapping(load_config(finished.path / "config.json"))
    again = run(shop, options=options, out=tmp_path / "again")
    assert again.summary == finished.summary


def test_no_customer_stands_in_what_is_shown(finished: RunFolder, shop: Path) -> None:
    ids = [row["customer_id"] for row in read(shop)]
    for name in (
        "report.html",
        "report.json",
        "summary.json",
        "quality.json",
        "model.json",
        "profile.csv",
    ):
        text = (finished.path / name).read_text()
        assert not [customer for customer in ids if customer in text], name


def test_the_result_reads_like_the_folder(finished: RunFolder, shop: Path) -> None:
    result = segment(shop, k=4, k_max=5)
    assert result.summary == finished.summary
    assert result.segments["segment"].value_counts().to_dict() == {1: 28, 2: 27, 3: 26, 4: 25}
    assert set(result.evidence["k"]) == {2, 3, 4, 5}
    assert set(result.profile["column"]) == {"visits", "total_spend", "region"}


def test_a_failed_run_leaves_the_earlier_result(
    finished: RunFolder, shop: Path, tmp_path: Path
) -> None:
    target = tmp_path / "run"
    shutil.copytree(finished.path, target)
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    with pytest.raises(InputError):
        run(empty, out=target)
    before = (finished.path / "segments.csv").read_bytes()
    assert (target / "segments.csv").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.csv", "run"]


def test_a_folder_of_others_is_refused_before_any_work(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(OutputError):
        run(shop, out=tmp_path)


@pytest.mark.parametrize(
    ("source", "folder"),
    [("a/customers.csv", "customers-personae"), ("x.csv.gz", "x-personae"),
     ("log.parquet", "log-personae"), ("v1.2 export.xlsx", "v1.2 export-personae")],
)  # fmt: skip
def test_the_folder_is_named_after_the_source(source: str, folder: str) -> None:
    assert folder_for(source) == Path(folder)


def test_a_log_has_its_purchase_days_and_who_is_at_risk(finished_log: RunFolder) -> None:
    days = parquet.read_table(finished_log.path / "purchase_days.parquet")
    types = [str(field.type) for field in days.schema]
    assert types == ["string", "date32[day]", "double", "int32"]
    pairs = [(row["id"], row["day"]) for row in days.to_pylist()]
    assert pairs == sorted(set(pairs))
    rows = read(finished_log.path / "at_risk.csv")
    assert list(rows[0]) == [
        "id", "segment", "name", "days_silent", "usual_gap_days", "overdue", "p_alive",
        "value_at_stake", "reason",
    ]  # fmt: skip
    stakes = [float(row["value_at_stake"]) for row in rows]
    assert stakes == sorted(stakes, reverse=True)
    assert {row["id"] for row in rows} <= {f"C{place:03d}" for place in range(0, 60, 10)}
    names = {str(item["segment"]): item["name"] for item in finished_log.summary["segments"]}
    assert {row["name"] for row in rows} <= {names[row["segment"]] for row in rows}


def test_a_log_with_products_says_what_segments_buy(finished_baskets: RunFolder) -> None:
    rows = read(finished_baskets.path / "affinity.csv")
    assert list(rows[0]) == [
        "segment", "name", "level", "product", "label", "customers", "expected", "share", "index",
        "shrunk_index", "low", "high", "p", "q", "first_day", "last_day",
    ]  # fmt: skip
    often = max(finished_baskets.summary["segments"], key=lambda item: item["size"])
    teapot = next(
        row for row in rows
        if row["product"] == "teapot" and row["segment"] == str(often["segment"])
    )  # fmt: skip
    assert teapot["name"] == often["name"]
    assert float(teapot["shrunk_index"]) > 100
    assert float(teapot["q"]) < 0.05
    gaps = read(finished_baskets.path / "gaps.csv")
    assert {row["product"] for row in gaps} >= {"teapot"}
    assert {row["better_name"] for row in gaps} == {often["name"]}


def test_a_customer_table_has_none_of_these(finished: RunFolder) -> None:
    ours = {"purchase_days.parquet", "at_risk.csv", "affinity.csv", "gaps.csv"}
    assert not ours & set(finished.files)


def test_shuffled_lines_give_the_same_lists(log: Path, tmp_path: Path) -> None:
    head, *lines = log.read_text().splitlines()
    shuffled = tmp_path / "log.csv"
    shuffled.write_text("\n".join([head, *sorted(lines, key=lambda line: line[::-1])]) + "\n")
    one, other = (segment(path, options=Options(k=3, k_max=4)) for path in (log, shuffled))
    assert one.at_risk is not None
    assert other.at_risk is not None
    assert to_csv(one.at_risk.table) == to_csv(other.at_risk.table)
    assert one.at_risk.to_dict() == other.at_risk.to_dict()
    assert one.history is not None
    assert other.history is not None
    days = [to_parquet(item.days.to_table()) for item in (one.history, other.history)]
    assert days[0] == days[1]
