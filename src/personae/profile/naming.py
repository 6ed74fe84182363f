"""Segments in, short names out that are true of them and unique within the run.

A name says "high X" only if the segment's mean *and* median of X are above everybody's, "low X"
only if both are below; "lost", "lapsing", "at-risk", "new" and "one-time" are defined in
`profile.levels.traits_of`. Names are made of the meanings and the labels of columns, never of
their values, and do not depend on the order of the rows.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from personae.dataclass import dataclass
from personae.errors import Problem, UsageError
from personae.profile.parts import parts_of, superlative, weak_parts_of
from personae.profile.wording import enumerate_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from personae.profile.levels import Level
    from personae.profile.parts import Part

__all__ = ["MAX_NAME", "Name", "name_segments"]

MAX_NAME = 40

# Pairs that a shopkeeper has one word for; what the parts say, the name, the archetype.
_PAIRS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"income low", "spend low"}), "Budget shoppers"),
    (frozenset({"income high", "spend low"}), "High-income careful spenders"),
    (frozenset({"income high", "spend high"}), "High-income high spenders"),
    (frozenset({"income low", "spend high"}), "Low-income high spenders"),
    (frozenset({"at-risk", "spend high"}), "At-risk high spenders"),
    (frozenset({"frequency high", "spend high"}), "Frequent high spenders"),
    (frozenset({"frequency higher", "spend high"}), "More frequent high spenders"),
    (frozenset({"recency low", "tenure low"}), "Newer active {people}"),
)
_ARCHETYPES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"at-risk"}), "at-risk"),
    (frozenset({"lost"}), "lost"),
    (frozenset({"lapsing"}), "lapsing"),
    (frozenset({"new"}), "new"),
    (frozenset({"income low", "spend low"}), "budget-shoppers"),
    (frozenset({"income high", "spend low"}), "careful-savers"),
    (frozenset({"income low", "spend high"}), "aspirers"),
    (frozenset({"spend high"}), "high-spenders"),
    (frozenset({"frequency high"}), "frequent-buyers"),
    (frozenset({"frequency higher"}), "frequent-buyers"),
    (frozenset({"discount high"}), "bargain-hunters"),
    (frozenset({"one-time"}), "one-time-buyers"),
    (frozenset({"basket high"}), "big-baskets"),
    (frozenset({"frequency low"}), "occasional-buyers"),
    (frozenset({"spend low"}), "low-spenders"),
)


@dataclass(frozen=True)
class Name:
    """A name, what it claims (column, "high" or "low") and who gave it."""

    text: str
    archetype: str
    claims: tuple[tuple[str, str], ...]
    by_person: bool = False


def name_segments(
    levels: Sequence[tuple[Level, ...]],
    traits: Sequence[frozenset[str]],
    *,
    kind: str,
    given_names: Mapping[int, str] | None = None,
    ranges: Sequence[str] | None = None,
    numbers: Sequence[int] | None = None,
    earlier_names: Mapping[int, str] | None = None,
) -> list[Name]:
    """Return a name for every segment.

    Each segment has a list of true names, the best first. Where two segments would share one,
    the segment that it fits best keeps it and the others take their next. A name given by a
    person stays as it is.

    Parameters
    ----------
    levels : sequence of tuple of Level
        Per segment.
    traits : sequence of frozenset of str
        Per segment.
    kind : {"customers", "transactions"}
        Customers of a purchase log are called buyers.
    given_names : mapping of int to str, optional
        Names by segment number (from 1) that a person gave.
    ranges : sequence of str, optional
        Where one number alone made the segments: which part of it each one is
        (`profile.ranges.ranges_of`). From four segments on, these are better names than words.
    numbers : sequence of int, optional
        The number of every segment, where it is not its place.
    earlier_names : mapping of int to str, optional
        What segments were called in an earlier run, by number. Such a name stays if it is one of
        those that would be true today.

    Returns
    -------
    list of Name
        Per segment.

    Raises
    ------
    UsageError
        If a person gave two segments the same name.

    Examples
    --------
    >>> from personae.profile.levels import Level
    >>> rows = [(Level("spend", "spend", "spend", "high", 0.4, True),),
    ...         (Level("spend", "spend", "spend", "low", -0.3, True),)]
    >>> [name.text for name in name_segments(rows, [frozenset(), frozenset()], kind="customers")]
    ['High spenders', 'Low spenders']
    """
    given, before = _cleaned(given_names or {}), earlier_names or {}
    numbers = numbers or range(1, len(levels) + 1)
    people = "buyers" if kind == "transactions" else "customers"
    lists = [
        _kept_first(
            _candidates(
                row,
                found,
                people,
                number=number,
                n_segments=len(levels),
                span=ranges[place] if ranges else "",
            ),
            before.get(number),
        )
        for place, (number, row, found) in enumerate(zip(numbers, levels, traits, strict=True))
    ]
    taken = {name.casefold() for name in given.values()}
    keep = {place for place, number in enumerate(numbers) if number in given}
    names = _unique(lists, taken, keep=keep)
    return [
        replace(name, text=given[number], by_person=True, claims=()) if number in given else name
        for number, name in zip(numbers, names, strict=True)
    ]


_DUPLICATE = Problem(
    "names/duplicate",
    "Two segments were given the same name.",
    "Give every segment a name of its own (capital letters make no difference).",
)


def _cleaned(given: Mapping[int, str]) -> dict[int, str]:
    names = {}
    for number, name in given.items():
        text = " ".join("".join(char if char.isprintable() else " " for char in name).split())
        if text:
            names[number] = text
    if len({name.casefold() for name in names.values()}) < len(names):
        raise UsageError(_DUPLICATE)
    return names


@dataclass(frozen=True)
class _Candidate:
    """A name that would be true, what it says, and who has the first claim to it.

    `claim` sorts: first those who could not be told by a superlative, then the best fit.
    """

    name: Name
    says: str
    claim: tuple[bool, float]


def _kept_first(candidates: Iterator[_Candidate], earlier: str | None) -> Iterator[_Candidate]:
    """Put the name of an earlier run first, ahead of everybody's claim, where it is still true."""
    if earlier is None:
        return candidates
    names = list(candidates)
    kept = [replace(item, claim=_EARLIER) for item in names if item.name.text == earlier][:1]
    return iter([*kept, *(item for item in names if item.name.text != earlier)])


