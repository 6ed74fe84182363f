"""An export from the command line to the lists and back: what a shop would do, and its sums."""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from decimal import Decimal
from pathlib import Path

import pytest

from personae.cli.main import execute

_GOODS = (("Mug", "12.50"), ("Tea", "7.00"), ("Lamp", "89.00"), ("Pen", "2.40"), ("Pad", "4.10"))


def drawn_orders(shop_exports) -> tuple[list[dict[str, object]], dict[str, Decimal]]:
    """Return a year of orders, and what each customer spent, reckoned without Personae."""
    draw, rows, spent, number = random.Random(5), [], {}, 1000
    for customer in range(90):
        for _ in range((1, draw.randint(4, 9), draw.randint(2, 3))[customer % 3]):
            number += 1
            lines = [(name, draw.randint(1, 3), price) for name, price in draw.sample(_GOODS, 2)]
            subtotal = sum(quantity * Decimal(price) for _, quantity, price in lines)
            chance, refunded, status = draw.random(), Decimal(0), "paid"
            if chance < 0.1:
                refunded, status = (subtotal / 3).quantize(Decimal("0.01")), "partially_refunded"
            elif chance < 0.15:
                status = "voided"
            elif chance < 0.2:
                refunded, status = subtotal + 5, "refunded"
            email = f"Customer{customer}@example.com" if customer % 30 else ""
            day = dt.datetime(2023, 1, 1, 12, tzinfo=dt.UTC)
            day += dt.timedelta(days=draw.randint(0, 364))
            rows += shop_exports.shopify_order(
                number, email if draw.random() < 0.7 else f" {email.upper()} ", f"{subtotal}",
                *lines, created_at=f"{day:%Y-%m-%d %H:%M:%S} +0100", financial_status=status,
                refunded_amount=f"{refunded}", billing_country=draw.choice(["DE", "AT"]),
            )  # fmt: skip
            if email and status in {"paid", "partially_refunded"}:
                spent[email.lower()] = spent.get(email.lower(), Decimal(0)) + subtotal - refunded
    return rows, spent


@pytest.fixture(scope="module")
def export_run(shop_exports, tmp_path_factory: pytest.TempPathFactory):
    rows, spent = drawn_orders(shop_exports)
    path = shop_exports.write(shop_exports.SHOPIFY, rows, "orders_export_1.csv")
    folder = tmp_path_factory.mktemp("shop") / "run"
    assert execute(["run", str(path), "--out", str(folder), "--k", "4"]) == 0
    return path, folder, rows, spent


