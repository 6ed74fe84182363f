"""Segments in, rules of one to three clauses out that nearly describe them, and their price."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass
from personae.profile.segment import Rule
from personae.profile.wording import number

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "EXACT_ROWS",
    "Axis",
    "RuleSet",
    "find_rules",
    "price_rules",
    "readable_thresholds",
    "roundest_between",
    "written_exactly",
]

EXACT_ROWS = 50_000
"""Up to so many customers the search looks at all of them; above, at a hash sample."""
MAX_CLAUSES = 3
MAX_THRESHOLDS = 60
_BEAM = 6
_WORTHWHILE = 0.01  # what a further clause must add to the F-score
_ROUNDNESS = 0.006  # what one digit more in a threshold must add to it


@dataclass(frozen=True)
class Axis:
    """A column that rules may speak of.

    Parameters
    ----------
    column : str
        The column, or ``column = category`` where `category` is set.
    label : str
        Its short label.
    values : ndarray, shape (n_rows,)
        In the customers' own units; no value missing.
    category : str
        For a 0/1 column: the category that 1 stands for; the label is that of the whole column.
    """

    column: str
    label: str
    values: NDArray[np.float64]
    category: str = ""

    @property
    def title(self) -> str:
        """What the axis is called where it stands alone."""
        return f"{self.label} {self.category}".strip()


@dataclass(frozen=True)
class RuleSet:
    """What is said of all rules together.

    `cost` is the sum of squared distances to the centre of the segment that the rules give,
    divided by that of K-means: 1 would be no loss. Every customer gets the segment of the most
    precise rule that matches; whom none matches, `otherwise` (`unmatched` is their share).
    `agreement` is the share of customers who get their K-means segment.
    """

    cost: float | None
    otherwise: int
    unmatched: float
    agreement: float


@dataclass(frozen=True)
class _Clause:
    axis: int
    op: str
    threshold: float

    def holds(self, axes: list[Axis]) -> NDArray[np.bool_]:
        values = axes[self.axis].values
        found: NDArray[np.bool_] = (
            values >= self.threshold if self.op == ">=" else values < self.threshold
        )
        return found


@dataclass(frozen=True)
class _Column:
    """Of an axis: how many thresholds each row reaches, these, and what their digits cost."""

    code: NDArray[np.int64]
    cut: NDArray[np.float64]
    price: NDArray[np.float64]

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> _Column:
        cut = readable_thresholds(values)
        price = _ROUNDNESS * np.array([_digits(value) for value in cut.tolist()])
        return cls(np.searchsorted(cut, values, side="right"), cut, price)


@dataclass(frozen=True)
class _State:
    score: float
    clauses: tuple[_Clause, ...]
    rows: NDArray[np.int64]


def readable_thresholds(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return round numbers that cut a column where its customers lie, at most 60, ascending.

    Between every two neighbouring quantiles stands the roundest number.

    Examples
    --------
    >>> readable_thresholds(np.array([15.2, 15.4, 39.7, 40.1, 41.0, 88.8])).tolist()
    [15.4, 30.0, 40.0, 41.0, 50.0]
    """
    levels = np.linspace(0.0, 1.0, MAX_THRESHOLDS + 1)
    cuts = np.unique(np.quantile(values, levels, method="inverted_cdf"))
    pairs = zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True)
    return np.array([roundest_between(low, high) for low, high in pairs])


def roundest_between(low: float, high: float) -> float:
    """Return the number above `low`, up to `high`, that is shortest to write.

    Examples
    --------
    >>> roundest_between(67.0, 78.0), roundest_between(2012.0, 2013.0), roundest_between(-3.0, 2.0)
    (70.0, 2013.0, 0.0)
    """
    exponent = math.floor(math.log10(max(abs(low), abs(high)))) + 1
    lowest = exponent - 17  # a double holds no more digits
    while exponent >= lowest:
        for step in (10.0**exponent, 5.0 * 10.0 ** (exponent - 1)):
            candidate = round(math.floor(high / step) * step, max(0, 1 - exponent))
            if low < candidate <= high:
                return candidate + 0.0  # never minus zero
        exponent -= 1
    return high


