"""What is typed is read once for all commands, and refused in words that do not repeat it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from personae.cli.arguments import NUMBER, WHOLE_NUMBER, argument, option

Personae = Callable[..., Any]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (WHOLE_NUMBER, "3", 3),
        (WHOLE_NUMBER, " -3 ", -3),
        (WHOLE_NUMBER, "3.0", 3),
        (NUMBER, "0.1", 0.1),
        (NUMBER, ".5", 0.5),
        (NUMBER, "1e-1", 0.1),
        (NUMBER, 0.0, 0.0),
    ],
)
def test_numbers_are_read_as_options_of_config_are(kind: Any, text: Any, value: float) -> None:
    read = kind(text)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (NUMBER, "a lot", "This needs a number."),
        (NUMBER, "1,5", "This needs a number."),
        (NUMBER, "", "This needs a number."),
        (WHOLE_NUMBER, "many", "This needs a whole number."),
        (WHOLE_NUMBER, "1.5", "This needs a whole number."),
        (WHOLE_NUMBER, "nan", "This needs a whole number."),
    ],
)
def test_what_is_no_number_is_refused(kind: Any, text: str, message: str) -> None:
    with pytest.raises(click.BadParameter) as caught:
        kind(text)
    assert caught.value.message == message


def test_what_is_decorated_first_stands_first() -> None:
    @click.command
    @argument("place", metavar="PLACE", help="Where.")
    @option("--one", panel="A", help="The first.")
    @option("--two", panel="B", help="The second.", is_flag=True)
    def command(place: Path, one: str | None, two: bool) -> None: ...

    assert [(item.name, item.panel) for item in command.params] == [
        ("place", "Arguments"),
        ("one", "A"),
        ("two", "B"),
    ]
    with command.make_context("x", ["here"]) as context:
        assert context.params == {"place": Path("here"), "one": None, "two": False}


def test_whether_a_file_may_be_read_is_said_by_who_reads_it(
    personae: Personae, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its message says what to do, and its exit code that the input is to blame."""
    (tmp_path / "x.csv").touch()
    monkeypatch.setattr("os.access", lambda *_: False)  # to root everything can be read
    answer = personae("check", tmp_path / "x.csv")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("Error: x.csv is empty")
