"""Which column identifies a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.understanding.words import words_of
from personae.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.config import Options
    from personae.data.schema import ColumnFacts
    from personae.data.source import Source

__all__ = ["ID_WORDS", "choose_id", "count_ids", "rank_of_id_name"]

ID_WORDS = {
    "id", "no", "number", "nr", "key", "code", "num", "ref", "uid", "uuid", "guid", "nummer",
    "identifier", "hash",
}  # fmt: skip
_CUSTOMERS = {
    "customer",
    "client",
    "kunde",
    "kunden",
    "cliente",
    "shopper",
    "consumer",
    "buyer",
    "cust",
}
_PEOPLE = {
    "user", "member", "subscriber", "household", "hh", "hshd", "patient", "guest", "visitor",
    "person", "donor",
    "passenger", "player", "panelist", "cardholder", "student", "respondent",
}  # fmt: skip
_ACCOUNTS = {"account", "contact", "company", "tenant", "organization", "organisation", "acct"}
_FILLERS = {"unique", "master", "global", "main", "the", "cd"}
_OTHER_THINGS = {
    "order", "invoice", "transaction", "trans", "basket", "receipt", "ticket", "product", "item",
    "sku", "store",
    "shop", "session", "campaign", "segment", "cluster", "zip", "postal", "phone", "row", "line",
    "region",
    "branch", "stock", "article", "department", "country", "city", "state", "area", "agent",
    "employee",
}  # fmt: skip


def choose_id(
    source: Source, facts: Sequence[ColumnFacts], options: Options
) -> tuple[tuple[str, ...], str]:
    """Choose the column(s) that identify a customer.

    Returns
    -------
    tuple of (tuple of str, str)
        The columns and the reason; no column at all means that the rows are numbered.

    Raises
    ------
    InputError
        If no column can be an id, or two can.
    """
    if options.id is not None:
        if options.id == ("row",) and "row" not in source.names:
            return (), "the rows are numbered, as --id row asks"
        return options.id, "set by --id"
    barred = _columns_of_other_options(options)
    ranked = [
        (rank, item) for item in facts if item.column.name not in barred
        if (rank := _rank(item)) is not None
    ]  # fmt: skip
    if not ranked:
        raise InputError(_no_id(source))
    best = min(rank for rank, _ in ranked)
    chosen = [item for rank, item in ranked if rank == best]
    if len(chosen) > 1:
        raise InputError(_two_ids(source, chosen))
    return (chosen[0].column.name,), _REASONS[best]


_REASONS = {
    0: "its name says that it is the customer's id",
    1: "its name says that it is the customer",
    2: "its name says that it is the id of a person or household",
    3: "its name says that it is a person or household",
    4: "its name says that it is the id of an account",
    5: "its name says that it is an account",
    6: "its name says that it is an id",
    7: "it holds e-mail addresses, and there is no other id",
    8: "its name ends like an id, and every value occurs once",
    9: "it is the only text column whose every value occurs once",
}


def _rank(facts: ColumnFacts) -> int | None:
    """Return how plainly a column is the customer's id; 0 is plainest, None is not at all."""
    if facts.n_present == 0 or facts.type in {"date", "boolean"}:
        return None
    if facts.type == "number" and facts.share_whole < 1:
        return None
    rank = rank_of_id_name(words_of(facts.column.name))
    if rank is not None:
        return rank
    unique = facts.n_distinct == facts.n_rows
    if facts.share_email > 0.5:
        return 7
    if facts.personal:
        return None
    words = words_of(facts.column.name)
    if unique and words and words[-1] in ID_WORDS and not _OTHER_THINGS & set(words):
        return 8
    wordless = facts.type == "text" and facts.share_spaced < 0.05 and not _OTHER_THINGS & set(words)
    return 9 if unique and wordless and "name" not in words and facts.n_rows > 1 else None


def rank_of_id_name(words: list[str]) -> int | None:
    """Return how plainly a column's words name a customer's id; 0 is plainest, None not at all.

    Examples
    --------
    >>> rank_of_id_name(["customer", "id"]), rank_of_id_name(["customer"])
    (0, 1)
    >>> rank_of_id_name(["order", "id"]) is None
    True
    """
    stems = [_split_joined(word) for word in words]
    flat = [part for stem in stems for part in stem]
    rest = set(flat) - _FILLERS
    has_id = bool(rest & ID_WORDS)
    things = rest - ID_WORDS
    for rank, entities in ((0, _CUSTOMERS), (2, _PEOPLE), (4, _ACCOUNTS)):
        if things and things <= entities:
            return rank if has_id else rank + 1
    return (
        6 if not things and rest and rest <= {"id", "uid", "uuid", "guid", "identifier"} else None
    )


def _split_joined(word: str) -> list[str]:
    """Split ``customerid`` into its two words."""
    for ending in sorted(ID_WORDS, key=len, reverse=True):
        stem = word.removesuffix(ending)
        if stem != word and stem in _CUSTOMERS | _PEOPLE | _ACCOUNTS:
            return [stem, ending]
    return [word]


def count_ids(
    source: Source, columns: Sequence[str], facts: Sequence[ColumnFacts]
) -> tuple[int, int]:
    """Return the rows that have an id, and how many different ids there are."""
    from personae.data.values import id_sql
    from personae.engines.duckdb import quote_identifier

    if not columns:
        return source.n_rows, source.n_rows
    if len(columns) == 1:
        item = next(item for item in facts if item.column.name == columns[0])
        return item.n_present, item.n_distinct
    expression = id_sql([source.column(name) for name in columns])
    row = source.engine.rows(
        f"SELECT count(id), count(DISTINCT id) FROM (SELECT {expression} AS id "
        f"FROM {quote_identifier(source.relation)})"
    )[0]
    return int(row[0]), int(row[1])


def _columns_of_other_options(options: Options) -> set[str]:
    single = (
        options.date, options.amount, options.quantity, options.price, options.order,
        options.product,
        options.category, options.discount, options.cost,
    )  # fmt: skip
    several = (*options.outcome, *options.describe, *options.ignore)
    return {name for name in (*single, *several) if name is not None}


def _no_id(source: Source) -> Problem:
    return Problem(
        "id/none",
        f"No column of {source.label} looks like a customer id ({len(source.columns)} columns).",
        "Pass --id with the column that identifies a customer, or --id row if every row is one "
        "customer and the rows may be numbered.",
    )


def _two_ids(source: Source, chosen: Sequence[ColumnFacts]) -> Problem:
    likely = max(chosen, key=lambda item: (item.n_present, item.n_distinct))
    names = " and ".join(f'"{item.column.name}"' for item in chosen)
    return Problem(
        "id/ambiguous",
        f"{len(chosen)} columns of {source.label} look like the customer id: {names}.",
        f'Pass the one that is meant, most likely --id "{likely.column.name}" '
        f"({likely.n_present:,} rows have it, with {likely.n_distinct:,} different values).",
    )
