from __future__ import annotations

from personae.config import Options
from personae.data.source import Stated
from personae.data.understanding.understand import understand

COLUMNS = {
    "id": ["a", "b", "c"],
    "fee": ["(1.234,50 €)", "3 €", "7,25 €"],
    "visits": ["1", "2", "7"],
    "joined": ["31.01.2024", "01.02.2024", "02.02.2024"],
    "seen": ["2024-01-31", "2024-02-01", "2024-02-02"],
    "note": ["1.234", "5", "6"],
}


def stated(text_table, **options):
    return understand(text_table(COLUMNS), Options(ignore=("note",), **options)).stated


def test_every_date_and_every_number_that_is_not_plain_is_stated(text_table):
    ways = (
        "a decimal comma, grouped thousands, amounts in EUR, negative numbers in parentheses or "
        "with a minus behind"
    )
    assert stated(text_table) == (
        Stated('decimal mark of "fee"', ",", "detected", "--decimal", f"written with {ways}"),
        Stated(
            'dates of "joined"',
            "%d.%m.%Y",
            "detected",
            "--date-format",
            "the whole column reads so",
        ),
        Stated('dates of "seen"', "iso", "detected", "--date-format", "the whole column reads so"),
        Stated("currency", "EUR", "detected", "--currency"),
    )


def test_what_was_told_is_said_to_be_told(text_table):
    told = stated(text_table, decimal=",", date_format="dmy", currency="CHF")
    assert [(item.how, item.value) for item in told][-1] == ("option", "CHF")
    assert {item.how for item in told} == {"option"}
