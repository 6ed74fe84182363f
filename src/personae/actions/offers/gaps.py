"""What the next better segment buys and this one does not, and how large the prize is at most.

Each segment is set beside a better one: of the segments whose typical customer brings more money,
the one that is nearest in the space in which the segments were made. For every product it is asked
how many customers of this segment would hold it if they picked it as often as the better segment
does, with the variety of baskets that they have. What is missing to that is the gap.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.actions.offers.counting import benjamini_hochberg, two_sided
from personae.actions.offers.levels import FEWEST_BUYERS, FOUND, says_nothing
from personae.actions.offers.picking import alike, holding, rates_of
from personae.dataclass import dataclass

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.actions.offers.levels import Level
    from personae.actions.offers.picking import Alike
    from personae.actions.offers.shelf import Bought

__all__ = ["Gap", "Gaps", "better_neighbours", "gaps", "middle_of"]

_SHOWN = 5
_BOTH = 2.2414
"""So many standard errors on either side hold 97.5 %; two such intervals hold together at 95 %."""


@dataclass(frozen=True)
class Gap:
    """A product or category that the better segment picks far more often.

    Parameters
    ----------
    segment, better : int
        The numbers of the segment and of the one it is set beside.
    level : str
        ``"product"`` or the name of the column of categories.
    code, label : str
        What it is. Text of the shop's file: escape it before it is shown.
    customers : int
        Customers of the segment who bought it.
    share : float
        Their share of the segment.
    share_like_better : float
        The share that would have bought it at the better segment's rate and their own variety.
    difference, difference_low, difference_high : float
        How much larger that share is, with its 97.5 % interval.
    without : int
        Customers of the segment who have not bought it.
    money_each, money_low, money_high : float or None
        What the buyer in the middle paid for it in the log, with its 97.5 % interval: of the
        segment's own buyers, where there are ten, else of the better segment's. None without money.
    prize, prize_low, prize_high : float or None
        Customers of the segment x difference x money: a ceiling, not a forecast. The interval
        holds at 95 % for the difference and the money together.
    q : float
        The share of chance among all findings that are as clear as this one.
    """

    segment: int
    better: int
    level: str
    code: str
    label: str
    customers: int
    share: float
    share_like_better: float
    difference: float
    difference_low: float
    difference_high: float
    without: int
    money_each: float | None
    money_low: float | None
    money_high: float | None
    prize: float | None
    prize_low: float | None
    prize_high: float | None
    q: float

    @property
    def text(self) -> str:
        """The finding in words, without the name of the thing and without a currency."""
        told = (
            f"{self.share:.0%} of its customers bought it; at the rate of segment {self.better} "
            f"it would be {self.share_like_better:.0%}"
        )
        if self.prize is None or self.prize_low is None or self.prize_high is None:
            return told
        return (
            f"{told}. All of the gap would be worth {self.prize:,.0f} at most "
            f"({self.prize_low:,.0f} to {self.prize_high:,.0f}) over the time of the log"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready values."""
        return {
            name: round(value, 6) if isinstance(value, float) else value
            for name, value in {**vars(self), "text": self.text}.items()
        }


@dataclass(frozen=True)
class Gaps:
    """What the next better segments buy and these do not.

    Parameters
    ----------
    better : tuple of int or None
        Per segment, the number of the one it is set beside; None for the best.
    table : pyarrow.Table
        Every clear gap, by segment and falling lower end of its prize: what `gaps.csv` holds.
    largest : tuple of tuple of Gap
        Per segment, the products with the largest prize at the lower end, five at most.
    largest_categories : tuple of tuple of Gap
        The same for categories.
    tested : int
        How many rows were tested together.
    """

    better: tuple[int | None, ...]
    table: pa.Table = field(repr=False)
    largest: tuple[tuple[Gap, ...], ...]
    largest_categories: tuple[tuple[Gap, ...], ...]
    tested: int

    def words(self) -> tuple[str, ...]:
        """Return how to read it, in sentences for somebody who runs a shop."""
        what = (
            "Each segment is set beside the one nearest to it whose customers bring more money. "
            "A gap is a product that those pick more often, after allowing for the variety of "
            "their baskets."
        )
        prize = (
            "The prize is a ceiling, not a forecast: it is what would come in if every customer "
            "who is missing bought it like the others, and nothing else less. That they can be won "
            "over is not in the data; a test with a hold-out group says how many can. The largest "
            "of many estimates lean high."
        )
        return what, prize

    def to_dict(self) -> dict[str, Any]:
        """Return what a report shows, as JSON-ready values; no id of a customer is in it."""
        return {
            "better": list(self.better),
            "tested": self.tested,
            "largest": [[item.to_dict() for item in items] for items in self.largest],
            "largest_categories": [
                [item.to_dict() for item in items] for items in self.largest_categories
            ],
            "words": list(self.words()),
        }


