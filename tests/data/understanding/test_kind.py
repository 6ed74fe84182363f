from __future__ import annotations

import pytest

from personae.config import Options
from personae.data.understanding.understand import understand
from personae.errors import InputError

DATES = ["2024-01-02", "2024-01-03", "2024-02-01", "2024-02-05", "2024-03-01", "2024-03-09"]
IDS = ["a", "b", "a", "b", "a", "b"]
MONEY = ["1", "2", "3", "4", "5", "6"]


def kind_of(source, **options):
    return understand(source, Options(**options)).kind


def test_unique_ids_mean_customers_whatever_dates_the_table_holds(text_table):
    columns = {
        "account_id": list("abcdef"),
        "order_date": DATES,
        "signup_date": DATES,
        "amount": MONEY,
        "order_id": MONEY,
    }
    assert kind_of(text_table(columns)) == "customers"
    assert kind_of(text_table(columns), kind="transactions") == "transactions"


def test_repeated_ids_with_dates_and_money_mean_purchases(text_table):
    schema = understand(text_table({"customer_id": IDS, "date": DATES, "amount": MONEY}), Options())
    assert schema.kind == "transactions"
    assert (
        schema.kind_reason == "ids repeat (3.0 rows per id) and the rows have dates and purchases"
    )


def test_a_few_repeated_accounts_are_duplicates_and_no_log(text_table):
    columns = {"account_id": list("abcdea"), "signup_date": DATES, "mrr": MONEY}
    assert kind_of(text_table(columns)) == "customers"


def test_told_duplicates_mean_customers(text_table):
    columns = {"customer_id": IDS, "spend": MONEY}
    assert kind_of(text_table(columns), duplicates="sum") == "customers"


@pytest.mark.parametrize(
    ("columns", "codes"),
    [
        ({"customer_id": IDS, "amount": MONEY}, ("date/none",)),
        ({"customer_id": IDS, "date": DATES}, ("amount/none",)),
        ({"customer_id": IDS, "note": ["x"] * 6}, ("date/none", "amount/none")),
    ],
)
def test_a_log_without_dates_or_money_says_what_to_pass(text_table, columns, codes):
    with pytest.raises(InputError) as error:
        understand(text_table(columns, label="log.csv"), Options())
    assert error.value.codes == codes
    assert "--kind customers with --duplicates" in str(error.value)


def test_rows_without_an_id_are_customers(text_table):
    columns = {"Channel": ["1", "2"] * 3, "Fresh": MONEY}
    assert kind_of(text_table(columns), id=("row",)) == "customers"


def test_a_log_whose_money_is_not_recognised_says_what_to_pass(text_table):
    columns = {"customer_id": IDS, "order_date": DATES, "order_id": MONEY, "note": ["x"] * 6}
    with pytest.raises(InputError) as error:
        understand(text_table(columns, label="log.csv"), Options())
    assert str(error.value) == (
        'log.csv is a purchase log (several rows per "customer_id"), but no column is money.\n'
        "Fix: Pass --amount with the money of the line, or --price with that of a unit (and "
        "--quantity with the units); or, if every row is one customer, --kind customers with "
        "--duplicates first, last or sum."
    )
