"""Stability in, a verdict per segment and one sentence for everybody out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from personae.profile.wording import count, enumerate_words, token

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NOT_TESTED", "trust_of", "trust_sentence"]

STABLE = 0.75
PATTERN = 0.6
NOT_TESTED = "Whether the customers form natural groups at all was not tested."

Verdict = Literal["act", "pattern", "weak"]


def trust_of(stability: float | None) -> Verdict | None:
    """Read a bootstrap Jaccard as Hennig's ``fpc::clusterboot`` advises.

    The customers are drawn anew many times and segmented again; the Jaccard says how much of
    the segment comes back. From 0.75 it is stable ("act"), from 0.6 it is a pattern whose
    borders are doubtful, below that it should not be trusted (Hennig 2007, Computational
    Statistics and Data Analysis 52, 258-271, and the help page of clusterboot).

    Examples
    --------
    >>> trust_of(0.93), trust_of(0.75), trust_of(0.7), trust_of(0.41), trust_of(None)
    ('act', 'act', 'pattern', 'weak', None)
    """
    if stability is None or math.isnan(stability):
        return None
    if stability >= STABLE:
        return "act"
    return "pattern" if stability >= PATTERN else "weak"


def trust_sentence(verdicts: Sequence[Verdict | None]) -> str:
    """Say in plain words how far the segments can be trusted.

    Examples
    --------
    >>> trust_sentence(["act", "act", "pattern"])
    '2 of 3 segments come back almost unchanged when the customers are drawn anew: act on
    them. ⟪3⟫ is a pattern with doubtful borders. Whether the customers form natural groups at
    all was not tested.'
    >>> trust_sentence([None])
    'The stability of the segments was not measured. Whether the customers form natural groups
    at all was not tested.'
    """
    if all(verdict is None for verdict in verdicts):
        return f"The stability of the segments was not measured. {NOT_TESTED}"
    by_verdict: dict[Verdict | None, list[str]] = {}
    for segment, verdict in enumerate(verdicts, start=1):
        by_verdict.setdefault(verdict, []).append(token(segment))
    said = [_acted_on(len(by_verdict.get("act", ())), len(verdicts))]
    if pattern := by_verdict.get("pattern"):
        is_a = "is a pattern" if len(pattern) == 1 else "are patterns"
        said.append(f"{enumerate_words(pattern)} {is_a} with doubtful borders.")
    if weak := by_verdict.get("weak"):
        does = "does" if len(weak) == 1 else "do"
        them = "it" if len(weak) == 1 else "them"
        said.append(
            f"{enumerate_words(weak)} {does} not come back reliably: do not build on {them}."
        )
    if unknown := by_verdict.get(None):
        said.append(f"The stability of {enumerate_words(unknown)} was not measured.")
    return " ".join([*said, NOT_TESTED])


def _acted_on(n: int, of: int) -> str:
    if n == 0:
        return "No segment comes back unchanged when the customers are drawn anew."
    if n == of == 2:
        who = "Both segments"
    elif n == of:
        who = f"All {of} segments" if of > 1 else "The only segment"
    else:
        who = f"{n} of {count(of, 'segment')}"
    comes, them = ("comes", "it") if n == 1 else ("come", "them")
    return f"{who} {comes} back almost unchanged when the customers are drawn anew: act on {them}."
