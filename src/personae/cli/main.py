"""Arguments in, exit code out: the one place where errors become messages."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from personae.cli.startup import spare_pandas
from personae.cli.terminal import note
from personae.disk.place import placed
from personae.errors import PersonaeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

__all__ = ["execute", "main"]

# Commands that read data.
_WORK = ("run", "check", "score", "demo", "campaign", "lift")


class _Terminated(BaseException):
    """Somebody sent SIGTERM; a base exception, so that only clean-up code sees it."""


def main() -> None:
    """Run the command line of this process and leave with its exit code."""
    arguments = sys.argv[1:]
    if arguments and arguments[0] in _WORK and "--help" not in arguments:
        spare_pandas()
    sys.exit(execute(arguments))


def execute(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    arguments : sequence of str
        What was typed after ``personae``.

    Returns
    -------
    int
        0 fine (also when the reader of a pipe has gone), 2 usage, 3 input refused, 4 not enough
        data, 5 output, 6 busy, 7 resource limit, 8 database, 9 integrity, 130 and 143
        interrupted; 1 is a mistake of our own.
    """
    _let_streams_carry_any_text()
    before = len(placed)
    try:
        with _sigterm_raises():
            code = _dispatch(list(arguments))
            if sys.stdout is not None:
                sys.stdout.flush()
            return code
    except PersonaeError as error:
        note(f"Error: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        note(f"Stopped. {_written(before)}")
        return 130
    except _Terminated:
        note(f"Terminated. {_written(before)}")
        return 143
    except MemoryError:
        note(
            "Error: There is not enough memory for this.\nFix: Close other programs, or run it "
            "on a machine with more memory."
        )
        return 7
    except Exception as error:  # noqa: BLE001 (the last resort: a person must never see a traceback)
        if isinstance(error, BrokenPipeError) and _reader_has_gone():
            return 0
        return _own_mistake(error, debug="--debug" in arguments)


def _written(before: int) -> str:
    """Say what a command that was stopped has written: all of its result, or nothing."""
    done = [str(path) for path in placed[before:]]
    return f"The result was written before: {', '.join(done)}." if done else "Nothing was written."


def _dispatch(arguments: list[str]) -> int:
    """Let typer find the command and call it, without its own handling of errors."""
    from personae.cli.app import app

    command = typer.main.get_command(app)
    try:
        with command.make_context("personae", arguments) as context:
            command.invoke(context)
    except typer.Exit as leave:
        return leave.exit_code
    except typer.TyperException as error:
        where = getattr(error, "ctx", None)
        path = where.command_path if where else "personae"
        note(f"Error: {error.format_message()}\nFix: See {path} --help")
        return error.exit_code
    return 0


def _own_mistake(error: Exception, *, debug: bool) -> int:
    """Say that we are to blame, and where; the error's own text may hold a cell's value."""
    if debug:
        traceback.print_exception(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    note(
        f"Error: This is a mistake in Personae, not in your data ({type(error).__name__} at "
        f"{Path(last.filename).name}:{last.lineno}).\n"
        "Fix: Please report it with this line and the command; --debug shows the details."
    )
    return 1


def _let_streams_carry_any_text() -> None:
    """Write a backslash escape where the terminal's encoding lacks a letter."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


@contextlib.contextmanager
def _sigterm_raises() -> Iterator[None]:
    """Turn SIGTERM into an exception, so that half-made folders are cleaned up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one must not stop the cleaning up
        raise _Terminated

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _reader_has_gone() -> bool:
    """Tell whether a broken pipe was our own stdout; if so, keep Python from complaining later."""
    try:
        descriptor = sys.stdout.fileno()
        os.write(descriptor, b"\n")  # an empty write would not tell
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
        return True
    except (AttributeError, OSError):  # no stdout, or one without a file
        return False
    return False
