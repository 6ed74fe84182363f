"""Evidence in, what every criterion would have taken out: the case against the number chosen.

Of the criteria only the silhouette ever votes; the others are shown because people know them, and
because where they all disagree with the choice, somebody should know.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from personae.cluster.gap import gap_choice
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from personae.cluster.evidence import Evidence
    from personae.cluster.gap import Gap

__all__ = [
    "Criterion",
    "NextBest",
    "Opinion",
    "against",
    "carving",
    "doubt",
    "next_best",
    "opinions",
]

Criterion = Literal["silhouette", "calinski_harabasz", "davies_bouldin", "bic", "gap", "elbow"]
# A criterion whose figures at two numbers are closer than this calls them equal.
SAME = 1e-9


@dataclass(frozen=True)
class Opinion:
    """What one criterion says.

    Parameters
    ----------
    criterion : str
        Which one: the field of `Evidence` that holds its figures.
    k : int
        The number it would take; 1 where the gap statistic would not divide at all.
    there, here : float
        Its figure at that number, and at the number chosen.
    agrees : bool
        Whether it takes the number chosen.
    """

    criterion: Criterion
    k: int
    there: float
    here: float
    agrees: bool


@dataclass(frozen=True)
class NextBest:
    """The number that the rule would take if the chosen one were not there.

    Parameters
    ----------
    k : int
        That number.
    text : str
        What it would give, beside what was chosen.
    """

    k: int
    text: str


def opinions(
    evidence: Sequence[Evidence], k: int, *, gaps: Sequence[Gap] = ()
) -> tuple[Opinion, ...]:
    """Return what every criterion would take, among the numbers where it is defined.

    Highest silhouette, Calinski-Harabasz, BIC and elbow distance, lowest Davies-Bouldin; the gap
    statistic by its own rule (`gap_choice`), which may take 1. Ties go to the smaller number. A
    criterion that is not defined at the number chosen says nothing.

    Examples
    --------
    >>> from types import SimpleNamespace as Row
    >>> same = dict(calinski_harabasz=9.0, davies_bouldin=1.0, bic=-5.0, elbow=0.0)
    >>> rows = [Row(k=2, silhouette=0.4, **same), Row(k=3, silhouette=0.6, **same)]
    >>> [(said.criterion, said.k) for said in opinions(rows, 2) if not said.agrees]
    [('silhouette', 3)]
    """
    mine = next(row for row in evidence if row.k == k)
    found = []
    for criterion, sign in _BEST.items():
        known = [row for row in evidence if math.isfinite(getattr(row, criterion))]
        here = getattr(mine, criterion)
        if not math.isfinite(here) or (criterion == "elbow" and not any(r.elbow for r in known)):
            continue
        most = max(sign * getattr(row, criterion) for row in known)
        best = next(row for row in known if sign * getattr(row, criterion) >= most - SAME)
        found.append(Opinion(criterion, best.k, getattr(best, criterion), here, best.k == k))
    at = {gap.k: gap.gap for gap in gaps}
    if k in at:
        taken = gap_choice(gaps)
        found.append(Opinion("gap", taken, at[taken], at[k], taken == k))
    return tuple(found)


# Whether more or less is better; the gap has a rule of its own.
_BEST: dict[Criterion, int] = {
    "silhouette": 1, "calinski_harabasz": 1, "davies_bouldin": -1, "bic": 1, "elbow": 1,
}  # fmt: skip


def against(
    k: int, said: Sequence[Opinion], *, doubts: Mapping[int, str] | None = None
) -> tuple[str, ...]:
    """Say for each criterion that would have taken another number by how much it disagrees.

    `doubts` holds what speaks against a number, to follow a sentence; it is told once, where the
    number first comes up.

    Examples
    --------
    >>> against(3, [Opinion("silhouette", 2, 0.61, 0.55, agrees=False)])
    ('The silhouette is highest with 2 segments (0.61 against 0.55).',)
    """
    untold = dict(doubts or {})
    return tuple(
        _sentence(opinion, k) + untold.pop(opinion.k, "") for opinion in said if not opinion.agrees
    )


def _sentence(said: Opinion, k: int) -> str:
    takes = "stops at 1, no division at all" if said.k == 1 else f"stops at {said.k}"
    there, here = (
        f"{value:,.0f}" if said.criterion in {"calinski_harabasz", "bic"} else f"{value:.2f}"
        for value in (said.there, said.here)
    )
    return _SENTENCES[said.criterion].format(
        k=said.k, chosen=k, there=there, here=here, takes=takes
    )


_SENTENCES: dict[Criterion, str] = {
    "silhouette": "The silhouette is highest with {k} segments ({there} against {here}).",
    "calinski_harabasz": (
        "Calinski-Harabasz, the spread between segments over the spread within, is highest with "
        "{k} ({there} against {here})."
    ),
    "davies_bouldin": (
        "Davies-Bouldin, the overlap of neighbouring segments, is lowest with {k} ({there} against "
        "{here})."
    ),
    "bic": (
        "The BIC, which takes all segments for round and equally wide, is highest with {k} "
        "({there} against {here})."
    ),
    "elbow": (
        "The elbow of the inertia curve is at {k} ({there} below the straight line; {here} at "
        "{chosen})."
    ),
    "gap": (
        "The gap statistic, which asks whether one more segment gains clearly more than it would "
        "among evenly spread customers, {takes} (a gap of {there} there, of {here} at {chosen})."
    ),
}


def doubt(row: Evidence, *, useful: bool, min_share: float, bar: float, handful: range) -> str:
    """Say why the rule does not take a number, as a sentence to follow another; empty if it could.

    Examples
    --------
    >>> from types import SimpleNamespace as Row
    >>> two = Row(k=2, carved_off=0, smallest_share=0.3, smallest_stability=0.62)
    >>> doubt(two, useful=False, min_share=0.02, bar=0.75, handful=range(4, 8))
    ' But not all of these 2 can be relied on: the least sure comes back to 62% (the bar is 75%).'
    """
    if row.carved_off:
        return " " + carving(row)
    if row.smallest_share < min_share:
        # What misses the bar by a hair is not to be shown as the bar.
        share = share_text(min(row.smallest_share, min_share - 0.001))
        return (
            f" But the smallest of these {row.k} would hold {share} of the customers; "
            f"{share_text(min_share)} is asked for."
        )
    if useful and row.k not in handful:
        why = "too coarse" if row.k < handful.start else "too many"
        return f" But {row.k} are {why} to treat people differently by."
    if not useful and row.smallest_stability < bar:
        least = min(row.smallest_stability, bar - 0.01)
        return (
            f" But not all of these {row.k} can be relied on: the least sure comes back to "
            f"{least:.0%} (the bar is {bar:.0%})."
        )
    return ""


def carving(row: Evidence) -> str:
    """Say of a division that it only carves off a few.

    Examples
    --------
    >>> from types import SimpleNamespace as Row
    >>> carving(Row(k=2, carved_off=3, sizes=(997, 3)))
    'These 2 only carve off 3 customers (0.3%) far from all others and leave everybody else
    together.'
    """
    n = row.carved_off
    who = "1 customer" if n == 1 else f"{n:,} customers"
    share = share_text(n / sum(row.sizes))
    return (
        f"These {row.k} only carve off {who} ({share}) far from all others and leave everybody "
        "else together."
    )


def next_best(row: Evidence, mine: Evidence, *, doubts: str = "") -> NextBest:
    """Say what another number would give, beside the number chosen.

    Parameters
    ----------
    row, mine : Evidence
        Of the other number, and of the number chosen.
    doubts : str
        What speaks against the other number, as `doubt` says it.

    Examples
    --------
    >>> from types import SimpleNamespace as Row
    >>> two = Row(k=2, silhouette=0.4, smallest_stability=0.8, sizes=(60, 40))
    >>> three = Row(k=3, silhouette=0.5, smallest_stability=0.95, sizes=(50, 30, 20))
    >>> next_best(two, three).text
    'The next best number is 2. It would give segments of 40% to 60% of the customers (now 20% to
    50%) that part less clearly (silhouette 0.40 against 0.50); drawn again, the least sure of them
    comes back to 80% (now 95%).'
    """
    text = (
        f"The next best number is {row.k}. It would give segments of {_range(row)} of the "
        f"customers (now {_range(mine)})"
    )
    if math.isfinite(mine.silhouette):
        gain = round(row.silhouette, 2) - round(mine.silhouette, 2)
        clearly = (
            "as clearly" if abs(gain) < SAME else "more clearly" if gain > 0 else "less clearly"
        )
        text += (
            f" that part {clearly} (silhouette {row.silhouette:.2f} against {mine.silhouette:.2f})"
        )
        text += (
            f"; drawn again, the least sure of them comes back to {row.smallest_stability:.0%} "
            f"(now {mine.smallest_stability:.0%})"
        )
    return NextBest(row.k, f"{text}.{doubts}")


def _range(row: Evidence) -> str:
    n = sum(row.sizes)
    if row.k == 1:
        return "100%"
    return f"{share_text(min(row.sizes) / n)} to {share_text(max(row.sizes) / n)}"


def share_text(share: float) -> str:
    """Return a share in per cent; below 3 % with a decimal.

    Examples
    --------
    >>> share_text(0.123), share_text(0.02), share_text(0.0031), share_text(0.00001)
    ('12%', '2%', '0.3%', 'under 0.1%')
    """
    if share < 0.0005:
        return "under 0.1%"
    if share >= 0.03:
        return f"{share:.0%}"
    return f"{100 * share:.1f}".removesuffix(".0") + "%"
