"""What was typed for a budget in, where to spend it out."""
# no "from __future__ import annotations": typer reads the annotations while it runs

from pathlib import Path
from typing import Annotated, Any

import typer

from personae.cli import terminal
from personae.cli.arguments import OUTPUT, AsJson, Debug, Quiet
from personae.cli.progress import ProgressLine

__all__ = ["budget"]

_MONEY, _WHO = "Money and offers", "Who may be contacted"

RunFolder = Annotated[
    Path, typer.Argument(metavar="RUN", help="The folder of a run.", show_default=False)
]
Money = Annotated[
    float,
    typer.Option(
        "--budget", metavar="MONEY", help="The most to spend. Required.", rich_help_panel=_MONEY
    ),
]
PlanFile = Annotated[
    Path,
    typer.Option(
        "--plan",
        metavar="FILE",
        help="The offers, their costs, margins, responses and limits, as TOML. Required.",
        rich_help_panel=_MONEY,
    ),
]
Lifts = Annotated[
    list[str] | None,
    typer.Option(
        "--lift",
        metavar="OFFER=FILE",
        help="What personae lift --out result.json wrote, for an offer of the plan; FILE alone "
        "for all offers that state no response.",
        rich_help_panel=_MONEY,
    ),
]
People = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Ids with e-mail and consent. Looked up in, never kept.",
        rich_help_panel=_WHO,
    ),
]
Consent = Annotated[
    str | None,
    typer.Option(
        metavar="COL",
        help="The column of --people that says who agreed; what is no clear yes is a no.",
        rich_help_panel=_WHO,
    ),
]
Suppress = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Ids or e-mail addresses never to contact.", rich_help_panel=_WHO
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=COL",
        help="What a column of these files is, where its name does not tell: id=COL, email=COL.",
        rich_help_panel=_WHO,
    ),
]
GlobalHoldout = Annotated[
    float,
    typer.Option(
        metavar="SHARE",
        help="The share that gets no campaign at all, ever the same people.",
        rich_help_panel=_WHO,
        show_default=False,
    ),
]
HoldoutsOf = Annotated[
    list[Path] | None,
    typer.Option(
        "--holdout-of",
        metavar="DIR",
        help="The folder of a campaign whose held-out people get nothing; again for more.",
        rich_help_panel=_WHO,
    ),
]
OutFolder = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="A folder for the answer: table, picture, curve and README.txt.",
        rich_help_panel=OUTPUT,
    ),
]
Lists = Annotated[
    bool,
    typer.Option(
        "--lists", help="Also write who gets which offer into --out.", rich_help_panel=OUTPUT
    ),
]


def budget(  # noqa: PLR0913 (one argument for each option)
    run_folder: RunFolder,
    *,
    money: Money,
    plan: PlanFile,
    lifts: Lifts = None,
    people: People = None,
    consent: Consent = None,
    suppress: Suppress = None,
    columns: Columns = None,
    global_holdout: GlobalHoldout = 0.0,
    holdouts_of: HoldoutsOf = None,
    out: OutFolder = None,
    lists: Lists = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Divide a budget over segments and offers so that most is left after cost."""
    from personae.actions.campaigns.campaign_request import CampaignRequest
    from personae.workflow.budget import budget

    request = CampaignRequest(
        "budget",
        people=people,
        consent=consent,
        suppress=suppress,
        columns=tuple(columns or ()),
        global_holdout=global_holdout,
    )
    with ProgressLine(quiet=quiet) as progress:
        outcome = budget(
            run_folder,
            plan,
            money=money,
            lifts=lifts or (),
            request=request,
            holdouts_of=holdouts_of or (),
            out=out,
            lists=lists,
            on_event=progress,
        )

    def parts() -> Any:
        from personae.cli.budget_tables import budget_parts

        return budget_parts(outcome)

    terminal.show(outcome, parts, as_json=as_json, quiet=quiet)
