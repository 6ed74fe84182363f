"""What a run says of an export stands in whole sentences, with counts and without values."""

from __future__ import annotations


def said(shop_exports, rows, **keywords) -> dict[str, str]:
    path = shop_exports.write(shop_exports.SHOPIFY, rows)
    source, _ = shop_exports.planned(path, **keywords)
    return {item.code: item.what for item in source.orders.findings}


def test_the_findings_of_an_export_count_what_was_done(shop_exports) -> None:
    assert said(shop_exports, shop_exports.hand_worked()) == {
        "orders/preset": "The file was read as a Shopify orders export. Orders with several rows: "
        "4. Each row got the fields of its order, and the money of the order was shared over them.",
        "id/merged": 'Addresses in "Email" that differ from another one only in capitals or in '
        "blanks around them: 1. They count as the same customer.",
        "orders/refunds": 'Orders whose money is lowered by "Refunded Amount": 1, on the day of '
        "the order. The file does not say when money went back, so that no share of returns is "
        "reckoned. Orders of which more went back than the goods cost, with tax and shipping: 1. "
        "Their money is 0.",
        "orders/unpaid": 'Orders that are not paid yet, as "Financial Status" says: 1. They count.',
        "dates/local": '"Created at" is written with 2 time zones; what counts is the day that '
        "stands there, which is the day in the shop.",
    }


def test_a_status_that_nobody_knows_is_told(shop_exports) -> None:
    rows = shop_exports.shopify_order(
        1, "a@example.com", "10.00", ("Mug", 1, "10.00"), financial_status="gifted"
    )
    told = said(shop_exports, rows)["orders/unknown-status"]
    assert told == (
        'Orders with a status in "Financial Status" that Personae does not know: 1. They count.'
    )
    assert "gifted" not in told


def test_prices_with_tax_are_told(shop_exports) -> None:
    order = shop_exports.shopify_order
    rows = [
        *order(1, "a@example.com", "12.00", ("Mug", 1, "12.00"), total="17.00", taxes="2.00"),
        *order(2, "a@example.com", "10.00", ("Mug", 1, "10.00"), total="17.00", taxes="2.00"),
    ]
    assert said(shop_exports, rows)["orders/with-tax"] == (
        'Orders with tax: 2. In 1 of them "Subtotal" is with tax, since with "Shipping" it makes '
        '"Total": their money is with tax.'
    )


def test_numbers_that_cannot_be_read_are_told_and_their_lines_refused(shop_exports) -> None:
    rows = [
        line
        for number in range(1, 41)
        for line in shop_exports.shopify_order(
            number, "a@example.com", "10.00" if number != 7 else "ten", ("Mug", 1, "10.00")
        )
    ]
    assert said(shop_exports, rows)["numbers/unreadable"] == (
        'Values of "Subtotal" that cannot be read as numbers: 1. They count as missing.'
    )
    path = shop_exports.write(shop_exports.SHOPIFY, rows)
    assert len(shop_exports.lines(path)) == 39


def test_orders_that_stand_there_twice_are_told_and_their_money_counts_once(shop_exports) -> None:
    once = [
        *shop_exports.shopify_order(1, "a@x.org", "20.00", ("Mug", 1, "15.00"), ("Tea", 1, "5.00")),
        *shop_exports.shopify_order(2, "b@x.org", "12.00", ("Mug", 1, "12.00")),
    ]
    rows = [*once, *once, *shop_exports.shopify_order(3, "c@x.org", "9.00", ("Mug", 1, "9.00"))]
    lines = ("Mug", 1, "4.00"), ("Pen", 1, "5.00")
    rows += shop_exports.shopify_order(4, "d@x.org", "9.00", *lines)
    told = said(shop_exports, rows)
    assert "seem to stand in the file more than once: 2." in told["orders/twice"]
    path = shop_exports.write(shop_exports.SHOPIFY, rows)
    lines = shop_exports.lines(path)
    assert sum(line["amount"] for line in lines) == 20 + 12 + 9 + 9
    assert "orders/twice" not in said(shop_exports, shop_exports.hand_worked())
