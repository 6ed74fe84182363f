"""Files in, the list that shows later whether any of them was changed out, and back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from personae.dataclass import dataclass
from personae.errors import InputError, IntegrityError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["MANIFEST", "Entry", "Manifest", "manifest_bytes", "read_manifest"]

MANIFEST = "manifest.json"
_OURS = frozenset({"format", "written", "files", "sha256"})


@dataclass(frozen=True)
class Entry:
    """One file: its path within the folder, its bytes and their SHA-256."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a folder says of itself.

    Parameters
    ----------
    format : str
        What it is and in which version, such as ``"personae.run/1"``.
    entries : tuple of Entry
        Every file but the manifest.
    facts : dict
        Everything else: when it was written, and by which version of Personae.
    """

    format: str
    entries: tuple[Entry, ...]
    facts: dict[str, Any] = field(repr=False)

    @property
    def kind(self) -> str:
        """What the folder is, without the version: ``"personae.run"``."""
        return self.format.split("/", maxsplit=1)[0]


def manifest_bytes(files: Mapping[str, bytes], *, kind: str, facts: Mapping[str, Any]) -> bytes:
    """Return the manifest of files.

    Parameters
    ----------
    files : dict of str to bytes
        Contents by path within the folder.
    kind : str
        What the folder is.
    facts : dict
        What else to say, such as the version.
    """
    written = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    entries = [
        {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in sorted(files.items())
    ]
    return _sealed({"format": kind, "written": written, **facts, "files": entries})


def read_manifest(folder: Path) -> Manifest:
    """Read what a folder says of itself.

    Parameters
    ----------
    folder : Path
        A folder that Personae wrote.

    Raises
    ------
    InputError
        If the folder has no manifest, or one of another program.
    IntegrityError
        If a single byte of the manifest is not as it was written.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
    except OSError:
        raise InputError(_not_ours(folder)) from None
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        raise IntegrityError(_changed(folder)) from None
    if not isinstance(values, dict) or len(_OURS & values.keys()) < 2:
        raise InputError(_not_ours(folder))
    # Spaces and line ends count too: the bytes are compared, not what they mean.
    if content != _sealed({name: value for name, value in values.items() if name != "sha256"}):
        raise IntegrityError(_changed(folder))
    manifest = _of_values(values)
    if manifest is None:
        raise InputError(_not_ours(folder))
    return manifest


def _sealed(values: dict[str, Any]) -> bytes:
    """Return the text of a manifest, with the SHA-256 of all the rest of it."""
    digest = hashlib.sha256(_text(values)).hexdigest()
    return _text({**values, "sha256": digest})


def _text(values: dict[str, Any]) -> bytes:
    return (json.dumps(values, indent=1, sort_keys=True) + "\n").encode()


def _of_values(values: dict[str, Any]) -> Manifest | None:
    """Return a manifest of its values; None if they are not what Personae writes."""
    facts = {name: value for name, value in values.items() if name not in ("format", "files")}
    try:
        entries = tuple(Entry(**item) for item in values["files"])
        inside = all(_is_inside(entry.name) for entry in entries)
        ours = str(values["format"]).startswith("personae.")
    except (KeyError, TypeError):
        return None
    return Manifest(values["format"], entries, facts) if inside and ours else None


def _is_inside(name: str) -> bool:
    """Tell whether a path stays within the folder, so that nothing else is ever read."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and str(path) == name != MANIFEST


def _not_ours(folder: Path) -> Problem:
    return Problem(
        "folder/not-ours",
        f"{folder} is not a folder that Personae wrote, or its {MANIFEST} is gone.",
        "Pass the folder of a run, a campaign or a budget, such as customers-personae.",
    )


def _changed(folder: Path) -> Problem:
    return Problem(
        "integrity/manifest",
        f"{MANIFEST} of {folder} was changed since it was written, so nothing in the folder can be "
        "checked.",
        "Fetch the folder from a backup, or remove it and make it again.",
    )
