"""The commands by their names; the file of a command is imported when it is typed."""

from __future__ import annotations

import importlib
from difflib import get_close_matches

import click

from personae import __version__

__all__ = ["COMMANDS", "app"]

COMMANDS = {
    "run": "Find the segments of a file.",
    "check": "Show how a file would be read.",
    "score": "Put other customers into these segments.",
    "rename": "Give a segment a name of your own.",
    "campaign": "Make the lists of a campaign, with a hold-out.",
    "lift": "Measure what a campaign did.",
    "budget": "Divide a budget over segments and offers.",
    "verify": "Check that a folder of results is unchanged.",
    "forget": "Remove a customer from the lists of a run.",
    "demo": "Segment 1.47 million real purchase lines.",
}
"""What `personae --help` says of every command; each stands in the module of its name."""


class _Commands(click.Group):
    """The commands of `COMMANDS`: listed without importing any of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click passes it)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"personae.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; one that is not there is refused with those of a similar name."""
        name = args[0]
        if name in COMMANDS or name.startswith("-"):
            return super().resolve_command(ctx, args)
        near = ", ".join(map(repr, get_close_matches(name, COMMANDS)))
        message = f"No such command {name!r}." + (f" Did you mean {near}?" if near else "")
        raise click.UsageError(message, ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, invoke_without_command=True, subcommand_metavar="COMMAND [ARGS]...")
@click.version_option(__version__, message="%(prog)s %(version)s", help="Show the version.")
@click.pass_context
def app(context: click.Context) -> None:
    """Turn an export of customers or a log of purchases into segments you can act on."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(2)
