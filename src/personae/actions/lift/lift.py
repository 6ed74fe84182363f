"""Arms, money and what a contact costs in; what a campaign did, overall and by segment, out."""

from __future__ import annotations

import math
from dataclasses import field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from personae.actions.lift.alike_before import AlikeBefore, alike_before
from personae.actions.lift.amount_difference import amount_difference
from personae.actions.lift.heterogeneity import Heterogeneity, heterogeneity
from personae.actions.lift.people_needed import people_needed
from personae.actions.lift.rate_difference import rate_difference
from personae.actions.lift.sample_ratio import SAMPLE_RATIO_ALARM, sample_ratio_p
from personae.actions.lift.several_tests import holm, level_of_each
from personae.actions.lift.spend_cap import SpendCap, spend_cap
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from personae.actions.lift.difference import Difference

__all__ = [
    "LEAST_BUYERS",
    "LEVEL",
    "Comparison",
    "Effect",
    "Lift",
    "Terms",
    "Verdict",
    "measure_lift",
]

LEAST_BUYERS = 100
"""With fewer buyers in either arm there is no verdict (docs/methods/lift.md says why)."""
LEVEL = 0.95

Verdict = Literal["worked", "did not work", "cannot tell yet", "not to be trusted"]
Doubt = Literal["sample ratio", "not alike before", "uneven hold-out"]


@dataclass(frozen=True)
class Terms:
    """What a person said of the campaign.

    Parameters
    ----------
    cost : float, optional
        Money per contact.
    margin : float, optional
        What is left of each unit of money sold, as a share; given with `cost`.
    planned_control : float, optional
        The share that was to be held back.
    """

    cost: float | None = None
    margin: float | None = None
    planned_control: float | None = None

    @property
    def break_even(self) -> float:
        """What a contact must bring in sales per person; 0 where no cost is known."""
        if self.cost is None or self.margin is None:
            return 0.0
        return self.cost / self.margin


@dataclass(frozen=True)
class Effect:
    """A difference between the arms: its interval is as sure as `level` says.

    Parameters
    ----------
    estimate, low, high, error : float
        A share (of buyers) or money per person.
    level : float
        0.95 for the whole; more for each of several segments, so that all hold at once.
    p : float
        Two-sided p-value against break-even.
    p_holm : float or None
        The same among all segments that can be judged.
    """

    estimate: float
    low: float
    high: float
    error: float
    level: float
    p: float
    p_holm: float | None = None

    def times(self, number: float, *, less: float = 0.0) -> tuple[float, float, float]:
        """Return estimate, low and high for so many people, less a sum."""
        low, middle, high = (part * number - less for part in (self.low, self.estimate, self.high))
        return middle, low, high


@dataclass(frozen=True)
class Comparison:
    """What was found for the whole list, or for one segment.

    Parameters
    ----------
    name : str
        The segment; empty for the whole.
    people, control_people, buyers, control_buyers : int
        Of the treatment and of the control arm.
    spend, control_spend : float
        Money per person, capped.
    buyers_effect, money_effect : Effect or None
        None where an arm has fewer than 2 people.
    verdict : str
        One of `Verdict`.
    needed : int or None
        How many more people would settle it, where that can be said.
    """

    name: str
    people: int
    control_people: int
    buyers: int
    control_buyers: int
    spend: float
    control_spend: float
    buyers_effect: Effect | None
    money_effect: Effect | None
    verdict: Verdict = "cannot tell yet"
    needed: int | None = None

    @property
    def enough_buyers(self) -> bool:
        """Whether both arms have the buyers that the intervals need."""
        return min(self.buyers, self.control_buyers) >= LEAST_BUYERS

    def effect(self, measure: Literal["buyers", "money"]) -> Effect | None:
        """Return what the verdict goes by."""
        return self.buyers_effect if measure == "buyers" else self.money_effect


