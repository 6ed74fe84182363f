"""A purchase log in, its segments on several days out, and who moved between them.

The segments are found once, on the last day, in what customers bought within a window before it.
Everybody is then put into them on earlier days, by what the same window held on that day. All days
look back equally far; lifetime figures would grow with the log and fake a trend.
"""

from __future__ import annotations

import itertools
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.cluster.assign import nearest_labels
from personae.cluster.checks import count_distinct
from personae.cluster.kmeans import kmeans
from personae.dataclass import dataclass
from personae.errors import InputError
from personae.features.fit_space import fit_space
from personae.features.purchase_days import date_of
from personae.features.window_figures import as_customers, window_figures
from personae.monitor.cohorts import cohorts
from personae.monitor.identity import numbers_of_heirs, paired, shared_of
from personae.monitor.moves import MoveCounts, counted
from personae.monitor.trend_words import trend_words
from personae.profile.names_alone import names_alone
from personae.profile.numbering import Follows
from personae.stats.places import places_of
from personae.stats.sample import row_keys

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from personae.config import Transform
    from personae.data.customers import Customers
    from personae.features.day_flows import DayFlows
    from personae.features.space import FeatureSpace
    from personae.features.window_figures import WindowFigures
    from personae.monitor.cohorts import Cohorts
    from personae.profile.segment import Segmentation

__all__ = [
    "Calendar",
    "Snapshot",
    "SnapshotGroup",
    "TrendSegment",
    "Trends",
    "calendar_of",
    "trends",
]

MONTH, QUARTER, YEAR = 30, 91, 365
SHORTEST_WINDOW = 60
FEWEST_DAYS, MOST_BY_MONTH = 3, 13
AGAIN = 90
"""Who bought again is asked of so many days after a snapshot."""
FEATURES = ("recency_days", "frequency", "monetary", "average_order_value")


@dataclass(frozen=True)
class Calendar:
    """The days on which a log is looked at.

    Parameters
    ----------
    window : int
        Days that every one of them looks back.
    step : int
        Days between two of them: 30, or 91 where that would be more than 13.
    days : tuple of int
        The days, counted from 1 January 1970, ascending; the last is the as-of date.
    """

    window: int
    step: int
    days: tuple[int, ...]


@dataclass(frozen=True)
class TrendSegment:
    """A segment whose size is followed.

    Parameters
    ----------
    segment : int
        Its number: that of the run's segment which shares half of its customers, where there is
        one; else a number that the run does not use.
    name : str
        The name of that segment where a person gave it or it is true of this one; else a name that
        is.
    of_run : bool
        Whether it is a segment of the run.
    """

    segment: int
    name: str
    of_run: bool


@dataclass(frozen=True)
class SnapshotGroup:
    """One segment on one day.

    Parameters
    ----------
    segment : int
        Its number.
    customers : int
        Its customers.
    share : float
        Of all customers of that day.
    revenue : float or None
        What they brought within the window; None without money.
    revenue_share : float or None
        Of what all customers brought.
    newcomers : int or None
        Those who first bought since the day before; None on the first day.
    came_back : int or None
        Those who had bought earlier, but not within the window of the day before.
    left : int or None
        Those who were in it on the day before, and are no customers any more.
    bought_again : int or None
        Those who bought in the 90 days after; None where the log ends before.
    """

    segment: int
    customers: int
    share: float
    revenue: float | None
    revenue_share: float | None
    newcomers: int | None
    came_back: int | None
    left: int | None
    bought_again: int | None


@dataclass(frozen=True)
class Snapshot:
    """All segments on one day."""

    as_of: dt.date
    customers: int
    revenue: float | None
    groups: tuple[SnapshotGroup, ...]


