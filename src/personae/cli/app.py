"""The commands: read what was typed, call the workflow, show what came back."""
# no "from __future__ import annotations": typer reads the annotations while it runs

from pathlib import Path
from typing import Annotated, Any

import typer

from personae import __version__
from personae.cli import terminal
from personae.cli.arguments import OUTPUT, AsJson, Debug, Quiet
from personae.cli.budget import budget
from personae.cli.campaign import campaign
from personae.cli.forget import forget
from personae.cli.help import GroupedCommand
from personae.cli.lift import lift
from personae.cli.parameters import options_from, with_options
from personae.cli.progress import ProgressLine
from personae.cli.verify import verify

__all__ = ["app"]

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

Source = Annotated[
    Path,
    typer.Argument(
        metavar="SOURCE",
        help="CSV or TSV (also .gz), Parquet, Excel, or a DuckDB file.",
        show_default=False,
    ),
]
OutFolder = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Where the results go; NAME-personae beside you, after the file's name.",
        rich_help_panel=OUTPUT,
    ),
]
Like = Annotated[
    Path | None,
    typer.Option(
        "--like",
        metavar="RUN",
        help="The folder of an earlier run: segments that are found again keep their numbers and "
        "names, and who moved is counted.",
        rich_help_panel=OUTPUT,
    ),
]
OutFile = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="The list to write, .csv or .parquet.",
        rich_help_panel=OUTPUT,
    ),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Options from a TOML or JSON file; what is typed wins.",
        rich_help_panel=OUTPUT,
    ),
]


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"personae {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Turn an export of customers or a log of purchases into segments you can act on."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)


@app.command(cls=GroupedCommand, short_help="Find the segments of a file.")
@with_options()
def run(
    source: Source,
    *,
    out: OutFolder = None,
    config: Config = None,
    like: Like = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    debug: Debug = False,
    **values: Any,
) -> None:
    """Find the segments of a file and write the report, the list and the model."""
    options = options_from(values, config=config)
    from personae.workflow.run import run

    with ProgressLine(quiet=quiet) as progress:
        folder = run(source, options=options, out=out, like=like, on_event=progress)
    _show_run(folder, as_json=as_json, quiet=quiet)


@app.command(cls=GroupedCommand, short_help="Show how a file would be read.")
@with_options()
def check(
    source: Source,
    *,
    config: Config = None,
    as_json: AsJson = False,
    debug: Debug = False,
    **values: Any,
) -> None:
    """Show how a file would be read and what its columns mean; write nothing."""
    options = options_from(values, config=config)
    from personae.workflow.check import check

    found = check(source, options=options)
    if as_json:
        terminal.print_json(found.to_dict())
    else:
        from personae.cli.tables import check_parts

        terminal.print_tables(check_parts(found))


@app.command(cls=GroupedCommand, short_help="Put other customers into these segments.")
@with_options("as_of")
def score(
    model: Annotated[
        Path,
        typer.Argument(
            metavar="MODEL", help="model.json of a run, or the run's folder.", show_default=False
        ),
    ],
    source: Source,
    *,
    out: OutFile = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    debug: Debug = False,
    **values: Any,
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


@app.command(cls=GroupedCommand, short_help="Give a segment a name of your own.")
def rename(
    run_folder: Annotated[
        Path, typer.Argument(metavar="RUN", help="The folder of a run.", show_default=False)
    ],
    segment: Annotated[
        int, typer.Argument(metavar="SEGMENT", help="The segment's number.", show_default=False)
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its new name.", show_default=False)],
    *,
    as_json: AsJson = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Give a segment a name of your own; score, lists and later runs keep it."""
    from personae.workflow.rename import rename

    _show_run(rename(run_folder, segment, name), as_json=as_json, quiet=quiet)


app.command(cls=GroupedCommand, short_help="Make the lists of a campaign, with a hold-out.")(
    campaign
)
app.command(cls=GroupedCommand, short_help="Measure what a campaign did.")(lift)
app.command(cls=GroupedCommand, short_help="Divide a budget over segments and offers.")(budget)
app.command(cls=GroupedCommand, short_help="Check that a folder of results is unchanged.")(verify)
app.command(cls=GroupedCommand, short_help="Remove a customer from the lists of a run.")(forget)


@app.command(cls=GroupedCommand, short_help="Segment 1.47 million real purchase lines.")
def demo(
    *,
    out: OutFolder = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Segment the households of a real grocery chain: 1.47 million purchase lines."""
    from personae.workflow.demo import demo

    with ProgressLine(quiet=quiet) as progress:
        folder = demo(out=out, on_event=progress)
    _show_run(folder, as_json=as_json, quiet=quiet)


def _show_run(folder: Any, *, as_json: bool, quiet: bool) -> None:
    """Print what a run left behind: for programs, for people, or not at all."""

    def parts() -> Any:
        from personae.cli.tables import run_parts

        return run_parts(folder.summary, folder=folder.path, files=folder.files)

    terminal.show(folder, parts, as_json=as_json, quiet=quiet)
