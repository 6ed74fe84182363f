from __future__ import annotations

import pytest

from personae.config import Options
from personae.data.understanding.facts import scan_columns
from personae.data.understanding.line_roles import is_rate, pick_line_roles, purchase_dates

NUMBERS = ["1", "2", "5"]
TEXTS = ["a", "b", "c"]
DATES = ["2024-01-02", "2024-01-03", "2024-02-01"]


def pick(text_table, columns, taken=()):
    facts = scan_columns(text_table(columns), Options())
    return pick_line_roles(facts, taken=taken)


def test_online_retail(text_table):
    columns = {
        "InvoiceNo": TEXTS,
        "StockCode": TEXTS,
        "Description": TEXTS,
        "Quantity": NUMBERS,
        "InvoiceDate": DATES,
        "UnitPrice": NUMBERS,
        "CustomerID": NUMBERS,
        "Country": TEXTS,
    }
    assert pick(text_table, columns, taken={"CustomerID"}) == {
        "Quantity": "quantity",
        "UnitPrice": "price",
        "InvoiceNo": "order",
        "StockCode": "product",
        "Description": "description",
    }


def test_cdnow(text_table):
    columns = {
        "customer_id": NUMBERS,
        "date": DATES,
        "number_of_cds": NUMBERS,
        "dollar_value": NUMBERS,
    }
    assert pick(text_table, columns, taken={"customer_id"}) == {
        "number_of_cds": "quantity",
        "dollar_value": "amount",
    }


def test_complete_journey(text_table):
    columns = {
        "household_id": NUMBERS,
        "store_id": NUMBERS,
        "basket_id": NUMBERS,
        "product_id": NUMBERS,
        "quantity": NUMBERS,
        "sales_value": NUMBERS,
        "retail_disc": NUMBERS,
        "coupon_disc": NUMBERS,
        "week": NUMBERS,
    }
    assert pick(text_table, columns, taken={"household_id"}) == {
        "basket_id": "order",
        "product_id": "product",
        "quantity": "quantity",
        "sales_value": "amount",
        "retail_disc": "discount",
        "coupon_disc": "discount",
    }


def test_a_product_without_a_code_is_known_by_its_text(text_table):
    columns = {"order_id": TEXTS, "product_name": TEXTS, "total": NUMBERS}
    assert pick(text_table, columns) == {
        "order_id": "order",
        "product_name": "product",
        "total": "amount",
    }


@pytest.mark.parametrize(
    "name", ["discount_amount", "shipping_cost", "tax_amount", "payment_type", "item_price"]
)
def test_what_is_no_money_of_the_line(text_table, name):
    assert "amount" not in pick(text_table, {name: NUMBERS}).values()


def test_words_cannot_be_money(text_table):
    assert pick(text_table, {"amount": TEXTS}) == {}


def test_the_date_of_purchase_goes_before_the_dates_of_other_things(text_table):
    columns = {
        "signup_date": DATES,
        "created": DATES,
        "order_date": DATES,
        "ship_date": DATES,
        "n": NUMBERS,
    }
    facts = scan_columns(text_table(columns), Options())
    assert purchase_dates(facts) == [
        (0, "order_date"),
        (1, "created"),
        (2, "signup_date"),
        (2, "ship_date"),
    ]
    assert purchase_dates(facts, taken={"order_date"})[0] == (1, "created")


def test_a_discount_as_a_share_is_no_money(text_table):
    facts = scan_columns(
        text_table({"a": ["0", "0.2", "0.5"], "b": ["0", "2", "5"], "c": ["5%", "10%", ""]}),
        Options(),
    )
    assert [is_rate(item) for item in facts] == [True, False, True]


@pytest.mark.parametrize(
    "name",
    ["Gesamt", "Gesamtbetrag", "Gesamtpreis", "Gesamtsumme", "Summe", "Rechnungsbetrag",
     "Warenwert", "Wert", "subtotal", "Grand Total", "order_total", "sales", "turnover", "net",
     "gross",
     "Montant", "importe", "prix total"],
)  # fmt: skip
def test_money_of_a_line_by_its_header(text_table, name):
    facts = scan_columns(text_table({name: ["1.50", "20", "30.25"]}), Options())
    assert pick_line_roles(facts, taken=()) == {name: "amount"}


def test_money_without_a_known_header_is_told_by_its_currency(text_table):
    columns = {"xyz": ["280,70 \u20ac", "33,10 \u20ac"], "n1": ["4", "7"]}
    facts = scan_columns(text_table(columns), Options())
    assert pick_line_roles(facts, taken=()) == {"xyz": "amount"}
    two = scan_columns(text_table(columns | {"abc": ["1,10 \u20ac", "2,20 \u20ac"]}), Options())
    assert "amount" not in pick_line_roles(two, taken=()).values()
    tax = scan_columns(text_table({"tax": ["280,70 \u20ac", "33,10 \u20ac"]}), Options())
    assert pick_line_roles(tax, taken=()) == {}
