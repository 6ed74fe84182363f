"""A file in, a run folder out."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from personae import __version__
from personae.config import Options
from personae.data.csv_file import csv_files, guard_findings
from personae.data.refused_rows import refused_rows
from personae.errors import PersonaeError
from personae.profile.disclosure import findings_of_many
from personae.scoring.model import load_model
from personae.workflow.disclosed import move_rows, things, trend_rows
from personae.workflow.publish import hold
from personae.workflow.segment import completed, described
from personae.workflow.stages import Stages, silent
from personae.workflow.summary import quality

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from personae.data.schema import Finding
    from personae.report.drawing import Drawings
    from personae.scoring.model import SegmentModel
    from personae.workflow.result import Result

__all__ = ["RunFolder", "folder_for", "run"]


@dataclass(frozen=True)
class RunFolder:
    """A finished run on the disk.

    Parameters
    ----------
    path : Path
        The folder.
    summary : dict
        What `summary.json` holds.
    document : dict
        What the report shows, as JSON-ready values (`report.json`).
    files : tuple of str
        Everything in the folder, by path within it.
    findings : tuple of Finding
        What people should know about the data.
    """

    path: Path
    summary: dict[str, Any]
    document: dict[str, Any] = field(repr=False)
    files: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def folder_for(where: Any) -> Path:
    """Return the run folder of a source where none is named: ``customers-personae`` in this folder.

    Examples
    --------
    >>> print(folder_for("exports/customers.csv.gz"))
    customers-personae
    """
    if not isinstance(where, str | Path):
        return Path("table-personae")
    stem = Path(where).name
    for suffix in (".gz", ".csv", ".tsv", ".txt", ".parquet", ".xlsx", ".duckdb", ".db"):
        stem = stem.removesuffix(suffix)
    return Path(f"{stem or 'table'}-personae")


def run(
    where: Any,
    *,
    options: Options | None = None,
    out: str | Path | None = None,
    like: str | Path | None = None,
    on_event: Callable[[str, int, int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> RunFolder:
    """Find the segments and write the run folder.

    Parameters
    ----------
    where : path or frame
        The customers or the purchase log.
    options : Options, optional
        All decisions.
    out : path, optional
        The run folder; the name of the source followed by ``-personae``.
    like : path, optional
        The folder of an earlier run. Segments that are found again keep their numbers and names;
        who moved is counted, and listed in ``moves.csv``.
    on_event, cancel : callable, optional
        As in `segment`.

    Returns
    -------
    RunFolder
        Where everything is.

    Raises
    ------
    OutputError
        If the folder cannot be written; found out before the work begins where possible.
    BusyError
        If another run is writing to that folder; found out before the work begins.
    InputError, IntegrityError
        If `like` is no run folder, or was changed.
    """
    from personae.report.content import document, first_part, second_part
    from personae.report.drawing import DrawingRoom

    target = Path(out) if out is not None else folder_for(where)
    tell = on_event or silent
    # The drawing processes import their libraries while the statistics are being computed.
    with hold(target) as claim, DrawingRoom() as room:

        def follow(name: str, done: int, total: int) -> None:
            if (name, done) == ("cleaning", total):
                # only now: the memory that a second one needs was that of the rows
                room.add_artist()
            tell(name, done, total)

        stage = Stages(follow, cancel)
        begun, past = described(
            where, options or Options(), stage, earlier=_earlier(target), like=like
        )
        room.draw(first_part(begun))
        result = completed(begun, past, stage)
        room.draw(second_part(result))
        content = document(result)
        tell("drawing", 0, 1)
        room.draw(content)
        files, findings = _tables(result)
        files |= rendered(content, room.finish())
        tell("writing", 0, 1)
        claim.publish(files, facts={"personae": __version__, "summary": _counts(result.summary)})
    tell("writing", 1, 1)
    names = (*sorted(files), "manifest.json")
    return RunFolder(target, result.summary, content, names, findings)


def _earlier(target: Path) -> SegmentModel | None:
    """Return the model that this run will replace, so that people's names outlive it."""
    try:
        return load_model(target / "model.json")
    except PersonaeError:
        # there is none, or it is of no use; either way the new run starts afresh
        return None


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


def _tables(result: Result) -> tuple[dict[str, Any], tuple[Finding, ...]]:
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


def _counts(summary: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in summary.items() if name.startswith("rows_") or name == "k"
    }
