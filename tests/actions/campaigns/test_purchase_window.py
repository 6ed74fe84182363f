"""A window of days, worked by hand at its edges, and the same whatever the order of rows."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from personae.actions.campaigns.purchase_window import purchase_window

AS_OF = dt.date(2024, 3, 31)
DAYS = pa.table(
    {
        "id": ["a", "a", "a", "b", "c", "d", "e", "stranger"],
        "day": pa.array(
            [
                dt.date(2024, 2, 29),  # the day before the window of 30 days
                dt.date(2024, 3, 1),  # its first day
                dt.date(2024, 3, 30),  # its last day
                dt.date(2024, 3, 31),  # the as-of date itself is not before it
                dt.date(2024, 3, 15),  # a first purchase: no customer before
                dt.date(2023, 1, 1),  # long ago
                dt.date(2024, 2, 29),
                dt.date(2024, 3, 15),
            ],
            pa.date32(),
        ),
        "value": [100.0, 0.1, 0.2, 9.0, 5.0, 7.0, 1.0, 99.0],
    }
)
IDS = pa.array(["a", "b", "c", "d", "e", "f"])


def test_the_window_by_hand() -> None:
    window = purchase_window(IDS, DAYS, as_of=AS_OF, length=30)
    assert window.bought.tolist() == [True, False, True, False, False, False]
    assert window.spend is not None
    assert window.spend.tolist() == [0.3, 0.0, 5.0, 0.0, 0.0, 0.0]


def test_rows_in_any_order_give_the_same() -> None:
    one = purchase_window(IDS, DAYS, as_of=AS_OF, length=400)
    other = purchase_window(IDS, DAYS.take([7, 2, 5, 0, 6, 3, 1, 4]), as_of=AS_OF, length=400)
    assert one.spend is not None
    assert other.spend is not None
    assert one.spend.tolist() == other.spend.tolist()
    assert one.bought.tolist() == other.bought.tolist()


def test_a_log_without_money_has_no_spend() -> None:
    nothing = DAYS.set_column(2, "value", pa.nulls(DAYS.num_rows, pa.float64()))
    assert purchase_window(IDS, nothing, as_of=AS_OF, length=30).spend is None
