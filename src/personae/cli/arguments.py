"""What commands take: how a value is read, and the arguments and options that several share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = [
    "NUMBER",
    "OUTPUT",
    "PATH",
    "WHOLE_NUMBER",
    "argument",
    "as_json",
    "config",
    "debug",
    "option",
    "out_folder",
    "quiet",
    "run_folder",
    "source",
]

Command = TypeVar("Command", bound=Callable[..., Any])

OUTPUT = "Output"
"""The section of the help for what every command has."""


class _Number(click.ParamType):  # type: ignore[type-arg]  # takes one only since click 8.4
    """A number, as the options of `config` read theirs; a refusal does not repeat the text."""

    name = "number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read what was typed."""
        try:
            return float(value)
        except ValueError:
            self.fail(f"This needs a {self.name}.", param, ctx)


class _WholeNumber(_Number):
    name = "whole number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        number = super().convert(value, param, ctx)
        if not number.is_integer():
            self.fail(f"This needs a {self.name}.", param, ctx)
        return int(number)


NUMBER, WHOLE_NUMBER, PATH = _Number(), _WholeNumber(), click.Path(path_type=Path, readable=False)


class _Argument(click.Argument):
    """An argument that the help explains."""

    panel = "Arguments"

    def __init__(self, param_decls: Sequence[str], *, help: str, **settings: Any) -> None:  # noqa: A002
        super().__init__(param_decls, **settings)
        self.help = help


class _Option(click.Option):
    """An option that stands in a section of the help."""

    def __init__(self, param_decls: Sequence[str], *, panel: str, **settings: Any) -> None:
        super().__init__(param_decls, **settings)
        self.panel = panel


def argument(
    name: str,
    *,
    metavar: str,
    help: str,  # noqa: A002 (the word that every command line uses)
    type: click.ParamType[Any] = PATH,  # noqa: A002 (as click calls it)
) -> Callable[[Command], Command]:
    """Give a command an argument that must be there."""
    return click.argument(name, cls=_Argument, metavar=metavar, help=help, type=type)


def option(
    *names: str,
    panel: str,
    help: str,  # noqa: A002 (the word that every command line uses)
    **settings: Any,
) -> Callable[[Command], Command]:
    """Give a command an option, in a section of its help; `settings` are those of click."""
    return click.option(*names, cls=_Option, panel=panel, help=help, **settings)


source = argument(
    "source", metavar="SOURCE", help="CSV or TSV (also .gz), Parquet, Excel, or a DuckDB file."
)
run_folder = argument("run_folder", metavar="RUN", help="The folder of a run.")
out_folder = option(
    "--out",
    type=PATH,
    metavar="DIR",
    help="Where the results go; NAME-personae beside you, after the file's name.",
    panel=OUTPUT,
)
config = option(
    "--config",
    type=PATH,
    metavar="FILE",
    help="Options from a TOML or JSON file; what is typed wins.",
    panel=OUTPUT,
)
as_json = option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the summary as JSON on stdout.",
    panel=OUTPUT,
)
quiet = option("--quiet", "-q", is_flag=True, help="Print nothing but errors.", panel=OUTPUT)
# Looked for by `main`, which also shows the mistakes that come before a command is found.
debug = option(
    "--debug",
    is_flag=True,
    expose_value=False,
    help="Show the details of a mistake in Personae.",
    panel=OUTPUT,
)
