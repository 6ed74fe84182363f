"""Customers and their like in, how far each spends below them out, if that foretells anything.

Half of all customers spend less than the median of their like, always, and whoever spent little by
chance spends more next time, whatever anybody does. So the gap is shown only where a log proves
that it tells who will grow, beyond what own spend, own habits and a gap to strangers tell.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.dataclass import dataclass
from personae.features.window_figures import window_figures
from personae.monitor.usefulness import explained_by
from personae.profile.wording import enumerate_words
from personae.stats.intervals import Z95
from personae.stats.places import places_of
from personae.stats.sample import row_keys, uniforms

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.features.day_flows import DayFlows
    from personae.features.window_figures import WindowFigures

__all__ = ["Headroom", "HeadroomTest", "Rival", "SegmentHeadroom", "headroom", "peer_cells"]

FEWEST_PEERS = 30
FEWEST = 500
"""So many customers must have been there in the middle of the log to test it."""
SHORTEST_LOG = 120
_TENTHS, _FIFTHS = 10, 5
_FREQUENCIES = (1.5, 2.5, 3.5, 5.5, 10.5)


@dataclass(frozen=True)
class Rival:
    """What the spend of the like must beat at foretelling growth.

    Parameters
    ----------
    name : str
        In words.
    explained : float
        The share of the variance of growth that it explained.
    difference, low, high : float
        What own spend with the spend of the like explained more, with its 95 % interval.
    """

    name: str
    explained: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class HeadroomTest:
    """Whether the gap to the like foretold who would grow.

    Parameters
    ----------
    days : int
        Days before and after the middle of the log.
    customers : int
        Who was a customer in its first half.
    explained : float
        The share of the variance of growth that own spend with the level of the like explained.
    rivals : tuple of Rival
        Own spend alone, and with each of: strangers' spend, own purchase days, own recency. All
        divide customers into at most as many groups.
    slope, low, high : float
        Growth per unit of the gap among customers of equal own spend, both of logarithms, with its
        95 % interval.
    """

    days: int
    customers: int
    explained: float
    rivals: tuple[Rival, ...]
    slope: float
    low: float
    high: float

    @property
    def is_passed(self) -> bool:
        """Whether the gap beats all rivals, and a larger gap went with more growth."""
        return self.low > 0.0 and all(rival.low > 0.0 for rival in self.rivals)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready values."""
        return {**vars(self), "rivals": [dict(vars(item)) for item in self.rivals]}


@dataclass(frozen=True)
class SegmentHeadroom:
    """The gap of one segment: how many spend below their like, and by how much together."""

    segment: int
    customers: int
    below: int
    amount: float


