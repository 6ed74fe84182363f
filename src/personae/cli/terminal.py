"""What reaches the terminal: text that cannot steer it, results on stdout, messages on stderr."""

from __future__ import annotations

import json
import sys
import unicodedata
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import Console, RenderableType

    from personae.data.schema import Finding

__all__ = ["Outcome", "escape", "note", "print_json", "print_tables", "show", "warn"]


class Outcome(Protocol):
    """What a command of the workflow returns."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...  # noqa: D102
    @property
    def summary(self) -> dict[str, Any]: ...  # noqa: D102


def escape(text: str) -> str:
    r"""Return a text with everything that could steer a terminal written out.

    Column names and file names come from strangers: a name may hold an escape sequence that
    clears the screen or a mark that turns the reading direction. Line ends stay.

    Examples
    --------
    >>> print(escape("spend\x1b[2J"))
    spend\x1b[2J
    """
    if text.isprintable():
        return text
    return "".join(character if character == "\n" else _visible(character) for character in text)


def note(text: str) -> None:
    """Write a message for people to stderr."""
    if sys.stderr is not None:
        sys.stderr.write(escape(text) + "\n")


def print_json(value: dict[str, Any]) -> None:
    """Write a result for programs to stdout, in ASCII, which every encoding can carry."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=True, allow_nan=False) + "\n")


def print_tables(parts: Iterable[RenderableType]) -> None:
    """Write texts and tables for people to stdout, as wide as the terminal."""
    console = _console()
    for part in parts:
        console.print(part)


def show(
    outcome: Outcome,
    parts: Callable[[], Iterable[RenderableType]],
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Print what a command found: warnings, and the answer for programs, for people, or not at all.

    Parameters
    ----------
    outcome : Outcome
        With its `findings` and its `summary`.
    parts : callable
        Makes the texts and tables for people; called, and its libraries imported, for them alone.
    as_json, quiet : bool
        What was asked for.
    """
    if not quiet:
        warn(outcome.findings)
    if as_json:
        print_json(outcome.summary)
    elif not quiet:
        print_tables(parts())


def warn(findings: Iterable[Finding]) -> None:
    """Write the findings that change how far a result can be trusted to stderr."""
    for finding in findings:
        if finding.severity == "warning":
            fix = f" ({finding.fix})" if finding.fix else ""
            note(f"Note: {finding.what}{fix}")


def _console() -> Console:
    from rich.console import Console

    class PipedConsole(Console):
        """A console that leaves a closed pipe to the one place where errors become exit codes."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return PipedConsole(file=sys.stdout, markup=False, highlight=False, emoji=False)


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    if character.isspace() and unicodedata.category(character) == "Zs":
        return " "  # a space of some width; as wide as any other here
    return character.encode("unicode_escape").decode("ascii")
