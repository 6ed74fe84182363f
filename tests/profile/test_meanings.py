import numpy as np
import pytest

from personae.data.customers import CustomerColumn
from personae.profile.columns import values_of
from personae.profile.meanings import doubted_columns, without_meaning


@pytest.mark.parametrize(
    ("told", "values", "doubted"),
    [
        (("PRC_FULL_PAYMENT", "spend"), [0.0, 0.7], True),
        (("PAYMENTS", "spend"), [848.5, 12.25], True),
        (("spend", "spend"), [848.5, 12.25], False),
        (("PURCHASES", "frequency"), [95.4, 773.17], True),
        (("PURCHASES", "frequency"), [1.0, 7.0], False),
        (("PURCHASES_FREQUENCY", "frequency"), [0.5, 0.25], False),
        (("visits_per_month", "frequency"), [0.5, 2.25], False),
        (("open_rate", "usage"), [12.0, 40.0], True),
        (("seats", "usage"), [1.0, 4.0], True),
        (("minutes", "usage"), [1.0, 4.0], False),
    ],
)
def test_a_meaning_counts_only_if_label_and_figures_bear_it_out(
    make_customers, told, values, doubted
):
    name, meaning = told
    column = CustomerColumn(name, "number", "behaviour", meaning)
    customers = make_customers((column,), {name: values})
    found = doubted_columns(customers, values_of(customers))
    assert found == ((name,) if doubted else ())
    assert bool(without_meaning(customers, found).columns[0].meaning) is not doubted


def test_in_a_log_nothing_is_in_doubt(make_customers):
    column = CustomerColumn("payment_share", "number", "behaviour", "spend", "money")
    customers = make_customers((column,), {"payment_share": [1.5]}, kind="transactions")
    assert doubted_columns(customers, values_of(customers)) == ()


def test_a_banks_columns_name_nobody_a_spender(make_customers, describe_labels):
    rng = np.random.default_rng(3)
    columns = (
        CustomerColumn("PAYMENTS", "number", "behaviour", "spend", "money"),
        CustomerColumn("PURCHASES", "number", "behaviour", "frequency"),
    )
    data = {"PAYMENTS": rng.gamma(2, 400, 60), "PURCHASES": rng.gamma(2, 200, 60)}
    labels = (data["PAYMENTS"] > np.median(data["PAYMENTS"])).astype(int)
    told = describe_labels(make_customers(columns, data), tuple(data), labels)
    assert told.doubted == ("PAYMENTS", "PURCHASES")
    assert sorted(item.name for item in told.segments) == ["High payments", "Low payments"]
