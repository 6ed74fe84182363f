"""Who bought what in, what each customer would hold if all picked from one shelf out.

A customer who holds many different products is more likely to hold any one of them. So what a
segment buys is compared with what its customers would hold if everybody took products from the
same shelf: customer i picks at rate x_i, product p is picked at rate y_p, and

    P(i holds p) = 1 - exp(-x_i y_p).

x and y are such that every customer is expected to hold as many different products as they do, and
every product to have as many holders as it has (the two-sided margins of Saracco, F. et al. (2015),
Scientific Reports 5:10595, with picks in place of their logistic link).

A product that was on sale for part of the time only, or has a season, is compared within it: only
what was bought then counts, of this product and of all others. Else whoever came in December would
be found to love Christmas stars.
"""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.dataclass import dataclass
from personae.features.product_pairs import PARTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.features.product_pairs import Pairs

__all__ = [
    "Bought",
    "Shelf",
    "Shelves",
    "Stretch",
    "bought_by",
    "picks_of",
    "rates_of",
    "seasons_of",
    "shelves_of",
]

SEASON, ON_SALE = 4, 9
"""Of the twelve parts of a log: the longest season, and the longest stretch that is not all."""
_CLASSES = 96
_SWEEPS, _EXACT = 400, 1e-8


@dataclass(frozen=True)
class Stretch:
    """A stretch of time, and how much everybody picked from its shelf.

    Parameters
    ----------
    span : int
        Which parts of the time it is, as bits of `Pairs.parts`.
    things : ndarray of int64, shape (n,)
        The things that are compared exactly then, as far as they are asked about.
    variety : ndarray of float64, shape (u,)
        Numbers of different things that customers bought then, ascending, without 0. Of many
        numbers, near ones are taken together and stand here as their mean.
    picks : ndarray of float64, shape (u,)
        How much a customer of such a number picked: x.
    place : ndarray of int8, shape (n_customers,)
        Which of these numbers each customer has; -1 for who bought nothing then.
    """

    span: int
    things: NDArray[np.int64]
    variety: NDArray[np.float64] = field(repr=False)
    picks: NDArray[np.float64] = field(repr=False)
    place: NDArray[np.int8] = field(repr=False)


@dataclass(frozen=True)
class Shelves:
    """Who bought what when, and from which shelves: all that can be said before there are segments.

    Parameters
    ----------
    pairs : Pairs
        Who bought what.
    spans : ndarray of uint16, shape (n_things,)
        The stretch of time in which each thing is compared, as bits of `Pairs.parts`.
    counted : ndarray of bool, shape (n_pairs,)
        Which pairs were bought within the stretch of time of their thing.
    stretches : tuple of Stretch
        One per stretch of time that has a thing with enough holders.
    """

    pairs: Pairs
    spans: NDArray[np.uint16] = field(repr=False)
    counted: NDArray[np.bool_] = field(repr=False)
    stretches: tuple[Stretch, ...] = field(repr=False)