def better_neighbours(
    labels: NDArray[np.integer[Any]], centers: NDArray[np.float64], money: NDArray[np.float64]
) -> tuple[int | None, ...]:
    """Return for every segment the nearest one whose typical customer brings more money.

    Parameters
    ----------
    labels : ndarray, shape (n_customers,)
        The segment of every customer, from 0.
    centers : ndarray, shape (k, n_features)
        The centres of the segments in the feature space.
    money : ndarray, shape (n_customers,)
        What every customer brought. The median counts: a few very large customers make no
        segment a better one.

    Returns
    -------
    tuple of int or None
        From 0; None for the segment with the highest median.

    Examples
    --------
    >>> centers = np.array([[0.0], [1.0], [5.0]])
    >>> better_neighbours(np.array([0, 1, 2]), centers, np.array([10.0, 20.0, 90.0]))
    (1, 2, None)
    """
    k = len(centers)
    typical = [float(np.median(money[labels == place])) for place in range(k)]
    found: list[int | None] = []
    for place in range(k):
        better = [other for other in range(k) if typical[other] > typical[place]]
        away = {other: float(np.sum((centers[other] - centers[place]) ** 2)) for other in better}
        found.append(min(better, key=lambda other: (away[other], other)) if better else None)
    return tuple(found)


def gaps(
    levels: tuple[Level, ...],
    labels: NDArray[np.integer[Any]],
    names: tuple[str, ...],
    *,
    centers: NDArray[np.float64],
    money: NDArray[np.float64],
) -> Gaps | None:
    """Find what the next better segment buys and each segment does not.

    Parameters
    ----------
    levels : tuple of Level
        What `personae.actions.offers.levels.levels_of` made of the baskets.
    labels : ndarray, shape (n_customers,)
        The segment of every customer, from 0.
    names : tuple of str
        The name of every segment.
    centers : ndarray, shape (k, n_features)
        The centres of the segments in the feature space.
    money : ndarray, shape (n_customers,)
        What every customer brought.

    Returns
    -------
    Gaps or None
        None for a single segment, and where no product has enough buyers.
    """
    k = len(names)
    numbers = np.asarray(labels, dtype=np.int64)
    better = better_neighbours(numbers, centers, money)
    compared = [_compared(level.bought, better) for level in levels]
    tested = np.concatenate([rows["p"] for rows in compared] or [np.empty(0)])
    if k < 2 or not len(tested):
        return None
    q = np.split(benjamini_hochberg(tested), np.cumsum([len(rows["p"]) for rows in compared])[:-1])
    found = []
    for level, rows, own in zip(levels, compared, q, strict=True):
        clear = {name: values[own <= FOUND] for name, values in {**rows, "q": own}.items()}
        found.append(_gaps(level, clear, numbers, better))
    return Gaps(
        better=tuple(None if place is None else place + 1 for place in better),
        table=_table([item for level in found for item in level], names),
        largest=_largest(found[0], k),
        largest_categories=_largest(found[1] if len(found) > 1 else [], k),
        tested=len(tested),
    )


