import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.data.customers import CustomerColumn
from personae.profile.wording import (
    MAX_LABEL,
    enumerate_words,
    is_counted,
    labels_of,
    number,
    percent,
    short_category,
    short_label,
    unit_of,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1234, "1,234"),
        (8_300_000, "8.3M"),
        (999_960, "1M"),
        (999_400, "999,400"),
        (0.5, "0.5"),
        (1.04, "1"),
        (99.96, "100"),
        (-1234.5, "-1,234"),
        (2.5e9, "2.5bn"),
        (0.00012, "0.00012"),
    ],
)
def test_figures_are_written_as_people_say_them(value, text):
    assert number(value) == text


@given(st.floats(-1e15, 1e15))
def test_a_figure_is_written_within_five_percent_of_what_it_is(value):
    text = number(value).replace(",", "")
    scale = {"M": 1e6, "bn": 1e9, "tn": 1e12}
    suffix = next((item for item in scale if text.endswith(item)), "")
    read = float(text.removesuffix(suffix)) * scale.get(suffix, 1.0)
    assert read == pytest.approx(value, rel=0.06, abs=1e-9)


def test_shares_do_not_round_something_to_nothing_nor_nearly_all_to_all():
    assert percent(0.0004) == "under\xa00.1\xa0%"
    assert percent(0.998) == "99.8\xa0%"
    assert percent(1.0) == "100\xa0%"


@given(st.text(max_size=80))
def test_a_label_is_short_and_holds_no_control_character_or_markup(name):
    label = short_label(name)
    assert len(label) <= MAX_LABEL
    assert label.isprintable()
    assert not set(label) & set('<>{}[]()"`$\\;\n')


@given(st.lists(st.text(max_size=30), max_size=12))
def test_labels_are_never_empty_and_never_the_same(names):
    labels = labels_of([CustomerColumn(name, "number", "behaviour") for name in set(names)])
    assert all(labels.values())
    assert len({label.casefold() for label in labels.values()}) == len(labels)


def test_a_range_in_brackets_is_no_unit():
    assert [
        unit_of(name) for name in ("Income (k$)", "Score (1-100)", "weight [kg]", "price (€)", "x")
    ] == [
        "k$",
        "",
        "kg",
        "€",
        "",
    ]


def test_words_are_joined_as_in_a_sentence():
    assert [enumerate_words(["a", "b", "c"][:n]) for n in range(4)] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_all_labels_of_a_table_are_lowered_or_none():
    # a bank's export, a wholesaler's and a German one
    names = ("CASH_ADVANCE", "BALANCE", "PRC_FULL_PAYMENT", "Grocery", "Detergents_Paper")
    german = ("Umsatz 2023", "Retourenquote")
    assert [short_label(name) for name in (*names, *german)] == [
        "cash advance",
        "balance",
        "prc full payment",
        "grocery",
        "detergents paper",
        "umsatz 2023",
        "retourenquote",
    ]


def test_acronyms_stay_capitals():
    assert [short_label(name) for name in ("MRR", "Total MRR (EUR)", "NPS score")] == [
        "MRR",
        "total MRR",
        "NPS score",
    ]


def test_a_value_of_a_column_keeps_its_own_capitals():
    assert short_category("Starter Plan") == "Starter Plan"


@pytest.mark.parametrize(
    ("name", "meaning", "unit", "counted"),
    [
        ("recency_days", "recency", "days", True),
        ("logins", "frequency", "", True),
        ("support_tickets", "complaints", "", True),
        ("hours_watched", "", "", True),
        ("Bestellungen", "frequency", "", True),
        ("purchases_frequency", "frequency", "", False),
        ("monthly_fee", "spend", "money", False),
        ("spending score", "spend", "", False),
        ("return_rate", "returns", "share", False),
    ],
)
def test_one_says_more_of_counts_and_higher_of_measures(name, meaning, unit, counted):
    column = CustomerColumn(name, "number", "behaviour", meaning, unit)
    assert is_counted(column, short_label(name)) is counted
