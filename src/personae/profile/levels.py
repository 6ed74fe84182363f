"""Profiles in, what may truthfully be said of a segment out: high, low, and how much so."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from personae.dataclass import dataclass
from personae.profile.numbers import rank_effects
from personae.profile.wording import is_counted, labels_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.data.customers import CustomerColumn, Customers
    from personae.profile.columns import Groups, Values
    from personae.profile.segment import NumberProfile

__all__ = [
    "CLEAR",
    "WEAK",
    "Level",
    "clear_level",
    "levels_of",
    "log_length",
    "traits_of",
    "usual_gaps",
]

CLEAR = 0.12
"""A rank effect from which a difference is told in a name: about 0.4 standard deviations."""
WEAK = 0.03
"""A rank effect below which a segment counts as being like everybody."""
SLIGHT = 0.05
"""A mean share of discounts or returns from which somebody may be named after it."""
HARDLY_ANY = 0.8
"""So many of a segment must have a zero for it to be said to have hardly any."""
NEAR_AVERAGE = (85.0, 115.0)
"""Between these indices a segment's mean counts as average."""
WORTH = 125.0
"""An index of money from which customers count as worth clearly more than others."""
RECENT_DAYS = 92.0
"""A median silence up to which customers may be called recent: a quarter of a year."""
OFTEN_DAYS = 61.0
"""A median gap between two orders up to which customers of a log may be called frequent."""
ONE_TIME_SHARE = 0.8
"""So many of a segment must have ordered exactly once for it to be called one-time buyers."""

_TIMED = frozenset({"recency", "tenure", "gap", "age", "lifetime"})


@dataclass(frozen=True)
class Level:
    """Where a segment lies on one column.

    Parameters
    ----------
    column, meaning, label : str
        The column, its meaning as in `data.customers`, and its short label.
    level : {"high", "low", ""}
        High only if mean and median are both above everybody's, low only if both are below.
    effect : float
        The rank effect of `profile.numbers.rank_effects`, -0.5 to 0.5.
    is_feature : bool
        Whether the column made the segments.
    extreme : bool
        Whether no other segment has a higher (for low: a lower) mean, nor a higher median.
    slight : bool
        A share of discounts or returns under 5 %: too little to call anybody after it.
    hardly_any : bool
        At least 80 % of the segment have a zero here, and ten points more than of everybody.
    far : bool
        A feature, or the money, with a mean that is not within 85 to 115 % of everybody's.
    counted : bool
        Whether one says "more" and "fewer" of it.
    """

    column: str
    meaning: str
    label: str
    level: Literal["high", "low", ""]
    effect: float
    is_feature: bool
    extreme: bool = False
    slight: bool = False
    hardly_any: bool = False
    far: bool = False
    counted: bool = False

    @property
    def clear(self) -> bool:
        """Whether the difference is large enough for a name."""
        return bool(self.level) and abs(self.effect) >= CLEAR and not self.slight


def levels_of(
    profiles: dict[str, list[NumberProfile | None]],
    values: Values,
    groups: Groups,
    *,
    customers: Customers,
    features: tuple[str, ...],
) -> list[tuple[Level, ...]]:
    """Return the levels of every segment on every numeric column that is described."""
    labels = labels_of(customers.columns)
    levels: list[list[Level]] = [[] for _ in range(groups.k)]
    for column in customers.columns:
        if column.name not in profiles:
            continue
        label = labels[column.name]
        told = column.name in features or column.name == customers.money
        effects = rank_effects(values.numbers[column.name], groups)
        scarce = _are_scarce(column, values.numbers[column.name], groups)
        for segment, profile in enumerate(profiles[column.name]):
            effect = float(effects[segment])
            level = _level(profile, effect)
            levels[segment].append(
                Level(
                    column.name,
                    column.meaning,
                    label,
                    level,
                    effect,
                    column.name in features,
                    extreme=_is_extreme(segment, level, profiles[column.name]),
                    slight=_is_slight(column, level, profile),
                    hardly_any=bool(scarce[segment]),
                    far=told and _is_far(profile),
                    counted=is_counted(column, label),
                )
            )
    return [tuple(row) for row in levels]


