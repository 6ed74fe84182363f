"""A text file in, a table in the engine out: every row accounted for."""

from __future__ import annotations

import codecs
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from personae.data.reading.coded_text import CODED_LEAST, CODED_LIMIT, read_coded
from personae.data.reading.dialect import RAGGED_LIMIT, Dialect, cells_of, find_dialect
from personae.data.reading.encoding import plain_text
from personae.data.reading.footer import is_row_count, is_summary
from personae.data.reading.header import Header, check_names, find_header
from personae.data.reading.records import MAX_FIELDS, MAX_LINE, LineTooLong, whole_lines
from personae.data.source import Column, Source, Stated
from personae.dataclass import dataclass
from personae.engines.duckdb import DuckDBEngine, TextLayout
from personae.errors import DatabaseError, InputError, Problem, ResourceError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from personae.config import Options
    from personae.data.reading.records import Record

__all__ = ["open_text"]

# Signs that no table holds, for where the engine wants a delimiter or a quote and there is none.
_UNUSED, _UNUSED_QUOTE = "\x1f", "\x1e"
_CELLS, _ROWS, _CODED = "source_cells", "source_rows", "source_rows_coded"
# A row whose first fields repeat the header's is the header; a thousand more would say no more.
_COMPARED = 50
_REASONS = {
    "quote": ("csv/quote", "a quote stands where no field begins or ends"),
    "nul": ("csv/nul", "the row holds a NUL byte"),
    "return": ("csv/carriage-return", "a carriage return stands inside a field"),
    "long": ("csv/too-long", "the row is longer than 2,000,000 bytes"),
    "footer": ("csv/footer", "a summary at the end of the file, not a row of the table"),
}


@dataclass(frozen=True)
class _Rows:
    """Which records make up the table.

    `dropped` are the records below the header that are left out; `refused` says why, for those
    that count as rows. Blank lines do not.
    """

    first: int
    dropped: tuple[Record, ...]
    refused: tuple[tuple[int, str, str], ...]
    n_rows: int


def open_text(path: Path, options: Options, *, packed: bool) -> Source:
    """Read a text file of any dialect; every column arrives as text.

    ``line`` of the source is the line of the file in which a row begins, counted from 1; the
    header, titles, blank lines and line breaks inside quotes all count.

    Raises
    ------
    InputError
        If the file cannot be read as a table without guessing.
    ResourceError
        If a line is too long, there are too many columns, or a packed file is a bomb.
    """
    engine = DuckDBEngine(memory=options.memory)
    try:
        return _open(engine, path, options, packed=packed)
    except LineTooLong:
        engine.close()
        raise _too_long(path.name) from None
    except BaseException:
        engine.close()
        raise


def _open(engine: DuckDBEngine, path: Path, options: Options, *, packed: bool) -> Source:
    name = path.name
    text = plain_text(path, engine.folder, packed=packed, encoding=options.encoding)
    dialect = find_dialect(
        text, engine.folder, name=name, option=options.delimiter, skip=options.skip
    )
    _refuse_too_wide(dialect, name)
    header = find_header(dialect, name=name, header=options.header, skip=options.skip)
    rows = _choose_rows(dialect, header, name)
    stated = (*text.stated, *dialect.stated, *_state_layout(dialect, header, options))
    if dialect.scan.long_records and dialect.scan.ends_with_return:
        note = "line breaks inside fields are read as line feeds"
        stated = (*stated, Stated("line ends", "CR LF", "detected", note=note))
    elif 0 < dialect.scan.ends_with_return < dialect.scan.n_records - 1:
        note = "both kinds occur, as after two programs, and both end a row"
        stated = (*stated, Stated("line ends", "LF and CR LF", "detected", note=note))
    texts = _load(engine, dialect, rows, name)
    breaks = _line_breaks(dialect, rows)
    special = _special_rows(engine, dialect, header, texts)
    columns, notes = _choose_columns(engine, header, name)
    _make_relation(engine, columns, breaks, special, into="source")
    if texts:
        columns = tuple(replace(item, texts=texts.get(item.physical, "")) for item in columns)
        _show_coded(engine, columns, breaks, special, into="source_coded")
        if any(special.values()):
            _count_again(engine, texts, relation="source_coded")
    refused = (*rows.refused, *_repeated_headers(special, breaks))
    n_rows = rows.n_rows - sum(map(len, special.values()))
    if not n_rows:
        raise _no_rows(name)
    if special["blank"]:
        count = len(special["blank"])
        notes.append(Stated("blank rows", f"{count:,}", "detected", note="passed over"))
    for file in engine.folder.glob("*.txt"):
        file.unlink()
    return Source(
        engine=engine,
        relation="source",
        columns=columns,
        label=name,
        n_rows=n_rows,
        stated=(*stated, *notes),
        refused=tuple(sorted(refused)),
        coded_relation="source_coded" if texts else "",
        findings=text.findings,
    )