@dataclass(frozen=True)
class Headroom:
    """How far customers spend below their like.

    Parameters
    ----------
    reason : str
        Why nothing is shown; empty where it is.
    days : int
        Money is that of so many days before the as-of date.
    test : HeadroomTest or None
        None where there was nothing to test it on.
    segments : tuple of SegmentHeadroom
        Empty where nothing is shown.
    table : pyarrow.Table or None
        ``id``, ``segment``, ``own``, ``peers``, ``headroom`` of everybody below the median of their
        like, the largest gap first.
    """

    reason: str
    days: int = 0
    test: HeadroomTest | None = None
    segments: tuple[SegmentHeadroom, ...] = ()
    table: pa.Table | None = field(default=None, repr=False)

    @property
    def is_shown(self) -> bool:
        """Whether this log has headroom to show."""
        return not self.reason

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the customers as JSON-ready values."""
        return {
            "is_shown": self.is_shown,
            "reason": self.reason,
            "days": self.days,
            "test": None if self.test is None else self.test.to_dict(),
            "segments": [dict(vars(item)) for item in self.segments],
            "words": list(self.words()),
        }

    def words(self) -> tuple[str, ...]:
        """Return what was found, in sentences for somebody who runs a shop."""
        if not self.is_shown or self.test is None:
            return (self.reason,)
        what = (
            f"Headroom is how much less a customer brought in the last {self.days} days than the "
            "median of those who are alike in when they last bought, on how many days, and since "
            "when. It is a gap, not a forecast."
        )
        test = self.test
        proof = (
            "Tested on this log: of customers who had spent the same, those far below their like "
            f"in the first {test.days} days grew more in the {test.days} days after (by "
            f"{test.slope:.2f} for a gap of 1, in logarithms; {test.low:.2f} to {test.high:.2f}), "
            f"and it told more of growth than {_listed(test.rivals)}."
        )
        return what, proof


def headroom(
    flows: DayFlows,
    ids: pa.Array,
    labels: NDArray[np.integer[Any]],
    *,
    numbers: Sequence[int],
    seed: int = 0,
) -> Headroom:
    """Say how far customers spend below their like, where the log proves that it means something.

    Parameters
    ----------
    flows : DayFlows
        The log.
    ids : pyarrow.Array of string
        The customers of the run.
    labels : ndarray, shape (n_customers,)
        Their segments, counted from 0.
    numbers : sequence of int
        The number of every segment.
    seed : int
        The user's seed.
    """
    if flows.value is None:
        return Headroom("The log holds no money, so that nobody can spend below their like.")
    if flows.log_days < SHORTEST_LOG:
        return Headroom(
            f"The log holds {flows.log_days} days; headroom is tested on two halves of 60 or more."
        )
    half = flows.log_days // 2
    then = window_figures(flows, flows.today - half, window=half)
    if len(then.places) < FEWEST:
        return Headroom(
            f"In the middle of the log there were {len(then.places):,} customers; {FEWEST} are "
            "needed to test whether headroom foretells growth."
        )
    spent = _spent_after(flows, flows.value, then, days=half)
    test = _tested(flows, then, spent, days=half, seed=seed)
    if not test.is_passed:
        return Headroom(_none_to_show(test), half, test)
    now = window_figures(flows, flows.today, window=half)
    return _shown(flows, now, half, test, members=(ids, labels, numbers))


def peer_cells(figures: WindowFigures, tenure: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the group of like customers that each one is in, without a look at any money.

    Alike are those in the same fifth of recency, the same class of purchase days (1, 2, 3, 4 to 5,
    6 to 10, more) and the same fifth of tenure; where they are fewer than 30, tenure is left out,
    and where they still are, recency.

    Parameters
    ----------
    figures : WindowFigures
        Recency and purchase days.
    tenure : ndarray, shape (n_customers,)
        Days since the first purchase.
    """
    often = np.searchsorted(_FREQUENCIES, figures.frequency)
    recent = _parts(figures.recency_days, _FIFTHS)
    since = _parts(tenure, _FIFTHS)
    wide = often * _FIFTHS + recent
    size = len(_FREQUENCIES) + 1
    cell = size + size * _FIFTHS + wide * _FIFTHS + since
    for coarser in (size + wide, often):
        few = np.bincount(cell)[cell] < FEWEST_PEERS
        cell = np.where(few, coarser, cell)
    places: NDArray[np.int64] = np.unique(cell, return_inverse=True)[1].astype(np.int64)
    return places


def _parts(values: NDArray[np.float64], n: int) -> NDArray[np.int64]:
    cuts = np.quantile(values, np.arange(1, n) / n)
    parts: NDArray[np.int64] = np.searchsorted(cuts, values).astype(np.int64)
    return parts


