from __future__ import annotations

import pytest

from personae.data.understanding import meanings


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("Annual Income (k$)", "income"),
        ("Spending Score (1-100)", "spend"),
        ("recency", "recency"),
        ("days_since_last_order", "recency"),
        ("frequency", "frequency"),
        ("Total_Trans_Ct", "frequency"),
        ("NumWebPurchases", "frequency"),
        ("T", "tenure"),
        ("Months_on_book", "tenure"),
        ("days_since_signup", "tenure"),
        ("account_age", "tenure"),
        ("avg_order_value", "basket"),
        ("Total_Trans_Amt", "spend"),
        ("MonthlyCharges", "spend"),
        ("mrr", "spend"),
        ("discount_rate", "discount"),
        ("returns", "returns"),
        ("distinct_products", "variety"),
        ("NPS", "satisfaction"),
        ("Credit_Limit", "balance"),
        ("Age", "age"),
        ("Milk", ""),
        ("Region", ""),
    ],
)
def test_meaning_of_usual_names(name, meaning):
    assert meanings.meaning_of(name) == meaning


@pytest.mark.parametrize(
    "name",
    [
        "Age",
        "Customer_Age",
        "gender",
        "Sex",
        "Marital_Status",
        "Year_Birth",
        "religion",
        "SeniorCitizen",
    ],
)
def test_sensitive_traits(name):
    assert meanings.is_sensitive(name)


@pytest.mark.parametrize(
    "name", ["average_spend", "account_age", "usage", "percentage", "Essex_sales", "message"]
)
def test_names_that_only_sound_sensitive(name):
    assert not meanings.is_sensitive(name)


@pytest.mark.parametrize(
    "name",
    [
        "churned",
        "Churn",
        "Attrition_Flag",
        "Exited",
        "cancelled_at",
        "Response",
        "converted",
        "AcceptedCmp3",
    ],
)
def test_outcomes(name):
    assert meanings.is_outcome(name)


def test_earlier_segmentations():
    assert meanings.is_earlier_segment("Segment")
    assert meanings.is_earlier_segment("rfm_cluster")
    assert not meanings.is_earlier_segment("Region")


def test_money_is_a_sum_and_no_score():
    assert meanings.money_rank("TotalCharges") == 0
    assert meanings.money_rank("MntWines") == 1
    assert meanings.money_rank("Spending Score (1-100)") is None
    assert meanings.money_rank("Income") is None
