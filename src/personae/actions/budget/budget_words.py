"""The account of a budget in, what it says in plain sentences out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["grounds", "lead", "left_over", "limits", "not_bought", "outlook_words"]

_MOST_NAMES = 6


def lead(found: Mapping[str, Any]) -> str:
    """Say what to spend and what it leaves."""
    if not any(row["contacts"] for row in found["allocation"]):
        return (
            f"Spend nothing of {found['budget']:,.2f}: no contact of this plan brings more than "
            "it costs."
        )
    kept = found["left_after_cost"]
    return (
        f"Spend {found['spent']:,.2f} of {found['budget']:,.2f}: expect {kept:,.0f} to be left "
        f"after cost (95 %: {found['low']:,.0f} to {found['high']:,.0f})."
    )


def outlook_words(found: Mapping[str, Any]) -> list[str]:
    """Say what more money would return, and how sure the division is."""
    marginal = f"The next 100 would leave {found['next_100']:,.2f} more after cost."
    if found["last_100"]:
        marginal = (
            f"{marginal[:-1]}; without the last 100 it would be {found['last_100']:,.2f} less."
        )
    told = [marginal]
    ample = found["all_that_pays"]
    if ample["left_after_cost"] > found["left_after_cost"] + 1:
        told.append(
            f"The most that this plan can leave is {ample['left_after_cost']:,.0f}, with a budget "
            f"of {ample['cost']:,.2f}."
        )
    if any(row["contacts"] for row in found["allocation"]):
        told.append(
            f"In {found['loss_share']:.0%} of {found['draws']:,} draws of the uncertain responses "
            "this spending loses money. Who knew the responses beforehand could leave "
            f"{found['worth_knowing']:,.0f} more on average: a test first is worth that at most."
        )
    return told


def left_over(found: Mapping[str, Any]) -> list[str]:
    """Say why money is left; nothing if it is only what whole people leave of it."""
    bought = [row["cost"] / row["contacts"] for row in found["allocation"] if row["contacts"]]
    if found["left_over"] <= max(bought, default=0.0):
        return []
    why, names = found["left_over_why"], {r["segment"]: r["name"] for r in found["allocation"]}
    reasons = []
    if why["everybody"]:
        whom = [names[int(number)] for number in why["everybody"]]
        reasons.append(f"everybody who may be contacted gets an offer in {_some(whom)}")
    if why["limits"]:
        reasons.append(
            f"limits are reached ({_some(name or 'everything' for name in why['limits'])})"
        )
    if why["does_not_pay"]:
        reasons.append(f"one contact more costs more than it brings ({_some(why['does_not_pay'])})")
    if why["fixed_cost"]:
        reasons.append(f"what is left does not earn the fixed cost ({_some(why['fixed_cost'])})")
    because = f": {'; '.join(reasons)}" if reasons else ""
    return [
        f"{found['left_over']:,.2f} is left over, since nothing that it buys would pay{because}."
    ]


def not_bought(found: Mapping[str, Any]) -> list[str]:
    """Say which offers go to nobody in which segments, and whether they would pay there."""
    groups: dict[tuple[str, bool], list[str]] = {}
    for row in found["allocation"]:
        if not row["contacts"]:
            pays = row["first_contact"] > 0
            groups.setdefault((row["offer"], pays), []).append(row["name"])
    everywhere = {row["offer"]: 0 for row in found["allocation"]}
    for row in found["allocation"]:
        everywhere[row["offer"]] += 1
    told = []
    for paying, words in (
        (True, ("Would pay, but money and people are used better, or a limit or a fixed cost is in "
         "the way")),
        (False, "Costs more than it brings"),
    ):  # fmt: skip
        whom = [
            f"{offer} everywhere"
            if len(names) == everywhere[offer]
            else f"{offer} in {_some(names)}"
            for (offer, pays), names in sorted(groups.items())
            if pays is paying
        ]
        if whom:
            told.append(f"{words}: {'; '.join(whom)}.")
    return told


def limits(found: Mapping[str, Any]) -> list[str]:
    """Say which limits change the answer."""
    told = []
    for one in found["limits"][:_MOST_NAMES]:
        whose = one["of"] or "everything together"
        unit = "contacts" if one["unit"] == "contacts" else "of money"
        if one["side"] == "most":
            told.append(
                f"The limit of {one['at']:,.10g} {unit} for {whose} holds it back: 100 more would "
                f"leave {one['returns']:,.2f} more."
            )
        else:
            told.append(
                f"The minimum of {one['at']:,.10g} {unit} for {whose} costs {one['returns']:,.2f}: "
                "so much more would be left without it."
            )
    return told


def grounds(found: Mapping[str, Any]) -> list[str]:
    """Say what the figures rest on, and which of them the user gave."""
    told = []
    for result in found["measured"]:
        rows = "; ".join(
            f"{row['name']} {row['measured']:,.2f} measured, {row['used']:,.2f} used "
            f"({row['kept']:.0%} its own)"
            for row in result["segments"]
        )
        told.append(
            f"Sold more per person, from {result['file']}, drawn towards everybody's "
            f"{result['everybody']:,.2f}, since the best of several looks better than it is: "
            f"{rows}."
        )
        told += result["notes"]
    by_offer: dict[str, list[str]] = {}
    for row in found["not_considered"]:
        by_offer.setdefault(row["offer"], []).append(row["name"])
    told += [
        f"Not considered, since nobody stated or measured what it brings there: {offer} to "
        f"{_some(names)}."
        for offer, names in by_offer.items()
    ]
    alike = found["same_in_all_segments"]
    if alike:
        told.append(
            f"One response is stated or measured for all segments ({_some(alike)}), so nothing "
            "says who should get it first: between these segments the choice is arbitrary. "
            "[offer.segment.1] in the plan states what one segment brings."
        )
    linear = found["same_response_at_any_depth"]
    if linear:
        told.append(
            f"Without depth steps every contact is taken to bring the same: {_some(linear)}."
        )
    told.append(f"From you: {'; '.join(found['supplied_by_user'])}.")
    return told


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    more = len(listed) - _MOST_NAMES
    return ", ".join(listed[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