def _too_long(name: str) -> ResourceError:
    return ResourceError(
        Problem(
            "csv/line-too-long",
            f"{name} holds a line of more than {MAX_LINE:,} bytes.",
            "Check that the file is a table with one row a line.",
        )
    )


def _refuse_too_wide(dialect: Dialect, name: str) -> None:
    if dialect.scan.common >= MAX_FIELDS:
        raise ResourceError(
            Problem(
                "csv/too-many-columns",
                f"{name} has {MAX_FIELDS:,} columns or more.",
                "Export fewer columns, or pass --delimiter if the fields are split wrongly.",
            )
        )


def _choose_rows(dialect: Dialect, header: Header, name: str) -> _Rows:
    """Tell rows from blank lines, damaged rows and the summary at the end."""
    scan, first = dialect.scan, header.n_before
    odd = {record.index: record for record in scan.odd if record.index >= first}
    footers = _footers(dialect, first)
    summaries = {record.index for record in footers}
    refused = []
    for record in (*odd.values(), *(r for r in footers if r.index not in odd)):
        line = record.line + dialect.first_line - 1
        if record.index in summaries:
            refused.append((line, *_REASONS["footer"]))
        elif record.flaw == "ragged":
            plural = "s" * (record.n_fields != 1)
            what = f"{record.n_fields} field{plural} instead of {scan.expected}"
            refused.append((line, "csv/ragged", what))
        elif record.flaw != "blank":
            refused.append((line, *_REASONS[record.flaw]))
    dropped = odd | {record.index: record for record in footers}
    n_rows = scan.n_records - first - len(dropped)
    rows = _Rows(first, tuple(dropped[i] for i in sorted(dropped)), tuple(sorted(refused)), n_rows)
    _refuse_too_many(rows, dialect, name)
    if not n_rows:
        raise _no_rows(name)
    return rows


def _footers(dialect: Dialect, first: int) -> list[Record]:
    """Return the summaries at the end: ``Total``, a row count, a lone remark."""
    footers = []
    for record in reversed(dialect.scan.tail):
        if record.index <= first:
            break
        cells = [cell.strip() for cell in cells_of(dialect, record)]
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        ragged = record.n_fields != dialect.scan.common
        # A remark of one field is no row either, but one word may be a row that was cut off.
        remark = ragged and len(filled) == 1 and " " in filled[0]
        counted = ragged and is_row_count(",".join(cells))
        if not (is_summary(filled[0]) or remark or counted):
            break
        footers.append(record)
    return footers


def _refuse_too_many(rows: _Rows, dialect: Dialect, name: str) -> None:
    """Refuse a file of which more than one row in a hundred is damaged."""
    damaged = [row for row in rows.refused if row[1] != "csv/footer"]
    total = rows.n_rows + len(damaged)
    if len(damaged) <= RAGGED_LIMIT * total and not dialect.scan.given_up:
        return
    lines = " and ".join(str(row[0]) for row in damaged[:2])
    codes = {row[1] for row in damaged}
    raise InputError(
        Problem(
            damaged[0][1] if len(codes) == 1 else "csv/damaged",
            f"{name}: {len(damaged):,} of {total:,} rows cannot be read as "
            f"{dialect.scan.expected} fields, such as line {lines} ({damaged[0][2]}).",
            "Mend these lines, pass --delimiter with what stands between the fields, "
            "or --skip with the number of lines above the header.",
        )
    )


