"""What is known of people in, tables as a platform takes them out: its columns, forms, limits."""

from __future__ import annotations

import re
import tomllib
from dataclasses import field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from personae.actions.campaigns.contact_details import google_email, sha256_hex
from personae.actions.campaigns.phone import e164, two_letters
from personae.dataclass import dataclass
from personae.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.actions.campaigns.people import People

__all__ = ["Details", "Platform", "details", "in_parts", "platform", "upload"]


@dataclass(frozen=True)
class Platform:
    """What a platform says of its files; ``platforms.toml`` explains each field."""

    label: str
    pages: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    reach: tuple[tuple[str, ...], ...]
    together: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    max_bytes: int | None = None
    max_rows: int | None = None
    min_people: int = 0


@dataclass(frozen=True)
class Details:
    """How the customers of a run can be reached on a platform, in the order of the run.

    Parameters
    ----------
    fields : dict of str to list of (str or None)
        E-mail address, E.164 number, names, two-letter country and post code.
    reached : ndarray of bool, shape (n_ids,)
        Who can be found by them.
    unread : dict of str to ndarray of bool
        Whose phone number or country is there but could not be read, and is left empty.
    """

    fields: Mapping[str, list[str | None]] = field(repr=False)
    reached: NDArray[np.bool_] = field(repr=False)
    unread: Mapping[str, NDArray[np.bool_]] = field(repr=False)


@cache
def platform(name: str) -> Platform:
    """Return what a platform says of its files.

    Examples
    --------
    >>> [column for column, _ in platform("meta").columns]
    ['email', 'phone', 'fn', 'ln', 'zip', 'country']
    """
    text = (
        resources.files("personae.actions.campaigns").joinpath("platforms.toml").read_text("utf-8")
    )
    entry = tomllib.loads(text)[name]
    pairs = tuple((column, detail) for column, detail in entry.pop("columns"))
    reach = tuple(tuple(group) for group in entry.pop("reach"))
    lists = {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
    return Platform(columns=pairs, reach=reach, **{**entry, **lists})


def details(where: Platform, people: People, *, phone_country: str | None) -> Details:
    """Bring what is known of people into the forms that a platform reads.

    A number without ``+`` is read as one of the person's own country where that is known, else
    of `phone_country`. A number that an earlier customer has too is left empty: one phone cannot
    both get a campaign and be held out.

    Parameters
    ----------
    where : Platform
        The platform.
    people : People
        The customers of the run.
    phone_country : str, optional
        Two letters.

    Raises
    ------
    InputError
        If the file of people has nothing by which the platform finds anybody.
    """
    if not any(set(group) <= set(people.fields) for group in where.reach):
        raise InputError(_nothing_to_find(where))
    fields = {key: list(texts) for key, texts in people.fields.items()}
    nothing: list[str | None] = [None] * len(people.found)
    own = [two_letters(text) for text in fields.get("country", nothing)]
    typed: dict[str, list[str | None]] = {
        key: list(fields[key]) for key in ("phone", "country") if key in fields
    }
    if "country" in fields:
        fields["country"] = own
    if "phone" in fields:
        numbers = [
            e164(text, country or phone_country)
            for text, country in zip(fields["phone"], own, strict=True)
        ]
        fields["phone"] = _once(numbers)
    unread: dict[str, NDArray[np.bool_]] = {
        key: _lost(texts, fields[key]) for key, texts in typed.items()
    }
    reached = np.zeros(len(people.found), dtype=bool)
    for group in where.reach:
        if set(group) <= set(fields):
            known = zip(*(fields[key] for key in group), strict=True)
            reached |= np.array([all(row) for row in known], dtype=bool)
    return Details(fields, reached, unread)


def upload(where: Platform, known: Details, people: NDArray[np.bool_], *, hashed: bool) -> pa.Table:
    """Make the table that is uploaded: nothing but what the platform asks for.

    Parameters
    ----------
    where : Platform
        The platform.
    known : Details
        Of all customers.
    people : ndarray of bool, shape (n_ids,)
        Who is in the audience.
    hashed : bool
        Whether details are hashed as the platform says.

    Returns
    -------
    pyarrow.Table
        Texts; null where a detail is not known.
    """
    import pyarrow as pa

    use_together = set(where.together) <= set(known.fields)
    rows = np.flatnonzero(people)
    columns = {}
    for name, key in where.columns:
        if key not in known.fields or (key in where.together and not use_together):
            continue
        texts = [known.fields[key][row] for row in rows]
        if hashed:
            texts = [_hashed(where, key, text) for text in texts]
        columns[name] = pa.array(texts, pa.string())
    return pa.table(columns)


def in_parts(
    table: pa.Table, where: Platform, size: Callable[[pa.Table], int]
) -> Sequence[pa.Table]:
    """Divide a table into as few parts as the platform's limits ask for.

    Parameters
    ----------
    table : pyarrow.Table
        The upload.
    where : Platform
        With its limits.
    size : callable
        Returns the bytes of a table as a file.
    """
    rows = table.num_rows
    longest = min(rows, where.max_rows or rows)
    while (
        where.max_bytes
        and longest > 1
        and any(
            size(table.slice(start, longest)) > where.max_bytes for start in range(0, rows, longest)
        )
    ):
        longest = (longest + 1) // 2
    return [table.slice(start, longest) for start in range(0, rows, longest or 1)]


def _hashed(where: Platform, key: str, text: str | None) -> str | None:
    if text is None or key not in where.hashes:
        return text
    written = _RULES[where.rules.get(key, "as it is")](text)
    return sha256_hex(written) if written else None


def _letters(text: str) -> str:
    """Return a name in lower case without marks and blanks; letters of any script stay."""
    return "".join(letter for letter in text.lower() if letter.isalpha())


def _joined(text: str) -> str:
    """Return a post code in lower case without blanks and dashes; of ZIP+4 the first five."""
    if re.fullmatch(r"\d{5}-\d{4}", text):
        return text[:5]
    return re.sub(r"[\s-]", "", text.lower())


_RULES: Mapping[str, Callable[[str], str]] = {
    "as it is": str,
    "gmail": google_email,
    "lower": lambda text: text.strip().lower(),
    "letters": _letters,
    "digits": lambda text: text.removeprefix("+"),
    "joined": _joined,
}


def _lost(texts: Sequence[str | None], made: Sequence[str | None]) -> NDArray[np.bool_]:
    """Tell where something was written and nothing could be made of it."""
    pairs = zip(texts, made, strict=True)
    return np.array([text is not None and result is None for text, result in pairs], dtype=bool)


def _once(texts: Sequence[str | None]) -> list[str | None]:
    seen: set[str] = set()
    kept: list[str | None] = []
    for text in texts:
        kept.append(None if text in seen else text)
        if text is not None:
            seen.add(text)
    return kept


def _nothing_to_find(where: Platform) -> Problem:
    words = {"email": "an e-mail address", "phone": "a phone number"}
    ways = [words[group[0]] for group in where.reach if len(group) == 1]
    return Problem(
        "people/unreachable",
        f"{where.label} finds people by {' or '.join(ways)}, and the file of --people has none.",
        "Pass --people with such a column, or name it: --column email=COL.",
    )
