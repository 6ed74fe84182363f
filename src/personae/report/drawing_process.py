"""A process that draws: started early, fed chart by chart; and what runs in it.

matplotlib takes as long to import as many a segmentation takes to compute, so a process is
started early and imports while the statistics run. It is a fresh interpreter that reads one chart
to draw from each line of its standard input: a script that calls Personae is not run a second
time, as a pool of processes would do. A process that is all ours and has one thread yet may double
itself instead, and so may the drawing process when there is more to draw.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from personae.errors import Problem, ResourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DrawingProcess", "double_to_draw"]

_STREAMS = (0, 1, 2)  # where questions come from, where answers go, and errors
_WHERE = Path(__file__).parent
_TASKS, _OPENED = Path("/proc/self/task"), Path("/proc/self/fd")  # as Linux tells of a process
_BACKEND = "agg"

# Elsewhere system libraries may have threads that a double would lack.
_CAN_DOUBLE = sys.platform == "linux"
# The line that asks a drawing process for a double of itself.
_DOUBLE = b"double\n"

# New objects between two looks for garbage in a drawing process; Python looks after every 700.
_OBJECTS = 100_000


# Pictures follow one another: so large a one is kept for the next by the GNU C library, which
# else gives each one's memory back (see `cli.startup`).
_KEPT_BYTES = str(1 << 25)


# How far a drawing process steps back where there are more processes than cores: the run that feeds
# it goes first, and what is left to draw then has all cores.
_NICE = 5

# A run of one segment, to be drawn before there is one.
_REHEARSAL: dict[str, Any] = {
    "segments": [{"segment": 1, "name": "Everybody"}],
    "money_word": None,
    "charts": {
        "sizes_and_revenue": {
            "alt": "",
            "rows": [{"segment": 1, "size": 1, "share": 1.0, "revenue_share": None}],
        },
        "choice": {
            "alt": "",
            "how": "",
            "rows": [{"k": k, "inertia": 1.0 / k, "chosen": k == 1} for k in (1, 2)],
        },
    },
}


class _Ours:
    """Whether this process may be doubled; it is one of them."""

    may_double = False


def double_to_draw() -> None:
    """Let this process double itself instead of starting a fresh interpreter to draw.

    A double has already imported what this process has: a tenth of what a fresh one has to do
    before it draws. Only for a process that is all ours: in another one settings of libraries,
    open files or a debugger may be somebody else's.
    """
    _Ours.may_double = True


class DrawingProcess:
    """A fresh interpreter that draws, and its double where there is one."""

    def __init__(self) -> None:
        # a file and not a pipe: nobody reads it before the end
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed by leave)
        self._second: tuple[IO[bytes], IO[bytes]] | None = None
        given: tuple[int, ...] = ()
        if _CAN_DOUBLE:
            self._second, given = _ways()  # the first closed by the artist
        try:
            self._process = _started(self._errors, given)
        finally:
            for descriptor in given:
                os.close(descriptor)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.first = self._process.stdin, self._process.stdout

    def doubled(self) -> tuple[IO[bytes], IO[bytes]] | None:
        """Ask the process to double itself; return the way to the double and back."""
        second, self._second = self._second, None
        if second is not None:
            with contextlib.suppress(OSError):
                self.first[0].write(_DOUBLE)
                self.first[0].flush()
        return second

    def wait(self) -> None:
        """Raise what ended the process or its double early."""
        code = self._process.wait()
        if code != 0:
            raise ResourceError(
                Problem(
                    "report/drawing",
                    "The process that draws the charts ended early "
                    f"(exit code {code}{self._last_words()}).",
                    "Free some memory and run again; nothing was written.",
                )
            )

    def stop(self) -> None:
        """End the process, whatever it is doing; its double ends with the chart in its hands."""
        if self._process.poll() is None:
            self._process.kill()

    def leave(self) -> None:
        """Wait for the end of a process that was stopped, and close everything."""
        self._process.wait()
        for stream in self._second or ():
            stream.close()
        self._errors.close()

    def _last_words(self) -> str:
        """Return the type of the error that ended the process; its text could hold a value."""
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").split()
        return f", {lines[-1]}" if lines and lines[-1].isidentifier() else ""


def _ways() -> tuple[tuple[IO[bytes], IO[bytes]], tuple[int, int]]:
    """Return the way to a process and the way back, and its own ends of both."""
    theirs_in, write = os.pipe()
    read, theirs_out = os.pipe()
    return (os.fdopen(write, "wb"), os.fdopen(read, "rb")), (theirs_in, theirs_out)


def _started(errors: IO[bytes], given: tuple[int, ...]) -> subprocess.Popen[bytes] | _Double:
    """Return a new process that draws."""
    try:
        return _Double(errors, given) if _may_double(errors) else _fresh(errors, given)
    except OSError as error:
        raise ResourceError(
            Problem(
                "report/drawing",
                f"The process that draws the charts could not be started ({error.strerror}).",
                "Free some memory and run again; nothing was written.",
            )
        ) from error


def _fresh(errors: IO[bytes], given: tuple[int, ...]) -> subprocess.Popen[bytes]:
    """Start an interpreter that draws."""
    command = [sys.executable, "-P", "-m", "personae.report.drawing_process", *map(str, given)]
    return subprocess.Popen(  # noqa: S603 (our own module)
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        # matplotlib would read settings from the working directory
        cwd=_WHERE,
        env=_environment(),
        pass_fds=given,
    )


def _may_double(errors: IO[bytes]) -> bool:
    """Tell whether a double of this process would be a whole one."""
    if not (_CAN_DOUBLE and _Ours.may_double):
        return False
    import numpy as np  # noqa: F401 (soon needed here; so the double has it, too)

    try:
        n_threads = len([*_TASKS.iterdir()])
    except OSError:
        return False  # nobody tells
    # of several threads a double has one; below 3 are the streams, if none of them was closed
    return n_threads == 1 and errors.fileno() > _STREAMS[-1]


class _Double:
    """A double of this process that draws, to be used like a `subprocess.Popen`."""

    def __init__(self, errors: IO[bytes], given: tuple[int, ...]) -> None:
        (self.stdin, self.stdout), theirs = _ways()
        self.returncode: int | None = None
        try:
            self._number = os.fork()
            if self._number == 0:
                _live_as_double((*theirs, errors.fileno()), given)
        finally:
            for descriptor in theirs:
                os.close(descriptor)

    def poll(self) -> int | None:
        """Return the exit code; None while it works."""
        return self._waited(os.WNOHANG)

    def wait(self) -> int | None:
        """Wait for its end and return the exit code."""
        return self._waited(0)

    def kill(self) -> None:
        """End it, whatever it is doing."""
        os.kill(self._number, signal.SIGKILL)

    def _waited(self, how: int) -> int | None:
        if self.returncode is None:
            number, status = os.waitpid(self._number, how)
            if number:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode


def _live_as_double(streams: tuple[int, int, int], given: tuple[int, ...]) -> NoReturn:
    """Leave all that belongs to the run, draw what is asked for, and end."""
    exit_code = 1
    try:
        # an open file that is forgotten closes its number, which may be another's by then
        gc.freeze()
        for kind in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(kind) != signal.SIG_IGN:
                signal.signal(kind, signal.SIG_DFL)
        for stream, place in zip(streams, _STREAMS, strict=True):
            os.dup2(stream, place)
        for opened in [int(link.name) for link in _OPENED.iterdir()]:
            if opened not in {*_STREAMS, *given}:
                with contextlib.suppress(OSError):  # that of the list itself is closed already
                    os.close(opened)
        sys.stdout = sys.stderr  # answers take their own way
        sys.path[:] = _search_path()
        os.chdir(_WHERE)
        os.environ["MPLBACKEND"] = _BACKEND
        exit_code = _served(given)
    finally:
        os._exit(exit_code)


def _search_path() -> list[str]:
    return [str(Path(path).absolute()) for path in sys.path if path]


def _environment() -> dict[str, str]:
    """Return this process's environment with its own import path and one thread."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(_search_path()),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MPLBACKEND": _BACKEND,
        "MALLOC_MMAP_THRESHOLD_": _KEPT_BYTES,
        "MALLOC_TRIM_THRESHOLD_": _KEPT_BYTES,
    }


