"""A finished result in, the same out if every row, customer and coin in it is accounted for.

The account of the rows says where they should have gone. Here the result itself is counted, by
other ways than those that filled it: a mistake of ours must not reach somebody who acts on it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

import numpy as np

from personae.errors import IntegrityError, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.data.customers import Customers
    from personae.workflow.result import Result

__all__ = ["conserved"]


def conserved(result: Result) -> Result:
    """Make sure that nothing was lost or counted twice on the way to a result.

    Rows: those that came in are those of the customers, those refused and those merged. Customers:
    each is in exactly one segment, in the list once. Money: what was read is what the customers
    have and what was left out, by the last decimal.

    Parameters
    ----------
    result : Result
        What a run found out.

    Raises
    ------
    IntegrityError
        If something does not balance; that would be our own mistake.
    """
    customers = result.customers
    ledger = customers.ledger.check()
    segments = result.segmentation.segments
    n_customers = customers.n_customers
    pairs = [
        ("rows of customers", _rows_of_customers(customers), ledger.rows_segmented),
        ("refused rows with a line of their own", _lines(customers), ledger.rows_rejected),
        ("different ids", len(customers.ids.unique()), n_customers),
        ("customers with a segment", len(result.fit.labels), n_customers),
        ("customers in segments", sum(item.size for item in segments), n_customers),
        ("customers in the list", result.segments_table.num_rows, n_customers),
    ]
    problems = [
        Problem(
            "conservation/unbalanced",
            f"There are {found:,} {what}, but there should be {due:,}.",
            "Please report this: it is a mistake in Personae, and no result was written.",
        )
        for what, found, due in pairs
        if found != due
    ]
    if (difference := _money_that_is_missing(customers)) != 0:
        problems.append(
            Problem(
                "conservation/money",
                f"The customers have {difference:,} less money than was counted for them.",
                "Please report this: it is a mistake in Personae, and no result was written.",
            )
        )
    if problems:
        raise IntegrityError(*problems)
    return result


def _rows_of_customers(customers: Customers) -> int:
    """Count the rows that the customers were made of: of a log as they were added up for each."""
    if customers.kind == "customers":
        return customers.n_customers
    return cast("int", customers.facts["n_lines"])


def _lines(customers: Customers) -> int:
    """Count the different lines among those that were refused."""
    lines = np.sort(customers.ledger.rejected.column("line").to_numpy())
    return int(np.count_nonzero(np.diff(lines, prepend=lines[:1] - 1)))


def _money_that_is_missing(customers: Customers) -> Decimal:
    """Return the money that the account keeps and the customers lack; 0 where none is told.

    Their figures are the nearest floats of decimals, so that counted in units of the last digit
    they are whole numbers again, and add up exactly.
    """
    account = customers.ledger.money
    if account is None or customers.money is None or customers.money_word != "revenue":
        return Decimal(0)
    unit: int = 10 ** max(0, -cast("int", account.kept.as_tuple().exponent))
    values: NDArray[np.float64] = customers.table.column(customers.money).to_numpy()
    counted = np.rint(np.nan_to_num(values) * unit)
    if np.abs(counted).sum() >= 2**53:
        return Decimal(0)  # such sums are not exact; the account itself was checked
    total = int(counted.sum())
    return account.kept - Decimal(total) / unit
