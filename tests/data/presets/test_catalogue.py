"""Headers of real exports are recognised, and those of other tables are not."""

from __future__ import annotations

import pytest

from personae.config import option_specs
from personae.data.presets.catalogue import known_presets, matching_preset, missing_of, spelling

# As the admin writes it in 2024; older exports end earlier.
SHOPIFY_2024 = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,"
    "Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,"
    "Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,"
    "Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,"
    "Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,"
    "Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,"
    "Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,"
    "Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,"
    "Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,"
    "Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,"
    "Tax 2 Name,Tax 2 Value,Phone,Receipt Number,Duties,Billing Province Name,"
    "Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References"
)
STRIPE_2018 = (
    "id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,"
    "Converted Amount,Converted Amount Refunded,Fee,Tax,Converted Currency,Mode,Status,"
    "Statement Descriptor,Customer ID,Customer Description,Customer Email,Captured,Card ID,"
    "Card Last4,Card Brand,Disputed Amount,Dispute Status,Invoice ID,Payment Source Type"
)
STRIPE_2024 = (
    "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Fee,Status,Description,"
    "Customer Email,Invoice ID,Transfer,Name (metadata)"
)
ADVANCED_2018 = (
    "Order Number,Order Status,Order Date,Customer Note,First Name (Billing),"
    "Last Name (Billing),Company (Billing),Address 1&2 (Billing),City (Billing),"
    "State Code (Billing),Postcode (Billing),Country Code (Billing),Email (Billing),"
    "Phone (Billing),Item #,SKU,Name,Product Variation,Quantity,Quantity (- Refund),Item Cost,"
    "Order Line (w/o tax),Order Line Tax,Order Line Total,Coupon Code,Discount Amount,"
    "Payment Method Title,Cart Discount Amount,Order Subtotal Amount,Order Tax Amount,"
    "Order Shipping Amount,Order Refund Amount,Order Total Amount"
)
ANALYTICS = (
    "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,"
    "Coupon(s),Net Sales,Attribution"
)
ITEMS = (
    "order_id,order_number,date,status,shipping_total,shipping_tax_total,fee_total,"
    "fee_tax_total,tax_total,discount_total,order_total,refunded_total,order_currency,"
    "payment_method,shipping_method,customer_id,billing_first_name,billing_email,"
    "billing_country,item_id,item_product_id,item_name,item_sku,item_quantity,item_subtotal,"
    "item_subtotal_tax,item_total,item_total_tax,item_refunded,item_refunded_qty,item_meta"
)
ORDERS = (
    "order_id,order_number,order_date,paid_date,status,shipping_total,tax_total,cart_discount,"
    "order_discount,discount_total,order_total,order_subtotal,order_currency,payment_method,"
    "customer_id,customer_user,customer_email,billing_first_name,billing_country"
)


@pytest.mark.parametrize(
    ("header", "system", "title"),
    [
        (SHOPIFY_2024, "shopify", "a Shopify orders export"),
        (SHOPIFY_2024.upper(), "shopify", "a Shopify orders export"),
        (STRIPE_2018, "stripe", "a Stripe payments export"),
        (STRIPE_2024, "stripe", "a Stripe payments export"),
        (ADVANCED_2018, "woocommerce",
         "a WooCommerce order export with one row per item (Advanced Order Export)"),
        (ANALYTICS, "woocommerce", "the orders table of WooCommerce Analytics"),
        (ITEMS, "woocommerce", "a WooCommerce order export with one row per item"),
        (ORDERS, "woocommerce", "a WooCommerce order export with one row per order"),
    ],
)  # fmt: skip
def test_real_headers_are_recognised(header: str, system: str, title: str) -> None:
    preset = matching_preset(header.split(","))
    assert preset is not None
    assert (preset.system, preset.title) == (system, title)
    assert matching_preset(header.split(","), system=system) is preset


@pytest.mark.parametrize(
    "header",
    [
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
        "CustomerID,Gender,Age,Annual Income (k$),Spending Score (1-100)",
        "account_id,signup_date,plan,mrr,seats,logins,churned",
        "id,name,email,amount,currency,status",
        "Name,Email,Subtotal,Total",
        "order_id,customer_email,order_date,status,total",
    ],
)
def test_other_tables_are_not_taken_for_exports(header: str) -> None:
    assert matching_preset(header.split(",")) is None


def test_two_columns_of_one_name_leave_it_open_which_is_meant() -> None:
    header = [*SHOPIFY_2024.split(","), "EMAIL "]
    assert matching_preset(header) is None


def test_every_preset_needs_what_it_cannot_do_without() -> None:
    for preset in known_presets():
        needed = {
            name for need in preset.needs for name in ((need,) if isinstance(need, str) else need)
        }
        assert preset.order in needed
        assert needed >= {*preset.date, *preset.status}
        assert needed & set(preset.id)
        assert needed & {*preset.plus, *preset.line_plus}
        assert set(preset.emails) <= set(preset.id)
        assert all(spelling(name) == name for name in needed)
        assert preset.seen_in
        assert not missing_of(preset, needed)


def test_every_system_can_be_chosen() -> None:
    choices = next(spec.choices for spec in option_specs() if spec.name == "preset")
    assert set(choices) == {"auto", "none", *(preset.system for preset in known_presets())}
