import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.data.customers import CustomerColumn
from personae.profile.wording import (
    MAX_LABEL,
    enumerate_words,
    labels_of,
    number,
    percent,
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
