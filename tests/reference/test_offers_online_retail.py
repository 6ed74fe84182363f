"""What segments buy on Online Retail: nothing for customers split at random, products by name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pytest

from personae.actions.offers.affinity import affinities
from personae.actions.offers.levels import assortment_of, levels_of
from personae.config import Options
from personae.data.cleaning.plan_cleaning import plan_cleaning
from personae.data.reading.read import open_source
from personae.data.understanding.understand import understand
from personae.features.history import history_of
from personae.features.table import CustomersAndPast, customers_and_log, past_of
from personae.stats.sample import row_keys


@pytest.fixture(scope="module")
def past(data_folder: Path) -> CustomersAndPast:
    options = Options()
    source = open_source(data_folder / "online_retail.csv.gz", options)
    plan = plan_cleaning(source, understand(source, options), options)
    customers, log = customers_and_log(source, plan)
    assert log is not None
    return past_of(log, customers, history_of(log, customers, window=None))


def test_pairs_are_the_different_products_of_all_customers(past: CustomersAndPast) -> None:
    baskets = past.baskets
    assert baskets is not None
    total = pc.sum(past.customers.table["distinct_products"]).as_py()
    assert baskets.pairs.n_pairs == total == 264_639
    assert baskets.first_day == dt.date(2010, 12, 1)
    codes, labels = (baskets.products[name].to_pylist() for name in ("product", "label"))
    called = dict(zip(codes, labels, strict=True))
    assert called["85123A"] == "WHITE HANGING HEART T-LIGHT HOLDER"
    assert not {"POST", "M", "DOT", "C2", "BANK CHARGES"} & set(codes)


def test_customers_split_at_random_differ_in_nothing(past: CustomersAndPast) -> None:
    baskets = past.baskets
    assert baskets is not None
    labels = (row_keys(past.customers.ids, key="offers") % np.uint64(4)).astype(np.int64)
    found = affinities(
        baskets, levels_of(assortment_of(baskets), labels, 4), labels, names=("A", "B", "C", "D")
    )
    assert found is not None
    assert found.tested > 7_000
    assert found.found == 0
    assert found.most == ((), (), (), ())
    assert np.mean(found.table["p"].to_numpy() < 0.05) < 0.05
