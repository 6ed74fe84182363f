"""Two figures per segment in, a verdict for each and one sentence for everybody out.

A segment *comes back* if drawing the customers anew finds it again (the bootstrap Jaccard), and it
*holds* if its customers stay when every feature moves a little; or, for a purchase log with a
window, when the as-of date moves back 30 days. With many rows the first is high for slices of noise
too; so a verdict asks for both.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from personae.features.earlier import DAYS_BACK
from personae.profile.wording import count, enumerate_words, percent, token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.cluster.firmness import Question

__all__ = ["NOT_TESTED", "trust_of", "trust_sentence"]

SAME = 0.9
STABLE, PATTERN = 0.75, 0.6
"""Bounds of the Jaccard."""
HOLDS, HALF_HOLDS = 0.8, 0.6
"""Bounds of the share of customers who stay."""
SUBSTANTIAL = 0.25
"""A mean silhouette up to which the segments are called slices; see `trust_sentence`."""
NOT_TESTED = "Whether the customers form natural groups at all was not tested."
GROUPS = {
    "clusters": "The customers form natural groups: made-up data without groups part less clearly.",
    "continuum": "No natural groups were found: these are useful slices of a continuum.",
    None: NOT_TESTED,
}
DRAWN = "when the customers are drawn anew"
MOVED: dict[Question, str] = {
    "noise": "when every figure moves a little",
    "date": f"when the as-of date moves back {DAYS_BACK} days",
}

Verdict = Literal["act", "pattern", "weak"]
_ORDER: tuple[Verdict, ...] = ("weak", "pattern", "act")


def trust_of(stability: float | None, unchanged: float | None) -> Verdict | None:
    """Return the verdict on a segment: the worse of what its two figures say.

    The customers are drawn anew many times and segmented again; the Jaccard says how much of
    the segment comes back. From 0.75 it is stable, from 0.6 a pattern whose borders are doubtful,
    below that it should not be trusted (Hennig 2007, Computational Statistics and Data Analysis
    52, 258-271, and the help page of ``fpc::clusterboot``). Then every feature moves by 5 % of
    its standard deviation, or the as-of date of a log with a window moves back 30 days: at least
    80 % of the customers must stay, 60 % for a pattern. These two bounds are a convention of
    Personae.

    Parameters
    ----------
    stability : float or None
        The bootstrap Jaccard, 0 to 1.
    unchanged : float or None
        The share of customers who stay, 0 to 1.

    Returns
    -------
    {"act", "pattern", "weak"} or None
        None where either was not measured.

    Examples
    --------
    >>> trust_of(0.93, 0.97), trust_of(0.7, 0.97), trust_of(0.93, 0.55), trust_of(0.93, None)
    ('act', 'pattern', 'weak', None)
    """
    grades = _grade(stability, STABLE, PATTERN), _grade(unchanged, HOLDS, HALF_HOLDS)
    known = [grade for grade in grades if grade is not None]
    return min(known, key=_ORDER.index) if len(known) == len(grades) else None


def _grade(value: float | None, good: float, fair: float) -> Verdict | None:
    if value is None or math.isnan(value):
        return None
    return "act" if value >= good else "pattern" if value >= fair else "weak"


def trust_sentence(
    stability: Sequence[float | None],
    unchanged: Sequence[float | None],
    *,
    silhouette: float | None = None,
    structure: str | None = None,
    question: Question = "noise",
) -> str:
    r"""Say in plain words how far the segments can be trusted, and whether they are groups at all.

    Three things are told apart. A segment *comes back* when its Jaccard is high: "almost unchanged"
    from 0.9, "mostly the same" from 0.75. It *keeps* its customers when few change sides as every
    feature moves by 5 % of its standard deviation, or, for a purchase log with a window, as the
    as-of date moves back 30 days; the sentence says which was asked. The segments are *separate*
    when the mean silhouette is high: up to 0.25 it shows no substantial structure (Kaufman and
    Rousseeuw 1990, Finding Groups in Data, table 4 of chapter 2: to 0.50 weak, to 0.70 reasonable,
    above strong).
    Noise that is cut into slices can come back; so a low silhouette is said at once.

    Parameters
    ----------
    stability : sequence of float or None
        The Jaccard of every segment; None where it was not measured.
    unchanged : sequence of float or None
        The share of every segment's customers who stay; None where it was not measured.
    silhouette : float, optional
        The mean silhouette of all customers.

    structure : {"clusters", "continuum"}, optional
        What the structure test says; None: not tested.
    question : {"noise", "date"}
        Who stays: when figures move, or when the date does.

    Examples
    --------
    >>> trust_sentence([0.95, 0.91, 0.7], [0.98, 0.95, 0.97], silhouette=0.55)
    '2 of 3 segments come back almost unchanged when the customers are drawn anew; they keep
    95\xa0% or more of their customers when every figure moves a little: act on them. ⟪3⟫ is a
    pattern with doubtful borders. Whether the customers form natural groups at all was not tested.'
    >>> trust_sentence([0.8, 0.78], [1.0, 1.0], silhouette=0.03)
    'Both segments come back mostly the same when the customers are drawn anew; they keep all of
    their customers when every figure moves a little. But they overlap heavily: they are slices
    rather than separate groups (silhouette 0.03). Whether the customers form natural groups at all
    was not tested.'
    """
    if len(stability) == 1:
        return f"All customers are one segment. {GROUPS[structure]}"
    known = silhouette is not None and not math.isnan(silhouette)
    overlap = known and silhouette is not None and round(silhouette, 2) <= SUBSTANTIAL
    verdicts = [trust_of(*figures) for figures in zip(stability, unchanged, strict=True)]
    if all(verdict is None for verdict in verdicts):
        said = ["The stability of the segments was not measured."]
    else:
        said = [
            _firm(
                stability,
                unchanged,
                verdicts=verdicts,
                advise=not overlap,
                slices=structure == "continuum",
                moved=MOVED[question],
            ),
            *_doubts(stability, verdicts, moved=MOVED[question]),
        ]
    if overlap:
        known_at_all = any(verdict is not None for verdict in verdicts)
        some = "But they" if "act" in verdicts else "They also" if known_at_all else "They"
        said.append(
            f"{some} overlap heavily: they are slices rather than separate groups "
            f"(silhouette {silhouette:.2f})."
        )
    return " ".join([*said, GROUPS[structure]])


def _doubts(
    stability: Sequence[float | None], verdicts: Sequence[Verdict | None], *, moved: str
) -> list[str]:
    """Say who is no more than a pattern or less, and which of the two figures says so."""
    groups: dict[tuple[Verdict | None, bool], list[str]] = {}
    for segment, (value, verdict) in enumerate(zip(stability, verdicts, strict=True), start=1):
        comes_back = verdict != _grade(value, STABLE, PATTERN)
        groups.setdefault((verdict, comes_back), []).append(token(segment))
    said = []
    if some := groups.get(("pattern", False)):
        is_a = "is a pattern" if len(some) == 1 else "are patterns"
        said.append(f"{enumerate_words(some)} {is_a} with doubtful borders.")
    if some := groups.get(("pattern", True)):
        comes, loses, its, a = _one_or_many(some)
        said.append(
            f"{enumerate_words(some)} {comes} back, but {loses} more than a fifth of {its} "
            f"customers {moved}: {a} with doubtful borders."
        )
    if some := groups.get(("weak", False)):
        does, them = ("does", "it") if len(some) == 1 else ("do", "them")
        said.append(
            f"{enumerate_words(some)} {does} not come back reliably: do not build on {them}."
        )
    if some := groups.get(("weak", True)):
        _, loses, its, _ = _one_or_many(some)
        them = "it" if len(some) == 1 else "them"
        said.append(
            f"{enumerate_words(some)} {loses} more than two fifths of {its} customers {moved}: "
            f"do not build on {them}."
        )
    unknown = [token(place) for place, item in enumerate(verdicts, start=1) if item is None]
    if unknown:
        said.append(f"The stability of {enumerate_words(unknown)} was not measured.")
    return said


def _one_or_many(some: Sequence[str]) -> tuple[str, str, str, str]:
    if len(some) == 1:
        return "comes", "loses", "its", "a pattern"
    return "come", "lose", "their", "patterns"


def _firm(
    stability: Sequence[float | None],
    unchanged: Sequence[float | None],
    *,
    verdicts: Sequence[Verdict | None],
    advise: bool,
    slices: bool,
    moved: str,
) -> str:
    """Say who can be acted on: how surely they come back, and how many customers they keep."""
    both = zip(stability, unchanged, verdicts, strict=True)
    firm = [(back, kept) for back, kept, verdict in both if verdict == "act"]
    told = [(back or 0.0, kept or 0.0) for back, kept in firm]
    if not told:
        if any(_grade(value, STABLE, PATTERN) == "act" for value in stability):
            return f"No segment both comes back {DRAWN} and keeps its customers {moved}."
        return f"No segment comes back unchanged {DRAWN}."
    same = sum(back >= SAME for back, _ in told)
    grades = [(same, "almost unchanged"), (len(told) - same, "mostly the same")]
    first, *others = [(n_of, words) for n_of, words in grades if n_of]
    who, comes = _who(first[0], len(stability))
    rest = "".join(f", {n_of} {words}" for n_of, words in others)
    they, them, their = (
        ("it keeps", "it", "its") if len(told) == 1 else ("they keep", "them", "their")
    )
    kept = _at_least([kept for _, kept in told])
    what = (" as a stable slice" if len(told) == 1 else " as stable slices") if slices else ""
    advice = f": act on {them}{what}" if advise else ""
    return (
        f"{who} {comes} back {first[1]} {DRAWN}{rest}; "
        f"{they} {kept} of {their} customers {moved}{advice}."
    )


def _at_least(shares: Sequence[float]) -> str:
    """Return what all of the shares reach; never more than the smallest."""
    least = min(shares)
    if least >= 1:
        return "all"
    text = percent(math.floor(100 * least + 1e-9) / 100)
    return text if len(shares) == 1 else f"{text} or more"


def _who(n: int, of: int) -> tuple[str, str]:
    if n == of:
        return "Both segments" if of == 2 else f"All {of} segments", "come"
    return f"{n} of {count(of, 'segment')}", "comes" if n == 1 else "come"
