"""What segments foretold in, an honest sentence on it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.profile.wording import count, day, enumerate_words, percent

if TYPE_CHECKING:
    from personae.monitor.usefulness import Usefulness

__all__ = ["usefulness_words"]

_MEASURES = {"spend": "how much customers spend", "returned": "who comes back"}


def usefulness_words(found: Usefulness) -> tuple[str, ...]:
    """Say whether the segments tell more of the time ahead than simple rules.

    Parameters
    ----------
    found : Usefulness
        What was measured.
    """
    segments = found.groupings[0]
    when = (
        f"Tested on this log: {count(segments.groups)} segments were made from what was known on "
        f"{day(found.as_of)} alone. Of the "
        f"{count(found.customers)} customers of that day {count(found.came_back)} bought in the "
        f"{count(found.days)} days after it."
    )
    lead = _lead(found)
    told = (
        f"A customer's segment explained {percent(max(segments.spend, 0.0))} of the differences in "
        "what customers spent then (of logarithms). Of two customers, one who came back and one "
        f"who did not, it pointed to the right one in {percent(segments.returned)} of cases; a "
        f"coin does in {percent(0.5)}."
    )
    return (lead, when, told, *(_against(found, measure) for measure in _MEASURES))


def _lead(found: Usefulness) -> str:
    """Say in one sentence what to use the segments for, and what not."""
    names = {item.code: item.name for item in found.groupings}
    verdicts = {item.verdict for item in found.versus}
    if verdicts == {"better"}:
        return "The segments foretell what customers do next better than every simpler rule tried."
    if "worse" not in verdicts:
        return "The segments foretell what customers do next as well as the simpler rules tried."
    lost = {item.code for item in found.versus if item.verdict == "worse"}
    won = {item.code for item in found.versus if item.verdict == "better"} - lost
    text = (
        "Take the segments to understand customers and to speak to them. To foretell who comes "
        f"back or spends, {_or([names[code] for code in names if code in lost])} "
        f"{'does' if len(lost) == 1 else 'do'} better here"
    )
    if won:
        text += f"; the segments do better than {_or([names[c] for c in names if c in won])}"
    return f"{text}."


def _against(found: Usefulness, measure: str) -> str:
    """Say for one measure whom the segments beat, and who beats them."""
    names = {item.code: f"{item.name} ({count(item.groups)} groups)" for item in found.groupings}
    by: dict[str, list[str]] = {"better": [], "same": [], "worse": []}
    for item in found.versus:
        if item.measure == measure:
            by[item.verdict].append(names[item.code])
    what = _MEASURES[measure]
    told = []
    if by["better"]:
        told.append(f"the segments tell more than {enumerate_words(by['better'])}")
    if by["same"]:
        told.append(f"no more and no less, as far as can be told, than {_or(by['same'])}")
    if by["worse"]:
        told.append(f"less than {enumerate_words(by['worse'])}")
    if not by["better"] and told:
        told[0] = f"the segments tell {told[0]}"
    return f"Of {what}, {'; '.join(told)}." if told else f"Of {what} there is no rule to compare."


def _or(names: list[str]) -> str:
    return " or ".join(names)