def _levels(cells: NDArray[np.int64], money: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for everybody the median money of their cell."""
    order = np.argsort(cells, kind="stable")
    parts = np.split(money[order], np.cumsum(np.bincount(cells))[:-1])
    levels: NDArray[np.float64] = np.array([np.median(part) for part in parts])[cells]
    return levels


def _tenure(flows: DayFlows, figures: WindowFigures) -> NDArray[np.float64]:
    first = np.full(len(flows.ids), figures.day, dtype=np.int64)
    np.minimum.at(first, flows.customer[flows.is_purchase], flows.day[flows.is_purchase])
    return (figures.day - first[figures.places]).astype(np.float64)


def _spent_after(
    flows: DayFlows, value: NDArray[np.float64], then: WindowFigures, *, days: int
) -> NDArray[np.float64]:
    """Return what the customers of a day spent in the days after it, never below 0."""
    later = (flows.day > then.day) & (flows.day <= then.day + days)
    spent = np.bincount(flows.customer[later], weights=value[later], minlength=len(flows.ids))
    return np.maximum(spent[then.places].round(6), 0.0)


def _own(figures: WindowFigures) -> NDArray[np.float64]:
    return np.zeros(len(figures.places)) if figures.monetary is None else figures.monetary


def _tested(
    flows: DayFlows,
    then: WindowFigures,
    after: NDArray[np.float64],
    *,
    days: int,
    seed: int,
) -> HeadroomTest:
    import pyarrow as pa

    own = _own(then)
    typical = float(np.median(own))
    growth = np.log1p(after / typical) - np.log1p(own / typical)
    keys = row_keys(flows.ids.take(pa.array(then.places)), key="headroom")
    half = uniforms(keys, seed=seed, stage="headroom") < 0.5
    cells = peer_cells(then, _tenure(flows, then))
    # strangers: the same groups, filled by a hash
    shuffled = cells[np.argsort(np.argsort(keys, kind="stable"), kind="stable")]
    level = _levels(cells, own)
    tenth = _parts(own, _TENTHS)
    ours = explained_by(_within(tenth, level), growth, half)
    rivals = {
        "own spend alone": _parts(own, _TENTHS * _FIFTHS),
        "the spend of strangers": _within(tenth, _levels(shuffled, own)),
        "how often they bought": _within(tenth, then.frequency),
        "how lately they bought": _within(tenth, then.recency_days),
    }
    gap = np.log1p(level / typical) - np.log1p(own / typical)
    return HeadroomTest(
        days,
        len(own),
        ours[0],
        tuple(
            _rival(name, ours, explained_by(groups, growth, half))
            for name, groups in rivals.items()
        ),
        *_slope(_parts(own, _TENTHS * _FIFTHS), gap, growth),
    )


def _within(tenth: NDArray[np.int64], level: NDArray[np.float64]) -> NDArray[np.int64]:
    """Divide each tenth of own spend into fifths of the level of the like."""
    groups = tenth * _FIFTHS
    for place in np.unique(tenth):
        mine = tenth == place
        groups[mine] += _parts(level[mine], _FIFTHS)
    return groups


def _rival(
    name: str,
    ours: tuple[float, NDArray[np.float64]],
    theirs: tuple[float, NDArray[np.float64]],
) -> Rival:
    difference = ours[0] - theirs[0]
    # as in usefulness: as wide as one of the two ways round alone would have it
    error = float(np.sqrt(2.0 * ((ours[1] - theirs[1]) ** 2).sum()))
    return Rival(name, theirs[0], difference, difference - Z95 * error, difference + Z95 * error)


def _slope(
    groups: NDArray[np.int64], gap: NDArray[np.float64], growth: NDArray[np.float64]
) -> tuple[float, float, float]:
    """Return growth per gap among customers of equal own spend, with a robust interval (White)."""
    counts = np.maximum(np.bincount(groups), 1)
    x = gap - (np.bincount(groups, weights=gap) / counts)[groups]
    y = growth - (np.bincount(groups, weights=growth) / counts)[groups]
    spread = float((x**2).sum())
    if spread <= 0.0:
        return 0.0, 0.0, 0.0
    slope = float((x * y).sum() / spread)
    error = float(np.sqrt(((x * (y - slope * x)) ** 2).sum()) / spread)
    return slope, slope - Z95 * error, slope + Z95 * error


def _none_to_show(test: HeadroomTest) -> str:
    failed = tuple(rival for rival in test.rivals if rival.low <= 0.0)
    if not failed:
        return (
            "This log has no headroom to show: among customers who had spent the same, those "
            "farther below their like did not grow more in its second half."
        )
    return (
        "This log has no headroom to show: of how customers grew in its second half, the spend of "
        f"their like told no more, as far as can be told, than {_listed(failed)}."
    )


def _listed(rivals: tuple[Rival, ...]) -> str:
    return enumerate_words([rival.name for rival in rivals], last="or")


def _shown(
    flows: DayFlows,
    now: WindowFigures,
    days: int,
    test: HeadroomTest,
    *,
    members: tuple[pa.Array, NDArray[np.integer[Any]], Sequence[int]],
) -> Headroom:
    import pyarrow as pa

    ids, labels, numbers = members
    own = _own(now)
    level = _levels(peer_cells(now, _tenure(flows, now)), own)
    gap = np.maximum(level - own, 0.0).round(2)
    everybody = flows.ids.take(pa.array(now.places))
    places = places_of(everybody, ids)
    segment = np.where(places >= 0, np.asarray(numbers)[labels[places]], 0)
    below = (gap > 0) & (segment > 0)
    rows = np.flatnonzero(below)
    rows = rows[np.argsort(-gap[rows], kind="stable")]
    return Headroom(
        "",
        days,
        test,
        segments=tuple(
            SegmentHeadroom(
                number,
                int((segment == number).sum()),
                int((below & (segment == number)).sum()),
                round(float(gap[segment == number].sum()), 2),
            )
            for number in numbers
        ),
        table=pa.table(
            {
                "id": everybody.take(pa.array(rows)),
                "segment": pa.array(segment[rows], pa.int32()),
                "own": own[rows].round(2),
                "peers": level[rows].round(2),
                "headroom": gap[rows],
            }
        ),
    )
