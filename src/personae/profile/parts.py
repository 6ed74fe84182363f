"""Levels and traits in, the words that a name may be made of out; each carries what it claims."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from personae.dataclass import dataclass
from personae.profile.levels import WEAK, clear_level, speakers_of

if TYPE_CHECKING:
    from personae.profile.levels import Level

__all__ = ["Part", "parts_of", "superlative", "weak_parts_of"]

Claims = tuple[tuple[str, str], ...]

_SLOTS = (
    "time",
    "tenure",
    "age",
    "income",
    "satisfaction",
    "balance",
    "frequency",
    "returns",
    "discount",
    "variety",
    "usage",
    "basket",
    "spend",
    "label",
)
"""The order in which words stand in a name."""

_WORDS: dict[tuple[str, str], tuple[str, str]] = {
    ("recency", "low"): ("recent", "recent {people}"),
    ("recency", "lower"): ("more recent", "more recent {people}"),
    ("recency", "high"): ("quiet", "quiet {people}"),
    ("tenure", "high"): ("long-standing", "long-standing {people}"),
    ("tenure", "low"): ("newer", "newer {people}"),
    ("age", "high"): ("older", "older {people}"),
    ("age", "low"): ("younger", "younger {people}"),
    ("income", "high"): ("high-income", "high-income {people}"),
    ("income", "low"): ("low-income", "low-income {people}"),
    ("satisfaction", "high"): ("more satisfied", "more satisfied {people}"),
    ("satisfaction", "low"): ("less satisfied", "less satisfied {people}"),
    ("balance", "high"): ("high-balance", "high-balance {people}"),
    ("balance", "low"): ("low-balance", "low-balance {people}"),
    ("frequency", "high"): ("frequent", "frequent {people}"),
    ("frequency", "higher"): ("more frequent", "more frequent {people}"),
    ("frequency", "low"): ("occasional", "occasional {people}"),
    ("discount", "high"): ("deal-seeking", "bargain hunters"),
    ("discount", "low"): ("low-discount", "low-discount {people}"),
    ("variety", "high"): ("wide-range", "wide-range {people}"),
    ("variety", "low"): ("narrow-range", "narrow-range {people}"),
    ("usage", "high"): ("heavy-use", "heavy users"),
    ("usage", "low"): ("light-use", "light users"),
    ("returns", "high"): ("return-prone", "return-prone {people}"),
    ("basket", "high"): ("big-basket", "big-basket {people}"),
    ("basket", "low"): ("small-basket", "small-basket {people}"),
    ("spend", "high"): ("high-spending", "high spenders"),
    ("spend", "low"): ("low-spending", "low spenders"),
}
_MOST: dict[str, tuple[str, str]] = {
    "recency low": ("most recent", "most recent {people}"),
    "recency lower": ("most recent", "most recent {people}"),
    "tenure high": ("longest-standing", "longest-standing {people}"),
    "tenure low": ("newest", "newest {people}"),
    "age high": ("oldest", "oldest {people}"),
    "age low": ("youngest", "youngest {people}"),
    "income high": ("highest-income", "highest-income {people}"),
    "income low": ("lowest-income", "lowest-income {people}"),
    "satisfaction high": ("most satisfied", "most satisfied {people}"),
    "satisfaction low": ("least satisfied", "least satisfied {people}"),
    "balance high": ("highest-balance", "highest-balance {people}"),
    "balance low": ("lowest-balance", "lowest-balance {people}"),
    "frequency high": ("most frequent", "most frequent {people}"),
    "frequency higher": ("most frequent", "most frequent {people}"),
    "frequency low": ("least frequent", "least frequent {people}"),
    "variety high": ("widest-range", "widest-range {people}"),
    "variety low": ("narrowest-range", "narrowest-range {people}"),
    "basket high": ("biggest-basket", "biggest-basket {people}"),
    "basket low": ("smallest-basket", "smallest-basket {people}"),
    "spend high": ("highest-spending", "highest spenders"),
    "spend low": ("lowest-spending", "lowest spenders"),
}
# Smaller differences of what people have words for.
_SLIGHTLY: dict[tuple[str, str], tuple[str, str]] = {
    ("recency", "high"): ("quieter", "quieter {people}"),
    ("recency", "low"): ("more recent", "more recent {people}"),
    ("frequency", "high"): ("more frequent", "more frequent {people}"),
    ("frequency", "low"): ("less frequent", "less frequent {people}"),
    ("basket", "high"): ("bigger-basket", "bigger-basket {people}"),
    ("basket", "low"): ("smaller-basket", "smaller-basket {people}"),
    ("spend", "high"): ("higher-spending", "higher-spending {people}"),
    ("spend", "low"): ("lower-spending", "lower-spending {people}"),
}
_PLAIN = {
    ("high", False): "high",
    ("low", False): "low",
    ("high", True): "more",
    ("low", True): "fewer",
}
_COMPARED = {
    ("high", False): "higher",
    ("low", False): "lower",
    ("high", True): "more",
    ("low", True): "fewer",
}
_EXTREME = {"high": "highest", "low": "lowest", "more": "most", "fewer": "fewest"}
_TIMES = ("at-risk", "lost", "lapsing", "new")
# What a clear statement is worth beside others of the same size: silence and novelty
# call for action, a column of unknown meaning says least.
_WEIGHTS = {"time": 1.2, "label": 0.9}
# A column that did not make the segments speaks with less weight; range and tenure say least.
_DESCRIBED_WEIGHT = 0.6
_LEAST_WEIGHT = {"variety": 0.4, "tenure": 0.4, "usage": 0.4}


@dataclass(frozen=True)
class Part:
    """One word of a name.

    Parameters
    ----------
    slot : str
        Where in a name it stands.
    key : str
        What it says, such as ``"spend high"``, ``"one-time"`` or ``"lost"``.
    adjective, noun : str
        The word before another one, and as the last one.
    claims : tuple of (column, level)
        What must be true of the segment: "high" or "low" of the column.
    weight : float
        How much it says; larger first.
    """

    slot: str
    key: str
    adjective: str
    noun: str
    claims: Claims
    weight: float

    @property
    def place(self) -> int:
        """Where in a name it stands."""
        return _SLOTS.index(self.slot)


def parts_of(row: tuple[Level, ...], traits: frozenset[str], people: str) -> list[Part]:
    """Return what can be said of a segment, what says most first.

    Of several columns with one meaning, only one that made the segments may speak for the
    meaning; if several did, each speaks under its own label.

    Parameters
    ----------
    row : tuple of Level
        The levels of the segment.
    traits : frozenset of str
        Its traits.
    people : str
        ``"buyers"`` or ``"customers"``.
    """
    speakers = speakers_of(row)
    parts = [
        _part(level, traits, people, spoken_for=speakers.get(level.meaning) == level.column)
        for level in row
        if level.clear and (level.is_feature or _has_words(level, speakers))
    ]
    parts = [part for part in parts if part.slot != "time"] + _time_parts(
        row, traits, people, speakers
    )
    parts += [_absence(level, people, speakers) for level in row if _is_absent(level)]
    if "one-time" in traits:
        effect = max((abs(item.effect) for item in row if item.meaning == "frequency"), default=0.0)
        parts = [part for part in parts if part.slot != "frequency"]
        parts.append(
            Part("frequency", "one-time", "one-time", f"one-time {people}", (), max(effect, 0.25))
        )
    return sorted(parts, key=lambda part: (-part.weight, part.place, part.key))


def weak_parts_of(row: tuple[Level, ...], *, people: str = "") -> list[Part]:
    """Return smaller true differences, to tell apart two segments that would share a name.

    With `people` given, they are told in words for people where there are some.
    """
    speakers = speakers_of(row)
    near = [
        level
        for level in row
        if level.level
        and abs(level.effect) >= WEAK
        and not level.clear
        and (level.is_feature or _has_words(level, speakers))
    ]
    near.sort(key=lambda level: (not level.is_feature, -abs(level.effect), level.label))
    return [_weak_part(level, people, speakers) for level in near]


def _weak_part(level: Level, people: str, speakers: dict[str, str]) -> Part:
    claims: Claims = ((level.column, level.level),)
    key, weight = f"{level.label} {level.level}", abs(level.effect)
    words = _SLIGHTLY.get((level.meaning, level.level))
    if people and words and speakers.get(level.meaning) == level.column:
        slot = "time" if level.meaning == "recency" else level.meaning
        return Part(slot, key, words[0], words[1].format(people=people), claims, weight)
    return Part(
        "label", key, _COMPARED[level.level or "high", level.counted], level.label, claims, weight
    )


def superlative(part: Part, row: tuple[Level, ...], people: str) -> Part | None:
    """Return "highest ..." instead of "high ...", where no other segment comes near; else None."""
    extreme = {(level.column, level.level) for level in row if level.extreme}
    if len(part.claims) != 1 or part.claims[0] not in extreme:
        return None
    key = f"{part.key} most"
    if part.slot == "label":
        most = _EXTREME.get(part.adjective)
        return replace(part, key=key, adjective=most) if most else None
    words = _MOST.get(part.key)
    if words is None:
        return None
    return replace(part, key=key, adjective=words[0], noun=words[1].format(people=people))


def _has_words(level: Level, speakers: dict[str, str]) -> bool:
    return (level.meaning, level.level) in _WORDS and speakers.get(level.meaning) == level.column


def _part(level: Level, traits: frozenset[str], people: str, *, spoken_for: bool) -> Part:
    side = _said_side(level, traits)
    words = _WORDS.get((level.meaning, side)) if spoken_for else None
    claims: Claims = ((level.column, level.level),)
    if words is None:
        return Part(
            "label",
            f"{level.label} {level.level}",
            _PLAIN[level.level or "high", level.counted],
            level.label,
            claims,
            _weight(level, "label"),
        )
    slot = "time" if level.meaning == "recency" else level.meaning
    return Part(
        slot,
        f"{level.meaning} {side}",
        words[0],
        words[1].format(people=people),
        claims,
        _weight(level, slot),
    )


def _said_side(level: Level, traits: frozenset[str]) -> str:
    """Return the side, as a comparative where the plain word would promise more than is true."""
    if level.meaning == "recency" and level.level == "low" and "recent" not in traits:
        return "lower"
    if level.meaning == "frequency" and level.level == "high" and "often" not in traits:
        return "higher"
    return level.level


def _is_absent(level: Level) -> bool:
    return level.is_feature and level.hardly_any and not level.clear


def _absence(level: Level, people: str, speakers: dict[str, str]) -> Part:
    weight, key = _weight(level, "label"), f"{level.label} none"
    if level.meaning == "frequency" and speakers.get("frequency") == level.column:
        return Part("frequency", key, "rare", f"rare {people}", (), weight)
    return Part("label", key, "hardly any", level.label, (), weight)


def _weight(level: Level, slot: str) -> float:
    described = _LEAST_WEIGHT.get(slot, _DESCRIBED_WEIGHT)
    return abs(level.effect) * _WEIGHTS.get(slot, 1.0) * (1.0 if level.is_feature else described)


def _time_parts(
    row: tuple[Level, ...], traits: frozenset[str], people: str, speakers: dict[str, str]
) -> list[Part]:
    recency = next((item for item in row if item.column == speakers.get("recency")), None)
    for trait in _TIMES:
        if trait in traits:
            claims: Claims = ()
            if trait == "new":
                claims = ((speakers["tenure"], "low"),) if "tenure" in speakers else ()
            elif recency is not None:
                claims = ((recency.column, "high"),)
            strength = _weight(recency, "time") if recency is not None else 0.2
            return [Part("time", trait, trait, f"{trait} {people}", claims, max(strength, 0.3))]
    if recency is None or not recency.clear or clear_level(row, "recency") != recency.level:
        return []
    return [_part(recency, traits, people, spoken_for=True)]
