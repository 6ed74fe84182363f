"""The different values of columns with their rows, counted once and asked many times.

For half a million purchase lines these are a few thousand. Columns of text stand in one table as
long as their values are few, so that a question is planned once for all of them: planning takes
longer than looking at a few thousand values.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.data.understanding.personal_data.values import MOST
from personae.data.values import missing_sql, number_sql, plain_text_sql
from personae.dataclass import dataclass
from personae.engines.duckdb import quote_identifier, quote_literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import pyarrow as pa

    from personae.data.source import Column, Source

__all__ = ["FIGURES", "MOST_SHAPES", "Tally", "told_together"]

FIGURES = {
    "readable": "coalesce(sum(n) FILTER (WHERE x IS NOT NULL), 0)",
    "low": "min(x)",
    "high": "max(x)",
    "zero": "sum(n) FILTER (WHERE x = 0)",
    "negative": "sum(n) FILTER (WHERE x < 0)",
    "whole": "sum(n) FILTER (WHERE x = trunc(x))",
}
"""What is asked of numbers ``x`` that ``n`` rows hold."""

MOST_SHAPES = 3000
"""Numbers and dates are written in dozens of shapes; more is free text."""

_WRITTEN = {"text", "number", "decimal"}  # what may be an id, a code or a figure
_MOST_CELLS = 1_000_000  # of columns that may hold a value of its own in every row
_LONGEST = 64  # characters of what may be a number or a date
_MOST_COLUMNS = 50  # a query over more of them takes longer to plan than two
# What each byte of a text becomes in its shape; bytes of letters beyond ASCII are no digits.
_AS_SHAPE = np.arange(256, dtype=np.uint8)
_AS_SHAPE[ord("0") : ord("9")] = ord("9")
_EMAIL = r"\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*"


def told_together(source: Source) -> Iterator[tuple[Column, ...]]:
    """Divide the columns of a source, in their order, into those that share a tally.

    Only texts share one, which have a type in common. A column with codes has few of them; of any
    other, every row may hold a value of its own.

    Examples
    --------
    >>> from personae.data.source import Column, Source
    >>> columns = tuple(Column(name, name, "text") for name in "abc")
    >>> big = Source(None, "rows", columns, "the table", 500_000)
    >>> [[column.name for column in share] for share in told_together(big)]
    [['a', 'b'], ['c']]
    """
    share: list[Column] = []
    n_cells = 0
    for column in source.columns:
        more = 0 if column.texts else source.n_rows
        alike = column.storage == "text" and all(item.storage == "text" for item in share)
        fits = len(share) < _MOST_COLUMNS and n_cells + more <= _MOST_CELLS
        if share and not (alike and fits):
            yield tuple(share)
            share, n_cells = [], 0
        share.append(column)
        n_cells += more
    if share:
        yield tuple(share)


@dataclass(frozen=True)
class Tally:
    """A table of the different values of columns, a row for each.

    It has the ``place`` of the column among `columns`, the value ``v``, its rows ``n``, whether it
    is ``held`` or stands for no value, and the number ``x`` that it is without further knowledge.

    Parameters
    ----------
    source : Source
        Where the columns are from.
    columns : tuple of Column
        A single one, or several of text.
    """

    source: Source
    columns: tuple[Column, ...]

    @classmethod
    def of(cls, source: Source, columns: tuple[Column, ...]) -> Tally:
        """Count the values of columns."""
        tally = cls(source, columns)
        values = [tally.value(place) for place in range(len(columns))]
        counted = " UNION ALL ".join(
            _counted_sql(source, column, place) for place, column in enumerate(columns)
        )
        written = columns[0].storage in _WRITTEN
        number = number_sql(values[0], None) if written else "CAST(NULL AS DOUBLE)"
        source.engine.run(
            f"CREATE OR REPLACE TEMP TABLE {tally.table} AS SELECT place, v, n, "
            f"NOT {_missing_sql(values)} AS held, {number} AS x FROM ({counted})"
        )
        return tally

    @property
    def table(self) -> str:
        """The name of the table, as it may stand in a query."""
        return quote_identifier(f"__values_{self.columns[0].physical}")

    def value(self, place: int) -> Column:
        """Return a column of the source as it stands in the table."""
        return replace(self.columns[place], physical="v", texts="")

    def look(self) -> list[dict[str, Any]]:
        """Return what is asked of every column first."""
        figures = _first_figures(self.columns[0].storage)
        text = plain_text_sql(self.value(0))
        listed = ", ".join(f"{sql} AS {name}" for name, sql in figures.items())
        rows = self.source.engine.rows(
            f"SELECT {listed} FROM (SELECT place, n, held, x, {text} AS t FROM {self.table}) "
            "GROUP BY place ORDER BY place"
        )
        return [dict(zip(figures, row, strict=True)) for row in rows]

    def ask(self, place: int, figures: dict[str, str], looked_up: dict[str, str]) -> dict[str, Any]:
        """Return aggregates over the values of a column, and over what is made of them."""
        listed = ", ".join(f"{sql} AS {name}" for name, sql in figures.items())
        made = "".join(f", {sql} AS {name}" for name, sql in looked_up.items())
        row = self.source.engine.rows(
            f"SELECT {listed} FROM (SELECT n{made} FROM {self.table} WHERE place = {place})"
        )[0]
        return dict(zip(figures, row, strict=True))

    def shapes(self, places: Sequence[int]) -> list[dict[str, int]]:
        """Return the shapes of columns of text with their rows, by place.

        A column that was not asked for has none, and so has one with too many of them for numbers
        or dates.
        """
        found: list[dict[str, int]] = [{} for _ in self.columns]
        asked, starts = set(places), range(0, self._n_values() if places else 0, _MOST_CELLS)
        for start in starts:
            # a slice at a time: a column may hold a value of its own in every row
            values = self.source.engine.fetch(
                f"SELECT place, v, n FROM {self.table} WHERE held AND length(v) <= {_LONGEST} "
                f"AND rowid >= {start} AND rowid < {start + _MOST_CELLS}"
            )
            for place, counted in _shapes_of(values, asked):
                if counted is not None:
                    for shape, n in counted:
                        found[place][shape] = found[place].get(shape, 0) + n
                if counted is None or len(found[place]) > MOST_SHAPES:
                    found[place] = {}
                    asked.discard(place)
        return [dict(sorted(shapes.items())) for shapes in found]

    def _n_values(self) -> int:
        return int(self.source.engine.rows(f"SELECT count(*) FROM {self.table}")[0][0])

    def tokens(self) -> list[tuple[tuple[str, int], ...]]:
        """Return, by place, the rows of every missing token that occurs."""
        rows = self.source.engine.rows(
            "SELECT place, coalesce(lower(trim(v)), '') AS token, sum(n)::BIGINT "
            f"FROM {self.table} WHERE NOT held GROUP BY place, token ORDER BY place, token"
        )
        found: list[list[tuple[str, int]]] = [[] for _ in self.columns]
        for place, token, n in rows:
            found[place].append((token, n))
        return [tuple(tokens) for tokens in found]

    def forget(self) -> None:
        """Drop the table, if it is still there."""
        self.source.engine.run(f"DROP TABLE IF EXISTS {self.table}")


def _shapes_of(
    values: pa.Table, places: Collection[int]
) -> Iterator[tuple[int, list[tuple[str, int]] | None]]:
    """Yield shapes of texts with their rows, place by place; None instead of too many."""
    import pyarrow as pa

    texts = values["v"].combine_chunks()
    if not len(texts):
        return
    # every digit becomes a 9, in all texts at once: for the engine that is text by text
    _, offsets, letters = texts.buffers()
    shaped = _AS_SHAPE[np.frombuffer(letters, np.uint8)]
    shapes = type(texts).from_buffers(len(texts), offsets, pa.py_buffer(shaped))
    coded = shapes.dictionary_encode()
    code, place, n = (column.to_numpy() for column in (coded.indices, values["place"], values["n"]))
    for one in sorted(places):
        own = place == one
        rows = np.bincount(code[own], weights=n[own], minlength=len(coded.dictionary))
        (held,) = np.nonzero(rows)
        if len(held) > MOST_SHAPES:
            yield one, None
        else:
            names = coded.dictionary.take(pa.array(held)).to_pylist()
            yield one, list(zip(names, rows[held].astype(np.int64).tolist(), strict=True))


def _counted_sql(source: Source, column: Column, place: int) -> str:
    """Return a query for the values of a column with their rows."""
    if not column.texts:
        return (
            f"SELECT {place} AS place, {quote_identifier(column.physical)} AS v, count(*) AS n "
            f"FROM {quote_identifier(source.relation)} GROUP BY v"
        )
    texts = quote_identifier(column.texts)
    return (
        f"SELECT {place} AS place, text AS v, n FROM {texts} WHERE n > 0 UNION ALL "
        f"SELECT {place}, NULL, missing FROM (SELECT CAST({source.n_rows} - sum(n) AS BIGINT) "
        f"AS missing FROM {texts}) WHERE missing > 0"
    )


def _missing_sql(values: Sequence[Column]) -> str:
    """Return SQL that is true of a value that stands for none; the column's name has its say."""
    rules: dict[str, list[str]] = {}
    for place, value in enumerate(values):
        rules.setdefault(missing_sql(value), []).append(str(place))
    rule, *others = rules
    if not others:
        return rule
    cases = (f"WHEN place IN ({', '.join(rules[other])}) THEN {other}" for other in others)
    return f"CASE {' '.join(cases)} ELSE {rule} END"


