"""`--help` in plain text, its options grouped: nothing to import, nothing that a pipe garbles."""

from __future__ import annotations

import click

from personae.cli.arguments import OUTPUT

__all__ = ["GroupedCommand"]


class GroupedCommand(click.Command):
    """A command whose help shows one section per group of options, and whose refusals name it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what was typed; click does not always say which command it could not read."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Leave it to `format_options`; older versions of click do not ask."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the arguments, then every group in the order of its first option."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            panel = getattr(parameter, "panel", OUTPUT)  # --help is click's own
            help_text = getattr(parameter, "help", None) or ""
            sections.setdefault(panel, []).append((_label(parameter, help_text), help_text))
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows)


def _label(parameter: click.Parameter, help_text: str) -> str:
    """Return a parameter as people type it."""
    if isinstance(parameter, click.Argument):
        return str(parameter.metavar)
    # a switch that is on by default is only worth typing to turn it off
    off = parameter.secondary_opts if help_text.startswith("Turn off:") else ()
    label = ", ".join(off or parameter.opts)
    return f"{label} {parameter.metavar}" if parameter.metavar else label
