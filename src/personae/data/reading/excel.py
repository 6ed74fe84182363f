"""A sheet of an Excel workbook in, a source out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from personae.data.reading.footer import is_summary
from personae.data.reading.frames import open_arrow
from personae.data.reading.header import looks_like_data, refuse_second_header
from personae.data.reading.workbook_parts import SheetShape, look_at_parts
from personae.data.schema import Finding
from personae.data.source import Source, Stated
from personae.dataclass import dataclass
from personae.engines.memory import memory_ceiling
from personae.errors import InputError, Problem, UsageError, nearest_names

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from personae.config import Options

__all__ = ["open_excel"]

# How far down a header is looked for, and how many rows below it tell whether it is one.
_HEAD = 100
_TAIL = 5
_FULL_SHEET = 1_048_576
_TRUNCATED = Finding(
    "input/possibly-truncated", "warning",
    f"The sheet is filled to its last row ({_FULL_SHEET:,}): what came after it is missing.",
    fix="Export the table as CSV or Parquet, which have no last row.",
)  # fmt: skip


@dataclass(frozen=True)
class _Layout:
    """Where the table lies on the sheet; rows count from 0."""

    names: list[str]
    first_row: int
    stated: tuple[Stated, ...]


def open_excel(path: Path, options: Options) -> Source:
    """Read one sheet of a workbook (.xlsx); ``line`` is the row of the sheet.

    The header is the first row that is filled; titles and blank rows above it are passed over.
    Cells that hold an error such as ``#DIV/0!`` are missing, and how many there are is stated.

    Raises
    ------
    InputError
        If several sheets hold data and none was named, cells would be lost, or the workbook is
        damaged.
    ResourceError
        If it is out of all proportion.
    UsageError
        If there is no such sheet.
    """
    import fastexcel

    shapes = look_at_parts(path, memory=memory_ceiling(options.memory))
    try:
        book = fastexcel.read_excel(path)
        sheet, how = _choose_sheet(book, options.sheet, path.name)
        layout = _layout(book, sheet, options, path.name)
        _refuse_lost_cells(shapes.get(sheet, SheetShape()), layout, sheet=sheet, name=path.name)
        table, errors, refused = _table(book, sheet, layout)
    except fastexcel.FastExcelError:
        raise InputError(
            Problem(
                "input/corrupt",
                f"{path.name} is a damaged workbook, or one with a password.",
                "Open it in Excel and save it as .xlsx without a password, or as CSV UTF-8.",
            )
        ) from None
    stated = [Stated("format", "Excel", "file", note="told by the file's content"), how]
    stated += layout.stated
    if errors:
        stated.append(Stated("error cells", f"{errors:,}", "detected", note="read as missing"))
    source = open_arrow(
        table, layout.names, path.name, stated=tuple(stated), first_line=layout.first_row + 1,
        memory=options.memory,
    )  # fmt: skip
    full = layout.first_row + table.num_rows + len(refused) >= _FULL_SHEET
    return replace(source, refused=tuple(refused), findings=(_TRUNCATED,) if full else ())


def _refuse_lost_cells(shape: SheetShape, layout: _Layout, *, sheet: str, name: str) -> None:
    """Refuse rows whose cells would arrive empty although the sheet shows something there."""
    problems = []
    below = [row for row in shape.merged if row > layout.first_row]
    if below:
        groups = f"{len(below):,} group{'s' * (len(below) > 1)} of merged cells"
        problems.append(
            Problem(
                "input/merged-cells",
                f'Sheet "{sheet}" of {name} has {groups} among its rows, such as at row '
                f"{min(below):,}: all but the first cell of each would be empty.",
                "Unmerge them and fill every cell, or export the table from where it comes from.",
            )
        )
    empty = [row for row in shape.uncomputed if row > layout.first_row]
    if empty:
        cells = f"{len(empty):,} formula{'s' * (len(empty) > 1)}"
        problems.append(
            Problem(
                "input/formula-without-value",
                f'Sheet "{sheet}" of {name} has {cells} without a stored result, such as in row '
                f"{min(empty):,}: a program wrote them that does not calculate.",
                "Open the workbook in Excel or LibreOffice and save it again, or save it as CSV.",
            )
        )
    if problems:
        raise InputError(*problems)


def _choose_sheet(book: Any, wanted: str | None, name: str) -> tuple[str, Stated]:
    sheets = list(book.sheet_names)
    if wanted is not None:
        if wanted in sheets:
            return wanted, Stated("sheet", wanted, "option", "--sheet")
        close = nearest_names(wanted, sheets) or sheets[:3]
        listed = ", ".join(f'"{item}"' for item in close)
        raise UsageError(
            Problem(
                "input/sheet",
                f'{name} has no sheet "{wanted}". Closest: {listed}.',
                f'Pass --sheet with the name of a sheet, such as --sheet "{close[0]}".',
            )
        )
    filled = [sheet for sheet in sheets if _holds_data(book, sheet)]
    if not filled:
        raise InputError(
            Problem(
                "input/empty",
                f"{name} holds no visible sheet with data.",
                "Fill a sheet, or pass --sheet with the name of a hidden one.",
            )
        )
    if len(filled) > 1:
        # the first row may be the header or not: a sheet's height says it well enough
        rows = {sheet: _height(book, sheet) for sheet in filled}
        ranked = sorted(filled, key=lambda sheet: -rows[sheet])
        listed = ", ".join(f'"{sheet}" ({rows[sheet]:,} rows)' for sheet in ranked[:10])
        raise InputError(
            Problem(
                "input/sheet",
                f"{name} holds {len(filled)} sheets with data: {listed}.",
                f'Pass --sheet with the one to read, such as --sheet "{ranked[0]}".',
            )
        )
    note = "the only visible sheet with data" if len(sheets) > 1 else ""
    return filled[0], Stated("sheet", filled[0], "detected", "--sheet", note)


def _height(book: Any, sheet: str) -> int:
    return int(book.load_sheet(sheet, header_row=None, n_rows=1, dtypes="string").total_height)


def _holds_data(book: Any, sheet: str) -> bool:
    loaded = book.load_sheet(sheet, header_row=None, n_rows=_HEAD, dtypes="string")
    return bool(loaded.visible == "visible" and loaded.width and loaded.height)


def _layout(book: Any, sheet: str, options: Options, name: str) -> _Layout:
    """Find the header among the first rows."""
    loaded = book.load_sheet(
        sheet, header_row=None, skip_rows=0, n_rows=_HEAD + (options.skip or 0), dtypes="string"
    )
    head = [[cell or "" for cell in row.values()] for row in loaded.to_arrow().to_pylist()]
    rows = [(i, row) for i, row in enumerate(head) if any(cell.strip() for cell in row)]
    rows = [(i, row) for i, row in rows if i >= (options.skip or 0)]
    if not rows:
        raise InputError(
            Problem(
                "input/no-rows",
                f'Sheet "{sheet}" of {name} has no filled row among its first {len(head)}.',
                "Pass --sheet with another sheet, or a smaller --skip.",
            )
        )
    if not options.header:
        names = [f"column_{i + 1}" for i in range(len(rows[0][1]))]
        note = "the columns are called column_1, column_2, ..."
        return _Layout(
            names, rows[0][0], (Stated("header", "none", "option", "--no-header", note),)
        )
    width = len(rows[0][1])
    full = (item for item in rows if width < 3 or _n_filled(item[1]) > max(1, width // 3))
    place, header = rows[0] if options.skip is not None else next(full, rows[0])
    below = [row for i, row in rows if i > place]
    if not below:
        raise InputError(
            Problem(
                "input/no-rows",
                f'Sheet "{sheet}" of {name} has a header but no row below it.',
                "Export the table again, with its rows.",
            )
        )
    if looks_like_data(header, below):
        raise InputError(
            Problem(
                "csv/no-header",
                f'Sheet "{sheet}" of {name} seems to have no header: '
                f"row {place + 1} looks like the rows below it.",
                "Pass --no-header to call the columns column_1, column_2, ..., "
                "or write a row of names above it.",
            )
        )
    refuse_second_header(below, f'Sheet "{sheet}" of {name}: the row below the header')
    note = f"{place} row{'s' * (place > 1)} above it passed over" if place else ""
    how: Literal["detected", "option"] = "detected" if options.skip is None else "option"
    return _Layout(header, place + 1, (Stated("header", f"row {place + 1}", how, "--skip", note),))


def _n_filled(row: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _table(
    book: Any, sheet: str, layout: _Layout
) -> tuple[pa.Table, int, list[tuple[int, str, str]]]:
    """Load the rows below the header with their types, without a summary at the end."""
    table, errors = _typed_rows(book, sheet, layout, None)
    footers = _footers(table)
    if footers:
        # Without the word "Total" the column of ids may be numbers again.
        table, errors = _typed_rows(book, sheet, layout, min(footers))
    refused = [
        (layout.first_row + i + 1, "csv/footer", "a summary at the end of the sheet")
        for i in sorted(footers)
    ]
    return table, errors, refused


def _typed_rows(book: Any, sheet: str, layout: _Layout, n_rows: int | None) -> tuple[pa.Table, int]:
    import pyarrow as pa

    loaded = book.load_sheet(
        sheet, header_row=None, skip_rows=layout.first_row, n_rows=n_rows, schema_sample_rows=None
    )
    batch, errors = loaded.to_arrow_with_errors()
    return pa.Table.from_batches([batch]), len(errors.errors) if errors else 0


def _footers(table: pa.Table) -> list[int]:
    """Return the last rows that sum up the others; blank rows may stand between."""
    found: list[int] = []
    first = max(0, table.num_rows - _TAIL)
    for i, row in reversed(list(enumerate(table.slice(first).to_pylist(), start=first))):
        filled = [cell for cell in row.values() if cell not in (None, "")]
        if not filled:
            continue
        if not (isinstance(filled[0], str) and is_summary(filled[0])):
            break
        found.append(i)
    return found
