"""Online Retail from lines to customers, gross and net.

Source: UCI Online Retail as in the CRAN package onlineretail (CC0). Gross figures: 541,909 lines,
of which 397,884 have an id, no cancellation and a price; 4,338 customers (the README of the
Customer Analytics Kit publishes 541,909 -> 397,884 / 4,338); totals and means stand in notebooks:

    df = df[df.CustomerID.notna() & ~df.InvoiceNo.str.startswith("C") & (df.UnitPrice > 0)]
    (df.Quantity * df.UnitPrice).sum()                       # 8911407.904

Net total of all lines with an id: the same without the second condition, 8300065.814. Net figures
by customer were recomputed with a pile per customer and product in plain Python; the same oracle
stands against random logs in tests/data/test_returns.py.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest

from personae.config import Options
from personae.data.cleaning.clean_log import clean_log
from personae.data.customers import Customers
from personae.data.plan import CleaningPlan, ColumnPlan
from personae.data.reading.read import open_source
from personae.data.schema import NumberFormat
from personae.data.source import Source
from personae.features.log import customers_of

COLUMNS = (
    ColumnPlan("InvoiceNo", "order", "text"),
    ColumnPlan("StockCode", "product", "text"),
    ColumnPlan("Description", "description", "text"),
    ColumnPlan("Quantity", "quantity", "number", number=NumberFormat()),
    ColumnPlan("InvoiceDate", "date", "date"),
    ColumnPlan("UnitPrice", "price", "number", number=NumberFormat(places=3)),
    ColumnPlan("CustomerID", "id", "text"),
    ColumnPlan("Country", "categorical", "text"),
)


@pytest.fixture(scope="module")
def source(data_folder: Path) -> Source:
    return open_source(data_folder / "online_retail.csv.gz", Options())


def customers(source: Source, **settings: Any) -> Customers:
    plan = CleaningPlan("transactions", COLUMNS, unit_price=True, **settings)
    return customers_of(clean_log(source, plan, as_of=dt.date(2011, 12, 10)))


@pytest.fixture(scope="module")
def gross(source: Source) -> Customers:
    return customers(source, returns="ignore")


@pytest.fixture(scope="module")
def net(source: Source) -> Customers:
    return customers(source)


def mean(found: Customers, column: str) -> float:
    return float(pc.mean(found.table[column]).as_py())


def row(found: Customers, customer: str) -> dict[str, Any]:
    return found.table.slice(found.ids.to_pylist().index(customer), 1).to_pylist()[0]


def test_gross_lines_customers_and_orders(gross: Customers) -> None:
    ledger = gross.ledger
    assert (ledger.rows_in, ledger.rows_segmented, ledger.rows_merged) == (541_909, 397_884, 0)
    assert {change.code: change.count for change in ledger.changes[:3]} == {
        "id/missing": 135_080, "line/cancelled": 8_905, "line/zero price": 40,
    }  # fmt: skip
    assert gross.n_customers == 4_338
    assert gross.facts["n_orders"] == 18_532
    assert gross.facts["revenue"] == gross.facts["gross_revenue"] == 8_911_407.904
    assert gross.facts["one_time_buyers"] == 1_493
    assert gross.facts["lines_without_id"] == 135_080


def test_gross_features(gross: Customers) -> None:
    assert mean(gross, "recency_days") == pytest.approx(93.059474, abs=5e-7)
    assert mean(gross, "frequency") == pytest.approx(4.272015, abs=5e-7)
    assert mean(gross, "monetary") == pytest.approx(2054.266460, abs=5e-7)
    assert pc.max(gross.table["monetary"]).as_py() == row(gross, "14646")["monetary"] == 280_206.02
    assert pc.max(gross.table["recency_days"]).as_py() == 374
    assert pc.max(gross.table["frequency"]).as_py() == 209
    assert gross.table["days_between_orders"].null_count == 1_493
    assert "return_rate" not in gross.table.column_names


def test_gross_figures_without_duplicates(source: Source) -> None:
    """397,884 - 392,692 = 5,192 lines equal another one; in the whole file it is 5,268."""
    found = customers(source, returns="ignore", drop_duplicates=True)
    assert (found.ledger.rows_segmented, found.ledger.rows_merged) == (392_692, 5_192)
    assert found.facts["revenue"] == 8_887_208.894


def test_net_totals(net: Customers) -> None:
    assert (net.ledger.rows_in, net.ledger.rows_segmented) == (541_909, 406_225)
    assert net.n_customers == 4_316
    assert net.facts["n_orders"] == 18_363
    assert net.facts["revenue"] == 8_313_279.954
    assert net.facts["one_time_buyers"] == 1_480
    assert mean(net, "recency_days") == pytest.approx(92.984476, abs=5e-7)
    assert mean(net, "frequency") == pytest.approx(4.254634, abs=5e-7)
    assert mean(net, "monetary") == pytest.approx(1926.153835, abs=5e-7)
    assert mean(net, "items_per_order") == pytest.approx(225.515740, abs=5e-7)


def test_net_money_balances_with_gross_money(net: Customers) -> None:
    facts = net.facts
    assert facts["gross_revenue"] == 8_911_407.904
    assert facts["returned_value"] == 611_342.09
    kept, refused = facts["revenue"], facts["refused_customers_money"]
    assert kept + refused == pytest.approx(8_300_065.814, abs=1e-6)  # type: ignore[operator]
    assert sum(net.table["monetary"].to_pylist()) == pytest.approx(facts["revenue"], abs=1e-6)


def test_every_line_is_accounted_for(net: Customers) -> None:
    counts = {change.code: change.count for change in net.ledger.changes}
    refused = (
        "id/missing",
        "customer/fully refunded",
        "customer/only returns",
        "customer/nothing paid",
    )
    assert sum(counts[code] for code in refused) == net.ledger.rows_rejected == 135_684
    assert net.facts["refused_customers"] == 4_372 - 4_316
    assert counts["lines/identical_lines"] == 5_225
    assert counts["lines/n_return_lines"] == 8_905


def test_a_huge_order_that_was_undone_counts_for_nothing(gross: Customers, net: Customers) -> None:
    """16446 ordered 80,995 paper birdies and cancelled them twelve minutes later."""
    assert row(gross, "16446")["monetary"] == 168_472.50
    undone = row(net, "16446")
    assert (undone["monetary"], undone["frequency"], undone["items_per_order"]) == (2.90, 1, 2)
    assert undone["recency_days"] == 206  # since May, not since the day before
    assert undone["return_rate"] == pytest.approx(168_469.60 / 168_472.50)


def test_a_customer_who_returned_everything_is_fully_refunded(
    gross: Customers, net: Customers, source: Source
) -> None:
    assert row(gross, "12346")["monetary"] == 77_183.60
    assert "12346" not in net.ids.to_pylist()
    lines = source.engine.rows(
        f"SELECT line FROM {source.relation} WHERE c6 = '12346' ORDER BY line"
    )
    rejected = net.ledger.rejected
    reasons = dict(zip(rejected["line"].to_pylist(), rejected["reason"].to_pylist(), strict=True))
    assert {reasons[line] for (line,) in lines} == {
        "fully refunded: nothing is left of what the customer bought"
    }


def test_postage_and_fees_are_money_and_not_goods(gross: Customers) -> None:
    codes = {charge["code"] for charge in gross.facts["charges"]}  # type: ignore[attr-defined]
    assert codes == {"POST", "M", "C2", "23444", "DOT", "23574", "BANK CHARGES"}
    assert gross.facts["charge_lines"] == 1_637
    bought = row(gross, "12349")  # 72 products and postage on one invoice
    assert (bought["distinct_products"], bought["items_per_order"]) == (72, 630)


def test_nothing_is_sold_by_weight(net: Customers) -> None:
    """80,995 birdies at 2.08 and 74,215 jars at 1.04 are many, not millilitres."""
    assert net.facts["weighed_lines"] == 0


def test_who_is_where(net: Customers) -> None:
    assert net.table["Country"].to_pylist().count("United Kingdom") > 3_850
    assert row(net, "14646")["Country"] == "Netherlands"
