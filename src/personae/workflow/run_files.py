"""A finished run in, the files of its folder out: for people, for scripts and other tools."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from personae.data.csv_file import csv_files, guard_findings
from personae.data.refused_rows import refused_rows
from personae.profile.disclosure import findings_of_many
from personae.workflow.disclosed import move_rows, things, trend_rows
from personae.workflow.summary import quality

if TYPE_CHECKING:
    import pyarrow as pa

    from personae.data.schema import Finding
    from personae.report.drawing import Drawings
    from personae.workflow.result import Result

__all__ = ["rendered", "tables", "to_json", "to_parquet"]


def rendered(content: dict[str, Any], drawings: Drawings) -> dict[str, Any]:
    """Return the files that show a report's document to people."""
    from personae.report.html import render

    files: dict[str, Any] = {"report.html": render(content, drawings.svg).encode()}
    files |= {f"plots/{name}.png": png for name, png in drawings.png.items()}
    # Thousands of points: without line breaks the file is half as large.
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    files["report.json"] = _json_bytes(f"{text}\n")
    return files


def to_json(values: Any) -> bytes:
    """Return values as the bytes of a JSON file, the same for the same values."""
    return _json_bytes(json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def _json_bytes(text: str) -> bytes:
    r"""Return JSON as UTF-8; a byte of a file's name that is no text becomes ``\udce9``."""
    return text.encode("utf-8", "backslashreplace")


def to_parquet(table: pa.Table) -> bytes:
    """Return a table as the bytes of a Parquet file."""
    from pyarrow import parquet

    sink = io.BytesIO()
    parquet.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def tables(result: Result) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Return the files that scripts and other tools read, and all findings of the run."""
    people = {} if result.options.share else _people(result)
    lists, guards = csv_files(_figures(result) | people)
    findings = (*result.findings, *guard_findings(guards))
    told = findings
    if result.options.share:
        told = findings_of_many(findings, result.options.smallest_group)
    files: dict[str, Any] = {
        **lists,
        "quality.json": to_json(quality(result, told) | {"guarded_cells": guards}),
        "summary.json": to_json(result.summary),
        "config.json": to_json(result.options.to_dict()),
    }
    if result.options.share:
        return files, findings
    files["segments.parquet"] = to_parquet(result.segments_table)
    files["model.json"] = result.model.to_json().encode()
    if result.history is not None:
        files["purchase_days.parquet"] = to_parquet(result.history.days.to_table())
    return files, findings


def _figures(result: Result) -> dict[str, pa.Table]:
    """Return the tables that tell of no single person."""
    import pyarrow as pa

    smallest = result.options.smallest_group
    tables: dict[str, Any] = {
        "profile.csv": pa.Table.from_pylist(result.profile_rows()),
        "choose_k.csv": _flat(result.choice.to_rows()),
    }
    if result.trends is not None:
        tables["trends.csv"] = pa.Table.from_pylist(trend_rows(result.trends, smallest))
        tables["migration.csv"] = pa.Table.from_pylist(move_rows(result.trends, smallest))
    if result.offers.affinities is not None:
        tables["affinity.csv"] = things(result.offers.affinities.table, result)
    if result.offers.gaps is not None:
        tables["gaps.csv"] = things(result.offers.gaps.table, result)
    return tables


def _people(result: Result) -> dict[str, pa.Table]:
    """Return the lists of people, and the refused rows."""
    tables: dict[str, Any] = {
        "segments.csv": result.segments_table,
        "rejected_rows.csv": refused_rows(result.customers.ledger, result.plan),
    }
    if result.worth_table is not None:
        tables["worth.csv"] = result.worth_table
    accounts = result.segmentation.key_accounts
    if accounts is not None:
        tables["key_accounts.csv"] = accounts.table
    if result.headroom is not None and result.headroom.table is not None:
        tables["headroom.csv"] = result.headroom.table
    if result.moves is not None:
        tables["moves.csv"] = result.moves.table
    if result.at_risk is not None:
        tables["at_risk.csv"] = result.at_risk.table
    return tables


def _flat(rows: list[dict[str, Any]]) -> pa.Table:
    """Write lists of figures as text, since a CSV cell holds one value."""
    import pyarrow as pa

    return pa.Table.from_pylist(
        [
            {
                name: " ".join(f"{part:g}" for part in value) if isinstance(value, tuple) else value
                for name, value in row.items()
            }
            for row in rows
        ]
    )
