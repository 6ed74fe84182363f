"""Online Retail from the file to segments.

Source: UCI Online Retail as in the CRAN package onlineretail (CC0). 541,909 lines; 397,884 kept
with an id, no cancellation and a price; 4,338 customers; 18,532 orders;
revenue 8,911,407.904 (figures published in many notebooks and recomputed).
"""

from __future__ import annotations

from pathlib import Path

import pytest

import personae


@pytest.fixture(scope="module")
def net(data_folder: Path) -> personae.Result:
    return personae.segment(data_folder / "online_retail.csv.gz")


@pytest.fixture(scope="module")
def gross(data_folder: Path) -> personae.Result:
    return personae.segment(
        data_folder / "online_retail.csv.gz", returns="ignore", as_of="2011-12-10",
        features=["recency_days", "frequency", "monetary"], transform="log", k=4, k_max=4,
    )  # fmt: skip


def test_gross_totals(gross: personae.Result) -> None:
    ledger = gross.customers.ledger
    assert ledger.rows_in == 541_909
    assert ledger.rows_segmented == 397_884
    assert ledger.rows_in == ledger.rows_segmented + ledger.rows_rejected + ledger.rows_merged
    assert gross.customers.n_customers == 4_338
    assert gross.customers.facts["n_orders"] == 18_532
    assert gross.customers.facts["revenue"] == pytest.approx(8_911_407.904, abs=1e-6)


def test_gross_features_as_of_the_day_after(gross: personae.Result) -> None:
    table = gross.customers.table.to_pandas()
    assert table["recency_days"].mean() == pytest.approx(93.059474, abs=1e-6)
    assert table["frequency"].mean() == pytest.approx(4.272015, abs=1e-6)
    assert table["monetary"].mean() == pytest.approx(2054.266460, abs=1e-6)
    assert (table["frequency"] == 1).sum() == 1_493


def test_gross_inertia(gross: personae.Result) -> None:
    assert gross.fit.inertia <= 3924.4597 * (1 + 1e-6)


def test_net_needs_no_option_and_gives_usable_segments(net: personae.Result) -> None:
    segments = net.segmentation.segments
    assert 4 <= len(segments) <= 7
    assert max(segment.share for segment in segments) <= 0.45
    assert net.selection.features == ("recency_days", "frequency", "average_order_value")


def test_whoever_sent_everything_back_is_no_high_spender(net: personae.Result) -> None:
    """16446 bought for 168,472.50 and kept 2.90; 12346 bought for 77,183.60 and kept nothing."""
    table = net.segments_table.to_pandas().set_index("id")
    money = dict(
        zip(net.customers.ids.to_pylist(), net.customers.table["monetary"].to_pylist(), strict=True)
    )
    assert "12346" not in table.index
    assert money["16446"] == pytest.approx(2.90, abs=1e-9)
    segment = net.segmentation.of(int(table.loc["16446", "segment"]))
    assert segment.number("monetary").difference < 0.5
    accounts = net.segmentation.key_accounts
    assert accounts is not None
    assert "16446" not in accounts.table.column(0).to_pylist()
    reasons = net.customers.ledger.rejected.column("reason").to_pylist()
    assert any("refunded" in reason for reason in reasons)


def test_net_totals_beside_the_gross_ones(net: personae.Result, gross: personae.Result) -> None:
    ledger = net.customers.ledger
    assert ledger.rows_in == ledger.rows_segmented + ledger.rows_rejected + ledger.rows_merged
    assert net.customers.n_customers < gross.customers.n_customers
    assert net.customers.facts["revenue"] < gross.customers.facts["revenue"]
