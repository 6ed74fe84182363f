"""Evidence in, sentences for people out: why this number of segments, and what speaks against it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.cluster.evidence import Evidence

__all__ = ["against", "reason_for"]


def reason_for(
    evidence: Sequence[Evidence],
    k: int,
    *,
    verdict: str,
    kind: str,
    min_share: float,
    bar: float,
    recommended: int | None = None,
) -> str:
    """Say in two or three plain sentences why there are `k` segments.

    Parameters
    ----------
    evidence : sequence of Evidence
        One row per k.
    k : int
        The number chosen or given.
    verdict : {"stable", "pattern", "useful"}
        What it is worth.
    kind : {"customers", "transactions"}
        What was divided.
    min_share : float
        The smallest share of customers a segment should hold.
    bar : float
        The bootstrap Jaccard that counts as stable.
    recommended : int, optional
        What would have been chosen, if `k` was given.
    """
    row = next(item for item in evidence if item.k == k)
    least = row.smallest_stability
    if recommended is not None:
        return _given(row, recommended, bar=bar)
    first, last = evidence[0].k, evidence[-1].k
    if verdict == "useful":
        text = (
            f"Customers of a shop shade into one another, so no number of segments is the true one. {k} was chosen for "
            f"usefulness: of 4 to 7 segments, which people can remember and treat differently, {k} come back most "
            f"surely when the customers are drawn again (the least sure of them to {least:.0%})"
        )
        if k not in range(4, 8):
            text = (
                f"Customers of a shop shade into one another, and 4 to 7 segments do not work here: some would be too "
                f"small. {k} was chosen for usefulness: of the numbers that work they come back most surely "
                f"when the customers are drawn again (the least sure of them to {least:.0%})"
            )
        text += f", and each differs clearly from its nearest." if row.separated else "; some differ little from their nearest."
    elif verdict == "stable":
        rivals = sum(item.smallest_stability >= bar and item.smallest_share >= min_share for item in evidence)
        text = (
            f"Of {first} to {last} segments, {k} are the best separated (silhouette {row.silhouette:.2f}) among those "
            f"that can be relied on: drawn again, every segment comes back to {least:.0%} or more (the bar is {bar:.0%})."
        )
        if rivals == 1:
            text = (
                f"Of {first} to {last} segments, only {k} can be relied on: drawn again, every segment comes back to "
                f"{least:.0%} or more (the bar is {bar:.0%})."
            )
    else:
        text = (
            f"No number of segments from {first} to {last} can be relied on: drawn again, some segment always changes. "
            f"{k} change least (the least sure of them comes back to {least:.0%}; the bar is {bar:.0%}). Read them as a "
            "pattern, not as groups that are really there."
        )
    if row.smallest_share < min_share:
        text += f" Every number leaves a segment with less than {min_share:.0%} of the customers."
    return text


def _given(row: Evidence, recommended: int, *, bar: float) -> str:
    one = row.k == 1
    text = f"You asked for {row.k} segment{'' if one else 's'}."
    if one:
        return f"{text} With one segment there is nothing to compare: no silhouette is defined."
    least = row.smallest_stability
    held = "all can be relied on" if least >= bar else "not all can be relied on"
    text += f" Drawn again, the least sure of them comes back to {least:.0%} (the bar is {bar:.0%}): {held}."
    if recommended != row.k:
        text += f" Left to choose, Personae would have taken {recommended}."
    return text


def against(evidence: Sequence[Evidence], k: int) -> tuple[str, ...]:
    """Say for each criterion that would have taken another number what it says.

    Examples
    --------
    >>> from personae.cluster.evidence import Evidence
    >>> def row(k, silhouette, ch):
    ...     return Evidence(k, 1.0, 0.5, 0.1 * (k == 3), silhouette, 9, True, ch, 1.0 - 0.1 * (k == 3), (1.0,), 0.3, True, (3,))
    >>> against([row(2, 0.61, 40.0), row(3, 0.55, 44.0)], 3)
    ('The silhouette is highest with 2 segments (0.61 against 0.55).',)
    """
    rows = [row for row in evidence if not math.isnan(row.silhouette)]
    mine = next(row for row in evidence if row.k == k)
    if not rows or math.isnan(mine.silhouette):
        return ()
    sentences = []
    best = max(rows, key=lambda row: (row.silhouette, -row.k))
    if best.k != k:
        sentences.append(
            f"The silhouette is highest with {best.k} segments ({best.silhouette:.2f} against {mine.silhouette:.2f})."
        )
    best = max(rows, key=lambda row: (row.calinski_harabasz, -row.k))
    if best.k != k:
        sentences.append(
            f"Calinski-Harabasz, the spread between segments over the spread within, is highest with {best.k} "
            f"({best.calinski_harabasz:,.0f} against {mine.calinski_harabasz:,.0f})."
        )
    best = min(rows, key=lambda row: (row.davies_bouldin, row.k))
    if best.k != k:
        sentences.append(
            f"Davies-Bouldin, the overlap of neighbouring segments, is lowest with {best.k} "
            f"({best.davies_bouldin:.2f} against {mine.davies_bouldin:.2f})."
        )
    best = max(rows, key=lambda row: (row.elbow, -row.k))
    if best.elbow > 0 and best.k != k:
        sentences.append(f"The elbow of the inertia curve is at {best.k}.")
    return tuple(sentences)
