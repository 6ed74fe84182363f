"""Nothing in, the segments of a real grocery chain out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from personae.cli import arguments
from personae.cli.help import GroupedCommand
from personae.cli.progress import ProgressLine
from personae.cli.run_answer import show_run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["demo"]


@click.command(cls=GroupedCommand)
@arguments.out_folder
@arguments.as_json
@arguments.quiet
@arguments.debug
def demo(*, out: Path | None, as_json: bool, quiet: bool) -> None:
    """Segment the households of a real grocery chain: 1.47 million purchase lines."""
    from personae.workflow.demo import demo

    with ProgressLine(quiet=quiet) as progress:
        folder = demo(out=out, on_event=progress)
    show_run(folder, as_json=as_json, quiet=quiet)
