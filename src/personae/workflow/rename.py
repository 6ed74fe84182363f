"""A run folder and a person's word in, the same folder with that name out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from personae import __version__
from personae.workflow.publish import MANIFEST, publish
from personae.workflow.run import RunFolder, rendered, to_csv, to_json, to_parquet
from personae.workflow.run_folder import run_files

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
    """
    from personae.report.drawing import draw
    from personae.scoring.model import load_model

    path = Path(folder)
    kept: dict[str, Any] = dict(run_files(path))
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
    files = kept | rendered(content, draw(content)) | _lists(path, model.names)
    files |= _trends(path, segment, given)
    files["model.json"] = model.to_json().encode()
    files["summary.json"] = to_json(summary)
    publish(files, path, facts={"personae": __version__, "renamed": segment})
    return RunFolder(path, summary, content, (*sorted(files), MANIFEST))


# codes such as 007 are no numbers, and a product may be called NULL
_TEXTS = ("id", "product", "label")


def _lists(path: Path, names: dict[int, str]) -> dict[str, bytes]:
    """Return the tables that carry names, with the names of today."""
    import pyarrow as pa
    from pyarrow import csv, parquet

    members = _named(parquet.read_table(path / "segments.parquet"), names)
    lists = {
        "segments.csv": to_csv(members),
        "segments.parquet": to_parquet(members),
    }
    for name in ("profile.csv", "at_risk.csv", "worth.csv", "affinity.csv", "gaps.csv"):
        if (path / name).is_file():
            table = csv.read_csv(
                path / name,
                convert_options=csv.ConvertOptions(
                    null_values=[""],
                    strings_can_be_null=True,
                    column_types={"segment": pa.int32(), **dict.fromkeys(_TEXTS, pa.string())},
                ),
            )
            table = _named(table, names)
            if "better_name" in table.column_names:
                table = _named(table, names, number="better", name="better_name")
            lists[name] = to_csv(table)
    return lists


def _trends(path: Path, segment: int, name: str) -> dict[str, bytes]:
    """Return `trends.csv` with the name; it may follow segments that are none of the run."""
    from pyarrow import csv

    if not (path / "trends.csv").is_file():
        return {}
    import pyarrow as pa
    import pyarrow.compute as pc

    table = csv.read_csv(path / "trends.csv")
    is_it = pc.equal(table.column("segment"), segment)
    column = pc.if_else(is_it, pa.scalar(name), table.column("name"))
    return {
        "trends.csv": to_csv(table.set_column(table.column_names.index("name"), "name", column))
    }


def _named(
    table: Any, names: dict[int, str], *, number: str = "segment", name: str = "name"
) -> Any:
    import pyarrow as pa

    column = pa.array([names[one] for one in table.column(number).to_pylist()], pa.string())
    return table.set_column(table.column_names.index(name), name, column)
