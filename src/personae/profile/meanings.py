"""Columns in, those out whose figures do not keep what their name promises.

A column's meaning is read off its name, and advice rests on it: "they spend more" must stand on
money that was spent, "they come more often" on visits. What is doubtful here still describes a
segment under its own label; only no word and no advice of a meaning is built on it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.data.customers import CustomerColumn, Customers
    from personae.profile.columns import Values

__all__ = ["doubted_columns", "without_meaning"]

BACKWARDS = 0.3
"""A rank correlation of recency with frequency from which recency counts the other way round."""

# the time from the first purchase to the last one; nobody has "hardly any" of a time
_DOUBTED = {"recency": "lifetime"}
_SHARE = re.compile(r"prc|pct|perc|%|rate|ratio|share", re.IGNORECASE)
_REPAID = re.compile(r"payment|repaid|repay", re.IGNORECASE)
_PER_TIME = re.compile(r"freq|per|avg|average|mean|rate|share|month|week|year|day", re.IGNORECASE)
_NO_USE = re.compile(r"open|click|view|seat", re.IGNORECASE)


def doubted_columns(customers: Customers, values: Values) -> tuple[str, ...]:
    """Return the columns whose meaning their figures or their label put in doubt, sorted.

    Spending
        A share is no sum of money, and payments may be repayments. In a purchase log the
        money is what was bought, so that nothing is in doubt.
    Frequency
        Fractions are no counts, unless the label says that they are per month or a rate: a bank's
        ``PURCHASES`` of 95.40 is money.
    Usage
        Who opens a mail or has a seat does not use the product yet.
    Recency
        Where it grows with frequency it counts from the first purchase.
    """
    if customers.kind == "transactions":
        return ()
    doubted = {
        column.name
        for column in customers.columns
        if column.type == "number" and _is_doubtful(column, values.numbers[column.name])
    }
    return tuple(sorted(doubted | _counting_backwards(customers, values)))


def without_meaning(customers: Customers, names: tuple[str, ...]) -> Customers:
    """Return the same customers, the meaning of some columns left out."""
    if not names:
        return customers
    return replace(
        customers,
        columns=tuple(
            replace(column, meaning=_DOUBTED.get(column.meaning, ""))
            if column.name in names
            else column
            for column in customers.columns
        ),
    )


def _is_doubtful(column: CustomerColumn, numbers: NDArray[np.float64]) -> bool:
    if column.meaning == "spend":
        return bool(_SHARE.search(column.name) or _REPAID.search(column.name))
    if column.meaning == "frequency" and not _PER_TIME.search(column.name):
        present = numbers[~np.isnan(numbers)]
        return bool(np.any(present != np.floor(present)))
    return column.meaning == "usage" and bool(_NO_USE.search(column.name))


def _counting_backwards(customers: Customers, values: Values) -> set[str]:
    """Return the recency column that grows with frequency, if it does.

    The literature on repeat buying counts recency from the first purchase to the last one, so
    that a high one is good; elsewhere it counts the days since the last purchase. Who comes
    often has been silent for a shorter time, so the sign of the rank correlation tells.
    """
    recency, frequency = (
        next((c.name for c in customers.columns if c.meaning == m and c.type == "number"), None)
        for m in ("recency", "frequency")
    )
    if recency is None or frequency is None:
        return set()
    x, y = values.numbers[recency], values.numbers[frequency]
    there = ~np.isnan(x) & ~np.isnan(y)
    if there.sum() < 2:
        return set()
    ranks = [np.unique(side[there], return_inverse=True)[1].astype(float) for side in (x, y)]
    if min(rank.max() for rank in ranks) == 0:
        return set()
    return {recency} if np.corrcoef(ranks[0], ranks[1])[0, 1] > BACKWARDS else set()
