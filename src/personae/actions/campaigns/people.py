"""A file of people in, how to reach each customer of the run and whether they agreed out."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from personae.actions.campaigns.contact_details import normal_email
from personae.data.understanding.facts import NO_WORDS, YES_WORDS
from personae.data.understanding.words import phrases, spoken
from personae.dataclass import dataclass
from personae.errors import InputError, Problem, UsageError, unknown_column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from personae.actions.campaigns.sheet import Sheet

__all__ = ["People", "read_people"]

_NAMES = {
    "email": phrases("e ?mails? | e ?mail address(?:es)? | mail"),
    "phone": phrases(
        "phones? | phone (?:no|number) | telephone | mobile(?: (?:no|number|phone))? | cell ?phone"
        " | telefon | handy | tel | msisdn"
    ),
    "first_name": phrases("(?:first|given|fore) ?name | vorname | prenom | nombre | fname"),
    "last_name": phrases("(?:last|family|sur) ?name | nachname | apellidos? | lname"),
    "country": phrases("country(?: code| iso)? | land | pays | pais"),
    "zip": phrases("zip(?: ?code)? | post(?:al)? ?code | plz | postleitzahl | code postal"),
}
_OPTED_IN = frozenset(
    (*YES_WORDS, "opt in", "opted in", "opt-in", "opted-in", "opted_in", "optin", "subscribed",
     "granted", "given", "sí", "sim", "agreed", "accepted", "consented")
)  # fmt: skip
_OPTED_OUT = frozenset((*NO_WORDS, "", "opt out", "opt-out", "unsubscribed", "denied", "withdrawn"))
_KNOWN = _OPTED_IN | _OPTED_OUT


@dataclass(frozen=True)
class People:
    """What a file says of the customers of a run, in their order.

    Parameters
    ----------
    found : ndarray of bool, shape (n_ids,)
        Who is in the file.
    fields : dict of str to list of (str or None)
        ``email`` (normal), ``phone``, ``first_name``, ``last_name``, ``country``, ``zip``: those
        that the file has.
    consented : ndarray of bool, shape (n_ids,), or None
        Who clearly agreed; None if it was not asked.
    unclear : ndarray of bool, shape (n_ids,), or None
        Whose consent is neither a yes nor a no; they count as no.
    unread_rows : int
        Rows of the file that could not be read; whoever they name is not found.
    """

    found: NDArray[np.bool_]
    fields: Mapping[str, list[str | None]] = field(repr=False)
    consented: NDArray[np.bool_] | None = field(repr=False)
    unclear: NDArray[np.bool_] | None = field(default=None, repr=False)
    unread_rows: int = 0

    @property
    def emails(self) -> list[str | None] | None:
        """Everybody's normal e-mail address; None if the file has none."""
        return self.fields.get("email")


def read_people(
    sheet: Sheet,
    ids: Sequence[str],
    *,
    id_columns: Sequence[str],
    told: Mapping[str, str],
    consent: str | None,
) -> People:
    """Look up the customers of a run in a file of people.

    Parameters
    ----------
    sheet : Sheet
        The file.
    ids : sequence of str
        The customers of the run.
    id_columns : sequence of str
        What the run's ids were made of.
    told : dict of str to str
        Columns by field, as a person said.
    consent : str, optional
        The column of the consent.

    Raises
    ------
    UsageError
        If a column that was named is not there.
    InputError
        If no column is the id, several can be one detail, somebody has rows that differ, or
        nobody of the run is in the file.
    """
    columns = _columns(sheet, told)
    if consent is not None and consent not in sheet.names:
        raise UsageError(
            unknown_column("--consent", consent, sheet.names, where=sheet.source.label)
        )
    wanted = [*columns.values(), *([consent] if consent else [])]
    cells = {name: sheet.texts(name) for name in dict.fromkeys(wanted)}
    rows = _rows_by_id(sheet, _id_columns(sheet, id_columns, told), cells)
    place = [rows.get(one) for one in ids]
    found = np.array([row is not None for row in place], dtype=bool)
    if not found.any():
        raise InputError(_nobody(sheet))

    def of(name: str) -> list[str | None]:
        return [None if row is None else cells[name][row] for row in place]

    fields = {key: of(name) for key, name in columns.items()}
    if "email" in fields:
        fields["email"] = [normal_email(text) for text in fields["email"]]
    if consent is None:
        return People(found, fields, None, unread_rows=len(sheet.source.refused))
    words = [(text or "").lower() for text in of(consent)]
    agreed = np.array([word in _OPTED_IN for word in words], dtype=bool)
    unclear = np.array([word not in _KNOWN for word in words], dtype=bool)
    return People(found, fields, agreed, unclear, unread_rows=len(sheet.source.refused))


def _columns(sheet: Sheet, told: Mapping[str, str]) -> dict[str, str]:
    """Find the column of every detail: as told, e-mail addresses by content, the others by name."""
    columns, problems = {}, []
    for key, rule in _NAMES.items():
        if told.get(key) in sheet.names:
            columns[key] = told[key]
            continue
        named = [name for name in sheet.names if rule.fullmatch(spoken(name))]
        if key == "email":
            named = [name for name in sheet.email_columns(None) if name in named] or list(
                sheet.email_columns(None)
            )
        if len(named) > 1:
            listed = ", ".join(f'"{name}"' for name in named)
            problems.append(
                Problem(
                    "people/ambiguous",
                    f"{len(named)} columns of {sheet.source.label} can be the {_SPOKEN[key]}: "
                    f"{listed}.",
                    f'Pass the one that is meant, such as --column "{key}={named[0]}".',
                )
            )
        elif named:
            columns[key] = named[0]
    if problems:
        raise InputError(*problems)
    return columns


_SPOKEN = {
    "email": "e-mail address",
    "phone": "phone number",
    "first_name": "first name",
    "last_name": "last name",
    "country": "country",
    "zip": "post code",
}


def _id_columns(sheet: Sheet, of_run: Sequence[str], told: Mapping[str, str]) -> tuple[str, ...]:
    columns = sheet.id_columns(of_run, told.get("id"))
    if columns:
        return columns
    raise InputError(
        Problem(
            "people/no-id",
            f"No column of {sheet.source.label} looks like the customers' ids.",
            "Pass --column id=COL with the column that has the ids of the run.",
        )
    )


def _rows_by_id(
    sheet: Sheet, columns: Sequence[str], cells: Mapping[str, list[str | None]]
) -> dict[str, int]:
    """Return the row of every id; rows that say the same of one person are one."""
    rows: dict[str, int] = {}
    different = set()
    for row, one in enumerate(sheet.ids(columns)):
        if one is None:
            continue
        first = rows.setdefault(one, row)
        if first != row and any(texts[first] != texts[row] for texts in cells.values()):
            different.add(one)
    if not different:
        return rows
    raise InputError(
        Problem(
            "people/twice",
            f"{_how_many(len(different))} in {sheet.source.label} several rows that differ.",
            "Keep one row for each customer.",
        )
    )


def _how_many(customers: int) -> str:
    return "One customer has" if customers == 1 else f"{customers:,} customers have"


def _nobody(sheet: Sheet) -> Problem:
    return Problem(
        "people/strangers",
        f"No customer of the run is in {sheet.source.label}.",
        "Pass --people with a file that has the ids of the run, or --column id=COL with the "
        "column of ids.",
    )
