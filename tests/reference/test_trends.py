"""Trends, usefulness and headroom of the logs that people know."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import personae


@cache
def run_of(folder: Path, name: str) -> personae.Result:
    return personae.segment(folder / name, k=4, k_max=4)


def test_cohorts_of_cdnow_add_up_to_the_published_customers(data_folder: Path) -> None:
    """23,570 customers first bought from January to March 1997 (Fader and Hardie 2001).

    70 of them paid nothing that day; two of these paid in November.
    """
    trends = run_of(data_folder, "CDNOW_master.txt").trends
    assert trends is not None
    rows = trends.cohorts.rows
    assert [(row.first, row.size) for row in rows[:3]] == [
        ("1997-01", 7_814), ("1997-02", 8_455), ("1997-03", 7_231),
    ]  # fmt: skip
    assert sum(row.size for row in rows) == 23_502
    assert len(rows[0].bought) == 17


def test_online_retail_grew_before_christmas(data_folder: Path) -> None:
    trends = run_of(data_folder, "online_retail.csv.gz").trends
    assert trends is not None
    assert (trends.window, trends.step) == (187, 30)
    assert [item.customers for item in trends.snapshots] == [
        2_718, 2_782, 2_823, 2_836, 3_061, 3_320, 3_501,
    ]  # fmt: skip
    assert "shorter than a year" in trends.words()[-1]


def test_four_segments_against_four_parts_of_past_spend(data_folder: Path) -> None:
    """Better on CDNOW at both, on Online Retail not: an honest sentence either way."""
    found = {}
    for name in ("CDNOW_master.txt", "online_retail.csv.gz"):
        useful = run_of(data_folder, name).usefulness
        assert useful is not None
        assert useful.groupings[0].groups == 4
        found[name] = {
            (item.code, item.measure): item.verdict
            for item in useful.versus
            if item.code == "past_spend"
        }
    assert set(found["CDNOW_master.txt"].values()) == {"better"}
    assert found["online_retail.csv.gz"] == {
        ("past_spend", "spend"): "same", ("past_spend", "returned"): "worse",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["CDNOW_master.txt", "online_retail.csv.gz"])
def test_neither_has_headroom_to_show(data_folder: Path, name: str) -> None:
    """On CDNOW the like beat own spend and strangers, and are habits all the same."""
    found = run_of(data_folder, name).headroom
    assert found is not None
    assert not found.is_shown
    assert "how often they bought" in found.reason
    if name == "CDNOW_master.txt":
        assert found.test is not None
        beaten = {rival.name for rival in found.test.rivals if rival.low > 0}
        assert beaten == {"own spend alone", "the spend of strangers"}
