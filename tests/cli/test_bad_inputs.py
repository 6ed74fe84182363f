"""Files and requests that cannot work end with their code, a message that helps, and no trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Personae = Callable[..., Any]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder with one good file."""
    monkeypatch.chdir(tmp_path)
    rows = [f"c{n},{n * 37 % 91},{n * n % 83}" for n in range(30)]
    write("good.csv", *rows)
    return tmp_path


def write(name: str, *rows: str) -> None:
    text = "\n".join(("customer_id,income,spend", *rows)) + "\n"
    Path(name).write_text(text, encoding="utf-8")


def left_behind() -> list[str]:
    return sorted(str(path) for path in Path().rglob("*") if path.suffix != ".csv")


def refused(personae: Personae, *arguments: str, code: int) -> str:
    """Run, see that nothing but the message came of it, and return the message."""
    answer = personae("run", *arguments)
    assert answer.code == code, answer.err
    assert answer.out == ""
    assert "Traceback" not in answer.err
    return str(answer.err)


def test_an_empty_file(personae: Personae) -> None:
    Path("empty.csv").touch()
    assert refused(personae, "empty.csv", code=3) == (
        "Error: empty.csv is empty (0 bytes).\nFix: Export the table again.\n"
    )
    assert left_behind() == []


def test_a_header_alone(personae: Personae) -> None:
    write("header.csv")
    assert refused(personae, "header.csv", code=3) == (
        "Error: header.csv has a header but no row below it.\n"
        "Fix: Export the table again, with its rows.\n"
    )
    assert left_behind() == []


def test_one_customer(personae: Personae) -> None:
    write("one.csv", "a,1,2")
    message = refused(personae, "one.csv", code=4)
    assert message.startswith("Error: ")
    assert "\nFix: " in message
    assert left_behind() == []


def test_all_values_equal(personae: Personae) -> None:
    write("equal.csv", *(f"c{n},5,7" for n in range(30)))
    message = refused(personae, "equal.csv", code=4)
    assert '"income"' in message
    assert '"spend"' in message
    assert "--features" in message
    assert left_behind() == []


def test_text_where_numbers_should_be(personae: Personae) -> None:
    write("text.csv", *(f"c{n},word {n},thing {n * 7}" for n in range(30)))
    message = refused(personae, "text.csv", code=4)
    assert '"income"' in message
    assert "--features" in message
    assert left_behind() == []


def test_an_unknown_column_in_features(personae: Personae) -> None:
    assert refused(personae, "good.csv", "--features", "income,spendd", code=2) == (
        'Error: Column "spendd" is not in good.csv (3 columns). Closest: "spend".\n'
        "Fix: Pass --features with the name of a column of the file, such as "
        '--features "spend".\n'
    )
    assert left_behind() == []


def test_more_segments_than_customers(personae: Personae) -> None:
    message = refused(personae, "good.csv", "--k", "31", code=4)
    assert message.startswith("Error: 31 segments were asked for, but there are 30 ")
    assert "--k" in message.partition("Fix: ")[2]
    assert left_behind() == []


def test_an_output_that_is_a_file(personae: Personae) -> None:
    Path("taken").write_text("mine")
    assert refused(personae, "good.csv", "--out", "taken", code=5) == (
        "Error: taken is not a folder.\nFix: Pass --out with another folder.\n"
    )
    assert Path("taken").read_text() == "mine"
    assert left_behind() == ["taken"]


def test_an_output_folder_with_files_of_somebody_else(personae: Personae) -> None:
    Path("theirs").mkdir()
    Path("theirs/letter.txt").write_text("mine")
    assert refused(personae, "good.csv", "--out", "theirs", code=5) == (
        "Error: The folder theirs holds files that Personae did not write.\n"
        "Fix: Pass --out with a new or empty folder; nothing was changed.\n"
    )
    assert left_behind() == ["theirs", "theirs/letter.txt"]


def test_an_output_folder_that_cannot_be_written(personae: Personae) -> None:
    """/proc takes no folder from anybody, not even from root."""
    if not Path("/proc/self").exists():
        pytest.skip("no /proc on this system")
    message = refused(personae, "good.csv", "--out", "/proc/nothing", code=5)
    assert message.startswith("Error: The result cannot be written to /proc/nothing")
    assert "--out" in message.partition("Fix: ")[2]
    assert left_behind() == []


def test_a_file_that_is_not_there(personae: Personae) -> None:
    message = refused(personae, "missing.csv", code=3)
    assert message.startswith("Error: There is no file missing.csv.\nFix: ")


def test_check_writes_nothing(personae: Personae) -> None:
    answer = personae("check", "good.csv")
    assert answer.code == 0
    assert "customer_id" in answer.out
    assert left_behind() == []
