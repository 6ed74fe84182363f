"""A measured campaign in, what a terminal shows of it out: first a sentence, then the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from personae.actions.lift_words import interval_words
from personae.cli.terminal import escape

if TYPE_CHECKING:
    from rich.console import RenderableType

    from personae.actions.lift import Comparison
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
    """Lay out the differences with their intervals and the verdicts."""
    table = _table()
    table.add_column("", overflow="fold")
    for title in ("Buyers", "Money", "Verdict"):
        table.add_column(title, overflow="fold")
    for name, part in rows:
        effects = (("buyers", part.buyers_effect), ("money", part.money_effect))
        cells = [
            "" if effect is None else interval_words(effect, kind, currency=summary["currency"])
            for kind, effect in effects
        ]
        measured = part.effect(summary["measured_by"])
        p = "" if measured is None or measured.p_holm is None else f" (p = {measured.p_holm:.2g})"
        few = "" if part.enough_buyers else " (too few buyers)"
        table.add_row(_line(name), *map(_line, cells), _line(part.verdict + (p or few)))
    return table


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))


def _line(text: str) -> Text:
    return Text(escape(text))
