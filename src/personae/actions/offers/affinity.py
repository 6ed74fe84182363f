"""Who bought what in, what each segment picks more or less often than its baskets explain out."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.actions.offers.counting import benjamini_hochberg, spread_of, two_sided
from personae.actions.offers.levels import FEWEST_BUYERS, FEWEST_HOLDERS, FOUND, says_nothing
from personae.actions.offers.picking import holding
from personae.dataclass import dataclass
from personae.features.product_pairs import PARTS
from personae.features.purchase_days import day_number

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.actions.offers.levels import Level
    from personae.actions.offers.shelf import Bought
    from personae.features.product_pairs import Pairs, ProductPairs

__all__ = ["FEWEST_EXPECTED", "Affinities", "Affinity", "affinities"]

FEWEST_EXPECTED = 1.0
"""Customers of a segment who must be expected to have bought it before the segment is asked."""
_SHOWN, _LOOKED_AT, _TOGETHER = 5, 40, 0.5


@dataclass(frozen=True)
class Affinity:
    """A product or category that a segment picks more often than its baskets explain.

    Parameters
    ----------
    segment : int
        The segment's number.
    level : str
        ``"product"`` or the name of the column of categories.
    code, label : str
        What it is. Text of the shop's file: escape it before it is shown.
    customers : int
        Customers of the segment who bought it, in the stretch of time in which it is compared.
    expected : float
        How many would have, had they picked from the shelf like everybody.
    share : float
        Its share of all different things that customers of the segment bought then.
    index : float
        100 x this share / the same share of all customers.
    shrunk_index : float
        100 x how often the segment picks it / how often everybody does, for baskets of equal
        variety, drawn towards 100 as far as chance goes.
    low, high : float
        Its 95 % interval.
    q : float
        The share of chance among all findings that are as clear as this one.
    first_day, last_day : datetime.date
        The stretch of time.
    alongside : tuple of str
        Other such things that mostly the same customers bought (sets and their parts), or that are
        called the same (with their codes).
    """

    segment: int
    level: str
    code: str
    label: str
    customers: int
    expected: float
    share: float
    index: float
    shrunk_index: float
    low: float
    high: float
    q: float
    first_day: dt.date
    last_day: dt.date
    alongside: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The finding in words, without the name of the thing."""
        return (
            f"{self.customers:,} of its customers bought it, {self.expected:,.0f} would be "
            f"expected from baskets as varied as theirs; picked {self.shrunk_index / 100:.1f} "
            f"times as often as by all customers ({self.low / 100:.1f} to {self.high / 100:.1f})"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready values."""
        days = {"first_day": self.first_day.isoformat(), "last_day": self.last_day.isoformat()}
        told = {**vars(self), **days, "alongside": list(self.alongside), "text": self.text}
        return {
            name: round(value, 6) if isinstance(value, float) else value
            for name, value in told.items()
        }


@dataclass(frozen=True)
class Affinities:
    """What each segment picks more or less often than its baskets explain.

    Parameters
    ----------
    table : pyarrow.Table
        One row per segment and thing that was asked about, by segment and falling shrunk index:
        what `affinity.csv` holds.
    most : tuple of tuple of Affinity
        Per segment, the clearest products first, five at most.
    most_categories : tuple of tuple of Affinity
        The same for categories.
    tested : int
        How many rows were tested together.
    found : int
        How many of these are findings, more or less often.
    """

    table: pa.Table = field(repr=False)
    most: tuple[tuple[Affinity, ...], ...]
    most_categories: tuple[tuple[Affinity, ...], ...]
    tested: int
    found: int

    def words(self) -> tuple[str, ...]:
        """Return how to read it, in sentences for somebody who runs a shop."""
        what = (
            "Everybody is counted once per product, however much they bought of it. What counts "
            "is which products a segment picks more often than customers with baskets of the same "
            "variety do: a segment that buys more of everything is not shown for that."
        )
        sure = (
            f"Of {self.tested:,} pairs of segment and product or category, {self.found:,} differ "
            "clearly; on average at most one in twenty of these is chance. Only products with "
            f"{FEWEST_HOLDERS} buyers or more were asked about. A product with a season is "
            "compared within it. Postage, fees and gift cards are left out."
        )
        return what, sure

    def to_dict(self) -> dict[str, Any]:
        """Return what a report shows, as JSON-ready values; no id of a customer is in it."""
        return {
            "tested": self.tested,
            "found": self.found,
            "most": [[item.to_dict() for item in items] for items in self.most],
            "most_categories": [
                [item.to_dict() for item in items] for items in self.most_categories
            ],
            "words": list(self.words()),
        }


@dataclass(frozen=True)
class _Rows:
    """Segment and thing of every row that is tested, and what was found."""

    segment: NDArray[np.int64]
    thing: NDArray[np.int64]
    count: NDArray[np.int64]
    expected: NDArray[np.float64]
    share: NDArray[np.float64]
    index: NDArray[np.float64]
    ratio: NDArray[np.float64]
    information: NDArray[np.float64]
    p: NDArray[np.float64]


def affinities(
    baskets: ProductPairs,
    levels: tuple[Level, ...],
    labels: NDArray[np.integer[Any]],
    *,
    names: tuple[str, ...],
) -> Affinities | None:
    """Find what each segment picks more or less often than its baskets explain.

    Parameters
    ----------
    baskets : ProductPairs
        Who bought what.
    levels : tuple of Level
        What `personae.actions.offers.levels.levels_of` made of it.
    labels : ndarray, shape (n_customers,)
        The segment of every customer, from 0.
    names : tuple of str
        The name of every segment.

    Returns
    -------
    Affinities or None
        None for a single segment, and where no product has enough buyers.
    """
    import pyarrow as pa

    tested = [_tested(level.bought) for level in levels]
    if len(names) < 2 or not sum(len(rows.p) for rows in tested):
        return None
    # all at once: who asks a thousand questions finds fifty answers by chance
    q = benjamini_hochberg(np.concatenate([rows.p for rows in tested]))
    ends = np.cumsum([len(rows.p) for rows in tested])[:-1]
    tables = [
        _table(level, (rows, own), baskets, names)
        for level, rows, own in zip(levels, tested, np.split(q, ends), strict=True)
    ]
    shown = [
        _shown(table, level.pairs, np.asarray(labels), len(names))
        for level, table in zip(levels, tables, strict=True)
    ]
    return Affinities(
        table=pa.concat_tables(tables).drop_columns(["thing"]),
        most=shown[0],
        most_categories=shown[1] if len(shown) > 1 else tuple(() for _ in names),
        tested=len(q),
        found=int((q <= FOUND).sum()),
    )


def _tested(bought: Bought) -> _Rows:
    """Compare every segment with the shelves."""
    shelves, kinds = bought.shelves, bought.shelves.kinds
    picks = shelves.picks[kinds.shelf]
    chance = holding(picks, shelves.rates)
    own = [customers[kinds.shelf] for customers in bought.customers]
    expected = _of_each(own, chance)
    spread = _of_each(own, chance * (1.0 - chance))
    # given how many hold it in all, those of the segment and the others vary against each other
    variance = spread * (spread.sum(axis=0) - spread) / spread.sum(axis=0)
    slope = _of_each(own, picks * (1.0 - chance)) * shelves.rates
    asked = (expected >= FEWEST_EXPECTED) & (variance > 1e-9)
    segment, column = np.nonzero(asked[:, kinds.place])
    kind, thing, shelf = kinds.place[column], shelves.things[column], shelves.shelf[column]
    count = bought.counts[segment, thing]
    expected, variance, slope = (values[segment, kind] for values in (expected, variance, slope))
    share = count / bought.pairs[segment, shelf]
    return _Rows(
        segment, thing, count, expected, share,
        index=100.0 * share / (kinds.holders[kind] / bought.pairs.sum(axis=0)[shelf]),
        # of the picks behind the holders, in which the number of holders is not a straight line
        ratio=np.maximum(1.0 + (count - expected) / slope, 0.0),
        information=slope**2 / variance,
        p=two_sided(count, expected, variance),
    )  # fmt: skip


def _of_each(
    customers: list[NDArray[np.float64]], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the sums of the customers' values for each segment and kind of things."""
    return np.stack([np.vecdot(own, values) for own in customers])


def _table(
    level: Level,
    tested: tuple[_Rows, NDArray[np.float64]],
    baskets: ProductPairs,
    names: tuple[str, ...],
) -> pa.Table:
    """Return the rows by segment and falling shrunk index, with what was shrunk."""
    import pyarrow as pa

    rows, q = tested
    shrunk, low, high = _shrunk(rows, len(names))
    order = np.lexsort((rows.thing, -shrunk, rows.segment))
    thing = rows.thing[order]
    spans, places = level.bought.shelves.spans[thing], pa.array(thing)
    figures = {
        "expected": rows.expected, "share": rows.share, "index": rows.index,
        "shrunk_index": 100 * shrunk, "low": 100 * low, "high": 100 * high,
    }  # fmt: skip
    digits = {"expected": 2, "share": 6}
    return pa.table(
        {
            "segment": pa.array(rows.segment[order] + 1, pa.int32()),
            "name": pa.array(names, pa.string()).take(pa.array(rows.segment[order])),
            "level": pa.repeat(level.name, len(order)),
            "product": level.codes.take(places),
            "label": level.labels.take(places),
            "customers": pa.array(rows.count[order], pa.int64()),
            **{
                name: pa.array(values[order].round(digits.get(name, 1)))
                for name, values in figures.items()
            },
            "p": pa.array(_significant(rows.p[order])),
            "q": pa.array(_significant(q[order])),
            "first_day": _days(spans, baskets, last=False),
            "last_day": _days(spans, baskets, last=True),
            "thing": places,
        }
    )


def _significant(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return small numbers to six digits that say something."""
    tens = np.floor(np.log10(np.maximum(chances, 1e-290)))
    scale = 10.0 ** (5.0 - tens)
    return np.asarray(np.round(chances * scale) / scale, dtype=np.float64)


def _shrunk(rows: _Rows, k: int) -> tuple[NDArray[np.float64], ...]:
    """Return the ratios drawn towards 1, with 95 % intervals.

    The true ratios of a segment are taken as gamma with mean 1 and the variance that its ratios
    show beyond chance.
    """
    from scipy import special

    shrunk, low, high = (np.ones(len(rows.p)) for _ in range(3))
    for segment in range(k):
        own = rows.segment == segment
        spread = spread_of(rows.ratio[own], rows.information[own])
        # where they vary no more than chance, all are 100, and each interval is its own
        prior = 1.0 / spread if spread > 0.0 else 0.0
        rate = rows.information[own] + prior
        mean = (rows.information[own] * rows.ratio[own] + prior) / rate
        shape = np.maximum(mean * rate, 1e-9)
        shrunk[own] = mean if spread > 0.0 else 1.0
        low[own] = special.gammaincinv(shape, 0.025) / rate
        high[own] = special.gammaincinv(shape, 0.975) / rate
    return shrunk, low, high


def _days(spans: NDArray[np.uint16], baskets: ProductPairs, *, last: bool) -> pa.Array:
    """Return the first or the last day of the stretches of time."""
    import pyarrow as pa

    length = (baskets.last_day - baskets.first_day).days + 1
    bits = (spans[:, None] >> np.arange(PARTS)) & 1
    if last:
        part = PARTS - bits[:, ::-1].argmax(axis=1)
        # part j begins on the first day of which twelve times the number reaches j lengths
        offset = -(-part * length // PARTS) - 1
    else:
        offset = -(-bits.argmax(axis=1) * length // PARTS)
    start = day_number(baskets.first_day)
    return pa.array((offset + start).astype(np.int32), pa.int32()).cast(pa.date32())


def _shown(
    table: pa.Table, pairs: Pairs, labels: NDArray[np.integer[Any]], k: int
) -> tuple[tuple[Affinity, ...], ...]:
    """Return the clearest findings of each segment, without those that come as one with another."""
    import pyarrow.compute as pc

    clear = table.filter(
        pc.and_(
            pc.and_(pc.less_equal(table["q"], FOUND), pc.greater(table["low"], 100.0)),
            pc.greater_equal(table["customers"], FEWEST_BUYERS),
        )
    ).sort_by([("segment", "ascending"), ("low", "descending"), ("thing", "ascending")])
    looked_at: list[list[dict[str, Any]]] = [[] for _ in range(k)]
    for row in clear.to_pylist():
        own = looked_at[row["segment"] - 1]
        if len(own) < _LOOKED_AT and not says_nothing(row["label"]):
            own.append(row)
    things = [np.array([row.pop("thing") for row in own], dtype=np.int64) for own in looked_at]
    overlaps = _overlaps(things, pairs, labels)
    return tuple(_apart(own, alike) for own, alike in zip(looked_at, overlaps, strict=True))


def _apart(rows: list[dict[str, Any]], overlap: NDArray[np.float64]) -> tuple[Affinity, ...]:
    """Take together what mostly the same customers bought, and what is called the same."""
    leaders: list[int] = []
    follows: dict[int, list[str]] = {}
    for candidate, row in enumerate(rows):
        label = row["label"]
        namesake = [one for one in leaders if rows[one]["label"] == label]
        alike = [one for one in leaders if overlap[one, candidate] >= _TOGETHER]
        if namesake:
            follows.setdefault(namesake[0], []).append(f"{label} ({row['product']})")
        elif alike:
            follows.setdefault(alike[0], []).append(label)
        elif len(leaders) < _SHOWN:
            leaders.append(candidate)
    return tuple(_affinity(rows[one], tuple(follows.get(one, ()))) for one in leaders)


def _overlaps(
    things: list[NDArray[np.int64]], pairs: Pairs, labels: NDArray[np.integer[Any]]
) -> Iterator[NDArray[np.float64]]:
    """Yield per segment, of each two of its things, the share of who holds either that hold both.

    Jaccard's index, of the customers of the segment.
    """
    # one look at all pairs, because they are many
    asked = np.zeros(pairs.n_things, dtype=bool)
    asked[np.concatenate(things)] = True
    bought = np.flatnonzero(asked[pairs.thing])
    thing, customer = pairs.thing[bought], pairs.customer[bought]
    for segment, own in enumerate(things):
        row = np.full(pairs.n_things, -1)
        row[own] = np.arange(len(own))
        inside = labels == segment
        held = (row[thing] >= 0) & inside[customer]
        # with four bytes, counts are exact up to sixteen million customers
        holds = np.zeros((len(own), np.count_nonzero(inside)), dtype=np.float32)
        holds[row[thing[held]], (np.cumsum(inside) - 1)[customer[held]]] = 1.0
        both = (holds @ holds.T).astype(np.float64)
        each = both.diagonal()
        yield both / (each[:, None] + each - both)


def _affinity(row: dict[str, Any], alongside: tuple[str, ...]) -> Affinity:
    kept = {name: value for name, value in row.items() if name not in ("name", "product", "p")}
    return Affinity(code=row["product"], alongside=alongside, **kept)
