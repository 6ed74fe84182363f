from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pytest

from personae.data.cleaning.purchase_log import PurchaseLog
from personae.data.customers import Customers
from personae.errors import NotEnoughDataError
from personae.features.log import customers_of

Make = Callable[..., Customers]
Rows = Callable[[Customers], dict[str, dict[str, Any]]]

LOG: dict[str, list[Any]] = {
    "customer": ["ann", "ann", "ann", "bob", "bob", "cy"],
    "date": ["2024-01-01", "2024-01-01", "2024-01-11", "2024-01-05", "2024-01-20", "2024-01-08"],
    "order": ["1", "1", "2", "3", "4", "5"],
    "product": ["cup", "pot", "cup", "cup", "pot", "pot"],
    "quantity": [2, 1, 3, 1, 1, 4],
    "price": ["2.50", "10.00", "2.50", "2.50", "10.00", "9.99"],
    "country": ["DE", "DE", "AT", "AT", "DE", None],
}


def test_features_of_a_log_small_enough_to_reckon_by_hand(
    make_customers: Make, rows_of: Rows
) -> None:
    customers = make_customers(LOG)
    assert customers.as_of == dt.date(2024, 1, 21)  # the day after the last purchase
    assert rows_of(customers) == {
        "ann": {
            "recency_days": 10.0, "frequency": 2.0, "monetary": 22.5, "average_order_value": 11.25,
            "tenure_days": 20.0, "days_between_orders": 10.0, "items_per_order": 3.0,
            "distinct_products": 2.0, "return_rate": 0.0, "country": "DE",
        },
        "bob": {
            "recency_days": 1.0, "frequency": 2.0, "monetary": 12.5, "average_order_value": 6.25,
            "tenure_days": 16.0, "days_between_orders": 15.0, "items_per_order": 1.0,
            "distinct_products": 2.0, "return_rate": 0.0, "country": "AT",
        },
        "cy": {
            "recency_days": 13.0, "frequency": 1.0, "monetary": 39.96, "average_order_value": 39.96,
            "tenure_days": 13.0, "days_between_orders": None, "items_per_order": 4.0,
            "distinct_products": 1.0, "return_rate": 0.0, "country": None,
        },
    }  # fmt: skip


def test_a_tie_of_categories_goes_to_the_first_by_bytes(
    make_customers: Make, rows_of: Rows
) -> None:
    assert rows_of(make_customers(LOG))["bob"]["country"] == "AT"


def test_every_column_says_what_it_is(make_customers: Make) -> None:
    said = {
        column.name: (column.use, column.meaning, column.unit)
        for column in make_customers(LOG).columns
    }
    assert said == {
        "recency_days": ("behaviour", "recency", "days"),
        "frequency": ("behaviour", "frequency", "orders"),
        "monetary": ("behaviour", "spend", "money"),
        "average_order_value": ("behaviour", "basket", "money"),
        "tenure_days": ("behaviour", "tenure", "days"),
        "days_between_orders": ("behaviour", "gap", "days"),
        "items_per_order": ("behaviour", "items", ""),
        "distinct_products": ("behaviour", "variety", ""),
        "return_rate": ("behaviour", "returns", "share"),
        "country": ("described", "", ""),
    }


def test_nothing_depends_on_the_order_of_lines(make_customers: Make) -> None:
    order = list(range(6))
    random.Random(1).shuffle(order)
    shuffled = {name: [values[place] for place in order] for name, values in LOG.items()}
    assert make_customers(shuffled).table.equals(make_customers(LOG).table)


def test_lines_after_the_as_of_date_are_left_out_and_counted(
    make_customers: Make, rows_of: Rows
) -> None:
    customers = make_customers(LOG, as_of=dt.date(2024, 1, 8))
    assert rows_of(customers)["ann"]["frequency"] == 1
    assert rows_of(customers)["cy"]["recency_days"] == 0  # bought on the day itself
    refused = customers.ledger.rejected.to_pydict()
    assert refused["line"] == [3, 5]
    assert set(refused["code"]) == {"date/after as-of"}


def test_an_as_of_date_may_come_with_the_features_too(
    make_log: Callable[..., PurchaseLog], make_customers: Make
) -> None:
    late = customers_of(make_log(LOG), as_of=dt.date(2024, 1, 8))
    assert late.table.equals(make_customers(LOG, as_of=dt.date(2024, 1, 8)).table)
    assert late.ledger.rejected.equals(
        make_customers(LOG, as_of=dt.date(2024, 1, 8)).ledger.rejected
    )


