"""Who bought what in, what each customer would hold if all picked from one shelf out.

A customer who holds many different products is more likely to hold any one of them. So what a
segment buys is compared with what its customers would hold if everybody took products from the
same shelf: customer i picks at rate x_i, product p is picked at rate y_p, and

    P(i holds p) = 1 - exp(-x_i y_p).

x and y are such that every customer is expected to hold as many different products as they do, and
every product to have as many holders as it has (the two-sided margins of Saracco, F. et al. (2015),
Scientific Reports 5:10595, with picks in place of their logistic link).

A product that was on sale for part of the time only is compared within that part: with what each
customer bought in these parts of the log, so that nobody is missed who was not there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.features.product_pairs import Pairs

__all__ = ["Bought", "Shelf", "bought_by", "picks_of", "rates_of"]

_CLASSES = 128
_SWEEPS, _NEWTON, _EXACT = 400, 2, 1e-10


@dataclass(frozen=True)
class Shelf:
    """The things of one stretch of time, and how much everybody picked in it.

    Parameters
    ----------
    things : ndarray of int64, shape (n,)
        The things that were on sale exactly then, as far as they are asked about.
    variety : ndarray of int64, shape (u,)
        The numbers of different things that customers bought then, ascending, without 0.
    picks : ndarray of float64, shape (u,)
        How much a customer of such a number picked: x.
    customers : ndarray of int64, shape (k, u)
        How many customers of each segment have each number.
    pairs : ndarray of int64, shape (k,)
        How many pairs of customer and thing each segment has then.
    """

    things: NDArray[np.int64]
    variety: NDArray[np.int64] = field(repr=False)
    picks: NDArray[np.float64] = field(repr=False)
    customers: NDArray[np.int64] = field(repr=False)
    pairs: NDArray[np.int64]

    def holding(self, rates: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return P(holds) by number of things bought and rate, shape (u, n_rates)."""
        return -np.expm1(-np.outer(self.picks, rates))


@dataclass(frozen=True)
class Bought:
    """Who bought what, by segment, with the shelves to compare it with.

    Parameters
    ----------
    counts : ndarray of int64, shape (k, n_things)
        How many customers of each segment bought each thing.
    sizes : ndarray of int64, shape (k,)
        How many customers each segment has.
    shelves : tuple of Shelf
        One per stretch of time.
    """

    counts: NDArray[np.int64] = field(repr=False)
    sizes: NDArray[np.int64]
    shelves: tuple[Shelf, ...] = field(repr=False)

    @cached_property
    def holders(self) -> NDArray[np.int64]:
        """How many customers bought each thing."""
        total: NDArray[np.int64] = self.counts.sum(axis=0)
        return total


def bought_by(pairs: Pairs, labels: NDArray[np.integer[Any]], k: int, *, least: int) -> Bought:
    """Count who bought what by segment, and learn the shelves.

    Parameters
    ----------
    pairs : Pairs
        Who bought what.
    labels : ndarray, shape (n_customers,)
        The segment of every customer, from 0.
    k : int
        How many segments there are.
    least : int
        Only things with so many holders are asked about.
    """
    segment = np.asarray(labels, dtype=np.int64)
    key = segment[pairs.customer] * pairs.n_things + pairs.thing
    counts = np.bincount(key, minlength=k * pairs.n_things).reshape(k, pairs.n_things)
    holders = counts.sum(axis=0)
    spans = _spans(pairs)
    asked = np.flatnonzero(holders >= least)
    shelves = []
    for span in np.unique(spans[asked]).tolist():
        shelves.append(_shelf(pairs, segment, k, span=span, things=asked[spans[asked] == span]))
    return Bought(counts, np.bincount(segment, minlength=k), tuple(shelves))


def _spans(pairs: Pairs) -> NDArray[np.uint16]:
    """Return the parts of time from the first to the last sale of each thing, as bits."""
    bits = 8 * np.dtype(np.uint16).itemsize
    first = np.full(pairs.n_things, bits, dtype=np.int64)
    last = np.full(pairs.n_things, -1, dtype=np.int64)
    for part in range(bits):
        sold = np.bincount(pairs.thing[(pairs.parts >> part) & 1 == 1], minlength=pairs.n_things)
        first[(sold > 0) & (first == bits)] = part
        last[sold > 0] = part
    spans: NDArray[np.uint16] = ((1 << (last + 1)) - (1 << first)).astype(np.uint16)
    return spans


def _shelf(
    pairs: Pairs, segment: NDArray[np.int64], k: int, *, span: int, things: NDArray[np.int64]
) -> Shelf:
    then = (pairs.parts & np.uint16(span)) != 0
    each = np.bincount(pairs.customer[then], minlength=pairs.n_customers)
    variety, place = np.unique(each, return_inverse=True)
    table = np.bincount(segment * len(variety) + place, minlength=k * len(variety))
    customers = table.reshape(k, len(variety))
    if variety[0] == 0:
        # who bought nothing then cannot have held anything
        variety, customers = variety[1:], customers[:, 1:]
    holders = np.bincount(pairs.thing[then], minlength=pairs.n_things)
    return Shelf(
        things=things,
        variety=variety,
        picks=picks_of(variety, customers.sum(axis=0), holders[holders > 0]),
        customers=customers,
        pairs=customers @ variety,
    )


def picks_of(
    variety: NDArray[np.int64], customers: NDArray[np.int64], holders: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return how much a customer picks who holds so many different things.

    Parameters
    ----------
    variety : ndarray of int64, shape (u,)
        Numbers of different things, ascending, 1 or more.
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
    Of two things that everybody is equally likely to pick, those who hold both have picked more
    than twice as often as those who hold one.

    >>> picks = picks_of(np.array([1, 2]), np.array([6, 2]), np.array([5, 5]))
    >>> bool(picks[1] > 2 * picks[0])
    True
    """
    rows, row_weight = _classes(variety, customers)
    held, counts = np.unique(holders, return_counts=True)
    columns, column_weight = _classes(held, counts)
    # who holds everything picked no finite amount; half a thing less is as much as can be told
    row_target = np.minimum(rows, column_weight.sum() - 0.5)
    column_target = np.minimum(columns, row_weight.sum() - 0.5)
    x, y = np.log(row_target), np.log(column_target / (row_weight @ rows))
    for _ in range(_SWEEPS):
        before = x
        for _ in range(_NEWTON):
            x = x + _step(x, y, column_weight, row_target)
        for _ in range(_NEWTON):
            y = y + _step(y, x, row_weight, column_target)
        shift = np.log((row_weight @ rows) / (row_weight @ np.exp(x)))
        x, y = x + shift, y - shift
        if np.abs(x - before).max() < _EXACT:
            break
    picks: NDArray[np.float64] = np.exp(np.interp(np.log(variety), np.log(rows), x))
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


def _classes(
    values: NDArray[np.int64], counts: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Take near values together where there are many; return means and counts."""
    if len(values) <= _CLASSES:
        return values.astype(np.float64), counts.astype(np.float64)
    edges = np.geomspace(values[0], values[-1], _CLASSES)
    place = np.searchsorted(edges, values, side="right")
    weight = np.bincount(place, weights=counts)
    total = np.bincount(place, weights=counts * values)
    filled = weight > 0
    return total[filled] / weight[filled], weight[filled]


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
