from __future__ import annotations

import pytest

from personae.config import Options
from personae.data.understanding.facts import scan_columns
from personae.data.understanding.personal_data.personal import personal_kind


def kind_of(text_table, name, *values, **more):
    return personal_kind(scan_columns(text_table({name: values}), Options())[0], **more)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("first_name", "a person's name"),
        ("Surname", "a person's name"),
        ("Customer Name", "a person's name"),
        ("name", "a person's name"),
        ("email", "an e-mail address"),
        ("phone", "a phone number"),
        ("Home Address", "an address"),
        ("date_of_birth", "a date of birth"),
        ("IBAN", "an official or bank number"),
        ("ip_address", "a network address"),
        ("latitude", "a place on the map"),
    ],
)
def test_names_of_personal_data(text_table, name, kind):
    assert kind_of(text_table, name, "a", "b") == kind


@pytest.mark.parametrize(
    "name", ["product_name", "spend", "plan", "email_opens", "PhoneService", "email_opt_in"]
)
def test_names_that_are_harmless(text_table, name):
    assert kind_of(text_table, name, "1", "2") == ""


def test_addresses_are_seen_under_any_name(text_table):
    assert kind_of(text_table, "x", "a@b.de", "c@d.com", "") == "an e-mail address"


def test_an_id_of_several_words_is_a_name(text_table):
    assert kind_of(text_table, "customer_id", "Ann Lee", "Bob Ray", as_id=True) == "a person's name"
    assert kind_of(text_table, "customer_id", "Ann Lee", "Bob Ray") == ""
