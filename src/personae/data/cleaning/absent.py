"""Columns of the plan that a later file lacks: refused where segments need them, else empty."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from personae.data.schema import Finding
from personae.data.source import Column
from personae.engines.duckdb import quote_identifier
from personae.errors import InputError, Problem, nearest_names

if TYPE_CHECKING:
    from personae.data.plan import CleaningPlan, ColumnPlan
    from personae.data.source import Source

__all__ = ["fill_absent", "missing_columns"]

_WHOLE = "_whole"


def missing_columns(source: Source, plan: CleaningPlan) -> tuple[Problem, ...]:
    """Describe every needed column of the plan that a file lacks; extra columns do not matter."""
    problems = []
    for column in _absent(source, plan):
        if not _is_needed(column, plan):
            continue
        close = nearest_names(column.name, source.names)
        hint = f' Closest: "{close[0]}".' if close else ""
        problems.append(
            Problem(
                "columns/missing",
                f'{source.label} has no column "{column.name}" ({len(source.names)} columns), '
                f"which the segments need.{hint}",
                f'Give the column of that content the name "{column.name}".',
            )
        )
    return tuple(problems)


def fill_absent(
    source: Source, plan: CleaningPlan
) -> tuple[Source, CleaningPlan, tuple[Finding, ...]]:
    """Show a file with every column of the plan, those that it lacks without any value.

    Parameters
    ----------
    source : Source
        The file of the fit or a later one.
    plan : CleaningPlan
        What was decided at the fit; its `needed` columns must be there.

    Returns
    -------
    tuple of (Source, CleaningPlan, tuple of Finding)
        The file, the plan that reads it, and one finding for the columns that stay empty.

    Raises
    ------
    InputError
        If the file lacks columns that the segments need; all of them at once.
    """
    problems = missing_columns(source, plan)
    if problems:
        raise InputError(*problems)
    absent = _absent(source, plan)
    if not absent:
        return source, plan, ()
    empty = tuple(
        Column(column.name, f"absent{place}", "text") for place, column in enumerate(absent)
    )
    cells = ", ".join(f"CAST(NULL AS VARCHAR) AS {column.physical}" for column in empty)
    for relation in {source.relation, source.coded}:
        source.engine.run(
            f"CREATE OR REPLACE TEMP VIEW {quote_identifier(relation + _WHOLE)} AS "
            f"SELECT *, {cells} FROM {quote_identifier(relation)}"
        )
    whole = replace(
        source,
        relation=source.relation + _WHOLE,
        coded_relation=source.coded + _WHOLE,
        columns=(*source.columns, *empty),
    )
    names = {column.name for column in absent}
    columns = tuple(_emptied(item) if item.name in names else item for item in plan.columns)
    return whole, replace(plan, columns=columns), (_finding(source, absent),)


def _absent(source: Source, plan: CleaningPlan) -> list[ColumnPlan]:
    known = set(source.names)
    return [column for column in plan.columns if column.name not in known]


def _is_needed(column: ColumnPlan, plan: CleaningPlan) -> bool:
    return plan.needed is None or column.role == "id" or column.name in plan.needed


def _emptied(column: ColumnPlan) -> ColumnPlan:
    """Let an empty outcome be unknown: as a date, no date would mean that it did not happen."""
    if column.role == "outcome" and column.type == "date":
        return replace(column, type="boolean")
    return column


def _finding(source: Source, absent: list[ColumnPlan]) -> Finding:
    listed = ", ".join(f'"{column.name}"' for column in absent)
    return Finding(
        "columns/absent",
        "note",
        f"{source.label} lacks {listed}; the segments do not need it, and it stays empty.",
        column=absent[0].name if len(absent) == 1 else "",
    )
