"""A document in, its charts as SVG and PNG out, drawn in processes of their own.

matplotlib takes as long to import as many a segmentation takes to compute, so a process is
started early and imports while the statistics run. It is a fresh interpreter that reads one chart
to draw from each line of its standard input: a script that calls Personae is not run a second
time, as a pool of processes would do. Where it is safe, and that is on Linux, this process, which
has one thread and nothing of the run in it, doubles itself when there is more to draw.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from dataclasses import field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from personae.dataclass import dataclass
from personae.errors import Problem, ResourceError
from personae.report.chart_list import CHARTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

__all__ = ["DrawingRoom", "Drawings", "draw"]


# A chart's name and the line that asks for it; None where there is no more.
_Jobs = queue.SimpleQueue[tuple[str, bytes] | None]


# Elsewhere system libraries may have threads that a double would lack.
_CAN_DOUBLE = sys.platform == "linux"
# The line that asks a drawing process for a double of itself.
_DOUBLE = b"double\n"

# New objects between two looks for garbage in a drawing process; Python looks after every 700.
_OBJECTS = 100_000


# Pictures follow one another: so large a one is kept for the next by the GNU C library, which
# else gives each one's memory back (see `cli.startup`).
_KEPT_BYTES = str(1 << 25)


# Charts that a drawing process has been asked for and that are not back yet.
_UNDER_WAY = 2

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


@dataclass(frozen=True)
class Drawings:
    """The charts of a run.

    Parameters
    ----------
    svg : dict of str to str
        An SVG element by the chart's name, for the page.
    png : dict of str to bytes
        The same chart as a picture of 150 dots per inch, for slides.
    """

    svg: dict[str, str] = field(repr=False)
    png: dict[str, bytes] = field(repr=False)


def draw(document: dict[str, Any]) -> Drawings:
    """Draw every chart of a report's document.

    Raises
    ------
    ResourceError
        If a drawing process could not be started or ended early.
    """
    with DrawingRoom() as room:
        room.add_artist()
        room.draw(document)
        return room.finish()


class DrawingRoom:
    """One or more processes that get ready to draw as soon as they are there.

    Examples
    --------
    ::

        with DrawingRoom() as room:
            first = ...             # the room imports its libraries meanwhile
            room.draw(first)
            document = ...          # and draws meanwhile
            room.draw(document)     # the rest
            drawings = room.finish()
    """

    def __enter__(self) -> Self:
        self._jobs: _Jobs = queue.SimpleQueue()
        self._drawings = Drawings({}, {})
        self._asked: set[str] = set()
        self._started = False
        self._processes = [_Process()]
        self._artists = [_Artist(self._jobs, self._drawings, *self._processes[0].first)]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._processes:
            process.stop()
        self._end_of_work()
        for artist in self._artists:
            artist.leave()
        for process in self._processes:
            process.leave()

    def add_artist(self) -> None:
        """Let a second process take its share of the charts, where there is a core for it."""
        if len(self._artists) > 1 or (os.cpu_count() or 1) < 2:
            return
        second = self._processes[0].doubled()
        if second is None:
            self._processes.append(_Process())
            second = self._processes[1].first
        self._artists.append(_Artist(self._jobs, self._drawings, *second))

    def draw(self, document: dict[str, Any]) -> None:
        """Ask for the charts of a document, or of a part of it; returns at once.

        A chart that was asked for before is not drawn again.
        """
        self._started = True
        for name, table in CHARTS.items():
            if table in document["charts"] and name not in self._asked:
                self._asked.add(name)
                job = {"name": name, "page": _part(document, table)}
                self._jobs.put((name, json.dumps(job, ensure_ascii=True).encode() + b"\n"))

    def finish(self) -> Drawings:
        """Wait for the charts and return them.

        Raises
        ------
        ResourceError
            If a drawing process ended early.
        """
        if not self._started:
            raise RuntimeError("draw() comes before finish()")
        self._end_of_work()
        for artist in self._artists:
            artist.leave()
        for process in self._processes:
            process.wait()
        return self._drawings

    def _end_of_work(self) -> None:
        for _ in self._artists:
            self._jobs.put(None)


class _Artist:
    """The threads that give a drawing process one chart after the other, and take them back.

    The next one is always under way while it draws: it does not wait until this process, which has
    much else to do, gets around to it.
    """

    def __init__(
        self, jobs: _Jobs, drawings: Drawings, to_process: IO[bytes], back: IO[bytes]
    ) -> None:
        self._room = threading.Semaphore(_UNDER_WAY)
        self._asked: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._has_ended = False
        self._threads = (
            threading.Thread(target=self._ask, args=(jobs, to_process), daemon=True),
            threading.Thread(target=self._take, args=(drawings, back), daemon=True),
        )
        for thread in self._threads:
            thread.start()

    def leave(self) -> None:
        """Return when no chart is left to draw, or the process has ended."""
        for thread in self._threads:
            thread.join()

    def _ask(self, jobs: _Jobs, to_process: IO[bytes]) -> None:
        while True:
            self._room.acquire()
            job = None if self._has_ended else jobs.get()
            if job is None:
                break
            name, message = job
            self._asked.put(name)
            try:
                to_process.write(message)
                to_process.flush()
            except OSError:
                break  # the process has ended; its exit code says how
        with contextlib.suppress(OSError):  # what could not be sent to a process that has ended
            to_process.close()

    def _take(self, drawings: Drawings, back: IO[bytes]) -> None:
        for reply in back:
            if not reply.endswith(b"\n"):
                break  # the process has ended within the line
            name, answer = self._asked.get(), json.loads(reply)
            self._room.release()
            if answer is not None:
                drawings.svg[name] = answer["svg"]
                drawings.png[name] = base64.b64decode(answer["png"])
        self._has_ended = True
        self._room.release()
        back.close()


class _Process:
    """A fresh interpreter that draws, and its double where there is one."""

    def __init__(self) -> None:
        # a file and not a pipe: nobody reads it before the end
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed by leave)
        self._second: tuple[IO[bytes], IO[bytes]] | None = None
        given: tuple[int, ...] = ()
        if _CAN_DOUBLE:
            theirs_in, write = os.pipe()
            read, theirs_out = os.pipe()
            given = (theirs_in, theirs_out)
            self._second = os.fdopen(write, "wb"), os.fdopen(read, "rb")  # closed by the artist
        try:
            self._process = _open_process(self._errors, given)
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


def _part(document: dict[str, Any], table: str) -> dict[str, Any]:
    """Return what one chart needs of a document, which may be megabytes."""
    return {
        "segments": [
            {"segment": item["segment"], "name": item["name"]} for item in document["segments"]
        ],
        "trends": {"names": (document.get("trends") or {}).get("names", [])},
        "money_word": document["money_word"],
        "charts": {table: document["charts"][table]},
    }


def _open_process(errors: IO[bytes], given: tuple[int, ...]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "personae.report.drawing", *map(str, given)]
    try:
        return subprocess.Popen(  # noqa: S603 (our own module)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            # matplotlib would read settings from the working directory
            cwd=Path(__file__).parent,
            env=_environment(),
            pass_fds=given,
        )
    except OSError as error:
        raise ResourceError(
            Problem(
                "report/drawing",
                f"The process that draws the charts could not be started ({error.strerror}).",
                "Free some memory and run again; nothing was written.",
            )
        ) from error


def _environment() -> dict[str, str]:
    """Return this process's environment with its own import path and one thread."""
    paths = [str(Path(path).absolute()) for path in sys.path if path]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MPLBACKEND": "agg",
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

    asked, answers, double = sys.stdin.buffer, sys.stdout.buffer, 0
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
                os.dup2(of_double[0], 0)
                os.dup2(of_double[1], 1)
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


if __name__ == "__main__":
    try:
        exit_code = _serve([int(descriptor) for descriptor in sys.argv[1:]])
    except Exception as error:  # noqa: BLE001 (its type is told, and its text could hold a value)
        sys.stderr.write(f"\n{type(error).__name__}\n")
        sys.exit(1)
    # everything is sent; to take modules apart would keep the run waiting for 0.07 s
    os._exit(exit_code)
