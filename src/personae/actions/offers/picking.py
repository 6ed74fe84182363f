"""How many hold each thing in, how often each is picked out, where all pick from one shelf.

A customer who holds many different products is more likely to hold any one of them. So what a
segment buys is compared with what its customers would hold if everybody took products from the
same shelf: customer i picks at rate x_i, product p is picked at rate y_p, and

    P(i holds p) = 1 - exp(-x_i y_p).

x and y are such that every customer is expected to hold as many different products as they do, and
every product to have as many holders as it has (the two-sided margins of Saracco, F. et al. (2015),
Scientific Reports 5:10595, with picks in place of their logistic link).
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Alike", "alike", "classes_of", "holding", "picks_of", "rates_of"]

_CLASSES = 96
_SWEEPS, _STEPS, _EXACT = 400, 60, 1e-8


@dataclass(frozen=True)
class Alike:
    """Things of one shelf that equally many hold: what is reckoned for one holds for all of them.

    Parameters
    ----------
    shelf : ndarray of int64, shape (n,)
        From which shelf they were picked, ascending.
    holders : ndarray of int64, shape (n,)
        How many customers hold each of them.
    place : ndarray of int64, shape (n_things,)
        Where each thing is found among these.
    """

    shelf: NDArray[np.int64]
    holders: NDArray[np.int64]
    place: NDArray[np.int64] = field(repr=False)


def alike(shelf: NDArray[np.int64], holders: NDArray[np.int64]) -> Alike:
    """Take together the things of one shelf that equally many hold.

    Parameters
    ----------
    shelf, holders : ndarray of int64, shape (n_things,)
        From which shelf each thing was picked, and how many customers hold it.

    Examples
    --------
    >>> found = alike(np.array([0, 0, 1, 0]), np.array([30, 40, 30, 30]))
    >>> found.shelf.tolist(), found.holders.tolist(), found.place.tolist()
    ([0, 0, 1], [30, 40, 30], [0, 1, 2, 0])
    """
    most = int(holders.max(initial=0)) + 1
    kinds, place = np.unique(shelf * most + holders, return_inverse=True)
    return Alike(kinds // most, kinds % most, place)


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
    place, held = classes_of(holders)
    things = np.bincount(place).astype(np.float64)
    weight = customers.astype(np.float64)
    # who holds everything picked no finite amount; half a thing less is as much as can be told
    row_target = np.minimum(variety, things.sum() - 0.5)
    column_target = np.minimum(held, weight.sum() - 0.5)
    x, y = np.log(row_target), np.log(column_target / (weight @ variety))
    for _ in range(_SWEEPS):
        before = x
        x = x + _step(np.exp(x), np.exp(y), things, row_target)
        y = y + _step(np.exp(y), np.exp(x), weight, column_target)
        shift = np.log((weight @ variety) / (weight @ np.exp(x)))
        x, y = x + shift, y - shift
        if np.abs(x - before).max() < _EXACT:
            break
    picks: NDArray[np.float64] = np.exp(x)
    return picks


def rates_of(
    picks: NDArray[np.float64], customers: NDArray[np.float64], holders: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the rates y at which things are picked that have so many holders among customers.

    Parameters
    ----------
    picks : ndarray of float64, shape (n, u)
        How much customers before the shelf of each thing pick.
    customers : ndarray of float64, shape (n, u)
        How many customers pick so much.
    holders : ndarray of int64, shape (n,)
        How many of them hold each thing; 1 or more.
    """
    total = customers.sum(axis=1)
    target = np.minimum(holders, total - 0.5)
    # all customers pick as much as the mean: not quite so, but near
    drawn = np.vecdot(customers, picks)
    rates: NDArray[np.float64] = -np.log1p(-target / total) * total / drawn
    for _ in range(_STEPS):
        step = _step(rates, picks, customers, target)
        rates = rates * np.exp(step)
        if np.abs(step).max(initial=0.0) < _EXACT:
            break
    return rates


def holding(picks: NDArray[np.float64], rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return P(holds), shape (n, u).

    Parameters
    ----------
    picks : ndarray of float64, shape (n, u)
        How much customers before the shelf of each thing pick.
    rates : ndarray of float64, shape (n,)
        How often each thing is picked.
    """
    return -np.expm1(-rates[:, None] * picks)


def classes_of(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Take near values together where there are many; return each one's class, and the means.

    Small numbers keep a class of their own, 0 among them.
    """
    # they are numbers of things or people: to mark those that occur is quicker than to sort them
    occurs = np.bincount(values) > 0
    found, place = np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[values]
    if len(found) <= _CLASSES:
        return place, found.astype(np.float64)
    edges = np.geomspace(1.0, float(found[-1]), _CLASSES)
    _, joined = np.unique(np.searchsorted(edges, found, side="right"), return_inverse=True)
    place = joined[place]
    means: NDArray[np.float64] = np.bincount(place, weights=values) / np.bincount(place)
    return place, means


def _step(
    rates: NDArray[np.float64],
    picks: NDArray[np.float64],
    customers: NDArray[np.float64],
    target: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return a Newton step of the logarithm of each rate towards its expected count.

    Picks and customers as in `rates_of`, or the same for all rates, shape (u,).
    """
    without = np.exp(-rates[:, None] * picks)
    short = target - (customers.sum(axis=-1) - np.vecdot(without, customers))
    step: NDArray[np.float64] = short / (rates * np.vecdot(without, customers * picks))
    return np.clip(step, -1.0, 1.0)
