"""Entries 1 to 25: the file as such, and what it is packed in."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

from catalogue.case import (
    MARK,
    Case,
    parquet_bytes,
    people,
    sheet_rows,
    text_file,
    text_of,
    workbook,
    written,
)

HEADER = ["customer_id", "visits", "spend"]
ROWS = [HEADER, *([f"{MARK}{i:04d}", i * 37 % 91 + 1, i * i % 83 + 0.25] for i in range(30))]


def sheets(folder: Path, *names: str, hidden: str = "", title: bool = False) -> Path:
    import xlsxwriter

    path = folder / "customers.xlsx"
    book = xlsxwriter.Workbook(path)
    for name in names:
        sheet = book.add_worksheet(name)
        if title:
            sheet.merge_range(0, 0, 0, 2, "Customers of the shop")
        for at, row in enumerate(ROWS):
            sheet.write_row(at + 2 * title, 0, row)
        if name == hidden:
            sheet.hide()
    book.close()
    return path


def merged_body(folder: Path) -> Path:
    import xlsxwriter

    path = folder / "customers.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data")
    for at, row in enumerate(ROWS):
        sheet.write_row(at, 0, row)
    sheet.merge_range(5, 1, 7, 1, 12)
    book.close()
    return path


def with_cells(cell: str, **properties: str) -> Any:
    rows = [list(row) for row in ROWS]
    rows[3][2] = cell
    return workbook(sheet_rows(rows), **properties)


def renamed(to: str, way: str) -> Any:
    def make(folder: Path) -> Path:
        return Path(written(people(), folder, way)).rename(folder / to)

    return make


def zipped(folder: Path) -> Path:
    import zipfile

    path = folder / "customers.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/customers.csv", text_of(people()))
        archive.writestr("a/older.csv", text_of(people()))
        archive.writestr("__MACOSX/._customers.csv", b"\0")
    return path


def unreadable(folder: Path) -> Path:
    return Path("/proc/self/mem")


def pipe(folder: Path) -> Path:
    path = folder / "customers.csv"
    os.mkfifo(path)
    return path


def nested_parquet(folder: Path) -> Path:
    import pyarrow as pa
    from pyarrow import parquet

    path = folder / "customers.parquet"
    table = pa.table({**people(), "tags": [["a"]] * 30, "box": [{"x": 1}] * 30})
    parquet.write_table(table, path)
    return path


def typed_parquet(folder: Path) -> Path:
    import datetime as dt
    from decimal import Decimal

    import pyarrow as pa
    from pyarrow import parquet

    path = folder / "customers.parquet"
    moment = dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    table = pa.table(
        {
            "customer_id": people()["customer_id"],
            "spend": pa.array([Decimal(f"{i}.10") for i in range(30)], pa.decimal128(38, 2)),
            "visits": pa.array(range(30), pa.uint8()),
            "city": pa.array(["Bonn", "Kiel"] * 15).dictionary_encode(),
            "signup_at": pa.array([moment] * 15 + [None] * 15, pa.timestamp("ns", "UTC")),
        }
    )
    parquet.write_table(table, path, row_group_size=7)
    return path


def empty_groups(folder: Path) -> Path:
    import pyarrow as pa
    from pyarrow import parquet

    path = folder / "customers.parquet"
    parquet.write_table(pa.table(people()).slice(0, 0), path)
    return path


def full_sheet(folder: Path) -> Path:
    """Write a last row at the very end of the sheet; the rows between are empty."""
    rows = sheet_rows(ROWS).removesuffix("</sheetData>")
    last = (
        '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>last</t></is></c>'
        '<c r="B1048576"><v>5</v></c><c r="C1048576"><v>5.5</v></c></row></sheetData>'
    )
    return workbook(rows + last)(folder)


def odd_name(name: bytes) -> Any:
    def make(folder: Path) -> Path:
        path = folder / os.fsdecode(name)
        path.write_text(text_of(people()), encoding="utf-8")
        return path

    return make


PARQUET = parquet_bytes(people())
CSV = text_of(people())
ERROR_CELL = '<c r="WHERE" t="e"><v>#REF!</v></c>'
UNCACHED = '<c r="WHERE"><f>B4*2</f></c>'


def cases() -> list[Case]:
    return [
        Case(1, "missing", "no file of that name", "refuses and names the path",
             lambda folder: folder / "none.csv", code=3, rule="input/no-file"),
        Case(1, "folder", "a folder instead of a file", "refuses", lambda folder: folder, code=3,
             rule="input/no-file"),
        Case(1, "folder-run", "a folder instead of a file", "makes no result folder",
             lambda folder: folder, code=3, rule="input/no-file", command="run"),
        Case(2, "nothing", "nothing (0 bytes)", "refuses", text_file(b""), code=3,
             rule="input/empty"),
        Case(2, "nothing-parquet", "nothing (0 bytes), called .parquet", "refuses",
             text_file(b"", "customers.parquet"), code=3, rule="input/empty"),
        Case(3, "newlines", "only line ends", "refuses", text_file("\n\n\r\n"), code=3,
             rule="input/empty"),
        Case(3, "blanks", "only blanks", "refuses", text_file("   \t \n"), code=3,
             rule="input/empty"),
        Case(3, "bom", "only a byte order mark", "refuses", text_file(b"\xef\xbb\xbf"), code=3,
             rule="input/empty"),
        Case(3, "gz", "only line ends, packed with gzip", "refuses",
             text_file(gzip.compress(b"\n\n"), "customers.csv.gz"), code=3, rule="input/empty"),
        Case(3, "xlsx", "a workbook without a filled cell", "refuses",
             workbook("<sheetData/>"), code=3, rule="input/empty"),
        Case(4, "csv", "a header and no row", "refuses", text_file("customer_id,visits,spend\n"),
             code=3, rule="input/no-rows"),
        Case(4, "xlsx", "a sheet with a header and no row", "refuses",
             workbook(sheet_rows([HEADER])), code=3, rule="input/no-rows"),
        Case(4, "parquet", "a Parquet file with columns and no row", "refuses", empty_groups,
             code=3, rule="input/no-rows"),
        Case(5, "nul", "NUL bytes only, as after a crash", "refuses: not text",
             text_file(bytes(5000)), code=3, rule="input/binary"),
        Case(5, "half-nul", "a table that goes over into NUL bytes", "refuses: not text",
             text_file(CSV.encode() + bytes(5000)), code=3, rule="input/binary"),
        Case(6, "png", "a picture called .csv", "refuses and says what it looks like",
             text_file(b"\x89PNG\r\n\x1a\n" + bytes(50)), code=3, rule="input/not-a-table"),
        Case(6, "pdf", "a PDF called .csv", "refuses and says what it looks like",
             text_file(b"%PDF-1.7\n%\xe2\xe3"), code=3, rule="input/not-a-table"),
        Case(6, "html", "a login page that was saved instead of the file",
             "refuses and says what it looks like",
             text_file(f"<!DOCTYPE html><html><body>{MARK}</body></html>"), code=3,
             rule="input/not-a-table"),
        Case(6, "json", "an error message in JSON instead of the file",
             "refuses and says what it looks like", text_file(f'{{"error": "{MARK}"}}'), code=3,
             rule="input/not-a-table"),
        Case(6, "jsonl", "one JSON object a line", "refuses: export the table as CSV",
             text_file(f'{{"customer_id": "{MARK}1", "spend": 1}}\n' * 5, "customers.jsonl"),
             code=3, rule="input/not-a-table"),
        Case(6, "html-gz", "a web page, packed with gzip", "refuses",
             text_file(gzip.compress(b"<html><body>no</body></html>"), "customers.csv.gz"),
             code=3, rule="input/not-a-table"),
        Case(7, "xlsx-as-csv", "a workbook called .csv", "reads it by its content and says so",
             renamed("customers.csv", "xlsx"), rule="format: Excel", rows=30),
        Case(7, "csv-as-xlsx", "a CSV file called .xlsx", "reads it by its content and says so",
             renamed("customers.xlsx", "csv"), rule="format: text", rows=30),
        Case(7, "parquet-as-csv", "a Parquet file called .csv",
             "reads it by its content and says so", renamed("customers.csv", "parquet"),
             rule="format: Parquet", rows=30),
        Case(7, "gz-as-csv", "a packed CSV file called .csv",
             "reads it by its content and says so", renamed("customers.csv", "gz"),
             rule="compression", rows=30),
        Case(8, "xls", "an old workbook (.xls), or one with a password",
             "refuses: save it as .xlsx without a password",
             text_file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "customers.xls"), code=3,
             rule="input/unsupported-format"),
        Case(8, "ods", "an OpenDocument sheet (.ods)", "refuses: save it as .xlsx or CSV",
             lambda folder: _archive(folder, "customers.ods", "mimetype", "content.xml"), code=3,
             rule="input/unsupported-format"),
        Case(8, "xlsb", "a binary workbook (.xlsb)", "refuses: save it as .xlsx or CSV",
             lambda folder: _archive(folder, "customers.xlsb", "xl/workbook.bin"), code=3,
             rule="input/unsupported-format"),
        Case(8, "sqlite", "an SQLite database", "refuses: export the table",
             text_file(b"SQLite format 3\x00" + bytes(90), "customers.db"), code=3,
             rule="input/unsupported-format"),
        Case(8, "pickle", "a Python pickle", "refuses: pickles can run code",
             text_file(b"\x80\x04\x95" + bytes(30), "customers.pkl"), code=3,
             rule="input/unsupported-format"),
        Case(9, "two-sheets", "two sheets with data", "asks which",
             lambda folder: sheets(folder, "Now", "Before"), code=3, rule="input/sheet",
             option="--sheet", remedy={"sheet": "Before"}),
        Case(9, "hidden-sheet", "a second, hidden sheet", "reads the visible one and says so",
             lambda folder: sheets(folder, "Data", "Old", hidden="Old"), rule="sheet: Data",
             rows=30),
        Case(9, "title", "a merged title and a blank row above the header",
             "passes over both and says so",
             lambda folder: sheets(folder, "Data", title=True), rule="header: row 3", rows=30),
        Case(9, "merged", "merged cells among the rows",
             "refuses: all cells but the first would be empty", merged_body, code=3,
             rule="input/merged-cells"),
        Case(9, "no-such-sheet", "a sheet that is not there", "says which there are",
             lambda folder: sheets(folder, "Data"), options={"sheet": "Date"}, code=2,
             rule="input/sheet", option="--sheet"),
        Case(10, "full", "a sheet that is filled to its last row (1,048,576)",
             "warns: rows beyond may have been cut off", full_sheet,
             rule="input/possibly-truncated"),
        Case(11, "error-cell", "cells that hold an error such as #REF!",
             "counts them as missing", with_cells(ERROR_CELL), rule="error cells", rows=30),
        Case(11, "uncached", "formulas whose results were never stored",
             "refuses: open and save it in a spreadsheet program", with_cells(UNCACHED), code=3,
             rule="input/formula-without-value"),
        Case(12, "1900", "dates of a workbook that counts from 1900", "reads them so",
             _dated_workbook(45292, ""), holds=_day_is("2024-01-01"), rows=30),
        Case(12, "1904", "dates of a workbook that counts from 1904", "reads them so",
             _dated_workbook(45292 - 1462, '<workbookPr date1904="1"/>'),
             holds=_day_is("2024-01-01"), rows=30),
        Case(13, "cut", "a Parquet file that breaks off", "refuses",
             text_file(PARQUET[:-200], "customers.parquet"), code=3, rule="input/corrupt"),
        Case(13, "par1", "a Parquet file of its first four bytes", "refuses",
             text_file(b"PAR1", "customers.parquet"), code=3, rule="input/corrupt"),
        Case(13, "xlsx-cut", "a workbook that breaks off", "refuses",
             _cut_workbook, code=3, rule="input/corrupt"),
        Case(15, "nested", "a Parquet file with lists and records in columns",
             "refuses and names the columns", nested_parquet, code=3, rule="columns/nested"),
        Case(15, "types", "a Parquet file with exact decimals, small integers, categories and "
             "moments with a zone", "reads them exactly", typed_parquet, rows=30,
             holds=_same_spend),
        Case(17, "zip", "a zip archive", "refuses: unpack it", zipped, code=3,
             rule="input/unsupported-format"),
        Case(18, "cut", "a gzip file that breaks off", "refuses; no row is used",
             text_file(gzip.compress(CSV.encode())[:-60], "customers.csv.gz"), code=3,
             rule="input/corrupt"),
        Case(18, "garbage", "a gzip file with something else at its end", "refuses",
             text_file(gzip.compress(CSV.encode()) + b"garbage", "customers.csv.gz"), code=3,
             rule="input/corrupt"),
        Case(18, "members", "a gzip file of two parts, as `cat a.gz b.gz` makes it",
             "reads both", text_file(_two_members(), "customers.csv.gz"), rows=30),
        Case(19, "pipe", "a named pipe", "refuses: save it to a file", pipe, code=3,
             rule="input/no-file"),
        Case(19, "device", "a device such as /dev/zero", "refuses", lambda _: Path("/dev/zero"),
             code=3, rule="input/no-file"),
        Case(19, "proc", "a file that the system makes up, as in /proc", "refuses", _proc, code=3,
             rule="input/no-file"),
        Case(19, "stdin", "`-` for what comes through a pipe", "refuses: save it to a file",
             lambda _: Path("-"), code=3, rule="input/no-file"),
        Case(23, "blanks", "blanks and quotes in the file's name", "reads it",
             odd_name(b"my \"best\" customer's list.csv"), rows=30),
        Case(23, "stars", "stars and brackets in the file's name", "reads that file alone",
             odd_name(b"*[a-z]?{x}.csv"), rows=30),
        Case(23, "emoji", "an emoji in the file's name", "reads it",
             odd_name("kunden-\U0001f600.csv".encode()), rows=30),
        Case(23, "newline", "a line end in the file's name", "reads it", odd_name(b"a\nb.csv"),
             rows=30),
        Case(23, "dash", "a file's name that begins with a dash", "reads it",
             odd_name(b"-customers.csv"), rows=30),
        Case(23, "long", "a file's name of 255 bytes", "reads it", odd_name(b"a" * 251 + b".csv"),
             rows=30),
        Case(23, "not-utf8", "a file's name that is not UTF-8", "reads it",
             odd_name(b"kund\xe9.csv"), rows=30),
        Case(24, "http", "an address on the web", "refuses: download it first",
             lambda _: Path("https://shop.example/customers.csv"), code=2, rule="input/address"),
        Case(24, "s3", "an address in cloud storage", "refuses: download it first",
             lambda _: Path("s3://bucket/customers.parquet"), code=2, rule="input/address"),
    ]  # fmt: skip


def _archive(folder: Path, name: str, *parts: str) -> Path:
    import zipfile

    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return path


def _cut_workbook(folder: Path) -> Path:
    path = Path(written(people(), folder, "xlsx"))
    path.write_bytes(path.read_bytes()[:-300])
    return path


def _two_members() -> bytes:
    lines = CSV.splitlines(keepends=True)
    return gzip.compress("".join(lines[:9]).encode()) + gzip.compress("".join(lines[9:]).encode())


def _proc(_: Path) -> Path:
    return Path("/proc/self/maps")


def _dated_workbook(serial: int, properties: str) -> Any:
    """Return a workbook with a date column; its style 14 is a date, in a part of its own."""

    def make(folder: Path) -> Path:
        import openpyxl
        from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

        book = openpyxl.Workbook()
        book.epoch = CALENDAR_MAC_1904 if properties else CALENDAR_WINDOWS_1900
        sheet = book.active
        for at, row in enumerate(ROWS):
            sheet.append([*row, "signup_date" if at == 0 else serial])
            if at:
                sheet.cell(at + 1, 4).number_format = "yyyy-mm-dd"
        path = folder / "customers.xlsx"
        book.save(path)
        return path

    return make


def _day_is(day: str) -> Any:
    def holds(found: Any) -> None:
        import datetime as dt

        facts = found.schema.facts_of("signup_date")
        assert facts.type == "date"
        moment = dt.datetime.fromtimestamp(facts.minimum, tz=dt.UTC)
        assert moment.date().isoformat() == day

    return holds


def _same_spend(found: Any) -> None:
    spend = found.customers.table.column("spend").to_pylist()
    assert spend == [float(f"{i}.10") for i in range(30)]
