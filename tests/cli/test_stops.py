"""A stop raises once, is remembered, and comes again where it was lost."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator

import pytest

from personae.cli.progress import ProgressLine
from personae.cli.stops import STOPS, Stopped, raise_lost, stops_raise

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Signals are not ignored, whatever the tests were started by."""
    before = {kind: signal.signal(kind, signal.SIG_DFL) for kind in STOPS}
    yield
    for kind, handler in before.items():
        signal.signal(kind, handler)


@pytest.mark.parametrize("kind", list(STOPS))
def test_a_stop_raises_and_is_remembered(kind: signal.Signals) -> None:
    with stops_raise() as stops:
        with pytest.raises(Stopped):
            signal.raise_signal(kind)
        assert stops == [kind]


def test_a_stop_that_a_library_swallowed_is_raised_at_the_next_event() -> None:
    with stops_raise(), ProgressLine(quiet=True) as progress:
        progress("reading", 0, 1)
        with contextlib.suppress(BaseException):  # as code written in C may do
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(Stopped):
            progress("understanding", 0, 1)


def test_a_second_one_does_not_stop_the_cleaning_up_and_a_third_one_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes: list[int] = []
    monkeypatch.setattr(os, "_exit", codes.append)
    with stops_raise():
        with pytest.raises(Stopped):
            signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
        assert codes == []
        signal.raise_signal(signal.SIGINT)
    assert codes == [143]


def test_what_came_is_forgotten_afterwards() -> None:
    with stops_raise(), pytest.raises(Stopped):
        signal.raise_signal(signal.SIGINT)
    raise_lost()


def test_another_thread_leaves_signals_alone() -> None:
    before = [signal.getsignal(kind) for kind in STOPS]
    found: list[bool] = []

    def work() -> None:
        with stops_raise() as stops:
            found.append(stops == [] and before == [signal.getsignal(kind) for kind in STOPS])

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [True]
