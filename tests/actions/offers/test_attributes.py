"""Residuals against scipy, and attributes of a table written down here."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats

from personae.actions.offers.attributes import attributes, standardised_residuals
from personae.data.customers import CustomerColumn, Customers
from personae.data.ledger import Ledger


def customers_of(columns: dict[str, list[Any]], use: str = "described") -> Customers:
    n = len(next(iter(columns.values())))
    return Customers(
        kind="customers",
        ids=pa.array([f"{place:04d}" for place in range(n)]),
        table=pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()}),
        columns=tuple(CustomerColumn(name, "category", use, label=name) for name in columns),  # type: ignore[arg-type]
        ledger=Ledger(n, n, 0, 0, (), pa.table({"line": [], "code": []})),
    )


def test_squared_residuals_of_two_by_two_are_the_chi_square() -> None:
    table = np.array([[31, 14], [22, 40]])
    _, residuals = standardised_residuals(table)
    referee = stats.chi2_contingency(table, correction=False).statistic
    assert residuals**2 == pytest.approx(referee)


def test_residuals_are_normal_where_nothing_hangs_together() -> None:
    random = np.random.default_rng(0)
    values = []
    for _ in range(800):
        rows, columns = random.choice(3, 400, p=[0.5, 0.3, 0.2]), random.integers(0, 4, 400)
        table = np.bincount(rows * 4 + columns, minlength=12).reshape(3, 4)
        values.append(standardised_residuals(table)[1])
    assert np.std(values) == pytest.approx(1.0, abs=0.03)
    assert np.mean(np.abs(values) > 1.96) == pytest.approx(0.05, abs=0.01)


def test_over_and_under_represented_by_hand() -> None:
    """100 in each segment: 60 of the first are from the north, 20 of the second."""
    region = ["north"] * 60 + ["south"] * 40 + ["north"] * 20 + ["south"] * 80
    found = attributes(customers_of({"region": region}), np.arange(200) // 100, 2)
    assert [(item.segment, item.value, item.more) for item in found] == [
        (1, "north", True), (1, "south", False), (2, "north", False), (2, "south", True),
    ]  # fmt: skip
    assert found[0].residual == pytest.approx(20 / np.sqrt(40 * 0.5 * 0.6))
    assert found[0].text == "60% of this segment, 40% of all customers"
    # four questions were asked
    assert found[0].p == pytest.approx(4 * 2 * stats.norm.sf(found[0].residual))


def test_missing_cells_rare_values_and_outcomes_are_not_asked_about() -> None:
    region = ["north"] * 60 + [None] * 40 + ["south"] * 97 + ["rare"] * 3
    labels = np.arange(200) // 100
    found = attributes(customers_of({"region": region}), labels, 2)
    assert {item.value for item in found} == {"north", "south"}
    assert found[0].overall_share == pytest.approx(60 / 160)
    assert attributes(customers_of({"region": region}, use="outcome"), labels, 2) == ()
    assert attributes(customers_of({"region": region}), np.zeros(200, dtype=int), 1) == ()


def test_a_random_split_has_no_findings() -> None:
    random = np.random.default_rng(1)
    found = 0
    for _ in range(100):
        columns = {name: random.choice(list("abcde"), 300).tolist() for name in "xyz"}
        found += bool(attributes(customers_of(columns), random.integers(0, 3, 300), 3))
    assert found <= 10
