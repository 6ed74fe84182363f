"""A workbook's parts are counted before a reader lays them out."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from personae.data.reading import workbook_parts
from personae.data.reading.workbook_parts import SheetShape, look_at_parts
from personae.errors import InputError, ResourceError


def book(folder: Path, **sheets: list[list[object]]) -> Path:
    path = folder / "book.xlsx"
    made = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        sheet = made.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    made.close()
    return path


def test_rows_and_columns_are_those_of_the_last_cells(tmp_path: Path) -> None:
    path = book(tmp_path, One=[["a", "b"], [1, 2], [3, 4]], Two=[[None] * 27 + ["AB"]])
    shapes = look_at_parts(path, memory=10**9)
    assert shapes == {"One": SheetShape(3, 2), "Two": SheetShape(1, 28)}


def test_merges_and_formulas_without_a_result_are_found_by_their_rows() -> None:
    shape = SheetShape()
    shape.take(
        b'<row r="7"><c r="A7"><f>B1*2</f></c><c r="B7"><f>B1</f><v></v></c>'
        b'<c r="C7"><f>B1</f><v>3</v></c><c r="D7" t="str"><f>B1</f><v></v></c>'
        b'<c r="E7"><f t="shared" si="0"/></c></row>'
        b'<mergeCells count="1"><mergeCell ref="A2:B5"/></mergeCells>'
    )
    assert shape == SheetShape(7, 5, merged=[5], uncomputed=[7, 7, 7])


def test_a_cell_far_away_is_refused_by_what_it_would_take(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("Data")
    sheet.write(0, 0, "id")
    sheet.write(1_048_575, 16_383, 1)
    made.close()
    with pytest.raises(ResourceError) as caught:
        look_at_parts(path, memory=2 * 10**9)
    assert str(caught.value) == (
        'Sheet "Data" of book.xlsx reaches to row 1,048,576 and column 16,384: reading it takes '
        "1,374.4 GB, and 2.0 GB may be used.\n"
        "Fix: Delete stray cells far from the table and save it again, save the sheet as CSV "
        "UTF-8, or pass --memory with a larger size."
    )


def test_a_part_that_does_not_match_its_checksum_is_damage(tmp_path: Path) -> None:
    path = book(tmp_path, One=[["a", "b"], [1, 2]])
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    content[place + 90] ^= 1
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        look_at_parts(path, memory=10**9)
    assert caught.value.codes == ("input/corrupt",)


def test_more_parts_than_any_workbook_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_parts, "MAX_PARTS", 3)
    with pytest.raises(ResourceError) as caught:
        look_at_parts(book(tmp_path, One=[[1]]), memory=10**9)
    assert caught.value.codes == ("input/decompression-limit",)
