from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from personae.config import Options
from personae.data.cleaning.log_columns import line_columns
from personae.data.plan import CleaningPlan, ColumnPlan
from personae.data.reading.read import open_source
from personae.data.schema import NumberFormat


def money_of(
    columns: dict[str, list[Any]], roles: dict[str, str], **plan: Any
) -> list[Decimal | None]:
    source = open_source(pa.table(columns), Options())
    plans = tuple(
        ColumnPlan(name, roles.get(name, name), "number", number=plan.get("formats", {}).get(name))
        for name in columns
    )
    found = line_columns(
        source, CleaningPlan("transactions", plans, unit_price=plan.get("unit_price", False))
    )
    return [money for (money,) in source.engine.rows(
        f"SELECT {found.money} FROM (SELECT line, {found.quantity} AS quantity, "
        f'{found.price} AS price FROM "{source.relation}") ORDER BY line'
    )]  # fmt: skip


DATED = {"id": ["a", "b"], "date": ["2024-01-01"] * 2}


def test_money_of_a_float_column_is_cents_without_noise() -> None:
    assert money_of(DATED | {"amount": [0.1 + 0.2, 2.675]}, {}) == [
        Decimal("0.300"),
        Decimal("2.675"),
    ]


def test_quantity_times_price_is_exact() -> None:
    columns = DATED | {"quantity": [3.5, 1e6], "price": [0.1, 19.99]}
    assert money_of(columns, {}, unit_price=True) == [Decimal("0.350"), Decimal("19990000.000")]


def test_a_price_without_quantities_is_the_money() -> None:
    assert money_of(DATED | {"price": [2, 3]}, {}) == [2, 3]


def test_a_log_without_money_counts_units() -> None:
    assert money_of(DATED | {"quantity": [2, 3]}, {}) == [2, 3]
    assert money_of(DATED, {}) == [1, 1]


def test_places_of_a_written_number_are_kept() -> None:
    formats = {"amount": NumberFormat(decimal=",", places=3)}
    money = money_of(DATED | {"amount": ["1,999", "2"]}, {}, formats=formats)
    assert money == [Decimal("1.999"), Decimal("2.000")]


@pytest.mark.parametrize("amount", [float("inf"), float("nan"), 1e30])
def test_what_is_no_sum_of_money_is_missing(amount: float) -> None:
    assert money_of(DATED | {"amount": [amount, 1.0]}, {}) == [None, 1]