@dataclass(frozen=True)
class Lift:
    """What a campaign did.

    Parameters
    ----------
    whole : Comparison
        Everybody.
    segments : tuple of Comparison
        One per segment; empty where there is one segment only.
    measure : {"buyers", "money"}
        What the verdicts go by: money where a cost was given, else buyers.
    terms : Terms
        What a person said.
    cap, before_cap : SpendCap
        What was counted of the largest amounts, after and before the send.
    alike : AlikeBefore or None
        What the arms spent before; None where nobody knows.
    unknown_before : int
        People whose spend before the send is not known.
    sample_ratio : float or None
        The p-value of the split; None where no plan is known.
    differ : Heterogeneity or None
        Whether the segments differ; None with fewer than two that can be judged.
    doubts : tuple of str
        Why the figures must not be read as an effect.
    """

    whole: Comparison
    segments: tuple[Comparison, ...]
    measure: Literal["buyers", "money"]
    terms: Terms
    cap: SpendCap
    before_cap: SpendCap | None
    alike: AlikeBefore | None
    unknown_before: int
    sample_ratio: float | None
    differ: Heterogeneity | None
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class _People:
    """Everybody with money after and before, capped."""

    treated: NDArray[np.bool_]
    bought: NDArray[np.bool_]
    money: NDArray[np.float64]
    before: NDArray[np.float64] | None = field(default=None)

    def only(self, rows: NDArray[np.bool_]) -> _People:
        before = None if self.before is None else self.before[rows]
        return _People(self.treated[rows], self.bought[rows], self.money[rows], before)


def measure_lift(
    treated: NDArray[np.bool_],
    money: NDArray[np.float64],
    *,
    before: NDArray[np.float64] | None = None,
    segment: NDArray[np.int64] | None = None,
    names: Sequence[str] = (),
    terms: Terms | None = None,
) -> Lift:
    """Measure what a campaign did to everybody it was meant for.

    Parameters
    ----------
    treated : ndarray of bool
        Who was to get it; the others were held back.
    money : ndarray of float
        What each person spent after the send; 0 for nothing. Who spent more than 0 is a buyer.
    before : ndarray of float, optional
        What each person spent before the send; NaN where that is not known.
    segment : ndarray of int, optional
        The place of everybody's segment in `names`.
    names : sequence of str
        The segments.
    terms : Terms, optional
        Cost, margin and plan.

    Returns
    -------
    Lift
        Verdicts with intervals. Rows in the same order give the same bits.

    Examples
    --------
    >>> treated = np.arange(4000) % 2 == 0
    >>> money = np.where(np.arange(4000) % 10 < np.where(treated, 3, 2), 10.0, 0.0)
    >>> found = measure_lift(treated, money)
    >>> found.whole.verdict, round(found.whole.buyers_effect.estimate, 3)
    ('worked', 0.2)
    """
    terms = terms or Terms()
    cap = spend_cap(money)
    known, before_cap, unknown = _before(before)
    alike = None if known is None else alike_before(known[treated], known[~treated])
    # arms that somebody chose are not made alike by an adjustment: their plain difference is shown
    used = known if alike is None or alike.holds else None
    people = _People(treated, money > 0, np.clip(money, -cap.most, cap.most), used)
    measure: Literal["buyers", "money"] = "buyers" if terms.cost is None else "money"
    whole = _compare(people, terms, level=LEVEL)
    parts = _segments(people, segment, names, terms)
    ratio = _ratio(treated, terms)
    doubts = _doubts(ratio, alike, parts)
    spoilt = any(doubt != "uneven hold-out" for doubt in doubts)
    return Lift(
        whole=_judged(whole, measure, terms, trusted=not doubts),
        segments=tuple(_judged(part, measure, terms, trusted=not spoilt) for part in parts),
        measure=measure,
        terms=terms,
        cap=cap,
        before_cap=before_cap,
        alike=alike,
        unknown_before=unknown,
        sample_ratio=ratio,
        differ=_differ(parts, measure),
        doubts=doubts,
    )


def _before(
    before: NDArray[np.float64] | None,
) -> tuple[NDArray[np.float64] | None, SpendCap | None, int]:
    """Cap the spend before the send; who is not known stands at the mean and changes nothing."""
    if before is None or not np.isfinite(before).any():
        return None, None, 0 if before is None else len(before)
    unknown = ~np.isfinite(before)
    cap = spend_cap(before[~unknown])
    capped = np.clip(before, -cap.most, cap.most)
    return np.where(unknown, capped[~unknown].mean(), capped), cap, int(unknown.sum())


def _ratio(treated: NDArray[np.bool_], terms: Terms) -> float | None:
    if terms.planned_control is None:
        return None
    count = int(treated.sum())
    return sample_ratio_p(count, len(treated) - count, planned_control=terms.planned_control)


