"""What risk, worth, offers and headroom found in, what the playbook may say of a segment out."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from personae.dataclass import dataclass
from personae.profile.wording import count, enumerate_words, money, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from personae.actions.headroom import Headroom
    from personae.actions.leaving.at_risk import AtRisk
    from personae.actions.offers.gaps import Gap, Gaps
    from personae.actions.offers.offers import Offers
    from personae.actions.worth.worth import Worth
    from personae.profile.segment import Segment

__all__ = ["WORDS", "Insight", "insights"]

WORDS: dict[str, tuple[str, ...]] = {
    "overdue": ("overdue",),
    "pick": ("pick",),
    "gap": ("gap", "gap_share"),
    "room": ("room",),
    "worth-ahead": (),
    "rising": ("money_share", "worth_share"),
    "fading": ("money_share", "worth_share"),
    "promotion more": (),
    "promotion less": (),
    "promotion as expected": (),
}
"""Every kind of insight, and what it can put into the text of the playbook."""
FEWEST = 11
"""An insight about fewer customers is no reason to act on a segment, and may tell of a person."""
OVERDUE_SHARE = 0.05
WORTH_IT = 0.005
"""A gap is worth a suggestion if closing it would bring this part of the segment's revenue."""
RISING, FADING = 1.25, 0.75
"""Share of the money to expect over share of the money so far."""


@dataclass(frozen=True)
class Insight:
    """One thing that was found of a segment beside its figures.

    Parameters
    ----------
    code : str
        A key of `WORDS`.
    fact : str
        What was found, as a reason to act.
    words : dict of str to str
        What it puts into a text of the playbook.
    people : int, optional
        Whom it concerns, where that is not the whole segment.
    money : float, optional
        What they brought.
    list : str
        The file that names them; empty where it is the list of the segments.
    """

    code: str
    fact: str
    words: Mapping[str, str] = field(default_factory=dict)
    people: int | None = None
    money: float | None = None
    list: str = ""


def insights(
    segments: Sequence[Segment],
    *,
    at_risk: AtRisk | None = None,
    worth: Worth | None = None,
    offers: Offers | None = None,
    headroom: Headroom | None = None,
    currency: str = "",
) -> dict[int, tuple[Insight, ...]]:
    """Return what was found of every segment, by its number.

    Nothing is repeated here that its own part does not show: a worth that the test of the log
    refutes, or a headroom that it does not prove, gives no insight.

    Parameters
    ----------
    segments : sequence of Segment
        The described segments.
    at_risk, worth, offers, headroom : optional
        What those parts found; None where they had nothing to go by.
    currency : str
        For sums of money.
    """
    found: dict[int, list[Insight]] = {item.segment: [] for item in segments}
    sources = (
        _of_risk(at_risk, currency),
        _of_worth(segments, worth),
        _of_offers(segments, offers, currency),
        _of_headroom(headroom, currency),
    )
    for source in sources:
        for segment, insight in source:
            found[segment].append(insight)
    return {segment: tuple(items) for segment, items in found.items()}


def _of_risk(risk: AtRisk | None, currency: str) -> Iterator[tuple[int, Insight]]:
    """Yield who is overdue, unless those who were so in the middle of the log came back as well."""
    if risk is None or not _holds(risk):
        return
    for item in risk.segments:
        if item.n < FEWEST or item.share < OVERDUE_SHARE:
            continue
        fact = f"{percent(item.share)} of them are overdue by their own rhythm"
        if item.revenue is not None and item.revenue > 0:
            brought = money(item.revenue, currency)
            fact += f" and brought {brought} in the last {risk.money_days} days"
        words = {"overdue": count(item.n)}
        yield (
            item.segment,
            Insight("overdue", fact, words, item.n, item.revenue, "at_risk.csv"),
        )


def _holds(risk: AtRisk) -> bool:
    """Tell whether those at risk in the middle of the log came back less often than others."""
    if risk.check is None:
        return True
    first = {row.standing: row for row in reversed(risk.check.rows)}
    at_risk, others = first.get("at risk"), first.get("neither")
    return at_risk is None or others is None or at_risk.high < others.rate


def _of_worth(segments: Sequence[Segment], worth: Worth | None) -> Iterator[tuple[int, Insight]]:
    """Yield how the money to expect is shared, where a test on the log says that it can be told."""
    if worth is None or not worth.is_shown or not worth.in_money:
        return
    total = sum(group.worth for group in worth.segments)
    if total <= 0:
        return
    shares = {group.group: group.worth / total for group in worth.segments}
    for item in segments:
        ahead, so_far = shares[item.segment], item.revenue_share
        fact = (
            f"{percent(ahead)} of the money to expect in the next {count(worth.horizon)} days "
            f"from {percent(item.share)} of the customers"
        )
        if ahead >= item.share:
            yield item.segment, Insight("worth-ahead", fact)
        if so_far is None or so_far <= 0 or item.size < FEWEST:
            continue
        words = {"money_share": percent(so_far), "worth_share": percent(ahead)}
        change = f"{percent(ahead)} of the money to expect, {percent(so_far)} of the money so far"
        if ahead >= RISING * so_far:
            yield item.segment, Insight("rising", change, words)
        elif ahead <= FADING * so_far:
            yield item.segment, Insight("fading", change, words)


def _of_offers(
    segments: Sequence[Segment], offers: Offers | None, currency: str
) -> Iterator[tuple[int, Insight]]:
    """Yield what a segment picks, what a better one buys and it does not, and its promotions."""
    if offers is None:
        return
    for place, item in enumerate(segments):
        picks = () if offers.affinities is None else offers.affinities.most[place]
        if picks and picks[0].customers >= FEWEST:
            one = picks[0]
            fact = (
                f"{count(one.customers)} of them bought {one.label}, "
                f"{count(round(one.expected))} would be expected of baskets as varied"
            )
            yield (
                item.segment,
                Insight(
                    "pick", fact, {"pick": enumerate_words([each.label for each in picks[:3]])}
                ),
            )
        gap = None if offers.gaps is None else _widest(offers.gaps, place)
        if gap is not None and (gap.prize or 0.0) >= WORTH_IT * (item.revenue or 0.0):
            fact = f"at the rate of a better segment it would be {percent(gap.share_like_better)}"
            if gap.prize is not None:
                fact += f", worth {money(gap.prize, currency)} at most"
            words = {"gap": gap.label, "gap_share": percent(gap.share)}
            yield item.segment, Insight("gap", fact, words)
        if offers.promotion is not None:
            bought = offers.promotion.segments[place]
            if bought.verdict != "cannot tell":
                yield item.segment, Insight(f"promotion {bought.verdict}", bought.text)


def _widest(gaps: Gaps, place: int) -> Gap | None:
    """Return the gap of a segment that is worth most, be it of a product or of a category."""
    both = (*gaps.largest_categories[place], *gaps.largest[place])
    return max(both, key=lambda gap: gap.prize or 0.0, default=None)


def _of_headroom(room: Headroom | None, currency: str) -> Iterator[tuple[int, Insight]]:
    if room is None or not room.is_shown:
        return
    for item in room.segments:
        if item.below >= FEWEST:
            fact = (
                f"they spend {money(item.amount, currency)} less in {count(room.days)} days than "
                "the median of their like"
            )
            words = {"room": count(item.below)}
            yield item.segment, Insight("room", fact, words, item.below, list="headroom.csv")
