from __future__ import annotations

import pytest

from personae.config import Options
from personae.data.schema import NumberFormat
from personae.data.understanding.numbers import currency_of, decide_number, weigh_numbers


def decide(*shapes, proven=(), **options):
    evidence = weigh_numbers(dict.fromkeys(shapes, 1))
    return decide_number(evidence, "spend", options=Options(**options), proven=frozenset(proven))


@pytest.mark.parametrize(
    ("shapes", "number"),
    [
        (["99", "99.99"], NumberFormat(places=2)),
        (["$9,999.99", "$9"], NumberFormat(thousands=",", prefix="$", places=2)),
        (["9.999,99 €", "9,9 EUR"], NumberFormat(",", ".", suffix="EUR €", places=2)),
        (["9,99"], NumberFormat(",", places=2)),
        (["9,999,999"], NumberFormat(thousands=",")),
        (["9.999.999", "9"], NumberFormat(",", ".")),
        (["99,99,999.9"], NumberFormat(thousands=",", places=1)),
        (["9 999,9"], NumberFormat(",", " ", places=1)),
        (["9\u00a0999,9"], NumberFormat(",", " ", places=1, unicode=True)),
        (["9'999.99"], NumberFormat(thousands="'", places=2)),
        (["(99.99)", "9"], NumberFormat(parentheses=True, places=2)),
        (["99-"], NumberFormat(parentheses=True)),
        (["99%"], NumberFormat(suffix="%")),
        (["9.999", "9.9"], NumberFormat(places=3)),
        (["9,999", "9.9"], NumberFormat(thousands=",", places=1)),
    ],
)
def test_the_whole_column_shows_how_its_numbers_are_written(shapes, number):
    assert decide(*shapes) == (number, None)


def test_a_lone_comma_before_three_digits_is_an_error_that_names_the_option():
    _, problem = decide("9,999", "99,999", "999")
    assert str(problem) == (
        'Column "spend" can be read in two ways: 2 of its numbers are written like "1,234", '
        "which is 1234 or "
        '1.234.\nFix: Pass --decimal "." if the point is the decimal mark, --decimal "," if '
        "it is the comma."
    )
    assert decide("9,999", decimal=".") == (NumberFormat(thousands=","), None)
    assert decide("9,999", decimal=",") == (NumberFormat(",", places=3), None)


def test_another_column_of_the_export_settles_it():
    assert decide("9,999", proven=".") == (NumberFormat(thousands=","), None)
    assert decide("9,999", proven=",") == (NumberFormat(",", places=3), None)


def test_a_lone_point_is_open_only_beside_decimal_commas():
    assert decide("9.999")[1] is None
    assert decide("9.999", proven=",")[1].code == "numbers/ambiguous"


def test_two_decimal_marks_are_counted():
    _, problem = decide("9,99", "9.99", "9.9")
    assert problem.code == "numbers/mixed"
    assert "2 numbers with a decimal point and 1 with a decimal comma" in problem.what


def test_two_currencies_are_never_added_up():
    _, problem = decide("$9", "€9")
    assert problem.code == "numbers/currencies"
    assert problem.what == 'Column "spend" mixes EUR and USD; they cannot be added up.'
    assert "--currency" in problem.fix
    number, problem = decide("$9", "€9", currency="EUR")
    assert problem is None
    assert number.prefix == "$ €"


def test_one_currency_in_two_ways_is_one_currency():
    assert decide("€9", "EUR 9")[1] is None


@pytest.mark.parametrize(
    "shape", ["9_999", "9x9F", "9.9k", "9/9", "abc", "9-9", "(9", "--9", "9.9.9,9.9"]
)
def test_what_is_no_number(shape):
    evidence = weigh_numbers({shape: 7})
    assert (evidence.numbers, evidence.others) == (0, 7)


def test_currency_of_a_format():
    assert currency_of(NumberFormat(suffix="EUR €")) == "EUR"
    assert currency_of(NumberFormat(suffix="%")) == ""
    assert currency_of(None) == ""
