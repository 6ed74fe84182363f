"""Who is about to leave, and who left, in; what the report says of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.actions.campaigns.yardstick import HOLDOUT, WINDOW
from personae.actions.leaving import at_risk, departures
from personae.profile.wording import count, money, percent, token
from personae.report.numbers import plain
from personae.stats.suppression import hidden_parts

if TYPE_CHECKING:
    from personae.actions.campaigns.yardstick import Yardstick
    from personae.actions.leaving.at_risk import SegmentRisk
    from personae.actions.leaving.departures import Left
    from personae.features.history import History
    from personae.report.run import Run

__all__ = ["returns_table", "risk_of_segment", "risk_section", "yardstick_of_segment"]

DASH = "\N{EN DASH}"
_NOT_SHOWN = {"n": "not shown", "share": "", "range": None, "revenue": "", "revenue_share": ""}
MANY = 0.1
"""A segment in which so many are at risk is named first."""


def risk_section(run: Run) -> dict[str, Any]:
    """Return the section on who is about to leave (a log) or who left (a customer table)."""
    if run.customers.kind == "customers":
        return _left_section(run)
    risk = run.at_risk
    if risk is None:
        why = at_risk.not_told(run.history) if run.history is not None else None
        return {"of": "log", "rows": [], "reason": why or "The log is too small to tell."}
    total = risk.everybody
    return {
        "of": "log",
        "headline": _headline(run, total, risk.money_days),
        "reason": "",
        "words": list(risk.words()),
        "money_days": risk.money_days,
        "rows": [
            _NOT_SHOWN | {"segment": item.segment} if hidden else _risk_row(run, item)
            for item, hidden in zip(risk.segments, _hidden(run), strict=True)
        ],
        "with_money": total.revenue is not None,
        "file": "at_risk.csv" if total.n and not run.options.share else None,
    }


def risk_of_segment(run: Run, segment: int) -> str | None:
    """Return the sentence on a segment's card; None where nobody of it is at risk or left."""
    if run.departures is not None:
        left = next(item for item in run.departures.segments if item.segment == segment)
        if not left.n or _is_hidden(run, segment):
            return None
        lost = "" if left.revenue_lost is None else f", and with them {_money(run, left)}"
        return f"{count(left.left)} of {count(left.n)} have left ({percent(left.rate)}){lost}."
    if run.at_risk is None:
        return None
    risk = next(item for item in run.at_risk.segments if item.segment == segment)
    if not risk.n or _is_hidden(run, segment):
        return None
    text = f"{count(risk.n)} of them ({percent(risk.share)}) are overdue by their own rhythm"
    if risk.revenue is not None:
        brought = money(risk.revenue, run.customers.currency)
        text += f"; they brought {brought} in the last {run.at_risk.money_days} days"
    return text + "."


def _hidden(run: Run) -> list[bool]:
    """Return whose counts would tell of too few people, by segment."""
    parts, wholes = [], []
    if run.departures is not None:
        parts = [item.left for item in run.departures.segments]
        wholes = [item.n for item in run.departures.segments]
    elif run.at_risk is not None:
        parts = [item.n for item in run.at_risk.segments]
        wholes = [item.size for item in run.at_risk.segments]
    back = [place for place, item in enumerate(run.segmentation.segments) if not item.described]
    return hidden_parts(parts, wholes, run.options.smallest_group, rows=back)


def _is_hidden(run: Run, segment: int) -> bool:
    return _hidden(run)[run.segmentation.numbers.index(segment)]


def yardstick_of_segment(run: Run, segment: int) -> str | None:
    """Return the number that would show that an action worked; None without a purchase log."""
    one = next((item for item in run.yardsticks if item.segment == segment), None)
    if one is None or _tells_of_few(one, run.options.smallest_group):
        return None
    if one.before.rate is None:
        return (
            f"Nobody was in this segment {WINDOW} days ago, so that it is not known how many come "
            f"back within {WINDOW} days anyway. Hold one in ten back and compare."
        )
    return f"{_rate_in_words(one)} {_rise_in_words(one)}"


def _tells_of_few(one: Yardstick, smallest: int) -> bool:
    again = round(one.before.known * (one.before.rate or 0.0))
    return any(0 < n < smallest for n in (one.before.known, again, one.before.known - again))


def _rate_in_words(one: Yardstick) -> str:
    before = one.before
    return (
        f"Of the {count(before.known)} who were in this segment {WINDOW} days ago, "
        f"{percent(before.rate or 0.0)} bought again within these {WINDOW} days, without being "
        "asked to."
    )


