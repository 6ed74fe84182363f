"""What became of the segments of an earlier run in, what a terminal shows of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from personae.cli.terminal import escape
from personae.monitor.like_words import found_again, who_moved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

__all__ = ["like_parts"]


def like_parts(summary: Mapping[str, Any]) -> list[RenderableType]:
    """Show which segments were found again, who moved between them, and the largest moves."""
    like = summary.get("like")
    if like is None:
        return []
    names = {item["segment"]: item["name"] for item in summary["segments"]}
    was = {item["segment"]: item["name"] for item in like["then"]}
    moves = like["moves"]
    lines = [
        f"{_line_of(move, was, names)} ({move['share']:.0%} of it)" for move in moves["largest"]
    ]
    parts: list[RenderableType] = ["", _text(found_again(like)), _text(who_moved(moves))]
    if moves["customers_in_both"]:
        parts += ["", _matrix(moves, was)]
    if lines:
        parts += ["", _text("Largest moves:"), *map(_text, lines)]
    return parts


def _matrix(moves: Mapping[str, Any], was: Mapping[int, str]) -> Table:
    """Lay out where the members of every earlier segment are now."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Were in", overflow="fold")
    for number in moves["after"]:
        table.add_column(f"now {number}", justify="right", no_wrap=True)
    table.add_column("not there", justify="right", no_wrap=True)
    for number, row, left in zip(moves["before"], moves["matrix"], moves["leavers"], strict=True):
        cells = [_count(n) for n in (*row, left)]
        table.add_row(_text(f"{number} {was[number]}"), *cells)
    table.add_row(_text("not there"), *map(_count, moves["newcomers"]), "")
    return table


def _count(n: int | None) -> str:
    """Write a count; few people are not told of."""
    return "few" if n is None else f"{n:,}"


def _line_of(move: Mapping[str, Any], was: Mapping[int, str], names: Mapping[int, str]) -> str:
    before, after = move["before"], move["after"]
    return f"{move['n']:,} from {before} {was[before]} to {after} {names[after]}"


def _text(text: str) -> Text:
    return Text(escape(text))