def _serve(of_double: Sequence[int]) -> int:
    """Get ready and draw whatever is asked for; return the exit code."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
    # modules and figures are circles of objects, but few beside the looks for them
    gc.set_threshold(_OBJECTS)
    from personae.report.charts.theme import style

    # once for all charts: to set the theme takes as long as a twentieth of drawing one
    with style():
        _warm_up()
        return _answer(of_double)


def _answer(of_double: Sequence[int]) -> int:
    """Answer every line that asks for a chart; return the exit code."""
    from personae.report.charts.gallery import rendered_chart

    asked = os.fdopen(_STREAMS[0], "rb", closefd=False)
    answers = os.fdopen(_STREAMS[1], "wb", closefd=False)
    double = 0
    while line := asked.readline():
        if line == _DOUBLE:
            double = os.fork()
            streams = os.fdopen(of_double[0], "rb"), os.fdopen(of_double[1], "wb")
            if double:
                for stream in streams:
                    stream.close()
            else:
                asked, answers = streams
                # held open here, they would hide that the first one has ended
                os.dup2(of_double[0], _STREAMS[0])
                os.dup2(of_double[1], _STREAMS[1])
            continue
        job = json.loads(line)
        drawn = rendered_chart(job["page"], job["name"])
        answer = drawn and {"svg": drawn[0], "png": base64.b64encode(drawn[1]).decode()}
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()
    return os.waitstatus_to_exitcode(os.waitpid(double, 0)[1]) if double else 0


def _warm_up() -> None:
    """Draw something, so that what comes with a first picture is there before it is waited for.

    That is modules, fonts and tables: a fifth of drawing the charts of a run. All of it stays, so
    the collector of garbage is told not to look through it again and again.
    """
    from personae.report.charts.gallery import rendered_chart

    for name in ("elbow", "sizes_and_revenue"):
        rendered_chart(_REHEARSAL, name)
    gc.freeze()


def _served(of_double: Sequence[int]) -> int:
    """Draw whatever is asked for; of an error tell the type, since its text could hold a value."""
    try:
        return _serve(of_double)
    except Exception as error:  # noqa: BLE001 (who started this process tells people)
        os.write(_STREAMS[2], f"\n{type(error).__name__}\n".encode())
        return 1


if __name__ == "__main__":
    exit_code = _served([int(descriptor) for descriptor in sys.argv[1:]])
    # everything is sent; to take modules apart would keep the run waiting for 0.07 s
    os._exit(exit_code)
