"""A file in, its segments in a folder of results out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from personae.cli import arguments
from personae.cli.help import GroupedCommand
from personae.cli.parameters import options_from, with_options
from personae.cli.progress import ProgressLine
from personae.cli.run_answer import show_run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["run"]


@click.command(cls=GroupedCommand)
@arguments.source
@arguments.out_folder
@arguments.config
@arguments.option(
    "--like",
    type=arguments.PATH,
    metavar="RUN",
    help="The folder of an earlier run: segments that are found again keep their numbers and "
    "names, and who moved is counted.",
    panel=arguments.OUTPUT,
)
@arguments.as_json
@arguments.quiet
@arguments.debug
@with_options()
def run(
    source: Path,
    *,
    out: Path | None,
    config: Path | None,
    like: Path | None,
    as_json: bool,
    quiet: bool,
    **values: Any,
) -> None:
    """Find the segments of a file and write the report, the list and the model."""
    options = options_from(values, config=config)
    from personae.workflow.run import run

    with ProgressLine(quiet=quiet) as progress:
        folder = run(source, options=options, out=out, like=like, on_event=progress)
    show_run(folder, as_json=as_json, quiet=quiet)
