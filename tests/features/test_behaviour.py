from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from personae.data.customers import Customers

Figures = Callable[..., dict[str, Any]]


@pytest.fixture
def figures(
    make_customers: Callable[..., Customers],
    rows_of: Callable[[Customers], dict[str, dict[str, Any]]],
) -> Figures:
    """Return the figures of one customer's lines: day, order, product, quantity, price."""

    def of(*lines: tuple[int, str, str, float, float], **settings: Any) -> dict[str, Any]:
        days, orders, products, quantities, prices = map(list, zip(*lines, strict=True))
        customers = make_customers(
            {
                "customer": ["a"] * len(lines) + ["other"], "order": [*orders, "0"],
                "date": [f"2024-01-{day:02d}" for day in days] + ["2024-01-31"],
                "product": [*products, "pen"], "text": [*products, "Pen"],
                "quantity": [*map(float, quantities), 1.0], "price": [*map(float, prices), 1.0],
            },
            **settings,
        )  # fmt: skip
        return rows_of(customers)["a"]

    return of


def test_a_fully_undone_order_counts_neither_for_frequency_nor_for_recency(
    figures: Figures,
) -> None:
    row = figures((1, "1", "cup", 2, 5), (10, "2", "pot", 1, 9), (12, "3", "pot", -1, 9))
    assert (row["frequency"], row["recency_days"], row["monetary"]) == (1, 31, 10)
    assert row["return_rate"] == pytest.approx(9 / 19)
    assert (row["items_per_order"], row["distinct_products"]) == (2, 1)


def test_a_partly_undone_order_counts(figures: Figures) -> None:
    row = figures((1, "1", "cup", 2, 5), (10, "2", "pot", 3, 9), (12, "3", "pot", -2, 9))
    assert (row["frequency"], row["recency_days"], row["monetary"]) == (2, 22, 19)
    assert row["items_per_order"] == 1.5


def test_the_postage_of_an_undone_order_stays_money_and_no_purchase(figures: Figures) -> None:
    row = figures(
        (1, "1", "cup", 2, 5), (10, "2", "pot", 1, 9), (10, "2", "Postage", 1, 4),
        (12, "3", "pot", -1, 9),
    )  # fmt: skip
    assert (row["frequency"], row["recency_days"], row["monetary"]) == (1, 31, 14)


def test_an_order_of_charges_alone_is_an_order_until_it_is_undone(figures: Figures) -> None:
    lines = [(1, "1", "cup", 2, 5), (10, "2", "Manual", 1, 40)]
    assert figures(*lines)["frequency"] == 2
    undone = figures(*lines, (12, "3", "Manual", -1, 40))
    assert (undone["frequency"], undone["monetary"], undone["return_rate"]) == (1, 10, 0)


def test_a_discount_line_lowers_money_and_returns_nothing(figures: Figures) -> None:
    row = figures((1, "1", "cup", 2, 5), (1, "1", "Discount", -1, 3))
    assert (row["monetary"], row["frequency"], row["return_rate"]) == (7, 1, 0)


def test_charges_can_be_counted_as_goods(figures: Figures) -> None:
    lines = [(1, "1", "cup", 2, 5), (1, "1", "Postage", 1, 4)]
    assert figures(*lines)["items_per_order"] == 2
    assert figures(*lines, charges=("none",))["items_per_order"] == 3
    assert figures(*lines, charges=("cup",))["items_per_order"] == 1


def test_a_gift_is_an_item_of_a_paid_order_and_no_order_of_its_own(figures: Figures) -> None:
    row = figures((1, "1", "cup", 2, 5), (1, "1", "gift", 1, 0), (9, "2", "gift", 1, 0))
    assert (row["frequency"], row["recency_days"], row["items_per_order"]) == (1, 31, 3)


def test_what_is_sold_by_weight_stays_out_of_the_items(figures: Figures) -> None:
    row = figures((1, "1", "cup", 2, 5), (1, "1", "cheese", 0.35, 20))
    assert (row["items_per_order"], row["monetary"], row["distinct_products"]) == (2, 17, 2)


def test_the_return_rate_never_passes_one(figures: Figures) -> None:
    row = figures(
        (1, "1", "cup", 2, 5),
        (1, "1", "Postage", 1, 40),
        (2, "2", "cup", -2, 9),
        (3, "4", "pen", 1, 1),
    )
    assert row["return_rate"] == 1


def test_gross_figures_know_no_returns(figures: Figures) -> None:
    row = figures(
        (1, "1", "cup", 2, 5), (10, "2", "pot", 1, 9), (12, "3", "pot", -1, 9), returns="ignore"
    )
    assert (row["frequency"], row["recency_days"], row["monetary"]) == (2, 22, 19)
    assert "return_rate" not in row
