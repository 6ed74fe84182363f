"""A campaign's lists: everybody accounted for, stable, in nobody's order, with nothing invented."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from personae.actions.campaigns.campaign_request import CampaignRequest
from personae.actions.campaigns.detect import detectable_difference
from personae.actions.campaigns.waterfall import REASONS
from personae.errors import InputError, NotEnoughDataError, OutputError, UsageError
from personae.workflow.campaign import campaign
from personae.workflow.publish import publish
from personae.workflow.rename import rename
from personae.workflow.run import RunFolder, run
from personae.workflow.run_files import to_parquet
from personae.workflow.run_folder import run_files

SPRING = CampaignRequest("Spring")


def assigned(folder: Path) -> dict[str, dict[str, Any]]:
    rows = parquet.read_table(folder / "assignment.parquet").to_pylist()
    return {row["id"]: row for row in rows}


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def without_times(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


def test_the_lists_and_the_account_say_the_same(log_run: Path, tmp_path: Path) -> None:
    made = campaign(log_run, SPRING, out=tmp_path / "spring")
    rows = assigned(made.path)
    assert list(rows) == sorted(rows)
    listed = read_csv(made.path / "assignment.csv")
    assert [row["id"] for row in listed] == list(rows)
    for arm in ("treatment", "control"):
        ids = [row["id"] for row in read_csv(made.path / f"{arm}.csv")]
        assert ids == [one for one, row in rows.items() if row["arm"] == arm]
        assert len(ids) == sum(item[arm] for item in made.summary["segments"])
    for item in made.summary["segments"]:
        people = [row for row in rows.values() if row["segment"] == item["segment"]]
        assert {row["name"] for row in people} == {item["name"]}
        assert item["members"] == len(people) + sum(item[reason] for reason in REASONS)
    assert made.summary == json.loads((made.path / "campaign.json").read_text())
    assert made.summary["supplied_by_user"] == []
    assert made.summary["format"] == "personae.campaign/1"


def test_what_they_bought_before_is_the_log_counted_by_hand(
    log_run: Path, data_folder: Path, tmp_path: Path
) -> None:
    made = campaign(log_run, CampaignRequest("Spring", outcome_days=90), out=tmp_path / "spring")
    end = dt.date.fromisoformat(made.summary["as_of"])
    begin = end - dt.timedelta(days=90)
    spend: dict[str, float] = {}
    before: set[str] = set()
    for order in read_csv(data_folder / "rfm_orders.csv"):
        day, who = dt.date.fromisoformat(order["order_date"]), order["customer_id"]
        if begin <= day < end:
            spend[who] = spend.get(who, 0.0) + float(order["revenue"])
        elif day < begin:
            before.add(who)
    rows = assigned(made.path)
    assert {one: row["pre_spend"] for one, row in rows.items()} == {
        one: spend.get(one, 0.0) for one in rows
    }
    assert {one for one, row in rows.items() if row["pre_bought"]} == spend.keys() & rows.keys()
    # everybody was in some segment before, so that all segments together are all who were there
    assert made.summary["overall"]["rate"] == len(before & spend.keys()) / len(before)
    for item in made.summary["segments"]:
        assert 0.0 < item["rate"] < 1.0
        assert item["rate_from"] == "log"
        shown = detectable_difference(item["treatment"], item["control"], item["rate"])
        assert item["detectable_points"] == (None if shown is None else round(100 * shown, 4))


def test_the_same_request_gives_the_same_bytes(log_run: Path, tmp_path: Path) -> None:
    one = campaign(log_run, SPRING, out=tmp_path / "a" / "spring")
    other = campaign(log_run, SPRING, out=tmp_path / "b" / "spring")
    assert without_times(one.path) == without_times(other.path)


def test_the_order_of_rows_changes_nothing(log_run: Path, tmp_path: Path) -> None:
    files = run_files(log_run)
    turned = {}
    for name in ("segments.parquet", "purchase_days.parquet"):
        table = parquet.read_table(pa.BufferReader(files[name]))
        turned[name] = to_parquet(table.take(list(range(table.num_rows))[::-1]))
    publish({**files, **turned}, tmp_path / "orders-run", facts={})
    one = campaign(log_run, SPRING, out=tmp_path / "a" / "spring")
    other = campaign(tmp_path / "orders-run", SPRING, out=tmp_path / "b" / "spring")
    assert without_times(one.path) == without_times(other.path)


def test_an_arm_stays_when_segments_are_added_and_changes_with_the_name(
    log_run: Path, tmp_path: Path
) -> None:
    def arms(request: CampaignRequest, name: str) -> dict[str, str]:
        rows = assigned(campaign(log_run, request, out=tmp_path / name).path)
        return {one: row["arm"] for one, row in rows.items()}

    few = arms(CampaignRequest("Spring", segments=("1",), holdout=0.5, min_list=2), "few")
    everybody = arms(CampaignRequest("spring ", holdout=0.5), "all")
    other = arms(CampaignRequest("Summer", holdout=0.5), "other")
    assert few.items() <= everybody.items()
    moved = sum(other[one] != arm for one, arm in everybody.items()) / len(everybody)
    assert 0.45 < moved < 0.55


def test_the_global_holdout_is_in_no_campaign(log_run: Path, tmp_path: Path) -> None:
    missing = []
    for name in ("Spring", "Summer"):
        request = CampaignRequest(name, global_holdout=0.1)
        made = campaign(log_run, request, out=tmp_path / name)
        ids = parquet.read_table(log_run / "segments.parquet").column("id").to_pylist()
        missing.append(set(ids) - assigned(made.path).keys())
        assert sum(item["global_holdout"] for item in made.summary["segments"]) == len(missing[-1])
    assert missing[0] == missing[1]
    assert 60 < len(missing[0]) < 140


def test_a_limit_is_kept_and_counted(log_run: Path, tmp_path: Path) -> None:
    made = campaign(log_run, CampaignRequest("Spring", max_contacts=300), out=tmp_path / "spring")
    rows = assigned(made.path)
    assert sum(row["arm"] == "treatment" for row in rows.values()) == 300
    for item in made.summary["segments"]:
        share = item["treatment"] / 300
        assert abs(share - item["members"] / 995) < 0.02
        assert item["over_cap"] > 0
    free = assigned(campaign(log_run, SPRING, out=tmp_path / "free").path)
    assert {one: row["arm"] for one, row in rows.items()}.items() <= {
        one: row["arm"] for one, row in free.items()
    }.items()


def test_detect_chooses_the_holdout_and_says_for_whom(log_run: Path, tmp_path: Path) -> None:
    made = campaign(log_run, CampaignRequest("Spring", detect=25.0), out=tmp_path / "spring")
    shown = [item["detectable_points"] for item in made.summary["segments"]]
    assert min(shown) <= 25.0
    assert made.summary["supplied_by_user"] == ["detect"]
    needed = made.summary["holdout_needed_by"]
    [whom] = [item for item in made.summary["segments"] if item["segment"] == needed]
    assert 24.0 < whom["detectable_points"] <= 25.0


def test_a_customer_table_needs_a_rate_and_invents_none(
    finished: RunFolder, tmp_path: Path
) -> None:
    request = CampaignRequest("Spring", min_list=10)
    made = campaign(finished.path, request, out=tmp_path / "spring")
    for item in made.summary["segments"]:
        assert (item["rate"], item["rate_from"], item["detectable_points"]) == (None, None, None)
    rows = assigned(made.path)
    assert {(row["pre_spend"], row["pre_bought"]) for row in rows.values()} == {(None, None)}
    with pytest.raises(UsageError) as caught:
        campaign(finished.path, CampaignRequest("Spring", detect=2.0), out=tmp_path / "detect")
    assert str(caught.value) == (
        "--detect needs to know how many customers buy anyway, and this run has no purchases of "
        "the days before.\n"
        "Fix: Pass --rate with the percentage that buys in 30 days without a campaign, such as "
        "--rate 5."
    )
    told = CampaignRequest("Spring", rates=("20", "2=40"), min_list=10)
    made = campaign(finished.path, told, out=tmp_path / "told")
    assert [item["rate"] for item in made.summary["segments"]] == [0.2, 0.4, 0.2, 0.2]
    assert {item["rate_from"] for item in made.summary["segments"]} == {"user"}
    assert made.summary["supplied_by_user"] == ["rate"]


def test_a_short_list_is_refused_with_advice(finished: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(NotEnoughDataError) as caught:
        campaign(finished.path, CampaignRequest("Spring", segments=("4",)), out=tmp_path / "spring")
    assert str(caught.value) == (
        "Only 25 of 25 customers are left for this campaign; below 100 nobody can tell whether it "
        "worked, and advertising platforms do not use a list.\n"
        "Fix: Take more segments, leave fewer people out, or write to them in person; --min-list "
        "sets another limit."
    )
    assert not (tmp_path / "spring").exists()


def test_nobody_held_out_is_said(log_run: Path, tmp_path: Path) -> None:
    made = campaign(log_run, CampaignRequest("Spring", holdout=0.0), out=tmp_path / "spring")
    assert [finding.what for finding in made.findings] == [
        "Nobody is held out of this campaign, so nobody will be able to tell whether it worked."
    ]


def test_lists_that_replace_others_of_the_same_campaign_say_so(
    log_run: Path, tmp_path: Path
) -> None:
    first = campaign(log_run, SPRING, out=tmp_path / "spring")
    before = assigned(first.path)
    assert campaign(log_run, SPRING, out=tmp_path / "spring").findings == ()
    again = campaign(log_run, CampaignRequest("Spring", holdout=0.3), out=tmp_path / "spring")
    after = assigned(again.path)
    moved = sum(after[one]["arm"] != row["arm"] for one, row in before.items())
    [finding] = again.findings
    assert finding.what == (
        f"The lists of this campaign that were in {tmp_path / 'spring'} are replaced: {moved} "
        "people changed sides or are on neither now. Send nothing by the old ones; if they were "
        "sent already, make them again from the run and with the options of then."
    )


@pytest.mark.full
@pytest.mark.parametrize("name", ["mall_customers.csv", "online_retail.csv.gz"])
def test_campaigns_of_other_real_runs(name: str, data_folder: Path, tmp_path: Path) -> None:
    folder = run(data_folder / name, out=tmp_path / "run").path
    request = CampaignRequest("Spring", rates=("10",), global_holdout=0.05, detect=25.0)
    made = campaign(folder, request, out=tmp_path / "spring")
    ids = parquet.read_table(folder / "segments.parquet").column("id").to_pylist()
    on_none = sum(item["global_holdout"] for item in made.summary["segments"])
    assert len(assigned(made.path)) + on_none == len(ids)
    assert made.summary["overall"]["detectable_points"] <= 25.0


def test_at_risk_restricts_and_counts(log_run: Path, tmp_path: Path) -> None:
    request = CampaignRequest("Spring", at_risk=True)
    files = run_files(log_run)
    publish({n: f for n, f in files.items() if n != "at_risk.csv"}, tmp_path / "old", facts={})
    with pytest.raises(InputError, match=r"has no at_risk\.csv"):
        campaign(tmp_path / "old", request, out=tmp_path / "spring")
    ids = parquet.read_table(log_run / "segments.parquet").column("id").to_pylist()[::3]
    text = "\n".join(["id,days", *(f'"{one}",5' for one in ids)]).encode()
    publish({**files, "at_risk.csv": text}, tmp_path / "run", facts={})
    made = campaign(tmp_path / "run", request, out=tmp_path / "spring")
    assert assigned(made.path).keys() == set(ids)
    assert sum(item["not_at_risk"] for item in made.summary["segments"]) == 995 - len(ids)


def test_a_campaign_and_a_run_never_replace_each_other(
    log_run: Path, shop: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(log_run, tmp_path / "run"))
    with pytest.raises(OutputError, match="holds what another command of Personae wrote"):
        campaign(copy, SPRING, out=copy)
    made = campaign(copy, SPRING, out=tmp_path / "spring")
    with pytest.raises(OutputError, match="holds what another command of Personae wrote"):
        run(shop, out=made.path)
    with pytest.raises(OutputError, match="holds the lists of another campaign"):
        campaign(copy, CampaignRequest("Summer"), out=made.path)
    with pytest.raises(InputError, match="is not a whole run folder"):
        rename(made.path, 1, "Somebody")
    again = campaign(copy, CampaignRequest("spring", holdout=0.2), out=made.path)
    assert again.summary["holdout"] == 0.2


def test_the_page_to_read_first_tells_the_whole_story(log_run: Path, tmp_path: Path) -> None:
    request = CampaignRequest("Spring", holdout=0.2, max_contacts=500)
    made = campaign(log_run, request, out=tmp_path / "spring")
    text = (made.path / "README.txt").read_text(encoding="utf-8")
    treatment, control = (
        sum(item[arm] for item in made.summary["segments"]) for arm in ("treatment", "control")
    )
    for part in (
        f"{treatment:,} people. Its ids are those of your customer list.",
        f"{control:,} people, chosen by chance.",
        "personae lift spring purchases.csv --sent DATE",
        f"{995 - treatment - control:>9,}  above the limit",
        "if the hold-out stays as it is: --holdout 0.2.",
        "Numbers that were given, not found in the data: --holdout, --max-contacts.",
    ):
        assert part in text
