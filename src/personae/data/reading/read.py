"""A path or a frame in, a source out: the door of the data room."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from personae.data.csv_file import without_guards
from personae.data.reading.container import recognise, suffix_suggests
from personae.data.source import Stated
from personae.errors import InputError, Problem, UsageError

if TYPE_CHECKING:
    from personae.config import Options
    from personae.data.source import Source

__all__ = ["open_source"]

_ADDRESS = re.compile(
    r"(https?|ftps?|sftp|s3a?|gs|gcs|az|abfss?|wasbs?|hdfs|postgres(ql)?|mysql|mssql|jdbc|odbc"
    r"|snowflake|bigquery|file):/",
    re.IGNORECASE,
)
_SPOKEN = {
    "text": "text", "gzip": "gzip", "parquet": "Parquet", "excel": "Excel", "duckdb": "DuckDB",
}  # fmt: skip


def open_source(where: Any, options: Options) -> Source:
    """Find out what something is and read it as a table.

    What a file is, is told by its content and never by its name. The whole file is looked at for
    its encoding, its delimiter and its header; what was found is in ``stated``.

    Parameters
    ----------
    where : str, Path or frame
        A CSV, TSV or other text file (also packed with gzip), a Parquet file, an Excel workbook, a
        DuckDB file, or a table that pandas, polars, pyarrow or narwhals made.
    options : Options
        ``encoding``, ``delimiter``, ``header``, ``skip``, ``sheet`` and ``table`` take the place
        of what would be found out.

    Returns
    -------
    Source
        The table in an engine. ``line`` is the line of a text file, else the row counted from 1.

    Raises
    ------
    InputError
        If there is no such file, or reading it would be a guess.
    UsageError
        If `where` is an address on the web or in a cloud, or no table at all.
    ResourceError
        If reading it would take more memory than ``memory`` allows.
    """
    if isinstance(where, str | os.PathLike):
        _refuse_address(os.fspath(where))
        source = _open_file(Path(os.fspath(where)), options)
    else:
        from personae.data.reading.frames import open_frame

        source = open_frame(where, memory=options.memory)
    source.engine.lock()
    return source


def _open_file(path: Path, options: Options) -> Source:
    _refuse_what_is_no_file(path)
    before = _fingerprint(path)
    source = _open_container(path, options)
    if _fingerprint(path) != before:
        source.engine.close()
        raise InputError(
            Problem(
                "input/changed-while-reading",
                f"{path.name} was changed while it was read.",
                "Wait until it is written completely, then start again.",
            )
        )
    # A name that is not UTF-8 opens the file, but cannot stand in a report.
    shown = path.name.encode("utf-8", "replace").decode()
    return source if source.label == shown else replace(source, label=shown)


def _refuse_address(where: str) -> None:
    """Refuse what would have to be fetched; a path keeps one of the two slashes."""
    if _ADDRESS.match(where):
        raise UsageError(
            Problem(
                "input/address",
                "That is an address, not a file: nothing is fetched from the web, a cloud or a "
                "database.",
                "Download or export it first, then give the path of the file.",
            )
        )


def _open_container(path: Path, options: Options) -> Source:
    found = recognise(path)
    suggested = suffix_suggests(path)
    # The readers are imported where they are needed: a CSV file needs no library for workbooks.
    if found.kind == "excel":
        from personae.data.reading.excel import open_excel

        source = without_guards(open_excel(path, options))
    elif found.kind == "parquet":
        from personae.data.reading.parquet import open_parquet

        source = open_parquet(path, memory=options.memory)
    elif found.kind == "duckdb":
        from personae.data.reading.duckdb_file import open_duckdb

        source = open_duckdb(path, table=options.table, memory=options.memory)
    else:
        from personae.data.reading.text_table import open_text

        source = without_guards(open_text(path, options, packed=found.kind == "gzip"))
    if suggested in (None, found.kind):
        return source
    note = f"the name ends in {path.suffix}, but the content decides"
    stated = Stated("format", _SPOKEN[found.kind], "file", note=note)
    return replace(source, stated=(stated, *(s for s in source.stated if s.what != "format")))


def _fingerprint(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino


def _refuse_what_is_no_file(path: Path) -> None:
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode):
            with path.open("rb") as file:
                # what the system makes up while it is read says that it has no size
                if status.st_size or not file.read(1):
                    return
    except FileNotFoundError:
        what, fix = (
            f"There is no file {path}.",
            "Check the path; run the command where the file is.",
        )
        if str(path) == "-":
            what = "What comes through a pipe is not read."
            fix = "Save it to a file first, and give the path of that."
    except PermissionError:
        what, fix = f"The file {path} may not be read.", "Ask for permission to read it."
    except (OSError, ValueError) as error:
        what, fix = (
            f"The file {path!s} cannot be opened ({type(error).__name__}).",
            "Check the path.",
        )
    else:
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no ordinary file"
        what, fix = f"{path} is {kind}.", "Give the path of one file."
    raise InputError(Problem("input/no-file", what, fix)) from None