_EARLIER = (False, -math.inf)


def _unique(lists: list[Iterator[_Candidate]], taken: set[str], *, keep: set[int]) -> list[Name]:
    current = [next(candidates) for candidates in lists]
    free = [place for place in range(len(lists)) if place not in keep]
    while True:
        losers = {place for place in free if current[place].name.text.casefold() in taken}
        holders: dict[str, list[int]] = {}
        for place in free:
            # two names that say the same in other words would puzzle as much as equal ones
            holders.setdefault(current[place].name.text.casefold(), []).append(place)
            holders.setdefault(f"says {current[place].says}", []).append(place)
        for places in holders.values():
            # who can be called "most frequent" leaves "frequent" to the other; else the one it
            # fits best keeps the name, and equal fits go to the larger segment
            best = min(places, key=lambda place: (*current[place].claim, place))
            losers.update(place for place in places if place != best)
        if not losers:
            return [candidate.name for candidate in current]
        for place in losers:
            current[place] = next(lists[place])


def _candidates(
    row: tuple[Level, ...],
    traits: frozenset[str],
    people: str,
    *,
    number: int,
    n_segments: int,
    span: str,
) -> Iterator[_Candidate]:
    parts = parts_of(row, traits, people)
    archetype = _archetype(parts, row)
    if span and len(span) <= MAX_NAME:
        yield _Candidate(Name(span, archetype, ()), span, (False, 0.0))
    texts = _texts(parts, row, people) if n_segments > 1 else iter([("All customers", ())])
    for text, used in texts:
        if len(text) > MAX_NAME:
            continue
        claims = tuple(dict.fromkeys(claim for part in used for claim in part.claims))
        says = ", ".join(sorted(part.key for part in used)) or text
        claim = (
            any(superlative(part, row, people) is not None for part in used),
            -round(sum(part.weight for part in used), 9),
        )
        yield _Candidate(Name(text, archetype, claims), says, claim)
    # segments of which nothing different can be said differ at least in their number; no more of
    # these names can be taken than there are segments
    again = (f"Segment {number} ({turn})" for turn in range(2, n_segments + 2))
    for text in (f"Segment {number}", *again):
        yield _Candidate(Name(text, archetype, ()), text, (False, 0.0))


