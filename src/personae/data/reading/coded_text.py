"""Regular text in, codes out: a text that stands in many rows is kept, and looked at, once.

Half a million purchase lines hold a few thousand products and customers. Columns whose texts come
again become whole numbers with a table of their texts beside them; the others stay texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.errors import DatabaseError, Problem

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.engines.duckdb import DuckDBEngine, TextLayout

__all__ = ["CODED_LEAST", "CODED_LIMIT", "read_coded"]

CODED_LEAST = 10_000
"""Rows of the smallest table for which codes pay."""

CODED_LIMIT = 1 << 29
"""Bytes of the largest file that is kept in memory so; the engine can spill a larger one."""

_BLOCK = 1 << 20
_REPEATED = 2  # rows of each different text among the first rows, at least: worth a code


def read_coded(
    engine: DuckDBEngine, path: Path, layout: TextLayout, *, start: int, into: str
) -> tuple[int, dict[str, str]]:
    """Read the records of a regular text file from a byte on.

    The relation `into` holds ``row``, counted from 0, and the texts ``c0``, ``c1``, ...; an empty
    field is NULL. ``{into}_coded`` holds the same rows with codes in place of texts that come
    again. The codes of a column sort as its texts do, as UTF-8 bytes.

    Parameters
    ----------
    engine : DuckDBEngine
        Where the relations shall be.
    path : Path
        UTF-8 text in which quotes enclose whole fields and are doubled inside them.
    layout : TextLayout
        Fields, delimiter, quote and the longest record.
    start : int
        The byte at which the first record begins.
    into : str
        The name of the relation.

    Returns
    -------
    tuple of int and dict of str to str
        How many rows were read; and for every column of codes the table of its texts, with the
        columns ``code``, ``text`` and ``n``, the rows that hold it.

    Raises
    ------
    DatabaseError
        If the file is not laid out as `layout` says.
    """
    import pyarrow as pa

    table = _parse(path, layout, start=start)
    shown = {"row": pa.array(np.arange(table.num_rows))}
    coded, texts = dict(shown), {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_dictionary(column.type):
            texts[name] = f"{into}_{name}"
            shown[name], coded[name] = _code(engine, column, into=texts[name])
        else:
            shown[name] = coded[name] = column
    engine.show(pa.table(shown), into=into)
    engine.show(pa.table(coded), into=f"{into}_coded")
    return table.num_rows, texts


def _parse(path: Path, layout: TextLayout, *, start: int) -> pa.Table:
    """Read the whole file; columns whose texts come again as dictionaries, one for all blocks."""
    import pyarrow as pa
    from pyarrow import csv

    names = [f"c{i}" for i in range(layout.n_fields)]
    block = max(_BLOCK, 2 * layout.longest)
    parsing = csv.ParseOptions(
        delimiter=layout.delimiter, quote_char=layout.quote, ignore_empty_lines=False
    )
    reading = csv.ReadOptions(column_names=names, block_size=block)

    def parse(file: pa.NativeFile, kinds: dict[str, pa.DataType]) -> pa.Table:
        converting = csv.ConvertOptions(
            column_types=kinds, null_values=[""], strings_can_be_null=True, check_utf8=False
        )
        try:
            return csv.read_csv(file, reading, parsing, converting)
        except pa.ArrowInvalid:
            # The message quotes the line, which may hold personal data.
            what = f"The text is not read as {layout.n_fields} fields a record."
            raise DatabaseError(Problem("engine/text", what)) from None

    text, code = pa.string(), pa.dictionary(pa.int32(), pa.string())
    with pa.OSFile(str(path)) as file:
        file.seek(start)
        first = file.read(block // 2)
        first = first[: first.rfind(b"\n") + 1] or first
        probe = parse(pa.BufferReader(first), dict.fromkeys(names, code))
        repeated = {name for name in names if _comes_again(probe[name])}
        file.seek(start)
        kinds = {name: code if name in repeated else text for name in names}
        return parse(file, kinds).unify_dictionaries()


def _comes_again(column: pa.ChunkedArray) -> bool:
    """Tell whether a column of dictionaries holds each text several times on average."""
    n_texts = sum(len(chunk.dictionary) for chunk in column.chunks)
    return 0 < n_texts * _REPEATED <= len(column)


def _code(
    engine: DuckDBEngine, column: pa.ChunkedArray, *, into: str
) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """Write the texts of a column in their order; return its texts and their codes."""
    import pyarrow as pa

    found = column.chunk(0).dictionary.to_pylist()
    # Python compares texts sign by sign, which is the order of their UTF-8 bytes.
    order = sorted(range(len(found)), key=found.__getitem__)
    texts = pa.array([found[place] for place in order], pa.string())
    code = np.arange(len(found), dtype=np.int32)
    rank = np.empty_like(code)
    rank[order] = code
    codes = [_replaced(chunk.indices, rank) for chunk in column.chunks]
    rows = sum(_rows_of_codes(chunk, len(found)) for chunk in codes)
    engine.load(pa.table({"code": code, "text": texts, "n": rows}), into=into)
    shown = [pa.DictionaryArray.from_arrays(chunk, texts, safe=False) for chunk in codes]
    return pa.chunked_array(shown), pa.chunked_array(codes)


def _replaced(places: pa.Int32Array, rank: NDArray[np.int32]) -> pa.Int32Array:
    """Return the rank of every place; where a cell is missing nothing is known of its place."""
    import pyarrow as pa

    missing, values = places.buffers()
    ranks = rank.take(np.frombuffer(values, np.int32), mode="clip")
    return pa.Array.from_buffers(
        pa.int32(), len(places), [missing, pa.py_buffer(ranks)], offset=places.offset
    )


def _rows_of_codes(codes: pa.Int32Array, n_codes: int) -> NDArray[np.int64]:
    """Return in how many cells each code stands."""
    held, values = codes.buffers()
    within = slice(codes.offset, codes.offset + len(codes))
    ranks = np.frombuffer(values, np.int32)[within]
    if codes.null_count:
        bits = np.unpackbits(np.frombuffer(held, np.uint8), bitorder="little")
        ranks = ranks[bits[within].astype(bool)]
    return np.bincount(ranks, minlength=n_codes)