def listed(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_list_holds_every_customer_once_and_the_money_balances(export_run) -> None:
    _, folder, rows, spent = export_run
    ids = [row["id"] for row in listed(folder / "segments.csv")]
    assert ids == sorted(spent)
    quality = json.loads((folder / "quality.json").read_text())
    assert quality["facts"]["revenue"] == pytest.approx(float(sum(spent.values())), abs=1e-9)
    assert quality["rows_in"] == len(rows)
    assert quality["rows_in"] == quality["rows_segmented"] + quality["rows_rejected"]
    reasons = {row["code"] for row in listed(folder / "rejected_rows.csv")}
    assert reasons == {"id/missing", "order/not paid", "order/refunded"}


def test_addresses_stand_in_the_lists_and_nowhere_else(export_run) -> None:
    _, folder, _, _ = export_run
    for name in ("report.html", "report.json", "model.json", "quality.json", "summary.json",
                 "profile.csv", "rejected_rows.csv", "affinity.csv", "config.json"):  # fmt: skip
        assert b"@example" not in (folder / name).read_bytes().lower(), name


def test_scoring_the_same_export_gives_the_same_segments(export_run, tmp_path: Path) -> None:
    path, folder, _, _ = export_run
    out = tmp_path / "scored.csv"
    assert execute(["score", str(folder), str(path), "--out", str(out)]) == 0
    told = {row["id"]: row["segment"] for row in listed(folder / "segments.csv")}
    assert {row["id"]: row["segment"] for row in listed(out)} == told


def test_check_says_what_the_file_was_taken_for(export_run, capsys) -> None:
    path, _, _, _ = export_run
    assert execute(["check", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    stated = {item["what"]: item["value"] for item in found["read_as"]}
    assert stated["kind of export"] == "a Shopify orders export"
    assert {role["how"] for role in found["roles"]} == {"preset"}


def test_mixed_currencies_end_with_a_message_and_exit_3(shop_exports, capsys) -> None:
    order = shop_exports.shopify_order
    rows = [*order(1, "a@example.com", "10.00", ("Mug", 1, "10.00")),
            *order(2, "b@example.com", "10.00", ("Mug", 1, "10.00"), currency="USD")]  # fmt: skip
    path = shop_exports.write(shop_exports.SHOPIFY, rows, "mixed_currencies.csv")
    assert execute(["check", str(path)]) == 3
    assert "Pass --currency EUR" in " ".join(capsys.readouterr().err.split())


def _continental(amount: Decimal | int) -> str:
    """Return 1199 as ``1.199,00``."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def stripe_rows() -> tuple[list[dict[str, object]], Decimal]:
    """Return payments in continental writing, and what was kept of them."""
    draw, rows, kept = random.Random(2), [], Decimal(0)
    for customer in range(60):
        for _ in range(draw.choice([1, 2, 6, 10])):
            amount, status = draw.choice([9, 19, 49, 1199]), draw.choice(["Paid"] * 9 + ["Failed"])
            back = draw.choice([Decimal(0)] * 9 + [Decimal("4.50")])
            kept += (amount - back) * (status == "Paid")
            day = dt.date(2023, 1, 1) + dt.timedelta(days=draw.randint(0, 364))
            rows.append(
                {
                    "id": f"ch_{len(rows)}", "Description": "A plan", "Mode": "Live",
                    "Created (UTC)": f"{day} 09:30", "Amount": _continental(amount),
                    "Amount Refunded": _continental(back), "Currency": "eur",
                    "Status": status, "Customer Email": f"C{customer}@example.com",
                    "Captured": str(status == "Paid").lower(),
                }
            )  # fmt: skip
    return rows, kept


def woocommerce_rows() -> tuple[list[dict[str, object]], Decimal]:
    """Return the items of orders with coupons and refunds, and what was kept of them."""
    draw, rows, kept = random.Random(3), [], Decimal(0)
    for customer in range(60):
        for _ in range(draw.choice([1, 2, 6, 10])):
            lines = [(name, draw.randint(1, 3), price) for name, price in draw.sample(_GOODS, 2)]
            subtotal = sum(quantity * Decimal(price) for _, quantity, price in lines)
            coupon, back = draw.choice([Decimal(0), Decimal(1)]), draw.choice([0, 0, 0, 2])
            status = draw.choice(["Completed"] * 9 + ["Cancelled", "Failed"])
            kept += (subtotal - coupon - back) * (status == "Completed")
            day = dt.date(2023, 1, 1) + dt.timedelta(days=draw.randint(0, 364))
            number = 1 + (int(str(rows[-1]["Order Number"])) if rows else 0)
            rows += [
                {
                    "Order Number": number, "Order Status": status, "Order Date": f"{day} 10:15",
                    "Email (Billing)": f"c{customer}@example.com", "Item Name": name,
                    "Quantity (- Refund)": quantity, "Item Cost": price, "Currency": "GBP",
                    "Cart Discount Amount": coupon, "Order Subtotal Amount": subtotal,
                    "Order Refund Amount": back, "Country Code (Billing)": "GB",
                }
                for name, quantity, price in lines
            ]  # fmt: skip
    return rows, kept


@pytest.mark.parametrize(
    ("header", "drawn"), [("STRIPE", stripe_rows), ("ADVANCED", woocommerce_rows)]
)
def test_payments_and_orders_of_other_systems_balance_and_score_alike(
    shop_exports, capsys, header: str, drawn
) -> None:
    from personae.workflow.segment import segment

    rows, kept = drawn()
    path = shop_exports.write(getattr(shop_exports, header), rows, f"{header}.csv")
    assert execute(["check", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert "--preset" in {item["option"] for item in found["read_as"]}
    assert found["rows_in"] == found["rows_segmented"] + found["rows_rejected"] == len(rows)
    result = segment(path, k=3)
    assert result.customers.facts["revenue"] == pytest.approx(float(kept), abs=1e-9)
    again = result.model.assign(str(path))
    assert again["segment"].tolist() == result.segments["segment"].tolist()


@pytest.mark.full
@pytest.mark.parametrize(
    ("header", "drawn"), [("STRIPE", stripe_rows), ("ADVANCED", woocommerce_rows)]
)
def test_other_systems_run_and_score_from_the_command_line(
    shop_exports, tmp_path: Path, header: str, drawn
) -> None:
    path = shop_exports.write(getattr(shop_exports, header), drawn()[0], f"{header}_cli.csv")
    folder, out = tmp_path / "run", tmp_path / "scored.csv"
    assert execute(["run", str(path), "--out", str(folder), "--k", "3"]) == 0
    assert execute(["score", str(folder), str(path), "--out", str(out)]) == 0
    told = {row["id"]: row["segment"] for row in listed(folder / "segments.csv")}
    assert {row["id"]: row["segment"] for row in listed(out)} == told


def test_an_export_serves_as_the_purchases_after_a_campaign(shop_exports) -> None:
    from personae.actions.lift.outcomes import read_outcomes
    from personae.config import Options

    outcomes = read_outcomes(
        shop_exports.worked.path, Options(), sent=dt.date(2024, 3, 1), days=None
    )
    spent = dict(zip(outcomes.ids.to_pylist(), outcomes.money.tolist(), strict=True))
    assert spent == {"ann@example.com": 47.5, "bob@example.com": 10.0, "cat@example.com": 20.0}
