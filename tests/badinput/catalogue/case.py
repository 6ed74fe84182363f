"""One bad input: what is wrong with it, how it is made, and what must come of it."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Cells = Sequence[Any]
Columns = Mapping[str, Cells]

N = 30
"""Rows of the usual small table."""

MARK = "zqx"
"""Stands in cells only: no message may ever hold it."""


@dataclass(frozen=True)
class Case:
    """One way in which an input is bad.

    Parameters
    ----------
    entry : int
        The number of the catalogue's entry.
    name : str
        Short, for the name of the test.
    given : str
        What is in the file, in the words of somebody who has it.
    does : str
        What Personae does with it.
    make : mapping or callable
        The columns of a table, written in each of `formats`; or a function that writes something
        into a folder and returns its path, a frame, or a list of arguments.
    formats : tuple of str
        For columns: ``csv``, ``tsv``, ``gz``, ``xlsx``, ``parquet``, ``pandas``, ``polars``.
    code : int
        The exit code.
    rule : str
        The code of the problem; where it works, of the finding, change or refused rows that say
        what was done, or of what was stated. Empty where there is nothing to say.
    option : str
        The option that the message names, and that resolves it.
    options : dict
        What is passed.
    remedy : dict or None
        Options (added to `options`) under which it works.
    rows : int or None
        Customers that must come out where it works.
    holds : callable or None
        Asserts on the `Check` that came out where it works.
    command : {"check", "run"}
        The shortest command that meets the case.
    spoken : tuple of str
        Cells that a message's own example happens to equal.
    """

    entry: int
    name: str
    given: str
    does: str
    make: Columns | Callable[[Path], Any]
    formats: tuple[str, ...] = ("csv",)
    code: int = 0
    rule: str = ""
    option: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    remedy: dict[str, Any] | None = None
    rows: int | None = None
    holds: Callable[[Any], None] | None = None
    command: str = "check"
    spoken: tuple[str, ...] = ()

    @property
    def ways(self) -> tuple[str, ...]:
        """The formats in which it comes; one where it makes its own file."""
        return self.formats if isinstance(self.make, Mapping) else ("file",)

    def source(self, folder: Path, way: str) -> Any:
        """Make the input; return a path, a frame or arguments."""
        if isinstance(self.make, Mapping):
            return written(self.make, folder, way)
        return self.make(folder)


def people(n: int = N, **more: Cells) -> dict[str, Cells]:
    """Return a table of customers with two figures, and more columns."""
    return {
        "customer_id": [f"{MARK}{i:04d}" for i in range(n)],
        "visits": [str(i * 37 % 91 + 1) for i in range(n)],
        "spend": [f"{i * i % 83 + 0.25}" for i in range(n)],
        **more,
    }


def purchases(n: int = 60, **more: Cells) -> dict[str, Cells]:
    """Return a purchase log of 20 customers; each column can be replaced."""
    return {
        "customer_id": [f"{MARK}{i % 20:04d}" for i in range(n)],
        "order_id": [f"{MARK}o{i:04d}" for i in range(n)],
        "order_date": [f"2024-{i % 12 + 1:02d}-{i % 28 + 1:02d}" for i in range(n)],
        "amount": [f"{i * 7 % 90 + 1.5:.2f}" for i in range(n)],
        **more,
    }


def cycle(*values: Any, n: int = N) -> list[Any]:
    """Return values over and over, n of them."""
    return [values[i % len(values)] for i in range(n)]


def spiked(column: Cells, **cells: Any) -> list[Any]:
    """Return a column with some cells replaced: ``spiked(x, r3="n/a")``."""
    changed = list(column)
    for place, cell in cells.items():
        changed[int(place[1:])] = cell
    return changed


def text_of(columns: Columns, delimiter: str = ",", end: str = "\n") -> str:
    """Return a table as text; cells are quoted where they must be."""

    def quoted(cell: Any) -> str:
        text = "" if cell is None else str(cell)
        if set(text) & {delimiter, '"', "\n", "\r"}:
            return '"' + text.replace('"', '""') + '"'
        return text

    rows = [list(columns), *map(list, zip(*columns.values(), strict=True))]
    return "".join(delimiter.join(map(quoted, row)) + end for row in rows)


def text_file(text: str | bytes, name: str = "customers.csv") -> Callable[[Path], Path]:
    """Return a function that writes a text into a file of a folder."""

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return make


def written(columns: Columns, folder: Path, way: str) -> Any:
    """Write a table in one format; return the path or the frame."""
    path = folder / f"customers.{ {'gz': 'csv.gz'}.get(way, way) }"
    if way in {"csv", "tsv", "gz"}:
        text = text_of(columns, "\t" if way == "tsv" else ",").encode("utf-8", "surrogatepass")
        path.write_bytes(gzip.compress(text) if way == "gz" else text)
        return path
    if way == "xlsx":
        import xlsxwriter

        book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
        sheet = book.add_worksheet("Data")
        for at, (name, cells) in enumerate(columns.items()):
            for row, cell in enumerate([name, *cells]):
                if cell not in (None, ""):
                    sheet.write(row, at, cell)
        book.close()
        return path
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table({name: pa.array(list(cells)) for name, cells in columns.items()})
    if way == "parquet":
        parquet.write_table(table, path)
        return path
    if way == "polars":
        import polars as pl

        return pl.from_arrow(table)
    import pandas as pd

    return pd.DataFrame({name: list(cells) for name, cells in columns.items()})


def workbook(
    sheet_xml: str | bytes, *, name: str = "customers.xlsx", properties: str = "", more: int = 0
) -> Callable[[Path], Path]:
    """Return a function that writes a workbook whose one sheet is this XML (``<row>`` elements)."""

    def make(folder: Path) -> Path:
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006"
        body = sheet_xml.encode() if isinstance(sheet_xml, str) else sheet_xml
        parts: dict[str, bytes] = {
            "[Content_Types].xml": (
                f'<Types xmlns="{package}/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
                '.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
                '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats'
                '-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
                f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ).encode(),
            "xl/workbook.xml": (
                f'<workbook xmlns="{main}" xmlns:r="{office}">{properties}<sheets>'
                '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
                f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
            ).encode(),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">'.encode()
            + body
            + b"</worksheet>",
        }
        parts |= {f"xl/media/filler{i}.bin": b"" for i in range(more)}
        path = folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in parts.items():
                archive.writestr(part, content)
        return path

    return make


def sheet_rows(rows: Sequence[Sequence[Any]]) -> str:
    """Return rows as the XML of a sheet; a cell that starts with ``<`` is taken as it is."""
    lines = []
    for at, row in enumerate(rows, start=1):
        cells = []
        for column, cell in enumerate(row):
            where = f"{chr(65 + column)}{at}"
            if isinstance(cell, str) and cell.startswith("<"):
                cells.append(cell.replace("WHERE", where))
            elif isinstance(cell, str):
                cells.append(f'<c r="{where}" t="inlineStr"><is><t>{cell}</t></is></c>')
            elif cell is not None:
                cells.append(f'<c r="{where}"><v>{cell}</v></c>')
        lines.append(f'<row r="{at}">{"".join(cells)}</row>')
    return f"<sheetData>{''.join(lines)}</sheetData>"


def parquet_bytes(columns: Columns) -> bytes:
    """Return a table as the bytes of a Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    sink = io.BytesIO()
    parquet.write_table(pa.table(dict(columns)), sink)
    return sink.getvalue()


def broken_length(content: bytes) -> bytes:
    """Return a gzip file whose last four bytes, the length of its content, are wrong."""
    return content[:-4] + struct.pack("<I", 1)
