from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from personae.data.cleaning.charges import CHARGE_PATTERN, find_charges, find_weighed
from personae.data.source import Source
from personae.engines.duckdb import DuckDBEngine


@pytest.mark.parametrize(
    "text",
    [
        "postage", "dotcom postage", "carriage", "next day carriage", "packing charge", "manual",
        "discount", "bank charges", "amazon fee", "cruk commission", "adjust bad debt", "samples",
        "dotcomgiftshop gift voucher £20.00", "gift card", "e-gift card 50",
        "versandkosten",
        "frais de port", "shipping and handling", "gutschein 25 eur", "delivery fee", "vat", "p&p",
    ],
)  # fmt: skip
def test_charges_are_recognised_by_their_whole_text(text: str) -> None:
    assert re.fullmatch(CHARGE_PATTERN, text)


@pytest.mark.parametrize(
    "text",
    [
        "black baroque carriage clock", "toffee mug", "white coffee", "zinc heart lattice charger",
        "gift card holder", "postage stamp tin", "samples/damages", "postcard",
        "box of gift vouchers with ribbon", "free range eggs", "tea towel", "vat of wine",
        "manual coffee grinder",
    ],
)  # fmt: skip
def test_goods_that_contain_such_a_word_stay_goods(text: str) -> None:
    assert not re.fullmatch(CHARGE_PATTERN, text)


@pytest.fixture
def shop(text_table: Callable[..., Source]) -> Source:
    return text_table({
        "code": ["POST", "M", "M", "22423", "22423", "22423", "gift_0001_20", "S"],
        "text": ["POSTAGE", "Manual", None, "CAKE STAND", "CAKE STAND", "postage", "20", "Small"],
    })  # fmt: skip


def found(shop: Source, given: tuple[str, ...] | None, *, described: bool = True) -> list[str]:
    into = find_charges(
        shop, product="c0", description=shop.column("text") if described else None, given=given,
        into=f"{shop.relation}_charges",
    )  # fmt: skip
    return [code for (code,) in shop.engine.rows(f'SELECT product FROM "{into}" ORDER BY product')]


def test_a_code_or_most_of_its_descriptions_make_a_charge(shop: Source) -> None:
    assert found(shop, None) == ["M", "POST", "gift_0001_20"]


def test_a_single_letter_says_nothing_without_a_description(shop: Source) -> None:
    assert found(shop, None, described=False) == ["POST", "gift_0001_20"]


def test_codes_that_were_given_take_the_place_of_recognition(shop: Source) -> None:
    assert found(shop, ("S", "M", "unknown")) == ["M", "S"]
    assert found(shop, ("none",)) == []


@pytest.fixture
def weighed(shared_engine: DuckDBEngine) -> Callable[[list[tuple[str, float, float]]], list[str]]:
    def find(rows: list[tuple[str, float, float]]) -> list[str]:
        values = ", ".join(f"('{name}', {units}, {money}, false)" for name, units, money in rows)
        shared_engine.run(
            "CREATE OR REPLACE TABLE bought AS SELECT product, is_return, "
            "CAST(quantity AS DECIMAL(18, 3)) AS quantity, CAST(money AS DECIMAL(18, 2)) AS money "
            f"FROM (VALUES {values}) AS t(product, quantity, money, is_return)"
        )
        find_weighed(shared_engine, "bought", into="weighed")
        return [
            name for (name,) in shared_engine.rows("SELECT product FROM weighed ORDER BY product")
        ]

    return find


GROCERIES = [(f"item {n}", 1 + n % 3, 2.0 + n) for n in range(9)]


def test_fuel_in_millilitres_is_weighed(weighed: Callable[..., list[str]]) -> None:
    assert weighed([*GROCERIES, ("fuel", 10_604, 25.30)]) == ["fuel"]


def test_broken_quantities_are_weighed(weighed: Callable[..., list[str]]) -> None:
    assert weighed([*GROCERIES, ("cheese", 0.345, 4.2), ("cheese", 1, 12)]) == ["cheese"]


def test_a_pallet_of_cups_is_counted(weighed: Callable[..., list[str]]) -> None:
    """80,995 paper birdies at 2.08 each are one order of Online Retail."""
    assert weighed([*GROCERIES, ("birdie", 80_995, 168_469.60)]) == []


def test_one_slip_of_the_keyboard_does_not_make_a_product_weighed(
    weighed: Callable[..., list[str]],
) -> None:
    assert weighed([*GROCERIES, *[("cup", 1, 2.0)] * 10, ("cup", 1.5, 3.0)]) == []
