from __future__ import annotations

import pytest

from personae.data.understanding.personal_data.family_names import FAMILY_ENDING, FAMILY_NAMES
from personae.data.understanding.personal_data.given_names import GIVEN_NAMES
from personae.data.understanding.words import plain


def test_the_lists_are_written_plainly():
    assert all(plain(name) == name for name in GIVEN_NAMES | FAMILY_NAMES)


@pytest.mark.parametrize(
    "name", ["kowalczyk", "papadopoulos", "gudmundsson", "шевченко", "mcbride"]
)
def test_family_names_are_told_by_how_they_end(name):
    assert FAMILY_ENDING.fullmatch(name)


def test_everyday_words_are_no_names():
    words = ["table", "chair", "lamp", "mug", "bottle", "jacket", "shoe", "charger", "pencil"]
    assert not (GIVEN_NAMES | FAMILY_NAMES) & set(words)
    assert not any(map(FAMILY_ENDING.fullmatch, words))
