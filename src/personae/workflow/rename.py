"""A run folder and a person's word in, the same folder with that name out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from personae import __version__
from personae.data.csv_file import csv_files, guard_findings, read_own_csv
from personae.workflow.manifest import MANIFEST
from personae.workflow.publish import hold
from personae.workflow.run import RunFolder
from personae.workflow.run_files import rendered, to_json, to_parquet
from personae.workflow.run_folder import run_files, run_manifest

if TYPE_CHECKING:
    from collections.abc import Collection

    import pyarrow as pa

__all__ = ["rename"]


def rename(folder: str | Path, segment: int, name: str) -> RunFolder:
    """Give a segment of a finished run a name of your own.

    The model, the lists, the report and its pictures carry the name from then on, and so does
    everything scored with the model.

    Parameters
    ----------
    folder : path
        A run folder.
    segment : int
        The number of the segment.
    name : str
        Its new name.

    Returns
    -------
    RunFolder
        The folder with the name in place.

    Raises
    ------
    UsageError
        If there is no such segment, or the name is empty, too long or taken.
    InputError
        If the folder is not a run folder.
    IntegrityError
        If it is not as it was written.
    BusyError
        If another command is writing to it.
    """
    path = Path(folder)
    run_manifest(path)  # a folder that is none of ours is said to be that, not to be in the way
    # Held from the first reading on: of two people who name segments at once, none is lost.
    with hold(path) as claim:
        files, summary, content, guards = _renamed(path, segment, name)
        claim.publish(files, facts={"personae": __version__, "renamed": segment})
    names = (*sorted(files), MANIFEST)
    return RunFolder(path, summary, content, names, tuple(guard_findings(guards)))


def _renamed(
    path: Path, segment: int, name: str
) -> tuple[dict[str, bytes], Any, Any, dict[str, int]]:
    """Return the files of a run with a new name in them, its summary, document and guards."""
    from personae.report.drawing import draw
    from personae.scoring.model import load_model

    kept = run_files(path)
    model = load_model(path / "model.json").renamed(segment, name)
    given = model.names[segment]
    summary, content = json.loads(kept["summary.json"]), json.loads(kept["report.json"])
    for item in (*summary["segments"], *content["segments"]):
        if item["segment"] == segment:
            item["name"] = given
            item["named_by"] = "person"
    for item in (content["trends"] or {}).get("names", ()):
        if item["segment"] == segment:
            item["name"] = given
    members, tables = _lists(path, model.names)
    lists, guards = csv_files(tables | _trends(path, segment, given))
    files = kept | rendered(content, draw(content)) | lists
    files["segments.parquet"] = to_parquet(members)
    files["quality.json"] = _recounted(kept["quality.json"], lists, guards)
    files["model.json"] = model.to_json().encode()
    files["summary.json"] = to_json(summary)
    return files, summary, content, guards


# codes such as 007 are no numbers, and a product may be called NULL
_TEXTS = ("id", "product", "label", "column", "category", "name", "better_name")


def _recounted(quality: bytes, lists: Collection[str], guards: dict[str, int]) -> bytes:
    """Return `quality.json` with the guarded cells of the lists that were written anew."""
    values = json.loads(quality)
    kept = values.get("guarded_cells", {})
    counts = {name: count for name, count in kept.items() if name not in lists} | guards
    counts = dict(sorted(counts.items()))
    return quality if counts == kept else to_json(values | {"guarded_cells": counts})


def _lists(path: Path, names: dict[int, str]) -> tuple[pa.Table, dict[str, pa.Table]]:
    """Return the list of all customers and the tables that carry names, with those of today."""
    import pyarrow as pa
    from pyarrow import parquet

    members = _named(parquet.read_table(path / "segments.parquet"), names)
    tables = {"segments.csv": members}
    for name in ("profile.csv", "at_risk.csv", "worth.csv", "affinity.csv", "gaps.csv"):
        if (path / name).is_file():
            types = {"segment": pa.int32(), **dict.fromkeys(_TEXTS, pa.string())}
            table = _named(read_own_csv((path / name).read_bytes(), types), names)
            if "better_name" in table.column_names:
                table = _named(table, names, number="better", name="better_name")
            tables[name] = table
    return members, tables


def _trends(path: Path, segment: int, name: str) -> dict[str, pa.Table]:
    """Return `trends.csv` with the name; it may follow segments that are none of the run."""
    if not (path / "trends.csv").is_file():
        return {}
    import pyarrow as pa
    import pyarrow.compute as pc

    table = read_own_csv((path / "trends.csv").read_bytes(), {"name": pa.string()})
    is_it = pc.equal(table.column("segment"), segment)
    column = pc.if_else(is_it, pa.scalar(name), table.column("name"))
    return {"trends.csv": table.set_column(table.column_names.index("name"), "name", column)}


def _named(
    table: Any, names: dict[int, str], *, number: str = "segment", name: str = "name"
) -> Any:
    import pyarrow as pa

    column = pa.array([names[one] for one in table.column(number).to_pylist()], pa.string())
    return table.set_column(table.column_names.index(name), name, column)
