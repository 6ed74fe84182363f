"""Who may get an offer, and what the lists are called."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyarrow import parquet

from personae.actions.campaigns.campaign_request import CampaignRequest
from personae.errors import InputError
from personae.workflow.budget_people import budget_people
from personae.workflow.campaign import campaign
from personae.workflow.campaign_run import read_campaign_run
from personae.workflow.run import RunFolder


def test_who_is_held_out_of_a_campaign_gets_nothing(finished: RunFolder, tmp_path: Path) -> None:
    run = read_campaign_run(finished.path, ())
    request = CampaignRequest("Spring", holdout=0.3, min_list=2)
    campaign(finished.path, request, out=tmp_path / "spring")
    arms = parquet.read_table(tmp_path / "spring" / "assignment.parquet")
    control = {
        one for one, arm in zip(arms.column("id").to_pylist(), arms.column("arm").to_pylist(),
                                strict=True) if arm == "control"
    }  # fmt: skip
    found = budget_people(run, CampaignRequest("budget"), [tmp_path / "spring"])
    ids = run.ids.to_pylist()
    assert {one for one, free in zip(ids, found.free.tolist(), strict=True) if not free} == control
    held = sum(row["left_out"].get("held out of a campaign", 0) for row in found.rows)
    assert held == len(control) > 0
    assert sum(found.left.values()) == len(ids) - held
    wanted = [{"segment": n, "offer": "x", "contacts": k} for n, k in found.left.items()]
    lists = found.lists(wanted, run)
    assert not control & set(lists["lists/x.csv"].column("id").to_pylist())


def test_two_offers_with_one_plain_name_get_two_files(finished: RunFolder) -> None:
    run = read_campaign_run(finished.path, ())
    found = budget_people(run, CampaignRequest("budget"), ())
    names = ("Brief & Karte", "Brief, Karte", "../../etc", "✉", "CON")
    wanted = [{"segment": 1, "offer": name, "contacts": 2} for name in names]
    assert sorted(found.lists(wanted, run)) == [
        "lists/brief-karte-2.csv", "lists/brief-karte.csv", "lists/etc.csv", "lists/offer-con.csv",
        "lists/offer.csv",
    ]  # fmt: skip


def test_a_folder_that_is_no_campaign_is_refused(finished: RunFolder) -> None:
    run = read_campaign_run(finished.path, ())
    with pytest.raises(InputError) as caught:
        budget_people(run, CampaignRequest("budget"), [finished.path])
    assert str(caught.value) == (
        f"{finished.path} is not a folder of a campaign.\n"
        "Fix: Pass --holdout-of with a folder that personae campaign wrote."
    )


def test_a_campaign_of_other_customers_is_refused(
    finished: RunFolder, finished_log: RunFolder, tmp_path: Path
) -> None:
    campaign(finished_log.path, CampaignRequest("x", min_list=2), out=tmp_path / "x")
    run = read_campaign_run(finished.path, ())
    with pytest.raises(InputError) as caught:
        budget_people(run, CampaignRequest("budget"), [tmp_path / "x"])
    # the log's ids are C000 to C059; the shop's have five digits
    assert str(caught.value) == (
        f"Nobody of the campaign in {tmp_path / 'x'} is a customer of this run.\n"
        "Fix: Pass --holdout-of with a campaign of the same customers, or leave it out."
    )
