"""The roles of an export: what its preset says, with a reason for every column."""

from __future__ import annotations

from personae.config import Options
from personae.workflow.check import check


def test_every_column_of_an_export_has_a_role_and_says_why(shop_exports) -> None:
    path = shop_exports.write(shop_exports.SHOPIFY, shop_exports.hand_worked())
    found = check(path)
    roles = {role.name: role for role in found.schema.roles}
    assert {role.how for role in roles.values()} == {"preset"}
    used = {role.name: role.role for role in roles.values() if role.role != "ignored"}
    assert used == {
        "Name": "order", "Email": "id", "Created at": "date", "Lineitem quantity": "quantity",
        "Lineitem name": "product", "money of the line": "amount",
        "Discount Amount of the line": "discount", "Billing Country": "categorical",
        "Accepts Marketing": "categorical", "Source": "categorical",
    }  # fmt: skip
    reasons = {name: role.reason for name, role in roles.items()}
    assert reasons["Email"] == "the customer in a Shopify orders export, trimmed and in lower case"
    assert reasons["money of the line"] == (
        '"Subtotal" - "Refunded Amount", shared over the lines of the order by '
        '"Lineitem quantity" x "Lineitem price"'
    )
    assert reasons["Subtotal"] == 'a part of "money of the line"'
    assert reasons["Financial Status"] == "it says which orders count"
    assert reasons["Tags"] == "it says which orders count"
    assert reasons["Lineitem sku"] == "not needed from a Shopify orders export"
    stated = {item.what: (item.value, item.how, item.option) for item in found.source.stated}
    assert stated["kind of export"] == ("a Shopify orders export", "detected", "--preset")
    assert stated["currency"] == ("EUR", "file", "--currency")
    assert found.schema.kind == "transactions"
    assert found.plan.currency == "EUR"


def test_a_role_that_the_user_set_says_so(shop_exports) -> None:
    path = shop_exports.write(shop_exports.SHOPIFY, shop_exports.hand_worked())
    options = Options(amount="Total", date="Paid at", product="Lineitem sku", describe=("Tags",))
    rows = [{**row, "Paid at": row["Created at"]} for row in shop_exports.hand_worked()]
    path = shop_exports.write(shop_exports.SHOPIFY, rows)
    roles = {role.name: role for role in check(path, options=options).schema.roles}
    assert (roles["Paid at"].role, roles["Paid at"].how) == ("date", "option")
    assert (roles["Lineitem sku"].role, roles["Lineitem sku"].how) == ("product", "option")
    assert (roles["Tags"].role, roles["Tags"].how) == ("categorical", "option")
    assert roles["Total"].reason == 'a part of "money of the line"'
    assert roles["Lineitem name"].role == "ignored"


def test_any_other_table_is_left_to_itself(shop_exports) -> None:
    path = shop_exports.write(["customer_id", "visits"], [{"customer_id": 1, "visits": 3}])
    found = check(path)
    assert found.source.orders is None
    assert "orders" not in found.plan.extra
