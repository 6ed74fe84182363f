"""The first half of a log in, whether its segments foretell the second half out, and against whom.

Segments that say no more of the time ahead than a rule that fits on one line are decoration. So the
segments are made anew from what was known in the middle of the log, and hold against the usual
rules at foretelling who came back and who spent how much.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.cluster.checks import count_distinct
from personae.cluster.kmeans import kmeans
from personae.dataclass import dataclass
from personae.errors import PersonaeError
from personae.features.fit_space import fit_space
from personae.features.return_curve import return_curve
from personae.features.scores import rfm_scores
from personae.features.select import select_features
from personae.monitor.usefulness_words import usefulness_words
from personae.stats.auc import area_under_curve
from personae.stats.intervals import Z95
from personae.stats.places import places_of
from personae.stats.sample import row_keys, uniforms

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.config import Options
    from personae.data.customers import Customers
    from personae.features.day_flows import DayFlows
    from personae.features.history import History, KnownThen

__all__ = ["Grouping", "Usefulness", "Versus", "explained_by", "foretold_by", "usefulness"]

FEWEST = 200
"""So many customers must have been there in the middle of the log."""
FEWEST_EACH = 30
"""So many of them must have come back, and so many not."""


@dataclass(frozen=True)
class Grouping:
    """A way to divide customers, and what it foretold.

    Parameters
    ----------
    code, name : str
        Which, for programs and in words.
    groups : int
        How many groups it has.
    spend : float
        The share of the variance of the next spend that it explained (1: all; below 0: worse than
        one mean for everybody), of ln(1 + spend / typical spend).
    returned : float
        The area under the ROC curve for coming back; 0.5 is chance.
    """

    code: str
    name: str
    groups: int
    spend: float
    returned: float


@dataclass(frozen=True)
class Versus:
    """The segments' figure less that of another grouping, with its 95 % interval.

    `verdict` is "better" or "worse" where the interval does not hold 0, else "same".
    """

    code: str
    measure: str
    difference: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """Whether the segments are better, worse, or cannot be told apart."""
        if self.low > 0.0:
            return "better"
        return "worse" if self.high < 0.0 else "same"


@dataclass(frozen=True)
class Usefulness:
    """Whether the segments of the first half of a log foretold the second.

    Parameters
    ----------
    as_of : str
        The day in the middle (ISO date); nothing after it made a group.
    days : int
        Days from then to the end of the log.
    customers : int
        Who was a customer then.
    came_back : int
        Who of them bought in these days.
    groupings : tuple of Grouping
        The segments first.
    versus : tuple of Versus
        The segments against each other grouping, for ``"spend"`` and ``"returned"``.
    """

    as_of: str
    days: int
    customers: int
    came_back: int
    groupings: tuple[Grouping, ...]
    versus: tuple[Versus, ...]

    def words(self) -> tuple[str, ...]:
        """Return what was found, in sentences for somebody who runs a shop."""
        return usefulness_words(self)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready values."""
        return {
            "as_of": self.as_of,
            "days": self.days,
            "customers": self.customers,
            "came_back": self.came_back,
            "groupings": [dict(vars(item)) for item in self.groupings],
            "versus": [dict(vars(item)) | {"verdict": item.verdict} for item in self.versus],
            "words": list(self.words()),
        }


def usefulness(
    history: History, customers: Customers, options: Options, *, k: int
) -> Usefulness | str:
    """Hold the segments against RFM and one-line rules at foretelling what came next.

    Features, transform and centres are made anew from what was known in the middle of the log, with
    the returns known then; the number of segments is that of the run. What each group spends and
    how many of it come back is learned from one half of the customers, drawn by a hash of their
    ids, and judged on the other, both ways round.

    Parameters
    ----------
    history : History
        The purchase days and what was known then.
    customers : Customers
        The run's customers, for what columns mean.
    options : Options
        Those of the run: features, transform, seed.
    k : int
        The number of segments.

    Returns
    -------
    Usefulness or str
        A sentence where the log does not carry it.
    """
    then, flows = history.then, history.flows
    if then is None or flows is None:
        return "The log is too short to be cut in two."
    known = _known(customers, then)
    spend, returned = _next(flows, then.days.ids, after=then.days.today)
    counts = int(returned.sum()), int((~returned).sum())
    if len(spend) < FEWEST or min(counts) < FEWEST_EACH:
        return (
            f"In the middle of the log there were {len(spend):,} customers, of whom {counts[0]:,} "
            f"came back: too few to tell how well anything foretells that ({FEWEST} are needed, "
            f"and {FEWEST_EACH} of either kind)."
        )
    groupings = _groupings(known, then, options, k=k)
    if isinstance(groupings, str):
        return groupings
    keys = row_keys(known.ids, key="usefulness")
    half = uniforms(keys, seed=options.seed, stage="usefulness") < 0.5
    judged = {
        code: foretold_by(groups, spend, returned, half=half)
        for code, (_, groups) in groupings.items()
    }
    return Usefulness(
        as_of=then.days.as_of.isoformat(),
        days=flows.today - then.days.today,
        customers=len(spend),
        came_back=counts[0],
        groupings=tuple(
            Grouping(
                code,
                name,
                len(np.unique(groups)),
                judged[code]["spend"][0],
                judged[code]["returned"][0],
            )
            for code, (name, groups) in groupings.items()
        ),
        versus=tuple(
            _versus(code, measure, judged["segments"][measure], judged[code][measure])
            for measure in ("spend", "returned")
            for code in groupings
            if code != "segments"
        ),
    )


