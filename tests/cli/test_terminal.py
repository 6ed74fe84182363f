"""Text from strangers is written out where it could steer a terminal."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.cli import terminal
from personae.cli.terminal import escape
from personae.data.schema import Finding


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


@pytest.mark.parametrize(
    ("as_json", "quiet", "out", "err"),
    [
        (False, False, "for people\n", "Note: look\n"),
        (True, False, '{\n  "k": 3\n}\n', "Note: look\n"),
        (True, True, '{\n  "k": 3\n}\n', ""),
        (False, True, "", ""),
    ],
)
def test_an_answer_is_for_people_or_programs_or_nobody(
    capsys: pytest.CaptureFixture[str], *, as_json: bool, quiet: bool, out: str, err: str
) -> None:
    outcome = SimpleNamespace(findings=(Finding("a/b", "warning", "look"),), summary={"k": 3})
    made: list[int] = []

    def parts() -> list[str]:
        made.append(1)
        return ["for people"]

    terminal.show(outcome, parts, as_json=as_json, quiet=quiet)
    told = capsys.readouterr()
    assert (told.out, told.err) == (out, err)
    assert bool(made) is (out == "for people\n")
