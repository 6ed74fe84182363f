from __future__ import annotations

import pytest

from personae.config import Options
from personae.data.understanding import meanings
from personae.data.understanding.facts import scan_columns


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


@pytest.mark.parametrize(
    ("name", "values", "meaning"),
    [
        ("PURCHASES", ["0", "223.86", "17.5"], "spend"),
        ("PURCHASES", ["0", "3", "17"], "frequency"),
        ("ONEOFF_PURCHASES", ["0.5", "223.86", "17.5"], "spend"),
        ("PURCHASES_FREQUENCY", ["0.38", "0.5", "1"], "frequency"),
        ("PAYMENTS", ["5071.29", "4962.08", "1"], ""),
        ("MINIMUM_PAYMENTS", ["5071.29", "4962.08", "1"], ""),
        ("PRC_FULL_PAYMENT", ["0", "0.004", "1"], ""),
        ("total_paid", ["5071.29", "4962.08", "1"], "spend"),
        ("open_rate", ["0.1", "0.5", "0.7"], "engagement"),
        ("click_rate", ["0.1", "0.5", "0.7"], "engagement"),
        ("clicks", ["1", "5", "7"], "usage"),
    ],
)
def test_values_correct_what_a_name_says(text_table, name, values, meaning):
    (facts,) = scan_columns(text_table({name: values}), Options())
    assert meanings.figure_meaning(facts) == meaning


def test_shares_are_fractions_between_zero_and_one(text_table):
    columns = {"a": ["0.5", "1"], "b": ["0", "1"], "c": ["0.5", "2"], "d": ["-0.5", "1"]}
    facts = scan_columns(text_table(columns), Options())
    assert [meanings.is_share(item) for item in facts] == [True, False, False, False]
