"""Stability in, a verdict per segment and one sentence for everybody out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from personae.profile.wording import count, enumerate_words, token

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NOT_TESTED", "trust_of", "trust_sentence"]

UNCHANGED = 0.9
STABLE = 0.75
PATTERN = 0.6
SUBSTANTIAL = 0.25
"""A mean silhouette up to which the segments are called slices; see `trust_sentence`."""
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


def trust_sentence(stability: Sequence[float | None], *, silhouette: float | None = None) -> str:
    """Say in plain words how far the segments can be trusted, and whether they are groups at all.

    Two things are told apart. A segment *comes back* when its Jaccard is high: "almost unchanged"
    from 0.9, "mostly the same" from 0.75. The segments are *separate* when the mean silhouette is
    high: up to 0.25 it shows no substantial structure (Kaufman and Rousseeuw 1990, Finding Groups
    in Data, table 4 of chapter 2: to 0.50 weak, to 0.70 reasonable, above strong). Noise that is
    cut into slices can come back; so a low silhouette is said at once.

    Parameters
    ----------
    stability : sequence of float or None
        The Jaccard of every segment; None where it was not measured.
    silhouette : float, optional
        The mean silhouette of all customers.

    Examples
    --------
    >>> trust_sentence([0.95, 0.91, 0.7], silhouette=0.55)
    '2 of 3 segments come back almost unchanged when the customers are drawn anew: act on
    them. ⟪3⟫ is a pattern with doubtful borders. Whether the customers form natural groups at
    all was not tested.'
    >>> trust_sentence([0.8, 0.78], silhouette=0.03)
    'Both segments come back mostly the same when the customers are drawn anew. But they overlap
    heavily: they are slices rather than separate groups (silhouette 0.03). Whether the customers
    form natural groups at all was not tested.'
    """
    if len(stability) == 1:
        return f"All customers are one segment. {NOT_TESTED}"
    known = silhouette is not None and not math.isnan(silhouette)
    overlap = known and silhouette is not None and round(silhouette, 2) <= SUBSTANTIAL
    verdicts = [trust_of(value) for value in stability]
    by_verdict: dict[Verdict | None, list[str]] = {}
    for segment, verdict in enumerate(verdicts, start=1):
        by_verdict.setdefault(verdict, []).append(token(segment))
    if all(verdict is None for verdict in verdicts):
        said = ["The stability of the segments was not measured."]
    else:
        said = [_coming_back(stability, advise=not overlap), *_doubts(by_verdict)]
    if overlap:
        known_at_all = any(verdict is not None for verdict in verdicts)
        some = "But they" if "act" in verdicts else "They also" if known_at_all else "They"
        said.append(
            f"{some} overlap heavily: they are slices rather than separate groups "
            f"(silhouette {silhouette:.2f})."
        )
    return " ".join([*said, NOT_TESTED])


def _doubts(by_verdict: dict[Verdict | None, list[str]]) -> list[str]:
    said = []
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
    return said


def _coming_back(stability: Sequence[float | None], *, advise: bool) -> str:
    of = len(stability)
    measured = [value for value in stability if trust_of(value) is not None and value is not None]
    same = sum(value >= UNCHANGED for value in measured)
    mostly = sum(STABLE <= value < UNCHANGED for value in measured)
    n = same + mostly
    if n == 0:
        return "No segment comes back unchanged when the customers are drawn anew."
    advice = f": act on {'it' if n == 1 else 'them'}" if advise else ""
    grades = [(same, "almost unchanged"), (mostly, "mostly the same")]
    told = [(n_of, words) for n_of, words in grades if n_of]
    first, *rest = told
    who, comes = _who(first[0], of)
    text = f"{who} {comes} back {first[1]} when the customers are drawn anew"
    text += "".join(f", {n_of} {words}" for n_of, words in rest)
    return f"{text}{advice}."


def _who(n: int, of: int) -> tuple[str, str]:
    if n == of:
        return "Both segments" if of == 2 else f"All {of} segments", "come"
    return f"{n} of {count(of, 'segment')}", "comes" if n == 1 else "come"
