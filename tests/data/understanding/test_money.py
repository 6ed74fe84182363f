from __future__ import annotations

import random

import pytest

from personae.config import Options
from personae.data.understanding.facts import scan_columns
from personae.data.understanding.findings import findings_of_columns
from personae.data.understanding.money import check_money, growth_with_quantity


@pytest.fixture
def lines(text_table):
    """Make 400 lines of 10 products with a price list; the money is per unit or per line."""

    def make(name, *, unit):
        random.seed(0)
        rows = []
        for _ in range(400):
            product, quantity = random.randrange(10), random.randrange(1, 9)
            price = 2.5 * (product + 1)
            rows.append(
                (f"P{product}", str(quantity), f"{price if unit else price * quantity:.2f}")
            )
        products, quantities, money = zip(*rows, strict=True)
        return text_table({"product": products, "quantity": quantities, name: money})

    return make


def check(source, role, name, *, told=False):
    facts = scan_columns(source, Options())
    picked = {role: name, "quantity": "quantity", "product": "product"}
    return check_money(source, facts, picked, told=told)


def test_growth_is_zero_for_a_unit_price_and_one_for_a_line_total(lines):
    for unit, growth in ((True, 0.0), (False, 1.0)):
        source = lines("money", unit=unit)
        product, quantity, money = scan_columns(source, Options())
        found = growth_with_quantity(source, money, quantity, product=product.column.name)
        assert found == pytest.approx(growth, abs=0.01)  # prices are rounded to cents, logs to 1e-4


def test_a_price_is_multiplied_where_the_data_say_so(lines):
    assert check(lines("price", unit=True), "price", "price").unit_price
    assert not check(lines("price", unit=False), "price", "price").unit_price


def test_the_sentence_tells_the_rule_and_the_evidence(lines):
    found = check(lines("unit_price", unit=True), "price", "unit_price")
    assert found.sentence == (
        '"unit_price" is the price of a unit, as the data say: the money of a line is '
        '"quantity" x "unit_price". '
        'Within a product it grows with the power 0.00 of "quantity" (a unit price: about 0, '
        "a line total: about 1)."
    )
    assert not found.doubtful


def test_an_amount_that_does_not_grow_is_not_multiplied_but_pointed_out(lines):
    found = check(lines("amount", unit=True), "amount", "amount")
    assert (found.unit_price, found.doubtful) == (False, True)


def test_the_option_decides(lines):
    found = check(lines("price", unit=False), "price", "price", told=True)
    assert found.unit_price
    assert "as --price says" in found.sentence


def test_few_lines_leave_it_to_the_name(text_table):
    source = text_table({"product": ["a", "a"], "quantity": ["1", "2"], "price": ["5", "10"]})
    assert check(source, "price", "price").sentence == (
        '"price" is the price of a unit, as its name says: the money of a line is "quantity" '
        'x "price".'
    )


def test_without_a_quantity_the_column_is_the_money(text_table):
    source = text_table({"price": ["5", "10"]})
    found = check_money(source, scan_columns(source, Options()), {"price": "price"}, told=False)
    assert not found.unit_price
    assert found.sentence == 'The money of a line is "price"; there is no quantity column.'


def test_a_discount_beside_a_unit_price_is_said_to_be_left_alone(lines):
    source = lines("unit_price", unit=True)
    facts = scan_columns(source, Options())
    picked = {"price": "unit_price", "quantity": "quantity", "product": "product"}
    plain = check_money(source, facts, picked, told=False)
    found = check_money(source, facts, picked | {"discount": "off"}, told=False)
    assert plain.discount == ""
    assert found.sentence == f"{plain.sentence} {found.discount}"
    assert found.discount == (
        'Whether "unit_price" is the price before or after "off" cannot be known from the file: it '
        "is taken as what was paid, and the discount is not taken off."
    )
    (finding,) = findings_of_columns((), (), check=found)
    assert (finding.code, finding.severity) == ("money/discount", "warning")
    assert "--amount" in finding.fix
    amount = {"amount": "unit_price", "quantity": "quantity", "discount": "off"}
    assert check_money(source, facts, amount, told=True).discount == ""
