"""The account of a budget in, what a terminal shows of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from personae.actions.budget.budget_words import (
    grounds,
    lead,
    left_over,
    limits,
    not_bought,
    outlook_words,
)
from personae.cli.terminal import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from personae.workflow.budget import BudgetOutcome

__all__ = ["budget_parts"]

_SHOWN = (
    ("Read first", "README.txt"),
    ("Table", "budget.csv"),
    ("Picture", "budget.png"),
)


_OFTEN = 0.1
"""What is not bought, but in so many of the best plans, is shown all the same."""


def budget_parts(outcome: BudgetOutcome) -> list[RenderableType]:
    """Show a sentence, the table, how sure it is, what it rests on and where the files are."""
    found = outcome.summary
    notes = [
        *left_over(found),
        *outlook_words(found),
        *limits(found),
        (
            f"Stays: in how many of {found['solved_draws']} draws of the uncertain responses the "
            "best plan has the row."
        ),
        "",
    ]
    parts: list[RenderableType] = [_line(lead(found)), "", _rows(found), "", *map(_line, notes)]
    parts += [_line(text) for text in (*not_bought(found), *grounds(found), *_people(found))]
    if outcome.path is not None:
        places = [(what, name) for what, name in _SHOWN if name in outcome.files]
        if found["lists"]:
            places.append(("Lists", "lists"))
        parts += ["", *(_line(f"{what + ':':<12}{outcome.path / name}") for what, name in places)]
    return parts


def _rows(found: Mapping[str, Any]) -> Table:
    """Lay out what is bought, and what is in many of the best plans all the same."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for title in ("Segment", "Offer"):
        table.add_column(title, overflow="fold", min_width=12)
    for title in ("Contacts", "Cost", "Left after cost", "Stays"):
        table.add_column(title, justify="right")
    for row in filter(_is_shown, found["allocation"]):
        left = f"{row['left_after_cost']:,.0f} ({row['low']:,.0f} to {row['high']:,.0f})"
        table.add_row(
            _line(f"{row['segment']} {row['name']}"),
            _line(row["offer"]),
            f"{row['contacts']:,} of {row['people']:,}",
            f"{row['cost']:,.2f}",
            left if row["contacts"] else "",
            f"{row['in_best_plans']:.0%}",
        )
    for offer, cost in found["fixed_costs"].items():
        table.add_row("once", _line(offer), "", f"{cost:,.2f}", f"-{cost:,.0f}", "")
    return table


def _is_shown(row: Mapping[str, Any]) -> bool:
    return bool(row["contacts"]) or row["in_best_plans"] >= _OFTEN


def _people(found: Mapping[str, Any]) -> list[str]:
    """Say who is left out and why."""
    total: dict[str, int] = {}
    for row in found["people"]:
        for reason, count in row["left_out"].items():
            total[reason] = total.get(reason, 0) + count
    listed = ", ".join(f"{count:,} {reason}" for reason, count in total.items())
    return [f"Left out: {listed}."] if listed else []


def _line(text: str) -> Text:
    return Text(escape(text))