def test_a_window_looks_back_so_many_days_from_the_as_of_date(
    make_customers: Make, rows_of: Rows
) -> None:
    customers = make_customers(LOG, window=10)
    assert set(rows_of(customers)) == {"ann", "bob"}  # 11 to 20 January
    assert rows_of(customers)["ann"]["tenure_days"] == 10
    assert customers.ledger.rows_rejected == 4
    assert customers.facts["window"] == 10
    assert customers.facts["first_day"] == "2024-01-11"


def test_returns_of_purchases_before_the_window_lower_money_only(
    make_customers: Make, rows_of: Rows
) -> None:
    log = {
        "customer": ["a", "a", "a"],
        "date": ["2024-01-01", "2024-03-01", "2024-03-02"],
        "order": ["1", "2", "3"],
        "product": ["cup", "pot", "cup"],
        "quantity": [1, 1, -1],
        "price": [4, 10, 4],
    }
    inside = rows_of(make_customers(log, window=30))["a"]
    assert (inside["monetary"], inside["frequency"], inside["return_rate"]) == (6, 1, 0)
    whole = rows_of(make_customers(log))["a"]
    assert (whole["monetary"], whole["frequency"], whole["return_rate"]) == (
        10,
        1,
        pytest.approx(4 / 14),
    )


def test_without_an_order_column_a_day_is_an_order(make_customers: Make, rows_of: Rows) -> None:
    log = {
        "customer": ["a", "a", "a"],
        "date": ["2024-01-01 09:00", "2024-01-01 17:00", "2024-01-03"],
        "amount": ["1.10", "2.20", "3.30"],
    }
    customers = make_customers(log)
    assert rows_of(customers)["a"] == {
        "recency_days": 1.0, "frequency": 2.0, "monetary": 6.6, "average_order_value": 3.3,
        "tenure_days": 3.0, "days_between_orders": 2.0, "return_rate": 0.0,
    }  # fmt: skip
    assert customers.column("frequency").label == "number of days with a purchase"
    assert [finding.code for finding in customers.findings] == ["log/no order column"]


def test_money_is_added_exactly(make_customers: Make, rows_of: Rows) -> None:
    """Ten times 0.1 is 1; as floats it is 0.9999999999999999."""
    log = {"customer": ["a"] * 10, "date": ["2024-01-01"] * 10, "amount": [0.1] * 10}
    assert rows_of(make_customers(log))["a"]["monetary"] == 1.0


def test_discounts_of_all_columns_are_a_share_of_the_price(
    make_customers: Make, rows_of: Rows
) -> None:
    log = {
        "customer": ["a", "a", "b"], "date": ["2024-01-01"] * 3,
        "amount": [70, 10, 5], "discount": [-15, 5, None],
    }  # fmt: skip
    rows = rows_of(make_customers(log))
    assert rows["a"]["discount_share"] == 0.2
    assert rows["b"]["discount_share"] == 0


def test_discounts_that_never_pass_one_on_dear_lines_are_rates(
    make_customers: Make, rows_of: Rows
) -> None:
    log = {
        "customer": ["a", "a", "b"], "date": ["2024-01-01"] * 3,
        "amount": [300, 100, 50], "discount": [0.2, 0.0, 0.5],
    }  # fmt: skip
    rows = rows_of(make_customers(log))
    assert (rows["a"]["discount_share"], rows["b"]["discount_share"]) == (0.15, 0.5)


def test_a_margin_or_a_cost_column_turns_revenue_into_profit(
    make_customers: Make, rows_of: Rows
) -> None:
    log = {"customer": ["a", "b"], "date": ["2024-01-01"] * 2, "amount": [100, 10], "cost": [60, 9]}
    profit = make_customers(log)
    assert profit.money_word == "profit"
    assert [row["monetary"] for row in rows_of(profit).values()] == [40, 1]
    del log["cost"]
    margin = make_customers(log, margin=0.25)
    assert (margin.money_word, margin.column("monetary").label) == ("profit", "profit")
    assert [row["monetary"] for row in rows_of(margin).values()] == [25, 2.5]
    assert (margin.facts["revenue"], margin.facts["profit"]) == (110, 27.5)
    assert make_customers(log).money_word == "revenue"