def _first_figures(storage: str) -> dict[str, str]:
    """List what is asked of every column first: text ``t``, number ``x``, present ``held``.

    What takes long stands inside a CASE: the engine works out all parts of a condition behind
    FILTER, for all rows.
    """
    figures = {
        "rows": "sum(n)",
        "present": "coalesce(sum(n) FILTER (WHERE held), 0)",
        "distinct": "count(*) FILTER (WHERE held)",
        "top": "max(n) FILTER (WHERE held)",
        "length": "sum(n * length(t)) FILTER (WHERE held)",
        "places": "max(CASE WHEN x IS NOT NULL AND contains(t, '.') AND NOT contains(t, 'e') "
        "THEN length(split_part(trim(t), '.', 2)) END)",
        "coded": "0", "emails": "0", "spaced": "0", "some": "NULL", **FIGURES,
    }  # fmt: skip
    if storage in _WRITTEN:
        # the same ones in any order of the rows
        order = "{'hash': hash(t), 'text': t}"
        figures["some"] = f"arg_min(t, {order}, {MOST}) FILTER (WHERE held)"
    if storage == "text":
        figures |= {
            "coded": "sum(CASE WHEN t >= '0' AND t < '1' THEN "
            "CASE WHEN regexp_full_match(t, '0\\d+') THEN n END END)",
            "emails": "sum(CASE WHEN contains(t, '@') THEN "
            f"CASE WHEN regexp_full_match(t, {quote_literal(_EMAIL)}) THEN n END END)",
            "spaced": "sum(CASE WHEN held AND contains(t, ' ') THEN "
            "CASE WHEN contains(trim(t), ' ') THEN n END END)",
        }
    return figures
