"""A folder of results in, whether it is as it was written out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from personae.cli import arguments, terminal
from personae.cli.help import GroupedCommand

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["verify"]

_SHOWN = 5


@click.command(cls=GroupedCommand)
@arguments.argument("folder", metavar="RUN", help="The folder of a run, a campaign or a budget.")
@arguments.as_json
@arguments.quiet
@arguments.debug
def verify(folder: Path, *, as_json: bool, quiet: bool) -> None:
    """Make sure that a folder of results is as it was written, every byte of it."""
    from personae.workflow.verify import verify

    found = verify(folder)
    if not quiet and found.extra:
        terminal.note(_about_extra(found.extra))
    if as_json:
        terminal.print_json(found.to_dict())
    elif not quiet:
        terminal.print_tables([terminal.escape(line) for line in _lines(found)])


def _lines(found: Any) -> list[str]:
    """Say what was checked."""
    count = "1 file" if found.files == 1 else f"{found.files:,} files"
    moment = found.written.replace("T", " ").replace("+00:00", " UTC")
    lead = (
        f"{found.path} is as it was written: the {found.kind} of {moment} by Personae "
        f"{found.version}, {count} ({found.bytes:,} bytes)."
    )
    checked = (
        "Checked: size and SHA-256 of every file that manifest.json lists, manifest.json itself"
        + (", and the checksum inside model.json." if found.model else ".")
    )
    return [lead, checked]


def _about_extra(extra: tuple[str, ...]) -> str:
    """Say which files are no part of the result."""
    named = ", ".join(extra[:_SHOWN]) + (", ..." if len(extra) > _SHOWN else "")
    what = "1 file is" if len(extra) == 1 else f"{len(extra):,} files are"
    return f"Note: {what} not from Personae, and no part of what was checked: {named}."
