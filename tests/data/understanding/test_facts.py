from __future__ import annotations

import datetime as dt
import random

import pyarrow as pa
import pytest

from personae.config import Options
from personae.data.schema import NumberFormat
from personae.data.understanding.facts import scan_columns, yes_no_sql


def scan(source, **options):
    return scan_columns(source, Options(**options))


def one(text_table, *values, name="x", **options):
    return scan(text_table({name: values}), **options)[0]


def test_a_column_is_measured_over_all_its_rows(text_table):
    facts = one(text_table, "1", "0", "-2.50", "", "1", "NA", None, "n/a", "1e2", name="spend")
    assert (facts.type, facts.n_rows, facts.n_missing, facts.n_distinct) == ("number", 9, 4, 4)
    assert facts.tokens == (("", 2), ("n/a", 1), ("na", 1))
    assert (facts.minimum, facts.maximum) == (-2.5, 100.0)
    assert (facts.share_zero, facts.share_negative, facts.share_whole, facts.share_top) == (
        0.2,
        0.2,
        0.8,
        0.4,
    )
    assert facts.number == NumberFormat(places=2)


def test_infinite_numbers_are_unreadable(text_table):
    facts = one(text_table, *[str(number) for number in range(40)], "inf", "1e309")
    assert (facts.type, facts.n_unreadable, facts.maximum) == ("number", 2, 39.0)


def test_a_late_word_leaves_a_number_column_and_many_words_do_not(text_table):
    numbers = [str(number) for number in range(1000)]
    late = one(text_table, *numbers, "oops")
    assert (late.type, late.n_unreadable) == ("number", 1)
    mixed = one(text_table, *numbers, *["oops"] * 100)
    assert mixed.type == "text"
    assert mixed.share_number == pytest.approx(1000 / 1100)


def test_order_numbers_with_cancelled_ones_among_them_are_text(text_table):
    facts = one(text_table, *[str(536365 + number) for number in range(100)], "C536379", "C536383")
    assert (facts.type, facts.n_unreadable) == ("text", 0)


@pytest.mark.parametrize(
    "pair", [("yes", "no"), ("Y", "N"), ("TRUE", "false"), ("ja", "nein"), ("true", "0")]
)
def test_two_words_are_yes_and_no(text_table, pair):
    source = text_table({"x": [*pair, "", pair[0]]})
    assert scan(source)[0].type == "boolean"
    rows = source.engine.rows(
        f"SELECT {yes_no_sql(source.columns[0])} FROM {source.relation} ORDER BY line"
    )
    assert rows == [("yes",), ("no",), (None,), ("yes",)]


def test_a_third_word_makes_a_category(text_table):
    assert one(text_table, "Y", "N", "maybe").type == "text"


def test_ones_and_zeros_are_yes_and_no_only_with_rows_enough(text_table):
    assert one(text_table, *["0", "1"] * 10).type == "boolean"
    assert one(text_table, "0", "1", "1").type == "number"


def test_a_column_that_writes_both_marks_settles_the_open_one(text_table):
    source = text_table({"visits": ["1,234", "2,345"], "spend": ["$1,234.50", "$99.00"]})
    visits, spend = scan(source)
    assert visits.problem is None
    assert visits.maximum == 2345.0
    assert spend.number == NumberFormat(thousands=",", prefix="$", places=2)


def test_a_point_before_three_digits_is_open_beside_decimal_commas(text_table):
    source = text_table({"spend": ["12,50", "3,99"], "visits": ["1.234", "2.345"]})
    assert scan(source)[1].problem.code == "numbers/ambiguous"
    assert scan(source, decimal=",")[1].maximum == 2345.0


def test_free_text_of_any_size_is_text(text_table):
    random.seed(0)
    texts = ["".join(random.choices("abcde 123.,", k=30)) for _ in range(4000)]
    facts = one(text_table, *texts)
    assert (facts.type, facts.problem) == ("text", None)
    assert one(text_table, "x" * 100, "y" * 100).type == "text"


def test_emails_and_several_words_are_counted(text_table):
    facts = one(text_table, "a@b.de", "c.d@e.com", "no mail", "")
    assert facts.share_email == pytest.approx(2 / 3)
    assert facts.share_spaced == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("values", "storage", "type_"),
    [
        (pa.array([1.5, 2.25, None]), "number", "number"),
        (pa.array([True, False, None]), "boolean", "boolean"),
        (pa.array([dt.date(2024, 1, 2), None, None]), "date", "date"),
        (pa.array([1704164400000000, None, None], pa.timestamp("us")), "timestamp", "date"),
    ],
)
def test_stored_types_are_believed(stored_table, values, storage, type_):
    facts = scan(stored_table("x", values, storage))[0]
    assert (facts.type, facts.n_rows, facts.problem) == (type_, 3, None)
    if type_ == "number":
        assert facts.number.places == 2


def test_the_order_of_rows_does_not_matter(text_table):
    values = ["1,5", "2,25", "", "x", *map(str, range(100))]
    shuffled = random.Random(1).sample(values, len(values))
    assert one(text_table, *values) == one(text_table, *shuffled)


def test_scanning_leaves_nothing_behind(text_table):
    source = text_table({"a": ["1"], "b": ["x"]})
    tables = "SELECT table_name FROM information_schema.tables ORDER BY ALL"
    before = source.engine.rows(tables)
    scan(source)
    assert source.engine.rows(tables) == before


def test_units_of_nought_and_one_are_numbers_where_an_option_names_them(text_table):
    values = ["1", "0"] * 15
    assert one(text_table, *values, name="units").type == "boolean"
    assert one(text_table, *values, name="units", quantity="units").type == "number"
    assert scan_columns(text_table({"u": values}), Options(), figures=("u",))[0].type == "number"
    # words stay words
    assert one(text_table, *["yes", "no"] * 15, name="units", quantity="units").type == "boolean"
