"""The orders that ship with the rfm package for R.

Source: tests/testthat/test-rfm-segment.R of the CRAN package rfm (MIT), as of 2006-12-31. The
package counts every row as an order and adds 1 to every cut.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import rankdata

from personae.config import Options
from personae.data.cleaning.clean_log import clean_log
from personae.data.customers import Customers
from personae.data.plan import CleaningPlan, ColumnPlan
from personae.data.reading.read import open_source
from personae.features.log import customers_of
from personae.features.scores import rfm_scores

PUBLISHED = {
    "recency_score": [197, 200, 199, 199, 200],
    "frequency_score": [268, 187, 176, 244, 120],
    "monetary_score": [200, 200, 198, 202, 195],
}
COLUMNS = (
    ColumnPlan("customer_id", "id", "text"),
    ColumnPlan("order_date", "date", "date"),
    ColumnPlan("revenue", "amount", "number"),
)


@pytest.fixture(scope="module")
def orders(data_folder: Path) -> pa.Table:
    from pyarrow import csv

    return csv.read_csv(data_folder / "rfm_orders.csv")


def score(orders: pa.Table, *, as_rows: bool = False) -> tuple[Customers, pa.Table]:
    """Score the customers; with `as_rows` every row is an order, as the package has it."""
    columns = COLUMNS
    if as_rows:
        orders = orders.append_column("row", pa.array(range(orders.num_rows)))
        columns = (*COLUMNS, ColumnPlan("row", "order", "number"))
    log = clean_log(
        open_source(orders, Options()),
        CleaningPlan("transactions", columns),
        as_of=dt.date(2006, 12, 31),
    )
    customers = customers_of(log)
    scores = rfm_scores(customers)
    assert scores is not None
    return customers, scores


def test_all_orders_of_all_customers_are_in_the_figures(orders: pa.Table) -> None:
    customers, _ = score(orders, as_rows=True)
    assert customers.n_customers == 995
    assert customers.facts["n_orders"] == 4_906
    assert customers.facts["revenue"] == 464_158


def test_the_package_recipe_gives_the_published_counts(orders: pa.Table) -> None:
    """1 + number of cuts + 1 not above the value: our figures are the package's."""
    table = score(orders, as_rows=True)[0].table
    for name, published in PUBLISHED.items():
        values = table[
            {"recency_score": "recency_days", "frequency_score": "frequency"}.get(name, "monetary")
        ]
        figures = values.to_numpy()
        cuts = np.quantile(figures, [0.2, 0.4, 0.6, 0.8]) + 1
        passed = (figures[:, None] >= cuts[None, :]).sum(axis=1)
        scores = 5 - passed if name == "recency_score" else 1 + passed
        assert np.bincount(scores, minlength=6)[1:].tolist() == published


def test_scores_without_the_one_differ_in_a_handful_of_customers(orders: pa.Table) -> None:
    scores = score(orders, as_rows=True)[1]
    for name, published in PUBLISHED.items():
        counts = Counter(scores[name].to_pylist())
        assert max(abs(counts[at + 1] - number) for at, number in enumerate(published)) <= 3


def test_the_best_customer_scores_555_and_the_worst_111(orders: pa.Table) -> None:
    customers, scores = score(orders)
    table, labels = customers.table, scores["rfm_score"].to_pylist()
    # the best is the one who leaves most customers behind, over the three figures together
    places = (
        rankdata(-table["recency_days"].to_numpy())
        + rankdata(table["frequency"].to_numpy())
        + rankdata(table["monetary"].to_numpy())
    )
    best, worst = int(places.argmax()), int(places.argmin())
    assert (labels[best], labels[worst]) == ("555", "111")
    names = scores["rfm_name"].to_pylist()
    assert (names[best], names[worst]) == ("Champions", "Lost")


def test_every_customer_has_a_name(orders: pa.Table) -> None:
    """The package leaves 48 customers as "Others"."""
    names = Counter(score(orders)[1]["rfm_name"].to_pylist())
    assert sum(names.values()) == 995
    assert len(names) == 11
    assert names["Champions"] == 158


def test_scores_do_not_depend_on_the_order_of_rows(orders: pa.Table) -> None:
    order = np.random.default_rng(7).permutation(orders.num_rows)
    assert score(orders.take(order))[1].equals(score(orders)[1])
