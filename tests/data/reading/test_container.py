"""A file is told by its first bytes, and what is no table is called by its name."""

# ruff: noqa: E501, PLR0917

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from personae.data.reading.container import recognise, suffix_suggests
from personae.errors import InputError


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"id,x\n1,2\n", "text"),
        (b"\xef\xbb\xbfid,x\n", "text"),
        (b"[Customer ID],[Spend]\n", "text"),
        (b"{id},x\n", "text"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"PAR1....PAR1", "parquet"),
        (b"12345678DUCK", "duckdb"),
    ],
)
def test_kinds(tmp_path: Path, data: bytes, kind: str) -> None:
    path = tmp_path / "anything.xyz"
    path.write_bytes(data)
    assert recognise(path).kind == kind


FIX = "Export the table as CSV, Parquet or Excel and give that file."


@pytest.mark.parametrize(
    ("data", "code", "what", "fix"),
    [
        (b"", "input/empty", "is empty (0 bytes)", "Export the table again."),
        (
            b"\x89PNG\r\n\x1a\n",
            "input/not-a-table",
            "looks like a PNG picture, not like a table",
            FIX,
        ),
        (b"%PDF-1.7", "input/not-a-table", "looks like a PDF document, not like a table", FIX),
        (b'{"error": "login"}', "input/not-a-table", "looks like JSON, not like a table", FIX),
        (b'\xef\xbb\xbf[{"id": 1}]', "input/not-a-table", "looks like JSON, not like a table", FIX),
        (
            b"<?xml version='1.0'?>",
            "input/not-a-table",
            "looks like an XML document, not like a table",
            FIX,
        ),
        (
            b"\n <!DOCTYPE HTML><html>",
            "input/not-a-table",
            (
                "looks like a web page (HTML), perhaps a login page that was saved instead of the file, "
                "not like a table"
            ),
            FIX,
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "input/unsupported-format",
            "is an old Excel workbook (.xls) or one with a password, which is not read",
            "Save it as .xlsx without a password, or as CSV UTF-8.",
        ),
        (
            b"SQLite format 3\x00",
            "input/unsupported-format",
            "is an SQLite database, which is not read",
            "Export the table as CSV or Parquet.",
        ),
        (
            b"PK\x03\x04 broken",
            "input/corrupt",
            "is a damaged workbook or zip archive",
            "Copy or export it again.",
        ),
    ],
)
def test_what_is_no_table(tmp_path: Path, data: bytes, code: str, what: str, fix: str) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes(data)
    with pytest.raises(InputError) as found:
        recognise(path)
    assert found.value.codes == (code,)
    assert str(found.value) == f"customers.csv {what}.\nFix: {fix}"


@pytest.mark.parametrize(
    ("members", "what"),
    [
        (["a.csv", "b.csv"], "a zip archive"),
        (["xl/workbook.bin"], "a binary Excel workbook (.xlsb)"),
        (["mimetype", "content.xml"], "an OpenDocument file (.ods)"),
        (["word/document.xml"], "a Word document"),
    ],
)
def test_archives_that_are_no_workbook(tmp_path: Path, members: list[str], what: str) -> None:
    path = tmp_path / "customers.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    with pytest.raises(InputError) as found:
        recognise(path)
    assert str(found.value).startswith(f"customers.xlsx is {what}, which is not read.\nFix: ")


def test_a_name_may_suggest_something() -> None:
    assert suffix_suggests(Path("a.b.XLSX")) == "excel"
    assert suffix_suggests(Path("customers")) is None
