"""Tables in, CSV files out that no spreadsheet takes for formulas; and the way back.

A customer may call herself ``=HYPERLINK(...)``, and a spreadsheet carries that out when somebody
opens the list (OWASP, "CSV Injection"). So a text that could begin a formula gets an apostrophe,
which stays visible; numbers stay numbers, and Parquet has everything exactly. The rule can be
undone without loss, and is wherever Personae reads its own lists.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from personae.data.schema import Finding
from personae.data.source import Source, Stated
from personae.engines.duckdb import quote_identifier, quote_literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

__all__ = [
    "csv_files", "guard_findings", "guarded", "read_own_csv", "to_csv", "unguarded",
    "without_guards",
]  # fmt: skip

# Written for Python, Arrow and DuckDB alike; the last two match in linear time (RE2). Before a
# sign that begins a formula, programs pass over blanks, control characters, marks without a width
# and a byte-order mark; some take the wide signs of East Asian keyboards for the usual ones.
_SIGNS = "[=+\\-@\uff1d\uff0b\uff0d\uff20]"
_WIDTHLESS = "\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
_BEGINS = f"'*[\\x00-\\x20{_WIDTHLESS}]*{_SIGNS}"
_START = f"^('*[\\t\\r\\n]|{_BEGINS})"
# Where the comma is the decimal mark, spreadsheets divide lines at semicolons, whatever stands
# around them; what follows one inside a text can begin a cell.
_INNER = f"([;\\t\\r\\n])('*[\\x00-\\x08\\x0b\\x0c\\x0e-\\x20{_WIDTHLESS}]*{_SIGNS})"
_START_BACK = _START.replace("^(", "^'(", 1)
_INNER_BACK = _INNER.replace(")('*", ")'('*", 1)

_BATCH = 16_384  # rows written at a time

# The columns by which a list of ours is known, whatever was added to it.
_OWN_LISTS = (
    {"id", "segment"}, {"id", "arm"}, {"id", "from", "to"},
    {"customer_id", "segment", "revenue_share"},
)  # fmt: skip


def guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet program could take for a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded("+441234567890"), guarded("Mary"), guarded("a;=1+1")
    ("'=1+1", "'+441234567890", 'Mary', "a;'=1+1")
    """
    return re.sub(_START, r"'\1", re.sub(_INNER, r"\1'\2", text))


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("'tis"), unguarded(guarded("'=1+1"))
    ('=1+1', "'tis", "'=1+1")
    """
    return re.sub(_INNER_BACK, r"\1\2", re.sub(_START_BACK, r"\1", text))


def to_csv(table: pa.Table, *, exact: bool = False) -> bytes:
    """Return a table as the bytes of a CSV file; the only place that writes one.

    Parameters
    ----------
    table : pyarrow.Table
        Columns of text are guarded, and so are the columns' names.
    exact : bool
        Whether nothing is guarded: only for files that go to another program as they are.
    """
    return _written(table if exact else _guarded_table(table)[0])


def csv_files(tables: Mapping[str, pa.Table]) -> tuple[dict[str, bytes], dict[str, int]]:
    """Return CSV files by name, and how many cells of each carry a guard (none: not listed).

    Parameters
    ----------
    tables : dict of str to pyarrow.Table
        By the name of the file.
    """
    files, counts = {}, {}
    for name, table in tables.items():
        safe, count = _guarded_table(table)
        files[name] = _written(safe)
        if count:
            counts[name] = count
    return files, dict(sorted(counts.items()))


def guard_findings(counts: Mapping[str, int]) -> list[Finding]:
    """Say in which files texts carry an apostrophe, so that nobody joins by them unaware.

    Parameters
    ----------
    counts : dict of str to int
        Guarded cells by the name of the file.
    """
    total = sum(counts.values())
    if not total:
        return []
    have = "1 cell has" if total == 1 else f"{total:,} cells have"
    what = (
        f"Texts in {', '.join(sorted(counts))} begin with =, +, - or @, which a spreadsheet would "
        f"carry out as a formula: {have} an apostrophe before it. Personae reads these lists as if "
        "the apostrophe were not there. For other programs take the list as a Parquet file."
    )
    return [Finding("output/guarded", "warning", what, count=total)]


def read_own_csv(content: bytes, types: Mapping[str, pa.DataType]) -> pa.Table:
    """Read a CSV file that `to_csv` wrote, with every text as it was.

    Parameters
    ----------
    content : bytes
        The file.
    types : dict of str to pyarrow.DataType
        Columns whose type must not be guessed: codes such as 007 are no numbers.
    """
    import pyarrow as pa
    from pyarrow import csv

    options = csv.ConvertOptions(
        column_types=dict(types), null_values=[""], strings_can_be_null=True
    )
    parsing = csv.ParseOptions(newlines_in_values=True)
    table = csv.read_csv(io.BytesIO(content), parse_options=parsing, convert_options=options)
    columns = [_back(column) if pa.types.is_string(column.type) else column for column in table]
    return pa.table(columns, names=[unguarded(name) for name in table.column_names])


def without_guards(source: Source) -> Source:
    """Return a list that Personae wrote with the texts that it was made from.

    A table is taken for such a list by its columns: an id beside a segment, an arm, or where
    somebody came from and went to. All others are left as they are, since there an apostrophe is
    what somebody wrote.

    Parameters
    ----------
    source : Source
        A table from a text file or a workbook.
    """
    names = {name.strip().lower() for name in source.names}
    if not any(own <= names for own in _OWN_LISTS):
        return source
    texts = [column for column in source.columns if column.storage == "text"]
    back = {column.physical: _back_sql(quote_identifier(column.physical)) for column in texts}
    if not back:
        return source
    changed = " + ".join(
        f"CAST(coalesce({new} <> {quote_identifier(old)}, false) AS BIGINT)"
        for old, new in back.items()
    )
    relation = quote_identifier(source.relation)
    [(count,)] = source.engine.rows(f"SELECT coalesce(sum({changed}), 0) FROM {relation}")
    if not count:
        return source
    listed = ", ".join(f"{new} AS {quote_identifier(old)}" for old, new in back.items())
    source.engine.run(
        f"CREATE VIEW source_unguarded AS SELECT * REPLACE ({listed}) FROM {relation}"
    )
    note = "apostrophes with which Personae guards lists against formulas were taken away"
    return replace(
        source,
        relation="source_unguarded",
        coded_relation="",
        columns=tuple(replace(column, texts="") for column in source.columns),
        stated=(*source.stated, Stated("guarded cells", f"{count:,}", "file", note=note)),
    )


def _back_sql(cell: str) -> str:
    start, inner = quote_literal(_START_BACK), quote_literal(_INNER_BACK)
    first = f"regexp_replace({cell}, {start}, '\\1')"
    return f"regexp_replace({first}, {inner}, '\\1\\2', 'g')"


def _guarded_table(table: pa.Table) -> tuple[pa.Table, int]:
    """Return a table with every text guarded, and how many cells that changed."""
    import pyarrow as pa

    columns, changed = [], 0
    for column in table.columns:
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        texts = column
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            texts, count = _guarded_texts(column.cast(kind))
            changed += count
        columns.append(texts)
    return pa.table(columns, names=[guarded(name) for name in table.column_names]), changed


def _guarded_texts(texts: pa.ChunkedArray) -> tuple[pa.ChunkedArray | pa.Array, int]:
    """Return texts with every one guarded, and how many that changed; each text is read once."""
    import pyarrow.compute as pc

    coded = texts.combine_chunks().dictionary_encode()
    different = coded.dictionary
    # most columns hold none of the signs, and finding that out is quick
    if not pc.any(pc.match_substring_regex(different, f"{_SIGNS}|^'*[\\t\\r\\n]")).as_py():
        return texts, 0
    safe = pc.replace_substring_regex(different, _INNER, r"\1'\2")
    safe = pc.replace_substring_regex(safe, _START, r"'\1")
    changed = pc.take(pc.not_equal(different, safe), coded.indices)
    return safe.take(coded.indices), pc.sum(changed).as_py() or 0


def _back(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    column = pc.replace_substring_regex(column, _START_BACK, r"\1")
    return pc.replace_substring_regex(column, _INNER_BACK, r"\1\2")


def _written(table: pa.Table) -> bytes:
    import pyarrow as pa
    from pyarrow import csv

    sink = pa.BufferOutputStream()
    csv.write_csv(table, sink, csv.WriteOptions(batch_size=_BATCH, quoting_style="needed"))
    content: bytes = sink.getvalue().to_pybytes()
    return content