def _state_layout(dialect: Dialect, header: Header, options: Options) -> list[Stated]:
    """State where the header is and what stands above it."""
    if header.record is None:
        note = "the columns are called column_1, column_2, ..."
        return [Stated("header", "none", "option", "--no-header", note)]
    line = header.record.line + dialect.first_line - 1
    note = ""
    if header.n_preamble:
        note = f"{header.n_preamble} line{'s' * (header.n_preamble > 1)} above it passed over"
    how: Literal["option", "detected"] = "detected" if options.skip is None else "option"
    return [Stated("header", f"line {line}", how, "--skip", note)]


def _load(engine: DuckDBEngine, dialect: Dialect, rows: _Rows, name: str) -> dict[str, str]:
    """Let the rows be read, and make sure that what was counted is there; return tables of texts.

    The relation `_ROWS` holds them with ``row``, counted from 0; and `_CODED`, where there are
    tables of texts, with codes in place of these.
    """
    scan = dialect.scan
    broken = bool(scan.long_records)
    n_other = scan.n_records - scan.ends_with_return
    # The last record may end without any sign.
    plain = not broken and not scan.has_quoted_returns and n_other <= 1
    newline = "\r\n" if scan.ends_with_return and plain else "\n"
    tidy = newline == "\n" and scan.ends_with_return > 0
    path, skip, start = dialect.path, 0, 0
    if rows.dropped or tidy or _quotes_above(dialect, rows):
        path = engine.folder / "clean.txt"
        _write_clean(dialect, rows, path, tidy=tidy)
    else:
        skip = _first_line_of(dialect, rows) - dialect.first_line + dialect.lines_above
        start = _start_of(dialect, rows)
    layout = TextLayout(
        n_fields=scan.expected,
        delimiter=dialect.separator.decode() or _UNUSED,
        skip=skip,
        quote=_UNUSED_QUOTE if dialect.delimiter == "spaces" else '"',
        escape=_escape_of(dialect),
        newline=newline,
        longest=scan.longest,
        parallel=not broken,
    )
    texts: dict[str, str] = {}
    try:
        if _is_read_coded(dialect, path, start):
            n_read, texts = read_coded(engine, path, layout, start=start, into=_ROWS)
        else:
            n_read = engine.read_text(path, layout, into=_CELLS)
            engine.run(f"CREATE VIEW {_ROWS} AS SELECT rowid AS row, * FROM {_CELLS}")
    except DatabaseError:
        n_read = -1
    if n_read != rows.n_rows:
        raise InputError(
            Problem(
                "csv/unreadable",
                f"{name} has {rows.n_rows:,} rows, but the reader does not find the same.",
                'Save it again as CSV UTF-8 in which every field that holds a quote (") is quoted.',
            )
        )
    return texts


def _is_read_coded(dialect: Dialect, path: Path, start: int) -> bool:
    """Tell whether every reader splits the file alike, and whether codes pay and find room."""
    scan = dialect.scan
    odd = scan.odd_quotes or scan.backslash or scan.long_records or scan.has_quoted_returns
    if odd or len(dialect.separator) != 1:
        return False
    if scan.n_records < CODED_LEAST or path.stat().st_size > CODED_LIMIT:
        return False
    with path.open("rb") as file:
        file.seek(start)
        # the reader into codes would take a byte order mark away wherever it begins
        return file.read(3) != codecs.BOM_UTF8


def _escape_of(dialect: Dialect) -> str:
    if dialect.delimiter == "spaces":
        return _UNUSED_QUOTE
    return "\\" if dialect.scan.backslash else '"'


def _quotes_above(dialect: Dialect, rows: _Rows) -> bool:
    """Tell whether a quote stands above the first row, where line counts go wrong."""
    if not rows.first:
        return False
    with dialect.path.open("rb") as file:
        return b'"' in file.read(_start_of(dialect, rows))


def _start_of(dialect: Dialect, rows: _Rows) -> int:
    """Return the byte at which the first row begins."""
    if not rows.first:
        return dialect.start
    return dialect.scan.head[rows.first - 1].end + 1


def _first_line_of(dialect: Dialect, rows: _Rows) -> int:
    """Return the physical line of the first row."""
    line = dialect.first_line
    if rows.first:
        above = dialect.scan.head[: rows.first]
        line += rows.first
        extra = _extra_lines(dialect)
        line += sum(extra.get(record.index, 0) for record in above)
    return line


