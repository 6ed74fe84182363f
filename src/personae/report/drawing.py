"""A document in, its charts as SVG and PNG out, drawn in processes of their own.

They are started early and get ready while the statistics run; charts are drawn as soon as what they
show is known.
"""

from __future__ import annotations

import base64
import collections
import contextlib
import json
import os
import threading
from dataclasses import field
from typing import IO, TYPE_CHECKING, Any, Self

from personae.dataclass import dataclass
from personae.report.chart_list import CHARTS
from personae.report.drawing_process import DrawingProcess

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["DrawingRoom", "Drawings", "draw"]


# Charts that a drawing process has been asked for and that are not back yet.
_UNDER_WAY = 2

# While more charts wait, one that draws is asked for its next; the last ones wait for who is free.
_LAST = 2


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
        self._jobs = _Jobs()
        self._drawings = Drawings({}, {})
        self._asked: set[str] = set()
        self._started = False
        self._processes = [DrawingProcess()]
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
        self._jobs.end()
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
            self._processes.append(DrawingProcess())
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
                self._jobs.put(name, json.dumps(job, ensure_ascii=True).encode() + b"\n")

    def finish(self) -> Drawings:
        """Wait for the charts and return them.

        Raises
        ------
        ResourceError
            If a drawing process ended early.
        """
        if not self._started:
            raise RuntimeError("draw() comes before finish()")
        self._jobs.end()
        for artist in self._artists:
            artist.leave()
        for process in self._processes:
            process.wait()
        return self._drawings


class _Jobs:
    """The charts that wait to be drawn, for all who draw."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.is_over = False
        self._waiting: collections.deque[tuple[str, bytes]] = collections.deque()

    def put(self, name: str, message: bytes) -> None:
        """Add a chart, and the line that asks for it."""
        with self.changed:
            self._waiting.append((name, message))
            self.changed.notify_all()

    def end(self) -> None:
        """Say that no more will come."""
        with self.changed:
            self.is_over = True
            self.changed.notify_all()

    def next_for(self, artist: _Artist) -> tuple[str, bytes] | None:
        """Wait for the next chart and hand it out; None where there is no more for this artist."""
        with self.changed:
            self.changed.wait_for(lambda: artist.has_ended or self._is_time(len(artist.asked)))
            return None if artist.has_ended or not self._waiting else self._waiting.popleft()

    def _is_time(self, n_asked: int) -> bool:
        """Tell whether who has been asked for so many charts is to be told something."""
        if not self._waiting:
            return self.is_over
        return n_asked == 0 or (n_asked < _UNDER_WAY and len(self._waiting) > _LAST)


class _Artist:
    """The threads that give a drawing process one chart after the other, and take them back.

    The next one is under way while it draws, so that it does not wait until this process, which
    has much else to do, gets around to it.
    """

    def __init__(
        self, jobs: _Jobs, drawings: Drawings, to_process: IO[bytes], back: IO[bytes]
    ) -> None:
        self.asked: collections.deque[str] = collections.deque()
        self.has_ended = False
        self._threads = (
            threading.Thread(target=self._ask, args=(jobs, to_process), daemon=True),
            threading.Thread(target=self._take, args=(jobs, drawings, back), daemon=True),
        )
        for thread in self._threads:
            thread.start()

    def leave(self) -> None:
        """Return when no chart is left to draw, or the process has ended."""
        for thread in self._threads:
            thread.join()

    def _ask(self, jobs: _Jobs, to_process: IO[bytes]) -> None:
        while (job := jobs.next_for(self)) is not None:
            name, message = job
            self.asked.append(name)
            try:
                to_process.write(message)
                to_process.flush()
            except OSError:
                break  # the process has ended; its exit code says how
        with contextlib.suppress(OSError):  # what could not be sent to a process that has ended
            to_process.close()

    def _take(self, jobs: _Jobs, drawings: Drawings, back: IO[bytes]) -> None:
        for reply in back:
            if not reply.endswith(b"\n"):
                break  # the process has ended within the line
            with jobs.changed:
                name = self.asked.popleft()
                jobs.changed.notify_all()
            answer = json.loads(reply)
            if answer is not None:
                drawings.svg[name] = answer["svg"]
                drawings.png[name] = base64.b64decode(answer["png"])
        with jobs.changed:
            self.has_ended = True
            jobs.changed.notify_all()
        back.close()


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