@dataclass(frozen=True)
class Trends:
    """How the segments of a log changed.

    Parameters
    ----------
    window, step : int
        Days that each day looks back, and days between two of them.
    segments : tuple of TrendSegment
        What is followed, by number.
    snapshots : tuple of Snapshot
        By day.
    moves : tuple of MoveCounts
        Between each day and the next.
    cohorts : Cohorts
        Who comes back, by first purchase.
    features : tuple of str
        What the segments are made of.
    """

    window: int
    step: int
    segments: tuple[TrendSegment, ...]
    snapshots: tuple[Snapshot, ...]
    moves: tuple[MoveCounts, ...] = field(repr=False)
    cohorts: Cohorts = field(repr=False)
    features: tuple[str, ...] = ()

    @property
    def together(self) -> MoveCounts:
        """The moves of all steps added up."""
        first = self.moves[0]
        total = np.sum([move.matrix for move in self.moves], axis=0)
        came = np.sum([move.newcomers for move in self.moves], axis=0)
        left = np.sum([move.leavers for move in self.moves], axis=0)
        return replace(
            first,
            matrix=tuple(map(tuple, total.tolist())),
            newcomers=tuple(came.tolist()),
            leavers=tuple(left.tolist()),
        )

    def words(self, *, smallest: int = 1) -> tuple[str, ...]:
        """Return what the figures say, in sentences for somebody who runs a shop.

        A move of fewer customers than `smallest` is not told.
        """
        return trend_words(self, smallest=smallest)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready values."""
        return {
            "window": self.window,
            "step": self.step,
            "again_within": AGAIN,
            "features": list(self.features),
            "segments": [dict(vars(item)) for item in self.segments],
            "snapshots": [
                {
                    "as_of": item.as_of.isoformat(),
                    "customers": item.customers,
                    "revenue": item.revenue,
                    "segments": [dict(vars(group)) for group in item.groups],
                }
                for item in self.snapshots
            ],
            "moves": [move.to_dict() for move in self.moves],
            "together": self.together.to_dict(),
            "cohorts": self.cohorts.to_dict(),
            "words": list(self.words()),
        }

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one row per day and segment: what `trends.csv` holds."""
        names = {item.segment: item.name for item in self.segments}
        return [
            {"as_of": item.as_of, "segment": group.segment, "name": names[group.segment]}
            | {name: value for name, value in vars(group).items() if name != "segment"}
            for item in self.snapshots
            for group in item.groups
        ]

    def move_rows(self) -> list[dict[str, Any]]:
        """Return one row per step and pair of segments: what `migration.csv` holds.

        `from` is empty for those who were no customers on the day before, `to` for those who are
        none any more.
        """
        rows = []
        for move, before, after in zip(
            self.moves, self.snapshots, self.snapshots[1:], strict=False
        ):
            days = {"from_day": before.as_of, "to_day": after.as_of}
            for number, row, left in zip(move.before, move.matrix, move.leavers, strict=True):
                cells = (*zip(move.after, row, strict=True), (None, left))
                rows += [days | {"from": number, "to": to, "customers": n} for to, n in cells]
            rows += [
                days | {"from": None, "to": to, "customers": n}
                for to, n in zip(move.after, move.newcomers, strict=True)
            ]
        return rows


def calendar_of(flows: DayFlows, *, window: int | None) -> Calendar | str:
    """Choose the days on which a log is looked at, or say why it is too short.

    Parameters
    ----------
    flows : DayFlows
        The log.
    window : int or None
        The window of the run; without one it is a year in a log of two years, else half of the log.

    Returns
    -------
    Calendar or str
    """
    half = YEAR if flows.log_days >= 2 * YEAR else flows.log_days // 2
    chosen = window or half
    room = flows.log_days - chosen
    step = MONTH if room < MONTH * MOST_BY_MONTH else QUARTER
    n = room // step + 1
    if chosen < SHORTEST_WINDOW and window is None:
        needed = 2 * SHORTEST_WINDOW
        return f"The log holds {flows.log_days} days; trends need {needed} or more."
    if n < FEWEST_DAYS:
        return (
            f"The log holds {flows.log_days} days. With a window of {chosen} days there are fewer "
            f"than {FEWEST_DAYS} days, {step} days apart, that can look back that far."
        )
    days = tuple(flows.today - step * back for back in reversed(range(n)))
    return Calendar(chosen, step, days)