@dataclass(frozen=True)
class Shelf(Stretch):
    """A stretch of time, and who stood before its shelf.

    Parameters
    ----------
    customers : ndarray of int64, shape (k, u)
        How many customers of each segment have each number.
    pairs : ndarray of int64, shape (k,)
        How many pairs of customer and thing each segment has then.
    """

    customers: NDArray[np.int64] = field(repr=False)
    pairs: NDArray[np.int64]

    @property
    def everybody(self) -> NDArray[np.int64]:
        """How many customers have each number, shape (u,)."""
        total: NDArray[np.int64] = self.customers.sum(axis=0)
        return total

    def holding(self, rates: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return P(holds) by number of things bought and rate, shape (u, n_rates)."""
        return -np.expm1(-np.outer(self.picks, rates))


@dataclass(frozen=True)
class Bought:
    """Who bought what, by segment, with the shelves to compare it with.

    Parameters
    ----------
    counts : ndarray of int64, shape (k, n_things)
        How many customers of each segment bought each thing in its stretch of time.
    sizes : ndarray of int64, shape (k,)
        How many customers each segment has.
    spans : ndarray of uint16, shape (n_things,)
        The stretch of time in which each thing is compared, as bits of `Pairs.parts`.
    shelves : tuple of Shelf
        One per stretch of time that has a thing with enough holders.
    """

    counts: NDArray[np.int64] = field(repr=False)
    sizes: NDArray[np.int64]
    spans: NDArray[np.uint16] = field(repr=False)
    shelves: tuple[Shelf, ...] = field(repr=False)

    @cached_property
    def holders(self) -> NDArray[np.int64]:
        """How many customers bought each thing in its stretch of time."""
        total: NDArray[np.int64] = self.counts.sum(axis=0)
        return total


def shelves_of(pairs: Pairs, *, least: int) -> Shelves:
    """Learn the shelves.

    Parameters
    ----------
    pairs : Pairs
        Who bought what.
    least : int
        Only things with so many holders are asked about.
    """
    spans = seasons_of(pairs)
    counted = (pairs.parts & spans[pairs.thing]) != 0
    holders = np.bincount(pairs.thing[counted], minlength=pairs.n_things)
    asked = np.flatnonzero(holders >= least)
    customers, things = _Tally(pairs.customer, pairs.parts), _Tally(pairs.thing, pairs.parts)
    stretches = tuple(
        _stretch(
            span,
            asked[spans[asked] == span],
            customers.within(span, pairs.n_customers),
            things.within(span, pairs.n_things),
        )
        for span in np.unique(spans[asked]).tolist()
    )
    return Shelves(pairs, spans, counted, stretches)


def bought_by(shelves: Shelves, labels: NDArray[np.integer[Any]], k: int) -> Bought:
    """Count who bought what by segment.

    Parameters
    ----------
    shelves : Shelves
        Who bought what, and from which shelves.
    labels : ndarray, shape (n_customers,)
        The segment of every customer, from 0.
    k : int
        How many segments there are.
    """
    segment, pairs, counted = np.asarray(labels, dtype=np.int64), shelves.pairs, shelves.counted
    key = segment[pairs.customer[counted]] * pairs.n_things + pairs.thing[counted]
    counts = np.bincount(key, minlength=k * pairs.n_things).reshape(k, pairs.n_things)
    when = np.arange(1 << PARTS)
    key = segment[pairs.customer] * len(when) + pairs.parts
    bought_when = np.bincount(key, minlength=k * len(when)).reshape(k, len(when))
    return Bought(
        counts=counts,
        sizes=np.bincount(segment, minlength=k),
        spans=shelves.spans,
        shelves=tuple(
            _shelf(stretch, segment, bought_when[:, when & stretch.span != 0].sum(axis=1))
            for stretch in shelves.stretches
        ),
    )


def seasons_of(pairs: Pairs) -> NDArray[np.uint16]:
    """Return the stretch of time in which each thing is compared, as bits of its parts.

    It is the shortest run of parts of the log that holds two thirds of its sales, where that is a
    third of the log at most: its season. Else it is the shortest that holds nine tenths, where
    that is three quarters at most: it was on sale for part of the time. Else it is the time from
    its first to its last sale. Whoever bought it in several parts counts in each; of equally short
    runs it is the first.

    Parameters
    ----------
    pairs : Pairs
        Who bought what.
    """
    sold = np.stack(
        [
            np.bincount(pairs.thing[(pairs.parts >> part) & 1 == 1], minlength=pairs.n_things)
            for part in range(PARTS)
        ]
    )
    until = np.concatenate([np.zeros((1, pairs.n_things), dtype=np.int64), sold.cumsum(axis=0)])
    spans = np.zeros(pairs.n_things, dtype=np.uint16)
    for length in range(1, ON_SALE + 1):
        share = 2 / 3 if length <= SEASON else 0.9
        for first in range(PARTS - length + 1):
            inside = until[first + length] - until[first]
            short = (spans == 0) & (inside >= share * until[-1])
            spans[short] = ((1 << length) - 1) << first
    first, last = (sold > 0).argmax(axis=0), PARTS - 1 - (sold[::-1] > 0).argmax(axis=0)
    whole = (1 << (last + 1)) - (1 << first)
    return np.where(spans == 0, whole, spans).astype(np.uint16)


class _Tally:
    """How many pairs each customer, or each thing, has in which parts of the time."""

    def __init__(self, who: NDArray[np.int32], parts: NDArray[np.uint16]) -> None:
        # few sets of parts occur, and most pairs share theirs: each is counted once
        key = who.astype(np.int64) << PARTS | parts
        key.sort()
        starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
        self.who = key[starts] >> PARTS
        self.parts = (key[starts] & ((1 << PARTS) - 1)).astype(np.uint16)
        self.pairs = np.diff(np.append(starts, len(key))).astype(np.float64)

    def within(self, span: int, size: int) -> NDArray[np.int64]:
        """Count the pairs that were bought in a stretch of time."""
        # to pick those first would take twice as long
        then = self.pairs * ((self.parts & np.uint16(span)) != 0)
        return np.bincount(self.who, weights=then, minlength=size).astype(np.int64)


def _stretch(
    span: int, things: NDArray[np.int64], each: NDArray[np.int64], holders: NDArray[np.int64]
) -> Stretch:
    """Learn one shelf from how many things each customer bought, and how many bought each thing."""
    place, variety = _classes(each)
    if variety[0] == 0.0:
        # who bought nothing then cannot have held anything
        place, variety = place - 1, variety[1:]
    everybody = np.bincount(place[place >= 0], minlength=len(variety))
    picks = picks_of(variety, everybody, holders[holders > 0])
    return Stretch(span, things, variety, picks, place.astype(np.int8))


def _shelf(stretch: Stretch, segment: NDArray[np.int64], pairs: NDArray[np.int64]) -> Shelf:
    """Count the customers of each segment before one shelf."""
    n, there = len(stretch.variety), stretch.place >= 0
    customers = np.bincount(segment[there] * n + stretch.place[there], minlength=len(pairs) * n)
    return Shelf(**vars(stretch), customers=customers.reshape(len(pairs), n), pairs=pairs)


def picks_of(
    variety: NDArray[np.float64], customers: NDArray[np.int64], holders: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return how much a customer picks who holds so many different things.

    Parameters
    ----------
    variety : ndarray of float64, shape (u,)
        Numbers of different things, 1 or more.
    customers : ndarray of int64, shape (u,)
        How many customers hold so many.
    holders : ndarray of int64, shape (n_things,)
        How many customers hold each thing.

    Returns
    -------
    ndarray of float64, shape (u,)
        In units in which the mean is that of `variety`.

    Examples
    --------
    Of three things, those who hold two have picked more than twice as often as those who hold one:
    some of their picks fell on what they had.

    >>> picks = picks_of(np.array([1.0, 2.0]), np.array([6, 3]), np.array([4, 4, 4]))
    >>> bool(picks[1] > 2 * picks[0])
    True
    """
    place, held = _classes(holders)
    things = np.bincount(place).astype(np.float64)
    weight = customers.astype(np.float64)
    # who holds everything picked no finite amount; half a thing less is as much as can be told
    row_target = np.minimum(variety, things.sum() - 0.5)
    column_target = np.minimum(held, weight.sum() - 0.5)
    x, y = np.log(row_target), np.log(column_target / (weight @ variety))
    for _ in range(_SWEEPS):
        before = x
        x = x + _step(x, y, things, row_target)
        y = y + _step(y, x, weight, column_target)
        shift = np.log((weight @ variety) / (weight @ np.exp(x)))
        x, y = x + shift, y - shift
        if np.abs(x - before).max() < _EXACT:
            break
    picks: NDArray[np.float64] = np.exp(x)
    return picks


def rates_of(
    picks: NDArray[np.float64], customers: NDArray[np.int64], holders: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the rates y at which things are picked that have so many holders among customers.

    Parameters
    ----------
    picks : ndarray of float64, shape (u,)
        How much customers pick.
    customers : ndarray of int64, shape (u,)
        How many customers pick so much.
    holders : ndarray of int64, shape (n,)
        How many of them hold each thing; 1 or more.
    """
    if not len(holders):
        return np.empty(0)  # perhaps there is no customer either
    present = customers > 0
    x, weight = np.log(picks[present]), customers[present].astype(np.float64)
    target = np.minimum(holders.astype(np.float64), weight.sum() - 0.5)
    y = np.log(target) - np.log(weight @ np.exp(x))
    for _ in range(60):
        step = _step(y, x, weight, target)
        y = y + step
        if np.abs(step).max(initial=0.0) < _EXACT:
            break
    rates: NDArray[np.float64] = np.exp(y)
    return rates


def _classes(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Take near values together where there are many; return each one's class, and the means.

    Small numbers keep a class of their own, 0 among them.
    """
    found, place = np.unique(values, return_inverse=True)
    if len(found) <= _CLASSES:
        return place, found.astype(np.float64)
    edges = np.geomspace(1.0, float(found[-1]), _CLASSES)
    _, joined = np.unique(np.searchsorted(edges, found, side="right"), return_inverse=True)
    place = joined[place]
    means: NDArray[np.float64] = np.bincount(place, weights=values) / np.bincount(place)
    return place, means


def _step(
    own: NDArray[np.float64],
    other: NDArray[np.float64],
    weight: NDArray[np.float64],
    target: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return a Newton step of the logarithm of a rate towards its expected count."""
    rate = np.exp(own[:, None] + other[None, :])
    kept = np.exp(-rate)
    short = target - (1.0 - kept) @ weight
    step: NDArray[np.float64] = short / ((rate * kept) @ weight)
    return np.clip(step, -1.0, 1.0)
