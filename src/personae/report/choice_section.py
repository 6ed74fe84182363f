"""A finished run in, what the report says of the number of segments out, for everybody to read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from personae.cluster.choose_k import STABLE, USEFUL
from personae.profile.wording import count, enumerate_words, percent
from personae.report.numbers import plain

if TYPE_CHECKING:
    from personae.cluster.evidence import KChoice
    from personae.cluster.structure import NullResult, Structure
    from personae.report.run import Run

__all__ = ["choice_section", "silhouette_interval", "structure_in_words"]

_ROLES = {"decides": "decides", "condition": "must hold", "shown": "shown only"}

# What each criterion asks, for somebody who has never heard of it.
_ASKS = {
    "stability": (
        "Does it come back?",
        "bootstrap Jaccard",
        (
            "Two thirds of the customers are drawn again and again and divided anew. 1: every "
            "segment is found again each time; 0.75 is the bar."
        ),
    ),
    "silhouette": (
        "Is everybody in the right place?",
        "silhouette",
        (
            "How much nearer customers are to their own segment than to the next one. 1: far from "
            "all others; 0: on the border."
        ),
    ),
    "calinski_harabasz": (
        "How far apart, for their width?",
        "Calinski-Harabasz",
        (
            "The spread between the segments against the spread within them; higher is better. It "
            "likes round segments of one size."
        ),
    ),
    "davies_bouldin": (
        "Do neighbours run into each other?",
        "Davies-Bouldin",
        "How much each segment overlaps with its worst neighbour, on average; lower is better.",
    ),
    "gap": (
        "Is it more than chance?",
        "gap statistic",
        (
            "How much tighter the segments are than those of customers spread evenly, without any "
            "groups. It takes the first number after which the next gains nothing clear; 1 means "
            "that it would not divide at all."
        ),
    ),
    "bic": (
        "Is one more segment worth it?",
        "BIC",
        (
            "How well the segments describe the customers, less a price for every segment; higher "
            "is better. It takes all segments for round and equally wide."
        ),
    ),
    "elbow": (
        "Where does it stop to gain much?",
        "elbow",
        "The bend in the curve of the spread that is left within segments, which always falls.",
    ),
}
_NULLS = {
    "uniform": (
        "spread evenly over the same range",
        "A full range without gaps; it parts better than any cloud with a dense middle.",
    ),
    "skewed gaussian": (
        "one cloud, as skewed and correlated as the data",
        "A dense middle that thins out, faster on one side than on the other.",
    ),
    "own marginals": (
        "every column's own values, dealt anew with the same rank correlations",
        (
            "Keeps how each single column is spread and how columns go together; it is shown and "
            "does not vote."
        ),
    ),
}


# From so many standard deviations on, less variance than in an even spread is worth a sentence.
DENSER = 3.0
# By whether the number was chosen for usefulness.
_RULES = {
    False: (
        "A number counts only if each of its segments comes back when the customers are drawn "
        "again, and none is tiny. Of those that count, the one whose segments part most clearly "
        "is taken: that with the highest silhouette."
    ),
    True: (
        "Where customers shade into one another no number is the true one. Of 4 to 7 segments, "
        "few enough to remember and enough to treat people differently, the number is taken whose "
        "segments come back most surely when the customers are drawn again; none may be tiny, and "
        "each must differ from its nearest."
    ),
}


def choice_section(run: Run) -> dict[str, Any]:
    """Return the number, its reason, the case against it, and what every criterion asks.

    Parameters
    ----------
    run : Result
        A finished run.

    Returns
    -------
    dict
        ``reason`` and ``against`` are sentences; ``criteria`` and ``structure`` hold what they
        rest on.
    """
    choice = run.choice
    return {
        "k": choice.k,
        "how": choice.how,
        "reason": choice.reason,
        "against": list(choice.against),
        "verdict": choice.verdict,
        "next_best": None
        if choice.next_best is None
        else {"k": choice.next_best.k, "text": choice.next_best.text},
        "rule": None if choice.k == 1 else _RULES[choice.verdict == "useful"],
        "criteria": _criteria(choice),
        "structure": None
        if choice.structure is None or not choice.structure.nulls
        else _structure(choice.structure, of_shop=run.customers.kind == "transactions"),
    }


def _criteria(choice: KChoice) -> list[dict[str, Any]]:
    """Return every criterion with what it asks, what it would take, and whether it decides."""
    if choice.k == 1:
        return []
    useful = choice.verdict == "useful"
    rows = [_surest(choice) if useful else _reliable(choice)]
    for said in choice.opinions:
        votes = said.criterion == "silhouette" and not useful
        says = f"Says: {said.k}{f', as {choice.how}' if said.agrees else ''}."
        role = "decides" if votes else "shown"
        rows.append(_criterion(said.criterion, role, says=says, agrees=said.agrees))
    return rows


def _surest(choice: KChoice) -> dict[str, Any]:
    """Return which of 4 to 7 segments come back most surely: that decides in a continuum."""
    handful = [row for row in choice.evidence if row.k in USEFUL]
    rows = handful or list(choice.evidence)
    k = max(rows, key=lambda row: (round(row.smallest_stability, 3), -row.k)).k
    among = f" of {USEFUL.start} to {USEFUL.stop - 1}" if handful else ""
    agrees = k == choice.k
    says = f"Surest{among}: {k}{f', as {choice.how}' if agrees else ''}."
    return _criterion("stability", "decides", says=says, agrees=agrees)


def _reliable(choice: KChoice) -> dict[str, Any]:
    """Return for which numbers every segment comes back: those that count among clusters."""
    ks = [row.k for row in choice.evidence if row.k > 1 and row.smallest_stability >= STABLE]
    says = f"Holds for {enumerate_words([str(k) for k in ks])}." if ks else "Holds for none."
    return _criterion("stability", "condition", says=says, agrees=choice.k in ks)


def _criterion(name: str, role: str, *, says: str, agrees: bool) -> dict[str, Any]:
    question, label, meaning = _ASKS[name]
    return {
        "criterion": name,
        "question": question,
        "label": label,
        "meaning": meaning,
        "says": says,
        "agrees": agrees,
        "role": _ROLES[role],
    }


def _structure(structure: Structure, *, of_shop: bool) -> dict[str, Any]:
    nulls = [*structure.nulls, *([structure.evidence] if structure.evidence else [])]
    return {
        "verdict": structure.verdict,
        "text": structure_in_words(structure, of_shop=of_shop),
        "k": structure.k,
        "silhouette": plain(structure.statistic),
        "inertia_share": plain(structure.inertia_share),
        "rows": count(structure.rows),
        "nulls": [_null(null) for null in nulls],
    }


def _null(null: NullResult) -> dict[str, Any]:
    label, meaning = _NULLS[null.name]
    return {
        "null": null.name,
        "label": label,
        "meaning": meaning,
        "mean": plain(null.mean),
        "low": plain(null.mean - 2 * null.std),
        "high": plain(null.mean + 2 * null.std),
        "inertia_share": plain(null.inertia_share),
        "p_value": plain(null.p_value),
        "beaten": null.beaten,
        "votes": null.name != "own marginals",
        "draws": null.draws,
    }


def structure_in_words(structure: Structure, *, of_shop: bool) -> str:
    """Say what the structure test found and why, for somebody who knows no statistics.

    Parameters
    ----------
    structure : Structure
        What the test found; at least one null was drawn.
    of_shop : bool
        Whether the customers come from a purchase log.

    Examples
    --------
    >>> from types import SimpleNamespace as Row
    >>> uniform = Row(name="uniform", mean=0.45, std=0.01, beaten=True)
    >>> cloud = Row(name="skewed gaussian", mean=0.38, std=0.01, beaten=True)
    >>> found = Row(verdict="clusters", k=5, statistic=0.55, nulls=(uniform, cloud), evidence=None)
    >>> print(structure_in_words(found, of_shop=False))
    Natural groups were found: the customers part best into 5 (silhouette 0.55). Made-up customers
    without groups part less clearly: spread evenly 0.45, as one cloud 0.38.
    """
    clearest = f"the customers part best into {structure.k} (silhouette {structure.statistic:.2f})"
    figures = ", ".join(f"{_SHORT[null.name]} {null.mean:.2f}" for null in structure.nulls)
    if structure.verdict == "clusters":
        text = (
            f"Natural groups were found: {clearest}. Made-up customers without groups part less "
            f"clearly: {figures}."
        )
    else:
        last = structure.nulls[-1]
        text = (
            f"No natural groups were found: {clearest}, but made-up customers without any groups "
            f"part about as clearly ({_SHORT[last.name]} {last.mean:.2f}). A segment here is a "
            "slice of a continuum: customers on both sides of a border are much alike."
        )
        if last.name == "uniform" and last.inertia_excess > DENSER:
            text += (
                f" They are no even spread either, which would leave {percent(last.inertia_share)} "
                f"of the variance within {structure.k} segments (here: "
                f"{percent(structure.inertia_share)}): many stand close together and few far out."
            )
    if structure.evidence is not None and of_shop:
        text += _single_columns(structure, structure.evidence)
    return text


_SHORT = {
    "uniform": "spread evenly",
    "skewed gaussian": "as one cloud",
    "own marginals": "with every column's own values",
}


def _single_columns(structure: Structure, null: NullResult) -> str:
    """Say whether single columns and their correlations explain how customers part."""
    if null.beaten:
        return (
            " Customers with every column's own values and the same rank correlations, dealt anew, "
            f"part less clearly ({null.mean:.2f}): single columns (many small, few large) do not "
            "explain all of it."
        )
    also = "also " if structure.verdict == "continuum" else ""
    return (
        " Customers with every column's own values and the same rank correlations, dealt anew, "
        f"{also}part as clearly ({null.mean:.2f}): that many buy little and few buy much, and that "
        "the columns rise and fall together, is enough to explain what was found."
    )


def silhouette_interval(low: float, high: float) -> str | None:
    r"""Return the ends of an interval; None where all were measured, or it is not known.

    Examples
    --------
    >>> silhouette_interval(0.412, 0.428), silhouette_interval(0.5, 0.5)
    ('0.412 \u2013 0.428', None)
    """
    if not math.isfinite(low) or low == high:
        return None
    return f"{low:.3f} \N{EN DASH} {high:.3f}"
