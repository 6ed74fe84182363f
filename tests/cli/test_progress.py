"""Progress is for somebody who watches stderr, and for nobody else."""

from __future__ import annotations

import io
import sys

import pytest

from personae.cli.progress import ProgressLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def events() -> None:
    with ProgressLine(quiet=False) as progress:
        progress("reading", 0, 1)
        progress("choosing k", 3, 9)


def test_a_watched_terminal_shows_the_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    events()
    assert "choosing k" in screen.getvalue()


def test_no_colour_is_used_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    events()
    assert "\x1b[3" not in screen.getvalue()


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_a_log_file_and_quiet_get_nothing(
    monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO]
) -> None:
    screen = stream()
    monkeypatch.setattr(sys, "stderr", screen)
    with ProgressLine(quiet=stream is Terminal) as progress:
        progress("reading", 0, 1)
    assert screen.getvalue() == ""
