"""The parts of a workbook looked at before a reader unpacks them: bombs, merges, empty formulas.

A workbook is a zip archive of XML. What its directory says of a part's size may be a lie, and one
cell in the last corner of a sheet makes a reader lay out seventeen thousand million empty ones. So
every part is unpacked once here, block by block, and counted.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import field
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from personae.dataclass import dataclass
from personae.errors import InputError, Problem, ResourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["SheetShape", "look_at_parts"]

MAX_PARTS = 10_000
MAX_BYTES = 1 << 30
MAX_RATIO = 200
# Below this nothing is a bomb, however well it packs.
_HARMLESS = 10_000_000
_CELL_BYTES = 80  # that a reader and the table after it need for a cell, measured
_BLOCK = 1 << 20
_LONGEST_CELL = 1 << 17  # a cell holds at most 32,767 characters

_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"')
_COLUMN = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})')
_MERGE = re.compile(rb'<mergeCell\b[^>]*?\bref="[A-Z]+(\d+):[A-Z]+(\d+)"')
# A formula whose result is a text may be stored empty; any other has a value or was never computed.
_UNCOMPUTED = re.compile(
    rb'<c\b(?![^>]*\bt="str")[^>]*?\br="[A-Z]+(\d+)"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)'
    rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class SheetShape:
    """What was seen of one sheet; rows are counted from 1.

    Parameters
    ----------
    n_rows, n_columns : int
        The last row and column that a cell stands in.
    merged : list of int
        The last row of every group of merged cells.
    uncomputed : list of int
        The rows of formulas without a stored result.
    """

    n_rows: int = 0
    n_columns: int = 0
    merged: list[int] = field(default_factory=list)
    uncomputed: list[int] = field(default_factory=list)

    def take(self, text: bytes) -> None:
        """Take in whole cells and rows."""
        begin = text.rfind(b"<row")
        if begin >= 0 and (row := _ROW.match(text, begin)):
            self.n_rows = max(self.n_rows, int(row[1]))
        letters = set(_COLUMN.findall(text))
        self.n_columns = max([self.n_columns, *map(_number_of, letters)])
        if b"<f" in text:
            self.uncomputed += [int(row) for row in _UNCOMPUTED.findall(text)]
        if b"<mergeCell " in text:
            self.merged += [int(last) for _, last in _MERGE.findall(text)]


def look_at_parts(path: Path, *, memory: int) -> dict[str, SheetShape]:
    """Unpack every part of a workbook once, without keeping it.

    Parameters
    ----------
    path : Path
        The workbook.
    memory : int
        Bytes that reading it may take.

    Returns
    -------
    dict of str to SheetShape
        By the name of the sheet; sheets that are charts are absent.

    Raises
    ------
    InputError
        If the archive is damaged.
    ResourceError
        If it unpacks to something out of all proportion, or a sheet is too large for `memory`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_many_parts(archive, path.name)
            sheets = _sheets(archive)
            limit = max(_HARMLESS, min(MAX_BYTES, MAX_RATIO * path.stat().st_size))
            shapes: dict[str, SheetShape] = {}
            unpacked = 0
            for part in archive.infolist():
                name = sheets.get(part.filename)
                shape = shapes.setdefault(name, SheetShape()) if name else None
                for block in _blocks(archive, part):
                    unpacked += len(block)
                    if unpacked > limit:
                        raise _bomb(path)
                    if shape is not None:
                        shape.take(block)
    except (zipfile.BadZipFile, zlib.error, ET.ParseError, KeyError, EOFError, RuntimeError,
            NotImplementedError):  # fmt: skip
        raise InputError(
            Problem(
                "input/corrupt",
                f"{path.name} is a damaged workbook, or one with a password.",
                "Open it in Excel and save it as .xlsx without a password, or as CSV UTF-8.",
            )
        ) from None
    for name, shape in shapes.items():
        _refuse_large(path, name, shape, memory=memory)
    return shapes


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the names of the sheets by the parts that hold them."""
    targets = {}
    for link in ET.fromstring(_small(archive, "xl/_rels/workbook.xml.rels")):  # noqa: S314 (size is bounded; expat expands no external entity)
        target = link.attrib.get("Target", "").removeprefix("/")
        targets[link.attrib.get("Id")] = target if target.startswith("xl/") else f"xl/{target}"
    book = ET.fromstring(_small(archive, "xl/workbook.xml"))  # noqa: S314
    return {
        targets[sheet.attrib[_LINK]]: sheet.attrib["name"]
        for sheet in book.iter(f"{_MAIN}sheet")
        if sheet.attrib.get(_LINK) in targets
    }


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a part that is never large; entities, which multiply, have no place in one."""
    with archive.open(name) as file:
        content = file.read(_HARMLESS)
    if b"<!ENTITY" in content or len(content) == _HARMLESS:
        raise zipfile.BadZipFile
    return content


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part in blocks that end with a whole cell; its checksum is verified at the end."""
    rest = b""
    with archive.open(part) as file:
        while block := file.read(_BLOCK):
            text = rest + block
            cut = max(text.rfind(b"</c>") + 4, text.rfind(b"</row>") + 6)
            cut = len(text) if cut < 6 or len(text) - cut > _LONGEST_CELL else cut
            yield text[:cut]
            rest = text[cut:]
    if rest:
        yield rest


def _number_of(letters: bytes) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _refuse_many_parts(archive: zipfile.ZipFile, name: str) -> None:
    if len(archive.infolist()) > MAX_PARTS:
        raise ResourceError(
            Problem(
                "input/decompression-limit",
                f"{name} consists of more than {MAX_PARTS:,} parts.",
                "Copy the table into a new workbook, or save it as CSV UTF-8.",
            )
        )


def _bomb(path: Path) -> ResourceError:
    return ResourceError(
        Problem(
            "input/decompression-limit",
            f"{path.name} ({path.stat().st_size:,} bytes) unpacks to more than {MAX_RATIO} times "
            f"its size or {MAX_BYTES:,} bytes.",
            "Save the sheet as CSV UTF-8 and give that file, if it is what you expect.",
        )
    )


def _refuse_large(path: Path, name: str, shape: SheetShape, *, memory: int) -> None:
    """Refuse a sheet that a reader would lay out in more memory than there may be."""
    needed = shape.n_rows * shape.n_columns * _CELL_BYTES
    if needed > memory:
        raise ResourceError(
            Problem(
                "input/too-large",
                f'Sheet "{name}" of {path.name} reaches to row {shape.n_rows:,} and column '
                f"{shape.n_columns:,}: reading it takes {needed / 1e9:,.1f} GB, and "
                f"{memory / 1e9:,.1f} GB may be used.",
                "Delete stray cells far from the table and save it again, save the sheet as CSV "
                "UTF-8, or pass --memory with a larger size.",
            )
        )
