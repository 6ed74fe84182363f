"""`personae lift` as it is typed: a sentence first, then the figures, then what they rest on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Personae = Callable[..., Any]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work beside a list of 2,000 and what they spent: 30 of 100 and 20 of 100 bought for 10."""
    monkeypatch.chdir(tmp_path)
    rows = [f"c{n},{('treatment', 'control')[n % 2]},{1 + n // 1000}" for n in range(2000)]
    Path("list.csv").write_text("\n".join(["id,arm,segment", *rows]), encoding="utf-8")
    spent = [f"c{n},10" for n in range(2000) if n // 2 % 10 < (3, 2)[n % 2]]
    Path("spent.csv").write_text("\n".join(["id,amount", *spent]), encoding="utf-8")


def test_a_sentence_comes_first(personae: Personae) -> None:
    answer = personae("lift", "list.csv", "spent.csv", "--planned-control", "0.5")
    assert answer.code == 0
    assert answer.err == ""
    lead, *lines = answer.out.splitlines()
    assert lead == "It worked: 10.0 more buyers per 100 (6.2 to 13.8) than without it."
    everybody = ["Everybody", "1,000", "300", "3", "1,000", "200", "2"]
    assert everybody in [line.split() for line in lines]
    assert "What this rests on:" in lines
    assert max(map(len, lines)) <= 80


def test_json_holds_everything_and_nothing_else_is_printed(personae: Personae) -> None:
    answer = personae("lift", "list.csv", "spent.csv", "--json")
    found = json.loads(answer.out)
    assert found["format"] == "personae.lift/1"
    assert found["segments"][1]["difference"]["buyers"]["p_holm"] < 0.01
    assert personae("lift", "list.csv", "spent.csv", "--quiet").out == ""


def test_where_the_result_went_is_said(personae: Personae) -> None:
    answer = personae("lift", "list.csv", "spent.csv", "--out", "result.json")
    assert answer.out.splitlines()[-1] == "Written: result.json"
    assert Path("result.json").is_file()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ("list.csv", "spent.csv", "--sent", "1.3.2024"),
            2,
            "Error: --sent is not a date.\nFix: Pass a date such as --sent 2024-12-31.\n",
        ),
        (
            ("list.csv", "spent.csv", "--out", "result"),
            5,
            (
                "Error: The name result does not say how the result is to be written.\n"
                "Fix: Let the name after --out end in .json (all of it), .csv or .parquet (the "
                "table).\n"
            ),
        ),
        (
            ("spent.csv", "spent.csv"),
            3,
            (
                'Error: spent.csv has no column "arm" that says who got the campaign.\n'
                "Fix: Add it. Write treatment for everybody who was to get it, control for "
                "everybody held back.\n"
            ),
        ),
        (
            ("nothing.csv", "spent.csv"),
            3,
            (
                "Error: There is no file nothing.csv.\n"
                "Fix: Check the path; run the command where the file is.\n"
            ),
        ),
        (
            ("list.csv", "spent.csv", "--margin", "0.3"),
            2,
            (
                "Error: --margin was given without --cost; what a contact must bring is cost / "
                "margin.\nFix: Pass both, such as --cost 0.40 --margin 0.35, or none.\n"
            ),
        ),
    ],
)
def test_what_cannot_work_says_what_to_do(
    personae: Personae, arguments: tuple[str, ...], code: int, message: str
) -> None:
    answer = personae("lift", *arguments)
    assert (answer.code, answer.out, answer.err) == (code, "", message)
