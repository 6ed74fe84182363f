"""A run, a segment and its new name in, the run with that name out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from personae.cli import arguments
from personae.cli.help import GroupedCommand
from personae.cli.run_answer import show_run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["rename"]


@click.command(cls=GroupedCommand)
@arguments.run_folder
@arguments.argument(
    "segment", metavar="SEGMENT", help="The segment's number.", type=arguments.WHOLE_NUMBER
)
@arguments.argument("name", metavar="NAME", help="Its new name.", type=click.STRING)
@arguments.as_json
@arguments.quiet
@arguments.debug
def rename(run_folder: Path, segment: int, name: str, *, as_json: bool, quiet: bool) -> None:
    """Give a segment a name of your own; score, lists and later runs keep it."""
    from personae.workflow.rename import rename

    show_run(rename(run_folder, segment, name), as_json=as_json, quiet=quiet)
