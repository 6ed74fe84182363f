"""A model and other customers in, the segment of each out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from personae.cli import arguments, terminal
from personae.cli.help import GroupedCommand
from personae.cli.parameters import options_from, with_options
from personae.cli.progress import ProgressLine

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["score"]


@click.command(cls=GroupedCommand)
@arguments.argument("model", metavar="MODEL", help="model.json of a run, or the run's folder.")
@arguments.source
@arguments.option(
    "--out",
    type=arguments.PATH,
    metavar="FILE",
    help="The list to write, .csv or .parquet.",
    panel=arguments.OUTPUT,
)
@arguments.as_json
@arguments.quiet
@arguments.debug
@with_options("as_of")
def score(
    model: Path, source: Path, *, out: Path | None, as_json: bool, quiet: bool, **values: Any
) -> None:
    """Put the customers of another file into the segments of a model."""
    as_of = options_from(values).as_of
    from personae.workflow.score import score

    with ProgressLine(quiet=quiet) as progress:
        outcome = score(model, source, out=out, as_of=as_of, on_event=progress)

    def parts() -> Any:
        from personae.cli.tables import score_parts

        return score_parts(outcome)

    terminal.show(outcome, parts, as_json=as_json, quiet=quiet)
