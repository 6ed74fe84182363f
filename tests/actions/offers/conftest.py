"""Baskets from a table of who holds what, and customers who pick from one shelf."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from personae.features.product_pairs import PARTS, Pairs, ProductPairs

MakeBaskets = Callable[..., ProductPairs]
ALWAYS = (1 << PARTS) - 1


def baskets_of(
    holds: NDArray[np.bool_],
    *,
    parts: NDArray[np.uint16] | None = None,
    money: float | None = 10.0,
    labels: Sequence[str] | None = None,
    categories: Sequence[str | None] | None = None,
) -> ProductPairs:
    """Baskets in which customer i has bought product j where ``holds[i, j]``."""
    customer, thing = np.nonzero(holds)
    when = np.full(holds.shape, ALWAYS, dtype=np.uint16) if parts is None else parts
    n = holds.shape[1]
    first, last = dt.date(2024, 1, 1), dt.date(2024, 12, 30)
    return ProductPairs(
        pairs=Pairs(
            customer=customer.astype(np.int32),
            thing=thing.astype(np.int32),
            parts=when[holds],
            money=None if money is None else np.full(len(customer), money),
            n_customers=holds.shape[0],
            n_things=n,
        ),
        products=pa.table(
            {
                "product": pa.array([f"{place:04d}" for place in range(n)]),
                "label": pa.array(labels or [f"THING {place}" for place in range(n)]),
                "first_day": pa.array([first] * n),
                "last_day": pa.array([last] * n),
                "category": pa.array(categories or [None] * n, pa.string()),
            }
        ),
        category_column=None if categories is None else "department",
        first_day=first,
        last_day=last,
    )


@pytest.fixture
def make_baskets() -> MakeBaskets:
    return baskets_of


def shelf_of(
    seed: int, *, customers: int = 1200, products: int = 150, k: int = 3
) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.float64]]:
    """Customers of very different size who pick from one shelf; segments hang on their size.

    Returns who holds what, the segment of everybody, and the rates of picking.
    """
    random = np.random.default_rng(seed)
    size = np.exp(random.normal(2.3, 1.0, customers))
    wanted = 1 / np.arange(1, products + 1) ** 0.8
    rates = np.outer(size, wanted / wanted.sum())
    near = np.log(size) + random.normal(0, 0.5, customers)
    labels = np.argsort(np.argsort(near)) * k // customers
    holds = random.poisson(rates) > 0
    some = holds.any(axis=1)
    return holds[some], labels[some], rates[some]


@pytest.fixture
def make_shelf() -> Callable[..., Any]:
    return shelf_of
