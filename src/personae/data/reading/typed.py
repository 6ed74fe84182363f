"""A table with types of its own in, a source out: whatever the types, six kinds of storage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.reading.header import check_names, tidy_name
from personae.data.source import Column, Source, Stated, Storage
from personae.dataclass import dataclass
from personae.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.engines.duckdb import DuckDBEngine

__all__ = ["RAW", "typed_source"]

# The table as it arrived: columns c0, c1, ... in the order of the file, and line.
RAW = "source_raw"
# Whole numbers up to here are exact in a float.
_EXACT = 2**53
_NESTED = ("STRUCT", "MAP", "UNION", "VARIANT", "GEOMETRY")
_INTEGERS = {
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT",
    "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "BIGNUM",
}  # fmt: skip


@dataclass(frozen=True)
class _Typed:
    column: Column
    expression: str


def typed_source(
    engine: DuckDBEngine, names: Sequence[str], label: str, *, stated: Sequence[Stated] = ()
) -> Source:
    """Turn the table `RAW` of an engine into a source.

    Whole numbers keep every digit. A column of floats that holds whole numbers alone, as a data
    frame makes of ids when one is missing, becomes whole again, so that 17850.0 is 17850. Times
    with a zone become UTC; categories become text. Rows without any value are passed over.

    Parameters
    ----------
    engine : DuckDBEngine
        Holds the table `RAW` with the columns ``line``, ``c0``, ``c1``, ...
    names : sequence of str
        The names of the columns, in order.
    label : str
        What to call the table in messages.
    stated : sequence of Stated
        What was decided before.

    Raises
    ------
    InputError
        If a column is nested or of a type that is no value, or the names clash; all at once.
    """
    types = {
        row[0]: row[1] for row in engine.rows(f"DESCRIBE SELECT * FROM {RAW}") if row[0] != "line"
    }
    tidy = [tidy_name(name) for name in names]
    check_names(tidy, label)
    _refuse_what_is_no_value(engine, dict(zip(types, tidy, strict=True)), types, label)
    filled = _filled(engine, list(types))
    notes: list[Stated] = list(stated)
    typed, nameless = [], []
    for i, (physical, kind) in enumerate(types.items()):
        if tidy[i]:
            typed.append(_typed(engine, tidy[i], physical, kind))
        elif filled[physical]:
            nameless.append(i + 1)
        else:
            why = "it has no name and no value"
            notes.append(Stated("column left out", f"column {i + 1}", "detected", note=why))
    _refuse_nameless(nameless, label)
    return _relation(engine, typed, label, notes)


def _relation(engine: DuckDBEngine, typed: list[_Typed], label: str, notes: list[Stated]) -> Source:
    some = " OR ".join(f"{item.column.physical} IS NOT NULL" for item in typed) or "false"
    listed = ", ".join(f"{item.expression} AS {item.column.physical}" for item in typed)
    total, n_rows = engine.rows(f"SELECT count(*), count(*) FILTER (WHERE {some}) FROM {RAW}")[0]
    if not n_rows:
        raise InputError(
            Problem(
                "input/no-rows",
                f"{label} has no row with a value.",
                "Export the table again, with its rows.",
            )
        )
    if total > n_rows:
        blank = Stated("blank rows", f"{total - n_rows:,}", "detected", note="passed over")
        notes.append(blank)
    where = f" WHERE {some}" if total > n_rows else ""
    engine.run(f"CREATE VIEW source AS SELECT line, {listed} FROM {RAW}{where}")
    columns = tuple(item.column for item in typed)
    return Source(engine, "source", columns, label, n_rows, stated=tuple(notes))


def _typed(engine: DuckDBEngine, name: str, physical: str, kind: str) -> _Typed:
    """Choose the storage of a column and the expression that brings it there."""
    storage: Storage = "text"
    expression = f"CAST({physical} AS VARCHAR)"
    if kind in _INTEGERS:
        storage, expression = "number", physical
    elif kind in ("FLOAT", "DOUBLE"):
        storage, expression = "number", _float(engine, physical)
    elif kind.startswith("DECIMAL"):
        storage, expression = "decimal", physical
    elif kind == "BOOLEAN":
        storage, expression = "boolean", physical
    elif kind == "DATE":
        storage, expression = "date", physical
    elif kind.startswith("TIMESTAMPTZ") or kind.endswith("WITH TIME ZONE"):
        # The session's zone is UTC, so that the cast drops nothing but the zone.
        storage, expression = "timestamp", f"CAST(CAST({physical} AS TIMESTAMPTZ) AS TIMESTAMP)"
    elif kind.startswith("TIMESTAMP"):
        storage, expression = _timestamp(engine, physical)
    elif kind == "BLOB":
        expression = f"decode({physical})"
    elif kind == "VARCHAR":
        expression = physical
    return _Typed(Column(name, physical, storage), expression)


def _float(engine: DuckDBEngine, physical: str) -> str:
    """Whole numbers become whole; what is not a number is missing."""
    present = f"CASE WHEN isnan({physical}) THEN NULL ELSE CAST({physical} AS DOUBLE) END"
    whole = f"isnan({physical}) OR (abs({physical}) <= {_EXACT} AND {physical} = trunc({physical}))"
    query = f"SELECT bool_and({whole}) FROM {RAW}"
    return f"CAST({present} AS BIGINT)" if engine.rows(query) == [(True,)] else present


def _timestamp(engine: DuckDBEngine, physical: str) -> tuple[Storage, str]:
    """Days without a time are dates, as workbooks and data frames have no type for them."""
    moment = f"CAST({physical} AS TIMESTAMP)"
    query = f"SELECT bool_and({moment} = date_trunc('day', {moment})) FROM {RAW}"
    if engine.rows(query) == [(True,)]:
        return "date", f"CAST({moment} AS DATE)"
    return "timestamp", moment


def _filled(engine: DuckDBEngine, columns: list[str]) -> dict[str, bool]:
    counts = ", ".join(f"count({column})" for column in columns)
    row = engine.rows(f"SELECT {counts} FROM {RAW}")[0] if columns else ()
    return {column: count > 0 for column, count in zip(columns, row, strict=True)}


def _refuse_what_is_no_value(
    engine: DuckDBEngine, names: dict[str, str], types: dict[str, str], label: str
) -> None:
    """Refuse columns of lists, records and pictures, all at once."""
    problems = []
    for physical, kind in types.items():
        if kind.endswith("]") or kind.startswith(_NESTED):
            problems.append(
                Problem(
                    "columns/nested",
                    f'{label}: column "{names[physical]}" holds lists or records, '
                    "not single values.",
                    "Unnest it into rows or columns, or leave it out of the file.",
                )
            )
        elif kind == "BLOB" and not engine.is_text(RAW, physical):
            problems.append(
                Problem(
                    "columns/binary",
                    f'{label}: column "{names[physical]}" holds bytes that are no UTF-8 text.',
                    "Leave it out of the file, or write it as text.",
                )
            )
    if problems:
        raise InputError(*problems)


def _refuse_nameless(places: list[int], label: str) -> None:
    if places:
        raise InputError(
            *(
                Problem(
                    "columns/blank-name",
                    f"{label}: column {place} has values but no name.",
                    "Give it a name.",
                )
                for place in places
            )
        )
