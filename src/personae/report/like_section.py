"""What became of an earlier run's segments in, what the report says of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.monitor.like_words import found_again, who_moved
from personae.profile.wording import count, enumerate_words, percent
from personae.stats.suppression import hidden_moves

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from personae.monitor.identity import Identity, NewSegment
    from personae.report.run import Run

__all__ = ["like_section"]


def like_section(run: Run) -> dict[str, Any] | None:
    """Return what became of the segments of the run that this one follows; None without one."""
    identity, moves = run.identity, run.moves
    if identity is None or moves is None:
        return None
    was = {item.segment: f"“{item.name}” ({item.segment})" for item in identity.then}
    return {
        "run": identity.run,
        "words": [found_again(identity.to_dict()), who_moved(moves.to_dict())],
        "rows": [{"segment": item.segment, "text": _origin(item, was)} for item in identity.now],
        "gone": [was[item.segment] for item in identity.then if item.fate == "vanished"],
        "largest": [
            {
                "before": was[move.before],
                "after": move.after,
                "n": count(move.n),
                "share": percent(move.share),
            }
            for move in moves.largest()
            if move.n >= run.options.smallest_group
        ],
        "matrix": _matrix(identity, run) if moves.n_both else None,
    }


def _origin(item: NewSegment, was: dict[int, str]) -> str:
    """Say where a segment of now comes from."""
    from_where = enumerate_words([was[number] for number in item.comes_from])
    if item.origin == "new":
        return "new"
    told = {
        "kept": f"was {from_where}",
        "merged": f"unites {from_where}",
        "split": f"a part of {from_where}",
    }[item.origin]
    if item.shared is not None:
        told += f"; {percent(item.shared)} of its customers then and now are the same"
    return told


def _matrix(identity: Identity, run: Run) -> dict[str, Any]:
    """Return where the members of every earlier segment are now."""
    assert run.moves is not None
    moves = run.moves
    hidden = hidden_moves(
        moves.matrix, moves.leavers, moves.newcomers, smallest=run.options.smallest_group
    )
    was = {item.segment: item.name for item in identity.then}
    return {
        "now": list(moves.after),
        "rows": [
            {
                "name": f"{number} {was[number]}",
                "cells": _counts(row, few[:-1]),
                "left": _counts([left], few[-1:])[0],
            }
            for number, row, left, few in zip(
                moves.before, moves.matrix, moves.leavers, hidden[:-1], strict=True
            )
        ],
        "newcomers": _counts(moves.newcomers, hidden[-1, :-1]),
    }


def _counts(counts: Sequence[int], hidden: Iterable[object]) -> list[str]:
    """Write counts; few people are not told of."""
    return ["few" if few else count(n) for n, few in zip(counts, hidden, strict=True)]
