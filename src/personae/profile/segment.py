"""What a segment is: the types that every description of it is told in."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal

from personae.dataclass import dataclass

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "CategoryProfile",
    "Difference",
    "KeyAccounts",
    "Neighbour",
    "NumberProfile",
    "OutcomeRate",
    "Rule",
    "Segment",
    "SegmentMap",
    "Segmentation",
]


@dataclass(frozen=True)
class NumberProfile:
    """A number within a segment, beside the same number over all customers.

    `index` is 100 x mean / mean of everybody (None where everybody's mean is not positive);
    `difference` is (mean - mean of everybody) / standard deviation of everybody, ddof 0.
    """

    column: str
    mean: float
    median: float
    lower_quartile: float
    upper_quartile: float
    n_present: int
    overall_mean: float
    overall_median: float
    overall_std: float
    index: float | None
    difference: float


@dataclass(frozen=True)
class CategoryProfile:
    """The share of one category within a segment, beside its share of all customers."""

    column: str
    category: str
    count: int
    share: float
    overall_share: float
    index: float | None
    difference: float


@dataclass(frozen=True)
class OutcomeRate:
    """How many of a segment had an outcome, with its 95 % Wilson interval."""

    column: str
    outcome: str
    n: int
    count: int
    rate: float
    low: float
    high: float
    overall_rate: float


@dataclass(frozen=True)
class Difference:
    """One thing that sets a segment apart, in words: ``"income: 86.5 against 60.6 (+1.0 sd)"``."""

    column: str
    label: str
    text: str
    mean: float
    overall_mean: float
    difference: float
    is_feature: bool


@dataclass(frozen=True)
class Neighbour:
    """The segment that lies nearest, and what separates the two."""

    segment: int
    name: str
    text: str


@dataclass(frozen=True)
class Rule:
    """One to three clauses that nearly describe a segment, in the customers' own units.

    `precision` is the share of those who match that belong; `coverage` the share of those
    who belong that match.
    """

    text: str
    clauses: tuple[tuple[str, str, float], ...]
    precision: float
    coverage: float


@dataclass(frozen=True)
class Segment:
    """Everything that is told of one segment; numbers are 1 to k by falling size at a first fit.

    A fit that follows an earlier one keeps the numbers of the segments that it finds again, so that
    numbers may be missing and sizes in any order: `Segmentation.numbers` has the number of each
    label.

    `numbers` leaves out a column that no customer of the segment has a value in. `claims` are
    what the name says ("high" or "low" of which column), `levels` the columns on which the
    segment clearly lies above or below everybody, `traits` what else is true of it (``one-time``,
    ``lost``, ``lapsing``, ``at-risk``, ``new``, ``recent``: see `profile.levels.traits_of`).
    `notes` are sentences on what the figures rest on, such as values that were filled in.
    `stability` is the bootstrap Jaccard and `stability_error` its standard error; `unchanged` the
    share of customers who stay: in a purchase log with a window, when the as-of date moves back 30
    days (of the `known_before` who were customers then too); else when every feature moves by 5 %
    of its standard deviation, which `moved` says in any case. A segment
    that is not `described` has a name and a size only: its figures would tell of too few people.
    """

    segment: int
    name: str
    archetype: str
    size: int
    share: float
    headline: str
    revenue: float | None
    revenue_share: float | None
    trust: Literal["act", "pattern", "weak"] | None
    stability: float | None
    silhouette: float | None
    numbers: tuple[NumberProfile, ...]
    categories: tuple[CategoryProfile, ...]
    outcomes: tuple[OutcomeRate, ...]
    strongest: tuple[Difference, ...]
    neighbour: Neighbour | None
    rule: Rule | None
    named_by: Literal["personae", "person"] = "personae"
    claims: tuple[tuple[str, str], ...] = ()
    levels: tuple[tuple[str, str], ...] = ()
    traits: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    stability_error: float | None = None
    unchanged: float | None = None
    moved: float | None = None
    known_before: int | None = None
    described: bool = True

    def number(self, column: str) -> NumberProfile:
        """Return the profile of one numeric column that somebody here has a value in."""
        return next(item for item in self.numbers if item.column == column)


@dataclass(frozen=True)
class KeyAccounts:
    """The customers who together bring a quarter of the revenue.

    `table` (columns ``customer_id``, ``segment``, ``revenue``, ``revenue_share``, ``question``)
    goes to a file of its own and never into a report; the rest may be told.
    """

    n: int
    share: float
    revenue: float
    revenue_share: float
    text: str
    questions: tuple[str, ...]
    table: pa.Table = field(repr=False)


@dataclass(frozen=True)
class SegmentMap:
    """Points for the 2D and 3D maps: principal components of the feature space.

    `points` has the columns ``x``, ``y``, ``z`` and ``segment``, and no id. `explained` is the
    share of the variance on each axis, `axes` says in words what each axis is made of.
    """

    points: pa.Table = field(repr=False)
    centers: tuple[tuple[float, float, float], ...]
    explained: tuple[float, float, float]
    axes: tuple[str, str, str]
    n_customers: int
    sampled: bool


@dataclass(frozen=True)
class Segmentation:
    """All segments of a run and what is told of them together.

    `doubted` are the columns whose figures do not keep what their name promises; no advice
    rests on their meaning (see `profile.meanings`).
    """

    segments: tuple[Segment, ...]
    rules_cost: float | None
    key_accounts: KeyAccounts | None
    map: SegmentMap
    sentence: str
    trust_sentence: str
    extra: dict[str, Any] = field(default_factory=dict)
    doubted: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The number of every segment, ascending: label j of the fit is segment ``numbers[j]``."""
        return tuple(item.segment for item in self.segments)

    def of(self, segment: int) -> Segment:
        """Return one segment by its number."""
        return next(item for item in self.segments if item.segment == segment)
