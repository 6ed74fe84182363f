"""`personae lift`: a campaign's list and the purchases after it in, what it did out."""
# no "from __future__ import annotations": typer reads the annotations while it runs

from pathlib import Path
from typing import Annotated, Any

import typer

from personae.cli import terminal
from personae.cli.arguments import OUTPUT, AsJson, Debug, Quiet
from personae.cli.parameters import day_from, options_from, with_options
from personae.cli.progress import ProgressLine

__all__ = ["lift"]

_CAMPAIGN = "The campaign"
_READ = (
    "encoding", "delimiter", "decimal", "date_format", "currency", "sheet", "table", "preset",
    "id", "date", "amount", "quantity", "price", "order", "product", "returns", "charges",
)  # fmt: skip


Assigned = Annotated[
    Path,
    typer.Argument(
        metavar="LIST",
        help="The folder of personae campaign, or a CSV or Parquet list with an id and a column "
        "arm (treatment or control).",
        show_default=False,
    ),
]
Purchases = Annotated[
    Path,
    typer.Argument(
        metavar="OUTCOMES",
        help="The purchases after the send, as personae run reads a log; or what each customer "
        "spent, without dates.",
        show_default=False,
    ),
]
Sent = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help="The day of the send; purchases from this day on count.",
        rich_help_panel=_CAMPAIGN,
    ),
]
Days = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="Days after the send that count; as the campaign planned, else all.",
        rich_help_panel=_CAMPAIGN,
    ),
]
Cost = Annotated[
    float | None,
    typer.Option(
        metavar="MONEY",
        help="What one contact costs; with --margin the verdict asks whether it paid.",
        rich_help_panel=_CAMPAIGN,
    ),
]
Margin = Annotated[
    float | None,
    typer.Option(
        metavar="SHARE",
        help="Profit as a share of sales, such as 0.35.",
        rich_help_panel=_CAMPAIGN,
    ),
]
Planned = Annotated[
    float | None,
    typer.Option(
        metavar="SHARE",
        help="The share that was to be held back; as the campaign says, else not checked.",
        rich_help_panel=_CAMPAIGN,
    ),
]
OutFile = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="A file for the result: .json for all of it, .csv or .parquet for the table.",
        rich_help_panel=OUTPUT,
    ),
]


@with_options(*_READ)
def lift(  # noqa: PLR0913 (one argument for each option)
    assigned: Assigned,
    outcomes: Purchases,
    *,
    sent: Sent = None,
    outcome_days: Days = None,
    cost: Cost = None,
    margin: Margin = None,
    planned_control: Planned = None,
    out: OutFile = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    debug: Debug = False,
    **values: Any,
) -> None:
    """Measure what a campaign did: those who were to get it against those held back."""
    options = options_from(values)
    day = None if sent is None else day_from(sent, option="--sent")
    from personae.workflow.lift import lift

    with ProgressLine(quiet=quiet) as progress:
        outcome = lift(
            assigned,
            outcomes,
            sent=day,
            outcome_days=outcome_days,
            cost=cost,
            margin=margin,
            planned_control=planned_control,
            options=options,
            out=out,
            on_event=progress,
        )

    def parts() -> Any:
        from personae.cli.lift_tables import lift_parts

        return lift_parts(outcome)

    terminal.show(outcome, parts, as_json=as_json, quiet=quiet)
