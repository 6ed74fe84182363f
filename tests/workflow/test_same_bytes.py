"""The same input, options and version give the same bytes, wherever and however they are worked."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from personae.workflow.verify import verify

SCRIPT = Path(__file__).with_name("run_with.py")
# threads, locale, time zone: of each three, two days and half an hour apart
PLACES = [
    (1, "C", "UTC"),
    (2, "C.UTF-8", "Asia/Kolkata"),
    (8, "de_DE.ISO-8859-1", "Pacific/Apia"),
]
TOLD = "manifest.json"  # says when it was written
OF_LINES = "rejected_rows.csv"  # says in which line what was refused stands


def written(folder: Path, sources: list[Path], place: tuple[int, str, str]) -> dict[str, str]:
    """Run the sources in a process elsewhere; return the hashes of all files but the manifests."""
    threads, language, zone = place
    environment = {**os.environ, "LC_ALL": language, "TZ": zone, "PYTHONHASHSEED": str(threads)}
    environment |= {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}
    answer = subprocess.run(
        [sys.executable, SCRIPT, str(threads), folder, *sources],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    for run in folder.iterdir():
        verify(run)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != TOLD
    }


def shuffled(source: Path, folder: Path) -> Path:
    """Write the same rows in another order, under the same name."""
    head, *rows = source.read_text(encoding="utf-8").splitlines()
    random.Random(7).shuffle(rows)
    folder.mkdir(exist_ok=True)
    (folder / source.name).write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return folder / source.name


@pytest.fixture(scope="module")
def odd_log(tmp_path_factory: pytest.TempPathFactory, log: Path) -> Path:
    """A small log with products, and with lines that are refused, merged or set off."""
    path = tmp_path_factory.mktemp("odd") / "Käufe.csv"
    head, *rows = log.read_text(encoding="utf-8").splitlines()
    lines = [f"{row},{'Tee' if place % 3 else 'Käse'}" for place, row in enumerate(rows)]
    lines += [
        ",2024-02-03,9.00,Tee",
        "C003,someday,9.00,Tee",
        "C004,2024-05-06,-13.50,Tee",
        lines[5],
    ]
    path.write_text("\n".join([f"{head},product", *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def usual(
    data_folder: Path, odd_log: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """What two threads write here."""
    sources = [data_folder / "mall_customers.csv", odd_log]
    return written(tmp_path_factory.mktemp("usual"), sources, PLACES[1])


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.mark.parametrize("at", [0, 2])
def test_threads_locale_and_time_zone_change_no_byte(
    usual: dict[str, str], data_folder: Path, odd_log: Path, tmp_path: Path, *, at: int
) -> None:
    other = written(tmp_path, [data_folder / "mall_customers.csv", odd_log], PLACES[at])
    assert len(other) > 40
    assert any(name.endswith(".png") for name in other)
    assert differences(usual, other) == []


def test_the_order_of_rows_changes_only_the_list_of_refused_lines(
    usual: dict[str, str], data_folder: Path, odd_log: Path, tmp_path: Path
) -> None:
    sources = [data_folder / "mall_customers.csv", odd_log]
    mixed = [shuffled(source, tmp_path / "mixed") for source in sources]
    other = written(tmp_path / "other", mixed, PLACES[1])
    assert differences(usual, other) == [f"{odd_log.stem}-personae/{OF_LINES}"]


@pytest.mark.full
@pytest.mark.parametrize("name", ["CDNOW_master.txt", "online_retail.csv.gz"])
def test_large_logs_are_the_same_with_any_number_of_threads(
    data_folder: Path, tmp_path: Path, name: str
) -> None:
    """Where the work is really shared out: half a million lines, 23,570 customers."""
    first, *others = (
        written(tmp_path / str(place[0]), [data_folder / name], place) for place in PLACES
    )
    for other in others:
        assert differences(first, other) == []
