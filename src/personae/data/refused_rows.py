"""The account of the rows and the plan in, the list of every refused row out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from personae.data.ledger import Ledger
    from personae.data.plan import CleaningPlan

__all__ = ["refused_rows"]

_ROLES = {
    "id": ("id",),
    "duplicates": ("id",),
    "date": ("date",),
    "quantity": ("quantity",),
    "amount": ("amount", "price", "quantity"),
}
"""What the first part of a rule's code is about; of several roles the first that a column has."""


def refused_rows(ledger: Ledger, plan: CleaningPlan) -> pa.Table:
    """Return what `rejected_rows.csv` holds: where a row stood, and why it was refused.

    Columns ``line``, ``column`` (empty where the whole row is meant), ``code``, ``reason``; never
    what stands in a cell.

    Parameters
    ----------
    ledger : Ledger
        With every refused row.
    plan : CleaningPlan
        What each column is.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = {part: _column(plan, roles) for part, roles in _ROLES.items()}
    codes = ledger.rejected.column("code").combine_chunks().dictionary_encode()
    names = pa.array(
        [columns.get(code.partition("/")[0]) for code in codes.dictionary.to_pylist()], pa.string()
    )
    column = names.take(codes.indices) if len(codes) else pa.array([], pa.string())
    where = ledger.rejected.column_names.index("line") + 1
    return ledger.rejected.add_column(where, "column", pc.fill_null(column, ""))


def _column(plan: CleaningPlan, roles: tuple[str, ...]) -> str | None:
    known = (plan.one(role) for role in roles)
    return next((column.name for column in known if column is not None), None)