def _extra_lines(dialect: Dialect) -> dict[int, int]:
    scan = dialect.scan
    return {
        int(index): int(extra)
        for indices, extras in zip(scan.long_records, scan.extra_lines, strict=True)
        for index, extra in zip(indices, extras, strict=True)
    }


def _write_clean(dialect: Dialect, rows: _Rows, target: Path, *, tidy: bool) -> None:
    """Write the rows alone: no header, no blank or refused lines, line feeds at the ends."""
    position = _start_of(dialect, rows)
    dropped = iter([(record.start, record.end + 1) for record in rows.dropped])
    begin, end = next(dropped, (None, 0))
    with target.open("wb") as out:
        for block in whole_lines(dialect.path, start=position):
            pieces, at, stop = [], position, position + len(block)
            while begin is not None and begin < stop:
                if begin > at:
                    pieces.append(block[at - position : begin - position])
                at = max(at, min(end, stop))
                if end > stop:
                    break
                begin, end = next(dropped, (None, 0))
            pieces.append(block[at - position :])
            kept = b"".join(pieces)
            out.write(kept.replace(b"\r\n", b"\n") if tidy else kept)
            position = stop


def _line_breaks(dialect: Dialect, rows: _Rows) -> NDArray[np.int64]:
    """Return from which row on the line is how much more than the row, shape (n, 2).

    Most files need one entry; each record that was left out or spans several lines adds one.
    """
    scan = dialect.scan
    first_line = _first_line_of(dialect, rows)
    skipped = np.array([record.index for record in rows.dropped], np.int64)
    longs = np.concatenate([np.zeros(0, np.int64), *scan.long_records])
    extras = np.concatenate([np.zeros(0, np.int64), *scan.extra_lines])
    below = longs >= rows.first
    longs, extras = longs[below], extras[below]
    starts = np.union1d(np.concatenate([skipped, longs]) + 1, [rows.first])
    n_skipped = np.searchsorted(skipped, starts)
    row = starts - rows.first - n_skipped
    added = np.concatenate([[0], np.cumsum(extras)])[np.searchsorted(longs, starts)]
    shift = first_line + n_skipped + added
    # Of several entries for one row the last one holds: it has everything above it left out.
    last = np.append(row[1:] != row[:-1], True)
    return np.column_stack([row[last], shift[last]]).astype(np.int64)


def _special_rows(
    engine: DuckDBEngine, dialect: Dialect, header: Header, texts: dict[str, str]
) -> dict[str, list[int]]:
    """Find the rows of empty fields alone, and the header where it stands again."""
    columns = [f"c{i}" for i in range(len(header.names))]
    empty = " AND ".join(f"{column} IS NULL" for column in columns)
    relation = _CODED if texts else _ROWS
    found = {"blank": _row_numbers(engine, relation, empty, ()), "header": []}
    if header.record is not None:
        cells = cells_of(dialect, header.record)[:_COMPARED]
        filled = [(column, cell) for column, cell in zip(columns, cells, strict=False) if cell]
        again = " AND ".join(_equals(column, texts.get(column)) for column, _ in filled) or "false"
        names = tuple(cell for _, cell in filled)
        found["header"] = _row_numbers(engine, relation, again, names)
    return found


def _equals(column: str, texts: str | None) -> str:
    """Return SQL that compares a column with a text, or its codes with that text's code."""
    return f"{column} = " + (f"(SELECT code FROM {texts} WHERE text = ?)" if texts else "?")


def _row_numbers(
    engine: DuckDBEngine, relation: str, condition: str, parameters: tuple[str, ...]
) -> list[int]:
    query = f"SELECT row FROM {relation} WHERE {condition} ORDER BY row"
    return [row[0] for row in engine.rows(query, parameters)]


def _repeated_headers(
    special: dict[str, list[int]], breaks: NDArray[np.int64]
) -> list[tuple[int, str, str]]:
    again = np.array(special["header"], np.int64)
    nearest = np.searchsorted(breaks[:, 0], again, side="right") - 1
    lines = again + breaks[nearest, 1]
    return [(line, "csv/repeated-header", "the header, once more") for line in lines.tolist()]


