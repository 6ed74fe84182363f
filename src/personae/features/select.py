"""Which columns make the segments, and why the others only describe."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from personae.dataclass import dataclass
from personae.errors import NotEnoughDataError, Problem, UsageError, unknown_column

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from personae.config import Options
    from personae.data.customers import CustomerColumn, Customers

__all__ = ["FeatureSelection", "select_features"]

# Where orders and money say the same, all segments would lie on one line from small to large.
SAME_SIZE = 0.7
NEAR_COPY = 0.999
MOST_MISSING = 0.5
# The share of customers with one value, and the spread of all in units of that value.
MOSTLY_ONE_VALUE, HARDLY_DIFFERENT = 0.8, 0.15
_WHY_NOT = {
    "sensitive": "sensitive: it describes, and makes segments only if you ask with --features",
    "date": "a date: how long ago says more about when they came than about how they buy",
    "outcome": "an outcome: what became of a customer is told per segment and never makes one",
    "described": "it describes the segments",
}


@dataclass(frozen=True)
class FeatureSelection:
    """The chosen features and, for every column that is none, the reason.

    Parameters
    ----------
    features : tuple of str
        Columns of the customer table, in their order.
    how : {"chosen", "given"}
        Whether Personae chose them.
    reason : str
        Why these, in one or two plain sentences.
    left_out : tuple of (str, str)
        Every other column and why it only describes.
    """

    features: tuple[str, ...]
    how: str
    reason: str
    left_out: tuple[tuple[str, str], ...]


def select_features(
    customers: Customers, options: Options, *, ignored: tuple[tuple[str, str], ...] = ()
) -> FeatureSelection:
    """Choose the columns that make the segments.

    Parameters
    ----------
    customers : Customers
        The customer table.
    options : Options
        `options.features` is obeyed.
    ignored : tuple of (str, str)
        Columns of the file that did not come into the customer table, and why.

    Returns
    -------
    FeatureSelection
        The features, and a reason for every column.

    Raises
    ------
    UsageError
        If a feature that was asked for does not exist; all of them at once.
    NotEnoughDataError
        If no column is left to make segments from.
    """
    if options.features is not None:
        return _given(customers, options.features)
    if customers.kind == "transactions":
        return _of_log(customers, ignored)
    return _of_table(customers, ignored)


def _given(customers: Customers, asked: tuple[str, ...]) -> FeatureSelection:
    known = [column.name for column in customers.columns]
    problems = [
        unknown_column("--features", name, known, where="the customer table")
        for name in asked
        if name not in known
    ]
    if problems:
        raise UsageError(*problems)
    features = tuple(dict.fromkeys(asked))
    sensitive = [name for name in features if customers.column(name).use == "sensitive"]
    outcomes = [name for name in features if customers.column(name).use == "outcome"]
    reason = "These features were asked for with --features."
    if sensitive:
        reason += f" {_listed(sensitive)}: sensitive, and used because you asked for it."
    if outcomes:
        reason += (
            f" {_listed(outcomes)}: an outcome. Segments made from an outcome cannot foretell it."
        )
    left_out = tuple(
        (name, "not among --features; it describes the segments")
        for name in known
        if name not in features
    )
    return FeatureSelection(features, "given", reason, left_out)


def _of_log(customers: Customers, ignored: tuple[tuple[str, str], ...]) -> FeatureSelection:
    """Choose recency, frequency and money; or money per order, where money repeats frequency."""
    together = _size_correlation(customers)
    if together > SAME_SIZE:
        features = ("recency_days", "frequency", "average_order_value")
        reason = (
            "Recency, frequency and average order value. Those who order often also spend much "
            f"(correlation {together:.2f} of the logarithms), so with money itself all segments "
            "would lie on one line from small to large; money per order tells something new."
        )
        repeats = f"repeats frequency (correlation {together:.2f}); it describes the segments"
        other = {"monetary": repeats}
    else:
        features = ("recency_days", "frequency", "monetary")
        reason = "Recency, frequency and money: how lately, how often and how much a customer buys."
        follows = "follows from frequency and money; it describes the segments"
        other = {"average_order_value": follows}
    left_out = tuple(
        (
            column.name,
            other.get(column.name, "beside recency, frequency and money it describes the segments"),
        )
        for column in customers.columns
        if column.name not in features
    )
    kept = _without_constants(customers, features)
    constants = tuple(
        (name, "constant: the same for everybody") for name in features if name not in kept
    )
    if not kept:
        raise _none_left(constants + ignored)
    return FeatureSelection(kept, "chosen", reason, constants + left_out)


def _size_correlation(customers: Customers) -> float:
    """Correlate the logarithms of orders and money, each in its own unit: no currency decides."""
    import numpy as np

    from personae.features.logarithm import logarithm, own_unit
    from personae.stats.moments import correlation

    sizes = (np.maximum(_values(customers, name), 0.0) for name in ("frequency", "monetary"))
    return correlation(*(logarithm(column, own_unit(column)) for column in sizes))


def _of_table(customers: Customers, ignored: tuple[tuple[str, str], ...]) -> FeatureSelection:
    """Choose the numeric columns of behaviour that each say something of their own."""
    left_out: dict[str, str] = {}
    candidates: dict[str, NDArray[np.float64]] = {}
    for column in customers.columns:
        reason = _why_not(column)
        if reason:
            left_out[column.name] = reason
        else:
            candidates[column.name] = _values(customers, column.name)
    for drop in (_drop_poor, _drop_nearly_constant, _drop_copies, _drop_sums):
        for name, reason in drop(candidates).items():
            left_out[name] = reason
            del candidates[name]
    ordered = tuple(
        (column.name, left_out[column.name])
        for column in customers.columns
        if column.name in left_out
    )
    if not candidates:
        raise _none_left(ordered + ignored)
    features = tuple(candidates)
    telling = "columns that tell" if len(features) > 1 else "column that tells"
    reason = f"{_listed(features)}: the {telling} how customers behave and what they are worth."
    sums = [name for name, why in ordered if why.startswith("the sum of")]
    if sums:
        adds = "only adds" if len(sums) == 1 else "only add"
        reason += f" {_listed(sums)} {adds} up others and would count them twice."
    return FeatureSelection(features, "chosen", reason, ordered)


def _why_not(column: CustomerColumn) -> str:
    if column.type == "category" and column.use in ("behaviour", "described"):
        return "text, not numbers: it makes segments only if you ask with --features"
    return "" if column.use == "behaviour" else _WHY_NOT[column.use]


def _values(customers: Customers, name: str) -> NDArray[np.float64]:
    from personae.features.transform import numbers

    return numbers(customers.table.column(name))


def _without_constants(customers: Customers, features: tuple[str, ...]) -> tuple[str, ...]:
    poor = _drop_poor({name: _values(customers, name) for name in features})
    return tuple(name for name in features if name not in poor)


def _drop_poor(candidates: dict[str, NDArray[np.float64]]) -> dict[str, str]:
    """Name the columns that are empty, mostly missing or constant."""
    import numpy as np

    from personae.stats.moments import moments

    poor = {}
    for name, values in candidates.items():
        present = values[~np.isnan(values)]
        missing = 1 - len(present) / max(len(values), 1)
        if missing > MOST_MISSING:
            poor[name] = f"{missing:.0%} of its values are missing"
        elif moments(present).std == 0:
            poor[name] = "constant: the same for everybody"
    return poor


def _drop_nearly_constant(candidates: dict[str, NDArray[np.float64]]) -> dict[str, str]:
    """Name the columns in which most share one value and the others hardly differ from it.

    Standardised, such a column would set the few others far apart for next to nothing. A zero is
    no such value: how many do not do something at all is a difference between customers.
    """
    import numpy as np

    from personae.stats.moments import moments

    found = {}
    for name, values in candidates.items():
        present = values[~np.isnan(values)]
        different, counts = np.unique(present, return_counts=True)
        place = int(counts.argmax())
        top, share = float(different[place]), counts[place] / len(present)
        spread = moments(present).std
        if share >= MOSTLY_ONE_VALUE and top != 0 and spread <= HARDLY_DIFFERENT * abs(top):
            found[name] = (
                f"nearly constant: {share:.0%} of the customers have the same value, and the "
                "others are close to it"
            )
    return found if len(found) < len(candidates) else {}


def _drop_copies(candidates: dict[str, NDArray[np.float64]]) -> dict[str, str]:
    """Name the columns that rise and fall with an earlier one."""
    from personae.stats.moments import correlation

    copies: dict[str, str] = {}
    filled = {name: _filled(values) for name, values in candidates.items()}
    for (earlier, first), (name, values) in itertools.combinations(filled.items(), 2):
        if name in copies or earlier in copies:
            continue
        if abs(correlation(values, first)) > NEAR_COPY:
            copies[name] = f'says the same as "{earlier}" (correlation beyond {NEAR_COPY})'
    return copies


def _drop_sums(candidates: dict[str, NDArray[np.float64]]) -> dict[str, str]:
    """Name the columns that are the sum of two or more others.

    Parts are never larger than the whole, so columns of 0 and more are looked at from small to
    large, each as a sum of smaller ones by least squares: the weights of a sum are 0 and 1.
    """
    import numpy as np

    sums: dict[str, str] = {}
    parts: dict[str, NDArray[np.float64]] = {}
    positive = {
        name: _filled(values) for name, values in candidates.items() if np.nanmin(values) >= 0
    }
    for name, values in sorted(positive.items(), key=lambda item: (float(item[1].mean()), item[0])):
        found = _parts_of(values, parts)
        if len(found) > 1:
            sums[name] = f"the sum of {_listed(found)}"
        else:
            parts[name] = values
    return sums


def _parts_of(whole: NDArray[np.float64], parts: dict[str, NDArray[np.float64]]) -> list[str]:
    import numpy as np

    if len(parts) < 2 or len(whole) <= len(parts):
        return []
    matrix = np.column_stack(list(parts.values()))
    scale = matrix.std(axis=0)
    weights = np.linalg.lstsq(matrix / scale, whole, rcond=None)[0] / scale
    rounded = np.round(weights)
    is_sum = np.isin(rounded, (0.0, 1.0)).all() and rounded.sum() >= 2
    # Sums of money are off by cents where the parts were rounded; a real difference is larger.
    if not is_sum or np.abs(whole - matrix @ rounded).max() > 1e-3 * whole.std():
        return []
    return [name for name, weight in zip(parts, rounded, strict=True) if weight]


def _filled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.where(np.isnan(values), np.nanmedian(values), values)


def _none_left(left_out: tuple[tuple[str, str], ...]) -> NotEnoughDataError:
    reasons = "; ".join(f'"{name}": {why}' for name, why in left_out[:10])
    return NotEnoughDataError(
        Problem(
            "features/none",
            "No column is left to make segments from "
            f"({reasons or 'there is no other column than the id'}).",
            "Name the columns that should make the segments with --features.",
        )
    )


def _listed(names: list[str] | tuple[str, ...]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
