"""A document in, its charts as SVG and PNG out, drawn in a process of their own.

matplotlib takes as long to import as many a segmentation takes to compute, so the process is
started early and imports while the statistics run. It is a fresh interpreter that reads a
document from its standard input: nothing is forked, and a script that calls Personae is not run
a second time, as a pool of processes would do.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from personae.errors import Problem, ResourceError

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["DrawingRoom", "Drawings", "draw"]


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
        If the drawing process could not be started or ended early.
    """
    with DrawingRoom() as room:
        room.start(document)
        return room.finish()


class DrawingRoom:
    """A process that gets ready to draw as soon as the room is entered.

    Examples
    --------
    ::

        with DrawingRoom() as room:
            document = ...          # the room imports its libraries meanwhile
            room.start(document)
            ...                     # and draws meanwhile
            drawings = room.finish()
    """

    def __enter__(self) -> Self:
        self._reply = b""
        self._thread: threading.Thread | None = None
        self._process = _open_process()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        if self._thread is not None:
            self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None and not pipe.closed:
                pipe.close()
        self._process.wait()

    def start(self, document: dict[str, Any]) -> None:
        """Hand over what to draw; returns at once."""
        message = json.dumps(document, ensure_ascii=True).encode()
        self._thread = threading.Thread(target=self._exchange, args=(message,), daemon=True)
        self._thread.start()

    def finish(self) -> Drawings:
        """Wait for the charts and return them.

        Raises
        ------
        ResourceError
            If the drawing process ended early.
        """
        if self._thread is None:
            raise RuntimeError("start() comes before finish()")
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
        reply = json.loads(self._reply)
        png = {name: base64.b64decode(text) for name, text in reply["png"].items()}
        return Drawings(reply["svg"], png)

    def _exchange(self, message: bytes) -> None:
        self._reply, self._errors = self._process.communicate(message)

    def _last_words(self) -> str:
        """Return the type of the error that ended the process; its text could hold a value."""
        lines = self._errors.decode(errors="replace").strip().splitlines()
        return f", {lines[-1].partition(':')[0]}" if lines else ""


def _open_process() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "personae.report.drawing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
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
    """Get ready, read one document, answer with its charts."""
    from personae.report.charts.gallery import rendered_charts

    _warm_up()
    message = sys.stdin.buffer.read()
    if not message:
        return  # the run ended before there was anything to draw
    svg: dict[str, str] = {}
    png: dict[str, str] = {}
    for name, vector, picture in rendered_charts(json.loads(message)):
        svg[name] = vector
        png[name] = base64.b64encode(picture).decode()
    sys.stdout.buffer.write(json.dumps({"svg": svg, "png": png}).encode())


def _warm_up() -> None:
    """Import what matplotlib would import with the first picture."""
    import matplotlib.backends.backend_agg
    import matplotlib.backends.backend_mixed
    import matplotlib.backends.backend_svg  # noqa: F401


if __name__ == "__main__":
    _serve()
