"""What compiled code prints stays out of an answer; what comes after does not."""

from __future__ import annotations

import ctypes
import os
import threading

import pytest

from personae.actions.budget.silent_stdout import silent_stdout


def test_only_what_is_printed_inside_is_lost(capfd: pytest.CaptureFixture[str]) -> None:
    os.write(1, b"before ")
    with silent_stdout():
        ctypes.CDLL(None).puts(b"for developers")
        os.write(1, b"inside ")
    os.write(1, b"after")
    ctypes.CDLL(None).fflush(None)
    assert capfd.readouterr().out == "before after"


def test_stdout_is_back_after_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="wrong"), silent_stdout():
        raise ValueError("wrong")
    os.write(1, b"after")
    assert capfd.readouterr().out == "after"


def test_threads_give_one_another_stdout_back(capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        for _ in range(50):
            with silent_stdout():
                os.write(1, b"inside")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os.write(1, b"after")
    assert capfd.readouterr().out == "after"