def _known(customers: Customers, then: KnownThen) -> Customers:
    """Return the customer table of the middle of the log, with the meanings of today's."""
    names = then.table.column_names
    columns = tuple(item for item in customers.columns if item.name in names)
    return replace(
        customers,
        ids=then.days.ids,
        table=then.table.select([item.name for item in columns]),
        columns=columns,
        as_of=then.days.as_of,
    )


def _next(
    flows: DayFlows, ids: pa.Array, *, after: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return what everybody spent after a day (never below 0), and who bought anything."""
    n, places = len(flows.ids), places_of(ids, flows.ids)
    later = flows.day > after
    bought = np.zeros(n, dtype=bool)
    bought[flows.customer[later & flows.is_purchase]] = True
    weights = np.ones(int(later.sum())) if flows.value is None else flows.value[later]
    spend = np.bincount(flows.customer[later], weights=weights, minlength=n)
    return np.maximum(spend.astype(np.float64).round(6), 0.0)[places], bought[places]


Groupings = dict[str, "tuple[str, NDArray[np.int64]]"]


def _groupings(known: Customers, then: KnownThen, options: Options, *, k: int) -> Groupings | str:
    """Return the segments of then and the rules that they are held against."""
    try:
        features = select_features(known, options).features
        space = fit_space(known, features, transform=options.transform)
        X = space.matrix(known.table)
        if count_distinct(X, at_least=k) < k:
            return "In the middle of the log too few customers differed to make the segments anew."
        fit = kmeans(X, k, keys=row_keys(known.ids, key="personae"), seed=options.seed)
    except PersonaeError:
        # such as a feature that counts products, which is not known of the middle of the log
        return "The features of this run are not known of the middle of the log."
    found: Groupings = {"segments": ("the segments", fit.labels.astype(np.int64))}
    scores = rfm_scores(known)
    if scores is not None:
        found["rfm_cells"] = ("RFM fifths", _coded(scores.column("rfm_score")))
        found["rfm_names"] = ("RFM names", _coded(scores.column("rfm_name")))
        spent = known.table.column("monetary").to_numpy().astype(np.float64)
        cuts = np.quantile(spent, np.arange(1, k) / k)
        name = f"past spend in {k} equal parts"
        found["past_spend"] = (name, np.searchsorted(cuts, spent).astype(np.int64))
    curve = return_curve(then.days)
    if curve is not None:
        silent = known.table.column("recency_days").to_numpy().astype(np.float64)
        name = f"whether they bought within {curve.lapse_day} days"
        found["lapse_day"] = (name, (silent > curve.lapse_day).astype(np.int64))
    return found


def _coded(column: pa.ChunkedArray) -> NDArray[np.int64]:
    return np.asarray(column.combine_chunks().dictionary_encode().indices, dtype=np.int64)


def foretold_by(
    groups: NDArray[np.int64],
    spend: NDArray[np.float64],
    returned: NDArray[np.bool_],
    *,
    half: NDArray[np.bool_],
) -> dict[str, tuple[float, NDArray[np.float64]]]:
    """Return how well groups foretell spend and return, and every customer's part in the error.

    Parameters
    ----------
    groups : ndarray, shape (n_customers,)
        Codes from 0.
    spend : ndarray, shape (n_customers,)
        What they spent afterwards.
    returned : ndarray of bool, shape (n_customers,)
        Who bought afterwards.
    half : ndarray of bool, shape (n_customers,)
        Who is in the first half. A group's mean is learned in one half and judged in the other.

    Returns
    -------
    dict of str to (float, ndarray)
        ``"spend"``: 1 - sum (y - group mean)^2 / sum (y - mean)^2 with y = ln(1 + spend / m), m the
        median of spends above 0; ``"returned"``: the area under the ROC curve. The second of each
        pair: parts whose squares add up to the variance (delta method; DeLong).
    """
    typical = float(np.median(spend[spend > 0])) if (spend > 0).any() else 1.0
    rates = _learned(groups, returned.astype(np.float64), half)
    return {
        "spend": explained_by(groups, np.log1p(spend / typical), half),
        "returned": area_under_curve(rates, returned),
    }


def explained_by(
    groups: NDArray[np.int64], y: NDArray[np.float64], half: NDArray[np.bool_]
) -> tuple[float, NDArray[np.float64]]:
    """Return the share of a variance that groups explain, as in `foretold_by`, with the parts."""
    ours, base = _learned(groups, y, half) - y, _learned(np.zeros_like(groups), y, half) - y
    ratio = float((ours**2).sum() / (base**2).sum())
    parts = (ours**2 - ratio * base**2) / (base**2).sum()
    return 1.0 - ratio, -parts


def _learned(
    groups: NDArray[np.int64], y: NDArray[np.float64], half: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return for everybody the mean of their group in the other half.

    The mean is drawn towards everybody's as if one more customer with that mean were in the group,
    so that a group which the other half does not have gets everybody's.
    """
    n = int(groups.max()) + 1
    told = np.empty(len(y))
    for mine in (half, ~half):
        other = ~mine
        mean = float(y[other].mean())
        sums = np.bincount(groups[other], weights=y[other], minlength=n) + mean
        told[mine] = (sums / (np.bincount(groups[other], minlength=n) + 1))[groups[mine]]
    return told


def _versus(
    code: str,
    measure: str,
    ours: tuple[float, NDArray[np.float64]],
    theirs: tuple[float, NDArray[np.float64]],
) -> Versus:
    difference = ours[0] - theirs[0]
    # what one half learned is what the other was judged by, so that the two ways round are not two
    # tests: the interval is as wide as one of them alone would have it
    error = float(np.sqrt(2.0 * ((ours[1] - theirs[1]) ** 2).sum()))
    return Versus(code, measure, difference, difference - Z95 * error, difference + Z95 * error)
