import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.data.customers import CustomerColumn
from personae.profile.columns import values_of
from personae.profile.key_accounts import find_key_accounts

REVENUE = CustomerColumn("monetary", "number", "behaviour", "spend", "money")
ORDERS = CustomerColumn("frequency", "number", "behaviour", "frequency", "orders")
TENURE = CustomerColumn("tenure_days", "number", "behaviour", "tenure", "days")


def accounts(make_customers, data, **more):
    columns = [column for column in (REVENUE, ORDERS, TENURE) if column.name in data]
    customers = make_customers(
        columns, data, kind="transactions", money="monetary", currency="£", **more
    )
    n = customers.n_customers
    return find_key_accounts(customers, values_of(customers), np.arange(n) % 2)


def test_the_fewest_customers_that_bring_a_quarter(make_customers):
    found = accounts(make_customers, {"monetary": [10.0, 30.0, 30.0, 20.0, 10.0] * 2})
    assert (found.n, found.share, found.revenue, found.revenue_share) == (2, 0.2, 60.0, 0.3)
    assert found.text == (
        "2 customers together bring 30\xa0% of the revenue (£60): 20\xa0% of all customers."
    )
    # equal revenues stand in the order of the ids
    assert found.table.column("customer_id").to_pylist() == ["0000001", "0000002"]
    assert found.table.column("segment").to_pylist() == [2, 1]


@given(st.lists(st.integers(-50, 1000), min_size=1, max_size=40))
def test_no_smaller_group_brings_a_quarter(make_customers, revenues):
    found = accounts(make_customers, {"monetary": [float(value) for value in revenues]})
    total = sum(revenues)
    if total <= 0:
        assert found is None
        return
    best = np.cumsum(sorted(revenues, reverse=True))
    assert best[found.n - 1] >= total / 4
    assert found.n == 1 or best[found.n - 2] < total / 4
    assert found.table.num_rows == found.n


def till(make_customers):
    n = 400
    orders = np.full(n, 2.0)
    tenure = np.full(n, 300.0)
    orders[7], orders[9] = 120.0, 80.0
    tenure[9] = 100.0
    return accounts(
        make_customers,
        {"monetary": np.full(n, 5.0), "frequency": orders, "tenure_days": tenure},
        ids=[f"secret-{row:03d}" for row in range(n)],
    )


def test_a_till_and_a_daily_buyer_are_asked_about_without_their_ids(make_customers):
    found = till(make_customers)
    assert found.questions == (
        (
            "2 customers each placed more than 2\xa0% of all orders: tills, marketplaces, test "
            "accounts? They are marked in key_accounts.csv."
        ),
    )
    asked = sorted(filter(None, found.table.column("question").to_pylist()))
    assert asked == [
        "One customer placed 12\xa0% of all orders: a till, a marketplace, a test account?",
        "One customer placed 8\xa0% of all orders: a till, a marketplace, a test account?",
    ]
    told = json.dumps([found.text, found.questions]) + repr(found)
    assert "secret" not in told


def test_who_is_asked_about_stands_in_the_table_even_with_little_revenue(make_customers):
    table = till(make_customers).table.to_pydict()
    asked = [row for row, text in zip(table["customer_id"], table["question"], strict=True) if text]
    assert asked == ["secret-007", "secret-009"]


def test_one_who_orders_on_nearly_every_day_is_asked_about(make_customers):
    n = 4000
    orders, tenure = np.full(n, 10.0), np.full(n, 300.0)
    orders[3], tenure[3] = 30.0, 40.0
    data = {"monetary": np.full(n, 1.0), "frequency": orders, "tenure_days": tenure}
    assert accounts(make_customers, data).questions == (
        "One customer placed 30 orders within 40 days: a till, a marketplace, a test account?",
    )


def test_however_many_buy_daily_there_is_one_question(make_customers):
    n = 4000
    orders, tenure = np.full(n, 10.0), np.full(n, 300.0)
    orders[:59], tenure[:59] = 374.0, 366.0
    data = {"monetary": np.full(n, 1.0), "frequency": orders, "tenure_days": tenure}
    found = accounts(make_customers, data)
    assert found.questions == (
        (
            "59 customers placed 0.7 orders a day or more since they first bought: tills, "
            "marketplaces, test accounts? They are marked in key_accounts.csv."
        ),
    )
    asked = [text for text in found.table.column("question").to_pylist() if text]
    assert len(asked) == 59
    assert set(asked) == {
        "One customer placed 374 orders within 366 days: a till, a marketplace, a test account?"
    }


def test_in_a_small_shop_two_percent_of_all_orders_is_nothing_to_ask_about(make_customers):
    data = {"monetary": [1.0] * 10, "frequency": [30.0] * 10}
    assert accounts(make_customers, data).questions == ()


@pytest.mark.parametrize("revenue", [[0.0, 0.0], [-5.0, 1.0]])
def test_without_revenue_there_are_no_key_accounts(make_customers, revenue):
    assert accounts(make_customers, {"monetary": revenue}) is None


def test_without_money_there_are_no_key_accounts(mall_five):
    assert mall_five.key_accounts is None
