"""`personae lift`: a campaign's list and the purchases after it in, what it did out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from personae.cli import arguments, terminal
from personae.cli.arguments import NUMBER, OUTPUT, PATH, WHOLE_NUMBER, argument, option
from personae.cli.help import GroupedCommand
from personae.cli.parameters import day_from, options_from, with_options
from personae.cli.progress import ProgressLine

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["lift"]

_CAMPAIGN = "The campaign"
_READ = (
    "encoding", "delimiter", "decimal", "date_format", "currency", "sheet", "table", "preset",
    "id", "date", "amount", "quantity", "price", "order", "product", "returns", "charges",
)  # fmt: skip


@click.command(cls=GroupedCommand)
@argument(
    "assigned",
    metavar="LIST",
    help="The folder of personae campaign, or a CSV or Parquet list with an id and a column "
    "arm (treatment or control).",
)
@argument(
    "outcomes",
    metavar="OUTCOMES",
    help="The purchases after the send, as personae run reads a log; or what each customer "
    "spent, without dates.",
)
@option(
    "--sent",
    metavar="DATE",
    help="The day of the send; purchases from this day on count.",
    panel=_CAMPAIGN,
)
@option(
    "--outcome-days",
    type=WHOLE_NUMBER,
    metavar="N",
    help="Days after the send that count; as the campaign planned, else all.",
    panel=_CAMPAIGN,
)
@option(
    "--cost",
    type=NUMBER,
    metavar="MONEY",
    help="What one contact costs; with --margin the verdict asks whether it paid.",
    panel=_CAMPAIGN,
)
@option(
    "--margin",
    type=NUMBER,
    metavar="SHARE",
    help="Profit as a share of sales, such as 0.35.",
    panel=_CAMPAIGN,
)
@option(
    "--planned-control",
    type=NUMBER,
    metavar="SHARE",
    help="The share that was to be held back; as the campaign says, else not checked.",
    panel=_CAMPAIGN,
)
@option(
    "--out",
    type=PATH,
    metavar="FILE",
    help="A file for the result: .json for all of it, .csv or .parquet for the table.",
    panel=OUTPUT,
)
@arguments.as_json
@arguments.quiet
@arguments.debug
@with_options(*_READ)
def lift(
    assigned: Path,
    outcomes: Path,
    *,
    sent: str | None,
    outcome_days: int | None,
    cost: float | None,
    margin: float | None,
    planned_control: float | None,
    out: Path | None,
    as_json: bool,
    quiet: bool,
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
