"""Discounts of customers in, which segments buy on promotion more than their baskets explain out.

This says that a segment bought when prices were down. Whether it would have bought at the full
price, too, is not in a log: for that, prices must have differed at random.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from personae.actions.lift.several_tests import holm
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.features.promotion import PromotionShares

__all__ = ["OnPromotion", "SegmentPromotion", "on_promotion"]

_FEWEST_CUSTOMERS = 10
_LEVEL = 0.05
WORTH_A_WORD = 0.02
"""Two points off the listed price; among many customers chance does not give a smaller difference
either, but no shop would treat them otherwise for it."""


@dataclass(frozen=True)
class SegmentPromotion:
    """What one segment had off its prices.

    Parameters
    ----------
    segment : int
        Its number.
    customers : int
        Its customers whose purchases could be compared.
    share : float or None
        The part of the listed price that was taken off; None with fewer than ten such customers,
        as is all that follows.
    expected : float or None
        The part that others had taken off, on the same categories in the same weeks.
    difference, low, high : float or None
        share - expected, with its 95 % interval over customers.
    p : float or None
        Of no difference, corrected for all segments (Holm).
    verdict : {"more", "less", "as expected", "cannot tell"}
        Whether it buys on promotion more or less than its baskets explain, by two points off the
        listed price or more, and more clearly than chance gives.
    """

    segment: int
    customers: int
    share: float | None
    expected: float | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    verdict: Literal["more", "less", "as expected", "cannot tell"]

    @property
    def text(self) -> str:
        """The finding in words."""
        if self.share is None or self.expected is None:
            return "too few customers to say how much they buy on promotion"
        both = (
            f"{self.share:.1%} off the listed price, where others had {self.expected:.1%} on the "
            "same categories in the same weeks"
        )
        if self.verdict == "more":
            return f"buys on promotion: {both}"
        if self.verdict == "less":
            return f"buys on promotion less than others: {both}"
        return f"buys on promotion about as much as others: {both}"


@dataclass(frozen=True)
class OnPromotion:
    """What the segments had off their prices.

    Parameters
    ----------
    segments : tuple of SegmentPromotion
        Per segment.
    category_column : str
        The column of categories.
    compared : float
        The share of all listed money that somebody else's purchase could be held against.
    """

    segments: tuple[SegmentPromotion, ...]
    category_column: str
    compared: float

    def words(self) -> tuple[str, ...]:
        """Return how to read it, in sentences for somebody who runs a shop."""
        text = (
            "What was taken off a customer's prices is set against what all other customers had "
            "taken off on the same categories in the same weeks "
            f"({self.compared:.0%} of the listed money could be compared). Buying on promotion is "
            "not the same as not buying without it: only a test in which prices differ by chance "
            "tells that."
        )
        return (text,)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready values."""
        return {
            "category_column": self.category_column,
            "compared": round(self.compared, 6),
            "segments": [
                {
                    name: round(value, 6) if isinstance(value, float) else value
                    for name, value in {**vars(item), "text": item.text}.items()
                }
                for item in self.segments
            ],
            "words": list(self.words()),
        }


def on_promotion(shares: PromotionShares, labels: NDArray[np.integer[Any]], k: int) -> OnPromotion:
    """Say which segments buy on promotion more than their categories and weeks explain.

    The difference of a segment is D = sum (taken - expected) / sum listed. Its standard error is
    that of a ratio over customers: the root of n / (n - 1) x sum (taken - expected - D x listed)^2,
    over sum listed (Cochran, W. G. (1977), Sampling Techniques, 3rd edition, 6.4); the interval
    takes Student's t with n - 1 degrees of freedom.

    Parameters
    ----------
    shares : PromotionShares
        What was taken off each customer's prices, and what was to expect.
    labels : ndarray, shape (n_customers,)
        The segment of every customer, from 0.
    k : int
        How many segments there are.
    """
    numbers = np.asarray(labels)
    compared = [(numbers == place) & (shares.listed > 0.0) for place in range(k)]
    figures = [_figures(shares, inside) for inside in compared]
    p = iter(holm([values[-1] for values in figures if values is not None]).tolist())
    segments = tuple(
        _of_segment(place + 1, int(inside.sum()), values, next(p) if values else None)
        for place, (inside, values) in enumerate(zip(compared, figures, strict=True))
    )
    return OnPromotion(segments, shares.category_column, shares.compared)


def _of_segment(
    number: int, customers: int, values: tuple[float, ...] | None, p: float | None
) -> SegmentPromotion:
    if values is None or p is None:
        return SegmentPromotion(number, customers, *(None,) * 6, verdict="cannot tell")
    share, expected, difference, low, high, _ = values
    verdict: Literal["more", "less", "as expected"] = "as expected"
    if p < _LEVEL and abs(difference) >= WORTH_A_WORD:
        verdict = "more" if difference > 0 else "less"
    return SegmentPromotion(number, customers, share, expected, difference, low, high, p, verdict)


def _figures(shares: PromotionShares, inside: NDArray[np.bool_]) -> tuple[float, ...] | None:
    """Return share, expectation, difference with interval, and its p-value."""
    from scipy.special import stdtr, stdtrit  # scipy.stats takes half a second to import

    n = int(inside.sum())
    if n < _FEWEST_CUSTOMERS:
        return None
    listed, taken = shares.listed[inside], shares.taken[inside]
    whole, excess = listed.sum(), taken - shares.expected[inside]
    difference = float(excess.sum() / whole)
    residual = excess - difference * listed
    error = float(np.sqrt(n / (n - 1) * (residual @ residual)) / whole)
    reach = float(stdtrit(n - 1, 0.975)) * error
    p = 2 * float(stdtr(n - 1, -abs(difference) / error)) if error > 0.0 else 1.0
    share = float(taken.sum() / whole)
    return share, share - difference, difference, difference - reach, difference + reach, p
