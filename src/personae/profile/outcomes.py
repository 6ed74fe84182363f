"""What became of the customers: the rate of an outcome in every segment, with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.profile.segment import OutcomeRate
from personae.stats.intervals import wilson_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.data.customers import CustomerColumn
    from personae.profile.columns import Groups, Values

__all__ = ["outcome_events", "outcome_rates"]

_QUIET = frozenset(
    {
        "no",
        "n",
        "false",
        "f",
        "0",
        "0.0",
        "none",
        "never",
        "active",
        "existing",
        "existing customer",
        "current",
        "stayed",
        "retained",
        "open",
        "unknown",
        "not churned",
        "no churn",
        "loyal",
    }
)
"""Categories that say that nothing happened; the other one of two is the outcome."""


def outcome_rates(
    column: CustomerColumn, values: Values, groups: Groups
) -> list[list[OutcomeRate]]:
    """Return the rate of an outcome column in every segment.

    A 0/1 column counts its ones; of two categories the one that says that something happened
    (else the rarer one) is the outcome; of three or more each has its rate. A column that is
    filled for some customers only, such as a date of cancellation, counts who has a value.
    Any other number is no rate and gives none.

    Returns
    -------
    list of list of OutcomeRate
        Per segment, one per outcome.
    """
    rates: list[list[OutcomeRate]] = [[] for _ in range(groups.k)]
    for outcome, happened, known in outcome_events(column, values):
        n, counts = groups.counts(known), groups.counts(happened)
        overall = float(counts.sum() / n.sum()) if n.sum() else 0.0
        for segment in range(groups.k):
            n_known, n_happened = int(n[segment]), int(counts[segment])
            low, high = wilson_interval(n_happened, n_known)
            rates[segment].append(
                OutcomeRate(
                    column=column.name,
                    outcome=outcome,
                    n=n_known,
                    count=n_happened,
                    rate=n_happened / n_known if n_known else 0.0,
                    low=low,
                    high=high,
                    overall_rate=overall,
                )
            )
    return rates


def outcome_events(
    column: CustomerColumn, values: Values
) -> list[tuple[str, NDArray[np.bool_], NDArray[np.bool_]]]:
    """Return every outcome that a column tells of: its name, who had it, of whom it is known.

    What `outcome_rates` counts, customer by customer.

    Parameters
    ----------
    column : CustomerColumn
        An outcome.
    values : Values
        All columns as arrays.
    """
    if column.type == "number":
        return _number_events(values.numbers[column.name])
    coded = values.categories[column.name]
    everybody = np.ones(len(coded.codes), dtype=bool)
    known = (
        everybody if "unknown" not in coded.names else coded.codes != coded.names.index("unknown")
    )
    told = [code for code, name in enumerate(coded.names) if name != "unknown"]
    if len(told) == 1 and not known.all():
        return [("given", known, everybody)]
    if len(told) == 2:
        told = [_what_happened(told, coded.names)]
    return [(coded.names[code], coded.codes == code, known) for code in told]


def _number_events(
    numbers: NDArray[np.float64],
) -> list[tuple[str, NDArray[np.bool_], NDArray[np.bool_]]]:
    known = ~np.isnan(numbers)
    if np.isin(numbers[known], (0.0, 1.0)).all():
        return [("yes", numbers == 1.0, known)]
    if not known.all():
        return [("given", known, np.ones_like(known))]
    return []


def _what_happened(codes: list[int], names: tuple[str, ...]) -> int:
    loud = [code for code in codes if names[code].strip().casefold() not in _QUIET]
    # names are sorted by how frequent they are, so the last is the rarer one
    return loud[0] if len(loud) == 1 else codes[-1]
