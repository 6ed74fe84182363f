"""Real child processes: other languages, no home, few open files. The answer stays the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from catalogue.case import MARK, people, text_of

CITIES = ["M\u00fcnchen", "\u0130zmir", "Z\u00fcrich"] * 10
LIMITS = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)); "
START = "from personae.cli.main import main; import sys; sys.argv[0] = 'personae'; main()"


def check(
    folder: Path, *, before: str = "", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    known = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))
    }
    command = [sys.executable, "-c", before + START, "check", "kunden-\u00fc.csv", "--json"]
    return subprocess.run(
        command, cwd=folder, env=known | environment, capture_output=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A table, and what is said of it on a usual machine."""
    folder = tmp_path_factory.mktemp("environment")
    (folder / "kunden-\u00fc.csv").write_text(text_of(people(city=CITIES)), encoding="utf-8")
    answer = check(folder, LANG="en_US.UTF-8", PYTHONUTF8="1")
    assert answer.returncode == 0, answer.stderr
    return folder, answer.stdout


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"},
        {"HOME": "/nowhere", "XDG_CACHE_HOME": "/nowhere", "MPLCONFIGDIR": "/nowhere"},
        {"TMPDIR": "/nowhere", "PYTHONIOENCODING": "cp1252"},
    ],
    ids=["C", "Turkish and another zone", "no home", "no folder for temporary files"],
)
def test_the_answer_is_the_same_bytes(
    asked: tuple[Path, bytes], environment: dict[str, str]
) -> None:
    folder, usual = asked
    answer = check(folder, **environment)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == usual


def test_sixty_four_open_files_are_enough(asked: tuple[Path, bytes]) -> None:
    folder, usual = asked
    answer = check(folder, before=LIMITS)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == usual


def test_a_refusal_of_a_real_process_is_a_message_and_a_code(tmp_path: Path) -> None:
    (tmp_path / "kunden-\u00fc.csv").write_text(f'customer_id,spend\n"{MARK},1\n', encoding="utf-8")
    answer = check(tmp_path, LANG="C", LC_ALL="C", PYTHONUTF8="0")
    assert answer.returncode == 3
    assert answer.stdout == b""
    assert answer.stderr.startswith(b"Error: ")
    assert b"\nFix: " in answer.stderr
    assert MARK.encode() not in answer.stderr
    assert b"Traceback" not in answer.stderr
