"""A document in, its charts as SVG and PNG out, drawn in processes of their own.

matplotlib takes as long to import as many a segmentation takes to compute, so a process is
started early and imports while the statistics run. It is a fresh interpreter that reads one chart
to draw from each line of its standard input: nothing is forked, and a script that calls Personae
is not run a second time, as a pool of processes would do.
"""

from __future__ import annotations

import base64
import gc
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from personae.errors import Problem, ResourceError
from personae.report.chart_list import CHARTS

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["DrawingRoom", "Drawings", "draw"]


# A chart's name and the line that asks for it; None where there is no more.
_Jobs = queue.SimpleQueue[tuple[str, bytes] | None]


# New objects between two looks for garbage in a drawing process; Python looks after every 700.
_OBJECTS = 100_000


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
        self._artists: list[_Artist] = []
        self._asked: set[str] = set()
        self._started = False
        self.add_artist()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for artist in self._artists:
            artist.stop()
        self._end_of_work()
        for artist in self._artists:
            artist.leave()

    def add_artist(self) -> None:
        """Start another process, which takes its share of the charts; at most one per core."""
        if len(self._artists) < (os.cpu_count() or 1):
            self._artists.append(_Artist(self._jobs, self._drawings))

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
            artist.wait()
        return self._drawings

    def _end_of_work(self) -> None:
        for _ in self._artists:
            self._jobs.put(None)


class _Artist:
    """A drawing process, and the thread that gives it one chart after the other."""

    def __init__(self, jobs: _Jobs, drawings: Drawings) -> None:
        # a file and not a pipe: nobody reads it before the end
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed by leave)
        self._process = _open_process(self._errors)
        self._thread = threading.Thread(target=self._work, args=(jobs, drawings), daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Return when no chart is left to draw, or raise what ended the process early."""
        self._thread.join()
        if self._process.returncode != 0:
            raise ResourceError(
                Problem(
                    "report/drawing",
                    "The process that draws the charts ended early "
                    f"(exit code {self._process.returncode}{self._last_words()}).",
                    "Free some memory and run again; nothing was written.",
                )
            )

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self._process.poll() is None:
            self._process.kill()

    def leave(self) -> None:
        """Wait for the end of a process that was stopped, and close everything."""
        self._thread.join()
        self._errors.close()

    def _work(self, jobs: _Jobs, drawings: Drawings) -> None:
        with self._process as process:
            for name, message in iter(jobs.get, None):
                reply = _exchange(process, message)
                if not reply:
                    break  # the process has ended; its exit code says how
                answer = json.loads(reply)
                if answer is not None:
                    drawings.svg[name] = answer["svg"]
                    drawings.png[name] = base64.b64decode(answer["png"])

    def _last_words(self) -> str:
        """Return the type of the error that ended the process; its text could hold a value."""
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return f", {lines[-1].partition(':')[0]}" if lines else ""


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


def _exchange(process: subprocess.Popen[bytes], message: bytes) -> bytes:
    """Send a line and return the line that answers it; nothing if the process has ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(message)
        process.stdin.flush()
    except OSError:
        return b""
    return process.stdout.readline()


def _open_process(errors: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "personae.report.drawing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            # matplotlib would read settings from the working directory
            cwd=Path(__file__).parent,
            env=_environment(),
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
    }


def _serve() -> None:
    """Get ready, and answer every line that asks for a chart with the chart."""
    from personae.report.charts.gallery import rendered_chart

    # figures are circles of objects, but a run's few are small beside the looks for them
    gc.set_threshold(_OBJECTS)
    _warm_up()
    for line in sys.stdin.buffer:
        job = json.loads(line)
        drawn = rendered_chart(job["page"], job["name"])
        answer = drawn and {"svg": drawn[0], "png": base64.b64encode(drawn[1]).decode()}
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


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
    _serve()
