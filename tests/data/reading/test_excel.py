"""A sheet is found, its header is found, and numbers, dates and texts arrive as what they are."""

# ruff: noqa: DTZ001, E501, PLR0917

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from personae.config import Options
from personae.data.reading.read import open_source
from personae.data.source import Source
from personae.errors import PersonaeError

TABLE = [["id", "spend"], ["a", 1.5], ["b", 2]]


@pytest.fixture
def read(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[..., Source]:
    def read(sheets: dict[str, list[list[object]]], *, hidden=(), **options: object) -> Source:
        path = tmp_path / "book.xlsx"
        book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
            if name in hidden:
                sheet.hide()
        book.close()
        source = open_source(path, Options(**options))
        request.addfinalizer(source.engine.close)
        return source

    return read


def rows(source: Source) -> list[tuple[object, ...]]:
    return source.engine.rows(f"SELECT * FROM {source.relation} ORDER BY line")


def test_values_keep_their_types(read) -> None:
    day, moment = dt.date(2024, 1, 2), dt.datetime(2024, 1, 3, 4, 5)
    source = read(
        {
            "Data": [
                ["id", "code", "spend", "day", "moment", "member"],
                ["00123", 17850, 1.5, day, moment, True],
                ["1E5", 13047, 2, day, moment, False],
            ]
        }
    )
    assert [column.storage for column in source.columns] == [
        "text", "number", "number", "date", "timestamp", "boolean",
    ]  # fmt: skip
    assert rows(source) == [
        (2, "00123", 17850, 1.5, day, moment, True),
        (3, "1E5", 13047, 2.0, day, moment, False),
    ]
    # A whole number is whole: as text it is 17850, not 17850.0.
    assert source.engine.rows("SELECT CAST(c1 AS VARCHAR) FROM source WHERE line = 2") == [
        ("17850",)
    ]


def test_titles_blank_rows_and_the_total_are_no_rows(read) -> None:
    source = read(
        {"Data": [["Sales"], [], ["id", "x", "y"], [1, 2, 3], [], [2, 3, 4], ["Total", 5, 7]]}
    )
    assert source.names == ("id", "x", "y")
    # Without "Total" the ids are numbers.
    assert rows(source) == [(4, 1, 2, 3), (6, 2, 3, 4)]
    assert source.refused == ((7, "csv/footer", "a summary at the end of the sheet"),)
    assert {item.what: item.value for item in source.stated} == {
        "format": "Excel", "sheet": "Data", "header": "row 3", "blank rows": "1",
    }  # fmt: skip


def test_the_only_visible_sheet_with_data_is_taken(read) -> None:
    source = read({"Empty": [], "Old": TABLE, "New": TABLE}, hidden=["Old"])
    assert [item.value for item in source.stated if item.what == "sheet"] == ["New"]


def test_a_hidden_sheet_is_read_on_request(read) -> None:
    source = read({"Old": [*TABLE, ["c", 3]], "New": TABLE}, hidden=["Old"], sheet="Old")
    assert source.n_rows == 3


def test_errors_in_cells_are_missing_and_counted(read) -> None:
    source = read({"Data": [["id", "x"], ["a", 1], ["b", "=1/0"]]})
    # The writer stores 0 for a formula that it does not compute.
    assert rows(source)[1] == (3, "b", 0)


def test_error_values_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["id", "x"])
    sheet.write_row(1, 0, ["a", 1])
    sheet.write(2, 0, "b")
    sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
    book.close()
    source = open_source(path, Options())
    assert rows(source) == [(2, "a", 1), (3, "b", None)]
    assert [(s.value, s.note) for s in source.stated if s.what == "error cells"] == [
        ("1", "read as missing")
    ]
    source.engine.close()


def test_without_header_and_with_skip(read) -> None:
    bare = read({"Data": [["a", 1], ["b", 2]]}, header=False)
    assert bare.names == ("column_1", "column_2")
    assert rows(bare) == [(1, "a", 1), (2, "b", 2)]
    skipped = read({"Data": [["x", "y"], ["id", "spend"], ["a", 1]]}, skip=1)
    assert skipped.names == ("id", "spend")
    assert rows(skipped) == [(3, "a", 1)]


@pytest.mark.parametrize(
    ("sheets", "options", "exit_code", "message"),
    [
        (
            {"May": TABLE, "June": [*TABLE, TABLE[-1]]},
            {},
            3,
            (
                'book.xlsx holds 2 sheets with data: "June" (4 rows), "May" (3 rows).\n'
                'Fix: Pass --sheet with the one to read, such as --sheet "June".'
            ),
        ),
        (
            {"May": TABLE, "June": TABLE},
            {"sheet": "Jume"},
            2,
            (
                'book.xlsx has no sheet "Jume". Closest: "June".\n'
                'Fix: Pass --sheet with the name of a sheet, such as --sheet "June".'
            ),
        ),
        (
            {"Data": [["id", "x"]]},
            {},
            3,
            (
                'Sheet "Data" of book.xlsx has a header but no row below it.\n'
                "Fix: Export the table again, with its rows."
            ),
        ),
        (
            {"Data": []},
            {},
            3,
            (
                "book.xlsx holds no visible sheet with data.\n"
                "Fix: Fill a sheet, or pass --sheet with the name of a hidden one."
            ),
        ),
        (
            {"Data": [[1, 2], [3, 4]]},
            {},
            3,
            (
                'Sheet "Data" of book.xlsx seems to have no header: row 1 looks like the rows below it.\n'
                "Fix: Pass --no-header to call the columns column_1, column_2, ..., "
                "or write a row of names above it."
            ),
        ),
        (
            {"Data": [["id", None, "x"], [1, 2, 3]]},
            {},
            3,
            "book.xlsx: column 2 has values but no name.\nFix: Give it a name.",
        ),
    ],
)
def test_what_is_refused_and_how_to_mend_it(read, sheets, options, exit_code, message) -> None:
    with pytest.raises(PersonaeError) as found:
        read(sheets, **options)
    assert found.value.exit_code == exit_code
    assert str(found.value) == message


def test_a_damaged_workbook(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")
    with pytest.raises(PersonaeError) as found:
        open_source(path, Options())
    assert str(found.value) == (
        "book.xlsx is a damaged workbook, or one with a password.\n"
        "Fix: Open it in Excel and save it as .xlsx without a password, or as CSV UTF-8."
    )
