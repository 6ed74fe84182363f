"""A path in, the files of a finished run out, each checked against the run's manifest."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from personae.errors import InputError, IntegrityError, Problem
from personae.workflow.publish import FORMAT, MANIFEST

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["run_files"]


def run_files(path: Path) -> dict[str, bytes]:
    """Return every file that the manifest of a run folder lists.

    Parameters
    ----------
    path : Path
        The folder that ``personae run`` wrote.

    Returns
    -------
    dict of str to bytes
        Contents by path within the folder.

    Raises
    ------
    InputError
        If it is not a run folder, or a file of it is missing; or if it was made for others.
    IntegrityError
        If a file is not what it was when it was written.
    """
    try:
        manifest = json.loads((path / MANIFEST).read_bytes())
        files = {item["name"]: (path / item["name"]).read_bytes() for item in manifest["files"]}
        is_run = manifest["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError):
        is_run = False
    if not is_run:
        raise InputError(
            Problem(
                "run/not-a-run-folder",
                f"{path} is not a whole run folder.",
                "Pass the folder that personae run wrote, such as customers-personae.",
            )
        )
    if not {"model.json", "segments.parquet"} <= files.keys():
        raise InputError(
            Problem(
                "run/shared",
                f"{path} was made with --share: it holds no lists of people and no model.",
                "Make a run without --share in another folder, and pass that one.",
            )
        )
    changed = [
        item["name"]
        for item in manifest["files"]
        if hashlib.sha256(files[item["name"]]).hexdigest() != item["sha256"]
    ]
    if changed:
        raise IntegrityError(
            Problem(
                "integrity/hash-mismatch",
                f"{len(changed)} files of {path} were changed since they were written: "
                + ", ".join(changed[:3])
                + ".",
                "Make the folder again with personae run.",
            )
        )
    return files
