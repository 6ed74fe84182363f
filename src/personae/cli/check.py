"""A file in, how it would be read out; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from personae.cli import arguments, terminal
from personae.cli.help import GroupedCommand
from personae.cli.parameters import options_from, with_options

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check"]


@click.command(cls=GroupedCommand)
@arguments.source
@arguments.config
@arguments.as_json
@arguments.debug
@with_options()
def check(source: Path, *, config: Path | None, as_json: bool, **values: Any) -> None:
    """Show how a file would be read and what its columns mean; write nothing."""
    options = options_from(values, config=config)
    from personae.workflow.check import check

    found = check(source, options=options)
    if as_json:
        terminal.print_json(found.to_dict())
    else:
        from personae.cli.tables import check_parts

        terminal.print_tables(check_parts(found))
