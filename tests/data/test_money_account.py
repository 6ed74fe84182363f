"""All money that was read is kept or left out for a reason, by the last decimal."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest

from personae.config import Options
from personae.data.money_account import MoneyAccount
from personae.errors import IntegrityError
from personae.workflow.segment import segment


def account_of(table: pa.Table, **options: object) -> MoneyAccount:
    found = segment(table, k=2, **options).customers.ledger.money
    assert found is not None
    return found


def purchases(rows: list[tuple[str | None, str, str]]) -> pa.Table:
    """Twenty customers who buy for 10.10 three times, and the rows of the test."""
    usual = [
        (f"c{who}", f"2024-{month:02d}-{who % 28 + 1:02d}", f"{10 + 5 * who % 60}.10")
        for who in range(20)
        for month in (1, 2, 3)
    ]
    ids, days, amounts = zip(*usual, *rows, strict=True)
    return pa.table({"customer_id": list(ids), "date": list(days), "amount": list(amounts)})


USUAL = sum(3 * Decimal(f"{10 + 5 * who % 60}.10") for who in range(20))


def test_money_of_a_log_by_reason() -> None:
    """Worked by hand: ids that are missing, a customer with returns only, one with a refund."""
    table = purchases(
        [
            (None, "2024-01-05", "7.25"),
            ("only returns", "2024-02-01", "-3.05"),
            ("refunded", "2024-02-01", "9.00"),
            ("refunded", "2024-02-02", "-9.00"),
            ("c1", "2024-03-05", "-0.35"),
            ("c2", "not a day", "1.00"),
        ]
    )
    account = account_of(table, date_format="%Y-%m-%d")
    assert account.left_out["id/missing"] == Decimal("7.25")
    assert account.left_out["customer/only returns"] == Decimal("-3.05")
    assert account.left_out["customer/fully refunded"] == 0
    assert account.left_out["date/unreadable"] == 1
    assert account.kept == USUAL - Decimal("0.35")
    assert account.read == USUAL + Decimal("4.85")


def test_money_outside_the_window_is_left_out() -> None:
    account = account_of(purchases([]), window=45, as_of="2024-03-31")
    assert account.read == USUAL
    assert account.left_out["date/before window"] > 0
    assert account.kept + account.left_out["date/before window"] == USUAL


RULES = [("first", "1.50", "2.25"), ("last", "2.25", "1.50"), ("sum", "3.75", "0")]


@pytest.mark.parametrize(("rule", "kept", "left"), RULES)
def test_money_of_a_table_by_reason(rule: str, kept: str, left: str) -> None:
    """One customer has two rows that differ and one twin; one row has no id."""
    ids = [f"c{who}" for who in range(20)]
    spend = [f"{who * who % 37}.50" for who in range(20)]
    visits = [str(who * 7 % 11) for who in range(20)]
    base = sum(map(Decimal, spend))
    table = pa.table(
        {
            "customer_id": [*ids, "x", "x", "x", None],
            "total_spend": [*spend, "1.50", "1.50", "2.25", "0.75"],
            "visits": [*visits, "1", "1", "2", "3"],
        }
    )
    account = account_of(table, duplicates=rule)
    assert account.read == base + Decimal("6.00")
    assert account.kept == base + Decimal(kept)
    assert account.left_out["id/missing"] == Decimal("0.75")
    assert account.left_out["duplicates/identical"] == Decimal("1.50")
    assert account.left_out.get(f"duplicates/{rule}", 0) == Decimal(left)


def test_a_table_without_money_has_no_account() -> None:
    table = pa.table(
        {
            "customer_id": [f"c{who}" for who in range(20)],
            "visits": [who * 7 % 11 for who in range(20)],
            "age": [20 + who * 13 % 40 for who in range(20)],
        }
    )
    assert segment(table, options=Options(k=2)).customers.ledger.money is None


def test_a_cent_that_is_missing_is_told() -> None:
    account = MoneyAccount(Decimal("1234.50"), Decimal("1200.00"), {"id/missing": Decimal("34.49")})
    with pytest.raises(IntegrityError) as caught:
        account.check()
    assert str(caught.value) == (
        "1,234.50 of money was read, but 1,200.00 kept by the segments + 34.49 left out = "
        "1,234.49.\n"
        "Fix: Please report this: it is a mistake in Personae, and no result was written."
    )


def test_reasons_add_up_over_two_steps() -> None:
    first = MoneyAccount(Decimal(10), Decimal(8), {"id/missing": Decimal(2)})
    more = [("id/missing", Decimal(1)), ("date/before window", None)]
    second = first.without(more, kept=Decimal(7)).check()
    assert second.left_out == {"id/missing": 3, "date/before window": 0}
    assert second.to_dict() == {"read": "10", "kept": "7", "left_out": {"id/missing": "3"}}
