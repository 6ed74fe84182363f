"""Purchase days written down in a test, and customers who buy and leave at random."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pytest

from personae.features.purchase_days import PurchaseDays, day_number

START = dt.date(2024, 1, 1)
Row = tuple[int, int, float]
DaysFrom = Callable[..., PurchaseDays]


def days_of(
    rows: Sequence[Row], *, log_days: int, as_of: dt.date | None = None, money: bool = True
) -> PurchaseDays:
    """Purchase days from (customer, days after the start, money); the as-of date ends the log."""
    ordered = sorted(rows)
    who = sorted({row[0] for row in ordered})
    places = {customer: place for place, customer in enumerate(who)}
    return PurchaseDays(
        ids=pa.array([f"{customer:06d}" for customer in who], pa.string()),
        as_of=as_of or START + dt.timedelta(days=log_days),
        log_start=START,
        customer=np.array([places[row[0]] for row in ordered], dtype=np.int32),
        day=np.array([day_number(START) + row[1] for row in ordered], dtype=np.int32),
        value=np.array([row[2] for row in ordered], dtype=np.float64) if money else None,
    )


@pytest.fixture
def days_from() -> DaysFrom:
    return days_of


@pytest.fixture(scope="session")
def shop() -> PurchaseDays:
    """A shop of 400 days: 3,000 customers who come at any time, buy and leave at random."""
    random = np.random.default_rng(8)
    rows: list[Row] = []
    for customer in range(3000):
        now = float(random.uniform(0, 360))
        rate, leaves = random.gamma(0.8, 1 / 25.0), random.beta(0.9, 2.2)
        mean = 30.0 / random.gamma(3.5, 1 / 2.5)
        seen = set()
        while now < 400:
            if int(now) not in seen:
                rows.append((customer, int(now), round(float(mean * random.gamma(6, 1 / 6)), 2)))
            seen.add(int(now))
            if random.random() < leaves:
                break
            now += random.exponential(1 / rate)
    return days_of(rows, log_days=400)
