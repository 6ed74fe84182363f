"""Upload files: exact, of treatment only, and without a word about what a shop thinks of people."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path

import pytest
from pyarrow import parquet

from personae.actions.campaigns.campaign_request import CampaignRequest
from personae.workflow.campaign import CampaignFolder, campaign


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def orders(data_folder: Path) -> Path:
    return data_folder / "rfm_orders.csv"


def emails_of(made: CampaignFolder, orders: Path, arm: str) -> set[str]:
    by_id = {row["customer_id"]: row["email"].lower() for row in read_csv(orders)}
    return {by_id[row["id"]] for row in read_csv(made.path / f"{arm}.csv")}


def test_exactly_those_who_get_it_are_uploaded(log_run: Path, orders: Path, tmp_path: Path) -> None:
    request = CampaignRequest("Win back the lost", people=orders, platform="mailchimp")
    made = campaign(log_run, request, out=tmp_path / "back")
    uploaded = []
    for item in made.summary["platform"]["audiences"]:
        rows = [row for name in item["files"] for row in read_csv(made.path / name)]
        assert len(rows) == item["people"]
        assert list(rows[0]) == ["Email Address", "First Name", "Last Name"]
        uploaded += [row["Email Address"] for row in rows]
    assert len(uploaded) == len(set(uploaded))
    assert set(uploaded) == emails_of(made, orders, "treatment")
    assert not set(uploaded) & emails_of(made, orders, "control")


def test_hashes_are_those_of_the_addresses(log_run: Path, orders: Path, tmp_path: Path) -> None:
    request = CampaignRequest("Spring", people=orders, platform="meta", hashed=True)
    made = campaign(log_run, request, out=tmp_path / "spring")
    expected = {
        hashlib.sha256(email.encode()).hexdigest() for email in emails_of(made, orders, "treatment")
    }
    files = [name for item in made.summary["platform"]["audiences"] for name in item["files"]]
    assert {row["email"] for name in files for row in read_csv(made.path / name)} == expected
    everything = "".join(
        path.read_text("utf-8") for path in made.path.rglob("*") if path.suffix in {".csv", ".json"}
    )
    assert "@" not in everything


def test_no_segment_and_no_campaign_is_named_in_what_a_platform_sees(
    log_run: Path, orders: Path, tmp_path: Path
) -> None:
    request = CampaignRequest("Win back the lost", people=orders, platform="klaviyo")
    made = campaign(log_run, request, out=tmp_path / "back")
    words = {
        word.lower()
        for text in (request.campaign, *(item["name"] for item in made.summary["segments"]))
        for word in re.findall(r"[A-Za-z]{4,}", text)
    }
    for path in (made.path / "upload").iterdir():
        assert re.fullmatch(r"P-[0-9A-F]{4}-S\d+-T(\.spreadsheet)?\.(csv|parquet)", path.name)
        names = parquet.read_schema(path).names if path.suffix == ".parquet" else []
        head = path.read_text("utf-8").splitlines()[0] if path.suffix == ".csv" else ""
        assert not words & set(re.findall(r"[a-z]{4,}", f"{head} {' '.join(names)}".lower()))


def test_the_three_files_of_an_audience_say_the_same(log_run: Path, tmp_path: Path) -> None:
    ids = parquet.read_table(log_run / "segments.parquet").column("id").to_pylist()
    lines = ["customer_id,email,phone,first_name,last_name"]
    lines += [
        f'"{one}",a{n}@b.de,+4930{901820 + n},"=HYPERLINK(1)","@Doe"' for n, one in enumerate(ids)
    ]
    who = tmp_path / "people.csv"
    who.write_text("\n".join(lines) + "\n", encoding="utf-8")
    request = CampaignRequest("Spring", people=who, platform="klaviyo")
    made = campaign(log_run, request, out=tmp_path / "spring")
    for item in made.summary["platform"]["audiences"]:
        stem = made.path / "upload" / item["code"]
        exact = read_csv(stem.with_suffix(".csv"))
        assert exact == parquet.read_table(stem.with_suffix(".parquet")).to_pylist()
        guarded = read_csv(stem.with_suffix(".spreadsheet.csv"))
        for row, safe in zip(exact, guarded, strict=True):
            assert row["Phone Number"].startswith("+4930")
            assert row["First Name"] == "=HYPERLINK(1)"
            assert safe == {
                "Email Address": row["Email Address"],
                "Phone Number": "'" + row["Phone Number"],
                "First Name": "'=HYPERLINK(1)",
                "Last Name": "'@Doe",
            }


def test_who_has_no_address_is_counted_and_in_no_arm(
    log_run: Path, orders: Path, tmp_path: Path
) -> None:
    rows = {row["customer_id"]: row for row in read_csv(orders)}
    ids = sorted(rows)
    lines = [f'"{one}",{rows[one]["email"] if n % 5 else "none"}' for n, one in enumerate(ids)]
    who = tmp_path / "people.csv"
    who.write_text("\n".join(["customer_id,email", *lines]) + "\n", encoding="utf-8")
    request = CampaignRequest("Spring", people=who, platform="hubspot")
    made = campaign(log_run, request, out=tmp_path / "spring")
    listed = set(parquet.read_table(made.path / "assignment.parquet").column("id").to_pylist())
    assert listed == {one for n, one in enumerate(ids) if n % 5}
    assert sum(item["without_address"] for item in made.summary["segments"]) == 199


def test_details_stand_in_the_upload_files_only(
    log_run: Path, orders: Path, tmp_path: Path
) -> None:
    request = CampaignRequest("Spring", people=orders, platform="google")
    made = campaign(log_run, request, out=tmp_path / "spring")
    texts = [path for path in made.path.iterdir() if path.suffix in {".csv", ".json", ".txt"}]
    assert len(texts) == 6
    assert [path.name for path in texts if b"@" in path.read_bytes()] == []
    names = parquet.read_schema(made.path / "assignment.parquet").names
    assert names == ["id", "segment", "name", "arm", "pre_spend", "pre_bought"]
