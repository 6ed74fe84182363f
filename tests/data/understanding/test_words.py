from __future__ import annotations

import pytest

from personae.data.understanding.words import phrases, plain, spoken, words_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("InvoiceNo", ["invoice", "no"]),
        ("CustomerID", ["customer", "id"]),
        ("HTTPStatus", ["http", "status"]),
        ("number_of_cds", ["number", "of", "cds"]),
        ("Spending Score (1-100)", ["spending", "score", "1", "100"]),
        ("Straße", ["straße"]),
        ("", []),
    ],
)
def test_words_of_splits_camel_case_and_marks(name, words):
    assert words_of(name) == words


def test_phrases_match_whole_words_only():
    rule = phrases("age | birth ?year")
    assert rule.search(spoken("Customer_Age"))
    assert rule.search(spoken("BirthYear"))
    assert not rule.search(spoken("average_usage"))


@pytest.mark.parametrize(
    ("text", "bare"),
    [("Zoë", "zoe"), ("Ångström", "angstrom"), ("Łódź", "lodz"), ("Андрей", "андрей")],
)
def test_accents_go_but_letters_of_other_scripts_stay(text, bare):
    assert plain(text) == bare
