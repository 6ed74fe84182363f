from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.data.understanding.personal_data.national_ids import (
    CHECKED,
    SHAPED,
    is_card,
    is_iban,
    luhn,
)

NUMBERS = json.loads(Path(__file__).with_name("people.json").read_text(encoding="utf-8"))[
    "national_ids"
]


def bare(text):
    return "".join(letter for letter in text.upper() if letter not in " .-/")


@pytest.mark.parametrize("land", sorted(set(NUMBERS) & set(CHECKED)))
def test_every_number_that_another_library_calls_valid_passes(land):
    shape, check = CHECKED[land]
    texts = [text if land == "Finland" else bare(text) for text in NUMBERS[land]]
    assert len(texts) >= 12
    assert [text for text in texts if not (shape.fullmatch(text) and check(text))] == []


@pytest.mark.parametrize("land", sorted(set(NUMBERS) & set(SHAPED)))
def test_every_number_without_a_check_digit_has_its_shape(land):
    assert [text for text in NUMBERS[land] if not SHAPED[land].fullmatch(text)] == []


@given(st.integers(10**14, 10**15 - 1), st.integers(0, 14), st.integers(1, 9))
def test_luhn_finds_every_single_wrong_digit(body, place, by):
    number = next(f"{body}{d}" for d in range(10) if luhn(f"{body}{d}"))
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert not luhn(wrong)


@pytest.mark.parametrize(
    "iban",
    ["GB82WEST12345698765432", "NL91ABNA0417164300", "CH9300762011623852957", "NO9386011117947"],
)
def test_ibans_of_the_registry(iban):
    assert is_iban(iban)
    assert not is_iban(iban[:-1] + str((int(iban[-1]) + 1) % 10))


def test_test_cards_of_the_networks():
    cards = ["4111111111111111", "5555555555554444", "378282246310005", "6011111111111117"]
    assert all(map(is_card, cards))
    assert not any(is_card(card[:-1] + "9") for card in cards if card[-1] != "9")
