"""What sets a segment apart from everybody, and from the segment that lies nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.profile.levels import WEAK
from personae.profile.segment import Difference, Neighbour
from personae.profile.wording import (
    bare_figure,
    enumerate_words,
    is_counted,
    percent,
    short_category,
    token,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.data.customers import CustomerColumn, Customers
    from personae.profile.levels import Level
    from personae.profile.segment import CategoryProfile, NumberProfile

__all__ = [
    "MOST_DIFFERENCES",
    "described_label",
    "nearest_centers",
    "neighbour_of",
    "strongest_differences",
]

MOST_DIFFERENCES = 6


def described_label(column: CustomerColumn, labels: dict[str, str]) -> str:
    """Return the words for a column in a sentence: its own label, if that is short and clean.

    Examples
    --------
    >>> from personae.data.customers import CustomerColumn
    >>> column = CustomerColumn("recency_days", "number", "behaviour", label="days of silence")
    >>> described_label(column, {"recency_days": "recency days"})
    'days of silence'
    """
    text = column.label.strip().removeprefix("number of ")
    own_words = text and text != column.name and len(text) <= 40 and text.isprintable()
    return text if own_words and not set(text) & set("<>&{}⟪⟫") else labels[column.name]


def _compared(column: CustomerColumn, labels: dict[str, str]) -> tuple[str, str]:
    label = described_label(column, labels)
    if is_counted(column, label):
        return "more", "fewer"
    # sums of money are more or less, a fee or an income is higher or lower
    return ("more", "less") if label.split()[:1] == ["money"] else ("higher", "lower")


def strongest_differences(
    numbers: tuple[NumberProfile, ...],
    categories: tuple[CategoryProfile, ...],
    levels: tuple[Level, ...],
    *,
    customers: Customers,
    labels: dict[str, str],
) -> tuple[Difference, ...]:
    """Return what sets a segment apart from everybody, the most telling first, at most six.

    Sorted by the rank effect (for a category half the difference of the shares, which is the
    same figure for a 0/1 column); differences that are too small to mean anything are left out.

    Parameters
    ----------
    numbers, categories : tuple of NumberProfile, tuple of CategoryProfile
        The profile of the segment.
    levels : tuple of Level
        Its levels.
    customers : Customers
        For units and labels.
    labels : dict of str to str
        A short label for every column.
    """
    ranked: list[tuple[float, Difference]] = []
    by_column = {level.column: level for level in levels}
    for number in numbers:
        level = by_column[number.column]
        ranked.append((abs(level.effect), _number_difference(number, level, customers, labels)))
    features = {level.column for level in levels if level.is_feature}
    best: dict[str, CategoryProfile] = {}
    for item in categories:
        held = best.get(item.column)
        if held is None or abs(item.share - item.overall_share) > abs(
            held.share - held.overall_share
        ):
            best[item.column] = item
    for item in best.values():
        effect = abs(item.share - item.overall_share) / 2.0
        is_feature = item.column in features
        ranked.append((effect, _category_difference(item, labels, is_feature=is_feature)))
    ranked = [pair for pair in ranked if pair[0] >= WEAK]
    ranked.sort(key=lambda pair: (-round(pair[0], 9), pair[1].column))
    return tuple(difference for _, difference in ranked[:MOST_DIFFERENCES])


def _number_difference(
    number: NumberProfile, level: Level, customers: Customers, labels: dict[str, str]
) -> Difference:
    column = customers.column(number.column)
    label = described_label(column, labels)
    return Difference(
        column=number.column,
        label=label,
        text=f"{label}: {bare_figure(number.mean, column, customers)} against "
        f"{bare_figure(number.overall_mean, column, customers)} ({_deviations(number.difference)})",
        mean=number.mean,
        overall_mean=number.overall_mean,
        difference=number.difference,
        is_feature=level.is_feature,
    )


def _category_difference(
    item: CategoryProfile, labels: dict[str, str], *, is_feature: bool
) -> Difference:
    label = f"{labels[item.column]} = {short_category(item.category) or '?'}"
    return Difference(
        column=item.column,
        label=label,
        text=f"{label}: {percent(item.share)} against {percent(item.overall_share)} "
        f"({_deviations(item.difference)})",
        mean=item.share,
        overall_mean=item.overall_share,
        difference=item.difference,
        is_feature=is_feature,
    )


def _deviations(difference: float) -> str:
    text = f"{difference:+.1f}"
    return f"{'0.0' if text in {'+0.0', '-0.0'} else text} sd"


def nearest_centers(centers: NDArray[np.float64]) -> list[int | None]:
    """Return for every centre the index of the nearest other one; None where there is no other.

    Examples
    --------
    >>> nearest_centers(np.array([[0.0], [1.0], [5.0]]))
    [1, 0, 1]
    """
    if len(centers) < 2:
        return [None] * len(centers)
    squared = ((centers[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2)
    np.fill_diagonal(squared, np.inf)
    return [int(place) for place in squared.argmin(axis=1)]


def neighbour_of(
    own: tuple[tuple[Level, ...], dict[str, NumberProfile]],
    other: tuple[tuple[Level, ...], dict[str, NumberProfile]],
    *,
    segment: int,
    name: str,
    customers: Customers,
    labels: dict[str, str],
) -> Neighbour:
    """Say what separates a segment from its nearest neighbour.

    Parameters
    ----------
    own, other : tuple of (levels, profiles by column)
        The segment and its neighbour.
    segment, name : int, str
        Number and name of the neighbour.
    customers : Customers
        For units and labels.
    labels : dict of str to str
        A short label for every column.

    Returns
    -------
    Neighbour
        Up to two features whose rank effects differ most.
    """
    effects = {level.column: level.effect for level in other[0]}
    gaps = [
        (abs(level.effect - effects[level.column]), level)
        for level in own[0]
        if level.is_feature and level.column in own[1] and level.column in other[1]
    ]
    gaps.sort(key=lambda pair: (-round(pair[0], 9), pair[1].column))
    told = [level for gap, level in gaps[:2] if gap >= max(WEAK, gaps[0][0] / 3.0)]
    said = []
    for level in told:
        column = customers.column(level.column)
        mine, theirs = own[1][level.column], other[1][level.column]
        # on a skewed column the mean may say the opposite of nearly everybody; then medians speak
        use_mean = (mine.mean - theirs.mean) * (level.effect - effects[level.column]) > 0
        a, b = (mine.mean, theirs.mean) if use_mean else (mine.median, theirs.median)
        word = _compared(column, labels)[0 if a > b else 1]
        figures = " against ".join(bare_figure(value, column, customers) for value in (a, b))
        said.append(f"{word} {described_label(column, labels)} ({figures})")
    text = f"The nearest segment is {token(segment)}"
    text += (
        f"; what separates the two: {enumerate_words(said)}."
        if said
        else "; the two hardly differ."
    )
    return Neighbour(segment, name, text)
