"""Who bought what in, from which shelf each thing was picked and who stood before it out.

A product that was on sale for part of the time only, or has a season, is compared within it: only
what was bought then counts, of this product and of all others. Else whoever came in December would
be found to love Christmas stars. All things that are compared within one stretch of time stand on
one shelf.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.actions.offers.picking import alike, classes_of, picks_of, rates_of
from personae.dataclass import dataclass
from personae.features.product_pairs import PARTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.actions.offers.picking import Alike
    from personae.features.product_pairs import Pairs

__all__ = ["Bought", "Shelves", "bought_by", "seasons_of", "shelves_of"]

SEASON, ON_SALE = 4, 9
"""Of the twelve parts of a log: the longest season, and the longest stretch that is not all."""
_SETS = 1 << PARTS


@dataclass(frozen=True)
class Shelves:
    """Who bought what when, and from which shelves: all that can be said before there are segments.

    Before each shelf, customers are told apart by how many different things they bought then. Of
    many such numbers, near ones are taken together; a shelf with fewer than another one has no
    picks and no customers in the last of its u places.

    Parameters
    ----------
    pairs : Pairs
        Who bought what.
    spans : ndarray of uint16, shape (n_things,)
        The stretch of time in which each thing is compared, as bits of `Pairs.parts`.
    counted : ndarray of bool, shape (n_pairs,)
        Which pairs were bought within the stretch of time of their thing.
    when : Tally
        How many pairs each customer has in which parts of the time.
    stretches : ndarray of uint16, shape (s,)
        The stretch of time of each shelf, ascending: of every thing with enough holders.
    things : ndarray of int64, shape (n,)
        The things with enough holders, shelf by shelf.
    shelf : ndarray of int64, shape (n,)
        On which shelf each of them stands.
    picks : ndarray of float64, shape (s, u)
        How much a customer picked: x.
    place : ndarray of int8, shape (s, n_customers)
        In which of the u places each customer is found; -1 for who bought nothing then.
    kinds : Alike
        Which of `things` equally many customers bought.
    rates : ndarray of float64, shape (n_kinds,)
        How often everybody picks these: y.
    """

    pairs: Pairs
    spans: NDArray[np.uint16] = field(repr=False)
    counted: NDArray[np.bool_] = field(repr=False)
    when: Tally = field(repr=False)
    stretches: NDArray[np.uint16]
    things: NDArray[np.int64] = field(repr=False)
    shelf: NDArray[np.int64] = field(repr=False)
    picks: NDArray[np.float64] = field(repr=False)
    place: NDArray[np.int8] = field(repr=False)
    kinds: Alike = field(repr=False)
    rates: NDArray[np.float64] = field(repr=False)


@dataclass(frozen=True)
class Bought:
    """Who bought what, by segment, with the shelves to compare it with.

    Parameters
    ----------
    shelves : Shelves
        From which shelves.
    counts : ndarray of int64, shape (k, n_things)
        How many customers of each segment bought each thing in its stretch of time.
    sizes : ndarray of int64, shape (k,)
        How many customers each segment has.
    customers : ndarray of float64, shape (k, s, u)
        How many customers of each segment are found in each place before each shelf.
    pairs : ndarray of int64, shape (k, s)
        How many pairs of customer and thing each segment has in the stretch of time of each shelf.
    """

    shelves: Shelves
    counts: NDArray[np.int64] = field(repr=False)
    sizes: NDArray[np.int64]
    customers: NDArray[np.float64] = field(repr=False)
    pairs: NDArray[np.int64] = field(repr=False)


class Tally:
    """How many pairs each customer, or each thing, has in which parts of the time.

    Few sets of parts occur, and most pairs share theirs: each is counted once.

    Parameters
    ----------
    who : ndarray of int32, shape (n_pairs,)
        Whose each pair is.
    parts : ndarray of uint16, shape (n_pairs,)
        When it was bought, as in `Pairs`.
    """

    def __init__(self, who: NDArray[np.int32], parts: NDArray[np.uint16]) -> None:
        key = who.astype(np.int64) << PARTS | parts
        key.sort()
        starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
        self.who = (key[starts] >> PARTS).astype(np.int32)
        self.parts = (key[starts] & (_SETS - 1)).astype(np.uint16)
        self.pairs = np.diff(np.append(starts, len(key))).astype(np.float64)

    def within(self, span: int, size: int) -> NDArray[np.int64]:
        """Count the pairs of each that were bought in a stretch of time."""
        # to pick those first would take twice as long
        then = self.pairs * ((self.parts & np.uint16(span)) != 0)
        return np.bincount(self.who, weights=then, minlength=size).astype(np.int64)

    def of_segments(
        self, segment: NDArray[np.int64], k: int, spans: NDArray[np.uint16]
    ) -> NDArray[np.int64]:
        """Count the pairs of each segment that were bought in stretches of time, shape (k, s)."""
        key = (segment << PARTS)[self.who] | self.parts
        within = np.bincount(key, weights=self.pairs, minlength=k << PARTS).astype(np.int64)
        # part by part, pairs with exactly these parts become those with no others than these
        for part in range(PARTS):
            halves = within.reshape(-1, 2, 1 << part)
            halves[:, 1] += halves[:, 0]
        without = within.reshape(k, _SETS)
        return without[:, -1:] - without[:, _SETS - 1 - spans.astype(np.int64)]


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
    stretches, shelf = np.unique(spans[asked], return_inverse=True)
    order = np.argsort(shelf, kind="stable")
    things, shelf = asked[order], shelf[order]
    when, sold = Tally(pairs.customer, pairs.parts), Tally(pairs.thing, pairs.parts)
    learned = [
        _learned(when.within(span, pairs.n_customers), sold.within(span, pairs.n_things))
        for span in stretches.tolist()
    ]
    picks = _side_by_side([one for one, _ in learned])
    place = np.array([one for _, one in learned], np.int8).reshape(-1, pairs.n_customers)
    kinds = alike(shelf, holders[things])
    everybody = _customers(place, np.zeros(pairs.n_customers, np.int64), (1, *picks.shape))[0]
    rates = rates_of(picks[kinds.shelf], everybody[kinds.shelf], kinds.holders)
    return Shelves(
        pairs, spans, counted, when, stretches, things, shelf, picks, place,
        kinds=kinds, rates=rates,
    )  # fmt: skip


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
    segment, pairs = np.asarray(labels, dtype=np.int64), shelves.pairs
    key = (segment * pairs.n_things)[pairs.customer[shelves.counted]]
    key += pairs.thing[shelves.counted]
    counts = np.bincount(key, minlength=k * pairs.n_things).reshape(k, pairs.n_things)
    return Bought(
        shelves=shelves,
        counts=counts,
        sizes=np.bincount(segment, minlength=k),
        customers=_customers(shelves.place, segment, (k, *shelves.picks.shape)),
        pairs=shelves.when.of_segments(segment, k, shelves.stretches),
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


def _learned(
    each: NDArray[np.int64], holders: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Learn one shelf from how many things each customer bought, and how many bought each thing."""
    place, variety = classes_of(each)
    if variety[0] == 0.0:
        # who bought nothing then cannot have held anything
        place, variety = place - 1, variety[1:]
    everybody = np.bincount(place[place >= 0], minlength=len(variety))
    return picks_of(variety, everybody, holders[holders > 0]), place.astype(np.int8)


def _side_by_side(picks: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the picks before all shelves, with 0 in places that a shelf does not have."""
    found = np.zeros((len(picks), max(map(len, picks), default=0)))
    for row, own in zip(found, picks, strict=True):
        row[: len(own)] = own
    return found


def _customers(
    place: NDArray[np.int8], segment: NDArray[np.int64], shape: tuple[int, int, int]
) -> NDArray[np.float64]:
    """Count the customers of each segment in each place before each shelf, shape (k, s, u)."""
    k, shelves, places = shape
    found = np.empty(shape)
    first = segment * (places + 1) + 1
    for shelf in range(shelves):
        # the place before the first one is for those who bought nothing
        counts = np.bincount(first + place[shelf], minlength=k * (places + 1))
        found[:, shelf] = counts.reshape(k, places + 1)[:, 1:]
    return found
