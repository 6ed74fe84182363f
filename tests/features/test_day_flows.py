"""Money stands on the day on which it moved; a figure of a day knows nothing of later ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from personae.data.cleaning.purchase_log import PurchaseLog
from personae.features.day_flows import DayFlows, day_flows
from personae.features.purchase_days import day_number
from personae.features.window_figures import window_figures

MakeLog = Callable[..., PurchaseLog]
START = day_number(dt.date(2024, 1, 1))


def flows_of(make_log: MakeLog, *, as_of: dt.date = dt.date(2024, 3, 1)) -> DayFlows:
    """Ann buys twice and returns the first; Bea cancels within the day; Cem only once, in March."""
    rows = [
        ("ann", "2024-01-02", "o1", "mug", "2", "5.00"),
        ("ann", "2024-01-20", "o2", "pan", "1", "30.10"),
        ("ann", "2024-02-10", "c1", "mug", "-2", "5.00"),
        ("bea", "2024-01-05", "o3", "cup", "900", "1.00"),
        ("bea", "2024-01-05", "c2", "cup", "-900", "1.00"),
        ("bea", "2024-01-09", "o4", "cup", "3", "1.00"),
        ("cem", "2024-03-01", "o5", "pan", "1", "30.10"),
    ]
    names = ("customer", "date", "order", "product", "quantity", "price")
    columns = {
        name: list(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)
    }
    return day_flows(make_log(columns), as_of=as_of)


def test_money_by_hand(make_log: MakeLog) -> None:
    flows = flows_of(make_log)
    assert flows.ids.to_pylist() == ["ann", "bea", "cem"]
    assert (flows.customer.tolist(), (flows.day - START).tolist()) == (
        [0, 0, 0, 1, 1, 2], [1, 19, 40, 4, 8, 60],
    )  # fmt: skip
    assert flows.value is not None
    assert flows.value.tolist() == [10.0, 30.1, -10.0, 0.0, 3.0, 30.1]
    assert flows.is_purchase.tolist() == [True, True, False, False, True, True]


def test_what_comes_later_is_not_there(make_log: MakeLog) -> None:
    flows = flows_of(make_log, as_of=dt.date(2024, 2, 9))
    assert flows.ids.to_pylist() == ["ann", "bea"]
    assert flows.log_days == 38
    assert len(flows.day) == 4


def test_figures_of_a_day_by_hand(make_log: MakeLog) -> None:
    flows = flows_of(make_log)
    before = window_figures(flows, START + 30, window=30)
    assert before.places.tolist() == [0, 1]
    assert before.recency_days.tolist() == [11.0, 22.0]
    assert before.frequency.tolist() == [2.0, 1.0]
    assert before.monetary is not None
    assert before.monetary.tolist() == [40.1, 3.0]
    # the first day is out of the window now, and the return of its purchase is in it
    after = window_figures(flows, START + 45, window=30)
    assert after.places.tolist() == [0]
    assert after.monetary is not None
    assert after.monetary.tolist() == [20.1]


days = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 99), st.integers(-50, 90)), min_size=1, max_size=60
)


def flows_from(rows: list[tuple[int, int, int]]) -> DayFlows:
    import pyarrow as pa

    table = np.array(sorted({(c, d): (c, d, v) for c, d, v in rows}.values()))
    return DayFlows(
        pa.array([f"c{i}" for i in range(6)]), dt.date(1970, 1, 1) + dt.timedelta(days=100),
        dt.date(1970, 1, 1), table[:, 0].astype(np.int32), table[:, 1].astype(np.int32),
        table[:, 2].astype(np.float64), table[:, 2] > 0,
    )  # fmt: skip


@given(days, st.integers(10, 90), st.integers(5, 60))
def test_nothing_after_the_day_or_before_the_window_matters(
    rows: list[tuple[int, int, int]], day: int, window: int
) -> None:
    flows = flows_from(rows)
    inside = (flows.day <= day) & (flows.day >= day - window)
    assert flows.value is not None
    cut = replace(
        flows, customer=flows.customer[inside], day=flows.day[inside],
        value=flows.value[inside], is_purchase=flows.is_purchase[inside],
    )  # fmt: skip
    whole, part = (window_figures(one, day, window=window) for one in (flows, cut))
    assert whole.places.tolist() == part.places.tolist()
    assert whole.recency_days.tolist() == part.recency_days.tolist()
    assert whole.frequency.tolist() == part.frequency.tolist()
    assert whole.monetary is not None
    assert part.monetary is not None
    assert whole.monetary.tolist() == part.monetary.tolist()
