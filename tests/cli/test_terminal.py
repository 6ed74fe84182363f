"""Text from strangers is written out where it could steer a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from personae.cli.terminal import escape


@given(st.text())
def test_what_is_shown_is_printable_but_for_line_ends(text: str) -> None:
    assert all(line.isprintable() for line in escape(text).split("\n"))


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"]) | st.just(" ")))
def test_letters_of_every_language_stay_as_they_are(text: str) -> None:
    assert escape(text) == text


def test_marks_that_turn_the_reading_direction_are_shown() -> None:
    assert escape("a\u202eb\x07") == "a\\u202eb\\x07"


def test_spaces_of_any_width_are_spaces() -> None:
    assert escape("40\u00a0%\u2009x") == "40 % x"
