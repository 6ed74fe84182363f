"""A file that names customers in, which customers of the run they are out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.actions.campaigns.contact_details import normal_email
from personae.data.understanding.dates import named_like_date
from personae.dataclass import dataclass
from personae.errors import InputError, Problem, UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from personae.actions.campaigns.sheet import Sheet

__all__ = ["Mentions", "contacted_since", "mentioned"]


@dataclass(frozen=True)
class Mentions:
    """Which customers a file names.

    Parameters
    ----------
    people : ndarray of bool, shape (n_people,)
        Who is named, by id or by e-mail address.
    entries : int
        Rows of the file that count.
    unknown : int
        Those that name nobody of the run.
    undated : int
        Rows of a log without a date that can be read; they count.
    """

    people: NDArray[np.bool_]
    entries: int
    unknown: int
    undated: int = 0


def mentioned(
    sheet: Sheet,
    ids: Sequence[str],
    emails: Sequence[str | None] | None,
    *,
    id_columns: Sequence[str],
    told: Mapping[str, str],
    rows: Sequence[bool] | None = None,
) -> Mentions:
    """Find the customers that a file names.

    Who shares an e-mail address with somebody named counts as named too: it is the same mailbox.

    Parameters
    ----------
    sheet : Sheet
        The file; a column of ids, of e-mail addresses, or both.
    ids : sequence of str
        The customers of the run.
    emails : sequence of (str or None), or None
        Their normal e-mail addresses; None if they are not known.
    id_columns : sequence of str
        What the run's ids were made of.
    told : dict of str to str
        Columns by field, as a person said.
    rows : sequence of bool, optional
        Which rows count.

    Raises
    ------
    InputError
        If no column names customers, or a row cannot be read: whoever it names would be contacted.
    UsageError
        If the file has addresses only, and those of the customers are not known.
    """
    if sheet.source.refused:
        raise InputError(_unread(sheet))
    by_id, by_email = _entries(sheet, id_columns, told)
    if not any(by_id) and emails is None:
        raise UsageError(
            Problem(
                "people/needed",
                f"{sheet.source.label} names people by e-mail address only.",
                "Pass --people with a file that has the customers' ids and e-mail addresses.",
            )
        )
    first = sheet.names[0]
    if len(sheet.names) == 1 and (first in ids or normal_email(first)):
        # A plain list has no line of names: its first entry was taken for one.
        by_id, by_email = [first, *by_id], [normal_email(first), *by_email]
    counts = list(rows) if rows is not None else [True] * len(by_id)
    named_ids = {one for one, is_in in zip(by_id, counts, strict=True) if is_in and one}
    named = {one for one, is_in in zip(by_email, counts, strict=True) if is_in and one}
    addresses: Sequence[str | None] = [None] * len(ids) if emails is None else emails
    named |= {
        email for one, email in zip(ids, addresses, strict=True) if email and one in named_ids
    }
    people = np.array(
        [
            one in named_ids or (email is not None and email in named)
            for one, email in zip(ids, addresses, strict=True)
        ],
        dtype=bool,
    )
    known_ids, known_emails = set(ids), {email for email in addresses if email}
    unknown = sum(
        is_in and one not in known_ids and email not in known_emails
        for one, email, is_in in zip(by_id, by_email, counts, strict=True)
    )
    return Mentions(people, sum(counts), unknown)


def contacted_since(
    sheet: Sheet,
    ids: Sequence[str],
    emails: Sequence[str | None] | None,
    *,
    since: dt.date,
    id_columns: Sequence[str],
    told: Mapping[str, str],
) -> Mentions:
    """Find the customers that a log of contacts names on a day or later.

    A row without a date that can be read counts: rather one letter too few than one too many.

    Raises
    ------
    InputError
        If no column, or more than one, can be the day of the contact.
    """
    days = sheet.days(_day_column(sheet, told))
    found = mentioned(
        sheet,
        ids,
        emails,
        id_columns=id_columns,
        told=told,
        rows=[day is None or day >= since for day in days],
    )
    return Mentions(found.people, found.entries, found.unknown, undated=days.count(None))


def _entries(
    sheet: Sheet, id_columns: Sequence[str], told: Mapping[str, str]
) -> tuple[list[str | None], list[str | None]]:
    """Return the id and the normal e-mail address of each row."""
    nothing: list[str | None] = [None] * sheet.source.n_rows
    email_columns = sheet.email_columns(told.get("email"))
    columns = sheet.id_columns(id_columns, told.get("id"))
    if not columns and not email_columns and len(sheet.names) == 1:
        columns = sheet.names
    if not columns and not email_columns:
        raise InputError(
            Problem(
                "people/nobody-named",
                f"No column of {sheet.source.label} looks like customer ids or e-mail addresses.",
                "Pass --column id=COL with the column of ids.",
            )
        )
    by_id = sheet.ids(columns) if columns else nothing
    by_email = nothing
    if email_columns:
        by_email = [normal_email(text) for text in sheet.texts(email_columns[0])]
    return by_id, by_email


def _unread(sheet: Sheet) -> Problem:
    lines = sorted(line for line, _, _ in sheet.source.refused)
    rows = "One row" if len(lines) == 1 else f"{len(lines):,} rows"
    return Problem(
        "people/unread-rows",
        f"{rows} of {sheet.source.label} cannot be read (line {lines[0]:,} first); whoever is "
        "named there would be contacted.",
        "Correct these lines and start again.",
    )


def _day_column(sheet: Sheet, told: Mapping[str, str]) -> str:
    if told.get("date") in sheet.names:
        return told["date"]
    dates = [item.column.name for item in sheet.facts if item.type == "date"]
    named = [name for name in dates if named_like_date(name)] or dates
    if len(named) == 1:
        return named[0]
    how_many = "No column" if not named else f"{len(named)} columns"
    raise InputError(
        Problem(
            "people/no-day",
            f"{how_many} of {sheet.source.label} can be the day of the contact.",
            "Pass --column date=COL with the column of days, written like 2024-12-31.",
        )
    )
