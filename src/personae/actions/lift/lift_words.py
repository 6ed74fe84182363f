"""A measured campaign in, what to say of it to somebody who runs a shop out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.actions.lift.lift import LEAST_BUYERS, Comparison, Effect, Lift
from personae.actions.lift.people_needed import POWER
from personae.profile.wording import count, money, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from personae.actions.lift.alike_before import AlikeBefore

__all__ = [
    "interval_cell",
    "interval_words",
    "lead_sentence",
    "notes_on",
    "people_words",
    "total_sentences",
]

_DOUBTS = {
    "sample ratio": "the arms are not as large as planned",
    "not alike before": "the two arms were not alike before the send",
    "uneven hold-out": "some segments were held back more than others",
}


def lead_sentence(lift: Lift, *, currency: str = "") -> str:
    """Return the first thing to say: whether it worked, by how much, or why nobody can tell yet.

    Parameters
    ----------
    lift : Lift
        What was measured.
    currency : str
        The sign or code of the money, if known.
    """
    whole = lift.whole
    effect = whole.effect(lift.measure)
    if lift.doubts:
        why = " and ".join(_DOUBTS[doubt] for doubt in lift.doubts)
        return f"This result is not to be trusted: {why}. Do not read the difference as an effect."
    if effect is None:
        return "It cannot be told whether it worked: the list has too few people in one arm."
    found = interval_words(effect, lift.measure, currency=currency)
    even = _must_bring(lift, currency)
    if whole.verdict == "worked":
        return f"It worked: {found} than without it{even}."
    if whole.verdict == "did not work":
        word = "work" if lift.terms.cost is None else "pay"
        return f"It did not {word}: {found} than without it{even}."
    if not whole.enough_buyers:
        return f"Cannot tell yet: {_too_few(whole)}, and it takes {LEAST_BUYERS}.{_needed(whole)}"
    return f"Cannot tell yet: {found} than without it{even}.{_needed(whole)}"


def interval_words(effect: Effect, measure: str, *, currency: str = "") -> str:
    """Return a difference with its interval, for a sentence.

    Examples
    --------
    >>> interval_words(Effect(0.021, 0.010, 0.032, 0.005, 0.95, 0.001), "buyers")
    '2.1 more buyers per 100 (1.0 to 3.2)'
    >>> interval_words(Effect(-1.5, -4.0, 1.0, 1.2, 0.95, 0.2), "money")
    '1.50 less money per person (4 less to 1 more)'
    """
    shown = _per_person(effect, measure, currency)
    ends = (effect.estimate, effect.low, effect.high)
    if measure == "buyers":
        return _more_or_less(ends, "buyers per 100", less="fewer", shown=shown)
    return _more_or_less(ends, "money per person", less="less", shown=shown)


def interval_cell(effect: Effect, measure: str) -> str:
    """Return a difference with its interval, for a table whose head says the unit.

    Examples
    --------
    >>> interval_cell(Effect(-0.021, -0.032, 0.010, 0.005, 0.95, 0.001), "buyers")
    '-2.1 (-3.2 to +1.0)'
    """
    shown = _per_person(effect, measure, "")
    middle, low, high = (
        ("-" if part < 0 else "+") + shown(abs(part))
        for part in (effect.estimate, effect.low, effect.high)
    )
    return f"{middle} ({low} to {high})"


def people_words(needed: int) -> str:
    """Return an estimated number of people with the two digits that can be meant.

    Examples
    --------
    >>> people_words(50_509), people_words(87)
    ('51,000', '87')
    """
    return f"{int(float(f'{needed:.2g}')):,}"


def _per_person(effect: Effect, measure: str, currency: str) -> Callable[[float], str]:
    digits = 1 if effect.high - effect.low >= 0.005 else 2
    if measure == "buyers":
        return lambda part: f"{100 * part:.{digits}f}"
    return lambda part: money(part, currency)


def _more_or_less(
    ends: tuple[float, float, float], what: str, *, less: str, shown: Callable[[float], str]
) -> str:
    """Say a difference and its interval without a sign, which people overlook."""
    middle, low, high = ends
    word = {True: "more", False: less}
    lead = f"{shown(abs(middle))} {word[middle >= 0]} {what}"
    if low < 0 < high:
        return f"{lead} ({shown(-low)} {less} to {shown(high)} more)"
    near, far = sorted((abs(low), abs(high)))
    side = "" if (middle >= 0) == (low >= 0) else f" {word[low >= 0]}"
    return f"{lead} ({shown(near)} to {shown(far)}{side})"


def _must_bring(lift: Lift, currency: str) -> str:
    if lift.measure != "money":
        return ""
    return f"; to pay, a contact must bring {money(lift.terms.break_even, currency)}"


def _too_few(found: Comparison) -> str:
    sides = (("who got it", found.buyers), ("held back", found.control_buyers))
    few = [f"only {count(n)} of those {side} bought" for side, n in sides if n < LEAST_BUYERS]
    return " and ".join(few)


def _needed(found: Comparison) -> str:
    if found.needed is None:
        return " How many more people it would take cannot be said from these figures."
    return (
        f" About {people_words(found.needed)} more people, split the same way, would be enough to "
        f"tell (an estimate: {POWER:.0%} of the time, if the difference is what it seems)."
    )


def total_sentences(lift: Lift, *, currency: str = "") -> list[str]:
    """Return what the campaign brought in all; nothing where the arms cannot be compared."""
    whole = lift.whole
    if lift.doubts or not whole.enough_buyers:
        return []
    lines = []
    if whole.buyers_effect is not None:
        totals = whole.buyers_effect.times(whole.people)
        found = _more_or_less(totals, "buyers", less="fewer", shown=lambda n: f"{n:,.0f}")
        lines.append(f"In all, among the {count(whole.people)} who got it: {found}.")
    if whole.money_effect is not None:
        totals = whole.money_effect.times(whole.people)
        found = _more_or_less(totals, "money", less="less", shown=lambda n: money(n, currency))
        lines.append(f"In all {found}.")
        lines += _after_cost(lift, whole.money_effect, currency)
    return lines


def _after_cost(lift: Lift, effect: Effect, currency: str) -> list[str]:
    terms, people = lift.terms, lift.whole.people
    if terms.cost is None or terms.margin is None:
        return []
    spent = terms.cost * people
    middle, low, high = effect.times(people * terms.margin, less=spent)
    line = (
        f"Left after cost: {money(middle, currency)} ({money(low, currency)} to "
        f"{money(high, currency)}), at your margin of {percent(terms.margin)} and your cost of "
        f"{money(terms.cost, currency)} for each of {count(people)} contacts."
    )
    return [line]


def notes_on(lift: Lift, *, currency: str = "", before_from: str = "") -> list[str]:
    """Return what the figures rest on, in the order in which people ask.

    Parameters
    ----------
    lift : Lift
        What was measured.
    currency : str
        The sign or code of the money, if known.
    before_from : str
        Where the spend before the send comes from.
    """
    return [
        _plan_note(lift),
        _before_note(lift, currency, before_from),
        *_uneven_note(lift),
        _cap_note(lift, currency),
        _break_even_note(lift, currency),
        *_segment_notes(lift),
    ]


def _plan_note(lift: Lift) -> str:
    planned, p = lift.terms.planned_control, lift.sample_ratio
    people, control = lift.whole.people, lift.whole.control_people
    everybody = people + control
    found = f"{count(control)} of {count(everybody)} people were held back"
    if planned is None or p is None:
        return (
            f"{found} ({percent(control / everybody)}); whether that is what was planned is not "
            "known (--planned-control SHARE says it)."
        )
    held = f"{found}, and {percent(planned)} was planned"
    if "sample ratio" in lift.doubts:
        return (
            f"{held}: chance alone does so less than once in a thousand times. People went "
            "missing from one arm on the way (bounced or unsubscribed addresses, a filter of "
            "the sending tool), so the arms differ in more than the campaign. Measure everybody "
            "who was on the lists at first."
        )
    return f"{held}: no sign that anybody got lost on the way."


def _before_note(lift: Lift, currency: str, before_from: str) -> str:
    alike = lift.alike
    if alike is None:
        return "What people spent before the send is not known, so nothing was adjusted for it."
    if not alike.holds:
        return _not_alike(alike, currency)
    missing = ""
    if lift.unknown_before:
        missing = f" It is not known of {count(lift.unknown_before)} people, who were not adjusted."
    return (
        "Money is adjusted for what people spent before the send (CUPED), so that luck gives no "
        f"arm the better customers; {before_from}.{missing}"
    )


def _not_alike(alike: AlikeBefore, currency: str) -> str:
    return (
        "Before the send the middle person of those who got it had spent "
        f"{money(alike.median, currency)}, of those held back "
        f"{money(alike.control_median, currency)} (on average {money(alike.mean, currency)} and "
        f"{money(alike.control_mean, currency)}). A draw does not make such arms: somebody chose "
        "who got it. The plain difference in the table is mostly that choice; no calculation on "
        "these figures can tell what the campaign added. Hold back customers by a draw next "
        "time: personae campaign does it."
    )


def _uneven_note(lift: Lift) -> list[str]:
    if "uneven hold-out" not in lift.doubts:
        return []
    note = (
        "The share held back differs between the segments by more than chance, so that the arms "
        "hold different mixes of segments. Compare the arms within each segment only."
    )
    return [note]


def _cap_note(lift: Lift, currency: str) -> str:
    cap = lift.cap
    if not cap.people:
        return "Every amount is counted as it stands."
    return (
        f"Nobody is counted with more than {money(cap.most, currency)}, which 99 of 100 buyers "
        f"do not pass: {count(cap.people, 'person', 'people')} spent more, and "
        f"{money(cap.money, currency)} of theirs is left out, so that a few large orders do not "
        "decide (winsorised). Counting all money, the difference may be larger."
    )


def _break_even_note(lift: Lift, currency: str) -> str:
    terms = lift.terms
    if terms.cost is None or terms.margin is None:
        return (
            "The verdict asks whether more people bought. Break-even is taken as 0, as if a "
            "contact cost nothing; with --cost and --margin it asks whether the campaign paid."
        )
    return (
        "The verdict asks whether the campaign paid. Break-even is "
        f"{money(terms.break_even, currency)} of sales per person: your cost of "
        f"{money(terms.cost, currency)} per contact over your margin of {percent(terms.margin)}. "
        "Both numbers are yours."
    )


def _segment_notes(lift: Lift) -> list[str]:
    if not lift.segments:
        return []
    judged = [part for part in lift.segments if part.enough_buyers]
    lines = []
    if not judged:
        lines.append(
            f"No segment has {LEAST_BUYERS} buyers in both arms, so nothing can be told of a "
            "single one yet."
        )
    elif len(judged) < len(lift.segments):
        have = "has" if len(judged) == 1 else "have"
        lines.append(
            f"{len(judged)} of the {len(lift.segments)} segments {have} {LEAST_BUYERS} buyers in "
            "both arms; of the others nothing can be told yet."
        )
    if len(judged) > 1:
        lines.append(
            f"The intervals of the segments are wider, so that all {len(judged)} hold together "
            "95 times in 100 (Bonferroni); their p-values are Holm's."
        )
    return [*lines, *_differ_note(lift, judged)]


def _differ_note(lift: Lift, judged: Sequence[Comparison]) -> list[str]:
    if lift.differ is None or lift.doubts:
        return []
    p = f"p = {lift.differ.p:.2g}"
    if lift.differ.p < 0.05:
        return [f"The effect is not the same in the {len(judged)} segments ({p}): look at each."]
    note = (
        f"The {len(judged)} segments differ no more than chance makes them ({p}): go by the "
        "result of the whole list, and do not pick the segment with the largest number."
    )
    return [note]
