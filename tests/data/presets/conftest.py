"""Exports as shop systems write them, with fewer columns, small enough to be worked out by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pytest


def header(*parts: str) -> tuple[str, ...]:
    """Return column names that are written with commas between them."""
    return tuple(",".join(parts).split(","))


SHOPIFY = header(
    "Name,Email,Financial Status,Paid at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total",
    "Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price",
    "Lineitem sku,Billing Name,Billing Country,Cancelled at,Payment Method,Refunded Amount,Id",
    "Tags,Source,Lineitem discount",
)
STRIPE = header(
    "id,Description,Created (UTC),Amount,Amount Refunded,Currency,Fee,Mode,Status",
    "Customer ID,Customer Email,Captured,Card Last4",
)
ADVANCED = header(
    "Order Number,Order Status,Order Date,Last Name (Billing),Country Code (Billing)",
    "Email (Billing),Item #,SKU,Item Name,Quantity (- Refund),Item Cost,Coupon Code",
    "Cart Discount Amount,Order Subtotal Amount,Order Refund Amount,Order Total Amount,Currency",
)
ITEMS = header(
    "order_id,date,status,discount_total,order_total,refunded_total,order_currency,customer_id",
    "billing_email,billing_country,item_id,item_name,item_quantity,item_total,item_refunded",
)
ANALYTICS = header(
    "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold",
    "Coupon(s),Net Sales,Attribution",
)

Rows = Sequence[dict[str, object]]


def as_csv(header: Sequence[str], rows: Rows) -> str:
    """Write rows under a header; what a row does not say is empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def shopify_order(
    number: int, email: str, subtotal: object, *lines: tuple[str, int, object], **fields: object
) -> list[dict[str, object]]:
    """Return the rows of an order: its own fields stand only on the first."""
    first = {
        "Financial Status": "paid", "Currency": "EUR", "Subtotal": subtotal, "Shipping": "5.00",
        "Taxes": "1.00", "Total": "99.00", "Discount Amount": "0.00", "Refunded Amount": "0.00",
        "Billing Country": "DE", "Accepts Marketing": "yes", "Id": 7000 + number, "Source": "web",
        "Billing Name": "Some Body", "Payment Method": "Shopify Payments",
    }  # fmt: skip
    names = {name.replace(" ", "_").lower(): name for name in SHOPIFY}
    given = {names[name]: value for name, value in fields.items()}
    created = given.pop("Created at", "2024-03-01 10:00:00 +0100")
    rows: list[dict[str, object]] = []
    for place, (product, quantity, price) in enumerate(lines):
        rows.append(
            {
                "Name": f"#{number}", "Email": email, "Created at": created,
                "Lineitem name": product, "Lineitem quantity": quantity, "Lineitem price": price,
                **({} if place else {**first, **given}),
            }
        )  # fmt: skip
    return rows


def hand_worked() -> list[dict[str, object]]:
    """Return an export with every difficulty once; the totals stand in the tests."""
    return [
        # 30 - 0 = 30, shared as 20 : 10
        *shopify_order(1001, "ann@example.com", "30.00", ("Mug", 2, "10.00"), ("Tea", 1, "10.00")),
        # a code took 5 off; partly refunded: 25 - 7.50 = 17.50, shared as 20 : 10
        *shopify_order(
            1002, " Ann@Example.com ", "25.00", ("Mug", 2, "10.00"), ("Tea", 1, "10.00"),
            discount_amount="5.00", discount_code="WELCOME", refunded_amount="7.50",
            financial_status="partially_refunded",
        ),
        # thirds: 10 / 3 does not come out even
        *shopify_order(1003, "bob@example.com", "10.00",
                       ("Pen", 1, "4.00"), ("Pad", 1, "4.00"), ("Ink", 1, "4.00")),
        # all of it went back, shipping and tax with it
        *shopify_order(1004, "bob@example.com", "40.00", ("Lamp", 1, "40.00"),
                       financial_status="refunded", refunded_amount="46.00"),
        # a guest without an e-mail address
        *shopify_order(1005, "", "12.00", ("Mug", 1, "12.00")),
        *shopify_order(1006, "cat@example.com", "99.00", ("Lamp", 1, "99.00"), ("Pen", 1, "0.00"),
                       financial_status="voided"),
        *shopify_order(1007, "cat@example.com", "20.00", ("Mug", 2, "10.00"),
                       cancelled_at="2024-03-02 08:00:00 +0100"),
        *shopify_order(1008, "cat@example.com", "20.00", ("Mug", 2, "10.00"),
                       payment_method="(for testing) Bogus Gateway"),
        # late in the evening of 31 March in New York, which is April in UTC; free delivery
        *shopify_order(1009, "cat@example.com", "20.00", ("Mug", 2, "10.00"),
                       created_at="2024-03-31 22:30:00 -0500", discount_amount="5.00",
                       discount_code="FREESHIP", financial_status="pending"),
    ]  # fmt: skip


class Worked(NamedTuple):
    """An export, how it was read, and its lines."""

    path: Path
    source: Any
    plan: Any
    lines: list[dict[str, object]]


class ShopExports:
    """Headers, orders and a place to write them to."""

    SHOPIFY, STRIPE, ADVANCED, ITEMS, ANALYTICS = SHOPIFY, STRIPE, ADVANCED, ITEMS, ANALYTICS
    shopify_order = staticmethod(shopify_order)
    hand_worked = staticmethod(hand_worked)

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, header: Sequence[str], rows: Rows, name: str = "orders_export.csv") -> Path:
        """Write an export and return its path."""
        path = self.folder / name
        path.write_text(as_csv(header, rows), encoding="utf-8")
        return path

    def lines(self, path: Path, **keywords: object) -> list[dict[str, object]]:
        """Return the purchase lines of an export after cleaning."""
        return self.cleaned(*self.planned(path, **keywords))

    def cleaned(self, source: Any, plan: Any) -> list[dict[str, object]]:
        """Return the purchase lines of what was read."""
        from personae.data.cleaning.clean_log import clean_log

        log = clean_log(source, plan)
        shown = {name: log.shown(name) for name in ("customer_id", "order_id", "product")}
        named = ", ".join(f"{sql} AS {name}" for name, sql in shown.items())
        table = log.engine.fetch(
            f"SELECT line, {named}, CAST(bought_at AS DATE) AS day, quantity, amount, discount "
            f'FROM "{log.relation}" ORDER BY line'
        )
        return table.to_pylist()

    def planned(self, path: Path, **keywords: object):
        """Read, understand and plan an export as a run does."""
        from personae.config import Options
        from personae.data.cleaning.plan_cleaning import plan_cleaning
        from personae.data.presets.read_orders import read_orders
        from personae.data.reading.read import open_source
        from personae.data.understanding.understand import understand

        options = Options.from_mapping(keywords)
        source = read_orders(open_source(path, options), options)
        return source, plan_cleaning(source, understand(source, options), options)

    @cached_property
    def worked(self) -> Worked:
        """The export that was worked out by hand, read once."""
        path = self.write(self.SHOPIFY, hand_worked(), "worked_by_hand.csv")
        source, plan = self.planned(path)
        return Worked(path, source, plan, self.cleaned(source, plan))


@pytest.fixture(scope="session")
def shop_exports(tmp_path_factory: pytest.TempPathFactory) -> ShopExports:
    """Return a workshop for exports."""
    return ShopExports(tmp_path_factory.mktemp("exports"))
