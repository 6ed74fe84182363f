"""Who was in which segment then and now in, the counts of those who moved and their list out."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.dataclass import dataclass

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["Move", "MoveCounts", "Moves", "counted", "moves_between"]

LARGEST = 5


@dataclass(frozen=True)
class Move:
    """How many customers went from one segment to another.

    Parameters
    ----------
    before, after : int
        The segments' numbers, then and now.
    n : int
        The customers.
    share : float
        Of those who were in the segment then and are customers still.
    """

    before: int
    after: int
    n: int
    share: float


@dataclass(frozen=True)
class MoveCounts:
    """Everybody's segment then against now, counted.

    Parameters
    ----------
    before, after : tuple of int
        The numbers of the segments then and now, ascending.
    matrix : tuple of tuple of int
        Customers of both days by their segment then (rows) and now (columns).
    newcomers : tuple of int
        Per segment of now, who was no customer then.
    leavers : tuple of int
        Per segment of then, who is no customer any more.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    matrix: tuple[tuple[int, ...], ...]
    newcomers: tuple[int, ...]
    leavers: tuple[int, ...]

    @property
    def n_both(self) -> int:
        """How many were customers on both days."""
        return sum(map(sum, self.matrix))

    @property
    def n_moved(self) -> int:
        """How many of them are in another segment now."""
        return sum(move.n for move in self.all())

    def all(self) -> list[Move]:
        """Return every move that somebody made, the largest first."""
        rows = zip(self.before, self.matrix, strict=True)
        found = [
            Move(before, after, n, n / sum(row))
            for before, row in rows
            for after, n in zip(self.after, row, strict=True)
            if n and after != before
        ]
        return sorted(found, key=lambda move: (-move.n, move.before, move.after))

    def largest(self) -> list[Move]:
        """Return the five largest moves."""
        return self.all()[:LARGEST]

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the customers as JSON-ready values."""
        return {
            "customers_in_both": self.n_both,
            "moved": self.n_moved,
            "before": list(self.before),
            "after": list(self.after),
            "matrix": [list(row) for row in self.matrix],
            "newcomers": list(self.newcomers),
            "leavers": list(self.leavers),
            "largest": [dict(vars(move)) for move in self.largest()],
        }


@dataclass(frozen=True)
class Moves(MoveCounts):
    """The same, with the list of those who moved.

    Parameters
    ----------
    table : pyarrow.Table
        ``id``, ``from``, ``to`` of everybody who is not in the segment of then, sorted by id; empty
        where somebody was, or is, no customer.
    changed : int or None
        How many of those who moved would have moved between the segments of then too: they changed.
        For the others only the borders did. None where the borders of then cannot be applied now.
    """

    table: pa.Table = field(repr=False)
    changed: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the customers as JSON-ready values."""
        return {**super().to_dict(), "changed": self.changed}


def counted(
    then: NDArray[np.int32],
    now: NDArray[np.int32],
    *,
    numbers_before: tuple[int, ...],
    numbers_after: tuple[int, ...],
) -> MoveCounts:
    """Count who went from where to where.

    Parameters
    ----------
    then, now : ndarray of int32, shape (n_people,)
        The number of each one's segment; 0 for who was no customer.
    numbers_before, numbers_after : tuple of int
        The numbers of all segments, ascending.

    Examples
    --------
    >>> then, now = np.array([1, 1, 2, 0]), np.array([1, 2, 0, 2])
    >>> counts = counted(then, now, numbers_before=(1, 2), numbers_after=(1, 2))
    >>> counts.matrix, counts.newcomers, counts.leavers
    (((1, 1), (0, 0)), (0, 1), (0, 1))
    """
    came, left = then == 0, now == 0
    both = ~came & ~left
    rows = np.searchsorted(numbers_before, then[both])
    columns = np.searchsorted(numbers_after, now[both])
    n_rows, n_columns = len(numbers_before), len(numbers_after)
    cells = np.bincount(rows * n_columns + columns, minlength=n_rows * n_columns)
    fresh = np.searchsorted(numbers_after, now[came & ~left])
    gone = np.searchsorted(numbers_before, then[left & ~came])
    return MoveCounts(
        before=numbers_before,
        after=numbers_after,
        matrix=tuple(map(tuple, cells.reshape(n_rows, n_columns).tolist())),
        newcomers=tuple(np.bincount(fresh, minlength=n_columns).tolist()),
        leavers=tuple(np.bincount(gone, minlength=n_rows).tolist()),
    )


def moves_between(
    before: tuple[pa.Array, NDArray[np.int32]],
    after: tuple[pa.Array, NDArray[np.int32]],
    *,
    numbers_before: tuple[int, ...],
    numbers_after: tuple[int, ...],
) -> Moves:
    """Compare everybody's segment of two days.

    Parameters
    ----------
    before, after : pair of pyarrow.Array and ndarray of int32
        The ids of then and now and the number of each one's segment.
    numbers_before, numbers_after : tuple of int
        The numbers of all segments, ascending.

    Examples
    --------
    >>> import pyarrow as pa
    >>> then = pa.array(["a", "b", "c"]), np.array([1, 1, 2], dtype=np.int32)
    >>> now = pa.array(["a", "b", "d"]), np.array([1, 3, 3], dtype=np.int32)
    >>> moves = moves_between(then, now, numbers_before=(1, 2), numbers_after=(1, 3))
    >>> moves.matrix, moves.newcomers, moves.leavers
    (((1, 1), (0, 0)), (0, 1), (0, 1))
    >>> moves.table.to_pydict()
    {'id': ['b', 'c', 'd'], 'from': [1, 2, None], 'to': [3, None, 3]}
    """
    import pyarrow as pa

    table = _joined(before, after)
    then, now = table["from"].to_numpy(), table["to"].to_numpy()
    counts = counted(then, now, numbers_before=numbers_before, numbers_after=numbers_after)
    moved = np.flatnonzero(then != now)
    return Moves(
        **vars(counts),
        table=pa.table(
            {
                "id": table["id"].take(moved),
                "from": pa.array(then[moved], pa.int32(), mask=then[moved] == 0),
                "to": pa.array(now[moved], pa.int32(), mask=now[moved] == 0),
            }
        ),
    )


def _joined(
    before: tuple[pa.Array, NDArray[np.int32]], after: tuple[pa.Array, NDArray[np.int32]]
) -> dict[str, Any]:
    """Return everybody of either day, by id, with both segments; 0 for who was none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ids = pc.unique(pa.concat_arrays([before[0].cast(pa.string()), after[0].cast(pa.string())]))
    ids = ids.take(pc.sort_indices(ids))

    def segment(day: tuple[pa.Array, NDArray[np.int32]]) -> pa.Array:
        known = pc.index_in(ids, value_set=day[0].cast(pa.string()))
        return pc.fill_null(pa.array(day[1], pa.int32()).take(known), 0)

    return {"id": ids, "from": segment(before), "to": segment(after)}
