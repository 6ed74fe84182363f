"""Arguments in, exit code out: the one place where errors become messages."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from personae.cli.startup import (
    arrow_on_all_cores,
    collect_rarely,
    draw_by_double,
    keep_memory,
    leave_at_once,
    one_blas_thread,
    spare_numpy_rest,
    spare_pandas,
    spare_scipy_notes,
    when_imported,
)
from personae.cli.stops import STOPS, stops_raise
from personae.cli.terminal import note
from personae.disk.place import placed
from personae.errors import PersonaeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.exceptions import ClickException

__all__ = ["execute", "main"]

# Commands that read data.
_WORK = ("run", "check", "score", "demo", "campaign", "lift")


def main() -> None:
    """Run the command line of this process and leave with its exit code."""
    threads_are_told = "OMP_NUM_THREADS" in os.environ
    one_blas_thread()
    arguments = sys.argv[1:]
    reads = bool(arguments) and arguments[0] in _WORK and "--help" not in arguments

    def get_arrow_ready() -> None:
        spare_pandas()
        if not threads_are_told:
            arrow_on_all_cores()

    if reads:
        collect_rarely()
        keep_memory()
        when_imported("numpy", spare_numpy_rest)
        when_imported("scipy._lib._array_api", spare_scipy_notes)
        when_imported("pyarrow", get_arrow_ready)
        when_imported("personae.report.drawing_process", draw_by_double)
    code = execute(arguments)
    if reads:
        leave_at_once(code)
    sys.exit(code)


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
    with stops_raise() as stops:
        try:
            return _ended(arguments)
        except BaseException as error:  # noqa: BLE001 (every one of them becomes an exit code)
            # Libraries turn a stop into errors of their own; whatever it became, it was a stop.
            number = signal.SIGINT if isinstance(error, KeyboardInterrupt) else None
            number = stops[0] if stops else number
            if number is not None:
                word, code = STOPS[number]
                note(f"{word}. {_written(before)}")
                return code
            return _failed(error, debug="--debug" in arguments)


def _ended(arguments: Sequence[str]) -> int:
    """Run one command to its end."""
    code = _dispatch(list(arguments))
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def _failed(error: BaseException, *, debug: bool) -> int:
    """Say what went wrong; return the exit code."""
    if isinstance(error, PersonaeError):
        note(f"Error: {error}")
        return error.exit_code
    if isinstance(error, MemoryError):
        note(
            "Error: There is not enough memory for this.\nFix: Close other programs, or run it "
            "on a machine with more memory."
        )
        return 7
    if isinstance(error, BrokenPipeError) and _reader_has_gone():
        return 0
    if isinstance(error, Exception):
        # the last resort: a person must never see a traceback
        return _own_mistake(error, debug=debug)
    raise error


def _written(before: int) -> str:
    """Say what a command that was stopped has written: all of its result, or nothing."""
    done = [str(path) for path in placed[before:]]
    return f"The result was written before: {', '.join(done)}." if done else "Nothing was written."


def _dispatch(arguments: list[str]) -> int:
    """Let click find the command and call it, without its own handling of errors."""
    from click.exceptions import ClickException, Exit

    from personae.cli.app import app

    try:
        with app.make_context("personae", arguments) as context:
            app.invoke(context)
    except Exit as leave:
        return leave.exit_code
    except ClickException as error:
        where = getattr(error, "ctx", None)
        path = where.command_path if where else "personae"
        note(f"Error: {_refusal(error)}\nFix: See {path} --help")
        return error.exit_code
    return 0


def _refusal(error: ClickException) -> str:
    """Say what cannot be meant; of an unknown option in our words, since click's often change."""
    from click.exceptions import NoSuchOption

    if not isinstance(error, NoSuchOption):
        return error.format_message()
    near = ", ".join(sorted(error.possibilities or ()))
    return f"No such option: {error.option_name}" + (f" (Possible options: {near})" if near else "")


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
