"""What was typed for a budget in, where to spend it out."""
# no "from __future__ import annotations": typer reads the annotations while it runs

from pathlib import Path
from typing import Annotated, Any

import typer

from personae.cli import terminal
from personae.cli.arguments import AsJson, Debug, Quiet

__all__ = ["budget"]


def budget(
    run_folder: Annotated[
        Path, typer.Argument(metavar="RUN", help="The folder of a run.", show_default=False)
    ],
    *,
    money: Annotated[float, typer.Option("--budget", metavar="MONEY", help="What may be spent.")],
    plan: Annotated[Path, typer.Option("--plan", metavar="FILE", help="The offers, as TOML.")],
    lifts: Annotated[
        list[Path] | None,
        typer.Option(
            "--lift",
            metavar="FILE",
            help="What personae lift --out result.json wrote, for offers that state no response.",
        ),
    ] = None,
    global_holdout: Annotated[
        float, typer.Option("--global-holdout", metavar="SHARE", help="The share left in peace.")
    ] = 0.0,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="A folder for the result.")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Divide a budget over segments and offers so that most is left after cost."""
    from personae.workflow.budget import budget as divide

    outcome = divide(
        run_folder, plan, money=money, lifts=lifts or (), global_holdout=global_holdout, out=out
    )
    if as_json:
        terminal.print_json(outcome.summary)
    elif not quiet:
        terminal.print_tables(_parts(outcome.summary))


def _parts(found: dict[str, Any]) -> list[Any]:
    """Show a sentence, the table, and what it rests on."""
    from rich.text import Text

    from personae.cli.terminal import escape

    lead = (
        f"Spend {found['spent']:,.2f} of {found['budget']:,.2f}; {found['left_after_cost']:,.0f} "
        f"is expected to be left after cost (95 %: {found['low']:,.0f} to {found['high']:,.0f})."
    )
    notes = (Text(escape(note)) for note in (*_outlook(found), *_grounds(found)))
    return [Text(escape(lead)), "", _table(found), "", *notes]


def _table(found: dict[str, Any]) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from personae.cli.terminal import escape

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in ("Segment", "Offer", "Contacts", "Cost", "Left after cost", "Stays"):
        table.add_column(title)
    for row in found["allocation"]:
        span = f"{row['left_after_cost']:,.0f} ({row['low']:,.0f} to {row['high']:,.0f})"
        cells = (
            row["segment"],
            row["offer"],
            f"{row['contacts']:,}",
            f"{row['cost']:,.2f}",
            span if row["pays"] or row["contacts"] else "does not pay",
            f"{row['in_plan_share']:.0%}",
        )
        table.add_row(*(Text(escape(cell)) for cell in cells))
    return table


def _outlook(found: dict[str, Any]) -> list[str]:
    """Say what more money would bring, what is left over, and how sure the division is."""
    told = [f"The next 100 would leave {found['next_100']:,.2f} more after cost."]
    # what whole people leave of it is no budget that could not be spent
    bought = [row for row in found["allocation"] if row["contacts"]]
    dearest = max((row["cost"] / row["contacts"] for row in bought), default=0.0)
    if found["left_over"] > dearest:
        told.append(
            f"{found['left_over']:,.2f} is left over: no more contact in the plan would "
            "pay, or nobody is left to contact within its limits."
        )
    told.append(
        f"Stays: in how many of {found['draws']} draws of the uncertain figures the row "
        f"is in the best plan. In {found['loss_share']:.0%} this spending loses money."
    )
    return told


def _grounds(found: dict[str, Any]) -> list[str]:
    """Say what the figures rest on, and which of them the user gave."""
    told = [
        f"{row['segment']}: {row['measured']:.2f} was measured, {row['used']:.2f} is used "
        f"({row['kept']:.0%} of its own figure kept)."
        for row in found["shrinkage"]
    ]
    told += [
        f"Not considered, since nobody measured it: {row['offer']} to {row['segment']}."
        for row in found["not_measured"]
    ]
    if found["linear"]:
        told.append(
            "No depth steps stated, so every contact is taken to bring the same: "
            f"{', '.join(found['linear'])}."
        )
    stated = ", ".join(found["stated_by_user"])
    told.append(
        "From you: the budget, costs, margins and limits"
        + (f"; the responses of {stated}." if stated else ".")
    )
    return told
