"""Every command by its name, and nothing imported but the one that was typed."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from personae import __version__
from personae import cli as room
from personae.cli.app import COMMANDS, app
from personae.cli.help import GroupedCommand

Personae = Callable[..., Any]


def test_the_table_and_the_commands_agree() -> None:
    context = click.Context(app)
    listed = {name: app.get_command(context, name) for name in app.list_commands(context)}
    assert list(listed) == list(COMMANDS)
    assert {name: command.name for name, command in listed.items()} == {n: n for n in listed}
    assert all(isinstance(command, GroupedCommand) for command in listed.values())
    assert all(command.help for command in listed.values())
    modules = [path.stem for path in Path(room.__file__).parent.glob("[!_]*.py")]
    made = {
        value.name
        for module in modules
        for value in vars(importlib.import_module(f"personae.cli.{module}")).values()
        if isinstance(value, GroupedCommand)
    }
    assert made == set(listed)


@pytest.mark.parametrize(
    ("arguments", "imported"),
    [(["--help"], set()), (["--version"], set()), (["verify", "--help"], {"verify"})],
)
def test_only_the_command_that_was_typed_is_imported(
    arguments: list[str], imported: set[str]
) -> None:
    code = (
        "import sys; from personae.cli.main import execute\n"
        f"execute({arguments!r})\n"
        "print(*(name for name in sys.modules if name.startswith('personae.')), file=sys.stderr)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {name.removeprefix("personae.cli.") for name in answer.stderr.split()}
    assert loaded & set(COMMANDS) == imported
    assert not any(name.startswith("personae.workflow") for name in answer.stderr.split())


def test_the_version_is_the_package_s(personae: Personae) -> None:
    assert personae("--version").out == f"personae {__version__}\n"


@pytest.mark.parametrize("arguments", [(), ("--",)])
def test_no_command_at_all_gets_the_help_and_the_code_of_a_mistake(
    personae: Personae, arguments: tuple[str, ...]
) -> None:
    answer = personae(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == personae("--help").out


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("rum", "No such command 'rum'. Did you mean 'run'?"),
        ("ver", "No such command 'ver'. Did you mean 'verify'?"),
        ("RUN", "No such command 'RUN'."),
        ("tables", "No such command 'tables'."),  # a module beside the commands
        ("", "No such command ''."),
        ("-", "No such command '-'."),
        ("--vers", "No such option: --vers (Possible options: --version)"),
        ("-h", "No such option: -h"),
        ("--version=1", "Option '--version' does not take a value."),
    ],
)
def test_a_name_that_is_none_is_refused_with_those_like_it(
    personae: Personae, typed: str, message: str
) -> None:
    answer = personae(typed)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"Error: {message}\nFix: See personae --help\n"
