"""The account of a budget in, a page in plain words for whoever spends it out."""

from __future__ import annotations

import shlex
import textwrap
from typing import TYPE_CHECKING, Any

from personae.actions.budget.budget_words import (
    grounds,
    lead,
    left_over,
    limits,
    not_bought,
    outlook_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["readme"]

_WIDTH = 92


def readme(summary: Mapping[str, Any]) -> str:
    """Say what to do, what each file holds and what the figures rest on.

    Parameters
    ----------
    summary : dict
        What `budget.json` holds.
    """
    lines = [
        f"Where to spend a budget of {summary['budget']:,.2f}",
        "",
        *_filled([lead(summary), *left_over(summary)]),
        "",
        *_to_do(summary),
        "",
        "How sure it is",
        *_filled([*outlook_words(summary), *limits(summary)]),
        "",
        "What it rests on",
        *_filled([*not_bought(summary), *grounds(summary)]),
        *_left_out(summary["people"]),
        "",
        "The files",
        "   budget.csv    how many contacts of which offer in which segment, their cost and return",
        "                 (in_best_plans: the share of draws in which the best plan has the row)",
        "   budget.png    the same as a picture, and what other budgets would leave",
        "   curve.csv     the numbers of that curve, from nothing to twice the budget",
        "   budget.json   all of it, for programs",
        *(
            f"   {name}  {people:,} people (id, segment, name)"
            for name, people in summary["lists"].items()
        ),
    ]
    return "\n".join(lines) + "\n"


def _filled(texts: Iterable[str]) -> list[str]:
    return [
        line
        for text in texts
        for line in textwrap.wrap(text, _WIDTH, initial_indent="   ", subsequent_indent="   ")
    ]


def _to_do(summary: Mapping[str, Any]) -> list[str]:
    bought = [row for row in summary["allocation"] if row["contacts"]]
    if not bought:
        return ["What to do", "   Send nothing. Keep the money."]
    lines = ["What to do"]
    lines += [
        f"   {row['offer']} to {row['contacts']:,} of {row['people']:,} in segment "
        f"{row['segment']}, {row['name']}: {row['cost']:,.2f}"
        for row in bought
    ]
    lines += [f"   once for {offer}: {cost:,.2f}" for offer, cost in summary["fixed_costs"].items()]
    if not summary["lists"]:
        told = ["Who they are: the same command with --lists says it."]
    else:
        told = ["Send each offer to the ids in its list, and to nobody else. Nobody is on two."]
        told += _by_chance(summary, bought)
    return [*lines, "", *_filled([*told, *_measure(summary, bought[0])])]


def _by_chance(summary: Mapping[str, Any], bought: list[Mapping[str, Any]]) -> list[str]:
    """Say what lists that are drawn by chance do not know."""
    part = {row["offer"] for row in bought if row["contacts"] < row["people"]}
    deep = sorted(part - set(summary["same_response_at_any_depth"]))
    if not deep:
        return []
    whose = ", ".join(deep)
    told = (
        f"The plan says that the response of {whose} falls with depth, but the lists are drawn by "
        "chance, since nobody knows who answers best. If the best are to be contacted first, "
        "choose them yourself, as many as it says here."
    )
    return [told]


def _measure(summary: Mapping[str, Any], row: Mapping[str, Any]) -> list[str]:
    command = (
        f"personae campaign {shlex.quote(summary['run'])} --campaign {shlex.quote(row['offer'])} "
        f"--segment {row['segment']} --max-contacts {row['contacts']} --out FOLDER"
    )
    told = (
        "Nobody is held out here, so this cannot show what an offer brings. Lists that can: "
        f"{command}; then personae lift, whose result the next budget can rest on (--lift)."
    )
    return [told]


def _left_out(people: list[Mapping[str, Any]]) -> list[str]:
    """Say who is in no count and on no list."""
    total: dict[str, int] = {}
    for row in people:
        for reason, count in row["left_out"].items():
            total[reason] = total.get(reason, 0) + count
    told = ", ".join(f"{count:,} {reason}" for reason, count in total.items())
    return _filled([f"Counted and listed nowhere: {told}."]) if told else []
