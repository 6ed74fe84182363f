"""The rules that refuse a purchase line, and the account of what they refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from personae.data.ledger import Change
from personae.data.schema import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from personae.engines.duckdb import DuckDBEngine

__all__ = [
    "KEPT",
    "MERGED",
    "REASONS",
    "changes_of",
    "code_of",
    "finding_of_refused",
    "number_of",
    "read_refused",
    "refused_lines",
    "sorted_by_line",
]

KEPT, MERGED = 0, 255
"""What the engine notes of a line that no rule refuses, and of one counted with its twin."""

REASONS = {
    "id/missing": "no customer id",
    "date/missing": "no date",
    "date/unreadable": "the date cannot be read",
    "date/future": "dated in the future",
    "date/after as-of": "dated after the as-of date",
    "date/before window": "dated before the window",
    "quantity/missing": "no quantity",
    "quantity/unreadable": "the quantity cannot be read",
    "amount/missing": "no amount",
    "amount/unreadable": "the amount cannot be read",
    "line/cancelled": "a cancelled order, left out by --returns ignore",
    "line/negative": "a negative quantity or amount, left out by --returns ignore",
    "line/zero price": "nothing was paid for it, left out by --returns ignore",
    "customer/fully refunded": "fully refunded: nothing is left of what the customer bought",
    "customer/only returns": "the customer has returns but no purchase in the log",
    "customer/nothing paid": "the customer has only lines for which nothing was paid",
}
"""What each rule says of a line that it refuses."""


_MANY = 0.01  # of the rows refused: worth a warning
_MOST_REASONS = 4


def finding_of_refused(
    rejected: pa.Table, total: int, *, told: Sequence[str] = (), unit: str = "row", more: str = ""
) -> tuple[Finding, ...]:
    """Say how many rows were refused, and for which reasons.

    Parameters
    ----------
    rejected : pyarrow.Table
        The refused rows: ``line``, ``code`` and ``reason``.
    total : int
        All rows of the source.
    told : sequence of str
        Codes of which another finding speaks, and beginnings of codes that end in a slash.
    unit : str
        What a row is called.
    more : str
        A sentence to add.

    Returns
    -------
    tuple of Finding
        One, or none if no row was refused.
    """
    untold = [change for change in changes_of(rejected) if not change.code.startswith(tuple(told))]
    count = sum(change.count for change in untold)
    if not count:
        return ()
    reasons = [
        f"{change.count:,} x {change.what.partition(': ')[2].removesuffix('.')}"
        for change in untold[:_MOST_REASONS]
    ]
    if len(untold) == 1:
        reasons = [untold[0].what.partition(": ")[2].removesuffix(".")]
    others = count - sum(change.count for change in untold[:_MOST_REASONS])
    reasons += [f"{others:,} for other reasons"] if others else []
    were = f"{unit}s were" if count > 1 else f"{unit} was"
    what = f"{count:,} {were} refused: {', '.join(reasons)}.{more}"
    severity: Literal["note", "warning"] = "warning" if count > _MANY * total else "note"
    return (Finding("rows/refused", severity, what, count=count, fix=_FIX),)


_FIX = "rejected_rows.csv of a run lists them with their lines."


def number_of(code: str) -> int:
    """Return the number by which the engine notes a rule: one byte a line instead of a text."""
    return 1 + list(REASONS).index(code)


def code_of(number: int) -> str:
    """Return the rule that the engine notes by a number."""
    return list(REASONS)[number - 1]


def refused_lines(refused: Sequence[tuple[int, str, str]]) -> pa.Table:
    """Return the lines that a reader refused as a table of ``line``, ``code`` and ``reason``."""
    import pyarrow as pa

    lines, codes, reasons = zip(*refused, strict=True) if refused else ((), (), ())
    return pa.table(
        {
            "line": pa.array(lines, pa.int64()),
            "code": pa.array(codes, pa.string()),
            "reason": pa.array(reasons, pa.string()),
        }
    )


def read_refused(engine: DuckDBEngine, query: str) -> pa.Table:
    """Fetch refused lines and say why.

    Parameters
    ----------
    engine : DuckDBEngine
        Where they lie.
    query : str
        A query that answers ``line`` and ``rule``, the number of one of `REASONS`.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    found = engine.fetch(query)
    place = pc.subtract(found["rule"].cast(pa.int64()).combine_chunks(), 1)
    return pa.table(
        {
            "line": found["line"].cast(pa.int64()),
            "code": pa.array(REASONS, pa.string()).take(place),
            "reason": pa.array(REASONS.values(), pa.string()).take(place),
        }
    )


def changes_of(rejected: pa.Table) -> tuple[Change, ...]:
    """Count the refused lines by rule, most frequent first."""
    if not rejected.num_rows:
        return ()
    import pyarrow.compute as pc

    # pyarrow's own group_by would import its whole engine for queries first
    pairs = pc.binary_join_element_wise(rejected["code"], rejected["reason"], "\n")
    rows = [
        (-pair["counts"].as_py(), *pair["values"].as_py().split("\n", 1))
        for pair in pc.value_counts(pairs)
    ]
    return tuple(
        Change(code, f"lines refused: {reason}", -count) for count, code, reason in sorted(rows)
    )


def sorted_by_line(rejected: pa.Table) -> pa.Table:
    """Return refused lines in the order of the file, in which most of them come."""
    import pyarrow.compute as pc

    line = rejected["line"].to_numpy()
    if (line[1:] >= line[:-1]).all():
        return rejected
    return rejected.take(pc.sort_indices(rejected, sort_keys=[("line", "ascending")]))