def _compare(people: _People, terms: Terms, *, level: float, name: str = "") -> Comparison:
    """Compare the arms of some people, without a verdict."""
    arm, control = people.treated, ~people.treated
    sizes = int(arm.sum()), int(control.sum())
    buyers = int(people.bought[arm].sum()), int(people.bought[control].sum())
    rate = money = None
    if min(sizes) >= 2:
        counts = {"control_buyers": buyers[1], "control_people": sizes[1]}
        rate = _effect(rate_difference(buyers[0], sizes[0], **counts, level=level), level)
        before = people.before
        money = _effect(
            amount_difference(
                people.money[arm],
                people.money[control],
                before=None if before is None else before[arm],
                control_before=None if before is None else before[control],
                level=level,
                against=terms.break_even,
            ),
            level,
        )
    return Comparison(
        name=name,
        people=sizes[0],
        control_people=sizes[1],
        buyers=buyers[0],
        control_buyers=buyers[1],
        spend=_mean(people.money[arm]),
        control_spend=_mean(people.money[control]),
        buyers_effect=rate,
        money_effect=money,
    )


def _mean(money: NDArray[np.float64]) -> float:
    return float(money.mean()) if len(money) else 0.0


def _effect(found: Difference, level: float) -> Effect | None:
    estimate, low, high, error, p = (
        float(part) for part in (found.estimate, found.low, found.high, found.error, found.p)
    )
    if not np.isfinite([estimate, low, high, error]).all():
        return None
    return Effect(estimate, low, high, error, level, 1.0 if math.isnan(p) else p)


def _segments(
    people: _People,
    segment: NDArray[np.int64] | None,
    names: Sequence[str],
    terms: Terms,
) -> list[Comparison]:
    """Compare the arms of every segment, each as sure as all of them together must be."""
    if segment is None or len(names) < 2:
        return []
    groups = [people.only(segment == place) for place in range(len(names))]
    judged = sum(
        min(int(group.bought[group.treated].sum()), int(group.bought[~group.treated].sum()))
        >= LEAST_BUYERS
        for group in groups
    )
    level = level_of_each(LEVEL, judged)
    parts = [
        _compare(group, terms, level=level, name=name)
        for group, name in zip(groups, names, strict=True)
    ]
    for kind in ("buyers_effect", "money_effect"):
        places = [place for place, part in enumerate(parts) if part.enough_buyers]
        effects = [getattr(parts[place], kind) for place in places]
        adjusted = holm([effect.p for effect in effects])
        for place, effect, p in zip(places, effects, adjusted.tolist(), strict=True):
            parts[place] = replace(parts[place], **{kind: replace(effect, p_holm=p)})
    return parts


def _differ(
    parts: Sequence[Comparison], measure: Literal["buyers", "money"]
) -> Heterogeneity | None:
    """Test whether the segments that can be judged differ."""
    effects = [effect for part in parts if part.enough_buyers and (effect := part.effect(measure))]
    effects = [effect for effect in effects if effect.error > 0]
    if len(effects) < 2:
        return None
    return heterogeneity([item.estimate for item in effects], [item.error for item in effects])


def _doubts(
    ratio: float | None, alike: AlikeBefore | None, parts: Sequence[Comparison]
) -> tuple[Doubt, ...]:
    """Return why the arms cannot be compared."""
    found: list[Doubt] = []
    if ratio is not None and ratio < SAMPLE_RATIO_ALARM:
        found.append("sample ratio")
    if alike is not None and not alike.holds:
        found.append("not alike before")
    if _uneven(parts):
        found.append("uneven hold-out")
    return tuple(found)


def _uneven(parts: Sequence[Comparison]) -> bool:
    """Tell whether some segments were held back more than others, which mixes them up overall."""
    from scipy import stats

    split = np.array([(part.people, part.control_people) for part in parts])
    if len(split) < 2 or not split.sum(axis=0).all() or not split.sum(axis=1).all():
        return False
    return float(stats.chi2_contingency(split, correction=False).pvalue) < SAMPLE_RATIO_ALARM


def _judged(
    found: Comparison, measure: Literal["buyers", "money"], terms: Terms, *, trusted: bool
) -> Comparison:
    """Give a comparison its verdict, or say how many more people it takes."""
    if not trusted:
        return replace(found, verdict="not to be trusted")
    effect = found.effect(measure)
    even = terms.break_even if measure == "money" else 0.0
    if effect is not None and found.enough_buyers:
        if effect.low > even:
            return replace(found, verdict="worked")
        if effect.high < even:
            return replace(found, verdict="did not work")
    return replace(found, needed=_more(found, effect, even))


def _more(found: Comparison, effect: Effect | None, even: float) -> int | None:
    """Return how many more people it takes, for the difference and for enough buyers."""
    fewest = min(found.buyers, found.control_buyers)
    if effect is None or fewest == 0:
        return None
    people = found.people + found.control_people
    needed = people_needed(
        people=people, error=effect.error, distance=effect.estimate - even, level=effect.level
    )
    if needed is None:
        return None
    return max(needed, math.ceil(people * LEAST_BUYERS / fewest)) - people
