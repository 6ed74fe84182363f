"""A run and an id in, what was removed and what is left to do out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from personae.cli import arguments, terminal
from personae.cli.help import GroupedCommand

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import RenderableType

    from personae.workflow.forget import Forgotten

__all__ = ["forget"]


@click.command(cls=GroupedCommand)
@arguments.run_folder
@arguments.argument(
    "customer", metavar="ID", help="The customer's id, as in segments.csv.", type=click.STRING
)
@arguments.as_json
@arguments.quiet
@arguments.debug
def forget(run_folder: Path, customer: str, *, as_json: bool, quiet: bool) -> None:
    """Remove a customer from every list of a run; say from where else by hand."""
    from personae.workflow.forget import forget

    done = forget(run_folder, customer)
    if as_json:
        terminal.print_json(done.to_dict())
    elif not quiet:
        terminal.print_tables(_parts(done))


def _parts(done: Forgotten) -> list[RenderableType]:
    """Say what was removed, what stays, and what to do about it."""
    from rich.text import Text

    from personae.workflow.forget import LEFT_TO_DO

    rows = sum(done.removed.values())
    lists = ", ".join(done.removed)
    kept = "Sums, means and charts were made with the customer and stay as they are."
    lines = [
        f"Removed {rows:,} row{'' if rows == 1 else 's'} of this customer from {lists}.",
        f"The manifest of {done.path} was written anew. {kept}",
        "",
        "What you have to do yourself:",
        *(f"- {text}" for text in LEFT_TO_DO),
    ]
    if done.mentioned:
        lines += [
            "",
            "The same text still stands in " + ", ".join(done.mentioned) + ": look whether it is "
            "the customer, or a figure or product that is written alike.",
        ]
    return [Text(terminal.escape(line)) for line in lines]
