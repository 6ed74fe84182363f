"""Where every row went: nothing is dropped, changed or merged in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.dataclass import dataclass
from personae.errors import IntegrityError, Problem

if TYPE_CHECKING:
    import pyarrow as pa

    from personae.data.money_account import MoneyAccount

__all__ = ["Change", "Ledger"]


@dataclass(frozen=True)
class Change:
    """One rule that was applied, and how many rows or values it touched."""

    code: str
    what: str
    count: int
    column: str = ""


@dataclass(frozen=True)
class Ledger:
    """The account of a run's rows.

    Parameters
    ----------
    rows_in, rows_segmented, rows_rejected, rows_merged : int
        Rows of the source (purchase lines of a log).
    changes : tuple of Change
        What was repaired, filled or left out.
    rejected : pyarrow.Table
        Columns ``line`` (int64), ``code`` and ``reason`` (string), sorted by line: every refused
        row.
    money : MoneyAccount, optional
        Where the money went; None where the source says nothing of money.

    Examples
    --------
    >>> import pyarrow as pa
    >>> empty = pa.table({"line": pa.array([], pa.int64()), "code": pa.array([], pa.string()),
    ...                   "reason": pa.array([], pa.string())})
    >>> Ledger(3, 2, 0, 1, (), empty).check().rows_merged
    1
    """

    rows_in: int
    rows_segmented: int
    rows_rejected: int
    rows_merged: int
    changes: tuple[Change, ...]
    rejected: pa.Table
    money: MoneyAccount | None = None

    def check(self) -> Ledger:
        """Make sure that every row is accounted for, and all money.

        Raises
        ------
        IntegrityError
            If something is missing or counted twice; that would be our own mistake.
        """
        total = self.rows_segmented + self.rows_rejected + self.rows_merged
        if total != self.rows_in or self.rejected.num_rows != self.rows_rejected:
            raise IntegrityError(
                Problem(
                    "ledger/unbalanced",
                    f"{self.rows_in} rows came in, but {self.rows_segmented} segmented + "
                    f"{self.rows_rejected} rejected + {self.rows_merged} merged = {total}.",
                    "Please report this: it is a mistake in Personae, and no result was written.",
                )
            )
        if self.money is not None:
            self.money.check()
        return self

    def rejected_by_code(self) -> dict[str, int]:
        """Return how many rows were refused for which reason, by code.

        Examples
        --------
        >>> import pyarrow as pa
        >>> rows = pa.table({"line": [2, 5], "code": ["id/missing"] * 2, "reason": ["no id"] * 2})
        >>> Ledger(9, 7, 2, 0, (), rows).rejected_by_code()
        {'id/missing': 2}
        """
        counts = self.rejected.column("code").value_counts().to_pylist()
        return dict(sorted((row["values"], row["counts"]) for row in counts))

    def to_dict(self) -> dict[str, Any]:
        """Return the account as JSON-ready values, without the refused rows themselves."""
        return {
            "rows_in": self.rows_in,
            "rows_segmented": self.rows_segmented,
            "rows_rejected": self.rows_rejected,
            "rows_merged": self.rows_merged,
            "money": None if self.money is None else self.money.to_dict(),
            "changes": [vars(change) for change in self.changes],
        }