def trends(
    flows: DayFlows,
    customers: Customers,
    segmentation: Segmentation,
    *,
    labels: NDArray[np.int32],
    features: Sequence[str],
    transform: Transform = "auto",
    window: int | None = None,
    seed: int = 0,
) -> Trends | str:
    """Follow the segments of a log over time.

    Parameters
    ----------
    flows : DayFlows
        The log.
    customers, segmentation, labels
        The run: its customers, what is told of its segments, and who is in which.
    features : sequence of str
        The features of the run. Of them recency, frequency and money are known of every day; where
        these are fewer than two, recency, frequency and money per purchase day are taken.
    transform, window, seed
        As in the run.

    Returns
    -------
    Trends or str
        A sentence where the log does not carry it.
    """
    calendar = calendar_of(flows, window=window)
    if isinstance(calendar, str):
        return calendar
    figures = [window_figures(flows, day, window=calendar.window) for day in calendar.days]
    last = as_customers(figures[-1], flows, customers)
    chosen = _features(last, features)
    k = len(segmentation.segments)
    try:
        space = fit_space(last, chosen, transform=transform)
        X = space.matrix(last.table)
        if count_distinct(X, at_least=k) < k:
            return "Too few customers bought within the window to follow the segments."
        fit = kmeans(X, k, keys=row_keys(last.ids, key="personae"), seed=seed)
        placed = _placed(flows, figures, customers, space=space, centers=fit.centers)
    except InputError:
        # such as the logarithm of a loss on an earlier day
        return "Some figures of earlier days have no place among those of now."
    segments, order = _named(last, fit.labels, chosen, run=(customers, segmentation, labels))
    numbers = np.array([item.segment for item in segments], dtype=np.int32)
    # where each fitted segment stands among the numbers
    rank = np.argsort(np.array(order))
    days = [
        np.where(one >= 0, numbers[rank[np.maximum(one, 0)]], 0).astype(np.int32) for one in placed
    ]
    return _told(flows, calendar, figures, days, segments=tuple(segments), features=chosen)


def _features(last: Customers, features: Sequence[str]) -> tuple[str, ...]:
    known = last.table.column_names
    chosen = tuple(name for name in features if name in known)
    if len(chosen) >= 2:
        return chosen
    return tuple(
        name for name in ("recency_days", "frequency", "average_order_value") if name in known
    )


def _placed(
    flows: DayFlows,
    figures: list[WindowFigures],
    customers: Customers,
    *,
    space: FeatureSpace,
    centers: NDArray[np.float64],
) -> list[NDArray[np.int64]]:
    """Return everybody's fitted segment on every day, from 0; -1 for who was no customer."""
    placed = []
    for one in figures:
        row = np.full(len(flows.ids), -1, dtype=np.int64)
        X = space.matrix(as_customers(one, flows, customers).table)
        if len(X):
            row[one.places] = nearest_labels(X, centers)
        placed.append(row)
    return placed


