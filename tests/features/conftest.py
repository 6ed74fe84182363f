"""A purchase log from a few columns written down in a test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from personae.config import Options
from personae.data.cleaning.clean_log import clean_log
from personae.data.cleaning.purchase_log import PurchaseLog
from personae.data.customers import Customers
from personae.data.plan import CleaningPlan, ColumnPlan
from personae.data.reading.read import open_source
from personae.data.schema import NumberFormat
from personae.features.log import customers_of

ROLES = {
    "customer": "id", "date": "date", "order": "order", "product": "product", "text": "description",
    "quantity": "quantity", "price": "price", "amount": "amount", "discount": "discount",
    "cost": "cost", "country": "categorical", "department": "category",
}  # fmt: skip
TODAY = dt.date(2030, 1, 1)


def plan_of(names: list[str], **settings: Any) -> CleaningPlan:
    numbers = {"quantity", "price", "amount", "discount", "cost"}
    columns = tuple(
        ColumnPlan(
            name, ROLES[name], "number" if name in numbers else "text",
            number=NumberFormat(places=2) if name in numbers else None,
        )
        for name in names
    )  # fmt: skip
    unit_price = "price" in names and "amount" not in names
    return CleaningPlan("transactions", columns, unit_price=unit_price, **settings)


@pytest.fixture
def make_log() -> Callable[..., PurchaseLog]:
    """Clean a log given as columns; further arguments are settings of the plan."""

    def make(
        columns: dict[str, list[Any]], *, as_of: dt.date | None = None, **settings: Any
    ) -> PurchaseLog:
        table = pa.table({name: pa.array(values) for name, values in columns.items()})
        source = open_source(table, Options())
        return clean_log(source, plan_of(list(columns), **settings), as_of=as_of, today=TODAY)

    return make


@pytest.fixture
def make_customers(make_log: Callable[..., PurchaseLog]) -> Callable[..., Customers]:
    def make(columns: dict[str, list[Any]], **settings: Any) -> Customers:
        return customers_of(make_log(columns, **settings))

    return make


@pytest.fixture
def rows_of() -> Callable[[Customers], dict[str, dict[str, Any]]]:
    """Return the figures of each customer by id."""

    def rows(customers: Customers) -> dict[str, dict[str, Any]]:
        return dict(zip(customers.ids.to_pylist(), customers.table.to_pylist(), strict=True))

    return rows
