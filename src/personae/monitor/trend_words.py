"""Trends in, the sentences that tell them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.profile.wording import count, day, percent, token

if TYPE_CHECKING:
    from personae.monitor.snapshots import SnapshotGroup, Trends

__all__ = ["trend_words"]

YEAR = 365
WORTH_A_WORD = 0.01
"""A change of a share by one point of a hundred is told; a smaller one is not."""
MOST_TOLD = 3


def trend_words(trends: Trends, *, smallest: int = 1) -> tuple[str, ...]:
    """Say what changed, for somebody who runs a shop; a segment is called by its token.

    Parameters
    ----------
    trends : Trends
        What was counted. All figures are counts of these customers, not estimates.
    smallest : int
        A move of fewer customers is not told.
    """
    first, last = trends.snapshots[0], trends.snapshots[-1]
    when = (
        f"The segments were found once, in what customers bought in the {count(trends.window)} "
        f"days before {day(last.as_of)}. Who was in which is told of {len(trends.snapshots)} "
        f"days, {trends.step} days apart, each by what was known on that day of the "
        f"{count(trends.window)} days before it."
    )
    everybody = _changed("All customers", first.customers, last.customers)
    all_told = f"{everybody} from {day(first.as_of)} to {day(last.as_of)}."
    told = [when, all_told, *_shares(trends), *_largest_move(trends, smallest)]
    if trends.window < YEAR:
        told.append(
            f"A window of {count(trends.window)} days is shorter than a year: part of a change may "
            "be the season."
        )
    return tuple(told)


def _changed(what: str, before: int, after: int) -> str:
    if before == after:
        return f"{what} stayed at {count(after)}"
    return f"{what} {'grew' if after > before else 'shrank'} from {count(before)} to {count(after)}"


def _shares(trends: Trends) -> list[str]:
    """Tell the largest changes of a share, the largest first."""
    first, last = trends.snapshots[0].groups, trends.snapshots[-1].groups
    changes = sorted(
        zip(first, last, strict=True),
        key=lambda pair: (-abs(pair[1].share - pair[0].share), pair[0].segment),
    )
    told = [
        _share(before, after)
        for before, after in changes
        if abs(after.share - before.share) >= WORTH_A_WORD
    ]
    return told[:MOST_TOLD] or ["No segment's share of the customers changed by one point or more."]


def _share(before: SnapshotGroup, after: SnapshotGroup) -> str:
    verb = "grew" if after.share > before.share else "shrank"
    counts = f"{count(before.customers)} to {count(after.customers)}"
    if (after.customers - before.customers) * (after.share - before.share) < 0:
        # the share of a segment may rise while it loses customers, because others lose more
        counts += f" customers, which is {'more' if verb == 'shrank' else 'fewer'}"
        verb = "went"
    text = (
        f"{token(after.segment)} {verb} from {percent(before.share)} to {percent(after.share)} of "
        f"customers ({counts})"
    )
    if before.revenue_share is not None and after.revenue_share is not None:
        shares = percent(before.revenue_share), percent(after.revenue_share)
        same = shares[0] == shares[1]
        text += (
            f", and stayed at {shares[1]} of the money"
            if same
            else f", and from {shares[0]} to {shares[1]} of the money"
        )
    return f"{text}."


def _largest_move(trends: Trends, smallest: int) -> list[str]:
    largest = trends.together.largest()
    if not largest or largest[0].n < smallest:
        return []
    move = largest[0]
    return [
        (
            f"The most frequent move was from {token(move.before)} to {token(move.after)}: "
            f"{percent(move.share)} of its customers in {trends.step} days, on average."
        )
    ]
