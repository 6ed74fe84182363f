"""Columns that share a tally are told what each would be told alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import personae.data.understanding.tally
from personae.data.source import Column, Source
from personae.data.understanding.tally import MOST_SHAPES, Tally, told_together

CELLS = [
    None, "", " ", "NA", "na ", "n/a", "?", "Nan", "12", "-1.50", "1e3", "1.5E2", " 7", "007",
    "x y", " lead", "a@b.org", "2020-01-02", "\u0663", "nä", "1.5\t", "inf",
]  # fmt: skip
NAMES = ["country", "spend", "surname", "code"]


def shares(source: Source) -> list[list[str]]:
    return [[column.name for column in share] for share in told_together(source)]


def table(*columns: Column, n_rows: int = 10) -> Source:
    return Source(None, "rows", columns, "the table", n_rows)


def answers(source: Source, columns: Sequence[Column]) -> list[tuple[object, ...]]:
    """Return all that a tally says of its columns, one by one."""
    tally = Tally.of(source, tuple(columns))
    try:
        found = zip(tally.look(), tally.shapes(range(len(columns))), tally.tokens(), strict=True)
        words = [tally.ask(i, {"n": "sum(n)"}, {}) for i in range(len(columns))]
        return [(*item, word) for item, word in zip(found, words, strict=True)]
    finally:
        tally.forget()


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(*[st.sampled_from(CELLS)] * len(NAMES)), min_size=1, max_size=30))
def test_columns_side_by_side_are_told_what_each_is_told_alone(
    text_table: Callable[..., Source], rows: list[tuple[str | None, ...]]
) -> None:
    source = text_table(dict(zip(NAMES, zip(*rows, strict=True), strict=True)))
    alone = [answers(source, [column])[0] for column in source.columns]
    assert answers(source, source.columns) == alone


def test_the_rows_of_every_answer_are_counted(text_table: Callable[..., Source]) -> None:
    cells = ["007", "007", "1.25", "x y", " x", "a@b.org", "na", "NA", "", None]
    source = text_table({"spend": cells, "country": cells})
    (basics, shapes, tokens, rows), (country, *_) = answers(source, source.columns)
    assert rows == {"n": 10}
    assert [basics[name] for name in ("rows", "present", "distinct", "top")] == [10, 6, 5, 2]
    assert [basics[name] for name in ("readable", "places", "coded")] == [3, 2, 2]
    assert [basics[name] for name in ("emails", "spaced", "whole")] == [1, 1, 2]
    assert sorted(basics["some"]) == [" x", "007", "1.25", "a@b.org", "x y"]
    assert shapes == {"999": 2, "9.99": 1, "x y": 1, " x": 1, "a@b.org": 1}
    assert tokens == (("", 2), ("na", 2))
    assert (country["present"], country["distinct"]) == (8, 7), "NA is Namibia there"


def test_free_text_has_no_shapes_and_takes_none_from_others(
    text_table: Callable[..., Source],
) -> None:
    n_rows = MOST_SHAPES + 1
    words = ["".join(chr(97 + int(digit)) for digit in str(i)) for i in range(n_rows)]
    source = text_table({"words": words, "number": [str(i % 10) for i in range(n_rows)]})
    tally = Tally.of(source, source.columns)
    assert tally.shapes([0, 1]) == [{}, {"9": n_rows}]
    assert tally.shapes([]) == [{}, {}]
    tally.forget()


def test_shapes_are_the_same_from_slices(
    text_table: Callable[..., Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = ["12", "1.5", None, "A-7", "é3\u0663", "1" * 64, "1" * 65, "-9", "13", "NA"] * 3
    source = text_table({"code": cells, "spend": cells[::-1]})
    tally = Tally.of(source, source.columns)
    at_once = tally.shapes([0, 1])
    assert at_once[0] == {
        "99": 6, "9.9": 3, "A-9": 3, "é9\u0663": 3, "9" * 64: 3, "-9": 3,
    }  # fmt: skip
    for n_cells in (1, 2, 7):
        monkeypatch.setattr(personae.data.understanding.tally, "_MOST_CELLS", n_cells)
        assert tally.shapes([0, 1]) == at_once
    monkeypatch.setattr(personae.data.understanding.tally, "MOST_SHAPES", 5)
    assert tally.shapes([0, 1]) == [{}, {}], "too many, though no slice has so many"
    tally.forget()


@pytest.mark.parametrize(
    ("n_rows", "expected"),
    [(10, [["a", "b", "c"]]), (500_000, [["a", "b"], ["c"]]), (2_000_000, [["a"], ["b"], ["c"]])],
)
def test_columns_share_a_tally_while_their_values_are_few(
    n_rows: int, expected: list[list[str]]
) -> None:
    columns = tuple(Column(name, name, "text") for name in "abc")
    assert shares(table(*columns, n_rows=n_rows)) == expected
    coded = tuple(replace(column, texts="texts") for column in columns)
    assert shares(table(*coded, n_rows=n_rows)) == [["a", "b", "c"]]


def test_only_texts_share_a_tally_and_not_all_of_a_wide_table() -> None:
    kinds = ("text", "text", "number", "number", "text")
    columns = [Column(str(i), str(i), kind) for i, kind in enumerate(kinds)]
    assert shares(table(*columns)) == [["0", "1"], ["2"], ["3"], ["4"]]
    assert [len(share) for share in shares(table(*[columns[0]] * 120))] == [50, 50, 20]
    assert shares(table()) == []


def test_stored_numbers_are_shown_as_people_write_them(stored_table) -> None:
    source = stored_table("x", pa.array([1.0, 2.5, None, float("inf")]), "number")
    tally = Tally.of(source, source.columns)
    (basics,) = tally.look()
    assert sorted(basics["some"]) == ["1", "2.5", "inf"]
    assert (basics["present"], basics["readable"], basics["high"]) == (3, 2, 2.5)
    tally.forget()
