"""Work that a thread does beside its caller: its answer, its error, and how it is stopped."""

from __future__ import annotations

import threading

import pytest

from personae.workflow.beside import Beside


def test_it_is_begun_at_once_and_goes_on_beside_its_caller() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work() -> str:
        begun.set()
        assert go_on.wait(60)
        return "done"

    answer = Beside(work)
    assert begun.wait(60)
    go_on.set()
    assert answer.result() == "done"
    assert answer.result() == "done"


def test_an_error_is_raised_where_the_answer_is_asked_for() -> None:
    def work() -> None:
        raise ValueError("of the work")

    answer = Beside(work)
    with pytest.raises(ValueError, match="of the work"):
        answer.result()


def test_work_that_is_ended_is_stopped_and_waited_for() -> None:
    """Asked once is not enough: the first time there may be nothing yet that could be stopped."""
    asked = threading.Semaphore(0)
    ended = threading.Event()

    def work() -> None:
        for _ in range(2):
            assert asked.acquire(timeout=60)
        ended.set()

    Beside(work).end(asked.release)
    assert ended.is_set()


def test_work_that_does_not_end_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may wait for a lock of Python's imports, which an interruption can leave closed."""
    monkeypatch.setattr("personae.workflow.beside._AGAIN", 0.001)
    monkeypatch.setattr("personae.workflow.beside._MOST", 3)
    asked: list[None] = []
    go_on = threading.Event()
    answer = Beside(lambda: go_on.wait(60))
    answer.end(lambda: asked.append(None))
    assert len(asked) == 3
    go_on.set()
    assert answer.result() is True