def _level(profile: NumberProfile | None, effect: float) -> Literal["high", "low", ""]:
    if profile is None:
        return ""
    # equal means may differ in their last bit; that is no difference
    slack = 1e-9 * max(profile.overall_std, abs(profile.overall_mean))
    above = min(profile.mean - profile.overall_mean, profile.median - profile.overall_median)
    below = min(profile.overall_mean - profile.mean, profile.overall_median - profile.median)
    if above > slack and effect > 0.0:
        return "high"
    return "low" if below > slack and effect < 0.0 else ""


def _is_far(profile: NumberProfile | None) -> bool:
    if profile is None:
        return True
    if profile.index is None:  # everybody's mean is no scale: a quarter of a deviation is
        return abs(profile.difference) > 0.25
    return not NEAR_AVERAGE[0] <= profile.index <= NEAR_AVERAGE[1]


def _are_scarce(
    column: CustomerColumn, numbers: NDArray[np.float64], groups: Groups
) -> NDArray[np.bool_]:
    zeros = numbers == 0.0
    shares = groups.counts(zeros) / np.maximum(groups.sizes, 1)
    # no days at all is not "hardly any" of them
    timed = column.meaning in _TIMED or "recency" in column.name.casefold()
    scarce: NDArray[np.bool_] = (
        (shares >= HARDLY_ANY) & (shares >= zeros.mean() + 0.1) & (not timed)
    )
    return scarce


def _is_slight(column: CustomerColumn, level: str, profile: NumberProfile | None) -> bool:
    if profile is None or level != "high" or column.unit != "share":
        return False
    return column.meaning in {"discount", "returns"} and profile.mean < SLIGHT


def _is_extreme(segment: int, level: str, profiles: list[NumberProfile | None]) -> bool:
    own = profiles[segment]
    others = [item for place, item in enumerate(profiles) if item is not None and place != segment]
    if own is None or not level or not others:
        return False
    sign = 1.0 if level == "high" else -1.0
    slack = 1e-9 * max(own.overall_std, abs(own.overall_mean))
    return all(
        sign * (own.mean - item.mean) > slack and sign * (own.median - item.median) > slack
        for item in others
    )


def usual_gaps(customers: Customers, values: Values, groups: Groups) -> list[float | None]:
    """Return the days that typically lie between two orders, for every segment.

    The median of ``days_between_orders`` over all repeat buyers or over those of the segment,
    whichever is longer: who always came seldom is not lost for that. None where no column tells.
    """
    column = _meaning(customers, "gap")
    if column is None:
        return [None] * groups.k
    gaps = np.where(values.numbers[column.name] > 0.0, values.numbers[column.name], np.nan)
    everybody = gaps[~np.isnan(gaps)]
    if not len(everybody):
        return [None] * groups.k
    usual = float(np.median(everybody))
    own = [part[~np.isnan(part)] for part in groups.split(gaps)]
    return [max(usual, float(np.median(part))) if len(part) else usual for part in own]


def log_length(customers: Customers, values: Values) -> float | None:
    """Return how many days the data look back on; None where no column tells.

    The longest tenure, or else the longest recency.
    """
    for meaning in ("tenure", "recency"):
        column = _meaning(customers, meaning)
        if column is not None and column.unit in {"days", ""}:
            longest = values.numbers[column.name]
            longest = longest[~np.isnan(longest)]
            if len(longest):
                return float(longest.max())
    return None


