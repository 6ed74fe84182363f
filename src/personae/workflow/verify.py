"""A folder of results in, the proof that it is as it was written out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from personae.dataclass import dataclass
from personae.errors import InputError, IntegrityError, Problem
from personae.workflow.manifest import read_manifest
from personae.workflow.publish import extra_files
from personae.workflow.run_folder import checked_contents

__all__ = ["Verified", "verify"]

_MODEL = "model.json"


@dataclass(frozen=True)
class Verified:
    """A folder whose every byte is as it was written.

    Parameters
    ----------
    path : Path
        The folder.
    kind : str
        "run", "campaign" or "budget".
    written : str
        When it was written (ISO 8601, UTC).
    version : str
        The version of Personae that wrote it.
    files, bytes : int
        How many files were checked besides the manifest, and how large they are together.
    model : bool
        Whether there is a model, whose own checksum was checked too.
    extra : tuple of str
        Files that Personae did not write there; they are no part of the result.
    """

    path: Path
    kind: str
    written: str
    version: str
    files: int
    bytes: int
    model: bool
    extra: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready values."""
        return {**vars(self), "path": str(self.path), "extra": list(self.extra)}


def verify(folder: str | Path) -> Verified:
    """Make sure that a folder of results is as it was written, every byte of it.

    What can be found are accidents: a failing disk, a copy that broke off, a file that was edited.
    It is no signature: somebody who wants to deceive can write a manifest that fits.

    Parameters
    ----------
    folder : path
        The folder of a run, a campaign or a budget.

    Returns
    -------
    Verified
        What was checked. Files that others put there are listed in `extra`, and are no error:
        they change nothing of what Personae wrote.

    Raises
    ------
    InputError
        If Personae did not write the folder.
    IntegrityError
        If anything was changed or is missing; all files that it concerns are named.
    """
    path = Path(folder)
    manifest = read_manifest(path)
    size, model = 0, None
    for name, content in checked_contents(path, manifest):
        size += len(content)
        model = content if name == _MODEL else model
    if model is not None:
        _check_model(model, path / _MODEL)
    return Verified(
        path,
        kind=manifest.kind.removeprefix("personae."),
        written=str(manifest.facts.get("written", "")),
        version=str(manifest.facts.get("personae", "")),
        files=len(manifest.entries),
        bytes=size,
        model=model is not None,
        extra=tuple(extra_files(path, manifest)),
    )


def _check_model(content: bytes, path: Path) -> None:
    """Compare a model with the checksum that it carries itself."""
    from personae.scoring.model import model_of

    try:
        model_of(json.loads(content), origin=str(path))
    except (ValueError, InputError):
        # the manifest fits, so this was written like this, or both were forged
        raise IntegrityError(
            Problem(
                "integrity/model",
                f"{path} is not a model that this version of Personae can read, although it is as "
                "it was written.",
                "Install the version that wrote it; manifest.json names it.",
            )
        ) from None
