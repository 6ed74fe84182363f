"""A measured campaign in, one JSON-ready document of it out: figures, and what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.actions.lift.lift_words import lead_sentence, notes_on, total_sentences

if TYPE_CHECKING:
    from personae.actions.lift.assignment import Assignment
    from personae.actions.lift.lift import Comparison, Effect, Lift
    from personae.actions.lift.outcomes import Outcomes

__all__ = ["LIFT_FORMAT", "lift_summary"]

LIFT_FORMAT = "personae.lift/1"


def lift_summary(
    found: Lift, people: Assignment, after: Outcomes, *, before_from: str, given: list[str]
) -> dict[str, Any]:
    """Return everything that is known of a campaign's effect, JSON-ready.

    Parameters
    ----------
    found : Lift
        What was measured.
    people : Assignment
        The list.
    after : Outcomes
        What was bought after the send.
    before_from : str
        Where the spend before the send comes from.
    given : list of str
        The numbers that a person supplied.
    """
    sign = after.currency
    return {
        "format": LIFT_FORMAT,
        "campaign": people.campaign.get("campaign"),
        "verdict": found.whole.verdict,
        "sentence": lead_sentence(found, currency=sign),
        "totals": total_sentences(found, currency=sign),
        "notes": [
            *_window_notes(people, after),
            *notes_on(found, currency=sign, before_from=before_from),
        ],
        "measured_by": found.measure,
        "doubts": list(found.doubts),
        "break_even": found.terms.break_even,
        "cost": found.terms.cost,
        "margin": found.terms.margin,
        "planned_control": found.terms.planned_control,
        "supplied_by_user": given,
        "window": {
            "first_day": None if after.first_day is None else after.first_day.isoformat(),
            "last_day": None if after.last_day is None else after.last_day.isoformat(),
            "days_missing": after.cut_short,
        },
        "counts": {
            **after.counts,
            "people": len(people.ids),
            "people_without_purchase": int((after.of(people.ids) == 0).sum()),
            "people_not_on_list": after.strangers(people.ids),
        },
        "read_as": [{"role": role, "column": name} for role, name in after.read_as],
        "currency": sign,
        "cap": vars(found.cap) if found.cap.people else None,
        "before": None
        if found.alike is None
        else {**vars(found.alike), "alike": found.alike.holds},
        "unknown_before": found.unknown_before,
        "sample_ratio_p": found.sample_ratio,
        "segments_differ": None if found.differ is None else vars(found.differ),
        "whole": _row(found.whole, found),
        "segments": [_row(part, found) for part in found.segments],
        "listed_segments": [
            {"segment": name, "number": number}
            for name, number in zip(people.names, people.numbers, strict=True)
        ],
    }


def _window_notes(people: Assignment, after: Outcomes) -> list[str]:
    """Say what counted and what did not."""
    counts = after.counts
    if after.first_day is None or after.last_day is None:
        span = (
            f"The purchases had no dates: all {counts['counted']:,} rows are counted, as if they "
            "lay after the send."
        )
    else:
        span = (
            f"Counted: purchases from {after.first_day} (the send) to {after.last_day}, returns "
            f"taken off: {counts['counted']:,} lines. Not counted: {counts['before_send']:,} "
            f"lines before that, {counts['after_window']:,} after it."
        )
    lines = [span]
    if after.cut_short:
        lines.append(
            f"The log ends {after.cut_short} days before that span is over: the result is "
            "preliminary. Measure again when the days are there."
        )
    if counts["refused"]:
        lines.append(
            f"{counts['refused']:,} rows could not be used (no customer, or no amount that can be "
            "read); personae check shows why."
        )
    strangers = after.strangers(people.ids)
    if strangers:
        lines.append(f"{strangers:,} customers who bought then are not on the list: left out.")
    lines.append(
        "Everybody on the list counts, whether the message reached them or not; who is not among "
        "the purchases counts as having bought nothing."
    )
    return lines


def _row(part: Comparison, found: Lift) -> dict[str, Any]:
    """Return one comparison, JSON-ready."""
    effects = {"buyers": part.buyers_effect, "money": part.money_effect}
    return {
        "segment": part.name or None,
        "verdict": part.verdict,
        "people": part.people,
        "control_people": part.control_people,
        "buyers": part.buyers,
        "control_buyers": part.control_buyers,
        "share": part.buyers / part.people if part.people else None,
        "control_share": part.control_buyers / part.control_people if part.control_people else None,
        "spend_per_person": part.spend,
        "control_spend_per_person": part.control_spend,
        "enough_buyers": part.enough_buyers,
        "more_people_needed": part.needed,
        "difference": {
            kind: None if effect is None else vars(effect) for kind, effect in effects.items()
        },
        "in_all": {kind: _total(effect, part.people) for kind, effect in effects.items()},
        "after_cost": _after_cost(part, found),
    }


def _total(effect: Effect | None, people: int) -> dict[str, float] | None:
    if effect is None:
        return None
    return dict(zip(("estimate", "low", "high"), effect.times(people), strict=True))


def _after_cost(part: Comparison, found: Lift) -> dict[str, float] | None:
    cost, margin = found.terms.cost, found.terms.margin
    if part.money_effect is None or cost is None or margin is None:
        return None
    spent = cost * part.people
    left = part.money_effect.times(part.people * margin, less=spent)
    return dict(zip(("estimate", "low", "high"), left, strict=True))