def traits_of(
    levels: list[tuple[Level, ...]],
    values: Values,
    groups: Groups,
    *,
    customers: Customers,
) -> list[frozenset[str]]:
    """Return what is true of each segment beyond high and low.

    ``one-time``
        At least 80 % of its customers ordered exactly once.
    ``silent``
        Mean and median of recency are above everybody's, and the difference is clear.
    ``lost``
        Silent, and so long that few return: the median silence has reached the lost day of the
        log (``facts["lost_day"]``, see `personae.features.return_curve.ReturnCurve`; nobody is
        lost where it has none). Of a table, or a log too small for a lapse day: silent,
        and the median silence is at least three times the usual gap between two orders
        (of everybody or of the segment, whichever is longer) and a quarter of the time that the
        data look back on; where no gap is known, half of that time.
    ``lapsing``
        Silent, not lost, and the median silence is beyond the lapse day of the log
        (``facts["lapse_day"]``), by which 90 % of all gaps had ended. Of a table, or a log too
        small for one: silent, not lost, and the median silence is at least 1.5 times the usual
        gap and a twelfth of the time that the data look back on; where no gap is known, a quarter
        of it.
    ``at-risk``
        Lapsing, not lost, and worth clearly more than others: a mean of money that is at least
        125 % of everybody's and a median above theirs (frequency, where no money is known).
    ``recent``
        Mean and median of recency are below everybody's, the difference is clear, and the median
        silence is at most 92 days and half of the time that the data look back on.
    ``often``
        Frequency is clearly high, and in a log the median gap between two orders is at most 61
        days. A customer table does not say in which time its visits were counted.
    ``rare``
        At least 80 % have a frequency of zero, and ten points more than of everybody.
    ``hardly-any``
        The same of any feature.
    ``worth-more``, ``pays-nothing``
        The mean of money is at least 125 % of everybody's and the median above theirs; the median
        is zero.
    ``average``
        Nothing is clear, and all features and the money lie within 85 to 115 % of everybody's.
    ``new``
        Three quarters of its customers came in the last third of the time that the data look
        back on, half of them in the last quarter, their tenure is clearly below everybody's,
        and they are not silent. Where the lapse day is known, three quarters of them also came
        one lapse day or more after the log begins: earlier ones may be old customers.

    Parameters
    ----------
    levels : list of tuple of Level
        Per segment.
    values : Values
        All columns as arrays.
    groups : Groups
        The segment of every row.
    customers : Customers
        What the columns mean.

    Returns
    -------
    list of frozenset of str
        Per segment.
    """
    gaps, length = usual_gaps(customers, values, groups), log_length(customers, values)
    rhythm = _rhythm_of(customers)
    speakers = speakers_of(levels[0])
    once = _shares_of_one(customers, values, groups, column=speakers.get("frequency"))
    silence = _quantiles(values, groups, column=speakers.get("recency"))
    tenure = _quantiles(values, groups, column=speakers.get("tenure"))
    traits = []
    gap_column = _meaning(customers, "gap")
    own_gaps = _quantiles(values, groups, column=gap_column.name if gap_column else None)
    for segment, row in enumerate(levels):
        found = _worth_traits(row, values, groups, segment=segment, customers=customers)
        if once[segment] >= ONE_TIME_SHARE:
            found.add("one-time")
        found |= _silence_traits(
            row,
            silence[segment][0],
            gap=gaps[segment],
            length=length,
            is_worth="worth-more" in found,
            rhythm=rhythm,
        )
        is_log = customers.kind == "transactions"
        if clear_level(row, "frequency") == "high" and (
            not is_log or own_gaps[segment][0] <= OFTEN_DAYS
        ):
            found.add("often")
        if _is_new(row, tenure[segment], length, rhythm=rhythm) and "silent" not in found:
            found.add("new")
        traits.append(frozenset(found))
    return traits


def speakers_of(row: tuple[Level, ...]) -> dict[str, str]:
    """Return which column speaks for each meaning: the one feature that has it, else the first."""
    speakers: dict[str, str] = {}
    for meaning in {level.meaning for level in row if level.meaning}:
        having = [level for level in row if level.meaning == meaning]
        features = [level.column for level in having if level.is_feature]
        if len(features) == 1:
            speakers[meaning] = features[0]
        elif not features:
            speakers[meaning] = having[0].column
    return speakers


def clear_level(row: tuple[Level, ...], meaning: str) -> str:
    """Return "high" or "low" if the column that speaks for this meaning clearly is."""
    speaker = speakers_of(row).get(meaning)
    return next((item.level for item in row if item.column == speaker and item.clear), "")


