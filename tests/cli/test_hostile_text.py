"""Hostile text in files, on the command line and in every file that is written."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from personae.errors import UsageError
from personae.scoring.model import check_name

Personae = Callable[..., Any]
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


class Tags(HTMLParser):
    """Collects the elements and the attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def readable(texts: tuple[str, ...]) -> list[str]:
    """Return the texts that a UTF-8 file can hold in a cell, each once."""
    fits = [text[:300] for text in texts if not any(0xD800 <= ord(sign) < 0xE000 for sign in text)]
    return list(dict.fromkeys(text for text in fits if "\x00" not in text and text.strip()))


def write(path: Path, rows: list[list[object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return path


@pytest.fixture(scope="module")
def hostile_customers(tmp_path_factory: pytest.TempPathFactory, hostile_texts: Any) -> Path:
    """480 customers; names of columns, categories and ids are hostile, and so is the file's."""
    texts = [text for text in readable(hostile_texts) if "\r" not in text]
    names = [text[:60] for text in texts if "\n" not in text]
    header = ["customer_id", *names[:60:3]]
    header[-2:] = ["total_spend", "visits"]
    rows: list[list[object]] = [header]
    for place in range(480):
        kinds = [texts[(place % 14 + 14 * column) % len(texts)] for column in range(18)]
        spend, visits = (place % 2) * 900 + place % 13, (place % 4 < 2) * 40 + place % 7
        rows.append([f"{texts[place % len(texts)]}{place}", *kinds, spend, visits])
    folder = tmp_path_factory.mktemp("hostile")
    return write(folder / "=cmd'\";<b>&{{7*7}}%s$x$[bold].csv", rows)


@pytest.fixture(scope="module")
def hostile_log(tmp_path_factory: pytest.TempPathFactory, hostile_texts: Any) -> Path:
    """A log of 200 customers who buy 200 hostile products of hostile categories."""
    texts = [text for text in readable(hostile_texts) if "\r" not in text]
    rows: list[list[object]] = [["customer_id", "date", "amount", "product", "category"]]
    for place in range(200):
        for turn in range(4 + 8 * (place % 2)):
            day = (place * 3 + turn * (31 if place % 2 else 77)) % 365
            thing = texts[(place % 2 * 40 + turn * 11 + place) % len(texts)]
            date = f"2024-{1 + day // 31:02d}-{1 + day % 28:02d}"
            rows.append([f"{texts[place]}#{place}", date, 5 + place % 9, thing, texts[day % 12]])
    return write(tmp_path_factory.mktemp("hostile") / "log.csv", rows)


def assert_tame(answer: Any, code: int = 0) -> None:
    """Say that a command ended as it should and wrote nothing that steers a terminal."""
    assert answer.code == code, answer.err
    for text in (answer.out, answer.err):
        assert "Traceback" not in text
        assert all(line.isprintable() for line in text.split("\n")), ascii(text)


def assert_files_tame(folder: Path) -> None:
    page = Tags((folder / "report.html").read_text(encoding="utf-8"))
    assert not page.tags & {"img", "iframe", "object", "embed", "form", "link", "b<", "video", "x"}
    assert not [name for name in page.attributes if name.startswith("on") or name == "style"]
    for path in folder.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
    for path in folder.rglob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        numbers = [cell for cell in cells if cell.startswith(SIGNS)]
        assert all(float(cell) < 0 for cell in numbers), path.name


@pytest.mark.parametrize("kind", ["customers", "log"])
def test_a_run_of_hostile_text_writes_and_prints_nothing_that_acts(
    personae: Personae, request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    source = request.getfixturevalue(f"hostile_{kind}")
    out = tmp_path / "run"
    assert_tame(personae("check", source))
    assert_tame(personae("run", source, "--out", out, "--k", "3"))
    assert_files_tame(out)
    assert_tame(personae("score", out, source, "--out", tmp_path / "scored.csv"))
    assert_tame(personae("campaign", out, "--campaign", "{{7*7}}=%s[b]", "--out", tmp_path / "c"))
    name = "=</td><script>alert(1)</script>{{7*7}}[b]%s"
    assert_tame(personae("rename", out, "1", "--", name))
    assert_files_tame(out)
    assert json.loads((out / "model.json").read_text())["segments"][0]["name"] == name


def test_most_of_it_may_be_a_name_and_the_rest_is_refused(hostile_texts: tuple[str, ...]) -> None:
    fine = []
    for text in hostile_texts:
        try:
            fine.append(check_name(text, segment=1, names={1: "One", 2: "Two"}))
        except UsageError:
            continue  # longer than 60 signs, or no name that can be seen
    assert len(fine) > 150
    assert all(name.isprintable() for name in fine)


@pytest.mark.parametrize("option", ["--id", "--date", "--drop", "--delimiter", "--encoding", "--k"])
def test_option_values_are_named_without_steering_the_terminal(
    personae: Personae, tmp_path: Path, hostile_texts: tuple[str, ...], option: str
) -> None:
    path = write(tmp_path / "t.csv", [["customer_id", "visits"], *([f"c{i}", i] for i in range(9))])
    # among them half a pair, which no file holds and a command line can
    for text in (*hostile_texts[::30], "a\udfffb"):
        answer = personae("check", path, f"{option}={text}")
        assert answer.code in {0, 2, 3}, answer.err
        assert_tame(answer, answer.code)


def test_names_of_files_are_text_and_no_pattern(
    personae: Personae, tmp_path: Path, hostile_texts: tuple[str, ...]
) -> None:
    rows = "customer_id,visits\n" + "".join(f"c{i},{i % 9}\n" for i in range(20))
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "other.csv").write_text("id,x\n" + "".join(f"o{i},{i}\n" for i in range(30)))
    for text in hostile_texts[::6]:
        name = text.replace("/", "_").replace("\x00", "_")[:40] + ".csv"
        if "\ud800" in name:
            continue  # no file can be called that
        (folder / name).write_text(rows)
        answer = personae("check", folder / name, "--json")
        assert_tame(answer)
        assert json.loads(answer.out)["rows_in"] == 20
        (folder / name).unlink()


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text there")
def test_a_file_whose_name_is_no_text_is_worked_all_the_same(
    personae: Personae, tmp_path: Path
) -> None:
    rows = "customer_id,visits,spend\n" + "".join(
        f"c{i},{i % 2 * 40 + i % 7},{i % 3 * 100 + i % 5}\n" for i in range(90)
    )
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv")
    Path(path).write_text(rows)
    out = tmp_path / "run"
    assert_tame(personae("run", path, "--out", out, "--k", "3"))
    assert_files_tame(out)
    assert_tame(personae("rename", out, "1", "Others"))
    assert_tame(personae("score", out, path))
