"""Options in, parameters of a command out: what `config` defines is what people can type."""

from __future__ import annotations

import csv
import datetime as dt
from typing import TYPE_CHECKING, Any

from personae.cli.arguments import option
from personae.config import Options, OptionSpec, load_config, option_specs
from personae.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from personae.cli.arguments import Command

__all__ = ["day_from", "metavar_of", "options_from", "shown_default", "with_options"]


def with_options(*names: str) -> Callable[[Command], Command]:
    """Give a command these options (all of them if none is named).

    The command takes them as ``**values``: the texts that were typed, None where nothing was. They
    become options in `options_from`, so that a value is checked and explained in one place.
    """
    specs = [spec for spec in option_specs() if not names or spec.name in names]

    def decorate(command: Command) -> Command:
        for spec in reversed(specs):  # as decorators that stand in this order are applied
            command = _option(spec)(command)
        return command

    return decorate


def options_from(values: dict[str, Any], *, config: Path | None = None) -> Options:
    """Put together what was typed, what the config file says and the defaults, in this order.

    Raises
    ------
    UsageError
        If the config file or the command line holds something that cannot be meant; all problems
        of both at once.
    """
    typed = {
        spec.name: _split(value) if spec.type.startswith("tuple") else value
        for spec in option_specs()
        if (value := values.get(spec.name)) is not None
    }
    problems = list(_problems_in(typed, origin="command line"))
    from_file: dict[str, Any] = {}
    if config is not None:
        try:
            from_file = load_config(config)
            Options.from_mapping(from_file, origin=f"config file {config}")
        except UsageError as error:
            problems += error.problems
    if problems:
        raise UsageError(*problems)
    known = {name.replace("-", "_"): value for name, value in from_file.items()}
    return Options.from_mapping({**known, **typed}, origin="command line")


def day_from(text: str, *, option: str) -> dt.date:
    """Read a date that was typed.

    Raises
    ------
    UsageError
        If it is none.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        problem = Problem(
            "options/value", f"{option} is not a date.", f"Pass a date such as {option} 2024-12-31."
        )
        raise UsageError(problem) from None


def metavar_of(spec: OptionSpec) -> str:
    """Say in one word what an option takes; nothing for a switch.

    Examples
    --------
    >>> [metavar_of(spec) for spec in option_specs() if spec.name in ("k", "returns", "header")]
    ['', 'net|ignore', 'auto|N']
    """
    if spec.type == "bool":
        return ""
    return spec.metavar or "|".join(spec.choices) or "TEXT"


def shown_default(spec: OptionSpec) -> str:
    """Return an option's default as people would type it; nothing where there is none to type.

    Examples
    --------
    >>> [shown_default(spec) for spec in option_specs() if spec.name in ("k", "k_max", "date")]
    ['', 'auto', '10']
    """
    if spec.name == "k":
        return "auto"
    if spec.default is None or spec.default == () or spec.type == "bool":
        return ""
    return str(spec.default)


def _option(spec: OptionSpec) -> Callable[[Command], Command]:
    """Describe one option to click; what was not typed is None, also for a switch."""
    flag = "--" + spec.name.replace("_", "-")
    default = shown_default(spec)
    is_switch = spec.type == "bool"
    return option(
        f"{flag}/--no-{flag[2:]}" if is_switch else flag,
        spec.name,
        default=None,
        metavar=metavar_of(spec) or None,
        help=_help(spec) + (f" [default: {default}]" if default else ""),
        panel=spec.group,
    )


def _help(spec: OptionSpec) -> str:
    """Return the help of an option; a switch that is on by default is typed to turn it off."""
    if spec.type == "bool" and spec.default is True:
        return f"Turn off: {spec.help[0].lower()}{spec.help[1:]}"
    return spec.help


def _split(text: str) -> list[str]:
    """Split at commas; a name that holds a comma stands in double quotes."""
    return next(csv.reader([text], skipinitialspace=True), [])


def _problems_in(values: dict[str, Any], *, origin: str) -> tuple[Problem, ...]:
    try:
        Options.from_mapping(values, origin=origin)
    except UsageError as error:
        return error.problems
    return ()
