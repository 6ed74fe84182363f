"""Evidence in, sentences for people out: why there are so many segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.cluster.criteria import carving

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.cluster.evidence import Evidence

__all__ = ["reason_for"]

# Kaufman and Rousseeuw (1990), Finding Groups in Data, p. 88: a silhouette of 0.25 and less means
# that no substantial structure was found.
OVERLAP = 0.25
# The largest --k-max.
MOST = 100


def reason_for(
    evidence: Sequence[Evidence],
    k: int,
    *,
    verdict: str,
    min_share: float,
    bar: float,
    of_shop: bool = True,
    recommended: int | None = None,
    edge: bool = False,
) -> str:
    """Say in a few plain sentences why there are `k` segments.

    Parameters
    ----------
    evidence : sequence of Evidence
        One row per k.
    k : int
        The number chosen or given.
    verdict : {"stable", "pattern", "useful"}
        What it is worth.
    min_share : float
        The smallest share of customers a segment should hold.
    bar : float
        The bootstrap Jaccard that counts as stable.
    of_shop : bool
        Whether a continuum is one because every purchase log is; else because the test says so.
    recommended : int, optional
        What would have been chosen, if `k` was given.
    edge : bool
        Whether `k` was chosen and is the largest number looked at, although more were possible.
    """
    row = next(item for item in evidence if item.k == k)
    if recommended is not None:
        return _given(row, recommended, bar=bar)
    if verdict == "useful":
        text = _useful(row, bar=bar, of_shop=of_shop)
    elif verdict == "stable":
        reliable = [
            item
            for item in evidence
            if item.smallest_stability >= bar and item.smallest_share >= min_share
        ]
        text = _stable(row, evidence, bar=bar, only=len(reliable) == 1)
    else:
        text = _pattern(row, evidence, bar=bar)
    text += _overlap(row) + _carved(row)
    if row.smallest_share < min_share:
        text += f" Every number leaves a segment with less than {min_share:.0%} of the customers."
    return text + (_further(k) if edge else "")


def _pattern(row: Evidence, evidence: Sequence[Evidence], *, bar: float) -> str:
    least = f"he least sure of them comes back {_back(row, bar)}; the bar is {bar:.0%}"
    if len(evidence) == 1:
        claim = (
            f"{row.k} segments cannot be relied on when the customers are drawn again (t{least})"
        )
    else:
        claim = (
            f"No number of segments from {evidence[0].k} to {evidence[-1].k} can be relied on: "
            f"drawn again, some segment always changes. {row.k} change least (t{least})"
        )
    return f"{claim}. Read them as a pattern, not as groups that are really there."


def _overlap(row: Evidence) -> str:
    if row.k == 1 or row.silhouette > OVERLAP:
        return ""
    return (
        f" The {row.k} segments overlap heavily: their silhouette is {row.silhouette:.2f}, and "
        f"{OVERLAP} or less means that no substantial structure was found (Kaufman and Rousseeuw)."
    )


def _carved(row: Evidence) -> str:
    return f" {carving(row)}" if row.carved_off else ""


def _further(k: int) -> str:
    further = min(2 * k, MOST)
    if further <= k:
        return f" {k} is the largest number looked at."
    return (
        f" {k} is the largest number looked at; --k-max {further} (in Python k_max={further}) "
        "looks further."
    )


def _back(row: Evidence, bar: float) -> str:
    """Say to what share the least stable segment comes back, to follow "comes back"."""
    least = row.smallest_stability
    if least >= 0.9995:
        return "completely"
    if least >= 0.995:
        return "almost completely"
    # What misses the bar by a hair is not to be shown as the bar.
    return f"to {min(least, bar - 0.01) if round(least, 2) >= bar > least else least:.0%}"


def _useful(row: Evidence, *, bar: float, of_shop: bool) -> str:
    who = "Customers of a shop" if of_shop else "These customers"
    if row.k in range(4, 8):
        text = (
            f"{who} shade into one another, so no number of segments is the true one. "
            f"{row.k} was chosen for usefulness: of 4 to 7 segments, which people can remember and "
            f"treat differently, {row.k} come back most surely when the customers are drawn again "
        )
    else:
        text = (
            f"{who} shade into one another, and 4 to 7 segments do not work here: "
            f"some would be too small. {row.k} was chosen for usefulness: of the numbers that work "
            "they come back most surely when the customers are drawn again "
        )
    text += f"(the least sure of them {_back(row, bar)})"
    if row.separated:
        return f"{text}, and each differs clearly from its nearest."
    return f"{text}; some differ little from their nearest."


def _stable(row: Evidence, evidence: Sequence[Evidence], *, bar: float, only: bool) -> str:
    if len(evidence) == 1:
        return (
            f"{row.k} segments can be relied on: drawn again, every segment comes back "
            f"{_back_at_least(row, bar)} (the bar is {bar:.0%})."
        )
    if only:
        claim = f"only {row.k} can be relied on"
    else:
        claim = (
            f"{row.k} are the best separated (silhouette {row.silhouette:.2f}) among those that "
            "can be relied on"
        )
    return (
        f"Of {evidence[0].k} to {evidence[-1].k} segments, {claim}: drawn again, every segment "
        f"comes back {_back_at_least(row, bar)} (the bar is {bar:.0%})."
    )


def _back_at_least(row: Evidence, bar: float) -> str:
    text = _back(row, bar)
    return f"{text} or more" if text.startswith("to ") else text


def _given(row: Evidence, recommended: int, *, bar: float) -> str:
    if row.k == 1:
        return (
            "You asked for 1 segment: it is all customers, described together. There is no other "
            "to tell it from, so no silhouette is defined, and that it comes back says nothing."
        )
    held = "all" if row.smallest_stability >= bar else "not all"
    text = (
        f"You asked for {row.k} segments. Drawn again, the least sure of them comes back "
        f"{_back(row, bar)} (the bar is {bar:.0%}): {held} can be relied on."
        + _overlap(row)
        + _carved(row)
    )
    if recommended != row.k:
        text += f" Left to choose, Personae would have taken {recommended}."
    return text
