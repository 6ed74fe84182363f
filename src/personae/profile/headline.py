"""Profiles in, one plain sentence per segment and one for all of them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.profile.neighbours import described_label
from personae.profile.wording import bare_figure, count, enumerate_words, figure, percent, token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.data.customers import CustomerColumn, Customers
    from personae.features.space import FeatureSpace
    from personae.profile.columns import Groups, Values
    from personae.profile.levels import Level
    from personae.profile.segment import NumberProfile

__all__ = ["filled_notes", "headline", "sentence_of_all"]

MOST_FIGURES = 4
MOSTLY_KNOWN = 0.2
"""A feature that is missing for more of a segment than this is mentioned."""
TOLD_ONE_BY_ONE = 6
_LOG_PHRASES = {
    "frequency": "{figure}",
    "basket": "{figure} {unit}",
    "spend": "{figure} in all",
    "recency": "the last purchase {figure} ago",
    "tenure": "the first purchase {figure} ago",
}


def headline(
    size: int,
    *,
    numbers: dict[str, NumberProfile],
    levels: tuple[Level, ...],
    customers: Customers,
    labels: dict[str, str],
    notes: tuple[str, ...] = (),
) -> str:
    """Tell in one sentence what is typical of a segment.

    Typical is the median. Of many features, those are told that set the segment apart most. The
    name of the segment is never part of it, nor its size and share, which stand beside it.

    Returns
    -------
    str
        Such as ``"Typically annual income 79 k$ (everybody 61.5 k$)."``.
    """
    told = [level for level in levels if level.column in numbers and _is_told(level, customers)]
    told.sort(key=lambda level: -round(abs(level.effect), 9))
    kept = {level.column for level in told[:MOST_FIGURES]}
    phrases = [
        _phrase(numbers[level.column], level, customers, labels)
        for level in _in_story_order(levels)
        if level.column in kept
    ]
    if not phrases:
        return " ".join([f"{count(size, 'customer')}.", *notes])
    return " ".join([f"Typically {enumerate_words(phrases)}.", *notes])


def filled_notes(
    customers: Customers,
    values: Values,
    groups: Groups,
    *,
    space: FeatureSpace,
    labels: dict[str, str],
) -> list[tuple[str, ...]]:
    """Say of every segment which of its features are missing for more than a fifth of it.

    A missing value counts as the typical one when segments are made, so that a segment may
    consist of customers of whom little is known; whoever reads its figures must know.
    """
    notes: list[tuple[str, ...]] = [() for _ in range(groups.k)]
    for step in space.steps:
        if step.category is not None:
            continue
        missing = np.isnan(values.numbers[step.column])
        shares = groups.counts(missing) / np.maximum(groups.sizes, 1)
        column = customers.column(step.column)
        label, fill = described_label(column, labels), bare_figure(step.fill, column, customers)
        for segment in np.flatnonzero(shares > MOSTLY_KNOWN).tolist():
            known = f"{label} is missing and counts as {fill}."
            notes[segment] += (f"For {percent(float(shares[segment]))} of them, {known}",)
    return notes


def _is_told(level: Level, customers: Customers) -> bool:
    # a log's revenue is told even where it did not make the segments
    return level.is_feature or (
        customers.kind == "transactions" and level.column == customers.money
    )


def _in_story_order(levels: tuple[Level, ...]) -> list[Level]:
    story = list(_LOG_PHRASES)
    return sorted(
        levels, key=lambda level: story.index(level.meaning) if level.meaning in story else -1
    )


def _phrase(
    number: NumberProfile, level: Level, customers: Customers, labels: dict[str, str]
) -> str:
    column = customers.column(number.column)
    phrase = _LOG_PHRASES.get(level.meaning) if customers.kind == "transactions" else None
    if phrase is not None:
        return phrase.format(figure=_spoken(number, column, customers), unit=_per(column.label))
    typical = bare_figure(number.median, column, customers)
    everybody = bare_figure(number.overall_median, column, customers)
    return f"{described_label(column, labels)} {typical} (everybody {everybody})"


def _spoken(number: NumberProfile, column: CustomerColumn, customers: Customers) -> str:
    # a log without orders counts the days with a purchase instead, and its label says so
    counted = column.label.removeprefix("number of ")
    if column.meaning == "frequency" and counted and "order" not in counted:
        text = bare_figure(number.median, column, customers)
        return f"{text} {counted.replace('days', 'day', 1) if text == '1' else counted}"
    return figure(number.median, column, customers)


def _per(label: str) -> str:
    return f"per {label.partition(' per ')[2] or 'order'}"


def sentence_of_all(
    shares: Sequence[float], revenue_shares: Sequence[float | None], *, money_word: str
) -> str:
    r"""Tell all segments in one sentence: of how many customers and how much money each is.

    Sorted by money where it is known. More than six are too many for a sentence: the first five
    are told one by one, the rest together.

    Examples
    --------
    >>> sentence_of_all([0.83, 0.17], [0.4, 0.6], money_word="revenue")
    '⟪2⟫ are 17\xa0% of customers and 60\xa0% of revenue; ⟪1⟫ are 83\xa0% and 40\xa0%.'
    >>> sentence_of_all([0.4, 0.2], [None, None], money_word="revenue")
    '⟪1⟫ are 40\xa0% of customers; ⟪2⟫ are 20\xa0%.'
    """
    known = [revenue for revenue in revenue_shares if revenue is not None]
    with_money = len(known) == len(shares)
    order = list(range(len(shares)))
    if with_money:
        order.sort(key=lambda place: (-round(known[place], 9), place))
    one_by_one = order if len(order) <= TOLD_ONE_BY_ONE else order[: TOLD_ONE_BY_ONE - 1]
    said: list[str] = []
    for place in one_by_one:
        text = f"{token(place + 1)} are {percent(shares[place])}"
        text += "" if said else " of customers"
        if with_money:
            text += f" and {percent(known[place])}" + ("" if said else f" of {money_word}")
        said.append(text)
    rest = order[len(one_by_one) :]
    if rest:
        text = (
            f"the other {count(len(rest), 'segment')} are {percent(sum(shares[i] for i in rest))}"
        )
        said.append(text + (f" and {percent(sum(known[i] for i in rest))}" if with_money else ""))
    return "; ".join(said) + "."