def _worth_traits(
    row: tuple[Level, ...],
    values: Values,
    groups: Groups,
    *,
    segment: int,
    customers: Customers,
) -> set[str]:
    found = set()
    speaker = speakers_of(row).get("frequency")
    if any(level.column == speaker and _is_rare(level) for level in row):
        found.add("rare")
    if any(level.is_feature and _is_rare(level) for level in row):
        found.add("hardly-any")
    if not any(level.clear or level.far or level.hardly_any for level in row):
        found.add("average")
    money = customers.money if customers.money in values.numbers else None
    worth = money or speakers_of(row).get("spend") or speaker
    if worth is None:
        return found
    everybody = values.numbers[worth]
    own = everybody[groups.labels == segment]
    everybody, own = everybody[~np.isnan(everybody)], own[~np.isnan(own)]
    if not len(own):
        return found
    index = WORTH / 100.0 * float(everybody.mean())
    if own.mean() >= index > 0.0 and np.median(own) > np.median(everybody):
        found.add("worth-more")
    if money is not None and np.median(own) <= 0.0:
        found.add("pays-nothing")
    return found


def _is_rare(level: Level) -> bool:
    return level.hardly_any and not level.clear


def _silence_traits(
    row: tuple[Level, ...],
    silence: float,
    *,
    gap: float | None,
    length: float | None,
    is_worth: bool,
    rhythm: _Rhythm | None,
) -> set[str]:
    recency = clear_level(row, "recency")
    if recency == "low":
        recent = RECENT_DAYS if length is None else min(RECENT_DAYS, length / 2.0)
        return {"recent"} if silence <= recent else set()
    if recency != "high":
        return set()
    found = {"silent"}
    lost, lapsing = math.inf, math.inf
    if rhythm is not None:
        lost, lapsing = rhythm.lost_day, rhythm.lapse_day + 1.0
    elif gap is not None:
        span = length or 0.0
        lost, lapsing = max(3.0 * gap, span / 4.0), max(1.5 * gap, span / 12.0)
    elif length is not None:
        lost, lapsing = length / 2.0, length / 4.0
    if silence >= lost:
        found.add("lost")
    elif silence >= lapsing:
        found.add("lapsing")
        if is_worth:
            found.add("at-risk")
    return found


def _is_new(
    row: tuple[Level, ...],
    tenure: tuple[float, float],
    length: float | None,
    *,
    rhythm: _Rhythm | None,
) -> bool:
    if length is None or clear_level(row, "tenure") != "low":
        return False
    median, upper = tenure
    # who first bought within the lapse day after the log begins may have bought before it
    late = rhythm is None or upper <= length - rhythm.lapse_day
    return late and median <= length / 4.0 and upper <= length / 3.0


@dataclass(frozen=True)
class _Rhythm:
    """From how many days of silence on customers of this shop have lapsed, or are lost."""

    lapse_day: float
    lost_day: float


def _rhythm_of(customers: Customers) -> _Rhythm | None:
    lapse, lost = customers.facts.get("lapse_day"), customers.facts.get("lost_day")
    if not isinstance(lapse, int):
        return None
    return _Rhythm(float(lapse), float(lost) if isinstance(lost, int) else math.inf)


def _shares_of_one(
    customers: Customers, values: Values, groups: Groups, *, column: str | None
) -> NDArray[np.float64]:
    counts_orders = column is not None and (
        customers.kind == "transactions" or customers.column(column).unit == "orders"
    )
    if column is None or not counts_orders:
        return np.zeros(groups.k)
    return groups.counts(values.numbers[column] == 1.0) / np.maximum(groups.sizes, 1)


def _quantiles(values: Values, groups: Groups, *, column: str | None) -> list[tuple[float, float]]:
    if column is None:
        return [(math.nan, math.nan)] * groups.k
    pairs = []
    for part in groups.split(values.numbers[column]):
        present = part[~np.isnan(part)]
        pairs.append(
            (float(np.median(present)), float(np.quantile(present, 0.75)))
            if len(present)
            else (math.nan, math.nan)
        )
    return pairs


def _meaning(customers: Customers, meaning: str) -> CustomerColumn | None:
    return next(
        (
            column
            for column in customers.columns
            if column.meaning == meaning and column.type == "number"
        ),
        None,
    )
