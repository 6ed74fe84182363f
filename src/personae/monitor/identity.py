"""An earlier run and new segments in, the numbers that the new ones keep or get out.

Two things say that a new segment is an earlier one: it holds the same customers, and it lies in the
same place. Customers come and go, so that a segment of buyers who went quiet holds others every
quarter; and a shop that grows moves every place a little. Either is enough where it is plain.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from personae.dataclass import dataclass
from personae.stats.matching import best_pairs
from personae.stats.places import places_of

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.data.customers import Customers
    from personae.scoring.model import SegmentModel

__all__ = [
    "CLOSE",
    "SHARED",
    "EarlierRun",
    "Fate",
    "Identity",
    "Origin",
    "identify",
    "numbers_of_heirs",
    "paired",
    "shared_of",
]

SHARED = 0.5
"""A new segment is an earlier one if they share half of their customers: |both| / |either|."""
CLOSE = 0.5
"""... or if its centre has moved by less than half of the way to the nearest other centre of then.
"""
FEWEST = 30
"""So many customers must be in both runs for the share of customers to say anything."""
MAJORITY = 0.5

Origin = Literal["kept", "merged", "split", "new"]
Fate = Literal["kept", "merged", "split", "vanished"]


@dataclass(frozen=True)
class EarlierRun:
    """The run whose segments keep their numbers and names.

    Parameters
    ----------
    model : SegmentModel
        Its model.
    ids : pyarrow.Array of string
        Its customers.
    segments : ndarray of int32, shape (n_customers,)
        The number of each customer's segment.
    label : str
        What the run is called in messages.
    """

    model: SegmentModel
    ids: pa.Array = field(repr=False)
    segments: NDArray[np.int32] = field(repr=False)
    label: str = "the earlier run"


@dataclass(frozen=True)
class NewSegment:
    """A segment of now and where it comes from.

    Parameters
    ----------
    segment : int
        Its number.
    origin : {"kept", "merged", "split", "new"}
        Whether it is an earlier segment; the union of several; a part of one whose number another
        part keeps; or none of these.
    comes_from : tuple of int
        The earlier segments that it is, unites or is a part of.
    shared : float or None
        |customers in both| / |customers in either| with the segment whose number it has, among
        customers of both runs; None where there are too few.
    moved : float or None
        How far its centre lies from that of the earlier segment, in distances from there to the
        nearest other centre of then; None where the features of then are not at hand.
    """

    segment: int
    origin: Origin
    comes_from: tuple[int, ...] = ()
    shared: float | None = None
    moved: float | None = None


@dataclass(frozen=True)
class EarlierSegment:
    """A segment of then and what became of it.

    Parameters
    ----------
    segment : int
        Its number.
    name : str
        Its name then.
    fate : {"kept", "merged", "split", "vanished"}
        Whether it is still there, went into another one, goes on in several, or has no heir.
    goes_to : tuple of int
        The segments of now that it is, went into or was split into.
    """

    segment: int
    name: str
    fate: Fate
    goes_to: tuple[int, ...] = ()


@dataclass(frozen=True)
class Identity:
    """Which new segments are earlier ones.

    Parameters
    ----------
    order : tuple of int
        Which of the fitted segments, counted from 0, comes first, second, ...
    numbers : tuple of int
        The numbers in that order, ascending. A number is never used twice in a chain of runs.
    last_number : int
        The largest number ever used in the chain.
    now, then : tuple of NewSegment, EarlierSegment
        What became of the segments.
    n_both : int
        How many customers are in both runs.
    run : str
        What the earlier run is called.
    """

    order: tuple[int, ...]
    numbers: tuple[int, ...]
    last_number: int
    now: tuple[NewSegment, ...]
    then: tuple[EarlierSegment, ...]
    n_both: int
    run: str

    @property
    def kept(self) -> tuple[int, ...]:
        """The numbers that new segments have from earlier ones."""
        known = {item.segment for item in self.then}
        return tuple(number for number in self.numbers if number in known)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready values."""
        return {
            "run": self.run,
            "customers_in_both": self.n_both,
            "last_number": self.last_number,
            "now": [dict(vars(item)) | {"comes_from": list(item.comes_from)} for item in self.now],
            "then": [dict(vars(item)) | {"goes_to": list(item.goes_to)} for item in self.then],
        }


def identify(
    earlier: EarlierRun, customers: Customers, labels: NDArray[np.int32], *, k: int
) -> Identity:
    """Match new segments to those of an earlier run.

    Of all ways to pair them off, each at most once, the one is taken whose pairs agree most in
    customers and centres together (Kuhn 1955, by `scipy.optimize.linear_sum_assignment`). Only
    pairs count that share half of their customers, or whose centre moved by less than half of the
    way to the nearest other centre of then, in the space of then. Segments without a partner get
    the numbers above the largest ever used, the largest segment first.

    Parameters
    ----------
    earlier : EarlierRun
        The run whose numbers are kept.
    customers : Customers
        The customers of now.
    labels : ndarray, shape (n_customers,)
        Their segments of now, counted from 0.
    k : int
        How many there are.
    """
    old = earlier.model.numbers
    table = _crossed(earlier, customers.ids, labels, k)
    shared, moved = shared_of(table), _moved(earlier.model, customers, labels, k)
    heir = paired(shared, moved)
    last = max(earlier.model.last_number, int(old.max()))
    number, last = numbers_of_heirs(heir, old, np.bincount(labels, minlength=k), last=last)
    order = tuple(sorted(range(k), key=lambda place: number[place]))
    kin = _Kin(old, number, heir, joined=_joined(table, heir), parted=_parted(table, heir))
    return Identity(
        order=order,
        numbers=tuple(number[place] for place in order),
        last_number=last,
        now=tuple(kin.origin(place, shared, moved) for place in order),
        then=tuple(
            EarlierSegment(item.segment, item.name, *kin.fate(row))
            for row, item in enumerate(earlier.model.segments)
        ),
        n_both=int(table.sum()),
        run=earlier.label,
    )