def find_rules(
    axes: list[Axis],
    labels: NDArray[np.int64],
    *,
    k: int,
    sample: NDArray[np.int64] | None = None,
) -> list[Rule | None]:
    """Find for every segment the clauses that describe it best.

    A beam search over round thresholds for the highest F-score (the harmonic mean of precision
    and coverage); a further clause must raise it by 0.01, a further digit by 0.006. Precision
    and coverage are counted on the rounded rule and on all rows.

    Parameters
    ----------
    axes : list of Axis
        What rules may speak of.
    labels : ndarray, shape (n_rows,)
        The segment of every row, counted from 0.
    k : int
        How many segments there are.
    sample : ndarray of int, optional
        The rows that the search looks at; all of them if None.

    Returns
    -------
    list of Rule or None
        None where there is nothing to tell apart: one segment, or constant columns.

    Examples
    --------
    >>> axis = Axis("spend", "spend", np.array([1.0, 2.0, 3.0, 70.0, 80.0]))
    >>> low, high = find_rules([axis], np.array([0, 0, 0, 1, 1]), k=2)
    >>> high.text, high.precision, high.coverage
    ('spend >= 50', 1.0, 1.0)
    """
    rows = np.arange(len(labels)) if sample is None else sample
    columns = [_Column.of(axis.values[rows]) for axis in axes]
    rules: list[Rule | None] = []
    for segment in range(k):
        belongs = labels[rows] == segment
        clauses = _search(columns, belongs) if k > 1 and belongs.any() else ()
        rules.append(_rule(clauses, axes, labels == segment) if clauses else None)
    return rules


def _search(columns: list[_Column], belongs: NDArray[np.bool_]) -> tuple[_Clause, ...]:
    share = float(belongs.mean())
    best = _State(2.0 * share / (1.0 + share), (), np.arange(len(belongs)))
    beam = [best]
    for _ in range(MAX_CLAUSES):
        grown: dict[frozenset[_Clause], _State] = {}
        for state in beam:
            for step in _extensions(state, columns, belongs):
                grown.setdefault(frozenset(step.clauses), step)
        beam = sorted(grown.values(), key=lambda item: (-round(item.score, 12), _order(item)))
        beam = beam[:_BEAM]
        if not beam or beam[0].score < best.score + _WORTHWHILE:
            break
        best = beam[0]
    return best.clauses


def _order(state: _State) -> tuple[tuple[int, str, float], ...]:
    return tuple((clause.axis, clause.op, clause.threshold) for clause in state.clauses)


def _extensions(state: _State, columns: list[_Column], belongs: NDArray[np.bool_]) -> list[_State]:
    """Return the state with each of the best further clauses, two per column and direction."""
    inside, n_belong = belongs[state.rows], int(belongs.sum())
    used = sum(_ROUNDNESS * _digits(clause.threshold) for clause in state.clauses)
    steps: list[_State] = []
    for axis, column in enumerate(columns):
        n_cuts = len(column.cut)
        if not n_cuts:
            continue
        here = column.code[state.rows]
        # below[i]: rows with a value under cut[i], of all and of the segment
        below = np.cumsum(np.bincount(here, minlength=n_cuts + 1))[:-1]
        below_in = np.cumsum(np.bincount(here[inside], minlength=n_cuts + 1))[:-1]
        sides = {
            "<": (below, below_in),
            ">=": (len(here) - below, int(inside.sum()) - below_in),
        }
        penalty = used + column.price
        for op, (matched, hits) in sides.items():
            if any(clause.axis == axis and clause.op == op for clause in state.clauses):
                continue
            scores = 2.0 * hits / (matched + n_belong) - penalty
            for place in np.argsort(-np.round(scores, 12), kind="stable")[:2].tolist():
                keep = here <= place if op == "<" else here > place
                clauses = (*state.clauses, _Clause(axis, op, float(column.cut[place])))
                steps.append(_State(float(scores[place]), clauses, state.rows[keep]))
    return steps


