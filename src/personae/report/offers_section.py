"""What segments buy and miss in, what the report says of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.profile.wording import count, money, percent, token
from personae.report.numbers import plain

if TYPE_CHECKING:
    from personae.actions.offers.affinity import Affinity
    from personae.actions.offers.gaps import Gap
    from personae.actions.offers.offers import Offers
    from personae.report.run import Run

__all__ = ["offers_section", "picks_of_segment", "picks_table"]

_ON_CARD = 3
_OF_EACH = 5
_DRAWN = 3


def offers_section(run: Run) -> dict[str, Any] | None:
    """Return the section on what segments buy; None for a table of customers."""
    if run.customers.kind != "transactions" or len(run.segmentation.segments) < 2:
        return None
    told = run.offers
    found = told.affinities
    return {
        "tested": None if found is None else count(found.tested),
        "found": None if found is None else count(found.found),
        "rows": [] if found is None else [_row(run, told, place) for place in range(_k(run))],
        "with_gaps": told.gaps is not None,
        "with_promotion": told.promotion is not None,
        "not_told": list(told.not_told),
    }


def picks_of_segment(run: Run, segment: int) -> str | None:
    """Return what a segment picks more often than its baskets explain, for its card."""
    if run.customers.kind != "transactions" or run.offers.affinities is None:
        return None
    numbers = [item.segment for item in run.segmentation.segments]
    place = numbers.index(segment)
    most = [one for one in _picks(run.offers, place) if _tells_of_many(run, place, one.customers)]
    return "; ".join(item.label for item in most[:_ON_CARD]) or None


def picks_table(run: Run) -> dict[str, Any] | None:
    """Return what each segment picks most clearly, for a chart; None where nothing was found."""
    if run.customers.kind != "transactions" or run.offers.affinities is None:
        return None
    rows: list[dict[str, Any]] = [
        {
            "segment": item.segment,
            "picks": [
                {
                    "label": one.label,
                    "index": plain(one.shrunk_index),
                    "low": plain(one.low),
                    "high": plain(one.high),
                }
                for one in found[:_DRAWN]
            ],
        }
        for place, item in enumerate(run.segmentation.segments)
        if (found := _picks(run.offers, place))
    ]
    if not rows:
        return None
    told = [
        f"⟪{row['segment']}⟫: "
        + ", ".join(f"{one['label']} ({round(one['index'])})" for one in row["picks"])
        for row in rows
    ]
    return {
        "alt": f"What each segment picks more often (index, 100: like others). {'; '.join(told)}.",
        "rows": rows,
    }


def _k(run: Run) -> int:
    return len(run.segmentation.segments)


def _picks(told: Offers, place: int) -> tuple[Affinity, ...]:
    found = told.affinities
    if found is None:
        return ()
    if place < len(found.most_categories) and found.most_categories[place]:
        return (*found.most_categories[place][:2], *found.most[place])
    return found.most[place]


def _tells_of_many(run: Run, place: int, customers: int) -> bool:
    """Tell whether a finding on a segment stands on enough people to be shown."""
    described = run.segmentation.segments[place].described
    return described and (customers == 0 or customers >= run.options.smallest_group)


def _row(run: Run, told: Offers, place: int) -> dict[str, Any]:
    item = run.segmentation.segments[place]
    smallest = run.options.smallest_group
    picks = [one for one in _picks(told, place) if _tells_of_many(run, place, one.customers)]
    gaps = [
        one
        for one in (() if told.gaps is None else told.gaps.largest[place])
        if _tells_of_many(run, place, one.customers) and one.without >= smallest
    ]
    promotion = None if told.promotion is None else told.promotion.segments[place].text
    return {
        "segment": item.segment,
        "picks": [{"label": one.label, "text": _pick_in_words(one)} for one in picks[:_OF_EACH]],
        "gaps": [{"label": one.label, "text": _gap_in_words(run, one)} for one in gaps[:_OF_EACH]],
        "promotion": promotion if item.described else None,
    }


def _pick_in_words(one: Affinity) -> str:
    return (
        f"{count(one.customers)} bought it, {count(round(one.expected))} would be expected "
        f"(index {round(one.shrunk_index)})"
    )


def _gap_in_words(run: Run, one: Gap) -> str:
    text = (
        f"{percent(one.share)} bought it; at the rate of {token(one.better)} it would be "
        f"{percent(one.share_like_better)}"
    )
    if one.prize is not None:
        text += f". Worth {money(one.prize, run.customers.currency)} at most"
    return text
