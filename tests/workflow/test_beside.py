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


def test_who_leaves_with_an_error_has_the_work_stopped_and_waits_for_its_end() -> None:
    """Asked once is not enough: the first time there may be nothing yet that could be stopped."""
    asked = threading.Semaphore(0)
    ended = threading.Event()

    def work() -> None:
        for _ in range(2):
            assert asked.acquire(timeout=60)
        ended.set()

    with pytest.raises(KeyError), Beside(work, stop=asked.release):
        raise KeyError
    assert ended.is_set()


def test_who_leaves_without_an_error_stops_nothing() -> None:
    go_on = threading.Event()
    with Beside(lambda: go_on.wait(60), stop=lambda: pytest.fail("was stopped")) as answer:
        go_on.set()
    assert answer.result() is True


def test_what_cannot_be_stopped_is_not_waited_for() -> None:
    go_on = threading.Event()
    with pytest.raises(KeyError), Beside(lambda: go_on.wait(60)) as answer:
        raise KeyError
    go_on.set()
    assert answer.result() is True


def test_work_that_does_not_end_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may wait for a lock of Python's imports, which an interruption can leave closed."""
    monkeypatch.setattr("personae.workflow.beside._AGAIN", 0.001)
    monkeypatch.setattr("personae.workflow.beside._MOST", 3)
    asked: list[None] = []
    go_on = threading.Event()
    with (
        pytest.raises(KeyError),
        Beside(lambda: go_on.wait(60), stop=lambda: asked.append(None)) as answer,
    ):
        raise KeyError
    assert len(asked) == 3
    go_on.set()
    assert answer.result() is True
