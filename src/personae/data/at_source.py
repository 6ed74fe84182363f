"""What was found and refused in, what to mend where the file comes from out.

An option repairs one run; whoever makes the export can repair every run after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from personae.data.ledger import Ledger
    from personae.data.schema import Finding

__all__ = ["ADVICE", "Mend", "at_source"]

ADVICE = {
    "id/missing": (
        "Put the customer's id on every row. Orders of guests could carry an id that is made "
        "from their e-mail address."
    ),
    "log/without id": (
        "Put the customer's id on every row. Orders of guests could carry an id that is made "
        "from their e-mail address."
    ),
    "id/alike": "Write every id in one way: the same letters, no blanks around it, no lost zeros.",
    "id/precision-lost-in-spreadsheet": (
        "Export ids from the system that made them and not from a spreadsheet, which rounds long "
        "numbers."
    ),
    "duplicates/identical": "Export every customer once.",
    "duplicates/merged": "Export every customer once.",
    "date/missing": "Put the date of the purchase on every line.",
    "date/unreadable": "Write all dates in one way, best as 2024-03-31.",
    "dates/two-digit-years": "Write years with four digits.",
    "dates/mixed": "Write all dates in one way, best as 2024-03-31.",
    "date/future": "Look for dates in the future: a wrong clock, planned orders, or day and month "
    "changed over.",
    "dates/never": "Leave the date empty where there is none, instead of a day that never was.",
    "amount/missing": "Put the amount on every line.",
    "amount/unreadable": "Write amounts as plain numbers, with one decimal sign throughout.",
    "quantity/missing": "Put the quantity on every line.",
    "quantity/unreadable": "Write quantities as plain numbers.",
    "numbers/mixed": "Write numbers with one decimal sign throughout.",
    "numbers/mostly": "Keep words out of columns of numbers; leave the cell empty instead.",
    "numbers/sentinel": "Leave a cell empty where nothing is known, instead of a number that "
    "stands for that.",
    "missing/tokens": "Leave a cell empty where nothing is known, instead of a sign for it.",
    "missing/many": "Fill this column, or leave it out of the export.",
    "log/identical lines": (
        "Number the lines of an order. Without that, two equal purchases and a line that was "
        "exported twice look the same."
    ),
    "log/unmatched returns": (
        "Export from an earlier day on, so that the purchases which these returns undo are in it."
    ),
    "customer/only returns": (
        "Export from an earlier day on, so that the purchases which these returns undo are in it."
    ),
    "log/no order column": "Export the number of the order with every line.",
    "orders/twice": "Export all orders at once, into one file.",
    "columns/duplicate": "Give every column a name of its own.",
    "columns/blank-name": "Give every column a name.",
    "columns/confusable": "Give every column a name that nobody can take for another's.",
    "csv/footer": "Leave totals and remarks below the table out of the export.",
    "csv/ragged": "Quote texts that hold the delimiter; every row needs equally many fields.",
    "csv/nul": "Export the file again: it holds bytes that are no text.",
    "csv/quote": 'Double every quote (") inside a quoted text, or leave quotes out.',
    "input/encoding-guessed": "Save text as UTF-8.",
    "text/possible-mojibake": "Save text as UTF-8, and open it as UTF-8 before it is saved again.",
    "input/possibly-truncated": "Export to CSV or Parquet: a sheet ends at row 1,048,576.",
    "dates/zones-mixed": "Write the time zone with every moment, or with none.",
    "dates/early": "Leave the date empty where nothing is known, instead of an early day.",
    "columns/not-read-as-numbers": "Write numbers out: 1500 and not 1.5k.",
    "numbers/like-dates": "Write moments as dates, best as 2024-03-31 17:05:00.",
    "csv/repeated-header": "Write the header once, also where several exports are put together.",
}
"""By the code of a finding, a change or a refused row."""


@dataclass(frozen=True)
class Mend:
    """One thing to mend where the file comes from.

    Parameters
    ----------
    code : str
        The finding.
    rows : int
        Rows or values that it touched.
    column : str
        The column, where it is about one.
    advice : str
        What to do.
    """

    code: str
    rows: int
    column: str
    advice: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready values."""
        return dict(vars(self))


def at_source(ledger: Ledger, findings: Iterable[Finding]) -> tuple[Mend, ...]:
    """Say what to mend where the file comes from, what touched most rows first.

    Parameters
    ----------
    ledger : Ledger
        The account of the rows.
    findings : iterable of Finding
        What was found.
    """
    counted = [
        *((code, rows, "") for code, rows in ledger.rejected_by_code().items()),
        *((item.code, item.count, item.column) for item in ledger.changes),
        *((item.code, item.count or 0, item.column or "") for item in findings),
    ]
    most: dict[tuple[str, str], Mend] = {}
    for code, rows, column in counted:
        advice = ADVICE.get(code)
        if advice is None:
            continue
        known = most.get((advice, column))
        # a refused row and the finding that tells of it are one thing
        if known is None or rows > known.rows:
            most[advice, column] = Mend(code, rows, column, advice)
    return tuple(sorted(most.values(), key=lambda item: (-item.rows, item.code, item.column)))
