"""Files in, a folder of results that appears whole or not at all; by one writer at a time.

Whole folders are written by `publish`, or by `hold` where a command works for long or also reads
what it replaces. Single files go through `personae.disk.files`; how both are made safe stands in
`personae.disk.place`.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

from personae.dataclass import dataclass
from personae.disk.files import telling
from personae.disk.place import place
from personae.disk.writer import sole_writer
from personae.errors import InputError, IntegrityError, OutputError, Problem
from personae.workflow.manifest import MANIFEST, Manifest, manifest_bytes, read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["FORMAT", "Claim", "check_target", "extra_files", "hold", "publish"]

FORMAT = "personae.run/1"
"""What a run's manifest says it is; a folder is only ever replaced by one of its own kind."""
# What file managers leave in every folder that somebody looks at.
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_SHOWN = 3


@dataclass(frozen=True)
class Claim:
    """The sole right to write a folder, from `hold`."""

    target: Path
    kind: str

    def publish(self, files: Mapping[str, bytes], *, facts: Mapping[str, Any]) -> None:
        """Write the folder in one step; as `publish`."""
        check_target(self.target, kind=self.kind)
        ordered = {name: files[name] for name in sorted(files)}
        ordered[MANIFEST] = manifest_bytes(files, kind=self.kind, facts=facts)
        with telling(*_failed(self.target)):
            place(self.target.absolute().parent, {self.target.absolute().name: ordered})


@contextlib.contextmanager
def hold(target: Path, *, kind: str = FORMAT) -> Iterator[Claim]:
    """Claim a folder before the work for it begins: until then nobody else writes there.

    Parameters
    ----------
    target : Path
        Where the folder shall stand.
    kind : str
        What its manifest will say that it is.

    Raises
    ------
    OutputError
        If the place cannot be written to, or holds something else.
    BusyError
        If another command is writing there.
    """
    check_target(target, kind=kind)
    with contextlib.ExitStack() as held:
        with telling(*_failed(target)):
            held.enter_context(sole_writer(target))
        yield Claim(target, kind)


def publish(
    files: Mapping[str, bytes], target: Path, *, facts: Mapping[str, Any], kind: str = FORMAT
) -> None:
    """Write a folder of results in one step.

    Parameters
    ----------
    files : dict of str to bytes
        The content of every file by its path within the folder.
    target : Path
        Where the folder shall stand. A folder of the same kind is replaced.
    facts : dict
        What else the manifest says, such as the version.
    kind : str
        What the manifest says that the folder is.

    Raises
    ------
    OutputError
        If anything cannot be written; the earlier result is untouched.
    BusyError
        If another command is writing there at this moment.
    """
    with hold(target, kind=kind) as claim:
        claim.publish(files, facts=facts)


def check_target(target: Path, *, kind: str = FORMAT) -> None:
    """Make sure that a result may be written there, before any work is done.

    Parameters
    ----------
    target : Path
        Where the folder shall stand.
    kind : str
        What its manifest says it is. A campaign must not take the place of the run that it was
        made from, nor a run that of a campaign whose arms somebody still has to compare.

    Raises
    ------
    OutputError
        If the place is a file, a link, a folder with other things in it, or cannot be written.
    """
    _refuse_impossible_name(target)
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise OutputError(
            Problem(
                "output/not-a-folder",
                f"{target} is not a folder.",
                "Pass --out with another folder.",
            )
        )
    if target.is_dir() and any(target.iterdir()):
        _refuse_what_is_not_ours(target, kind)
    parent = target.absolute().parent
    nearest = next(folder for folder in (parent, *parent.parents) if folder.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise OutputError(
            Problem(
                "output/not-writable",
                f"The folder {nearest} cannot be written to.",
                "Pass --out with a folder that you may write to.",
            )
        )


def _refuse_impossible_name(target: Path) -> None:
    """Refuse what no file system takes as a name: too long, or with a NUL in it."""
    try:
        target.lstat()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return  # nothing is there yet; whether it may be written shows later
    except (OSError, ValueError) as error:
        raise OutputError(
            Problem(
                "output/name",
                f"The folder for the result cannot have that name ({type(error).__name__}).",
                "Pass --out with a shorter name of letters, digits and hyphens.",
            )
        ) from None


def extra_files(folder: Path, manifest: Manifest) -> list[str]:
    """Return what somebody else put into a folder of ours: paths within it, sorted."""
    listed = {entry.name for entry in manifest.entries} | {MANIFEST}
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    names = (path.relative_to(folder).as_posix() for path in found if path.name not in _LITTER)
    return sorted(name for name in names if name not in listed)


def _failed(target: Path) -> tuple[str, str]:
    return (
        f"The result cannot be written to {target}",
        "Free some space or pass --out with another folder; an earlier result is as it was.",
    )


def _refuse_what_is_not_ours(target: Path, kind: str) -> None:
    """Refuse to replace a folder of another kind, or one in which others keep their files."""
    try:
        manifest = read_manifest(target)
    except IntegrityError:
        raise OutputError(
            Problem(
                "output/not-empty",
                f"{MANIFEST} of {target} was changed, so nobody can tell whether all that is in "
                "this folder was written by Personae.",
                "Look what is in it, and remove it or pass --out with another folder; nothing was "
                "changed.",
            )
        ) from None
    except InputError:
        raise OutputError(_not_empty(target, "files that Personae did not write")) from None
    if manifest.kind != kind.split("/", maxsplit=1)[0]:
        raise OutputError(_not_empty(target, "what another command of Personae wrote"))
    extra = extra_files(target, manifest)
    if extra:
        count = "a file" if len(extra) == 1 else f"{len(extra)} files"
        named = ", ".join(extra[:_SHOWN]) + (", ..." if len(extra) > _SHOWN else "")
        raise OutputError(
            Problem(
                "output/holds-others",
                f"The folder {target} holds {count} that Personae did not write there ({named}), "
                "which a new result would take away.",
                "Move what you want to keep to another place, or pass --out with another folder; "
                "nothing was changed.",
            )
        )


def _not_empty(target: Path, holds: str) -> Problem:
    return Problem(
        "output/not-empty",
        f"The folder {target} holds {holds}.",
        "Pass --out with a new or empty folder; nothing was changed.",
    )
