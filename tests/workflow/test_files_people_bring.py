"""Tables as people have them on their desks, with no option given: roles, features, names."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from personae.workflow.check import check
from personae.workflow.result import Result
from personae.workflow.segment import segment

# The header of the card table that courses and tutorials use ("CC GENERAL").
CARD_COLUMNS = (
    "CUST_ID", "BALANCE", "BALANCE_FREQUENCY", "PURCHASES", "ONEOFF_PURCHASES",
    "INSTALLMENTS_PURCHASES", "CASH_ADVANCE", "PURCHASES_FREQUENCY", "ONEOFF_PURCHASES_FREQUENCY",
    "PURCHASES_INSTALLMENTS_FREQUENCY", "CASH_ADVANCE_FREQUENCY", "CASH_ADVANCE_TRX",
    "PURCHASES_TRX", "CREDIT_LIMIT", "PAYMENTS", "MINIMUM_PAYMENTS", "PRC_FULL_PAYMENT", "TENURE",
)  # fmt: skip


def accounts_table(n: int = 400) -> pd.DataFrame:
    """Draw accounts of a software service: free ones, teams, and a few large companies."""
    random = np.random.default_rng(3)
    plan = random.choice(["free", "starter", "pro", "enterprise"], n, p=[0.4, 0.3, 0.2, 0.1])
    most = pd.Series(plan).map({"free": 1, "starter": 5, "pro": 30, "enterprise": 400})
    seats = np.maximum(1, (most * random.uniform(0.2, 1.0, n)).astype(int))
    price = pd.Series(plan).map({"free": 0, "starter": 19, "pro": 29, "enterprise": 25})
    churned = random.random(n) < 0.3
    days = [dt.date(2022, 1, 1) + dt.timedelta(int(day)) for day in random.integers(0, 900, n)]
    return pd.DataFrame(
        {
            "account_id": [f"acc_{place:05}" for place in range(n)],
            "signup_date": [day.isoformat() for day in days],
            "plan": plan,
            "mrr": (seats * price).map("{:.2f}".format),
            "seats": seats,
            "logins": (seats * random.exponential(np.where(churned, 3.0, 14.0), n)).astype(int),
            "churned": np.where(churned, "true", "false"),
        }
    )


def cards_table(n: int = 500) -> pd.DataFrame:
    """Draw a bank's cards: many zeros, a few missing cells, and tenure 12 for nearly all."""
    random = np.random.default_rng(4)
    kind = random.choice(list("tria"), n)
    once = np.where(np.isin(kind, ["t", "a"]), random.lognormal(6, 1, n), 0.0)
    parts = np.where(np.isin(kind, ["i", "a"]), random.lognormal(5.5, 0.8, n), 0.0)
    cash = np.where(kind == "r", random.lognormal(7, 1, n), 0.0)
    often = {
        name: np.where(money > 0, random.integers(1, 13, n) / 12, 0.0)
        for name, money in (("once", once), ("parts", parts), ("cash", cash))
    }
    balance = np.where(random.random(n) < 0.25, 0.0, random.lognormal(6.5, 1.2, n))
    values = (
        [f"C{10001 + place}" for place in range(n)], balance, np.where(balance > 0, 1.0, 0.0),
        once + parts, once, parts, cash, np.maximum(often["once"], often["parts"]), often["once"],
        often["parts"], often["cash"], (often["cash"] * 24).astype(int),
        ((often["once"] + often["parts"]) * 18).astype(int),
        random.choice([1000, 1500, 2500, 5000, 10000], n), random.lognormal(6.5, 1, n),
        np.where(random.random(n) < 0.03, np.nan, random.lognormal(5.5, 1, n)),
        np.where(random.random(n) < 0.66, 0.0, random.integers(1, 13, n) / 12),
        np.where(random.random(n) < 0.93, 12, random.integers(6, 12, n)),
    )  # fmt: skip
    return pd.DataFrame(dict(zip(CARD_COLUMNS, values, strict=True)))


@pytest.fixture(scope="module")
def accounts_result() -> Result:
    return segment(accounts_table(), k=4)


@pytest.fixture(scope="module")
def cards_result() -> Result:
    return segment(cards_table(), k=4)


def test_the_columns_of_an_accounts_table_have_the_roles_that_they_should() -> None:
    found = check(accounts_table())
    assert found.schema.kind == "customers"
    roles = {role.name: (role.role, role.meaning) for role in found.schema.roles}
    assert roles == {
        "account_id": ("id", ""),
        "signup_date": ("date", "tenure"),
        "plan": ("categorical", ""),
        "mrr": ("numeric", "spend"),
        "seats": ("numeric", "usage"),
        "logins": ("numeric", "frequency"),
        "churned": ("outcome", ""),
    }


def test_accounts_are_told_apart_by_what_they_pay_and_do_and_described_by_the_rest(
    accounts_result: Result,
) -> None:
    features = set(accounts_result.selection.features)
    assert {"mrr", "logins"} <= features
    assert not features & {"churned", "plan", "signup_date"}
    uses = {column.name: column.use for column in accounts_result.customers.columns}
    assert uses["churned"] == "outcome"
    assert uses["plan"] == "described"
    assert accounts_result.customers.column("signup_date").unit == "days"
    assert accounts_result.customers.money == "mrr"


def test_a_card_table_leaves_out_sums_and_what_hardly_differs_and_says_why(
    cards_result: Result,
) -> None:
    left_out = dict(cards_result.selection.left_out)
    assert left_out["TENURE"] == (
        "nearly constant: 94% of the customers have the same value, and the others are close to it"
    )
    assert left_out["PURCHASES"] == "the sum of INSTALLMENTS_PURCHASES and ONEOFF_PURCHASES"
    features = set(cards_result.selection.features)
    # many zeros are no reason: who takes cash and who does not is what tells cards apart
    assert {"BALANCE", "CASH_ADVANCE", "CASH_ADVANCE_FREQUENCY", "PRC_FULL_PAYMENT"} <= features
    assert cards_result.customers.money == "PURCHASES"


def test_names_of_card_segments_say_each_thing_once(cards_result: Result) -> None:
    names = [item.name for item in cards_result.segmentation.segments]
    for name in names:
        words = name.lower().replace(",", "").split()
        said = [word for word in words if word in {"rare", "frequent", "occasional", "high", "low"}]
        assert len(said) == len(set(said)), name
    assert len(set(names)) == 4
