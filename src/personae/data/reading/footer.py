"""The words by which a summary at the end of a table is told from its rows."""

from __future__ import annotations

import re

__all__ = ["is_row_count", "is_summary"]

_SUMMARY = re.compile(
    r"(grand\s+|sub[-\s]?)?totals?|sum|summe|gesamt(summe|ergebnis)?|insgesamt|somme"
    r"|total\s+g[eé]n[eé]ral|totaal|totale|suma|итого|合計|合计"
    r"|average|mean|mittelwert|durchschnitt|moyenne|promedio",
    flags=re.IGNORECASE,
)
_ROW_COUNT = re.compile(
    r"\(?\s*[\d,.]+\s+(rows?|records?|lines?|zeilen?|lignes?)\b.*", flags=re.IGNORECASE
)


def is_summary(cell: str) -> bool:
    """Tell whether the first cell of a last row says that the row sums up the others.

    Examples
    --------
    >>> [is_summary(cell) for cell in ("Total", "Grand total:", "Totally Toys Ltd")]
    [True, True, False]
    """
    return _SUMMARY.fullmatch(cell.strip().rstrip(" :=")) is not None


def is_row_count(text: str) -> bool:
    """Tell whether a last line counts the rows, as database clients write it.

    Examples
    --------
    >>> is_row_count("(1,234 rows affected)")
    True
    """
    return _ROW_COUNT.fullmatch(text.strip()) is not None
