"""Exports of shop systems become purchase lines whose sums were worked out by hand."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from decimal import Decimal

import pytest

from personae.config import Options
from personae.data.presets.order_reading import OrderReading
from personae.data.presets.read_orders import orders_again, read_orders
from personae.data.reading.read import open_source
from personae.errors import InputError, NotEnoughDataError, UsageError

D = Decimal


def test_the_money_of_a_shopify_order_is_shared_over_its_lines_and_nothing_is_lost(shop_exports):
    lines = shop_exports.worked.lines
    assert [(line["order_id"], line["product"], line["amount"]) for line in lines] == [
        ("#1001", "Mug", D("20.00")),
        ("#1001", "Tea", D("10.00")),
        # 25.00 - 7.50 = 17.50 in parts of 20 : 10, the lighter line first: 5.83, then the rest
        ("#1002", "Mug", D("11.67")),
        ("#1002", "Tea", D("5.83")),
        # 10.00 in three equal parts, by name: Ink 3.33, Pad 6.67 - 3.33, Pen 10.00 - 6.67
        ("#1003", "Pen", D("3.33")),
        ("#1003", "Pad", D("3.34")),
        ("#1003", "Ink", D("3.33")),
        ("#1009", "Mug", D("20.00")),
    ]
    assert sum(line["amount"] for line in lines) == D("30") + D("17.50") + D("10") + D("20")


def test_addresses_that_differ_in_capitals_and_blanks_are_one_customer(shop_exports):
    customers = Counter(line["customer_id"] for line in shop_exports.worked.lines)
    assert customers == {"ann@example.com": 4, "bob@example.com": 3, "cat@example.com": 1}
    source = shop_exports.worked.source
    merged = [item for item in source.orders.findings if item.code == "id/merged"]
    assert [item.count for item in merged] == [1]


def test_every_row_that_does_not_count_is_refused_with_its_reason(shop_exports):
    source = shop_exports.worked.source
    assert Counter(code for _, code, _ in source.refused) == {
        "order/not paid": 2, "order/cancelled": 1, "order/test": 1, "order/refunded": 1,
    }  # fmt: skip
    assert source.n_rows + len(source.refused) == 14


def test_the_day_of_an_order_is_the_one_that_stands_there(shop_exports):
    days = {line["order_id"]: line["day"] for line in shop_exports.worked.lines}
    assert days["#1009"] == dt.date(2024, 3, 31)
    assert days["#1001"] == dt.date(2024, 3, 1)


def test_a_code_counts_as_far_as_it_lowered_the_price_of_the_goods(shop_exports):
    taken = Counter()
    for line in shop_exports.worked.lines:
        taken[line["order_id"]] += line["discount"]
    assert taken["#1002"] == D("5.00")  # 30.00 of goods for 25.00
    assert taken["#1003"] == D("0.00")  # no code: the sum is lower for another reason
    assert taken["#1009"] == D("0.00")  # the code paid the delivery


def test_the_order_of_the_rows_does_not_matter(shop_exports):
    rows = shop_exports.hand_worked()
    tidy = sorted((str(line | {"line": 0})) for line in shop_exports.worked.lines)
    random.Random(4).shuffle(rows)
    mixed = shop_exports.write(shop_exports.SHOPIFY, rows, "mixed.csv")
    assert sorted(str(line | {"line": 0}) for line in shop_exports.lines(mixed)) == tidy
    source, _ = shop_exports.planned(mixed)
    assert "orders/scattered" in {item.code for item in source.orders.findings}


def test_rows_that_all_repeat_the_fields_of_their_order_count_its_money_once(shop_exports):
    rows = shop_exports.shopify_order(
        1, "a@example.com", "30.00", ("Mug", 2, "10.00"), ("Tea", 1, "10.00")
    )
    rows[1] = {**rows[0], **rows[1]}
    path = shop_exports.write(shop_exports.SHOPIFY, rows)
    assert [line["amount"] for line in shop_exports.lines(path)] == [D("20.00"), D("10.00")]


def test_mixed_currencies_are_refused_and_the_option_keeps_one(shop_exports):
    order = shop_exports.shopify_order
    rows = [
        *order(1, "a@example.com", "10.00", ("Mug", 1, "10.00")),
        *order(2, "b@example.com", "10.00", ("Mug", 1, "10.00")),
        *order(3, "c@example.com", "12.00", ("Mug", 1, "12.00"), currency="USD"),
        # what does not count does not mix either
        *order(4, "c@example.com", "12.00", ("Mug", 1, "12.00"), currency="GBP",
               financial_status="voided"),
    ]  # fmt: skip
    path = shop_exports.write(shop_exports.SHOPIFY, rows)
    with pytest.raises(InputError) as caught:
        shop_exports.lines(path)
    assert str(caught.value) == (
        "The orders of orders_export.csv are in 2 currencies, which cannot be added: "
        "EUR (2 orders), USD (1 orders).\n"
        "Fix: Pass --currency EUR to keep the orders in EUR and leave the others out, counted; "
        "or convert all to one currency in the file."
    )
    assert [line["order_id"] for line in shop_exports.lines(path, currency="usd")] == ["#3"]
    source, plan = shop_exports.planned(path, currency="EUR")
    assert Counter(code for _, code, _ in source.refused) == {
        "order/other currency": 1, "order/not paid": 1,
    }  # fmt: skip
    assert plan.currency == "EUR"
    with pytest.raises(UsageError, match=r"No order of orders_export\.csv that counts is in CHF"):
        shop_exports.lines(path, currency="CHF")


def test_a_number_that_stands_for_several_orders_is_refused(shop_exports):
    order = shop_exports.shopify_order
    rows = [
        *order(1, "a@example.com", "10.00", ("Mug", 1, "10.00")),
        *order(1, "b@example.com", "12.00", ("Mug", 1, "12.00")),
    ]
    path = shop_exports.write(shop_exports.SHOPIFY, rows)
    with pytest.raises(InputError, match=r'1 order numbers in "Name" of orders_export\.csv stand'):
        shop_exports.lines(path)


def test_an_export_in_which_no_order_counts_says_why(shop_exports):
    rows = shop_exports.shopify_order(
        1, "a@example.com", "10.00", ("Mug", 1, "10.00"), financial_status="voided"
    )
    path = shop_exports.write(shop_exports.SHOPIFY, rows)
    with pytest.raises(NotEnoughDataError, match="none of its 1 rows counts: 1 x the order was"):
        shop_exports.lines(path)


def test_letter_case_extra_and_missing_columns_do_not_matter(shop_exports):
    told = [(line["product"], line["amount"]) for line in shop_exports.worked.lines]
    head, body = shop_exports.worked.path.read_text().split("\n", 1)
    path = shop_exports.folder / "shouted.csv"
    path.write_text(f"{head.upper()}\n{body}")
    assert [(line["product"], line["amount"]) for line in shop_exports.lines(path)] == told
    kept = [name for name in shop_exports.SHOPIFY if not name.startswith(("Billing", "Tags"))]
    rows = [{name: row[name] for name in kept if name in row} for row in shop_exports.hand_worked()]
    short = shop_exports.write([*kept, "Note (of an app)"], rows, "short.csv")
    assert [(line["product"], line["amount"]) for line in shop_exports.lines(short)] == told


def test_options_go_before_the_preset(shop_exports):
    path = shop_exports.write(shop_exports.SHOPIFY, shop_exports.hand_worked()[:4])
    # the total of the order is shared, once per order, as said: nothing is taken off it
    shared = shop_exports.lines(path, amount="Total")
    assert [line["amount"] for line in shared] == [D("66"), D("33"), D("66"), D("33")]
    # the price of a line stays what it is
    alone = shop_exports.lines(path, price="Lineitem price")
    assert [line["amount"] for line in alone] == [D("20"), D("10"), D("20"), D("10")]
    source, plan = shop_exports.planned(path, id="Billing Name", product="Lineitem sku")
    assert plan.one("id").name == "Billing Name"
    assert source.orders is not None
    untouched, _ = shop_exports.planned(path, preset="none", id="Email")
    assert untouched.orders is None


def test_ignoring_what_an_export_cannot_do_without_is_refused(shop_exports):
    path = shop_exports.worked.path
    with pytest.raises(UsageError) as caught:
        shop_exports.lines(path, ignore="Email,Created at")
    assert caught.value.codes == ("preset/no-id", "preset/no-date")
    without, _ = shop_exports.planned(path, ignore="Refunded Amount")
    reading = OrderReading.from_dict(without.orders.settings)
    assert (reading.plus, reading.minus) == (("Subtotal",), ())


def test_a_preset_that_does_not_fit_names_what_is_missing(shop_exports):
    path = shop_exports.write(["customer_id", "order_date", "amount"], [{"customer_id": 1}])
    with pytest.raises(UsageError) as caught:
        read_orders(open_source(path, Options()), Options(preset="stripe"))
    assert str(caught.value) == (
        "--preset stripe: orders_export.csv is not a Stripe payments export; it lacks "
        '"id", "created (utc)", "amount refunded", "currency", "status", "customer id".\n'
        "Fix: Export the orders again with all columns; or pass --preset none and name the "
        "columns with --id, --date and --amount."
    )


def test_dropping_duplicates_would_take_an_order_apart_and_is_refused(shop_exports):
    path = shop_exports.write(shop_exports.SHOPIFY, shop_exports.hand_worked())
    with pytest.raises(UsageError, match="--drop-duplicates does not suit a Shopify orders"):
        shop_exports.lines(path, drop_duplicates=True)


def test_a_later_export_is_read_as_the_first_one(shop_exports):
    first = shop_exports.worked.source
    reading = OrderReading.from_dict(first.orders.settings)
    assert OrderReading.from_dict(reading.to_dict()) == reading
    order = shop_exports.shopify_order
    rows = [
        *order(2001, "DAN@example.com", "10.00", ("Mug", 1, "10.00")),
        *order(2002, "eve@example.com", "10.00", ("Mug", 1, "10.00"), currency="USD"),
    ]
    later = shop_exports.write([name.lower() for name in shop_exports.SHOPIFY],
                               [{k.lower(): v for k, v in row.items()} for row in rows],
                               "later.csv")  # fmt: skip
    again = orders_again(open_source(later, Options()), first.orders.settings)
    assert [code for _, code, _ in again.refused] == ["order/other currency"]
    assert {*reading.needed, *reading.made, *reading.describe} <= set(again.names)
    left = [name for name in shop_exports.SHOPIFY if name != "Refunded Amount"]
    lacking = shop_exports.write(left, [dict.fromkeys(left, "1")], "lacking.csv")
    with pytest.raises(InputError, match='has no column "Refunded Amount"'):
        orders_again(open_source(lacking, Options()), first.orders.settings)


def test_a_stripe_payment_is_what_was_kept_of_it(shop_exports):
    def payment(number: int, amount: str, **fields: str) -> dict[str, object]:
        names = {name.replace(" ", "_").lower(): name for name in shop_exports.STRIPE}
        return {
            "id": f"ch_{number}", "Description": "Coffee subscription", "Status": "Paid",
            "Created (UTC)": f"2024-05-{number:02} 10:00", "Amount": amount, "Captured": "true",
            "Amount Refunded": "0.00", "Currency": "usd", "Mode": "Live",
            "Customer ID": f"cus_{number % 3}", "Customer Email": "" if number < 5 else "a@b.com",
            **{names[name]: value for name, value in fields.items()},
        }  # fmt: skip

    rows = [
        payment(1, "19.00"),
        payment(2, "19.00", amount_refunded="4.50"),
        payment(3, "19.00", status="Failed"),
        payment(4, "19.00", captured="false"),
        payment(5, "1,019.00"),
        payment(6, "19.00", status="Refunded", amount_refunded="19.00"),
        payment(7, "19.00", mode="Test"),
        payment(8, "19.00", status="requires_payment_method"),
        payment(9, "19.00", status="Canceled"),
        payment(10, "19.00", customer_id=""),
    ]
    path = shop_exports.write(shop_exports.STRIPE, rows)
    lines = shop_exports.lines(path)
    assert [(line["order_id"], line["customer_id"], line["amount"]) for line in lines] == [
        ("ch_1", "cus_1", D("19.00")), ("ch_2", "cus_2", D("14.50")), ("ch_5", "cus_2", D("1019")),
    ]  # fmt: skip
    source, plan = shop_exports.planned(path)
    assert Counter(code for _, code, _ in source.refused) == {
        "payment/failed": 2, "payment/not captured": 1, "order/refunded": 1, "order/test": 1,
        "payment/cancelled": 1,
    }  # fmt: skip
    assert plan.currency == "USD"
    assert plan.one("product").name == "Description"


def test_a_description_that_tells_payments_apart_is_no_product(shop_exports):
    rows = [
        {"id": f"ch_{n}", "Description": f"Invoice {n}", "Status": "Paid", "Currency": "usd",
         "Created (UTC)": f"2024-05-0{n} 10:00", "Amount": "5.00", "Amount Refunded": "0.00",
         "Customer Email": f" Who{n % 2}@Example.com"}
        for n in range(1, 9)
    ]  # fmt: skip
    path = shop_exports.write(shop_exports.STRIPE, rows)
    lines = shop_exports.lines(path)
    assert {line["customer_id"] for line in lines} == {"who0@example.com", "who1@example.com"}
    assert {line["product"] for line in lines} == {None}


def test_a_woocommerce_order_is_its_subtotal_less_coupons_and_refunds(shop_exports):
    def item(number: int, name: str, cost: str, **fields: object) -> dict[str, object]:
        return {
            "Order Number": number, "Order Status": "Completed", "Item Name": name,
            "Order Date": "2024-02-01 09:00", "Email (Billing)": "a@example.com",
            "Quantity (- Refund)": 1, "Item Cost": cost, "Order Subtotal Amount": "40.00",
            "Cart Discount Amount": "4.00", "Order Refund Amount": "6.00", "Currency": "GBP",
            "Country Code (Billing)": "GB", **fields,
        }  # fmt: skip

    rows = [
        item(1, "Mug", "27.00"),
        item(1, "Tea", "9.00"),
        item(2, "Mug", "36.00", **{"Order Status": "Cancelled"}),
        item(3, "Mug", "36.00", **{"Order Status": "Pending payment"}),
        item(4, "Mug", "36.00", **{"Order Status": "wc-refunded"}),
        item(5, "Mug", "36.00", **{"Order Status": "On hold", "Order Refund Amount": ""}),
    ]
    path = shop_exports.write(shop_exports.ADVANCED, rows)
    # 40 - 4 - 6 = 30, in parts of 27 : 9
    assert [(line["order_id"], line["amount"]) for line in shop_exports.lines(path)] == [
        ("1", D("22.50")), ("1", D("7.50")), ("5", D("36.00")),
    ]  # fmt: skip
    source, _ = shop_exports.planned(path)
    assert Counter(code for _, code, _ in source.refused) == {
        "order/cancelled": 1, "order/not paid": 1, "order/refunded": 1,
    }  # fmt: skip


def test_an_order_of_woocommerce_items_is_their_sum_less_what_went_back(shop_exports):
    def item(number: int, name: str, total: str, refunded: str = "0") -> dict[str, object]:
        return {
            "order_id": number, "status": "completed", "date": "2024-02-01 09:00:00",
            "item_name": name, "item_quantity": 1, "item_total": total, "order_currency": "EUR",
            "refunded_total": refunded, "billing_email": "A@example.com", "discount_total": "0",
        }  # fmt: skip

    rows = [item(1, "Mug", "30.00", "10.00"), item(1, "Tea", "10.00", "10.00"),
            item(2, "Mug", "15.00")]  # fmt: skip
    path = shop_exports.write(shop_exports.ITEMS, rows)
    assert [(line["customer_id"], line["amount"]) for line in shop_exports.lines(path)] == [
        ("a@example.com", D("22.50")), ("a@example.com", D("7.50")), ("a@example.com", D("15")),
    ]  # fmt: skip


def test_the_orders_of_woocommerce_analytics_are_net_sales_by_name(shop_exports):
    rows = [
        {"Date": f"2024-02-0{n} 09:00:00", "Order #": n, "Status": status, "Customer": "Ann Lee",
         "Customer type": "returning", "Product(s)": "Mug", "Items sold": 2, "Net Sales": "18.5"}
        for n, status in enumerate(["completed", "failed", "refunded", "processing"], start=1)
    ]  # fmt: skip
    path = shop_exports.write(shop_exports.ANALYTICS, rows)
    lines = shop_exports.lines(path)
    assert [(line["customer_id"], line["amount"]) for line in lines] == [("Ann Lee", D("18.5"))] * 2
    source, _ = shop_exports.planned(path)
    assert "people of the same name count as one customer" in source.orders.findings[0].what
