"""`--help` shows every option, grouped, within 80 columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from personae.cli.parameters import metavar_of, shown_default
from personae.config import option_specs

COMMANDS = (
    "run", "check", "score", "rename", "campaign", "lift", "budget", "verify", "forget", "demo",
)  # fmt: skip


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
