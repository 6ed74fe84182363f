"""A thousand planted values of persons: none is in any file of a run but the lists with ids."""

from __future__ import annotations

import csv
import json
import logging
from pathlib import Path

import pytest

from personae.config import Options
from personae.workflow.run import run

COLUMNS = ("col_1", "col_2", "email", "Telefon", "col_5", "street", "IBAN", "ip", "birth_date")
LISTS = {"segments.csv", "segments.parquet", "key_accounts.csv"}


def person(at: int) -> list[str]:
    """Return the values of one person; each is written so that it can stand nowhere by chance."""
    code = f"{at:03d}"
    iban = f"DE{98 - int(f'{700000000000000000 + at}131400') % 97:02d}{700000000000000000 + at}"
    return [
        f"Zqx{chr(97 + at % 26)}{chr(97 + at // 26 % 26)}mann",
        f"+49 171 9{code}7{code}",
        f"canary.{code}@example.org",
        f"0{code}1 77{code}9",
        f"{10 + at % 9} Canary{chr(97 + at % 26)}{chr(97 + at // 26 % 26)} Street",
        f"Kanarienweg{chr(97 + at // 26)}{chr(97 + at % 26)} {code}",
        iban,
        f"203.0.113.{at}",
        f"19{30 + at % 60}-{1 + at % 12:02d}-{13 + at % 15:02d}",
    ]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    path = tmp_path_factory.mktemp("canary") / "people.csv"
    people = [person(at) for at in range(130)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["customer_id", *COLUMNS, "visits", "spend"])
        writer.writerows(
            [f"K{at:04d}", *values, 3 + at % 5 + 40 * (at % 2), 50 + at % 7 + 400 * (at % 3)]
            for at, values in enumerate(people)
        )
    return path, {value for values in people for value in values}


@pytest.mark.parametrize("share", [False, True])
def test_no_planted_value_is_in_any_file_or_message(
    planted: tuple[Path, set[str]],
    tmp_path: Path,
    *,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    share: bool,
) -> None:
    path, values = planted
    assert len(values) >= 1000
    with caplog.at_level(logging.DEBUG):
        made = run(path, options=Options(k=3, k_max=4, share=share), out=tmp_path / "run")
    out = capfd.readouterr()
    told = {"log": caplog.text, "out": out.out, "err": out.err, "findings": repr(made.findings)}
    for name in made.files:
        if name not in LISTS:
            told[name] = (made.path / name).read_bytes().decode("utf-8", errors="replace")
    leaks = {(name, value) for name, text in told.items() for value in values if value in text}
    assert leaks == set()


def test_all_of_them_are_called_personal(planted: tuple[Path, set[str]], tmp_path: Path) -> None:
    made = run(planted[0], options=Options(k=3, k_max=3), out=tmp_path / "run")
    roles = json.loads((made.path / "quality.json").read_bytes())["roles"]
    assert {role["name"] for role in roles if role["personal"]} == set(COLUMNS)
    ids = {f"K{at:04d}" for at in range(130)}
    for name in made.files:
        if name not in LISTS:
            text = (made.path / name).read_bytes().decode("utf-8", errors="replace")
            assert not any(one in text for one in ids), name
