"""`--help` in plain text, its options grouped: nothing to import, nothing that a pipe garbles."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

__all__ = ["GroupedCommand"]


class GroupedCommand(TyperCommand):
    """A command whose help shows one section per group of options."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return what the usage line shows: what must be there stands as it is typed."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments, then every group in the order of its first option."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            if getattr(parameter, "hidden", False):
                continue
            is_argument = parameter.param_type_name == "argument"
            panel = getattr(parameter, "rich_help_panel", None) or "Output"
            title = "Arguments" if is_argument else panel
            help_text = getattr(parameter, "help", None) or ""
            sections.setdefault(title, []).append((_label(parameter), help_text))
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows)


def _label(parameter: Any) -> str:
    """Return a parameter as people type it."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    # a switch that is on by default is only worth typing to turn it off
    off = parameter.secondary_opts if (parameter.help or "").startswith("Turn off:") else ()
    label = ", ".join(off or parameter.opts)
    return f"{label} {parameter.metavar}" if parameter.metavar else label
