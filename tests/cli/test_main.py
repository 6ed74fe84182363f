"""Every way a command can end has its exit code and its message, and none shows a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from personae.errors import (
    BusyError,
    DatabaseError,
    InputError,
    IntegrityError,
    NotEnoughDataError,
    OutputError,
    PersonaeError,
    Problem,
    ResourceError,
    UsageError,
)

Personae = Callable[..., Any]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Let the workflow end with an error of our choice."""

    def put(error: BaseException) -> None:
        def run(*_: object, **__: object) -> NoReturn:
            raise error

        monkeypatch.setattr("personae.workflow.run.run", run)

    return put


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (UsageError, 2),
        (InputError, 3),
        (NotEnoughDataError, 4),
        (OutputError, 5),
        (BusyError, 6),
        (ResourceError, 7),
        (DatabaseError, 8),
        (IntegrityError, 9),
    ],
)
def test_our_errors_end_with_their_code_and_their_text(
    personae: Personae, failing: Any, kind: type[PersonaeError], code: int
) -> None:
    failing(kind(Problem("some/code", "It went wrong.", "Do it right.")))
    answer = personae("run", "x.csv")
    assert (answer.code, answer.out) == (code, "")
    assert answer.err == "Error: It went wrong.\nFix: Do it right.\n"


def test_a_stop_by_keyboard_ends_with_130(personae: Personae, failing: Any) -> None:
    failing(KeyboardInterrupt())
    answer = personae("run", "x.csv")
    assert (answer.code, answer.err) == (130, "Stopped. Nothing was written.\n")


def test_sigterm_ends_with_143_after_cleaning_up(
    personae: Personae, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = []

    def run(*_: object, **__: object) -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            signal.pause()
        finally:
            steps.append("cleaned up")

    monkeypatch.setattr("personae.workflow.run.run", run)
    answer = personae("run", "x.csv")
    assert (answer.code, answer.err) == (143, "Terminated. Nothing was written.\n")
    assert steps == ["cleaned up"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stop_stays_one_whatever_a_library_makes_of_it(
    personae: Personae, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, code: int
) -> None:
    """DuckDB, for one, says that its query was interrupted, in an error of its own."""

    def run(*_: object, **__: object) -> NoReturn:
        try:
            signal.raise_signal(number)
        finally:
            raise RuntimeError("Query interrupted")

    monkeypatch.setattr("personae.workflow.run.run", run)
    answer = personae("run", "x.csv")
    word = "Stopped" if code == 130 else "Terminated"
    assert (answer.code, answer.err) == (code, f"{word}. Nothing was written.\n")


def test_too_little_memory_ends_with_7(personae: Personae, failing: Any) -> None:
    failing(MemoryError())
    answer = personae("run", "x.csv")
    assert answer.code == 7
    assert answer.err.startswith("Error: There is not enough memory for this.\nFix: ")


def test_a_mistake_of_ours_says_so_and_keeps_its_text_to_itself(
    personae: Personae, failing: Any
) -> None:
    failing(RuntimeError("could not convert 'Ann Smith' to float"))
    answer = personae("run", "x.csv")
    assert (answer.code, answer.out) == (1, "")
    assert "Traceback" not in answer.err
    assert "Ann Smith" not in answer.err
    assert (
        "This is a mistake in Personae, not in your data (RuntimeError at test_main.py"
        in answer.err
    )
    assert "Please report it" in answer.err


def test_debug_shows_the_details_of_a_mistake(personae: Personae, failing: Any) -> None:
    failing(RuntimeError("details"))
    answer = personae("run", "x.csv", "--debug")
    assert answer.code == 1
    assert "Traceback" in answer.err


def test_a_broken_pipe_inside_the_work_is_a_mistake_of_ours(
    personae: Personae, failing: Any
) -> None:
    failing(BrokenPipeError())
    assert personae("run", "x.csv").code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Usage: "),
        (("run",), "Error: Missing argument 'SOURCE'.\nFix: See personae run --help\n"),
        (("rum",), "Error: No such command 'rum'. Did you mean 'run'?\nFix: See personae --help\n"),
        (("run", "x.csv", "--no-such"), "Error: No such option: --no-such"),
        (("rename", "run", "three", "VIPs"), "Error: Invalid value for 'SEGMENT'"),
    ],
)
def test_what_cannot_be_meant_ends_with_2(
    personae: Personae, arguments: tuple[str, ...], message: str
) -> None:
    answer = personae(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(message)


def test_messages_cannot_steer_the_terminal(personae: Personae, failing: Any) -> None:
    failing(InputError(Problem("a/b", "Column \x1b[2J\u202egnp.exe is odd.", "")))
    answer = personae("run", "x.csv")
    assert answer.err == "Error: Column \\x1b[2J\\u202egnp.exe is odd.\n"


@pytest.mark.parametrize("arguments", [("run", "--help"), ("check", "shop.csv")])
def test_a_reader_that_has_gone_is_no_error(arguments: tuple[str, ...], tmp_path: Path) -> None:
    rows = "".join(f"c{row},{row * 37 % 91},{row * 53 % 89}\n" for row in range(60))
    (tmp_path / "shop.csv").write_text(f"customer_id,visits,spend\n{rows}")
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        answer = subprocess.run(
            [sys.executable, "-m", "personae", *arguments],
            cwd=tmp_path,
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (answer.returncode, answer.stderr) == (0, b"")


def test_the_installed_command_knows_its_version() -> None:
    command = Path(sys.executable).with_name("personae")
    if not command.exists():
        pytest.skip("the package is not installed here, only on the path")
    answer = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    import personae as package

    assert answer.stdout == f"personae {package.__version__}\n"
