"""`personae run` hands on what was typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from personae.config import Options

Personae = Callable[..., Any]


def test_the_file_the_folders_and_the_options_arrive(
    personae: Personae, asked: list[dict[str, Any]]
) -> None:
    answer = personae(
        "run", "x.csv", "--out", "there", "--like", "may", "--k", "3", "--drop-duplicates",
        "--no-header",
    )  # fmt: skip
    assert answer.code == 0
    [call] = asked
    assert (call["where"], call["out"], call["like"]) == (Path("x.csv"), Path("there"), Path("may"))
    assert call["options"] == Options(k=3, drop_duplicates=True, header=False)


def test_what_was_not_typed_keeps_its_default(
    personae: Personae, asked: list[dict[str, Any]]
) -> None:
    personae("run", "x.csv")
    [call] = asked
    assert (call["out"], call["like"], call["options"]) == (None, None, Options())


def test_a_switch_that_the_file_turned_on_can_be_turned_off(
    personae: Personae, asked: list[dict[str, Any]], tmp_path: Path
) -> None:
    (tmp_path / "options.toml").write_text("share = true\nheader = false\nk = 4\n")
    personae("run", "x.csv", "--config", tmp_path / "options.toml", "--no-share", "--header")
    assert asked[0]["options"] == Options(k=4)


@pytest.mark.parametrize(
    ("arguments", "source"),
    [(("--", "--odd.csv"), "--odd.csv"), (("-q", "x.csv", "--delimiter", "-"), "x.csv")],
)
def test_what_begins_with_a_dash_can_be_said(
    personae: Personae, asked: list[dict[str, Any]], arguments: tuple[str, ...], source: str
) -> None:
    assert personae("run", *arguments).code == 0
    assert asked[0]["where"] == Path(source)


def test_json_is_the_only_thing_on_stdout(personae: Personae, asked: list[dict[str, Any]]) -> None:
    answer = personae("run", "x.csv", "--json")
    assert json.loads(answer.out)["k"] == 2
    assert answer.out.isascii()


@pytest.mark.parametrize("quiet", ["--quiet", "-q", "-qq"])
def test_quiet_prints_nothing(personae: Personae, asked: list[dict[str, Any]], quiet: str) -> None:
    answer = personae("run", "x.csv", quiet)
    assert (answer.code, answer.out, answer.err) == (0, "", "")