def test_a_log_without_money_still_has_recency_and_frequency(
    make_customers: Make, rows_of: Rows
) -> None:
    log = {"customer": ["a", "a"], "date": ["2024-01-01", "2024-01-05"], "product": ["cup", "pot"]}
    customers = make_customers(log)
    assert customers.money is None
    assert "revenue" not in customers.facts
    assert rows_of(customers)["a"] == {
        "recency_days": 1.0, "frequency": 2.0, "tenure_days": 5.0, "days_between_orders": 4.0,
        "items_per_order": 1.0, "distinct_products": 2.0,
    }  # fmt: skip


def test_a_described_column_may_be_called_like_a_feature(
    make_log: Callable[..., PurchaseLog],
) -> None:
    from dataclasses import replace

    log = make_log(LOG)
    country = replace(log.described[0], plan=replace(log.described[0].plan, name="frequency"))
    customers = customers_of(replace(log, described=(country,)))
    assert customers.table.column_names[-1] == "frequency (in the log)"


def test_ids_are_sorted_as_bytes_and_kept_byte_for_byte(make_customers: Make) -> None:
    ids = ["b", "B", "é", "007", "7", "1E5"]
    log = {"customer": ids, "date": ["2024-01-01"] * 6, "amount": [1] * 6}
    assert make_customers(log).ids.to_pylist() == ["007", "1E5", "7", "B", "b", "é"]


def test_the_log_balances_in_lines_and_money(make_customers: Make) -> None:
    log = {
        "customer": ["a", "a", "b", "b", "c", None, "d"],
        "date": [
            "2024-01-01",
            "2024-01-02",
            "2024-01-01",
            "2024-01-03",
            "2024-01-04",
            "2024-01-04",
            "x",
        ],
        "order": ["1", "2", "3", "4", "5", "6", "7"],
        "product": ["cup"] * 7,
        "quantity": [1, 2, 3, -3, -1, 1, 1],
        "price": [5] * 7,
    }
    customers = make_customers(log)
    ledger, facts = customers.ledger, customers.facts
    assert (ledger.rows_in, ledger.rows_segmented, ledger.rows_rejected) == (7, 2, 5)
    refused = ledger.rejected.to_pydict()
    assert dict(zip(refused["line"], refused["code"], strict=True)) == {
        3: "customer/fully refunded", 4: "customer/fully refunded", 5: "customer/only returns",
        6: "id/missing", 7: "date/unreadable",
    }  # fmt: skip
    assert (
        facts["gross_revenue"] - facts["returned_value"]
        == facts["revenue"] + facts["refused_customers_money"]
    )  # type: ignore[operator]
    assert (facts["revenue"], facts["refused_customers"], facts["lines_without_id"]) == (15, 2, 1)


def test_a_log_in_which_everything_came_back_is_too_little(make_customers: Make) -> None:
    log = {
        "customer": ["a", "a"], "date": ["2024-01-01", "2024-01-02"], "product": ["cup", "cup"],
        "quantity": [1, -1], "price": [5, 5],
    }  # fmt: skip
    with pytest.raises(NotEnoughDataError) as caught:
        make_customers(log)
    assert str(caught.value) == (
        "the table has no customer who bought something and kept it up to 2024-01-02.\n"
        "Fix: Choose another --as-of or a longer --window, or give gross figures with --returns "
        "ignore."
    )


def test_only_what_varies_within_customers_is_called_most_frequent(
    make_customers: Callable[..., Customers],
) -> None:
    log = {
        "customer": ["a", "a", "b"], "date": ["2024-01-01", "2024-01-02", "2024-01-03"],
        "amount": [1, 2, 3], "country": ["DE", "DE", "AT"], "department": ["tea", "cups", "tea"],
    }  # fmt: skip
    customers = make_customers(log)
    assert customers.column("country").label == "country"
    assert customers.column("department").label == "most frequent department"


def test_refused_lines_are_told_with_the_customers_they_cost(
    make_customers: Callable[..., Customers],
) -> None:
    days = ["2024-01-01", "2024-01-02", "2031-01-03", "2031-01-03"]
    customers = make_customers({"customer": list("aabc"), "date": days, "amount": [1, 2, 3, 4]})
    (finding,) = [item for item in customers.findings if item.code == "rows/refused"]
    assert finding.what == (
        "2 lines were refused: dated in the future. 2 customers have no other line and belong "
        "to no segment."
    )
    assert (finding.severity, finding.count) == ("warning", 2)
