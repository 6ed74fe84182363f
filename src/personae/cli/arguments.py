"""Arguments that several commands take, said once."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["OUTPUT", "AsJson", "Debug", "Quiet"]

OUTPUT = "Output"

AsJson = Annotated[
    bool,
    typer.Option("--json", help="Print the summary as JSON on stdout.", rich_help_panel=OUTPUT),
]
Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Print nothing but errors.", rich_help_panel=OUTPUT),
]
Debug = Annotated[
    bool,
    typer.Option(
        "--debug", help="Show the details of a mistake in Personae.", rich_help_panel=OUTPUT
    ),
]