def _compared(bought: Bought, better: tuple[int | None, ...]) -> dict[str, NDArray[Any]]:
    """Return what every segment holds and would hold, for the things that its better one buys."""
    columns = ("segment", "thing", "share", "like", "low", "high", "p")
    parts = [
        _beside(bought, segment, other) for segment, other in enumerate(better) if other is not None
    ]
    return {
        name: np.concatenate([part[place] for part in parts] or [np.empty(0)])
        for place, name in enumerate(columns)
    }


def _beside(bought: Bought, segment: int, other: int) -> tuple[NDArray[Any], ...]:
    """Compare one segment with its better one."""
    asked = bought.counts[other, bought.shelves.things] >= FEWEST_BUYERS
    things, shelf = bought.shelves.things[asked], bought.shelves.shelf[asked]
    count, theirs = bought.counts[segment, things], bought.counts[other, things]
    like, error = _at_their_rate(bought, alike(shelf, theirs), segment, other)
    size = int(bought.sizes[segment])
    share = count / size
    lower, upper = _wilson(count, size)
    difference, reach = like - share, _BOTH * error
    return (
        np.full(len(things), segment),
        things,
        share,
        like,
        difference - np.hypot(reach, upper - share),
        difference + np.hypot(reach, share - lower),
        _p_of_gap(bought, alike(shelf, count + theirs), count, (segment, other)),
    )