def _texts(
    parts: list[Part], row: tuple[Level, ...], people: str
) -> Iterator[tuple[str, tuple[Part, ...]]]:
    everywhere = _everywhere(row)
    if everywhere is not None:
        yield everywhere
    by_key = {part.key: part for part in parts}
    keys, text = next((pair for pair in _PAIRS if pair[0] <= by_key.keys()), (frozenset[str](), ""))
    special = tuple(by_key[key] for key in sorted(keys))
    if special:
        yield text.format(people=people), special
    if parts:
        yield from _sets(parts, row, people, special=special)
        return
    if not any(level.far for level in row):
        weak = weak_parts_of(row)[:6]
        yield "Average customers", ()
        for extras in (*combinations(weak, 1), *combinations(weak, 2)):
            yield f"Average customers, {_lowered(_composed(extras))}", extras
        return
    # not average, but nothing is clear either: the smaller differences, then what is left
    weak = weak_parts_of(row, people=people)[:6]
    for extras in (*combinations(weak, 1), *combinations(weak, 2)):
        yield _composed(extras), extras
    yield "In-between customers", ()


def _everywhere(row: tuple[Level, ...]) -> tuple[str, tuple[Part, ...]] | None:
    """Name a segment that is high, or low, on all of three or more features without meaning."""
    features = [level for level in row if level.is_feature]
    sides = {level.level for level in features if level.clear}
    if len(features) < 3 or len(sides) != 1 or not all(level.clear for level in features):
        return None
    used = [part for part in parts_of(row, frozenset(), "customers") if part.slot == "label"]
    if len(used) < len(features):
        return None
    return f"{sides.pop().capitalize()} in everything", tuple(used)


def _sets(
    parts: list[Part], row: tuple[Level, ...], people: str, *, special: tuple[Part, ...]
) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """Yield what to say together: the best pair, the same with more, then other choices."""
    top = parts[:6]
    pairs = sorted(combinations(top, 2), key=lambda pair: -_pair_value(pair))
    triples = sorted(combinations(top, 3), key=lambda used: -sum(part.weight for part in used))
    best = special or (pairs[0] if pairs else tuple(top))
    choices = [best]
    choices += [
        (*best[:place], most, *best[place + 1 :])
        for place, part in enumerate(best)
        if (most := superlative(part, row, people)) is not None
    ]
    choices += [used for used in triples if set(best) <= set(used)]
    choices += [*pairs, *triples, *((part,) for part in top)]
    weak = weak_parts_of(row)
    choices += [(*base, extra) for extra in weak for base in (best, top[:1])]
    for used in choices:
        yield _composed(used), tuple(used)


def _pair_value(pair: tuple[Part, ...]) -> float:
    keys = {part.key for part in pair}
    urgent = bool(keys & {"at-risk", "lost", "lapsing", "new"})
    value = sum(part.weight for part in pair)
    if urgent and "one-time" in keys:
        return value + 2.0
    if "at-risk" in keys and keys & {"frequency high", "spend high"}:
        return value + 2.0
    if urgent and keys & {"frequency low", "basket high", "basket low", "spend low", "spend high"}:
        return value + 1.0
    return value


def _composed(used: Sequence[Part]) -> str:
    # "most frequent low-balance customers" are the most frequent of all, whatever their balance
    words = sorted(
        (part for part in used if part.slot != "label"),
        key=lambda part: (not part.adjective.startswith(("most ", "least ")), part.place),
    )
    said = [" ".join([*(part.adjective for part in words[:-1]), words[-1].noun])] if words else []
    grouped: dict[str, list[str]] = {}
    for part in used:
        if part.slot == "label":
            grouped.setdefault(part.adjective, []).append(part.noun)
    said += [f"{level} {enumerate_words(labels)}" for level, labels in grouped.items()]
    text = ", ".join(said).replace("more recent more ", "more recent and ")
    return text[:1].upper() + text[1:]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _archetype(parts: list[Part], row: tuple[Level, ...]) -> str:
    keys = {part.key for part in parts}
    if not keys and not any(level.far for level in row):
        return "average"
    return next((archetype for needed, archetype in _ARCHETYPES if needed <= keys), "other")
