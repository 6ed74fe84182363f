"""What a pass over data needs: a table somewhere, and a way to aggregate it.

An engine knows tables, batches and aggregates. It knows nothing of customers or of K-means.
Tables inside an engine have physical column names (``c0``, ``c1``, ...) of our own, so that
whatever stands in a file's header never becomes part of a query.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol

from personae.dataclass import dataclass

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Aggregate", "Engine"]


@dataclass(frozen=True)
class Aggregate:
    """One figure per group.

    Parameters
    ----------
    name : str
        The column that holds it in the answer.
    how : {"count", "count_distinct", "sum", "min", "max", "bit_or"}
        Sums are exact: the column is an integer or a decimal, never a float.
    expression : str
        What is aggregated, in terms of the table's physical columns.
    where : str, optional
        Only rows for which this holds.
    """

    name: str
    how: Literal["count", "count_distinct", "sum", "min", "max", "bit_or"]
    expression: str = "*"
    where: str | None = None


class Engine(Protocol):
    """Where a pass over data runs."""

    def group(self, relation: str, by: str, aggregates: tuple[Aggregate, ...], *, into: str) -> str:
        """Aggregate a table by a column (one row per group) into a new table; return its name."""

    def fetch(self, query: str, parameters: tuple[Any, ...] = ()) -> pa.Table:
        """Return the whole answer of a query as an Arrow table."""

    def run(self, statement: str, parameters: tuple[Any, ...] = ()) -> None:
        """Carry out a statement that has no answer."""
