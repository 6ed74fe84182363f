"""What a file is, told by its first bytes and never by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from personae.dataclass import dataclass
from personae.errors import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Container", "recognise", "suffix_suggests"]

Kind = Literal["text", "gzip", "parquet", "excel", "duckdb"]

# The bytes at the start of formats that people save under the name of a table.
_NO_TABLE = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
)
_UNSUPPORTED = (
    (b"BZh", "a bzip2 archive", "Unpack it, or pack it with gzip."),
    (b"\xfd7zXZ\x00", "an xz archive", "Unpack it, or pack it with gzip."),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "Unpack it, or pack it with gzip."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it, or pack the table with gzip."),
    (b"Rar!", "a RAR archive", "Unpack it, or pack the table with gzip."),
    (b"SQLite format 3\x00", "an SQLite database", "Export the table as CSV or Parquet."),
    (b"ARROW1\x00\x00", "an Arrow (Feather) file", "Save it as Parquet."),
    (b"FEA1", "a Feather file", "Save it as Parquet."),
    (b"\x80\x04\x95", "a Python pickle", "Save it as CSV or Parquet: pickles can run code."),
    (b"\x80\x05\x95", "a Python pickle", "Save it as CSV or Parquet: pickles can run code."),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Excel workbook (.xls) or one with a password",
        "Save it as .xlsx without a password, or as CSV UTF-8.",
    ),
)
_SUFFIXES = {
    ".csv": "text", ".tsv": "text", ".txt": "text", ".tab": "text", ".gz": "gzip",
    ".parquet": "parquet", ".pq": "parquet", ".xlsx": "excel", ".xlsm": "excel",
    ".duckdb": "duckdb", ".ddb": "duckdb",
}  # fmt: skip


@dataclass(frozen=True)
class Container:
    """What a file is, and its first bytes."""

    kind: Kind
    head: bytes


def recognise(path: Path) -> Container:
    """Tell what a file is.

    Raises
    ------
    InputError
        If it is empty, or is something that holds no table that we read.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    name = path.name
    if not head:
        raise InputError(
            Problem("input/empty", f"{name} is empty (0 bytes).", "Export the table again.")
        )
    if head.startswith(b"\x1f\x8b"):
        return Container("gzip", head)
    if head.startswith(b"PAR1"):
        return Container("parquet", head)
    if head[8:12] == b"DUCK":
        return Container("duckdb", head)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(path, head)
    refuse_what_is_no_table(head, name)
    return Container("text", head)


def refuse_what_is_no_table(head: bytes, name: str) -> None:
    """Raise if the first bytes belong to a picture, a page, an archive and the like.

    Raises
    ------
    InputError
        With what it looks like.
    """
    for magic, what, fix in _UNSUPPORTED:
        if head.startswith(magic):
            raise InputError(
                Problem("input/unsupported-format", f"{name} is {what}, which is not read.", fix)
            )
    looks = next((what for magic, what in _NO_TABLE if head.startswith(magic)), None)
    if looks is None:
        looks = _text_that_is_no_table(head)
    if looks:
        raise InputError(
            Problem(
                "input/not-a-table",
                f"{name} looks like {looks}, not like a table.",
                "Export the table as CSV, Parquet or Excel and give that file.",
            )
        )


def suffix_suggests(path: Path) -> str | None:
    """Return what the file's name says it is; None if the name says nothing.

    Examples
    --------
    >>> from pathlib import Path
    >>> suffix_suggests(Path("customers.CSV"))
    'text'
    """
    return _SUFFIXES.get(path.suffix.lower())


def _text_that_is_no_table(head: bytes) -> str | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "a web page (HTML), perhaps a login page that was saved instead of the file"
    if start.startswith(b"<?xml"):
        return "an XML document"
    # A list or an object of JSON: an opening bracket whose next sign is one that JSON allows.
    if start[:1] in (b"{", b"["):
        follows = start[1:].lstrip()[:1]
        if start[:1] == b"{" and follows in (b'"', b"}"):
            return "JSON"
        if start[:1] == b"[" and follows in (b"{", b"[", b"]"):
            return "JSON"
    return None


def _zip(path: Path, head: bytes) -> Container:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        raise InputError(
            Problem(
                "input/corrupt",
                f"{path.name} is a damaged workbook or zip archive.",
                "Copy or export it again.",
            )
        ) from None
    if "xl/workbook.xml" in names:
        return Container("excel", head)
    if "xl/workbook.bin" in names:
        what, fix = "a binary Excel workbook (.xlsb)", "Save it as .xlsx or as CSV UTF-8."
    elif "mimetype" in names and "content.xml" in names:
        what, fix = "an OpenDocument file (.ods)", "Save it as .xlsx or as CSV UTF-8."
    elif "word/document.xml" in names:
        what, fix = "a Word document", "Save the table as .xlsx or as CSV UTF-8."
    else:
        what, fix = "a zip archive", "Unpack it, or pack the table with gzip."
    raise InputError(
        Problem("input/unsupported-format", f"{path.name} is {what}, which is not read.", fix)
    )