def _digits(value: float) -> int:
    """Count the digits of a threshold that are more than one; a final 5 counts half."""
    text = f"{abs(value):.6g}".replace(".", "").strip("0")
    return max(len(text) - 1, 0) if not text.endswith("5") else max(len(text) - 2, 0)


def _rule(clauses: tuple[_Clause, ...], axes: list[Axis], belongs: NDArray[np.bool_]) -> Rule:
    matches = np.ones(len(belongs), dtype=bool)
    for clause in clauses:
        matches &= clause.holds(axes)
    hits = int((matches & belongs).sum())
    ordered = sorted(clauses, key=lambda clause: (clause.axis, clause.op != ">="))
    return Rule(
        text=_text(ordered, axes),
        clauses=tuple((axes[item.axis].column, item.op, item.threshold) for item in ordered),
        precision=hits / max(int(matches.sum()), 1),
        coverage=hits / max(int(belongs.sum()), 1),
    )


def _text(clauses: list[_Clause], axes: list[Axis]) -> str:
    said: list[str] = []
    for place, clause in enumerate(clauses):
        axis = axes[clause.axis]
        repeated = place > 0 and clauses[place - 1].axis == clause.axis
        if axis.category:
            said.append(f"{axis.label} is {'' if clause.op == '>=' else 'not '}{axis.category}")
        else:
            label = "" if repeated else f"{axis.label} "
            said.append(f"{label}{clause.op} {written_exactly(clause.threshold)}")
    return " and ".join(said)


def written_exactly(value: float) -> str:
    """Return a threshold as people write it, but never rounded.

    Examples
    --------
    >>> written_exactly(1500.0), written_exactly(22.5)
    ('1,500', '22.5')
    """
    # a threshold must be written exactly, or the rule that is read is another one
    text = number(value)
    plain = text.replace(",", "")
    try:
        exact = float(plain) == value
    except ValueError:
        exact = False
    return text if exact else f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"


def price_rules(
    rules: list[Rule | None],
    axes: list[Axis],
    *,
    X: NDArray[np.float64],
    centers: NDArray[np.float64],
    labels: NDArray[np.int64],
) -> RuleSet:
    """Measure what it costs to assign everybody by the rules instead of by K-means.

    Parameters
    ----------
    rules : list of Rule or None
        Per segment.
    axes : list of Axis
        What the rules speak of.
    X : ndarray, shape (n_rows, n_features)
        The feature space.
    centers : ndarray, shape (k, n_features)
        The centres of the segments.
    labels : ndarray, shape (n_rows,)
        The segments by K-means, counted from 0.
    """
    assigned = np.full(len(labels), -1, dtype=np.int64)
    by_column = {axis.column: axis.values for axis in axes}
    ranked = sorted(
        ((rule.precision, segment) for segment, rule in enumerate(rules) if rule is not None),
        key=lambda pair: (-pair[0], pair[1]),
    )
    for _, segment in ranked:
        rule = rules[segment]
        matches = assigned < 0
        for column, op, threshold in rule.clauses if rule else ():
            values = by_column[column]
            matches &= values >= threshold if op == ">=" else values < threshold
        assigned[matches] = segment
    left = assigned < 0
    sums = [float(((X[left] - center) ** 2).sum()) for center in centers]
    otherwise = int(np.argmin(sums))
    assigned[left] = otherwise
    price = float(((X - centers[assigned]) ** 2).sum())
    inertia = float(((X - centers[labels]) ** 2).sum())
    cost = max(1.0, price / inertia) if inertia > 0.0 else (1.0 if price == 0.0 else None)
    return RuleSet(
        cost=cost,
        otherwise=otherwise + 1,
        unmatched=float(left.mean()),
        agreement=float((assigned == labels).mean()),
    )
