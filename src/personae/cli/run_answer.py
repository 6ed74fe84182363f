"""The folder of a run in, what its command answers out."""

from __future__ import annotations

from typing import Any

from personae.cli import terminal

__all__ = ["show_run"]


def show_run(folder: Any, *, as_json: bool, quiet: bool) -> None:
    """Print what a run left behind: for programs, for people, or not at all."""

    def parts() -> Any:
        from personae.cli.tables import run_parts

        return run_parts(folder.summary, folder=folder.path, files=folder.files)

    terminal.show(folder, parts, as_json=as_json, quiet=quiet)