def _choose_columns(
    engine: DuckDBEngine, header: Header, name: str
) -> tuple[tuple[Column, ...], list[Stated]]:
    """Name the columns; leave out those without a name that hold nothing."""
    check_names(header.names, name)
    columns, notes, problems = [], [], []
    for i, column_name in enumerate(header.names):
        if column_name:
            columns.append(Column(column_name, f"c{i}", "text"))
        elif _is_empty(engine, f"c{i}"):
            notes.append(_left_out(i, "it has no name and no value"))
        elif i == 0 and _counts_rows(engine):
            notes.append(_left_out(i, "it has no name and numbers the rows"))
        else:
            problems.append(
                Problem(
                    "columns/blank-name",
                    f"{name}: column {i + 1} has values but no name in the header.",
                    "Write a name for it into the header.",
                )
            )
    if problems:
        raise InputError(*problems)
    return tuple(columns), notes


def _left_out(i: int, why: str) -> Stated:
    return Stated("column left out", f"column {i + 1}", "detected", note=why)


def _is_empty(engine: DuckDBEngine, column: str) -> bool:
    return engine.rows(f"SELECT count(nullif(trim({column}), '')) FROM {_ROWS}") == [(0,)]


def _counts_rows(engine: DuckDBEngine) -> bool:
    """Tell whether the first column is 0, 1, 2, ... or 1, 2, 3, ..., as data frames write it."""
    shift = "try_cast(c0 AS BIGINT) - row"
    query = f"SELECT min({shift}), max({shift}), count(*) - count({shift}) FROM {_ROWS}"
    return engine.rows(query)[0] in ((0, 0, 0), (1, 1, 0))


def _make_relation(
    engine: DuckDBEngine,
    columns: tuple[Column, ...],
    breaks: NDArray[np.int64],
    special: dict[str, list[int]],
    *,
    into: str,
) -> None:
    """Put the line beside the columns: a view where one sum gives it, else a table."""
    listed = ", ".join(column.physical for column in columns)
    leave_out = _left_out_rows(special)
    if len(breaks) == 1 and not leave_out:
        # Rows keep the order of the file, so the number of a row tells its line.
        engine.run(
            f"CREATE VIEW {into} AS SELECT row + {breaks[0, 1]} AS line, {listed} FROM {_ROWS}"
        )
        return
    import pyarrow as pa

    engine.load(pa.table({"row": breaks[:, 0], "shift": breaks[:, 1]}), into="line_breaks")
    engine.load(pa.table({"row": pa.array(leave_out, pa.int64())}), into="left_out")
    engine.run(
        f"CREATE TABLE {into} AS SELECT r.row + b.shift AS line, {listed} "
        f"FROM {_ROWS} r ASOF JOIN line_breaks b ON r.row >= b.row "
        f"WHERE r.row NOT IN (SELECT row FROM left_out)"
    )


def _show_coded(
    engine: DuckDBEngine,
    columns: tuple[Column, ...],
    breaks: NDArray[np.int64],
    special: dict[str, list[int]],
    *,
    into: str,
) -> None:
    """Show the codes with the line beside them; they are copied only where rows are left out."""
    import pyarrow as pa

    codes = engine.table(_CODED)
    first, shift = breaks.T
    line = np.arange(len(codes)) + np.repeat(shift, np.diff(first, append=len(codes)))
    listed = codes.select([column.physical for column in columns])
    table = listed.add_column(0, "line", pa.array(line))
    leave_out = _left_out_rows(special)
    if leave_out:
        is_kept = np.ones(len(codes), bool)
        is_kept[leave_out] = False
        table = table.filter(pa.array(is_kept))
    engine.show(table, into=into)


def _left_out_rows(special: dict[str, list[int]]) -> list[int]:
    return sorted({row for rows in special.values() for row in rows})


def _count_again(engine: DuckDBEngine, texts: dict[str, str], *, relation: str) -> None:
    """Correct the rows of every text where rows were left out after they had been counted."""
    for column, table in texts.items():
        engine.run(
            f"UPDATE {table} SET n = (SELECT count(*) FROM {relation} WHERE {column} = code)"
        )


def _no_rows(name: str) -> InputError:
    return InputError(
        Problem(
            "input/no-rows",
            f"{name} has a header but no row below it.",
            "Export the table again, with its rows.",
        )
    )
