"""A folder of results in, its files out, each checked against the folder's manifest."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from personae.errors import InputError, IntegrityError, Problem
from personae.workflow.manifest import MANIFEST, read_manifest
from personae.workflow.publish import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from personae.workflow.manifest import Entry, Manifest

__all__ = ["checked_contents", "folder_files", "refuse_changed", "run_files", "run_manifest"]

_MADE_AGAIN = "Fetch the folder from a backup, or remove it and make it again."


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
        If it is not a run folder, or was made for others.
    IntegrityError
        If a file is missing, or not what it was when it was written.
    """
    return dict(checked_contents(path, run_manifest(path)))


def run_manifest(path: Path) -> Manifest:
    """Return the manifest of a run folder; whether its files are as it says is not looked at.

    Raises
    ------
    InputError
        If it is not a run folder, or was made for others.
    IntegrityError
        If the manifest is not what it was when it was written.
    """
    try:
        manifest = read_manifest(path)
    except InputError:
        manifest = None
    if manifest is None or manifest.format != FORMAT:
        raise InputError(
            Problem(
                "run/not-a-run-folder",
                f"{path} is not a whole run folder.",
                "Pass the folder that personae run wrote, such as customers-personae.",
            )
        )
    if not {"model.json", "segments.parquet"} <= {entry.name for entry in manifest.entries}:
        raise InputError(
            Problem(
                "run/shared",
                f"{path} was made with --share: it holds no lists of people and no model.",
                "Make a run without --share in another folder, and pass that one.",
            )
        )
    return manifest


def folder_files(path: Path) -> dict[str, bytes]:
    """Return every file of a folder of results, of whatever kind.

    Parameters
    ----------
    path : Path
        The folder of a run, a campaign or a budget.

    Raises
    ------
    InputError
        If Personae did not write it.
    IntegrityError
        If a file is missing, or not what it was when it was written.
    """
    return dict(checked_contents(path, read_manifest(path)))


def refuse_changed(path: Path, name: str) -> None:
    """Refuse one file of a folder, if the folder's manifest says that it was another.

    Without a manifest nothing is known: people also keep a model alone in a folder.

    Raises
    ------
    IntegrityError
        If the file, or the manifest, is not what it was when it was written.
    """
    if (path / MANIFEST).exists():
        manifest = read_manifest(path)
        entries = tuple(entry for entry in manifest.entries if entry.name == name)
        dict(checked_contents(path, replace(manifest, entries=entries)))


def checked_contents(path: Path, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of every file that a manifest lists, one after the other.

    Raises
    ------
    IntegrityError
        After the last one, if one or more were missing or changed; all of them are named.
    """
    wrong = []
    for entry in manifest.entries:
        content = _content(path / entry.name)
        difference = _difference(entry, content)
        if content is None or difference:
            wrong.append(f"{entry.name} ({difference})")
        else:
            yield entry.name, content
    if wrong:
        count = "A file" if len(wrong) == 1 else f"{len(wrong)} files"
        what = f"{count} of {path} changed since the folder was written: {', '.join(wrong)}."
        raise IntegrityError(Problem("integrity/hash-mismatch", what, _MADE_AGAIN))


def _content(path: Path) -> bytes | None:
    """Return what is in a plain file; None if there is none that can be read."""
    try:
        # a link may lead to a copy that changes later; a pipe would never end
        return None if path.is_symlink() or not path.is_file() else path.read_bytes()
    except OSError:
        return None


def _difference(entry: Entry, content: bytes | None) -> str:
    """Say how a file differs from what was written; nothing if it does not."""
    if content is None:
        return "missing or not readable"
    if len(content) != entry.bytes:
        return f"{len(content):,} bytes instead of {entry.bytes:,}"
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        return "same size, other content"
    return ""
