"""Who bought what, from logs written down here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np

from personae.config import Options
from personae.data.cleaning.plan_cleaning import plan_cleaning
from personae.data.cleaning.purchase_log import PurchaseLog
from personae.data.reading.read import open_source
from personae.data.understanding.understand import understand
from personae.features.log import customers_of
from personae.features.product_pairs import ProductPairs, product_pairs
from personae.features.table import customers_and_log

MakeLog = Callable[..., PurchaseLog]


def baskets_of(log: PurchaseLog) -> tuple[ProductPairs, list[str]]:
    ids = customers_of(log).ids.to_pylist()
    found = product_pairs(log)
    assert found is not None
    return found, ids


def held(found: ProductPairs, ids: list[str]) -> list[tuple[str, str, float]]:
    names = found.products["product"].to_pylist()
    money = found.pairs.money
    assert money is not None
    return [
        (ids[who], names[what], paid)
        for who, what, paid in zip(
            found.pairs.customer.tolist(), found.pairs.thing.tolist(), money.tolist(), strict=True
        )
    ]


def log_of(lines: list[tuple[str, str, str, int, str]]) -> dict[str, list[Any]]:
    """Customer, day of 2024, product, quantity and price of every line."""
    return {
        "customer": [line[0] for line in lines],
        "date": [f"2024-{line[1]}" for line in lines],
        "order": [f"{500_000 + place}" for place in range(len(lines))],
        "product": [line[2] for line in lines],
        "quantity": [str(line[3]) for line in lines],
        "price": [line[4] for line in lines],
    }


def test_a_pair_counts_once_and_keeps_its_money(make_log: MakeLog) -> None:
    columns = log_of([
        ("b", "01-02", "mug", 1, "2.00"),
        ("a", "01-01", "cup", 2, "3.00"),
        ("a", "03-01", "cup", 100, "3.00"),
        ("a", "03-01", "mug", 1, "2.00"),
    ])  # fmt: skip
    found, ids = baskets_of(make_log(columns))
    assert held(found, ids) == [("a", "cup", 306.0), ("a", "mug", 2.0), ("b", "mug", 2.0)]
    assert found.pairs.n_customers == 2
    assert found.products["first_day"].to_pylist() == [dt.date(2024, 1, 1), dt.date(2024, 1, 2)]
    assert found.products["last_day"].to_pylist() == [dt.date(2024, 3, 1)] * 2


def test_what_went_back_and_what_is_no_goods_is_left_out(make_log: MakeLog) -> None:
    columns = log_of([
        ("a", "01-01", "cup", 2, "3.00"),
        ("a", "01-05", "cup", -2, "3.00"),
        ("a", "01-06", "mug", 4, "2.00"),
        ("a", "01-07", "mug", -1, "2.00"),
        ("a", "01-08", "postage", 1, "5.00"),
        ("b", "01-09", "gift card", 1, "20.00"),
    ])  # fmt: skip
    found, ids = baskets_of(make_log(columns))
    assert held(found, ids) == [("a", "mug", 6.0)]
    assert found.products["product"].to_pylist() == ["mug"]
    assert ids == ["a", "b"]
    assert found.pairs.n_customers == 2


def test_parts_say_when_it_was_bought(make_log: MakeLog) -> None:
    """Twelve parts of two days each, from 1 to 24 January."""
    columns = log_of([
        ("a", "01-01", "cup", 1, "1.00"),
        ("a", "01-02", "cup", 1, "1.00"),
        ("a", "01-03", "mug", 1, "1.00"),
        ("a", "01-24", "cup", 1, "1.00"),
    ])  # fmt: skip
    found, _ = baskets_of(make_log(columns))
    assert [f"{one:012b}" for one in found.pairs.parts.tolist()] == ["100000000001", "000000000010"]


def test_a_product_is_called_what_most_of_its_lines_say(make_log: MakeLog) -> None:
    columns = log_of([("a", "01-01", "007", 1, "1.00")] * 4 + [("a", "01-02", "008", 1, "1.00")])
    columns["text"] = ["damaged", "RED CUP ", "RED CUP", "", ""]
    found, _ = baskets_of(make_log(columns))
    assert found.products["product"].to_pylist() == ["007", "008"]
    assert found.products["label"].to_pylist() == ["RED CUP", "008"]


def test_categories_are_those_of_most_lines_of_a_product(make_log: MakeLog) -> None:
    columns = log_of([
        ("a", "01-01", "cup", 1, "1.00"), ("a", "01-02", "cup", 1, "1.00"),
        ("a", "01-03", "cup", 1, "1.00"), ("a", "01-03", "mug", 1, "5.00"),
        ("b", "01-03", "pear", 1, "1.00"), ("b", "01-04", "nail", 1, "1.00"),
    ])  # fmt: skip
    columns["department"] = ["kitchen", "kitchen", "food", "kitchen", "food", ""]
    found, _ = baskets_of(make_log(columns))
    assert found.category_column == "department"
    assert found.category_names == ("food", "kitchen")
    categories = found.categories
    assert categories is not None
    assert categories.money is not None
    assert categories.customer.tolist() == [0, 1]
    assert categories.thing.tolist() == [1, 0]
    assert categories.money.tolist() == [8.0, 1.0]
    assert categories.parts.tolist() == [found.pairs.parts[0] | found.pairs.parts[1], 1 << 6]


def test_a_log_without_products_has_no_baskets(make_log: MakeLog) -> None:
    columns = {"customer": ["a", "b"], "date": ["2024-01-01"] * 2, "amount": ["1.00", "2.00"]}
    log = make_log(columns)
    customers_of(log)
    assert product_pairs(log) is None


def test_only_the_window_counts() -> None:
    import pandas as pd

    days = ["2024-01-01", "2024-05-01", "2024-06-01"]
    frame = pd.DataFrame(
        {
            "customer_id": ["a"] * 3,
            "date": days,
            "product": ["cup", "mug", "pot"],
            "amount": [1.0] * 3,
        }
    )
    options = Options(kind="transactions", window=60)
    source = open_source(frame, options)
    plan = plan_cleaning(source, understand(source, options), options)
    _, log = customers_and_log(source, plan)
    assert log is not None
    found = product_pairs(log)
    assert found is not None
    assert found.products["product"].to_pylist() == ["mug", "pot"]


def test_order_of_lines_does_not_matter(make_log: MakeLog) -> None:
    random = np.random.default_rng(0)
    lines = [
        (f"c{random.integers(5)}", f"01-{random.integers(1, 29):02d}", f"p{random.integers(6)}",
         int(random.integers(1, 4)) * (-1 if random.random() < 0.2 else 1), "2.50")
        for _ in range(120)
    ]  # fmt: skip
    columns = log_of(lines)
    order = random.permutation(len(lines))
    shuffled = {name: [values[place] for place in order] for name, values in columns.items()}
    one, other = baskets_of(make_log(columns)), baskets_of(make_log(shuffled))
    assert held(*one) == held(*other)
    assert one[0].products.equals(other[0].products)
    assert one[0].pairs.parts.tolist() == other[0].pairs.parts.tolist()


def test_different_products_are_those_of_the_customer_table(make_log: MakeLog) -> None:
    """The same count on another way: `distinct_products`."""
    random = np.random.default_rng(1)
    lines = [
        (f"c{random.integers(9)}", f"01-{random.integers(1, 29):02d}", f"p{random.integers(12)}",
         int(random.integers(1, 4)) * (-1 if random.random() < 0.3 else 1), "2.50")
        for _ in range(150)
    ]  # fmt: skip
    log = make_log(log_of(lines))
    table = customers_of(log).table
    found = product_pairs(log)
    assert found is not None
    counts = np.bincount(found.pairs.customer, minlength=found.pairs.n_customers)
    assert counts.tolist() == table["distinct_products"].to_pylist()
