"""The customer table in, its columns as arrays out."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.data.customers import Customers

__all__ = ["MAX_CATEGORIES", "Coded", "Groups", "Values", "values_of"]

MAX_CATEGORIES = 30
"""A column with more categories keeps its most frequent ones; the rest is told as "other"."""


@dataclass(frozen=True)
class Coded:
    """A categorical column: `codes` (int32, n_rows) point into `names`, most frequent first."""

    codes: NDArray[np.int32]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Values:
    """All columns of a customer table: numbers as float64 with NaN where missing."""

    numbers: dict[str, NDArray[np.float64]]
    categories: dict[str, Coded]


@dataclass(frozen=True)
class Groups:
    """Which rows make up which segment.

    Parameters
    ----------
    labels : ndarray, shape (n_rows,), int
        The segment of every row, counted from 0.
    k : int
        How many segments there are.

    Examples
    --------
    >>> groups = Groups(np.array([1, 0, 1]), 2)
    >>> [part.tolist() for part in groups.split(np.array([10.0, 20.0, 30.0]))]
    [[20.0], [10.0, 30.0]]
    """

    labels: NDArray[np.int64]
    k: int
    sizes: NDArray[np.int64] = field(init=False, repr=False)
    order: NDArray[np.int64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", np.asarray(self.labels, dtype=np.int64))
        object.__setattr__(self, "sizes", np.bincount(self.labels, minlength=self.k))
        object.__setattr__(self, "order", np.argsort(self.labels, kind="stable"))

    @property
    def n_rows(self) -> int:
        """How many rows there are in all."""
        return len(self.labels)

    def split(self, values: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        """Return the values of each segment, in the order of the rows."""
        return np.split(values[self.order], np.cumsum(self.sizes)[:-1])

    def counts(self, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Count the rows of each segment for which `mask` holds."""
        return np.bincount(self.labels[mask], minlength=self.k)


def values_of(customers: Customers) -> Values:
    """Return every column of the customer table as an array.

    A missing category becomes the category "unknown", so that the shares of a column add up.
    """
    numbers: dict[str, NDArray[np.float64]] = {}
    categories: dict[str, Coded] = {}
    for column in customers.columns:
        stored = customers.table.column(column.name)
        if column.type == "number":
            numbers[column.name] = _numbers(stored)
        else:
            categories[column.name] = _coded(stored)
    return Values(numbers, categories)


def _numbers(stored: pa.ChunkedArray) -> NDArray[np.float64]:
    import pyarrow as pa

    values = stored.cast(pa.float64()).to_numpy()
    return np.asarray(values, dtype=np.float64)


def _coded(stored: pa.ChunkedArray) -> Coded:
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = stored.cast(pa.string()).combine_chunks()
    encoded = pc.fill_null(whole, _free_name("unknown", whole)) if whole.null_count else whole
    encoded = encoded.dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.unify_dictionaries().combine_chunks()
    first_codes = np.asarray(encoded.indices, dtype=np.int64)
    first_names = [str(name) for name in encoded.dictionary.to_pylist()]
    counts = np.bincount(first_codes, minlength=len(first_names))
    # by count, then by name: the order of the rows must not show
    ranked = sorted(range(len(first_names)), key=lambda code: (-counts[code], first_names[code]))
    place = np.empty(len(ranked), dtype=np.int32)
    place[ranked] = np.arange(len(ranked), dtype=np.int32)
    names = [first_names[code] for code in ranked]
    return _limited(place[first_codes], names)


def _limited(codes: NDArray[np.int32], names: list[str]) -> Coded:
    if len(names) <= MAX_CATEGORIES:
        return Coded(codes, tuple(names))
    kept = names[: MAX_CATEGORIES - 1]
    other = "other" if "other" not in kept else "all others"
    return Coded(np.minimum(codes, MAX_CATEGORIES - 1), (*kept, other))


def _free_name(name: str, values: pa.Array) -> str:
    import pyarrow as pa
    import pyarrow.compute as pc

    while pc.is_in(pa.array([name]), value_set=pc.unique(values))[0].as_py():
        name = f"({name})"
    return name
