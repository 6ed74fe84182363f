"""Numbers that can be dialled from anywhere, or none at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.actions.campaigns.phone import countries, e164, two_letters


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        # published: Google (Data Manager API), Meta (customer lists), Google (upload template)
        ("(800)555-0100", "US", "+18005550100"),
        ("1-234-567-8910", "US", "+12345678910"),
        ("+44 844 412 4653", None, "+448444124653"),
        ("1(800)888-8888", "US", "+18008888888"),
        # by hand
        ("+44 (0)20 7031 3000", "DE", "+442070313000"),
        ("020 7031 3000", "GB", "+442070313000"),
        ("0044 20 7031 3000", "DE", "+442070313000"),
        ("011 44 20 7031 3000", "US", "+442070313000"),
        ("030/901820", "DE", "+4930901820"),
        ("06 1234 5678", "IT", "+390612345678"),
        ("06 30 123 4567", "HU", "+36301234567"),
        ("612 34 56 78", "ES", "+34612345678"),
        ("171 1234567", "DE", "+491711234567"),  # a spreadsheet took the zero away
        ("442070313000", "GB", "+442070313000"),  # ... or the +
        ("4917612345678", "DE", "+4917612345678"),
    ],
)
def test_numbers_that_can_be_read(typed: str, country: str | None, number: str) -> None:
    assert e164(typed, country) == number


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        (None, "GB"),
        ("", "GB"),
        ("020 7031 3000", None),  # of which country?
        ("020 7031 3000", "AR"),  # a country that cannot be told by two rules
        ("call me", "GB"),
        ("020 7031 3000 ext 5", "GB"),
        ("4.42071E+11", "GB"),  # what a spreadsheet made of it
        ("555-0100", "US"),  # no area code
        ("+0 20 7031 3000", None),
        ("+1234567890123456", None),  # 16 digits
        ("+12345", None),
        ("1234", "DE"),
        ("49112345", "DE"),  # 0491 12345 in Leer without its zero, or +49 112345?
        ("45 12 34 56 78", "DK"),  # ten digits: with the calling code, or two too many?
    ],
)
def test_numbers_that_would_be_a_guess_are_none(typed: str | None, country: str | None) -> None:
    assert e164(typed, country) is None


@given(st.text(), st.sampled_from([None, *countries()]))
def test_every_number_has_the_form_of_e164(typed: str, country: str | None) -> None:
    number = e164(typed, country)
    assert number is None or re.fullmatch(r"\+[1-9][0-9]{6,14}", number)


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True), st.sampled_from([None, *countries()]))
def test_a_finished_number_stays_as_it_is(number: str, country: str | None) -> None:
    assert e164(number, country) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [("de", "DE"), ("Germany", "DE"), ("UK", "GB"), ("USA", "US"), ("  united   kingdom ", "GB"),
     ("AR", "AR"), ("Narnia", None), ("", None), (None, None), ("D1", None)],
)  # fmt: skip
def test_countries_as_two_letters(typed: str | None, code: str | None) -> None:
    assert two_letters(typed) == code
