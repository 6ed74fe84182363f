from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from personae.config import Options
from personae.data.cleaning.plan_cleaning import needed_columns, plan_cleaning
from personae.data.plan import CleaningPlan
from personae.data.understanding.understand import understand

N = 120
ACCOUNTS = {
    "account_id": [f"A{at}" for at in range(N)],
    "Gender": ["f", "m"] * 60,
    "signup_date": ["2024-01-02", "2024-03-04"] * 60,
    "last_login": ["2024-05-02", "2024-06-04"] * 60,
    "mrr": [f"${at * 10:,.2f}" for at in range(N)],
    "kids": ["0", "1", "2"] * 40,
    "year_joined": ["2019", "2020", "2021"] * 40,
    "churned": ["0", "1"] * 60,
    "zip": [f"{at:05d}" for at in range(N)],
}
LINES = {
    "customer_id": ["a", "b", "a", "b"],
    "date": ["2024-01-02", "2024-01-03", "2024-02-01", "2024-02-05"],
    "quantity": ["1", "2", "3", "4"],
    "unit_price": ["1.25", "2", "3", "4"],
    "Country": ["DE", "NA", "DE", "NA"],
    "week": ["1", "1", "5", "6"],
}


def plan_of(source, **options):
    options = Options(**options)
    return plan_cleaning(source, understand(source, options), options)


def test_what_every_column_of_a_customer_may_do(text_table):
    plan = plan_of(text_table(ACCOUNTS))
    assert {column.name: (column.use, column.meaning, column.unit) for column in plan.columns} == {
        "account_id": ("described", "", ""),
        "Gender": ("sensitive", "", ""),
        "signup_date": ("date", "tenure", "days"),
        "last_login": ("date", "recency", "days"),
        "mrr": ("behaviour", "spend", "money"),
        "kids": ("described", "", ""),
        "year_joined": ("described", "tenure", ""),
        "churned": ("outcome", "", ""),
    }
    assert plan.extra == {"money": "mrr"}
    assert plan.currency == "USD"
    assert plan.as_of_policy == "day after the last purchase"
    assert plan_of(text_table(ACCOUNTS), as_of=dt.date(2024, 7, 1)).as_of_policy == "fixed"


def test_the_plan_survives_the_model_file(text_table):
    for columns in (ACCOUNTS, LINES):
        plan = plan_of(text_table(columns), charges=("POST",))
        assert CleaningPlan.from_dict(json.loads(json.dumps(plan.to_dict()))) == plan


def test_a_log_carries_what_lines_need(text_table):
    plan = plan_of(text_table(LINES), kind="transactions", window=90, returns="ignore", margin=0.3)
    assert [(column.name, column.role) for column in plan.columns] == [
        ("customer_id", "id"),
        ("date", "date"),
        ("quantity", "quantity"),
        ("unit_price", "price"),
        ("Country", "categorical"),
    ]
    assert plan.unit_price
    assert plan.one("price").number.places == 2
    assert (plan.window, plan.returns, plan.margin) == (90, "ignore", 0.3)


def test_a_price_without_a_quantity_is_the_amount(text_table):
    columns = {name: cells for name, cells in LINES.items() if name != "quantity"}
    plan = plan_of(text_table(columns), kind="transactions")
    assert (plan.one("amount").name, plan.unit_price) == ("unit_price", False)


def test_a_composite_id_keeps_the_order_of_the_option(text_table):
    plan = plan_of(text_table(ACCOUNTS), id=("zip", "account_id"))
    assert [column.name for column in plan.having("id")] == ["zip", "account_id"]


@pytest.mark.parametrize(
    ("columns", "money"),
    [
        ({"monetary": ["1", "2", "9"], "spend_wine": ["1", "2", "9"]}, "monetary"),
        ({"spend_wine": ["1", "2", "9"], "spend_fish": ["3", "2", "9"]}, None),
        ({"spend": ["1", "2", "9"]}, "spend"),
        ({"Spending Score (1-100)": ["1", "2", "9"]}, None),
        ({"Fresh": ["1", "2", "9"], "Milk": ["5", "2", "9"]}, None),
    ],
)
def test_money_is_one_plain_column_or_none(text_table, columns, money):
    assert plan_of(text_table({"id": ["a", "b", "c"], **columns})).extra["money"] == money


def test_the_user_names_the_money(text_table):
    source = text_table({"id": ["a", "b", "c"], "Fresh": ["1", "2", "9"]})
    assert plan_of(source, amount="Fresh").extra["money"] == "Fresh"


def test_what_a_later_file_must_have(text_table):
    plan = plan_of(text_table(ACCOUNTS))
    assert needed_columns(plan, {"mrr"}) == ("account_id", "mrr")
    dated = needed_columns(plan, {"mrr", "last_login"})
    assert dated == ("account_id", "signup_date", "last_login", "mrr")
    log = plan_of(text_table(LINES | {"discount": ["1", "0", "2.5", "0"]}))
    needed = ("customer_id", "date", "quantity", "unit_price")
    assert needed_columns(log, {"recency_days"}) == needed
    assert needed_columns(log, {"discount_share"}) == (*needed, "discount")
    settled = replace(plan, needed=("account_id", "mrr"))
    assert CleaningPlan.from_dict(json.loads(json.dumps(settled.to_dict()))) == settled


def test_shares_are_shown_as_shares(text_table):
    columns = {"id": ["a", "b", "c"], "PURCHASES_FREQUENCY": ["0.25", "0.5", "1"]}
    assert plan_of(text_table(columns)).columns[1].unit == "share"


def test_a_column_written_in_percent_keeps_its_sign(text_table):
    columns = {
        "customer_id": [f"c{row}" for row in range(4)],
        "open_rate": ["85 %", "57 %", "12 %", "40 %"],
    }
    assert plan_of(text_table(columns)).columns[1].unit == "%"