def _named(
    last: Customers,
    labels: NDArray[np.int32],
    features: tuple[str, ...],
    *,
    run: tuple[Customers, Segmentation, NDArray[np.int32]],
) -> tuple[list[TrendSegment], list[int]]:
    """Give the followed segments the numbers and names of the run's where they are these."""
    customers, segmentation, of_run = run
    old, k = np.array(segmentation.numbers, dtype=np.int32), len(segmentation.segments)
    places = places_of(customers.ids, last.ids)
    both = places >= 0
    cells = of_run[both].astype(np.int64) * k + labels[places[both]]
    shared = shared_of(np.bincount(cells, minlength=k * k).reshape(k, k))
    heir = paired(shared, np.full((k, k), np.nan))
    sizes = np.bincount(labels, minlength=k)
    number, _ = numbers_of_heirs(heir, old, sizes, last=int(old.max()))
    order = sorted(range(k), key=lambda place: number[place])
    rank = np.argsort(np.array(order))
    told = {item.segment: item.name for item in segmentation.segments}
    numbers = tuple(number[place] for place in order)
    given = {item.segment: item.name for item in segmentation.segments if item.named_by == "person"}
    names = names_alone(
        last,
        rank[labels],
        features=features,
        follows=Follows(numbers, {one: told[one] for one in numbers if one in told}),
        given={one: given[one] for one in numbers if one in given},
    )
    segments = [
        TrendSegment(number[place], name.text, place in heir)
        for place, name in zip(order, names, strict=True)
    ]
    return segments, order


def _told(
    flows: DayFlows,
    calendar: Calendar,
    figures: list[WindowFigures],
    days: list[NDArray[np.int32]],
    *,
    segments: tuple[TrendSegment, ...],
    features: tuple[str, ...],
) -> Trends:
    numbers = tuple(item.segment for item in segments)
    first = _first_days(flows)
    snapshots = []
    for place, (one, now) in enumerate(zip(figures, days, strict=True)):
        before = days[place - 1] if place else None
        new = first > calendar.days[place - 1] if place else None
        snapshots.append(_snapshot(flows, one, now, numbers, before=before, new=new))
    moves = tuple(
        counted(then, now, numbers_before=numbers, numbers_after=numbers)
        for then, now in itertools.pairwise(days)
    )
    return Trends(
        calendar.window,
        calendar.step,
        segments,
        tuple(snapshots),
        moves,
        cohorts(flows),
        features,
    )


def _first_days(flows: DayFlows) -> NDArray[np.int64]:
    """Return everybody's first day with a purchase; beyond the log for who has none."""
    first = np.full(len(flows.ids), flows.today + 1, dtype=np.int64)
    np.minimum.at(first, flows.customer[flows.is_purchase], flows.day[flows.is_purchase])
    return first


def _snapshot(
    flows: DayFlows,
    figures: WindowFigures,
    now: NDArray[np.int32],
    numbers: tuple[int, ...],
    *,
    before: NDArray[np.int32] | None,
    new: NDArray[np.bool_] | None,
) -> Snapshot:
    money = np.zeros(len(now))
    if figures.monetary is not None:
        money[figures.places] = figures.monetary
    again = _bought_within(flows, figures.day)
    total, revenue = len(figures.places), round(float(money.sum()), 2)

    def group(number: int) -> SnapshotGroup:
        mine = now == number
        own = round(float(money[mine].sum()), 2)
        came = None if before is None else mine & (before == 0)
        gone = None if before is None else (before == number) & (now == 0)
        has_money = figures.monetary is not None
        return SnapshotGroup(
            segment=number,
            customers=int(mine.sum()),
            share=int(mine.sum()) / total if total else 0.0,
            revenue=own if has_money else None,
            revenue_share=own / revenue if has_money and revenue > 0.0 else None,
            newcomers=None if came is None or new is None else int((came & new).sum()),
            came_back=None if came is None or new is None else int((came & ~new).sum()),
            left=None if gone is None else int(gone.sum()),
            bought_again=None if again is None else int((mine & again).sum()),
        )

    return Snapshot(
        as_of=date_of(figures.day),
        customers=total,
        revenue=None if figures.monetary is None else revenue,
        groups=tuple(group(number) for number in numbers),
    )


def _bought_within(flows: DayFlows, day: int) -> NDArray[np.bool_] | None:
    """Return who bought in the 90 days after a day; None where the log ends before."""
    if day + AGAIN > flows.today:
        return None
    after = flows.is_purchase & (flows.day > day) & (flows.day <= day + AGAIN)
    found = np.zeros(len(flows.ids), dtype=bool)
    found[flows.customer[after]] = True
    return found
