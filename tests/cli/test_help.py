"""`--help` shows every option, grouped, within 80 columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from personae.cli.app import COMMANDS
from personae.cli.parameters import metavar_of, shown_default
from personae.config import option_specs


def test_every_command_is_listed_with_a_whole_sentence(personae: Callable[..., Any]) -> None:
    listing = personae("--help").out.partition("Commands:")[2]
    lines = [line.strip() for line in listing.strip().splitlines()]
    assert [line.split()[0] for line in lines] == list(COMMANDS)
    assert all(line.endswith(".") and not line.endswith("...") for line in lines)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_80_columns(personae: Callable[..., Any], command: str) -> None:
    answer = personae(command, "--help")
    assert answer.code == 0
    assert max(len(line) for line in answer.out.splitlines()) <= 80


def test_every_option_stands_under_its_group_with_its_default(personae: Callable[..., Any]) -> None:
    words = " ".join(personae("run", "--help").out.split())
    for spec in option_specs():
        place = words.index(f" {' '.join(filter(None, (spec.flag, metavar_of(spec))))} ")
        assert words.index(f" {spec.group}: ") < place
        if shown_default(spec):
            assert f"[default: {shown_default(spec)}]" in words[place : place + 250]


def test_the_help_has_a_section_for_every_group_in_the_order_of_its_first_option(
    personae: Callable[..., Any],
) -> None:
    lines = personae("lift", "--help").out.splitlines()
    assert lines[0] == "Usage: personae lift [OPTIONS] LIST OUTCOMES"
    titles = [line for line in lines if line.endswith(":") and not line.startswith(" ")]
    assert titles == [
        "Arguments:", "The campaign:", "Output:", "Reading:", "Roles of columns:", "Cleaning:",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--k",), "Option '--k' requires an argument."),
        (("--no-header=1",), "Option '--no-header' does not take a value."),
        (("--k-ma", "3"), "No such option: --k-ma (Possible options: --k, --k-max)"),
        (("-h",), "No such option: -h"),
        (("-qz",), "No such option: -z"),
        (("y.csv",), "Got unexpected extra argument (y.csv)"),
    ],
)
def test_a_refusal_names_the_command_whose_help_explains_it(
    personae: Callable[..., Any], arguments: tuple[str, ...], message: str
) -> None:
    answer = personae("run", "x.csv", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"Error: {message}\nFix: See personae run --help\n"