def paired(shared: NDArray[np.float64], moved: NDArray[np.float64]) -> dict[int, int]:
    """Return which earlier segment (row) each new one (column) is, where it is one."""
    agree = np.nan_to_num(shared, nan=0.0) + np.maximum(0.0, 1.0 - np.nan_to_num(moved, nan=1.0))
    plain = (shared >= SHARED) | (moved < CLOSE)
    pairs = best_pairs(np.where(plain, agree, 0.0))
    return {j: i for i, j in pairs if plain[i, j]}


def _crossed(
    earlier: EarlierRun, ids: pa.Array, labels: NDArray[np.int32], k: int
) -> NDArray[np.int64]:
    """Count the customers of both runs by their segments of then (rows) and now (columns)."""
    old = earlier.model.numbers
    places = places_of(earlier.ids, ids)
    both = places >= 0
    then = np.searchsorted(old, earlier.segments[both])
    cells = then.astype(np.int64) * k + labels[places[both]]
    table: NDArray[np.int64] = np.bincount(cells, minlength=len(old) * k).reshape(len(old), k)
    return table


def shared_of(table: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return |both| / |either| of every pair; NaN where too few customers are in both runs."""
    if table.sum() < FEWEST:
        return np.full(table.shape, np.nan)
    either = table.sum(axis=1)[:, None] + table.sum(axis=0)[None, :] - table
    shared: NDArray[np.float64] = np.divide(
        table, either, out=np.zeros(table.shape), where=either > 0
    )
    return shared


def _moved(
    model: SegmentModel, customers: Customers, labels: NDArray[np.int32], k: int
) -> NDArray[np.float64]:
    """Return how far each new centre lies from each old one, in distances to the next old one."""
    old = model.centers
    unknown = np.full((len(old), k), np.nan)
    X = model.space.matrix_where_known(customers.table)
    if X is None:
        return unknown
    sizes = np.maximum(np.bincount(labels, minlength=k), 1)
    sums = [np.bincount(labels, weights=axis, minlength=k) for axis in X.T]
    new: NDArray[np.float64] = np.column_stack(sums) / sizes[:, None]
    away = _distances(old, new)
    if len(old) == 1:
        return np.where(np.isfinite(away), 0.0, np.nan)
    among = _distances(old, old)
    np.fill_diagonal(among, np.inf)
    reach = among.min(axis=1)[:, None]
    moved: NDArray[np.float64] = np.divide(
        away, reach, out=np.full(away.shape, np.inf), where=reach > 0.0
    )
    return moved


def _distances(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    squared: NDArray[np.float64] = ((one[:, None, :] - other[None, :, :]) ** 2).sum(axis=2)
    return np.sqrt(squared)


def numbers_of_heirs(
    heir: dict[int, int], old: NDArray[np.int32], sizes: NDArray[np.int64], *, last: int
) -> tuple[dict[int, int], int]:
    """Return the number of every new segment by its place, and the largest ever used."""
    number = {place: int(old[row]) for place, row in heir.items()}
    others = [place for place in range(len(sizes)) if place not in number]
    for place in sorted(others, key=lambda place: (-sizes[place], place)):
        last += 1
        number[place] = last
    return number, last


def _joined(table: NDArray[np.int64], heir: dict[int, int]) -> dict[int, int]:
    """Return which earlier segments without an heir went into which new one, by most customers."""
    kept = set(heir.values())
    joined = {}
    for row, counts in enumerate(table):
        into = int(counts.argmax())
        if row not in kept and counts[into] > 0 and counts[into] >= MAJORITY * counts.sum():
            joined[row] = into
    return joined


def _parted(table: NDArray[np.int64], heir: dict[int, int]) -> dict[int, int]:
    """Return which new segments without a partner are mostly customers of one that was kept."""
    kept = set(heir.values())
    parted = {}
    for place, counts in enumerate(table.T):
        source = int(counts.argmax())
        most = counts[source] > 0 and counts[source] >= MAJORITY * counts.sum()
        if place not in heir and source in kept and most:
            parted[place] = source
    return parted


@dataclass(frozen=True)
class _Kin:
    """Who descends from whom: rows are earlier segments, places new ones."""

    old: NDArray[np.int32]
    number: dict[int, int]
    heir: dict[int, int]
    joined: dict[int, int]
    parted: dict[int, int]

    def origin(
        self, place: int, shared: NDArray[np.float64], moved: NDArray[np.float64]
    ) -> NewSegment:
        number = self.number[place]
        rows = [row for row, into in self.joined.items() if into == place]
        if place in self.parted:
            return NewSegment(number, "split", self._were([self.parted[place]]))
        if place not in self.heir:
            # a single one that went into it did not make it: they share too little
            return NewSegment(number, "merged" if len(rows) > 1 else "new", self._were(rows))
        row = self.heir[place]
        return NewSegment(
            number,
            "merged" if rows else "kept",
            self._were(sorted([row, *rows])),
            _known(shared[row, place]),
            _known(moved[row, place]),
        )

    def _were(self, rows: list[int]) -> tuple[int, ...]:
        return tuple(int(self.old[row]) for row in rows)

    def fate(self, row: int) -> tuple[Fate, tuple[int, ...]]:
        into = [self.number[place] for place, source in self.heir.items() if source == row]
        parts = [self.number[place] for place, source in self.parted.items() if source == row]
        if into:
            return "split" if parts else "kept", (*into, *sorted(parts))
        if row in self.joined:
            return "merged", (self.number[self.joined[row]],)
        return "vanished", ()


def _known(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None
