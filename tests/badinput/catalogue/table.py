"""All cases of the catalogue."""

from __future__ import annotations

from catalogue import columns, dates, dialects, files, ids, numbers

from catalogue.case import Case

SECTIONS = {
    "The file and what it is packed in": files,
    "How the text is written": dialects,
    "Names of columns, and columns as such": columns,
    "Who a customer is": ids,
    "How numbers are written": numbers,
    "How dates are written": dates,
}


def cases() -> list[Case]:
    """Return every case, in the order of the catalogue."""
    return [case for section in SECTIONS.values() for case in section.cases()]
