"""What a purchase is worth in each segment in, what a contact must bring there to pay out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.actions.campaigns.yardstick import WINDOW
from personae.profile.wording import money, percent
from personae.report.numbers import plain

if TYPE_CHECKING:
    from personae.profile.segment import NumberProfile, Segment
    from personae.report.run import Run

__all__ = ["break_even_table", "spend_section"]

CONTACTS = 100


def spend_section(run: Run) -> dict[str, Any] | None:
    """Return what a contact must bring in each segment; a reason where no purchase has a value.

    None for one segment: there is nothing to divide a budget over.
    """
    if len(run.segmentation.segments) < 2:
        return None
    worth = _worth_of_purchase(run)
    if not worth:
        return {
            "reason": (
                "What a contact must bring to pay cannot be told: these data do not say what a "
                "purchase is worth. A purchase log with money does (--date, --amount)."
            ),
            "rows": [],
        }
    yardsticks = {item.segment: item for item in run.yardsticks}
    rows = []
    for item in run.segmentation.segments:
        if item.segment not in worth:
            continue
        known = yardsticks.get(item.segment)
        rate = None if known is None else known.before.rate
        rise = None if known is None else known.rise
        rows.append(
            {
                "segment": item.segment,
                "purchase": money(worth[item.segment], run.customers.currency),
                "needed": f"{CONTACTS / worth[item.segment]:.2g}",
                "anyway": "" if rate is None else percent(rate),
                "rise": "" if rise is None else f"{100.0 * rise:.1f}",
            }
        )
    return {
        "reason": "",
        "rows": rows,
        "one": money(1.0, run.customers.currency),
        "contacts": CONTACTS,
        "window": WINDOW,
        "is_profit": run.customers.money_word == "profit",
    }


def break_even_table(run: Run) -> dict[str, Any] | None:
    """Return how many of a hundred contacts must buy once more, for a chart."""
    worth = _worth_of_purchase(run) if len(run.segmentation.segments) > 1 else {}
    if not worth:
        return None
    rows = [
        {"segment": segment, "needed": plain(CONTACTS / value)} for segment, value in worth.items()
    ]
    told = "; ".join(f"⟪{row['segment']}⟫: {row['needed']:.2g}" for row in rows)
    one = money(1.0, run.customers.currency)
    return {
        "alt": (
            f"How many of {CONTACTS} people written to at {one} each must buy once more than "
            f"otherwise for it to pay. {told}."
        ),
        "title": f"of {CONTACTS} people written to at {one} each, so many must buy once more",
        "rows": rows,
    }


def _worth_of_purchase(run: Run) -> dict[int, float]:
    """Return the mean money of a purchase by segment, where it is above nothing."""
    if run.customers.kind != "transactions" or not run.customers.money:
        return {}
    column = next((item.name for item in run.customers.columns if item.meaning == "basket"), None)
    if column is None:
        return {}
    known = {item.segment: _of(item, column) for item in run.segmentation.segments}
    return {
        segment: profile.mean
        for segment, profile in known.items()
        if profile is not None and profile.mean > 0.0
    }


def _of(segment: Segment, column: str) -> NumberProfile | None:
    return next((item for item in segment.numbers if item.column == column), None)
