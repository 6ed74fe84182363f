"""Described attributes in, which of them are over- and under-represented in each segment out."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.actions.lift.several_tests import holm
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.data.customers import CustomerColumn, Customers

__all__ = ["Attribute", "attributes", "standardised_residuals"]

_FEWEST_EXPECTED = 5.0
_MOST_VALUES = 100
_LEVEL = 0.05


@dataclass(frozen=True)
class Attribute:
    """A value of a described column that a segment has more or less often than the others.

    Parameters
    ----------
    segment : int
        The segment's number.
    column, label, value : str
        The column, its name in words, and the value. Text of the shop's file: escape it before it
        is shown.
    customers : int
        Customers of the segment who have it.
    share, overall_share : float
        Of the customers with any value in the column: of the segment, and of all.
    residual : float
        How many standard errors the segment lies above what chance would give it.
    p : float
        Of a difference of that size by chance, corrected for all values and segments (Holm).
    """

    segment: int
    column: str
    label: str
    value: str
    customers: int
    share: float
    overall_share: float
    residual: float
    p: float

    @property
    def more(self) -> bool:
        """Whether the value is over-represented."""
        return self.residual > 0

    @property
    def text(self) -> str:
        """The finding in words, without the names of column and value."""
        return f"{self.share:.0%} of this segment, {self.overall_share:.0%} of all customers"

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready values."""
        return {
            name: round(value, 6) if isinstance(value, float) else value
            for name, value in {**vars(self), "more": self.more, "text": self.text}.items()
        }


def attributes(
    customers: Customers, labels: NDArray[np.integer[Any]], k: int
) -> tuple[Attribute, ...]:
    """Return the described attributes that are over- and under-represented, clearest first.

    Only what describes customers is asked about, never an outcome or what the segments were made
    from. A value is asked about in a segment where chance would give it five customers or more.

    Parameters
    ----------
    customers : Customers
        The customer table.
    labels : ndarray, shape (n_customers,)
        The segment of every customer, from 0.
    k : int
        How many segments there are.

    Returns
    -------
    tuple of Attribute
        By segment and falling size of the residual; empty where nothing differs.
    """
    numbers = np.asarray(labels, dtype=np.int64)
    rows: list[Attribute] = []
    for column in customers.columns:
        if column.type == "category" and column.use in {"described", "sensitive"} and k > 1:
            rows += _rows(customers, column, numbers, k)
    p = holm([item.p for item in rows])
    found = [replace(item, p=float(own)) for item, own in zip(rows, p, strict=True) if own < _LEVEL]
    return tuple(
        sorted(found, key=lambda one: (one.segment, -abs(one.residual), one.column, one.value))
    )


def _rows(
    customers: Customers, column: CustomerColumn, labels: NDArray[np.int64], k: int
) -> list[Attribute]:
    """Return every value of a column in every segment, with p-values that stand alone."""
    import pyarrow as pa

    coded = customers.table[column.name].combine_chunks().cast(pa.string()).dictionary_encode()
    values = coded.dictionary.to_pylist()
    if not 2 <= len(values) <= _MOST_VALUES:
        return []
    code = np.asarray(coded.indices.fill_null(-1), dtype=np.int64)
    known = code >= 0
    key = labels[known] * len(values) + code[known]
    table = np.bincount(key, minlength=k * len(values)).reshape(k, len(values))
    expected, residuals = standardised_residuals(table)
    asked = (expected >= _FEWEST_EXPECTED) & np.isfinite(residuals)
    return [
        Attribute(
            segment=segment + 1,
            column=column.name,
            label=column.label or column.name,
            value=values[place],
            customers=int(table[segment, place]),
            share=float(table[segment, place] / table[segment].sum()),
            overall_share=float(table[:, place].sum() / table.sum()),
            residual=float(residuals[segment, place]),
            p=math.erfc(abs(residuals[segment, place]) / math.sqrt(2.0)),
        )
        for segment, place in np.argwhere(asked).tolist()
    ]


def standardised_residuals(
    table: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what chance would give each cell of a table of counts, and how far off the counts are.

    (count - expected) / root of expected x (1 - share of the row) x (1 - share of the column),
    which is about standard normal where rows and columns have nothing to do with each other
    (Haberman, S. J. (1973), Biometrics 29:205-220).

    Parameters
    ----------
    table : ndarray of int64, shape (k, n_values)
        How many customers of each segment have each value.

    Returns
    -------
    expected, residuals : ndarray of float64, shape (k, n_values)
        A residual is nan where a row or a column holds everybody.

    Examples
    --------
    >>> expected, residuals = standardised_residuals(np.array([[30, 20], [20, 30]]))
    >>> expected.tolist(), residuals.round(6).tolist()
    ([[25.0, 25.0], [25.0, 25.0]], [[2.0, -2.0], [-2.0, 2.0]])
    """
    whole = table.sum()
    row, column = table.sum(axis=1) / whole, table.sum(axis=0) / whole
    expected = whole * np.outer(row, column)
    with np.errstate(divide="ignore", invalid="ignore"):
        residuals = (table - expected) / np.sqrt(expected * np.outer(1.0 - row, 1.0 - column))
    residuals[~np.isfinite(residuals)] = np.nan
    return expected, residuals
