"""A measured campaign in, what a terminal shows of it out: first a sentence, then the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from personae.actions.lift.lift_words import interval_cell, people_words
from personae.cli.terminal import escape

if TYPE_CHECKING:
    from rich.console import RenderableType

    from personae.actions.lift.lift import Comparison
    from personae.workflow.lift import LiftOutcome

__all__ = ["lift_parts"]


def lift_parts(outcome: LiftOutcome) -> list[RenderableType]:
    """Show what a campaign did."""
    summary, found = outcome.summary, outcome.lift
    rows = [("Everybody", found.whole), *((part.name, part) for part in found.segments)]
    parts: list[RenderableType] = [
        _line(summary["sentence"]),
        *(_line(text) for text in summary["totals"]),
        "",
        _arms(rows, summary),
        "",
        _differences(rows, summary),
        "",
        "What this rests on:",
        *(_line(f"- {note}") for note in summary["notes"]),
    ]
    if outcome.path is not None:
        parts += ["", _line(f"Written: {outcome.path}")]
    return parts


def _arms(rows: list[tuple[str, Comparison]], summary: dict[str, Any]) -> Table:
    """Lay out who was in which arm and who bought."""
    from personae.profile.wording import money

    table = _table()
    table.add_column("", overflow="fold")
    for title in ("Got it", "bought", "spent each", "Held back", "bought", "spent each"):
        table.add_column(title, justify="right", no_wrap=True)
    sign = summary["currency"]
    for name, part in rows:
        sides = (
            (part.people, part.buyers, part.spend),
            (part.control_people, part.control_buyers, part.control_spend),
        )
        cells = [
            cell
            for people, buyers, spend in sides
            for cell in (f"{people:,}", f"{buyers:,}", money(spend, sign) if people else "")
        ]
        table.add_row(_line(name), *(_line(cell) for cell in cells))
    return table


def _differences(rows: list[tuple[str, Comparison]], summary: dict[str, Any]) -> Table:
    """Lay out the differences with their intervals, the verdicts, and what is still needed."""
    undecided = any(part.verdict == "cannot tell yet" for _, part in rows)
    sign = f", {summary['currency']}" if summary["currency"] else ""
    heads = ["", "Buyers more per 100", f"Money more per person{sign}", "Verdict"]
    if undecided:
        heads.append("People still needed")
    if found_together := any(_p(part, summary) for _, part in rows):
        heads.append("p")
    table = _table()
    for head in heads:
        table.add_column(_line(head), overflow="fold", no_wrap=head == "p")
    for name, part in rows:
        effects = (("buyers", part.buyers_effect), ("money", part.money_effect))
        cells = [
            name,
            *("" if effect is None else interval_cell(effect, kind) for kind, effect in effects),
        ]
        cells.append(_verdict(part))
        cells += [_needed(part)] * undecided + [_p(part, summary)] * found_together
        table.add_row(*map(_line, cells))
    return table


def _verdict(part: Comparison) -> str:
    open_for_few = part.verdict == "cannot tell yet" and not part.enough_buyers
    return "too few buyers" if open_for_few else part.verdict


def _needed(part: Comparison) -> str:
    if part.verdict != "cannot tell yet":
        return ""
    return "cannot be said" if part.needed is None else f"about {people_words(part.needed)}"


def _p(part: Comparison, summary: dict[str, Any]) -> str:
    """Return the p-value among all segments; none where the figures must not be read."""
    effect = part.effect(summary["measured_by"])
    if part.verdict == "not to be trusted" or effect is None or effect.p_holm is None:
        return ""
    return f"{effect.p_holm:.2g}"


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))


def _line(text: str) -> Text:
    return Text(escape(text))
