"""Discounts against those of everybody else, from logs written down here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from personae.data.cleaning.purchase_log import PurchaseLog
from personae.features.log import customers_of
from personae.features.promotion import PromotionShares, promotion_shares

MakeLog = Callable[..., PurchaseLog]


def shares_of(log: PurchaseLog) -> PromotionShares:
    customers_of(log)
    found = promotion_shares(log)
    assert found is not None
    return found


def columns_of(lines: list[tuple[str, int, str, str, str]]) -> dict[str, list[Any]]:
    """Customer, day of January, department, amount paid and discount of every line."""
    return {
        "customer": [line[0] for line in lines],
        "date": [f"2024-01-{line[1]:02d}" for line in lines],
        "product": [f"p{place}" for place in range(len(lines))],
        "department": [line[2] for line in lines],
        "amount": [line[3] for line in lines],
        "discount": [line[4] for line in lines],
    }


def test_expected_is_what_all_others_had_in_that_week(make_log: MakeLog) -> None:
    """Week one, food: a has 2 off 10, b 5 off 10, c nothing off 30."""
    found = shares_of(make_log(columns_of([
        ("a", 1, "food", "8.00", "2.00"), ("b", 2, "food", "5.00", "5.00"),
        ("c", 7, "food", "30.00", "0.00"),
        # nobody else bought tools, or food in the second week
        ("c", 7, "tools", "50.00", "9.00"), ("a", 8, "food", "40.00", "1.00"),
    ])))  # fmt: skip
    assert found.listed.tolist() == [10.0, 10.0, 30.0]
    assert found.taken.tolist() == [2.0, 5.0, 0.0]
    assert found.expected.tolist() == pytest.approx([10 * 5 / 40, 10 * 2 / 40, 30 * 7 / 20])
    assert found.compared == pytest.approx(50 / 150)
    assert found.category_column == "department"


def test_who_buys_like_the_others_has_what_they_have(make_log: MakeLog) -> None:
    lines = [(who, day, "food", "7.50", "2.50") for who in "abcd" for day in range(1, 29, 3)]
    found = shares_of(make_log(columns_of(lines)))
    assert found.taken.tolist() == pytest.approx(found.expected.tolist())
    assert found.compared == 1.0


def test_order_of_lines_does_not_matter(make_log: MakeLog) -> None:
    lines = [
        (who, day, part, f"{3 + day}.10", f"{len(part) * day % 4}.33")
        for who in "abc" for day in range(1, 28, 2) for part in ("food", "tools")
    ]  # fmt: skip
    one, other = (shares_of(make_log(columns_of(rows))) for rows in (lines, lines[::-1]))
    assert one.expected.tolist() == other.expected.tolist()
    assert one.taken.tolist() == other.taken.tolist()


def test_without_discounts_or_categories_nothing_is_told(make_log: MakeLog) -> None:
    columns = columns_of([("a", 1, "food", "8.00", "2.00"), ("b", 1, "food", "8.00", "2.00")])
    for missing in ("discount", "department"):
        log = make_log({name: values for name, values in columns.items() if name != missing})
        customers_of(log)
        assert promotion_shares(log) is None