def _rise_in_words(one: Yardstick) -> str:
    if one.rise is None:
        return f"With {percent(HOLDOUT)} of them held back they are too few for any rise to show."
    return (
        f"Hold {percent(HOLDOUT)} of them back: if {100.0 * one.rise:.1f} points more of the "
        "others buy than of those, it shows. A smaller gain may not."
    )


def returns_table(history: History | None) -> dict[str, Any] | None:
    """Return how the chance to return falls with silence, for a chart."""
    curve = None if history is None else history.curve
    if curve is None or len(curve.points) < 2:
        return None
    first, last = curve.points[0], curve.points[-1]
    return {
        "alt": (
            f"The chance that a customer buys again within {curve.horizon} days, by days of "
            f"silence: {percent(first.chance)} just after a purchase, {percent(last.chance)} after "
            f"{last.silence} days. The lapse day is {curve.lapse_day} days."
        ),
        "horizon": curve.horizon,
        "lapse_day": curve.lapse_day,
        "lost_day": curve.lost_day,
        "rows": [
            {
                "silence": point.silence,
                "chance": plain(point.chance),
                "low": plain(point.low),
                "high": plain(point.high),
            }
            for point in curve.points
        ],
    }


def _headline(run: Run, total: SegmentRisk, money_days: int) -> str:
    if not total.n:
        return "Nobody is overdue by their own rhythm."
    text = (
        f"{count(total.n, 'customer')} may be about to leave, {percent(total.share)} of all: "
        "silent for longer than nine of ten of their own gaps"
    )
    if total.revenue is not None:
        share = "" if total.revenue_share is None else f", {percent(total.revenue_share)} of all"
        brought = money(total.revenue, run.customers.currency)
        text += f". They brought {brought} in the last {money_days} days{share}"
    shown = [
        item
        for item, hidden in zip(
            run.at_risk.segments if run.at_risk else (), _hidden(run), strict=True
        )
        if not hidden
    ]
    worst = max(shown, key=lambda item: item.share) if shown else None
    if worst is not None and worst.share >= MANY and len(run.segmentation.segments) > 1:
        text += f". The largest share is in {token(worst.segment)}: {percent(worst.share)}"
    return text + "."


def _risk_row(run: Run, item: SegmentRisk) -> dict[str, Any]:
    return {
        "segment": item.segment,
        "n": count(item.n),
        "share": percent(item.share),
        "range": None,  # a count of these customers, not an estimate
        "revenue": None if item.revenue is None else money(item.revenue, run.customers.currency),
        "revenue_share": None if item.revenue_share is None else percent(item.revenue_share),
    }


def _left_section(run: Run) -> dict[str, Any]:
    """Return who left, by an outcome column of a customer table, or which column would tell."""
    found = run.departures
    if found is None:
        return {
            "of": "table",
            "rows": [],
            "reason": departures.not_told(run.customers) or "",
        }
    total = found.everybody
    label = run.customers.column(found.column).label or found.column
    text = (
        f"{count(total.left)} of {count(total.n)} customers have left ({percent(total.rate)}; "
        f"{label} = {found.outcome})"
    )
    if total.revenue_lost is not None:
        share = "" if total.revenue_share is None else f", {percent(total.revenue_share)} of all"
        text += f", and with them {_money(run, total)}{share}"
    hidden = _hidden(run)
    shown = [item for item, few in zip(found.segments, hidden, strict=True) if not few]
    worst = max(shown or found.segments, key=lambda item: item.rate)
    if len(shown) > 1 and worst.low > total.rate:
        text += f". Clearly more leave {token(worst.segment)}: {percent(worst.rate)}"
    return {
        "of": "table",
        "headline": text + ".",
        "reason": "",
        "with_money": total.revenue_lost is not None,
        "rows": [
            _NOT_SHOWN | {"segment": item.segment} if few else _left_row(run, item)
            for item, few in zip(found.segments, hidden, strict=True)
        ],
    }


def _left_row(run: Run, item: Left) -> dict[str, Any]:
    return {
        "segment": item.segment,
        "n": f"{count(item.left)} of {count(item.n)}",
        "share": percent(item.rate),
        "range": f"{percent(item.low)} {DASH} {percent(item.high)}",
        "revenue": None if item.revenue_lost is None else _money(run, item),
        "revenue_share": None if item.revenue_share is None else percent(item.revenue_share),
    }


def _money(run: Run, item: Left) -> str:
    return money(item.revenue_lost or 0.0, run.customers.currency)