def _at_their_rate(
    bought: Bought, theirs: Alike, segment: int, other: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the share that would hold each thing at the better segment's rate, and its error."""
    picks = bought.shelves.picks[theirs.shelf]
    own, better = (bought.customers[one][theirs.shelf] for one in (segment, other))
    chance = holding(picks, rates_of(picks, better, theirs.holders))
    # how far the better segment's rate is known, and what that means for this one
    steep = picks * (1.0 - chance)
    spread = np.sqrt(np.vecdot(better, chance * (1.0 - chance)))
    error = np.vecdot(own, steep) * spread / np.vecdot(better, steep)
    size = bought.sizes[segment]
    return (np.vecdot(own, chance) / size)[theirs.place], (error / size)[theirs.place]


def _p_of_gap(
    bought: Bought, both: Alike, count: NDArray[np.int64], segments: tuple[int, int]
) -> NDArray[np.float64]:
    """Return how often two segments that pick alike differ so much; 1 where there is no gap."""
    picks = bought.shelves.picks[both.shelf]
    own, better = (bought.customers[one][both.shelf] for one in segments)
    chance = holding(picks, rates_of(picks, own + better, both.holders))
    spread, theirs = (np.vecdot(one, chance * (1.0 - chance)) for one in (own, better))
    variance = (spread * theirs / np.maximum(spread + theirs, 1e-12))[both.place]
    mean = np.vecdot(own, chance)[both.place]
    asked = (variance > 1e-9) & (mean > variance) & (count < mean)
    p = np.ones(len(count))
    p[asked] = two_sided(count[asked], mean[asked], variance[asked])
    return p


def _wilson(count: NDArray[np.int64], n: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the 97.5 % score interval of shares (Wilson, E. B. (1927), JASA 22:209-212)."""
    share, square = count / n, _BOTH**2 / n
    middle = (share + square / 2) / (1 + square)
    reach = np.sqrt(share * (1 - share) * square + square**2 / 4) / (1 + square)
    return middle - reach, middle + reach


def _gaps(
    level: Level,
    rows: dict[str, NDArray[Any]],
    labels: NDArray[np.int64],
    better: tuple[int | None, ...],
) -> list[Gap]:
    """Return the clear gaps with their prizes, by segment and falling lower end of the prize."""
    paid, bought = _Paid(level, labels, rows["thing"].astype(np.int64)), level.bought
    found = []
    for place in range(len(rows["q"])):
        segment, thing = int(rows["segment"][place]), int(rows["thing"][place])
        other = better[segment]
        assert other is not None
        size, difference = int(bought.sizes[segment]), rows["like"][place] - rows["share"][place]
        ends = [
            max(float(one), 0.0) for one in (difference, rows["low"][place], rows["high"][place])
        ]
        money = paid.each(thing, segment, other) or (None, None, None)
        prize = [
            None if one is None else size * end * one for end, one in zip(ends, money, strict=True)
        ]
        customers = int(bought.counts[segment, thing])
        found.append(
            Gap(
                segment=segment + 1,
                better=other + 1,
                level=level.name,
                code=level.codes[thing].as_py(),
                label=level.labels[thing].as_py(),
                customers=customers,
                share=float(rows["share"][place]),
                share_like_better=float(rows["like"][place]),
                difference=ends[0],
                difference_low=ends[1],
                difference_high=ends[2],
                without=size - customers,
                money_each=money[0],
                money_low=money[1],
                money_high=money[2],
                prize=prize[0],
                prize_low=prize[1],
                prize_high=prize[2],
                q=float(rows["q"][place]),
            )
        )
    return sorted(found, key=lambda one: (one.segment, -(one.prize_low or 0.0), one.q, one.code))


class _Paid:
    """What buyers of a few things paid for them."""

    def __init__(self, level: Level, labels: NDArray[np.int64], things: NDArray[np.int64]) -> None:
        pairs = level.pairs
        asked = np.zeros(pairs.n_things, dtype=bool)
        asked[things] = True
        kept = np.flatnonzero(asked[pairs.thing] & level.bought.shelves.counted)
        self.thing, self.segment = pairs.thing[kept], labels[pairs.customer[kept]]
        self.money = None if pairs.money is None else pairs.money[kept]

    def each(self, thing: int, segment: int, other: int) -> tuple[float, float, float] | None:
        """Return what the buyer in the middle paid, and its interval."""
        if self.money is None:
            return None
        here = self.thing == thing
        own = self.money[here & (self.segment == segment)]
        if len(own) < FEWEST_BUYERS:
            own = self.money[here & (self.segment == other)]
        return middle_of(own)


def middle_of(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the median and its 97.5 % interval: the values of the ranks n/2 -+ 2.24 sqrt(n)/2.

    How many values lie below the true median is binomial with chance 1/2 (Conover, W. J. (1999),
    Practical Nonparametric Statistics, 3rd edition, 3.2). Of a handful of values, the smallest
    and the largest are as much as can be told.

    Parameters
    ----------
    values : ndarray, shape (n,)
        One or more amounts.

    Examples
    --------
    >>> middle_of(np.arange(1.0, 102.0))
    (51.0, 39.0, 63.0)
    """
    ordered = np.sort(values)
    n = len(ordered)
    rank = max(int((n - _BOTH * np.sqrt(n)) / 2) - 1, 0)
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    return float(middle), float(ordered[rank]), float(ordered[n - 1 - rank])


def _largest(found: list[Gap], k: int) -> tuple[tuple[Gap, ...], ...]:
    """Return the first gaps of each segment; of things that are called the same, the largest."""
    shown: list[list[Gap]] = [[] for _ in range(k)]
    for item in found:
        own = shown[item.segment - 1]
        told = says_nothing(item.label) or item.label in {other.label for other in own}
        if not told and len(own) < _SHOWN:
            own.append(item)
    return tuple(tuple(own) for own in shown)


def _table(found: list[Gap], names: tuple[str, ...]) -> pa.Table:
    """Return the gaps as columns; what has no figure is empty."""
    import pyarrow as pa

    texts = {"level", "code", "label"}
    columns: dict[str, Any] = {}
    for name in Gap.__dataclass_fields__:
        values = [getattr(item, name) for item in found]
        if name in texts:
            columns["product" if name == "code" else name] = pa.array(values, pa.string())
        elif name in {"segment", "better", "customers", "without"}:
            columns[name] = pa.array(values, pa.int64())
        else:
            digits = 2 if name.startswith(("money", "prize")) else 6
            rounded = [None if value is None else round(value, digits) for value in values]
            columns[name] = pa.array(rounded, pa.float64())
        if name in {"segment", "better"}:
            told = "name" if name == "segment" else "better_name"
            columns[told] = pa.array([names[value - 1] for value in values], pa.string())
    return pa.table(columns)
