"""What was typed for a budget in, where to spend it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from personae.cli import arguments, terminal
from personae.cli.arguments import NUMBER, OUTPUT, PATH, option
from personae.cli.help import GroupedCommand
from personae.cli.progress import ProgressLine

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["budget"]

_MONEY, _WHO = "Money and offers", "Who may be contacted"


@click.command(cls=GroupedCommand)
@arguments.run_folder
@option(
    "--budget",
    "money",
    type=NUMBER,
    required=True,
    metavar="MONEY",
    help="The most to spend. Required.",
    panel=_MONEY,
)
@option(
    "--plan",
    type=PATH,
    required=True,
    metavar="FILE",
    help="The offers, their costs, margins, responses and limits, as TOML. Required.",
    panel=_MONEY,
)
@option(
    "--lift",
    "lifts",
    multiple=True,
    metavar="OFFER=FILE",
    help="What personae lift --out result.json wrote, for an offer of the plan; FILE alone "
    "for all offers that state no response.",
    panel=_MONEY,
)
@option(
    "--people",
    type=PATH,
    metavar="FILE",
    help="Ids with e-mail and consent. Looked up in, never kept.",
    panel=_WHO,
)
@option(
    "--consent",
    metavar="COL",
    help="The column of --people that says who agreed; what is no clear yes is a no.",
    panel=_WHO,
)
@option(
    "--suppress",
    type=PATH,
    metavar="FILE",
    help="Ids or e-mail addresses never to contact.",
    panel=_WHO,
)
@option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=COL",
    help="What a column of these files is, where its name does not tell: id=COL, email=COL.",
    panel=_WHO,
)
@option(
    "--global-holdout",
    type=NUMBER,
    default=0.0,
    metavar="SHARE",
    help="The share that gets no campaign at all, ever the same people.",
    panel=_WHO,
)
@option(
    "--holdout-of",
    "holdouts_of",
    type=PATH,
    multiple=True,
    metavar="DIR",
    help="The folder of a campaign whose held-out people get nothing; again for more.",
    panel=_WHO,
)
@option(
    "--out",
    type=PATH,
    metavar="DIR",
    help="A folder for the answer: table, picture, curve and README.txt.",
    panel=OUTPUT,
)
@option(
    "--lists",
    is_flag=True,
    help="Also write who gets which offer into --out.",
    panel=OUTPUT,
)
@arguments.as_json
@arguments.quiet
@arguments.debug
def budget(
    run_folder: Path,
    *,
    money: float,
    plan: Path,
    lifts: tuple[str, ...],
    holdouts_of: tuple[Path, ...],
    out: Path | None,
    lists: bool,
    as_json: bool,
    quiet: bool,
    **who: Any,  # named as the fields of the request
) -> None:
    """Divide a budget over segments and offers so that most is left after cost."""
    from personae.actions.campaigns.campaign_request import CampaignRequest
    from personae.workflow.budget import budget

    request = CampaignRequest("budget", **who)
    with ProgressLine(quiet=quiet) as progress:
        outcome = budget(
            run_folder,
            plan,
            money=money,
            lifts=lifts,
            request=request,
            holdouts_of=holdouts_of,
            out=out,
            lists=lists,
            on_event=progress,
        )

    def parts() -> Any:
        from personae.cli.budget_tables import budget_parts

        return budget_parts(outcome)

    terminal.show(outcome, parts, as_json=as_json, quiet=quiet)
